CREATE SCHEMA "My Schema";
CREATE SCHEMA "ünï.cödé";
COMMENT ON SCHEMA "My Schema" IS 'mine';
CREATE TABLE "My Schema"."Ta""ble; (one)" ("Col.umn" integer PRIMARY KEY, "a,b" text, "q""q" text, "FROM stdin;" text, "é" text, "select" text);
INSERT INTO "My Schema"."Ta""ble; (one)" SELECT i, 'x', 'y', 'z', 'é', repeat('s', 400) FROM generate_series(1, 4000) i;
CREATE TABLE "ünï.cödé"."тест" (id integer PRIMARY KEY, "名前" text, parent integer REFERENCES "My Schema"."Ta""ble; (one)");
INSERT INTO "ünï.cödé"."тест" VALUES (1, '値', 1);
CREATE INDEX "In dex" ON "My Schema"."Ta""ble; (one)" ("a,b");
CREATE TABLE "COPY x FROM stdin" (id integer CONSTRAINT "Key; of it" PRIMARY KEY);
INSERT INTO "COPY x FROM stdin" VALUES (1);
CREATE TABLE "new
line" (id integer);
INSERT INTO "new
line" VALUES (3);
CREATE TABLE "a$$b" ("$1" integer, "c$d$" text DEFAULT '$$');
INSERT INTO "a$$b" VALUES (1, '$d$');
CREATE TABLE "user" ("table" integer, "OWNER TO me" text, "--" text, "/*" text);
INSERT INTO "user" VALUES (1, 'GRANT', '--', '/*');
COMMENT ON TABLE "user" IS E'-- not a comment\n/* neither\n\\. $$ \\! id';
COMMENT ON COLUMN "user"."OWNER TO me" IS 'ALTER x OWNER TO y';
COMMENT ON COLUMN "My Schema"."Ta""ble; (one)"."Col.umn" IS 'with a dot';
COMMENT ON CONSTRAINT "Key; of it" ON "COPY x FROM stdin" IS 'k';
ALTER TABLE "user" ADD CONSTRAINT "OWNER TO nobody" CHECK ("OWNER TO me" <> 'ALTER SYSTEM; OWNER TO x');
CREATE VIEW "FROM stdin" AS SELECT "table" AS "COPY" FROM "user";
CREATE TABLE "My Schema"."Products" (id integer);
CREATE TABLE t01234567890123456789012345678901234567890123456789012345678 (id integer UNIQUE REFERENCES "COPY x FROM stdin");
