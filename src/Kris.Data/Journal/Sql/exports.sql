-- Logs that are being printed to PDF in the background, and what came of it. Neither is kept longer than a day; what
-- is kept for good is the line in the log that tells who asked for what.

CREATE TABLE export_job (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    asked_by uuid NOT NULL,
    asked_by_name text NOT NULL,
    duty text NOT NULL,
    unit uuid,
    is_token boolean NOT NULL,
    asked_at timestamptz NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    with_system boolean NOT NULL,
    head_number bigint NOT NULL,
    head_hash bytea NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    lines bigint NOT NULL,
    done bigint NOT NULL DEFAULT 0,
    refusal text,
    worker uuid,
    seen_at timestamptz,
    tries integer NOT NULL DEFAULT 0,
    ended_at timestamptz
);

CREATE INDEX export_job_unfinished ON export_job (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX export_job_incident ON export_job (incident_id, asked_by, asked_at);

-- A volume as it comes from the printer: a job that is cut off goes on after the last one that it has.
CREATE TABLE export_part (
    job_id uuid NOT NULL REFERENCES export_job (id) ON DELETE CASCADE,
    part integer NOT NULL CHECK (part > 0),
    first bigint NOT NULL,
    last bigint NOT NULL,
    file bytea NOT NULL,
    PRIMARY KEY (job_id, part)
);
