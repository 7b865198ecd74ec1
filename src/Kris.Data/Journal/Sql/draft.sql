-- What people are in the middle of writing: no part of the journal, and gone when it has become a line. The account can
-- be a token, as the author of a line can.
CREATE TABLE line_draft (
    account_id uuid NOT NULL,
    incident_id uuid NOT NULL REFERENCES incident (id),
    content text NOT NULL CHECK (length(content) <= 60000),
    device uuid NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, incident_id)
);

-- What waits for the stabschef is looked for over all incidents, and is never much.
GRANT CREATE ON SCHEMA public TO kris_journal;
SET ROLE kris_journal;
CREATE INDEX ix_log_content_pending ON log_content (stream_id, number) WHERE fields ? 'pending';
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
