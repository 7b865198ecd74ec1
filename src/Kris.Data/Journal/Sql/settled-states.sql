-- What the state of a line says after an erasure, which lines of the system are as secret as what they are about, and
-- which step in the history of a level an erased line told of.

-- For what whoever comes on shift must know: corrections since then, whatever they correct.
CREATE INDEX log_content_correction ON log_content (stream_id, number) WHERE fields ? 'corrects';

-- As in secrecy.sql, and no key event and nothing for the board any more: there is nothing left to show.
CREATE OR REPLACE FUNCTION journal_forget(p_stream uuid, p_number bigint, p_by bigint, p_strikes bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM journal_mark(p_stream, p_number, NULL, '{}');
    PERFORM journal_say(p_stream, p_number, 'erasure_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'erased_by', p_by);
    PERFORM journal_say(p_stream, p_number, 'pinned_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'flagged_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'released_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'done_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'changed_by', NULL);
    IF p_strikes < p_number THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by) VALUES (p_stream, p_strikes, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = least(s.struck_by, excluded.struck_by);
    END IF;
END $$;

-- As in secrecy.sql, but for lines in Kris's own words, which hold a number alone: they are open, also where an older
-- version wrote them with the marking of the line that they are about. And what is erased is no key event any more,
-- whoever had not seen it.
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
        RETURN;
    ELSIF v_act IN ('line-flagged', 'line-pinned') AND EXISTS (SELECT FROM line_state s
        WHERE s.stream_id = p_stream AND s.number = v_about AND s.erased_by IS NOT NULL) THEN
        RETURN;
    END IF;
    CASE v_act
        WHEN 'line-flagged' THEN PERFORM journal_say(p_stream, v_about, 'flagged_by', p_number);
        WHEN 'line-unflagged' THEN PERFORM journal_say(p_stream, v_about, 'flagged_by', NULL);
        WHEN 'line-pinned' THEN PERFORM journal_say(p_stream, v_about, 'pinned_by', p_number);
        WHEN 'line-unpinned' THEN PERFORM journal_say(p_stream, v_about, 'pinned_by', NULL);
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

-- As in erased-copies.sql, but of the history of levels the one step that the line told of: the same person may have
-- given the same reason for a proposal and for a raise, or twice for the same. Steps and lines are in one order, and of
-- what is erased already neither is left.
CREATE OR REPLACE FUNCTION journal_erase_copies(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
        WHERE h.incident_id = p_stream AND h.reason = p_fields ->> 'reason' AND h.by::text = p_fields ->> 'author'
            AND h.step = CASE p_fields ->> 'act' WHEN 'level-raised' THEN 2 WHEN 'level-lowered' THEN 3
                WHEN 'extraordinar-proposed' THEN 4 WHEN 'extraordinar-declined' THEN 5 END
        ORDER BY h.at, h.id LIMIT 1 OFFSET (
            SELECT count(*) FROM log_content l
            WHERE l.stream_id = p_stream AND l.number < p_number AND l.fields ->> 'act' = p_fields ->> 'act'
                AND l.fields ->> 'reason' = p_fields ->> 'reason' AND l.fields ->> 'author' = p_fields ->> 'author'));
    IF p_fields ->> 'act' IN ('closed', 'merged') THEN
        UPDATE incident SET closing_summary = 'Raderat genom beslut.'
        WHERE id = p_stream AND closing_summary IN (p_fields ->> 'reason', p_fields ->> 'text');
    END IF;
    DELETE FROM line_draft WHERE incident_id = p_stream
        AND (position(to_json(p_fields ->> 'text')::text IN content) > 0
            OR position('"corrects":{"number":' || p_number || ',' IN content) > 0
            OR (length(p_fields ->> 'text') > 15
                AND position(trim(BOTH '"' FROM to_json(p_fields ->> 'text')::text) IN content) > 0));
END $$;

-- What stands already, as it would be rebuilt.
UPDATE line_state SET pinned_by = NULL, flagged_by = NULL WHERE erased_by IS NOT NULL;
UPDATE line_state s SET marked_by = NULL, lagrum = NULL, circle = NULL, readers = '{}'
FROM log_content l
WHERE l.stream_id = s.stream_id AND l.number = s.number AND s.marked_by = s.number AND l.fields ->> 'act' IN (
    'line-flagged', 'line-unflagged', 'line-pinned', 'line-unpinned', 'line-accepted');
