-- Files that lines carry. The bytes stand in parts of 256 kB, so that nobody needs to hold a whole file to write it or
-- to read it; what they must be stands in the line, under its digest. The application may put in and read. It may not
-- change or remove: what no line names after a day is swept by a function, and erasure is a function of the journal's.

CREATE TABLE attachment (
    key uuid PRIMARY KEY,
    stream_id uuid NOT NULL,
    uploaded_by uuid NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    size bigint NOT NULL CHECK (size > 0),
    type text NOT NULL,
    name text NOT NULL
);

CREATE INDEX attachment_stream ON attachment (stream_id);
CREATE INDEX attachment_uploaded ON attachment (uploaded_at);

-- A photo is packed already: packing it again costs time and gives nothing.
CREATE TABLE attachment_part (
    key uuid NOT NULL REFERENCES attachment (key) ON DELETE CASCADE,
    part int NOT NULL CHECK (part >= 0),
    bytes bytea NOT NULL CHECK (octet_length(bytes) <= 262144),
    PRIMARY KEY (key, part)
);

ALTER TABLE attachment_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Which lines name a file: a projection of the lines. The reference keeps a file that is named from being swept.
CREATE TABLE attachment_line (
    key uuid NOT NULL REFERENCES attachment (key),
    stream_id uuid NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (key, stream_id, number)
);

CREATE INDEX attachment_line_number ON attachment_line (stream_id, number);

-- What was erased by decision, so that its absence is no fault.
CREATE TABLE attachment_erased (
    key uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX log_content_attached ON log_content (stream_id, number) WHERE fields ? 'attachment.1';

CREATE FUNCTION journal_attachments(p_fields jsonb) RETURNS SETOF uuid
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT split_part(f.value, ':', 1)::uuid FROM jsonb_each_text(p_fields) AS f (name, value)
    WHERE f.name ~ '^attachment\.[0-9]+$'
        AND f.value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:'
$$;

-- In the transaction of the append: a line never names a file that is not there.
CREATE FUNCTION journal_attach() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO attachment_line (key, stream_id, number)
    SELECT k, NEW.stream_id, NEW.number FROM journal_attachments(NEW.fields) AS k
    WHERE NOT EXISTS (SELECT FROM attachment_erased e WHERE e.key = k);
    RETURN NULL;
END $$;

CREATE TRIGGER log_content_attaches AFTER INSERT ON log_content
    FOR EACH ROW WHEN (NEW.fields ? 'attachment.1') EXECUTE FUNCTION journal_attach();

CREATE FUNCTION journal_rebuild_attachments() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    LOCK TABLE attachment_line IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM attachment_line;
    INSERT INTO attachment_line (key, stream_id, number)
    SELECT k, l.stream_id, l.number
    FROM log_content l CROSS JOIN LATERAL journal_attachments(l.fields) AS k
    WHERE l.fields ? 'attachment.1' AND EXISTS (SELECT FROM attachment a WHERE a.key = k)
        AND NOT EXISTS (SELECT FROM attachment_erased e WHERE e.key = k);
$$;

-- Removes what was sent and never named: a day by the database's clock, whoever asks. A file that a line is just about
-- to name is locked by it, and passed over.
CREATE FUNCTION journal_sweep_attachments(p_limit int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH swept AS (
        DELETE FROM attachment WHERE key IN (
            SELECT a.key FROM attachment a
            WHERE a.uploaded_at < clock_timestamp() - interval '1 day'
                AND NOT EXISTS (SELECT FROM attachment_line l WHERE l.key = a.key)
            ORDER BY a.uploaded_at LIMIT p_limit FOR UPDATE SKIP LOCKED)
        RETURNING key)
    SELECT count(*)::int FROM swept
$$;

-- Erases the files that a line names, in whatever other line they are named too. Called by the erasure of the line
-- before its content goes; nobody else may.
CREATE FUNCTION journal_erase_attachments(p_stream uuid, p_number bigint) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_keys uuid[] := ARRAY(
        SELECT l.key FROM attachment_line l WHERE l.stream_id = p_stream AND l.number = p_number);
BEGIN
    INSERT INTO attachment_erased (key) SELECT unnest(v_keys) ON CONFLICT DO NOTHING;
    DELETE FROM attachment_line WHERE key = ANY (v_keys);
    DELETE FROM attachment WHERE key = ANY (v_keys);
    RETURN cardinality(v_keys);
END $$;

CREATE TRIGGER attachment_grows BEFORE UPDATE OR TRUNCATE ON attachment
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER attachment_part_grows BEFORE UPDATE OR TRUNCATE ON attachment_part
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
ALTER TABLE attachment ENABLE ALWAYS TRIGGER attachment_grows;
ALTER TABLE attachment_part ENABLE ALWAYS TRIGGER attachment_part_grows;

GRANT CREATE ON SCHEMA public TO kris_journal;
ALTER TABLE attachment OWNER TO kris_journal;
ALTER TABLE attachment_part OWNER TO kris_journal;
ALTER TABLE attachment_line OWNER TO kris_journal;
ALTER TABLE attachment_erased OWNER TO kris_journal;
ALTER FUNCTION journal_attachments(jsonb) OWNER TO kris_journal;
ALTER FUNCTION journal_attach() OWNER TO kris_journal;
ALTER FUNCTION journal_rebuild_attachments() OWNER TO kris_journal;
ALTER FUNCTION journal_sweep_attachments(int) OWNER TO kris_journal;
ALTER FUNCTION journal_erase_attachments(uuid, bigint) OWNER TO kris_journal;
REVOKE CREATE ON SCHEMA public FROM kris_journal;
REVOKE ALL ON FUNCTION journal_attach() FROM public;
REVOKE ALL ON FUNCTION journal_rebuild_attachments() FROM public;
REVOKE ALL ON FUNCTION journal_sweep_attachments(int) FROM public;
REVOKE ALL ON FUNCTION journal_erase_attachments(uuid, bigint) FROM public;
