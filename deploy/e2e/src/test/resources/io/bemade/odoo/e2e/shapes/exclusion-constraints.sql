CREATE EXTENSION btree_gist;
CREATE TABLE stay (room integer, during tsrange, note text, EXCLUDE USING gist (room WITH =, during WITH &&));
INSERT INTO stay SELECT i % 5, tsrange(timestamp '2025-01-01' + i * interval '1 day', timestamp '2025-01-02' + i * interval '1 day'), 'x'
  FROM generate_series(1, 300) i;
ALTER TABLE stay ADD CONSTRAINT later EXCLUDE USING gist (during WITH &&) WHERE (note = 'alone') DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stay ADD CONSTRAINT hashed EXCLUDE USING hash (note WITH =) WHERE (note <> 'x');
COMMENT ON CONSTRAINT later ON stay IS 'deferred';
