CREATE TEXT SEARCH DICTIONARY my_simple (TEMPLATE = pg_catalog.simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION my_config (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION my_config ALTER MAPPING FOR asciiword, word WITH my_simple, english_stem;
COMMENT ON TEXT SEARCH CONFIGURATION my_config IS 'configuration; mine';
COMMENT ON TEXT SEARCH DICTIONARY my_simple IS 'dictionary';
CREATE TABLE docs (id integer, body text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.my_config', body)) STORED);
INSERT INTO docs (id, body) SELECT i, 'The cats are ' || i FROM generate_series(1, 200) i;
CREATE INDEX docs_v ON docs USING gin (v);
CREATE INDEX docs_body ON docs USING gist (to_tsvector('public.my_config', body));
