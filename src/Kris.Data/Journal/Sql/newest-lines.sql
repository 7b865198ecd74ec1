-- For a question without words to all logs at once, which is answered with the newest lines first.
CREATE INDEX log_chain_recorded ON log_chain (recorded_at);
