-- Secrecy: what a marking rests on, who has read a marked line, and what is to be erased. The state of a line is still
-- a projection of lines; the register of legal bases is data, because the law changes.

CREATE TABLE legal_basis (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) <= 40),
    paragraph text NOT NULL CHECK (length(paragraph) <= 40),
    name text NOT NULL CHECK (length(name) <= 200),
    valid_from date NOT NULL,
    valid_until date,
    CHECK (valid_until >= valid_from)
);

-- Offentlighets- och sekretesslagen (2009:400), in force since 2009-06-30; 21:7 in its wording since 2018-05-25.
INSERT INTO legal_basis (code, paragraph, name, valid_from) VALUES
    ('osl-15-1', 'OSL 15:1', 'utrikessekretess', '2009-06-30'),
    ('osl-15-2', 'OSL 15:2', 'försvarssekretess', '2009-06-30'),
    ('osl-18-1', 'OSL 18:1', 'förundersökning och annan brottsbekämpning', '2009-06-30'),
    ('osl-18-8', 'OSL 18:8', 'säkerhets- eller bevakningsåtgärder', '2009-06-30'),
    ('osl-18-13', 'OSL 18:13', 'risk- och sårbarhetsanalyser och hantering av fredstida kriser', '2009-06-30'),
    ('osl-19-1', 'OSL 19:1', 'myndighetens affärs- och driftförhållanden', '2009-06-30'),
    ('osl-21-1', 'OSL 21:1', 'enskilds hälsa och sexualliv', '2009-06-30'),
    ('osl-21-3', 'OSL 21:3', 'adress till den som är förföljd', '2009-06-30'),
    ('osl-21-7', 'OSL 21:7', 'personuppgifter som skulle behandlas i strid med dataskyddsreglerna', '2018-05-25'),
    ('osl-23-2', 'OSL 23:2', 'elevhälsa och elevers personliga förhållanden', '2009-06-30'),
    ('osl-25-1', 'OSL 25:1', 'hälso- och sjukvård', '2009-06-30'),
    ('osl-26-1', 'OSL 26:1', 'socialtjänst', '2009-06-30'),
    ('osl-31-16', 'OSL 31:16', 'enskilds affärsförbindelse med myndigheten', '2009-06-30'),
    ('osl-39-2', 'OSL 39:2', 'personaladministrativ verksamhet', '2009-06-30');

ALTER TABLE line_state
    ADD COLUMN lagrum text,
    ADD COLUMN erasure_by bigint,
    ADD COLUMN erased_by bigint;

-- The few lines that are not open to all who read the log, for the condition of every search.
DROP INDEX line_state_marked;
CREATE INDEX line_state_closed ON line_state (stream_id, number) WHERE marked_by IS NOT NULL OR erasure_by IS NOT NULL;

-- What waits for a second person's decision.
CREATE INDEX line_state_erasure ON line_state (stream_id, number) WHERE erasure_by IS NOT NULL;

-- What repeats something of the line that it is about.
CREATE INDEX log_content_telling ON log_content (stream_id, (fields ->> 'about'))
    WHERE fields ->> 'act' IN ('line-struck', 'line-released', 'task-done', 'task-reopened', 'task-changed');

-- Who has read a line: the readings of an incident's lines stand in a stream of their own.
CREATE INDEX log_content_reading ON log_content (stream_id, (fields ->> 'line'), number)
    WHERE fields ->> 'act' = 'line-read';

-- Where a line that was moved came to stand.
CREATE INDEX log_content_moved ON log_content ((fields ->> 'movedFrom'), (fields ->> 'movedFromNumber'))
    WHERE fields ? 'movedFrom';

-- What decides about erasure: the proof that a content that is gone was to go.
CREATE INDEX log_content_erasure ON log_content (stream_id, number)
    WHERE fields ->> 'act' IN ('spill-proposed', 'spill-declined', 'line-erased');

CREATE OR REPLACE FUNCTION journal_mark(p_stream uuid, p_number bigint, p_by bigint, p_fields jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO line_state (stream_id, number, marked_by, lagrum, circle, readers)
    VALUES (p_stream, p_number, p_by, p_fields ->> 'lagrum', p_fields ->> 'circle', journal_readers(p_fields))
    ON CONFLICT (stream_id, number) DO UPDATE
    SET marked_by = excluded.marked_by, lagrum = excluded.lagrum, circle = excluded.circle, readers = excluded.readers
$$;

-- A line that is erased is no longer marked or waited for, and what was told of it goes too. Had it corrected another,
-- that one stays struck by it.
CREATE FUNCTION journal_forget(p_stream uuid, p_number bigint, p_by bigint, p_strikes bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM journal_mark(p_stream, p_number, NULL, '{}');
    PERFORM journal_say(p_stream, p_number, 'erasure_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'erased_by', p_by);
    PERFORM journal_say(p_stream, p_number, 'released_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'done_by', NULL);
    PERFORM journal_say(p_stream, p_number, 'changed_by', NULL);
    IF p_strikes < p_number THEN
        INSERT INTO line_state AS s (stream_id, number, struck_by) VALUES (p_stream, p_strikes, p_number)
        ON CONFLICT (stream_id, number) DO UPDATE SET struck_by = least(s.struck_by, excluded.struck_by);
    END IF;
END $$;

-- What tells of a line is as secret as the line: it is marked, closed and opened with it. Of an erasure the decision
-- names what goes too.
CREATE FUNCTION journal_follow(p_stream uuid, p_about bigint, p_by bigint, p_fields jsonb) RETURNS void
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
            WHEN 'line-marked' THEN PERFORM journal_mark(p_stream, v_number, p_by, p_fields);
            WHEN 'line-unmarked' THEN PERFORM journal_mark(p_stream, v_number, NULL, '{}');
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

-- As in line-state.sql, with what is erased, and with lines of the system that are as secret as what they are about.
CREATE OR REPLACE FUNCTION journal_project(p_stream uuid, p_number bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_about bigint := coalesce(p_fields ->> 'corrects', p_fields ->> 'about')::bigint;
    v_act text := p_fields ->> 'act';
BEGIN
    IF p_fields ? 'lagrum' AND (v_act IS NULL OR v_act NOT IN ('line-marked', 'line-unmarked')) THEN
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

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER FUNCTION journal_forget(uuid, bigint, bigint, bigint) OWNER TO kris_journal;
ALTER FUNCTION journal_follow(uuid, bigint, bigint, jsonb) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_forget(uuid, bigint, bigint, bigint) FROM public;
REVOKE ALL ON FUNCTION journal_follow(uuid, bigint, bigint, jsonb) FROM public;
