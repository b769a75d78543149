CREATE TABLE s (a integer, b integer, c text);
INSERT INTO s SELECT i % 10, i % 20, 'c' || i % 5 FROM generate_series(1, 2000) i;
CREATE STATISTICS both_of_them (ndistinct, dependencies) ON a, b FROM s;
CREATE STATISTICS most_common (mcv) ON a, c FROM s;
CREATE STATISTICS of_expression ON (a + b), lower(c) FROM s;
ALTER STATISTICS most_common SET STATISTICS 55;
COMMENT ON STATISTICS most_common IS 'mcv';
