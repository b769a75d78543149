CREATE TABLE t (id integer, b bytea, texts text[], deep text[][], c "char", f real, d double precision, bounds integer[]);
INSERT INTO t VALUES (1, '\x00ff5c0a0d09275c2e', ARRAY['\.', E'\t', E'\n', E'\r', '"', '\', 'NULL', NULL, '{,}', ''], '{{a},{b}}', E'\\', 'NaN',
  '-Infinity', '[-2:0]={1,2,3}');
INSERT INTO t SELECT i, decode(md5(i::text), 'hex'), ARRAY[md5(i::text)], NULL, chr(33 + i % 90)::"char", i / 3.0, 1e-300 * i, NULL
  FROM generate_series(1, 3000) i;
CREATE TABLE blobs (id integer, b bytea);
ALTER TABLE blobs ALTER b SET STORAGE EXTERNAL;
INSERT INTO blobs SELECT i, decode(string_agg(md5((i * j)::text), ''), 'hex') FROM generate_series(1, 30) i, generate_series(1, 3000) j GROUP BY i;
