CREATE TABLE t (id integer PRIMARY KEY, v text);
INSERT INTO t VALUES (1, 'a');
CREATE PUBLICATION a_few FOR TABLE t WITH (publish = 'insert, update');
CREATE PUBLICATION none;
COMMENT ON PUBLICATION a_few IS 'of one table';
CREATE PUBLICATION columns_and_rows FOR TABLE t (id) WHERE (id > 5);
