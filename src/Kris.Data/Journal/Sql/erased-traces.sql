-- What an erasure leaves behind: rows that are dead and still in the files, and drafts that say the same.

-- A log has next to no dead rows, so PostgreSQL's own measure, a fifth of the table, is never reached. Of these tables
-- a single dead row is reason enough, and the words that their indexes hold go too.
DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['log_content', 'line_search', 'attachment_part', 'export_part', 'line_draft',
        'level_change', 'incident', 'log_sheet']
    LOOP
        EXECUTE format(
            'ALTER TABLE %I SET (autovacuum_enabled = true, autovacuum_vacuum_scale_factor = 0,
                autovacuum_vacuum_threshold = 0, vacuum_index_cleanup = on)', v_table);
        IF EXISTS (SELECT FROM pg_class WHERE oid = v_table::regclass AND reltoastrelid <> 0) THEN
            EXECUTE format(
                'ALTER TABLE %I SET (toast.autovacuum_enabled = true, toast.autovacuum_vacuum_scale_factor = 0,
                    toast.autovacuum_vacuum_threshold = 0, toast.vacuum_index_cleanup = on)', v_table);
        END IF;
    END LOOP;
END $$;

-- Six words after each other, as often as a text has them: two texts that share such a run say the same there. What is
-- shorter than twenty-five characters is said by many.
CREATE FUNCTION journal_runs(p_text text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT run FROM (
        SELECT lead(word, 5) OVER w AS last, concat_ws(' ', word, lead(word, 1) OVER w, lead(word, 2) OVER w,
            lead(word, 3) OVER w, lead(word, 4) OVER w, lead(word, 5) OVER w) AS run
        FROM regexp_split_to_table(
            -- A draft is JSON, where a new line is two characters.
            lower(regexp_replace(p_text, '\\[nrtbf"\\/]', ' ', 'g')), '[[:space:][:punct:]]+')
            WITH ORDINALITY AS t (word, place)
        WHERE word <> '' WINDOW w AS (ORDER BY place)) runs
    WHERE last IS NOT NULL AND length(run) >= 25
$$;

-- Drafts are copies on their way between devices. Those go that whoever wrote the line had in the incident when it was
-- written, those that correct the line, and those that repeat it, whosever and in whatever incident.
CREATE FUNCTION journal_erase_drafts(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_text text := trim(BOTH '"' FROM to_json(p_fields ->> 'text')::text);
BEGIN
    DELETE FROM line_draft d
    WHERE d.incident_id = p_stream AND (
        position('"corrects":{"number":' || p_number || ',' IN d.content) > 0
        OR position(to_json(p_fields ->> 'text')::text IN d.content) > 0
        OR (NOT p_fields ? 'act' AND d.account_id::text = p_fields ->> 'author' AND d.saved_at <= (
            SELECT c.recorded_at FROM log_chain c WHERE c.stream_id = p_stream AND c.number = p_number)));
    DELETE FROM line_draft d
    WHERE length(v_text) > 15 AND position(v_text IN d.content) > 0;
    DELETE FROM line_draft
    WHERE (account_id, incident_id, device) IN (
        SELECT d.account_id, d.incident_id, d.device
        FROM line_draft d CROSS JOIN LATERAL journal_runs(d.content) AS k (run)
        WHERE k.run IN (
            SELECT r.run FROM jsonb_each_text(p_fields) AS f CROSS JOIN LATERAL journal_runs(f.value) AS r (run)
            WHERE f.key NOT IN ('movedFromName', 'authorName', 'movedByName')));
END $$;

-- As in erased-reasons.sql, and with the drafts apart.
CREATE OR REPLACE FUNCTION journal_erase_copies(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    -- What a step and its line both say. Of two that say the same the order tells which is which.
    v_said jsonb := jsonb_build_array(p_fields -> 'author', p_fields -> 'reason', p_fields -> 'deviates',
        p_fields -> 'seriousDisturbance', p_fields -> 'urgent', p_fields -> 'forhinder');
BEGIN
    PERFORM journal_erase_attachments(p_stream, p_number);
    DELETE FROM export_part WHERE job_id IN (SELECT id FROM export_job WHERE incident_id = p_stream);
    DELETE FROM export_job WHERE incident_id = p_stream;
    UPDATE level_change SET reason = 'Raderat genom beslut.',
        deviates = CASE WHEN deviates IS NOT NULL THEN 'Raderat genom beslut.' END,
        serious_disturbance = CASE WHEN serious_disturbance IS NOT NULL THEN 'Raderat genom beslut.' END,
        urgent = CASE WHEN urgent IS NOT NULL THEN 'Raderat genom beslut.' END,
        forhinder = CASE WHEN forhinder IS NOT NULL THEN 'Raderat genom beslut.' END
    WHERE id = (
        SELECT h.id FROM level_change h
        WHERE h.incident_id = p_stream
            AND h.step = CASE p_fields ->> 'act' WHEN 'level-raised' THEN 2 WHEN 'level-lowered' THEN 3
                WHEN 'extraordinar-proposed' THEN 4 WHEN 'extraordinar-declined' THEN 5 END
            AND v_said = jsonb_build_array(h.by, h.reason, h.deviates, h.serious_disturbance, h.urgent, h.forhinder)
        ORDER BY h.at, h.id LIMIT 1 OFFSET (
            SELECT count(*) FROM log_content l
            WHERE l.stream_id = p_stream AND l.number < p_number AND l.fields ->> 'act' = p_fields ->> 'act'
                AND v_said = jsonb_build_array(l.fields -> 'author', l.fields -> 'reason', l.fields -> 'deviates',
                    l.fields -> 'seriousDisturbance', l.fields -> 'urgent', l.fields -> 'forhinder')));
    UPDATE incident SET closing_summary = 'Raderat genom beslut.'
    WHERE id = p_stream AND closing_summary = CASE p_fields ->> 'act'
            WHEN 'closed' THEN p_fields ->> 'reason' WHEN 'merged' THEN p_fields ->> 'text' END
        AND NOT EXISTS (SELECT FROM log_content l
            WHERE l.stream_id = p_stream AND l.number > p_number AND l.fields ->> 'act' IN ('closed', 'merged'));
    -- The register of log sheets, which is one stream.
    UPDATE log_sheet SET void_reason = 'Raderat genom beslut.'
    WHERE p_stream = '6b726973-6c6f-8767-a26c-616400000001' AND p_fields ->> 'act' = 'sheet-voided'
        AND number::text = p_fields ->> 'sheet';
    PERFORM journal_erase_drafts(p_stream, p_number, p_fields);
END $$;

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION journal_runs(text) OWNER TO kris_journal;
ALTER FUNCTION journal_erase_drafts(uuid, bigint, jsonb) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_erase_drafts(uuid, bigint, jsonb) FROM public;
