-- What tells of a line is closed by two markings, each for itself: its own, where it was written as secret for another
-- reason, and that of the line that it tells of, which it follows. Whoever reads it may read by both. In one column the
-- later had taken the place of the earlier, and let in whom the earlier had kept out.

ALTER TABLE line_state
    ADD COLUMN followed_by bigint,
    ADD COLUMN followed_lagrum text,
    ADD COLUMN followed_circle text,
    ADD COLUMN followed_readers uuid[];

DROP INDEX line_state_closed;
CREATE INDEX line_state_closed ON line_state (stream_id, number)
    WHERE marked_by IS NOT NULL OR followed_by IS NOT NULL OR erasure_by IS NOT NULL;

CREATE FUNCTION journal_follow_marking(p_stream uuid, p_number bigint, p_by bigint, p_fields jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO line_state (stream_id, number, followed_by, followed_lagrum, followed_circle, followed_readers)
    VALUES (p_stream, p_number, p_by, p_fields ->> 'lagrum', p_fields ->> 'circle', journal_readers(p_fields))
    ON CONFLICT (stream_id, number) DO UPDATE
    SET followed_by = excluded.followed_by, followed_lagrum = excluded.followed_lagrum,
        followed_circle = excluded.followed_circle, followed_readers = excluded.followed_readers
$$;

-- As in settled-states.sql, and nothing is followed any more.
CREATE OR REPLACE FUNCTION journal_forget(p_stream uuid, p_number bigint, p_by bigint, p_strikes bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM journal_mark(p_stream, p_number, NULL, '{}');
    PERFORM journal_follow_marking(p_stream, p_number, NULL, '{}');
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

-- As in secrecy.sql, but a marking and its end reach what is followed alone.
CREATE OR REPLACE FUNCTION journal_follow(p_stream uuid, p_about bigint, p_by bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_number bigint;
BEGIN
    FOR v_number IN
        SELECT l.number FROM log_content l
        LEFT JOIN line_state s ON s.stream_id = l.stream_id AND s.number = l.number
        WHERE l.stream_id = p_stream AND l.fields ->> 'about' = p_about::text AND l.number < p_by
            AND l.fields ->> 'act' IN ('line-struck', 'line-released', 'task-done', 'task-reopened', 'task-changed')
            AND NOT l.fields ? 'corrects' AND s.erased_by IS NULL
    LOOP
        CASE p_fields ->> 'act'
            WHEN 'line-marked' THEN PERFORM journal_follow_marking(p_stream, v_number, p_by, p_fields);
            WHEN 'line-unmarked' THEN PERFORM journal_follow_marking(p_stream, v_number, NULL, '{}');
            WHEN 'spill-proposed' THEN PERFORM journal_say(p_stream, v_number, 'erasure_by', p_by);
            WHEN 'spill-declined' THEN PERFORM journal_say(p_stream, v_number, 'erasure_by', NULL);
            WHEN 'line-erased' THEN PERFORM journal_say(p_stream, v_number, 'erasure_by', NULL);
        END CASE;
    END LOOP;
    IF p_fields ->> 'act' = 'line-erased' THEN
        FOR v_number IN
            SELECT n::bigint FROM unnest(string_to_array(p_fields ->> 'also', ' ')) AS n WHERE n ~ '^[0-9]{1,18}$'
        LOOP
            IF v_number < p_by THEN
                PERFORM journal_forget(p_stream, v_number, p_by, NULL);
            END IF;
        END LOOP;
    END IF;
END $$;

-- As in settled-states.sql, but a correction takes over what its line is (correction-chains.sql), and what tells of
-- a line follows the marking that the line has, and keeps its own beside it. Written about a marked line, a marking
-- among its fields repeats that one, unless it says that it is another's.
CREATE OR REPLACE FUNCTION journal_project(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_about bigint := coalesce(p_fields ->> 'corrects', p_fields ->> 'about')::bigint;
    v_act text := p_fields ->> 'act';
    v_corrects boolean := p_fields ? 'corrects';
    v_tells boolean := NOT v_corrects AND coalesce(v_act, '') IN
        ('line-struck', 'line-released', 'task-done', 'task-reopened', 'task-changed');
    v_marks boolean := p_fields ? 'lagrum' AND coalesce(v_act, '') NOT IN ('line-marked', 'line-unmarked',
        'line-flagged', 'line-unflagged', 'line-pinned', 'line-unpinned', 'line-accepted');
    v_of line_state%ROWTYPE;
BEGIN
    IF v_about < p_number AND (v_corrects OR v_tells) THEN
        -- Whoever wrote it may not have seen that what it is about was marked meanwhile.
        SELECT * INTO v_of FROM line_state s WHERE s.stream_id = p_stream AND s.number = v_about;
    END IF;
    IF v_tells AND (v_of.marked_by IS NOT NULL OR v_of.erasure_by IS NOT NULL) THEN
        INSERT INTO line_state (stream_id, number, followed_by, followed_lagrum, followed_circle, followed_readers,
            erasure_by)
        VALUES (p_stream, p_number, v_of.marked_by, v_of.lagrum, v_of.circle, v_of.readers, v_of.erasure_by);
    END IF;
    IF v_marks AND (NOT v_tells OR v_of.marked_by IS NULL OR p_fields ? 'markingOf') THEN
        PERFORM journal_mark(p_stream, p_number, p_number, p_fields);
    ELSIF v_corrects AND v_of.marked_by IS NOT NULL THEN
        INSERT INTO line_state (stream_id, number, marked_by, lagrum, circle, readers)
        VALUES (p_stream, p_number, v_of.marked_by, v_of.lagrum, v_of.circle, v_of.readers);
    END IF;
    IF v_about IS NULL OR v_about >= p_number THEN
        RETURN;
    ELSIF v_corrects OR v_act = 'line-struck' THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by) VALUES (p_stream, v_about, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = coalesce(s.struck_by, excluded.struck_by);
        IF v_corrects THEN
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
        WHEN 'line-unmarked' THEN
            PERFORM journal_mark(p_stream, v_about, NULL, '{}');
            PERFORM journal_follow_marking(p_stream, v_about, NULL, '{}');
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

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION journal_follow_marking(uuid, bigint, bigint, jsonb) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_follow_marking(uuid, bigint, bigint, jsonb) FROM public;

-- What stands already.
SELECT journal_rebuild();
