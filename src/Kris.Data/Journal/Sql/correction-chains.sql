-- A line and its corrections are one matter in several wordings: each knows the line that was first, and begins
-- as a key event, or before the board, as the one that it corrects.

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

-- As in settled-states.sql, and a correction takes over what its line is.
CREATE OR REPLACE FUNCTION journal_project(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_about bigint := coalesce(p_fields ->> 'corrects', p_fields ->> 'about')::bigint;
    v_act text := p_fields ->> 'act';
BEGIN
    IF p_fields ? 'lagrum' AND (v_act IS NULL OR v_act NOT IN ('line-marked', 'line-unmarked', 'line-flagged',
        'line-unflagged', 'line-pinned', 'line-unpinned', 'line-accepted')) THEN
        PERFORM journal_mark(p_stream, p_number, p_number, p_fields);
    ELSIF v_about < p_number AND (p_fields ? 'corrects' OR v_act IN
        ('line-struck', 'line-released', 'task-done', 'task-reopened', 'task-changed')) THEN
        -- Whoever wrote it had not seen that what it is about was marked meanwhile.
        INSERT INTO line_state (stream_id, number, marked_by, lagrum, circle, readers, erasure_by)
        SELECT p_stream, p_number, s.marked_by, s.lagrum, s.circle, s.readers,
            CASE WHEN p_fields ? 'corrects' THEN NULL ELSE s.erasure_by END
        FROM line_state s
        WHERE s.stream_id = p_stream AND s.number = v_about
            AND (s.marked_by IS NOT NULL OR (s.erasure_by IS NOT NULL AND NOT p_fields ? 'corrects'));
    END IF;
    IF v_about IS NULL OR v_about >= p_number THEN
        RETURN;
    ELSIF p_fields ? 'corrects' OR v_act = 'line-struck' THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by) VALUES (p_stream, v_about, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = coalesce(s.struck_by, excluded.struck_by);
        IF p_fields ? 'corrects' THEN
            INSERT INTO line_state (stream_id, number, origin, pinned_by, flagged_by)
            SELECT p_stream, p_number, coalesce(s.origin, v_about), s.pinned_by, s.flagged_by
            FROM line_state s WHERE s.stream_id = p_stream AND s.number = v_about
            ON CONFLICT (stream_id, number) DO UPDATE
            SET origin = excluded.origin, pinned_by = excluded.pinned_by, flagged_by = excluded.flagged_by;
        END IF;
        RETURN;
    ELSIF v_act IN ('line-flagged', 'line-pinned') AND EXISTS (SELECT FROM line_state s
        WHERE s.stream_id = p_stream AND s.number = v_about AND s.erased_by IS NOT NULL) THEN
        RETURN;
    END IF;
    CASE v_act
        WHEN 'line-flagged' THEN PERFORM journal_say(p_stream, v_about, 'flagged_by', p_number);
        WHEN 'line-unflagged' THEN PERFORM journal_take_back(p_stream, v_about, 'flagged_by');
        WHEN 'line-pinned' THEN PERFORM journal_say(p_stream, v_about, 'pinned_by', p_number);
        WHEN 'line-unpinned' THEN PERFORM journal_take_back(p_stream, v_about, 'pinned_by');
        WHEN 'line-released' THEN PERFORM journal_say(p_stream, v_about, 'released_by', p_number);
        WHEN 'line-accepted' THEN PERFORM journal_say(p_stream, v_about, 'accepted_by', p_number);
        WHEN 'task-done' THEN PERFORM journal_say(p_stream, v_about, 'done_by', p_number);
        WHEN 'task-reopened' THEN PERFORM journal_say(p_stream, v_about, 'done_by', NULL);
        WHEN 'task-changed' THEN PERFORM journal_say(p_stream, v_about, 'changed_by', p_number);
        WHEN 'line-marked' THEN PERFORM journal_mark(p_stream, v_about, p_number, p_fields);
        WHEN 'line-unmarked' THEN PERFORM journal_mark(p_stream, v_about, NULL, '{}');
        WHEN 'spill-proposed' THEN PERFORM journal_say(p_stream, v_about, 'erasure_by', p_number);
        WHEN 'spill-declined' THEN PERFORM journal_say(p_stream, v_about, 'erasure_by', NULL);
        WHEN 'line-erased' THEN
            PERFORM journal_forget(p_stream, v_about, p_number, (p_fields ->> 'strikes')::bigint);
        ELSE RETURN;
    END CASE;
    IF v_act IN ('line-marked', 'line-unmarked', 'spill-proposed', 'spill-declined', 'line-erased') THEN
        PERFORM journal_follow(p_stream, v_about, p_number, p_fields);
    END IF;
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

-- What stands already, as it would be rebuilt.
SELECT journal_rebuild();
