# Runs every test project after the other and adds up. Whatever goes wrong outside the tests counts as one failed.

passed=0
failed=0
skipped=

# What was skipped is no proof of anything, and stands by name beside what was counted.
finish() {
    printf '%s' "$skipped"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || exit 1
    exit 0
}

failure() {
    say "FEL: $*"
    failed=$((failed + 1))
}

# counter NAME FILE: a number from the summary of a .trx file.
counter() {
    sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1
}

# skips FILE: the tests of a .trx file that were not run, each with its reason.
skips() {
    awk '/<UnitTestResult / { name = ""; if (/outcome="NotExecuted"/) { name = $0
                              sub(/.* testName="/, "", name); sub(/".*/, "", name) } }
         name != "" && /<Message>/ { why = $0; sub(/.*<Message>/, "", why); sub(/<.*/, "", why)
                                     print "Kördes inte: " name ": " why; name = "" }' "$1" |
        sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}

# The bare name of a test is looked for in whole names; more than one may be given.
filter_of() {
    expression=
    for word in "$@"; do
        case $word in *[=~]*) ;; *) word="FullyQualifiedName~$word" ;; esac
        expression="$expression${expression:+|}$word"
    done
    printf '%s' "$expression"
}

run_project() {
    project=$1
    name=$(basename "$project")
    trx="$results/$name.trx"
    shift
    say "Kör $name …"
    code=0
    dotnet test "$project" -c Release --no-build --nologo -v q --results-directory "$results" \
        --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
        --blame-hang-timeout 5m --blame-hang-dump-type none "$@" </dev/null || code=$?

    if [ ! -s "$trx" ]; then
        # With a filter a project may well have nothing to run; without one, it must.
        [ "$code" -eq 0 ] && [ $# -gt 0 ] || failure "$name gav inget resultat (slutkod $code)."
        return
    fi
    good=$(counter passed "$trx")
    total=$(counter total "$trx")
    bad=$(($(counter failed "$trx") + $(counter error "$trx") + $(counter timeout "$trx") + $(counter aborted "$trx")))
    notes=$(skips "$trx")
    skipped="$skipped${notes:+$notes
}"
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
        failure "$name kraschade (slutkod $code)."
    elif [ "$total" -eq 0 ] && [ $# -eq 0 ]; then
        failure "$name har inga tester."
    fi
}

run_tests() {
    need_sdk
    need_postgres
    need_dictionary
    need_chromium
    filter=$(filter_of "$@")
    results="$root/TestResults"
    rm -rf "$results"

    say "Bygger …"
    if ! dotnet build "$root/Kris.sln" -c Release --nologo -v q -clp:NoSummary -warnaserror </dev/null; then
        failure "bygget."
        finish
    fi
    say "Kontrollerar formatet …"
    dotnet format whitespace "$root/Kris.sln" --verify-no-changes --no-restore -v q </dev/null ||
        failure "formatet. Rätta det med: dotnet format whitespace Kris.sln"

    for project in Kris.Tests Kris.Browser; do
        run_project "$root/tests/$project" ${filter:+--filter "$filter"}
    done
    finish
}
