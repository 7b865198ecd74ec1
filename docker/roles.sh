#!/bin/sh
# Runs once, when the server's volume is empty: the database, and the roles that the private PostgreSQL has too.
set -eu

psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set owner_password="$KRIS_OWNER_PASSWORD" --set app_password="$KRIS_APP_PASSWORD" <<'SQL'
CREATE ROLE kris_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE kris_app LOGIN PASSWORD :'app_password';
CREATE ROLE kris_journal NOLOGIN;
GRANT kris_journal TO kris_owner;
CREATE DATABASE kris OWNER kris_owner;
REVOKE ALL ON DATABASE kris FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE kris TO kris_app;
SQL
