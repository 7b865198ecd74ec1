-- Tasks, tags and what whoever comes on shift must know are questions to the lines: each has the index that it needs,
-- and nothing is kept beside the chain that could say another thing than it. The queries repeat the conditions.

CREATE INDEX log_content_task ON log_content (stream_id, number)
    WHERE fields ->> 'kind' = 'uppgift' OR (fields ->> 'kind' = 'atgard' AND fields ? 'due');

CREATE INDEX log_content_tagged ON log_content (stream_id, number) WHERE fields ? 'tags';

CREATE INDEX log_content_notable ON log_content (stream_id, number)
    WHERE fields ->> 'kind' = 'beslut' OR fields ->> 'act' IN (
        'level-raised', 'level-lowered', 'extraordinar-proposed', 'extraordinar-declined', 'life-danger',
        'life-danger-over', 'central-support-asked', 'closed', 'reopened', 'merged', 'merged-here');

CREATE INDEX line_state_pinned ON line_state (stream_id, number) WHERE pinned_by IS NOT NULL;

-- When an account last looked at an incident, and where its visit before this one ended. It is a convenience and no
-- part of what happened, so it stands outside the journal and may be lost.
CREATE TABLE incident_seen (
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    incident_id uuid NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    seen_number bigint NOT NULL,
    seen_at timestamptz NOT NULL,
    since_number bigint NOT NULL,
    since_at timestamptz,
    is_closed boolean NOT NULL,
    PRIMARY KEY (account_id, incident_id)
);
