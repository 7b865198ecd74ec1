-- Why an erasure was proposed, and why a log sheet was voided, can be erased too. And what the incident keeps of a line
-- goes with the very line that wrote it.

-- As in erasure.sql, and of a proposal whose own words are erased since: the decision about those keeps what it
-- proposed and who did. It came later, and is itself decided by two.
CREATE OR REPLACE FUNCTION journal_is_decided(p_stream uuid, p_number bigint, p_about text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM log_content d
        CROSS JOIN LATERAL (SELECT (d.fields ->> 'proposal')::bigint AS number) r
        CROSS JOIN LATERAL (
            SELECT w.fields ->> 'about' AS about, w.fields ->> 'author' AS author FROM log_content w
            WHERE w.stream_id = p_stream AND w.number = r.number AND w.fields ->> 'act' = 'spill-proposed'
            UNION ALL
            SELECT e.fields ->> 'was.about', e.fields ->> 'was.author' FROM log_content e
            WHERE e.stream_id = p_stream AND e.fields ->> 'act' = 'line-erased'
                AND e.fields ->> 'about' = r.number::text AND e.fields ->> 'was.act' = 'spill-proposed'
                AND e.number > d.number
                AND NOT EXISTS (SELECT FROM log_content w WHERE w.stream_id = p_stream AND w.number = r.number)
                AND journal_is_decided(p_stream, r.number, NULL)) p
        WHERE d.stream_id = p_stream AND d.fields ->> 'act' = 'line-erased'
            AND (d.fields ->> 'about' = p_number::text
                OR (p_number::text = ANY (string_to_array(d.fields ->> 'also', ' '))
                    AND (p_about IS NULL OR p_about = d.fields ->> 'about')))
            AND p.about = d.fields ->> 'about' AND p.author <> d.fields ->> 'author'
            AND (d.fields ->> 'about')::bigint < r.number AND p_number < d.number AND r.number < d.number
            AND NOT EXISTS (
                SELECT FROM log_content n
                WHERE n.stream_id = p_stream AND n.fields ->> 'act' = 'spill-declined'
                    AND n.fields ->> 'about' = d.fields ->> 'about' AND n.number > r.number AND n.number < d.number))
$$;

-- As in erasure.sql, but what somebody is still to decide on stays until that is decided.
CREATE OR REPLACE FUNCTION journal_erase(p_stream uuid, p_number bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_fields jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_stream::text, 1));
    IF NOT journal_is_decided(p_stream, p_number, '')
        OR EXISTS (SELECT FROM line_state s WHERE s.stream_id = p_stream AND s.erasure_by = p_number) THEN
        RETURN false;
    END IF;
    DELETE FROM log_content WHERE stream_id = p_stream AND number = p_number RETURNING fields INTO v_fields;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM journal_erase_copies(p_stream, p_number, v_fields);
    DELETE FROM log_content l USING log_content d
    WHERE l.stream_id = p_stream AND d.stream_id = p_stream AND d.fields ->> 'act' = 'line-erased'
        AND d.fields ->> 'about' = p_number::text
        AND l.number::text = ANY (string_to_array(d.fields ->> 'also', ' '));
    RETURN true;
END $$;

-- As in settled-states.sql, but of a step in the history of a level all its words are held against the line's, the
-- closing words go with the last line that closed the incident, and a log sheet has words too.
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
    DELETE FROM line_draft WHERE incident_id = p_stream
        AND (position(to_json(p_fields ->> 'text')::text IN content) > 0
            OR position('"corrects":{"number":' || p_number || ',' IN content) > 0
            OR (length(p_fields ->> 'text') > 15
                AND position(trim(BOTH '"' FROM to_json(p_fields ->> 'text')::text) IN content) > 0));
END $$;

GRANT SELECT, UPDATE (void_reason) ON log_sheet TO kris_journal;
