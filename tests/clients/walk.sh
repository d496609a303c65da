# Sourced by the walks of real clients: a server of one's own in a folder of one's own, and steps that say what a command
# must print. The first argument of a walk is kubarium-lab, the others are its clients; exit status 77 means "skipped".
#
#   shows    COMMAND…      ends well and prints exactly what stands on standard input
#   includes COMMAND…      ends well and prints at least these lines, in this order
#   refused N COMMAND…     ends with status N and prints exactly this
#   soon     COMMAND…      as `includes`, tried again for a few seconds: others do their part meanwhile
#
# In what is expected, … stands for anything within a line, two or more blanks for the gap between two columns.
# shellcheck shell=bash

set -u -o pipefail
export LC_ALL=C.UTF-8

failures=0
server=
folder=$(mktemp -d) || exit 1

finish() {
    [[ -z $server ]] || { kill "$server" && wait "$server"; } 2>/dev/null
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

skip() {
    printf 'SKIPPED: %s\n' "$*"
    exit 77
}

# start LAB [OPTION…]: clients keep what they learn in $HOME, so each walk has its own and learns anew.
start() {
    "$1" serve --listen 127.0.0.1:0 --kubeconfig "$folder/kubeconfig" "${@:2}" >"$folder/log" 2>&1 &
    server=$!
    export HOME=$folder TMPDIR=$folder KUBECONFIG=$folder/kubeconfig
    unset "${!HELM_@}" "${!KUBECTL_@}" "${!XDG_@}" HTTPS_PROXY https_proxy
    until [[ -s $KUBECONFIG ]]; do
        if ! kill -0 "$server" 2>/dev/null; then
            cat "$folder/log"
            echo "the server did not start"
            exit 1
        fi
        sleep 0.02
    done
    cd "$folder" || exit 1
}

# The walk ends with the server in good order.
conclude() {
    kill -INT "$server"
    wait "$server"
    local status=$?
    server=
    ((status == 0)) || fail "the server ended with status $status"
    ((failures == 0)) || { printf '%s of the steps failed\n' "$failures"; exit 1; }
    echo "all steps went as they should"
    exit 0
}

fail() {
    printf 'FAIL line %s: %s\n' "${BASH_LINENO[-2]}" "$*" # of the walk, however deep it went from there
    ((++failures))
}

# As it is compared: columns one gap apart, nothing at the ends of lines.
even() { sed -E -e 's/\t/  /g' -e 's/([^ ]) {2,}/\1  /g' -e 's/ +$//' <<<"$1"; }

# A pattern for each line: … is anything, the rest is itself.
pattern() { even "$1" | sed -e 's/[^[:alnum:]…]/\\&/g' -e 's/…/*/g'; }

ask() {
    output=$(timeout 20 "$@" 2>&1 </dev/null)
    status=$?
}

# How it is said: what was asked, what was expected, what came.
differs() {
    fail "$1"
    printf '%s\n' "--- expected" "$2" "--- came (status $status)" "$output" "---"
}

matches() {
    local -a lines patterns
    mapfile -t lines < <(even "$output")
    mapfile -t patterns < <(pattern "$1")
    ((${#lines[@]} == ${#patterns[@]})) || return 1
    local i
    for i in "${!lines[@]}"; do
        # shellcheck disable=SC2053 # it is a pattern
        [[ ${lines[i]} == ${patterns[i]} ]] || return 1
    done
}

holds() {
    local -a patterns
    mapfile -t patterns < <(pattern "$1")
    local line at=0
    while IFS= read -r line; do
        # shellcheck disable=SC2053 # it is a pattern
        if [[ $line == ${patterns[at]} ]] && ((++at == ${#patterns[@]})); then return 0; fi
    done < <(even "$output")
    return 1
}

shows() {
    local expected
    expected=$(cat)
    ask "$@"
    { ((status == 0)) && matches "$expected"; } || differs "$*" "$expected"
}

includes() {
    local expected
    expected=$(cat)
    ask "$@"
    { ((status == 0)) && holds "$expected"; } || differs "$*" "$expected"
}

refused() {
    local expected due=$1
    shift
    expected=$(cat)
    ask "$@"
    { ((status == due)) && matches "$expected"; } || differs "$* (status $due)" "$expected"
}

soon() {
    local expected tries
    expected=$(cat)
    for ((tries = 0; tries < 100; ++tries)); do
        ask "$@"
        ((status == 0)) && holds "$expected" && return
        sleep 0.05
    done
    differs "$*" "$expected"
}
