CREATE TABLE big (id integer PRIMARY KEY, body text, bytes bytea);
INSERT INTO big VALUES (1, repeat(E'\\.\n\t\\N', 10000000), NULL);
INSERT INTO big VALUES (2, NULL, decode(repeat('5c2e0a00', 5000000), 'hex'));
INSERT INTO big SELECT i, 'small', NULL FROM generate_series(3, 100) i;
