#!/bin/sh
# submit-and-wait.sh SOURCE SETTING OUTPUT: encodes a file with Compressor 4 or 5, and cancels the batch when interrupted.
# Written only from Apple's Compressor User Guide; works with the real program and with the simulator's stand-ins.
compressor=${COMPRESSOR:-/Applications/Compressor.app/Contents/MacOS/Compressor}
answer=$(mktemp) || exit 70
trap 'rm -f "$answer"' EXIT
# The ids are on stderr, with other text. They are written to a file, since a service that inherits a pipe would keep it open.
"$compressor" -batchname "${1##*/}" -priority low -jobpath "$1" -settingpath "$2" -locationpath "$3" >"$answer" 2>&1
batch=$(sed -n 's/.*<batchID \([0-9A-Za-z-]*\) .*/\1/p' "$answer")
[ -n "$batch" ] || { cat "$answer" >&2; exit 4; }
trap '"$compressor" -kill -batchid "$batch"; exit 130' INT TERM
echo "$batch"
while :; do
    "$compressor" -monitor -batchid "$batch" -once >"$answer" 2>/dev/null
    case $(sed -n 's/^<batchStatus .* status="\([^"]*\)".*/\1/p' "$answer") in
        Successful) exit 0 ;;
        Failed*) exit 1 ;;
        Cancel*) exit 7 ;;
    esac
    sleep "${POLL:-10}" & wait $!
done
