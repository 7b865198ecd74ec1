-- A sheet may be on paper and not in the register: the register was read back from a copy that is older than it.
-- Whoever has it registers it, and when it was printed is then not known.
ALTER TABLE log_sheet ADD COLUMN registered_at timestamptz;
