-- Words stand next to each other in a phrase where they do in a text, and nowhere else: put end to end, the last word
-- of one part of a line would be taken for the neighbour of the first word of the next. The words are made anew by the
-- worker, because they are made in another way.

-- One after the other with a gap that no phrase crosses: a word that no text holds, taken away when it has done its
-- work.
CREATE FUNCTION line_search_apart(p_one tsvector, p_other tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN length(p_one) = 0 THEN p_other
        ELSE ts_delete(p_one || U&'\E000:100'::tsvector || p_other, U&'\E000') END
$$;

-- As in line-search.sql, with a gap between the two ways and between the parts that U+001F stands between.
CREATE OR REPLACE FUNCTION line_search_words(p_config regconfig, p_text text) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_words tsvector := '';
    v_part text;
BEGIN
    FOREACH v_part IN ARRAY string_to_array(p_text, U&'\001F') LOOP
        IF p_config IS NOT NULL THEN
            v_words := line_search_apart(v_words, to_tsvector(p_config, v_part));
        END IF;
        v_words := line_search_apart(v_words, to_tsvector('pg_catalog.swedish', v_part));
    END LOOP;
    RETURN v_words;
END $$;

-- As in line-search.sql, with gaps. The parts of compounds stand nowhere, and so in no phrase.
CREATE OR REPLACE FUNCTION line_search_put(
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
        line_search_apart(
            setweight(line_search_words(p_config, n.main), 'A'), setweight(line_search_words(p_config, n.rest), 'C'))
        || strip(line_search_words(p_config, n.parts))
    FROM unnest(p_numbers, p_texts, p_rests, p_parts) AS n (number, main, rest, parts)
    JOIN log_chain c ON c.stream_id = p_stream AND c.number = n.number
    JOIN log_content l ON l.stream_id = p_stream AND l.number = n.number
    ON CONFLICT (stream_id, number) DO UPDATE SET recorded_at = excluded.recorded_at, words = excluded.words;
    INSERT INTO line_search_reach (stream_id, number, made) VALUES (p_stream, p_to, p_made)
    ON CONFLICT (stream_id) DO UPDATE SET number = excluded.number, made = excluded.made;
    RETURN true;
END $$;

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION line_search_apart(tsvector, tsvector) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
