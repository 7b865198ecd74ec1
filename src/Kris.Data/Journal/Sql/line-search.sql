-- The words of what is written in incidents. A worker fills them in after the commit, and they can be made anew at any
-- time: no append waits for a dictionary, and none is stopped by one that is gone. Nothing here depends on a
-- configuration of the text search (a generated column would), so that a copy can be read back on any server.

CREATE TABLE line_search (
    stream_id uuid NOT NULL,
    number bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (stream_id, number),
    -- Content that is erased takes its words with it, and words cannot come back to content that is gone.
    FOREIGN KEY (stream_id, number) REFERENCES log_content (stream_id, number) ON DELETE CASCADE
);

-- Without a list of what is pending: that list would be read through by every search.
CREATE INDEX line_search_words ON line_search USING gin (words) WITH (fastupdate = off);

-- The few lines that are marked, for the condition of every search.
CREATE INDEX line_state_marked ON line_state (stream_id, number) WHERE marked_by IS NOT NULL;

-- How far the words of a stream go, and how they were made.
CREATE TABLE line_search_reach (
    stream_id uuid PRIMARY KEY,
    number bigint NOT NULL,
    made text NOT NULL
);

-- The words of a text: as the dictionary brings them back to their first form, where there is one, and always as
-- PostgreSQL's own stemmer cuts them, which knows what no dictionary does and is there on every server.
CREATE FUNCTION line_search_words(p_config regconfig, p_text text) RETURNS tsvector
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(to_tsvector(p_config, p_text), '') || to_tsvector('pg_catalog.swedish', p_text)
$$;

-- Puts the words of some lines of a stream, each given as its text, what stands beside the text, and the parts of its
-- compounds. Numbers are committed in order, so that what a worker has seen has no gap. Of two workers the one that
-- begins where the words end is heard; the other is told no.
CREATE FUNCTION line_search_put(
    p_stream uuid, p_from bigint, p_to bigint, p_numbers bigint[], p_texts text[], p_rests text[], p_parts text[],
    p_config regconfig, p_made text, p_starts boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_reach bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(p_stream::text, 2)) THEN
        RETURN false;
    END IF;
    SELECT CASE WHEN p_starts THEN 0 ELSE r.number END INTO v_reach
    FROM line_search_reach r WHERE r.stream_id = p_stream;
    IF coalesce(v_reach, 0) <> p_from THEN
        RETURN false;
    END IF;

    INSERT INTO line_search (stream_id, number, recorded_at, words)
    SELECT c.stream_id, c.number, c.recorded_at,
        setweight(line_search_words(p_config, n.main), 'A')
        || setweight(line_search_words(p_config, n.rest), 'C')
        || setweight(line_search_words(p_config, n.parts), 'D')
    FROM unnest(p_numbers, p_texts, p_rests, p_parts) AS n (number, main, rest, parts)
    JOIN log_chain c ON c.stream_id = p_stream AND c.number = n.number
    JOIN log_content l ON l.stream_id = p_stream AND l.number = n.number
    ON CONFLICT (stream_id, number) DO UPDATE SET recorded_at = excluded.recorded_at, words = excluded.words;
    INSERT INTO line_search_reach (stream_id, number, made) VALUES (p_stream, p_to, p_made)
    ON CONFLICT (stream_id) DO UPDATE SET number = excluded.number, made = excluded.made;
    RETURN true;
END $$;

-- Begins anew, in place: what stands there is found until it is made again.
CREATE FUNCTION line_search_restart() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM line_search w WHERE NOT EXISTS (SELECT FROM line_search_reach r WHERE r.stream_id = w.stream_id);
    UPDATE line_search_reach SET made = '';
$$;

-- A question as the index is asked it: alternatives, of parts that all are to be there or not to be, of words or
-- phrases of which one is enough.
CREATE FUNCTION line_search_query(p_config regconfig, p_question jsonb) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_any tsquery := '';
    v_all tsquery;
    v_part tsquery;
    v_alternative jsonb;
    v_asked jsonb;
    v_text text;
BEGIN
    FOR v_alternative IN SELECT value FROM jsonb_array_elements(p_question) LOOP
        v_all := '';
        FOR v_asked IN SELECT value FROM jsonb_array_elements(v_alternative) LOOP
            v_part := '';
            FOR v_text IN SELECT value FROM jsonb_array_elements_text(v_asked -> 'any') LOOP
                v_part := v_part || coalesce(phraseto_tsquery(p_config, v_text), '')
                    || phraseto_tsquery('pg_catalog.swedish', v_text);
            END LOOP;
            v_all := v_all && CASE WHEN (v_asked ->> 'not')::boolean THEN !! v_part ELSE v_part END;
        END LOOP;
        v_any := v_any || v_all;
    END LOOP;
    RETURN v_any;
END $$;

-- The text with what was found between two characters that no text holds. Letters are made small first, because a
-- server may know no other letters than those of English; the caller puts the marks where the same letters stand.
CREATE FUNCTION line_search_marks(p_config regconfig, p_text text, p_query tsquery) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT ts_headline(
        p_config, translate(lower(p_text), '/<>' || U&'\E000\E001', '     '), p_query,
        U&'HighlightAll=true, StartSel=\E000, StopSel=\E001')
$$;

-- Who is to own a table or a function needs to be let into the schema for as long as it takes.
GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER TABLE line_search OWNER TO kris_journal;
ALTER TABLE line_search_reach OWNER TO kris_journal;
ALTER FUNCTION line_search_words(regconfig, text) OWNER TO kris_journal;
ALTER FUNCTION line_search_put(
    uuid, bigint, bigint, bigint[], text[], text[], text[], regconfig, text, boolean) OWNER TO kris_journal;
ALTER FUNCTION line_search_restart() OWNER TO kris_journal;
ALTER FUNCTION line_search_query(regconfig, jsonb) OWNER TO kris_journal;
ALTER FUNCTION line_search_marks(regconfig, text, tsquery) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION line_search_put(
    uuid, bigint, bigint, bigint[], text[], text[], text[], regconfig, text, boolean) FROM public;
REVOKE ALL ON FUNCTION line_search_restart() FROM public;
