-- The lines that a filter showed when the print was asked for; none where every line of the run is printed.
ALTER TABLE export_job ADD COLUMN only_numbers bigint[];
