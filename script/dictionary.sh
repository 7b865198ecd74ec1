# The Swedish dictionary of the search: Debian's hunspell-sv, as UTF-8, where PostgreSQL looks for it. Kris does without
# it where it cannot be had; then a word is found by its stem alone, and a compound not by its parts.

dictionary_folders() {
    for folder in /usr/share/postgresql/*/tsearch_data /usr/pgsql-*/share/tsearch_data \
        /opt/homebrew/opt/postgresql*/share/postgresql*/tsearch_data \
        /usr/local/opt/postgresql*/share/postgresql*/tsearch_data \
        /Applications/Postgres.app/Contents/Versions/*/share/postgresql/tsearch_data; do
        [ ! -d "$folder" ] || printf '%s\n' "$folder"
    done
}

has_dictionary() {
    for folder in $(dictionary_folders); do
        [ -r "$folder/sv_se.dict" ] && [ -r "$folder/sv_se.affix" ] || return 1
    done
}

# place SOURCE TARGET ENCODING: converted aside, and whole when it has its name.
place() {
    aside=$(mktemp)
    iconv -f "$3" -t UTF-8 "$1" >"$aside" 2>/dev/null &&
        as_root cp "$aside" "$2.new" 2>/dev/null && as_root chmod 0644 "$2.new" &&
        as_root mv "$2.new" "$2" 2>/dev/null || { rm -f "$aside"; return 1; }
    rm -f "$aside"
}

# Debian's own PostgreSQL packages do this as the dictionary is installed; others' do not.
place_dictionary() {
    for source in /usr/share/hunspell /usr/share/myspell/dicts; do
        [ -r "$source/sv_SE.dic" ] && [ -r "$source/sv_SE.aff" ] || continue
        encoding=$(sed -n 's/^SET[[:space:]]*\([A-Za-z0-9-]*\).*/\1/p' "$source/sv_SE.aff" | head -n 1)
        for folder in $(dictionary_folders); do
            [ ! -r "$folder/sv_se.dict" ] || [ ! -r "$folder/sv_se.affix" ] || continue
            place "$source/sv_SE.dic" "$folder/sv_se.dict" "${encoding:-ISO-8859-1}" &&
                place "$source/sv_SE.aff" "$folder/sv_se.affix" "${encoding:-ISO-8859-1}" || return 1
        done
        return 0
    done
    return 1
}

# Asked for once a day at most: whoever has no network is not to wait for it at every start.
need_dictionary() {
    [ -z "${KRIS_DB:-}" ] && ! has_dictionary || return 0
    tried="$build/dictionary-tried"
    if [ -z "$(find "$tried" -mtime -1 2>/dev/null)" ]; then
        { mkdir -p "$build" && : >"$tried"; } 2>/dev/null || true
        [ -r /usr/share/hunspell/sv_SE.dic ] || install "svensk ordbok för sökningen (hunspell-sv)" hunspell-sv || true
        has_dictionary || place_dictionary || true
    fi
    has_dictionary || say "Sökningen går utan svensk ordbok: paketet hunspell-sv gick inte att installera härifrån." \
        "Den läggs till av sig själv när paketet finns där PostgreSQL går."
}
