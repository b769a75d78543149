CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
CREATE SCHEMA elsewhere;
CREATE EXTENSION hstore SCHEMA elsewhere;
CREATE EXTENSION citext;
CREATE EXTENSION "uuid-ossp";
COMMENT ON EXTENSION hstore IS 'own; words';
CREATE FUNCTION unaccent_immutable(text) RETURNS text IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, $1) $$;
CREATE TABLE partner (id serial PRIMARY KEY, name text, email citext UNIQUE, h elsewhere.hstore, u uuid DEFAULT uuid_generate_v4());
INSERT INTO partner (name, email, h) SELECT 'Père Noël ' || i, 'P' || i || '@x', elsewhere.hstore('k', i::text) FROM generate_series(1, 500) i;
CREATE INDEX partner_name_trgm ON partner USING gin (unaccent_immutable(name) gin_trgm_ops);
CREATE INDEX partner_gist ON partner USING gist (name gist_trgm_ops (siglen = 32));
CREATE INDEX partner_h ON partner USING gin (h);
CREATE VIEW similar_partners AS SELECT id FROM partner WHERE name % 'noel' AND h OPERATOR(elsewhere.?) 'k' AND h OPERATOR(elsewhere.@>) 'k=>1'::elsewhere.hstore;
