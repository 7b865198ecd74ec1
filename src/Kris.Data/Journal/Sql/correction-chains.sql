-- A line and its corrections are one matter in several wordings: each knows the line that was first, and begins
-- as a key event, or before the board, as the one that it corrects. journal_project does so since
-- followed-markings.sql, after which what stands already is rebuilt, once.

ALTER TABLE line_state ADD COLUMN origin bigint;

CREATE INDEX line_state_origin ON line_state (stream_id, origin, number) WHERE origin IS NOT NULL;

-- Empties one column of the state of a line, and of all that it corrects or is corrected by.
CREATE FUNCTION journal_take_back(p_stream uuid, p_number bigint, p_column text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format(
        'UPDATE line_state SET %1$I = NULL WHERE stream_id = $1 AND (number = $2 OR origin = $2)', p_column)
    USING p_stream, coalesce(
        (SELECT s.origin FROM line_state s WHERE s.stream_id = p_stream AND s.number = p_number), p_number);
END $$;

-- As in erasure.sql, and by the decisions about corrections too.
CREATE OR REPLACE FUNCTION journal_rebuild() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_lines bigint := 0;
    v_line record;
BEGIN
    LOCK TABLE line_state IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM line_state;
    FOR v_line IN
        SELECT l.stream_id, l.number, l.fields FROM log_content l
        WHERE l.fields ?| ARRAY['corrects', 'about', 'lagrum']
        UNION ALL
        -- What a line of the system did that is erased stands in the decision, and counts where the line stood.
        SELECT l.stream_id, (l.fields ->> 'about')::bigint, jsonb_strip_nulls(jsonb_build_object(
            'act', l.fields ->> 'was.act', 'about', l.fields ->> 'was.about', 'lagrum', l.fields ->> 'was.lagrum',
            'circle', l.fields ->> 'was.circle', 'readers', l.fields ->> 'was.readers'))
        FROM log_content l
        WHERE l.fields ->> 'act' = 'line-erased' AND l.fields ? 'was.act'
            AND NOT EXISTS (SELECT FROM log_content e
                WHERE e.stream_id = l.stream_id AND e.number = (l.fields ->> 'about')::bigint)
        UNION ALL
        -- And which line a correction struck that is erased: others may have corrected that correction.
        SELECT l.stream_id, (l.fields ->> 'about')::bigint, jsonb_build_object('corrects', l.fields -> 'strikes')
        FROM log_content l
        WHERE l.fields ->> 'act' = 'line-erased' AND l.fields ? 'strikes' AND NOT l.fields ? 'was.act'
            AND NOT EXISTS (SELECT FROM log_content e
                WHERE e.stream_id = l.stream_id AND e.number = (l.fields ->> 'about')::bigint)
        ORDER BY 1, 2
    LOOP
        PERFORM journal_project(v_line.stream_id, v_line.number, v_line.fields);
        v_lines := v_lines + 1;
    END LOOP;
    RETURN v_lines;
END $$;

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION journal_take_back(uuid, bigint, text) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_take_back(uuid, bigint, text) FROM public;
