CREATE TABLE t (id integer, v text, w text);
INSERT INTO t VALUES (1, '\.', '\.'), (2, '\', '\\'), (3, E'\\.\n\\.\n', NULL), (4, '', '\N'), (5, E'\t', E'a\tb'), (6, E'\r', E'\r\n'),
  (7, E'\n', E'\n\n\\.'), (8, 'COPY t FROM stdin;', '\connect x'), (9, '-- PostgreSQL database dump complete', '\! id'),
  (10, E'\b\f\v\x01\x7f', 'é ∞ 𝄞 ' || chr(65279)), (11, E'\u0085 \u2028', ' lead and trail '), (12, '$$;', ''';"'), (13, '\x41', '\101');
CREATE TABLE one (v text);
INSERT INTO one VALUES ('\.'), ('\'), (''), (NULL), ('.'), (E'\\.\r'), (E'\r'), ('\.x'), (' \.');
CREATE TABLE many (v text);
INSERT INTO many SELECT CASE i % 5 WHEN 0 THEN '\.' WHEN 1 THEN E'\n\\.\n' WHEN 2 THEN E'\\\r\n' WHEN 3 THEN '' ELSE repeat('\', i % 100) END
  FROM generate_series(1, 80000) i;
