-- The journal: a chain of lines per stream, their content beside it, and what later lines say about them.
-- Everything here belongs to kris_journal, a role that nobody logs in as; the application may read, and append
-- through journal_append alone. docs/journal-format.md describes the bytes. Every search path names pg_temp, last:
-- left out it comes first, and a table of the caller's own would stand in for the journal's.

CREATE TABLE log_chain (
    stream_id uuid NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    key uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (stream_id, number)
);

-- One key is one line, whatever the stream: a retry finds its line by it.
CREATE UNIQUE INDEX log_chain_key ON log_chain (key);

CREATE TABLE log_content (
    stream_id uuid NOT NULL,
    number bigint NOT NULL,
    secret bytea NOT NULL CHECK (octet_length(secret) = 32),
    request_digest bytea NOT NULL CHECK (octet_length(request_digest) = 32),
    fields jsonb NOT NULL,
    PRIMARY KEY (stream_id, number),
    FOREIGN KEY (stream_id, number) REFERENCES log_chain (stream_id, number)
);

-- When an incident was closed and opened again: what tells a line written after it was closed.
CREATE INDEX log_content_closing ON log_content (stream_id, number)
    WHERE fields ->> 'act' IN ('closed', 'merged', 'reopened');

CREATE TABLE line_state (
    stream_id uuid NOT NULL,
    number bigint NOT NULL,
    struck_by bigint,
    flagged_by bigint,
    PRIMARY KEY (stream_id, number)
);

-- What a line says about an earlier one; about itself and what is yet to come it says nothing. Used by the append and
-- by the rebuild, so that they cannot differ.
CREATE FUNCTION journal_project(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF coalesce(p_fields ->> 'corrects', p_fields ->> 'about')::bigint >= p_number THEN
        RETURN;
    ELSIF p_fields ? 'corrects' THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by)
        VALUES (p_stream, (p_fields ->> 'corrects')::bigint, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = coalesce(s.struck_by, excluded.struck_by);
    ELSIF p_fields ->> 'act' = 'line-struck' THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by)
        VALUES (p_stream, (p_fields ->> 'about')::bigint, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = coalesce(s.struck_by, excluded.struck_by);
    ELSIF p_fields ->> 'act' IN ('line-flagged', 'line-unflagged') THEN
        INSERT INTO line_state AS s (stream_id, number, flagged_by)
        VALUES (p_stream, (p_fields ->> 'about')::bigint,
                CASE WHEN p_fields ->> 'act' = 'line-flagged' THEN p_number END)
        ON CONFLICT (stream_id, number) DO UPDATE SET flagged_by = excluded.flagged_by;
    END IF;
END $$;

-- Appends one line and tells how it went: 'new', 'same' (asked before, answered as then), 'other' (the key belongs
-- to another request) or 'unknown' (no such stream, and this line does not begin one).
CREATE FUNCTION journal_append(
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
        -- After erasure there is nothing to compare with; the number and the hash are still the answer.
        SELECT sha256(l.secret || p_request) = l.request_digest INTO v_same
        FROM log_content l WHERE l.stream_id = v_stream AND l.number = o_number;
        o_outcome := CASE WHEN v_stream = p_stream AND coalesce(v_same, true) THEN 'same' ELSE 'other' END;
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

-- Makes the projection anew from the lines; nobody needs to stop writing meanwhile.
CREATE FUNCTION journal_rebuild() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_lines bigint := 0;
    v_line record;
BEGIN
    LOCK TABLE line_state IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM line_state;
    FOR v_line IN
        SELECT l.stream_id, l.number, l.fields FROM log_content l
        WHERE l.fields ?| ARRAY['corrects', 'about'] ORDER BY l.stream_id, l.number
    LOOP
        PERFORM journal_project(v_line.stream_id, v_line.number, v_line.fields);
        v_lines := v_lines + 1;
    END LOOP;
    RETURN v_lines;
END $$;

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal only grows: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TRIGGER log_chain_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_chain
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER log_content_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_content
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
-- ALWAYS: a session in replica mode is refused too.
ALTER TABLE log_chain ENABLE ALWAYS TRIGGER log_chain_grows;
ALTER TABLE log_content ENABLE ALWAYS TRIGGER log_content_grows;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kris_journal') THEN
        CREATE ROLE kris_journal NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'kris_journal', 'MEMBER') THEN
        EXECUTE format('GRANT kris_journal TO %I', current_user);
    END IF;
    GRANT USAGE, CREATE ON SCHEMA public TO kris_journal;
END $$;

ALTER TABLE log_chain OWNER TO kris_journal;
ALTER TABLE log_content OWNER TO kris_journal;
ALTER TABLE line_state OWNER TO kris_journal;
ALTER FUNCTION journal_project(uuid, bigint, jsonb) OWNER TO kris_journal;
ALTER FUNCTION journal_append(uuid, uuid, bytea, bytea, bytea, jsonb, boolean) OWNER TO kris_journal;
ALTER FUNCTION journal_rebuild() OWNER TO kris_journal;
ALTER FUNCTION journal_refuse() OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_project(uuid, bigint, jsonb) FROM public;
REVOKE ALL ON FUNCTION journal_append(uuid, uuid, bytea, bytea, bytea, jsonb, boolean) FROM public;
REVOKE ALL ON FUNCTION journal_rebuild() FROM public;
