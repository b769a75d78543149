CREATE TABLE price (net numeric(12, 2), tax numeric(4, 2) DEFAULT 0.20,
  gross numeric GENERATED ALWAYS AS (net * (1 + tax)) STORED, label text GENERATED ALWAYS AS ('net ' || net::text) STORED);
INSERT INTO price SELECT i / 7.0, (i % 30) / 100.0 FROM generate_series(1, 500) i;
CREATE INDEX price_gross ON price (gross);
ALTER TABLE price ADD CONSTRAINT gross_is_more CHECK (gross >= net);
COMMENT ON COLUMN price.gross IS 'with tax';
