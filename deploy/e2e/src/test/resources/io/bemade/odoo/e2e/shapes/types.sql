CREATE TYPE mood AS ENUM ('sad', 'o''k', 'happy;');
CREATE TYPE empty_enum AS ENUM ();
CREATE TYPE point3 AS (x double precision, y double precision, "Z z" text COLLATE "C");
CREATE DOMAIN positive AS integer DEFAULT 1 NOT NULL CONSTRAINT above CHECK (VALUE > 0);
CREATE DOMAIN moods AS mood[] CHECK (array_length(VALUE, 1) < 4);
CREATE DOMAIN later AS text;
CREATE TYPE span AS RANGE (subtype = double precision, subtype_diff = float8mi, multirange_type_name = spans);
CREATE TABLE t (m mood, ms moods, p point3, ps point3[], n positive, s span, ss spans, l later, e empty_enum, grid integer[][],
  i int4range, nested jsonb, x xml, b bit(5), vb bit varying, ip inet, m2 money, iv interval, u uuid, ts tsvector, pt path);
INSERT INTO t VALUES ('o''k', '{sad,happy;}', (1.5, 'NaN', 'a,"b\c('), ARRAY[(1, 2, NULL)::point3, NULL], 5, '[1,2)',
  '{[1,2),[5,6)}', E'tab\tnew\nline\\', NULL, '{{1,2},{3,NULL}}', 'empty', '{"a": ["\\", "\u00e9", null]}', '<a>;</a>', B'10101',
  B'1', '10.0.0.1/8', 12.34, '1 year -3 days 04:05:06.789', '00000000-0000-0000-0000-00000000000f', 'a fat cat', '[(0,0),(1,1)]');
INSERT INTO t (n) VALUES (2);
ALTER DOMAIN later ADD CONSTRAINT unproven CHECK (VALUE <> 'x') NOT VALID;
COMMENT ON TYPE mood IS 'mood';
COMMENT ON TYPE point3 IS 'space';
COMMENT ON COLUMN point3."Z z" IS 'of a type';
COMMENT ON DOMAIN positive IS 'more than nothing';
COMMENT ON CONSTRAINT above ON DOMAIN positive IS 'of a domain';
CREATE TABLE typed OF point3 (PRIMARY KEY (x));
INSERT INTO typed VALUES (1, 2, 'three');
