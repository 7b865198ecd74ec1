# PostgreSQL with the Swedish dictionary that the search asks for; without it a third of the inflected forms is missed.
FROM postgres:17
RUN apt-get update \
    && apt-get install -y --no-install-recommends hunspell-sv \
    && rm -rf /var/lib/apt/lists/* \
    && pg_updatedicts \
    && test -r "/usr/share/postgresql/${PG_MAJOR}/tsearch_data/sv_se.dict"
