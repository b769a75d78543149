CREATE TABLE price (id integer PRIMARY KEY, net numeric, gross numeric GENERATED ALWAYS AS (net * 1.2) VIRTUAL,
  "both" text GENERATED ALWAYS AS (id::text || '/' || net::text));
INSERT INTO price SELECT i, i / 3.0 FROM generate_series(1, 300) i;
CREATE VIEW dear AS SELECT id, gross FROM price WHERE gross > 50;
