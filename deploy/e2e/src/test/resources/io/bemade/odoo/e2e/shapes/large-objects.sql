SELECT lo_from_bytea(20001, '\x68656c6c6f');
SELECT lo_from_bytea(20002, decode(repeat('00ff5c27', 100000), 'hex'));
SELECT lo_create(20003);
SELECT lo_put(20003, 5000000, '\x01');
SELECT lo_create(20000 + i) FROM generate_series(10, 120) i;
SELECT lo_put(20000 + i, 0, convert_to('object ' || i, 'UTF8')) FROM generate_series(10, 120) i;
COMMENT ON LARGE OBJECT 20001 IS 'it''s; hello';
CREATE TABLE uses (id oid);
INSERT INTO uses VALUES (20001);
