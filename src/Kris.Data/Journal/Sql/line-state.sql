-- What a line can come to be told about: pinned, released, done, marked as secret, accepted. All of it is a projection
-- of lines; nothing here is known that the chain does not say.

ALTER TABLE line_state
    ADD COLUMN pinned_by bigint,
    ADD COLUMN released_by bigint,
    ADD COLUMN done_by bigint,
    ADD COLUMN changed_by bigint,
    ADD COLUMN accepted_by bigint,
    ADD COLUMN marked_by bigint,
    ADD COLUMN circle text,
    ADD COLUMN readers uuid[];

-- What is not a UUID is nobody: the projection is never in the way of an append.
CREATE FUNCTION journal_readers(p_fields jsonb) RETURNS uuid[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT ARRAY(
        SELECT r::uuid FROM unnest(string_to_array(p_fields ->> 'readers', ' ')) AS r
        WHERE r ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')
$$;

-- Sets one column of a line's state.
CREATE FUNCTION journal_say(p_stream uuid, p_number bigint, p_column text, p_by bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO line_state (stream_id, number, %1$I) VALUES ($1, $2, $3)
         ON CONFLICT (stream_id, number) DO UPDATE SET %1$I = excluded.%1$I', p_column)
    USING p_stream, p_number, p_by;
END $$;

CREATE FUNCTION journal_mark(p_stream uuid, p_number bigint, p_by bigint, p_fields jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO line_state (stream_id, number, marked_by, circle, readers)
    VALUES (p_stream, p_number, p_by, p_fields ->> 'circle', journal_readers(p_fields))
    ON CONFLICT (stream_id, number) DO UPDATE
    SET marked_by = excluded.marked_by, circle = excluded.circle, readers = excluded.readers
$$;

-- What a line says about an earlier one, and, where it is written as secret, about itself.
CREATE OR REPLACE FUNCTION journal_project(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_about bigint := coalesce(p_fields ->> 'corrects', p_fields ->> 'about')::bigint;
    v_act text := p_fields ->> 'act';
BEGIN
    IF v_act IS NULL AND p_fields ? 'lagrum' THEN
        PERFORM journal_mark(p_stream, p_number, p_number, p_fields);
    END IF;
    IF v_about IS NULL OR v_about >= p_number THEN
        RETURN;
    ELSIF p_fields ? 'corrects' OR v_act = 'line-struck' THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by) VALUES (p_stream, v_about, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = coalesce(s.struck_by, excluded.struck_by);
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
        ELSE NULL;
    END CASE;
END $$;

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
        WHERE l.fields ?| ARRAY['corrects', 'about', 'lagrum'] ORDER BY l.stream_id, l.number
    LOOP
        PERFORM journal_project(v_line.stream_id, v_line.number, v_line.fields);
        v_lines := v_lines + 1;
    END LOOP;
    RETURN v_lines;
END $$;

-- Who is to own a function needs to be let into the schema for as long as it takes.
GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION journal_readers(jsonb) OWNER TO kris_journal;
ALTER FUNCTION journal_say(uuid, bigint, text, bigint) OWNER TO kris_journal;
ALTER FUNCTION journal_mark(uuid, bigint, bigint, jsonb) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_say(uuid, bigint, text, bigint) FROM public;
REVOKE ALL ON FUNCTION journal_mark(uuid, bigint, bigint, jsonb) FROM public;
