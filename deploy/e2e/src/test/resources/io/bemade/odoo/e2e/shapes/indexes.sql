CREATE TABLE i (id integer, name text, doc jsonb, words text[], p point, at timestamptz, filler text);
INSERT INTO i SELECT n, 'Name ' || n, jsonb_build_object('k', n), ARRAY['w' || n % 9], point(n, n), timestamptz '2025-01-01 00:00Z' + n * interval '1 hour',
  repeat('f', 300) FROM generate_series(1, 4000) n;
CREATE INDEX partial ON i (id) WHERE name LIKE 'Name 1%' AND doc ? 'k';
CREATE INDEX expression ON i (lower(name), (id + 1) DESC NULLS LAST);
CREATE INDEX covering ON i (id) INCLUDE (name, at);
CREATE UNIQUE INDEX "Unique; One" ON i USING btree (id DESC, name COLLATE "C" text_pattern_ops);
CREATE INDEX gin ON i USING gin (doc jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX gin_words ON i USING gin (words);
CREATE INDEX gist ON i USING gist (p);
CREATE INDEX spgist ON i USING spgist (p);
CREATE INDEX brin ON i USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX hash ON i USING hash (name);
CREATE INDEX filled ON i (filler) WITH (fillfactor = 50, deduplicate_items = off);
ALTER INDEX expression ALTER COLUMN 1 SET STATISTICS 321;
COMMENT ON INDEX "Unique; One" IS 'unique; one';
ALTER TABLE i ALTER COLUMN p SET (n_distinct = -0.5);
