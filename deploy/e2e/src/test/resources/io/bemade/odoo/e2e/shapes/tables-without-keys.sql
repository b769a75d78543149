CREATE TABLE bag (a integer, b text);
INSERT INTO bag SELECT i % 10, 'same' FROM generate_series(1, 1000) i;
CREATE TABLE heavy (a integer, b text);
INSERT INTO heavy SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 4000) i;
CREATE TABLE no_columns ();
INSERT INTO no_columns SELECT FROM generate_series(1, 7);
CREATE TABLE nothing (id integer);
