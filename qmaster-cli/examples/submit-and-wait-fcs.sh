#!/bin/sh
# submit-and-wait-fcs.sh CLUSTER SOURCE SETTING OUTPUT: encodes a file with the Compressor of Final Cut Studio.
# Written only from Apple's Compressor and Batch Monitor manuals; works with the real programs and with the simulator's
# stand-ins. Neither manual describes how to cancel a batch from outside.
compressor=${COMPRESSOR:-/Applications/Compressor.app/Contents/MacOS/Compressor}
monitor=${BATCH_MONITOR:-/Applications/Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor}
answer=$(mktemp) || exit 70
trap 'rm -f "$answer"' EXIT
"$compressor" -clustername "$1" -batchname "${2##*/} Transcode" -priority low \
    -jobpath "$2" -settingpath "$3" -destinationpath "$4" >"$answer" 2>&1
batch=$(sed -n 's/.*<batchID \([0-9A-Za-z-]*\) .*/\1/p' "$answer")
[ -n "$batch" ] || { cat "$answer" >&2; exit 4; }
echo "$batch"
while :; do
    "$monitor" -clustername "$1" -batchid "$batch" -query 0 >"$answer" 2>/dev/null
    case $(sed -n 's/^<batchStatus .* status="\([^"]*\)".*/\1/p' "$answer") in
        Successful) exit 0 ;;
        Failed*) exit 1 ;;
        Cancel*) exit 7 ;;
    esac
    sleep "${POLL:-10}"
done
