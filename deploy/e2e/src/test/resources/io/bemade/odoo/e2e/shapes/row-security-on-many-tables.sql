DO $$ BEGIN
  FOR i IN 1..25 LOOP
    EXECUTE format('CREATE TABLE public.t%s (id integer PRIMARY KEY, up integer, filler text)', i);
    EXECUTE format('INSERT INTO public.t%s SELECT n, n, repeat(''x'', 200) FROM generate_series(1, 300) n', i);
  END LOOP;
  FOR i IN 1..25 LOOP
    EXECUTE format('ALTER TABLE public.t%s ADD FOREIGN KEY (up) REFERENCES public.t%s', i, 1 + (i * 7) % 25);
    EXECUTE format('ALTER TABLE public.t%s ENABLE ROW LEVEL SECURITY', i);
    EXECUTE format('ALTER TABLE public.t%s FORCE ROW LEVEL SECURITY', i);
    EXECUTE format('CREATE POLICY p ON public.t%s USING (id > 0)', i);
  END LOOP;
END $$;
