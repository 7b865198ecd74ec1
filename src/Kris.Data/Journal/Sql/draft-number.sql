-- How far the log had come when a draft was saved. Whether a line was written before or after is told by the numbers: a
-- clock can be set. Drafts of before have none, and are compared by their times.
ALTER TABLE line_draft ADD COLUMN after_number bigint;
