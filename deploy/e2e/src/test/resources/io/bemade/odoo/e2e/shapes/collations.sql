CREATE COLLATION phonebook (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
COMMENT ON COLLATION phonebook IS 'Ä like AE';
CREATE TABLE names (id integer PRIMARY KEY, name text COLLATE phonebook, nick text COLLATE ignoring_case UNIQUE, code text COLLATE "POSIX");
INSERT INTO names SELECT i, chr(196 + i % 30) || i, 'Nick' || i, 'c' || i FROM generate_series(1, 300) i;
CREATE INDEX names_name ON names (name);
CREATE INDEX names_code ON names (code COLLATE "und-x-icu");
CREATE DOMAIN german AS text COLLATE phonebook;
CREATE VIEW sorted AS SELECT name FROM names ORDER BY name COLLATE "C";
