-- The municipality's numbered log sheets: which are printed, and what has become of each. The stream of the sheets
-- tells the same, line by line; this is where it is looked up.

CREATE TABLE log_sheet (
    number integer PRIMARY KEY CHECK (number > 0),
    incident_id uuid REFERENCES incident (id),
    printed_at timestamptz NOT NULL,
    printed_by text NOT NULL,
    entered_into uuid REFERENCES incident (id),
    entered_at timestamptz,
    entered_by text,
    voided_at timestamptz,
    voided_by text,
    void_reason text,
    CHECK (entered_at IS NULL OR voided_at IS NULL)
);
