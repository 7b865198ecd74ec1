-- What came to stand beside the journal after its erasure did, and holds words of a line: its files, and prints of the
-- incident that were made while it stood there. The words of the search go with the content, by their reference to it.

CREATE OR REPLACE FUNCTION journal_erase_copies(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM journal_erase_attachments(p_stream, p_number);
    DELETE FROM export_part WHERE job_id IN (SELECT id FROM export_job WHERE incident_id = p_stream);
    DELETE FROM export_job WHERE incident_id = p_stream;
    -- A draft on the way to becoming a line is its writer's own; one with the very text of this line is a copy of it.
    -- And one that corrects it quotes it.
    DELETE FROM line_draft WHERE incident_id = p_stream
        AND (position(to_json(p_fields ->> 'text')::text IN content) > 0
            OR position('"corrects":{"number":' || p_number || ',' IN content) > 0
            OR (length(p_fields ->> 'text') > 15
                AND position(trim(BOTH '"' FROM to_json(p_fields ->> 'text')::text) IN content) > 0));
END $$;

GRANT SELECT, DELETE ON export_job, export_part, line_draft TO kris_journal;
