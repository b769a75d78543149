DO $$ BEGIN
  FOR i IN 1..12 LOOP
    EXECUTE format('CREATE TABLE public.f%1$s_top (id integer NOT NULL, v text) PARTITION BY RANGE (id)', lpad(i::text, 2, '0'));
    EXECUTE format('CREATE TABLE public.%2$s%1$s_part PARTITION OF public.f%1$s_top FOR VALUES FROM (0) TO (10)', lpad(i::text, 2, '0'),
                   CASE WHEN i <= 6 THEN 'z' ELSE 'a' END);
    EXECUTE format('INSERT INTO public.f%1$s_top VALUES (1, ''a''), (2, ''b'')', lpad(i::text, 2, '0'));
    EXECUTE format('ALTER TABLE public.f%1$s_top ADD PRIMARY KEY (id)', lpad(i::text, 2, '0'));
    EXECUTE format('CREATE INDEX ON public.f%1$s_top (v)', lpad(i::text, 2, '0'));
    EXECUTE format('CREATE TABLE public.h%1$s (id integer PRIMARY KEY)', lpad(i::text, 2, '0'));
    EXECUTE format('CREATE TABLE public.%2$s%1$s_heir (PRIMARY KEY (id)) INHERITS (public.h%1$s)', lpad(i::text, 2, '0'),
                   CASE WHEN i <= 6 THEN 'y' ELSE 'b' END);
  END LOOP;
END $$;
