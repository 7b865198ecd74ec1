-- Each device keeps a draft of its own, so that none is written over by what another one types.
ALTER TABLE line_draft DROP CONSTRAINT line_draft_pkey, ADD PRIMARY KEY (account_id, incident_id, device);
