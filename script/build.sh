# Builds the program once per content of its sources, aside from the folders that tests and editors build in: what
# runs is never rebuilt, and a second start builds nothing.

digest_program() {
    if command -v sha256sum >/dev/null 2>&1; then echo sha256sum; else echo "shasum -a 256"; fi
}

# A digest over the digest and name of every file that the build reads.
source_hash() (
    cd "$root"
    # shellcheck disable=SC2046
    find src samples Directory.Build.props Directory.Build.targets Directory.Packages.props global.json \
        \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 $(digest_program) | $(digest_program) | cut -c1-16
)

is_alive() {
    if [ -d /proc/self ]; then [ -d "/proc/$1" ]; else ps -p "$1" >/dev/null 2>&1; fi
}

# One builder at a time. The lock of one that was killed is taken over.
lock_build() {
    said=
    while ! mkdir "$build/lock" 2>/dev/null; do
        [ -d "$build" ] && [ -w "$build" ] ||
            fail "Det går inte att skriva i $build. Kör som den användare som äger mappen, eller ta bort den."
        [ -n "$said" ] || say "Väntar på ett annat bygge av Kris …"
        said=yes
        sleep 1
        holder=$(cat "$build/lock/pid" 2>/dev/null || true)
        is_alive "${holder:-none}" || rm -rf "$build/lock"
    done
    echo $$ >"$build/lock/pid"
    trap 'rm -rf "$build/lock"' EXIT
    trap 'exit 130' INT TERM HUP
}

unlock_build() {
    rm -rf "$build/lock"
    trap - EXIT INT TERM HUP
}

publish_to() {
    target=$1
    shift
    rm -rf "$build"/new-*
    dotnet publish "$root/src/Kris.Web" -c Release -o "$target" --nologo -v q -p:UseAppHost=false "$@" \
        >"$build/publish.log" 2>&1 </dev/null
}

# Compiled ahead for this machine, the program starts with a third less work. Where the compiler for that is not to be
# had, it is compiled as it runs.
publish() {
    need_sdk
    say "Bygger Kris (första gången tar det någon minut) …"
    if ! publish_to "$build/new-$$" --use-current-runtime --self-contained false -p:PublishReadyToRun=true &&
        ! publish_to "$build/new-$$"; then
        cat "$build/publish.log" >&2
        fail "Bygget misslyckades; felen står här ovanför. Kräver det nätet, så gör om det när nätet är tillbaka."
    fi
    mv "$build/new-$$" "$1"
}

# Each program leaves its number in the build that it runs; a build with no living user is thrown away.
clean_old_builds() {
    for old in "$build"/program-*; do
        [ -d "$old" ] && [ "$old" != "$1" ] || continue
        used=
        for user in "$old"/users/*; do
            [ -e "$user" ] && is_alive "${user##*/}" && used=yes
        done
        [ -n "$used" ] || rm -rf "$old"
    done
}

# Leaves the folder of a current build in $program, held for this process.
need_program() {
    program="$build/program-$(source_hash)"
    if [ ! -d "$program" ]; then
        mkdir -p "$build" 2>/dev/null || true
        lock_build
        [ -d "$program" ] || publish "$program"
        clean_old_builds "$program"
        unlock_build
    fi
    for user in "$program"/users/*; do
        [ ! -e "$user" ] || is_alive "${user##*/}" || rm -f "$user"
    done
    mkdir -p "$program/users" 2>/dev/null && : >"$program/users/$$" || true
}

# The process becomes the program, so that signals reach it.
run_program() {
    need_program
    exec dotnet "$program/kris-web.dll" "$@"
}

run_bench() {
    need_program
    need_sdk
    dotnet build "$root/bench/Kris.Bench" -c Release --nologo -v q -clp:NoSummary >&2 </dev/null ||
        fail "Mätprogrammet gick inte att bygga; felen står här ovanför."
    export KRIS_PROGRAM="$program/kris-web.dll"
    exec dotnet "$root/bench/Kris.Bench/bin/Release/net10.0/Kris.Bench.dll" "$@"
}

run_faults() {
    need_program
    need_sdk
    dotnet build "$root/bench/Kris.Faults" -c Release --nologo -v q -clp:NoSummary >&2 </dev/null ||
        fail "Felprovet gick inte att bygga; felen står här ovanför."
    export KRIS_PROGRAM="$program/kris-web.dll"
    exec dotnet "$root/bench/Kris.Faults/bin/Release/net10.0/Kris.Faults.dll" "$@"
}
