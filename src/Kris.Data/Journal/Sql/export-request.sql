-- What a print was asked for by, as a digest: the same key with another filter is another request. None for the prints
-- that were asked for before.
ALTER TABLE export_job ADD COLUMN request bytea;
