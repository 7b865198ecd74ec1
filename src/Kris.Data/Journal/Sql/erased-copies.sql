-- What came to stand beside the journal after its erasure did, and holds words of a line: its files, and prints of the
-- incident that were made while it stood there. The words of the search go with the content, by their reference to it.

CREATE OR REPLACE FUNCTION journal_erase_copies(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM journal_erase_attachments(p_stream, p_number);
    DELETE FROM export_part WHERE job_id IN (SELECT id FROM export_job WHERE incident_id = p_stream);
    DELETE FROM export_job WHERE incident_id = p_stream;
    -- The words of a line of the system that the incident keeps, where nobody could change them. Its facts are changed.
    IF p_fields ? 'act' THEN
        UPDATE level_change SET reason = 'Raderat genom beslut.',
            deviates = CASE WHEN deviates IS NOT NULL THEN 'Raderat genom beslut.' END,
            serious_disturbance = CASE WHEN serious_disturbance IS NOT NULL THEN 'Raderat genom beslut.' END,
            urgent = CASE WHEN urgent IS NOT NULL THEN 'Raderat genom beslut.' END,
            forhinder = CASE WHEN forhinder IS NOT NULL THEN 'Raderat genom beslut.' END
        WHERE incident_id = p_stream AND reason = p_fields ->> 'reason' AND by::text = p_fields ->> 'author';
        UPDATE incident SET closing_summary = 'Raderat genom beslut.'
        WHERE id = p_stream AND closing_summary IN (p_fields ->> 'reason', p_fields ->> 'text');
    END IF;
    -- A draft on the way to becoming a line is its writer's own; one with the very text of this line is a copy of it.
    -- And one that corrects it quotes it.
    DELETE FROM line_draft WHERE incident_id = p_stream
        AND (position(to_json(p_fields ->> 'text')::text IN content) > 0
            OR position('"corrects":{"number":' || p_number || ',' IN content) > 0
            OR (length(p_fields ->> 'text') > 15
                AND position(trim(BOTH '"' FROM to_json(p_fields ->> 'text')::text) IN content) > 0));
END $$;

GRANT SELECT, UPDATE (reason, deviates, serious_disturbance, urgent, forhinder) ON level_change TO kris_journal;
GRANT SELECT, UPDATE (closing_summary) ON incident TO kris_journal;
GRANT SELECT, DELETE ON export_job, export_part, line_draft TO kris_journal;
