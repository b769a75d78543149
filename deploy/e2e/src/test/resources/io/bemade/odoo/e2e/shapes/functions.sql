CREATE FUNCTION dollars(a integer DEFAULT 1, VARIADIC b text[] DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE x text := 'a;b';
BEGIN
  -- it's; a "comment"
  RETURN x || $q$;$q$ || E'\\';
END;
$$;
CREATE FUNCTION tagged() RETURNS text LANGUAGE sql AS $body$ SELECT '$$;' || $a$ $body $a$ $body$;
CREATE FUNCTION "Umlaut Ä"("Arg 1" text, OUT "Out" integer, INOUT c text) LANGUAGE plpgsql AS $ä$ BEGIN "Out" := 1; END $ä$;
CREATE FUNCTION set_of(n integer) RETURNS TABLE (i integer, t text) LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 10 COST 5
  SET search_path = 'public' SET work_mem = '8MB' AS 'SELECT i, ''x;'' FROM generate_series(1, n) i';
CREATE PROCEDURE proc(INOUT a integer) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN a := a + 1; COMMIT; END $$;
CREATE FUNCTION broken() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION calls() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN no_such_function(); END $$;
CREATE FUNCTION quoted() RETURNS text LANGUAGE sql AS 'SELECT ''it''''s; $1 \''';
COMMENT ON FUNCTION dollars IS 'end; $$';
COMMENT ON PROCEDURE proc IS 'COMMIT;';
CREATE TABLE beginatomic (begin integer, atomic text, "end" integer, "case" text DEFAULT 'case when');
CREATE INDEX atomic ON beginatomic (begin, atomic);
INSERT INTO beginatomic VALUES (1, 'begin atomic', 2, 'x');
