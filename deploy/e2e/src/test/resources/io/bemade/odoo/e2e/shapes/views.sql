CREATE TABLE base (id integer PRIMARY KEY, name text, amount numeric);
INSERT INTO base SELECT i, 'n' || i % 7, i FROM generate_series(1, 100) i;
CREATE VIEW simple AS SELECT * FROM base;
CREATE VIEW of_view AS SELECT name, sum(amount) AS "the sum", CASE WHEN count(*) > 3 THEN 'many' ELSE 'few' END AS "end"
  FROM simple GROUP BY name;
CREATE VIEW checked WITH (security_barrier) AS SELECT * FROM base WHERE amount > 10 WITH LOCAL CHECK OPTION;
CREATE VIEW by_key AS SELECT b.*, count(*) OVER () AS n FROM base b GROUP BY id;
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10;
CREATE VIEW quoting AS SELECT E'a\\b''c;' AS a, $$d$e$f$$ AS b, U&'\0441' AS c, '{"k": ";"}'::jsonb ? 'k' AS d,
  ARRAY['x;', '(']::text[] AS e, '?' || '??' AS f;
CREATE FUNCTION uses(v by_key) RETURNS text LANGUAGE sql AS 'SELECT (v).name';
CREATE VIEW around AS SELECT uses(v) AS u FROM by_key v;
COMMENT ON VIEW by_key IS 'by the key';
COMMENT ON COLUMN of_view."the sum" IS 'of the amounts';
ALTER VIEW simple ALTER COLUMN name SET DEFAULT 'by view';
