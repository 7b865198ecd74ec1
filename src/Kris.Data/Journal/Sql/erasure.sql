-- Erasing what must never have been written. The content of a line goes, and its place in the chain stays, when the
-- journal itself says that one person proposed it and another decided it. Nobody, whatever their role, deletes a row
-- of which it does not say so.

-- A line that told of the one that is decided about goes with it, and is named by the decision; where the content is
-- still there, what it is about (p_about) must be that one.
CREATE FUNCTION journal_is_decided(p_stream uuid, p_number bigint, p_about text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM log_content d
        JOIN log_content p ON p.stream_id = d.stream_id AND p.number = (d.fields ->> 'proposal')::bigint
        WHERE d.stream_id = p_stream AND d.fields ->> 'act' = 'line-erased'
            AND (d.fields ->> 'about' = p_number::text
                OR (p_number::text = ANY (string_to_array(d.fields ->> 'also', ' '))
                    AND (p_about IS NULL OR p_about = d.fields ->> 'about')))
            AND p.fields ->> 'act' = 'spill-proposed' AND p.fields ->> 'about' = d.fields ->> 'about'
            AND (d.fields ->> 'about')::bigint < p.number AND p_number < d.number AND p.number < d.number
            AND p.fields ->> 'author' <> d.fields ->> 'author'
            AND NOT EXISTS (
                SELECT FROM log_content n
                WHERE n.stream_id = p_stream AND n.fields ->> 'act' = 'spill-declined'
                    AND n.fields ->> 'about' = d.fields ->> 'about' AND n.number > p.number AND n.number < d.number))
$$;

CREATE FUNCTION journal_refuse_undecided() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT journal_is_decided(OLD.stream_id, OLD.number, coalesce(OLD.fields ->> 'about', '')) THEN
        RAISE EXCEPTION 'The journal only grows: DELETE on % is refused without a decision.', TG_TABLE_NAME
            USING ERRCODE = '42501';
    END IF;
    RETURN OLD;
END $$;

DROP TRIGGER log_content_grows ON log_content;
CREATE TRIGGER log_content_grows BEFORE UPDATE OR TRUNCATE ON log_content
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER log_content_goes BEFORE DELETE ON log_content
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_undecided();
ALTER TABLE log_content ENABLE ALWAYS TRIGGER log_content_grows;
ALTER TABLE log_content ENABLE ALWAYS TRIGGER log_content_goes;

-- Everything beside the journal that holds words of a line, by stream and number: a table that comes to do so is named
-- here, and what is found by the line's own fields (p_fields, as they were) is deleted here too.
CREATE FUNCTION journal_erase_copies(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM line_search WHERE stream_id = p_stream AND number = p_number;
END $$;

-- Called in the transaction that records the decision, after it.
CREATE FUNCTION journal_erase(p_stream uuid, p_number bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_fields jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_stream::text, 1));
    IF NOT journal_is_decided(p_stream, p_number, '') THEN
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

-- As in journal.sql, and 'erased': with the content went all that could tell whose the key was, so nobody is answered
-- that what they send is saved.
CREATE OR REPLACE FUNCTION journal_append(
    p_stream uuid, p_key uuid, p_request bytea, p_secret bytea, p_digest bytea, p_fields jsonb, p_begins boolean,
    OUT o_outcome text, OUT o_number bigint, OUT o_recorded_at timestamptz, OUT o_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_stream uuid;
    v_same boolean;
    v_previous bytea;
BEGIN
    -- Held until commit: the writers of one stream queue here, and nowhere else.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_stream::text, 1));

    SELECT c.stream_id, c.number, c.recorded_at, c.hash INTO v_stream, o_number, o_recorded_at, o_hash
    FROM log_chain c WHERE c.key = p_key;
    IF FOUND THEN
        SELECT sha256(l.secret || p_request) = l.request_digest INTO v_same
        FROM log_content l WHERE l.stream_id = v_stream AND l.number = o_number;
        o_outcome := CASE
            WHEN v_stream <> p_stream THEN 'other'
            WHEN v_same IS NULL THEN 'erased'
            WHEN v_same THEN 'same'
            ELSE 'other'
        END;
        RETURN;
    END IF;

    SELECT c.number, c.hash INTO o_number, v_previous
    FROM log_chain c WHERE c.stream_id = p_stream ORDER BY c.number DESC LIMIT 1;
    IF NOT FOUND THEN
        IF NOT p_begins THEN
            o_outcome := 'unknown';
            RETURN;
        END IF;
        o_number := 0;
        v_previous := sha256(convert_to('kris-journal-1', 'UTF8') || uuid_send(p_stream));
    END IF;

    o_outcome := 'new';
    o_number := o_number + 1;
    o_recorded_at := clock_timestamp();
    o_hash := sha256(
        '\x01'::bytea || v_previous || int8send(o_number) || uuid_send(p_key)
        || int8send((extract(epoch FROM o_recorded_at) * 1000000)::bigint) || p_digest);

    INSERT INTO log_chain (stream_id, number, key, recorded_at, digest, hash)
    VALUES (p_stream, o_number, p_key, o_recorded_at, p_digest, o_hash);
    INSERT INTO log_content (stream_id, number, secret, request_digest, fields)
    VALUES (p_stream, o_number, p_secret, sha256(p_secret || p_request), p_fields);
    PERFORM journal_project(p_stream, o_number, p_fields);
END $$;

-- As in line-state.sql, and by the decisions too: what a line of the system did outlives its words.
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
        ORDER BY 1, 2
    LOOP
        PERFORM journal_project(v_line.stream_id, v_line.number, v_line.fields);
        v_lines := v_lines + 1;
    END LOOP;
    RETURN v_lines;
END $$;

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION journal_is_decided(uuid, bigint, text) OWNER TO kris_journal;
ALTER FUNCTION journal_refuse_undecided() OWNER TO kris_journal;
ALTER FUNCTION journal_erase_copies(uuid, bigint, jsonb) OWNER TO kris_journal;
ALTER FUNCTION journal_erase(uuid, bigint) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_erase_copies(uuid, bigint, jsonb) FROM public;
REVOKE ALL ON FUNCTION journal_erase(uuid, bigint) FROM public;
