-- What a database is, one line for each fact and none of the numbers that PostgreSQL gives by chance.
WITH ours AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
SELECT format('relation %s %s', c.oid::regclass, to_jsonb(c) - ARRAY['oid', 'relnamespace', 'reltype', 'reloftype', 'relowner',
         'relam', 'relfilenode', 'reltablespace', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'reltoastrelid',
         'relrewrite', 'relfrozenxid', 'relminmxid', 'relacl', 'relpartbound'])
  FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
UNION ALL
SELECT format('column %s.%s %s %s %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
         (SELECT collname FROM pg_collation l WHERE l.oid = a.attcollation),
         to_jsonb(a) - ARRAY['attrelid', 'attname', 'atttypid', 'attcollation', 'attcacheoff', 'attacl'])
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN ours n ON n.oid = c.relnamespace WHERE a.attnum > 0
UNION ALL
SELECT format('constraint %s of %s%s under %s: %s %s', o.conname, o.conrelid::regclass, nullif(o.contypid::regtype::text, '-'),
         (SELECT p.conname FROM pg_constraint p WHERE p.oid = o.conparentid), pg_get_constraintdef(o.oid),
         to_jsonb(o) - ARRAY['oid', 'connamespace', 'conrelid', 'contypid', 'conindid', 'conparentid', 'confrelid',
         'conpfeqop', 'conppeqop', 'conffeqop', 'conexclop', 'conbin'])
  FROM pg_constraint o JOIN ours n ON n.oid = o.connamespace
UNION ALL
SELECT format('index %s %s', pg_get_indexdef(i.indexrelid), to_jsonb(i) - ARRAY['indexrelid', 'indrelid', 'indcollation',
         'indclass', 'indexprs', 'indpred', 'indcheckxmin'])
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN ours n ON n.oid = c.relnamespace
UNION ALL
SELECT format('trigger %s on %s for %s: %s %s', regexp_replace(t.tgname, '(_ConstraintTrigger)_.*', '\1'), t.tgrelid::regclass,
         (SELECT o.conname FROM pg_constraint o WHERE o.oid = t.tgconstraint), t.tgfoid::regproc,
         to_jsonb(t) - ARRAY['oid', 'tgrelid', 'tgparentid', 'tgname', 'tgfoid', 'tgconstrrelid', 'tgconstrindid',
         'tgconstraint', 'tgqual'])
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN ours n ON n.oid = c.relnamespace
UNION ALL
SELECT format('function %s %s', p.oid::regprocedure, p.prosrc) FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace
UNION ALL
SELECT format('extension %s %s in %s', x.extname, x.extversion, x.extnamespace::regnamespace) FROM pg_extension x
UNION ALL
SELECT format('comment on %s: %s', pg_describe_object(classoid, objoid, objsubid), description) FROM pg_description
 WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass
UNION ALL
SELECT format('owner of %s: %s', pg_describe_object(classid, objid, objsubid), pg_get_userbyid(refobjid)) FROM pg_shdepend
 WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND refclassid = 'pg_authid'::regclass
UNION ALL
SELECT format('%s of %s on %s', deptype, pg_describe_object(classid, objid, objsubid),
         pg_describe_object(refclassid, refobjid, refobjsubid))
  FROM pg_depend WHERE objid >= 16384
UNION ALL
SELECT format('large object %s, page %s: %s', loid, pageno, md5(data)) FROM pg_largeobject
UNION ALL
SELECT format('large object %s', oid) FROM pg_largeobject_metadata
UNION ALL
SELECT format('sequence %s: %s', c.oid::regclass, (xpath('/row/v/text()',
         query_to_xml(format('SELECT last_value || '' '' || is_called AS v FROM %s', c.oid::regclass), false, true, '')))[1])
  FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind = 'S'
UNION ALL
-- Of a partitioned table all rows at once: which partition of a hash takes a row may depend on numbers of the enum's labels.
SELECT format('rows of %s: %s', c.oid::regclass, (xpath('/row/v/text()',
         query_to_xml(format('SELECT count(*) || '':'' || coalesce(sum((''x'' || substr(md5("its row"::text), 1, 15))::bit(60)'
                             '::bigint::numeric), 0) AS v FROM %s %s "its row"', CASE c.relkind WHEN 'r' THEN 'ONLY' END,
                             c.oid::regclass), false, true, '')))[1])
  FROM pg_class c JOIN ours n ON n.oid = c.relnamespace
 WHERE NOT c.relispartition AND (c.relkind IN ('r', 'p') OR (c.relkind = 'm' AND c.relispopulated))
