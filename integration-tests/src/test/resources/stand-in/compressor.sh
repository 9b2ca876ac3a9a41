#!/bin/sh
# Stands in for Compressor and Batch Monitor, of the generation that stand-in.conf beside it names.
# Time is counted in looks: a batch goes one step further each time that the monitor shows it.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/stand-in.conf"

say() { printf '%s\n' "$1" >&2; }
log() { say "$(date '+%Y-%m-%d %H:%M:%S').162 Compressor[$$:1f4c2d] $1"; }
refuse() { say "$2"; exit "$1"; }
uuid() {
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n' | tr a-f A-F |
        sed 's/^\(........\)\(....\)\(....\)\(....\)\(............\)$/\1-\2-\3-\4-\5/'
}
# Keeps line breaks at the end, which $(...) drops: ask for it with a character behind.
kept() { cat "$1"; printf .; }
locked() { while ! mkdir "$state/lock" 2>/dev/null; do sleep 0.02; done; }
unlocked() { rmdir "$state/lock"; }

help() {
    case $generation in
        final-cut-studio) echo 'usage: Compressor [-clustername <name>] [-clusterid <user:password@ip:port>] -destinationpath <path>' >&2 ;;
        compressor-4) echo 'usage: Compressor [-computergroup <name>] -locationpath <path> | -monitor | -kill | -pause | -resume' ;;
        *) echo 'usage: Compressor [-computergroup <name>] -locationpath <path> [-outputformat <legacy|xml|json>] | -monitor [-format json]' ;;
    esac
}

require_cluster() {
    case $1 in
        '' | 'This Computer' | 'FCS Cluster') ;;
        *) log "Could not find cluster \"$1\""; exit 1 ;;
    esac
}

submit() {
    # What a test wants of this submission, such as a refusal.
    [ ! -e "$here/on-submit.sh" ] || . "$here/on-submit.sh"
    new=$state/new.$$
    mkdir -p "$new"
    name= cluster= priority=low format=legacy jobs=0
    case $generation in
        final-cut-studio) group=-clustername output=-destinationpath ;;
        *) group=-computergroup output=-locationpath ;;
    esac
    while [ $# -gt 0 ]; do
        case $1 in
            "$group") cluster=$2 ;;
            -clusterid) [ "$generation" = final-cut-studio ] || refuse 255 "Invalid parameter: $1" ;;
            -batchname) name=$2 ;;
            -priority) priority=$2 ;;
            -jobpath)
                jobs=$((jobs + 1))
                mkdir "$new/$jobs"
                printf %s "$2" >"$new/$jobs/source"
                ;;
            -settingpath) printf %s "$2" >"$new/$jobs/setting" ;;
            "$output") printf %s "$2" >"$new/$jobs/output" ;;
            -scc | -startoffset | -in | -out | -annotations | -chapters | -info | -jobaction) ;;
            -outputformat)
                case $generation in compressor-5*) format=$2 ;; *) refuse 255 "Invalid parameter: $1" ;; esac
                ;;
            *) refuse 255 "Invalid parameter: $1" ;;
        esac
        shift 2
    done
    require_cluster "$cluster"
    case $generation in
        compressor-5*)
            say 'objc[93565]: Class JEHTTPRequestOperation is implemented in both /System/Library/PrivateFrameworks/JetEngine.framework/Versions/A/JetEngine and /Applications/Compressor.app/Contents/Frameworks/JetEngine.framework/Versions/A/JetEngine. This may cause spurious casting failures and mysterious crashes. One of the duplicates must be removed or renamed.'
            say 'Validating Purchase...'
            log 'fileURL is NOT a directory'
            ;;
        *) log 'owner is: editor' ;;
    esac
    long=0 number=1
    while [ $number -le $jobs ]; do
        job=$new/$number
        source=$(kept "$job/source") source=${source%.}
        # Nothing is URL-decoded; parameters of an image sequence stand behind a question mark.
        source=${source#file://} source=${source%%\?*}
        printf %s "$source" >"$job/source"
        [ -e "$source" ] || refuse 255 "Parameter error: The path does not exist: $source"
        [ -r "$source" ] || refuse 3 'Submission Error: INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE'
        [ -f "$(cat "$job/setting")" ] || refuse 255 "Parameter error: The setting does not exist"
        [ -e "$job/output" ] || exit 0
        target=$(kept "$job/output") target=${target%.}
        [ ! -d "$target" ] ||
            refuse 255 'Parameter error: Destination is a directory; Expected complete output file path with file name.'
        [ -d "${target%/*}" ] || refuse 255 'Parameter error: The folder of the output does not exist'
        [ ! -f "$source" ] || [ "$(wc -c <"$source")" -lt 100000 ] || long=1
        uuid >"$job/id"
        number=$((number + 1))
    done
    batch=$(uuid)
    printf %s "$name" >"$new/name"
    printf %s "${cluster:-This Computer}" >"$new/cluster"
    echo "$priority" >"$new/priority"
    echo $jobs >"$new/jobs"
    echo $long >"$new/long"
    echo 0 >"$new/step"
    echo "$batch" >"$new/id"
    locked
    count=$(($(cat "$state/count" 2>/dev/null || echo 0) + 1))
    echo $count >"$state/count"
    mv "$new" "$state/batches/$(printf %06d $count)"
    unlocked
    new=$state/batches/$(printf %06d $count)
    if [ "$format" = json ]; then
        printf '{\n  "batch" : {\n    "batchID" : "%s",\n    "jobs" : [\n' "$batch"
        number=1
        while [ $number -le $jobs ]; do
            printf '      {"jobID" : "%s"}' "$(cat "$new/$number/id")"
            [ $number -eq $jobs ] && printf '\n' || printf ',\n'
            number=$((number + 1))
        done
        printf '    ]\n  }\n}\n'
    else
        tags=
        number=1
        while [ $number -le $jobs ]; do
            tags="$tags<jobID $(cat "$new/$number/id") /> "
            number=$((number + 1))
        done
        log "$tags<batchID $batch />"
    fi
}

# One step further, with what a job does to its output: empty when it starts, complete when it is done, gone when cancelled.
advance() {
    step=$(cat "$1/step")
    [ ! -e "$1/hold" ] && [ ! -e "$1/cancelled" ] && [ "$step" -lt 4 ] || return 0
    [ "$step" -eq 1 ] && [ "$(cat "$1/long")" -eq 1 ] || step=$((step + 1))
    echo $step >"$1/step"
    [ "$step" -ne 1 ] || each_output "$1" begin
    [ "$step" -ne 3 ] || each_output "$1" complete
}

each_output() {
    number=1
    while [ $number -le "$(cat "$1/jobs")" ]; do
        from=$(kept "$1/$number/source") from=${from%.}
        to=$(kept "$1/$number/output") to=${to%.}
        case $2 in
            begin) : >"$to" ;;
            complete) if [ -d "$from" ]; then cat "$from"/* >"$to"; else cat "$from" >"$to"; fi ;;
            remove) rm -f "$to" ;;
        esac
        number=$((number + 1))
    done
}

describe() {
    percent=0 elapsed=0 remaining=0 status=Waiting
    case $(cat "$1/step") in
        1) status=Processing percent=25 elapsed=8 remaining=24 ;;
        2) status=PostProcessing percent=90 elapsed=30 remaining=2 ;;
        3 | 4) status=Successful percent=100 elapsed=32 ;;
    esac
    [ ! -e "$1/hold" ] || status=Hold
    # The engine says 100 per cent for a cancelled batch too.
    [ ! -e "$1/cancelled" ] || { status=Cancelled percent=100 remaining=0; }
    case $(cat "$1/priority") in high) word=HighPriority ;; medium) word=MediumPriority ;; *) word=LowPriority ;; esac
}

legacy() {
    common="submissionTime=\"04.11.22, 19:03\" sentBy=\"editor\" jobType=\"Compressor\" priority=\"$word\" timeElapsed=\"$elapsed Sekunden\" timeRemaining=\"$remaining Sekunden\" timeElapsedSeconds=\"$elapsed\" timeRemainingSeconds=\"$remaining\" percentComplete=\"$percent\" resumePercentComplete=\"\" status=\"$status\""
    # What a user typed stands there as it is.
    printf '<batchStatus name="%s" %s batchid="%s" /batchStatus>\n' "$(cat "$1/name")" "$common" "$(cat "$1/id")"
    number=1
    while [ $number -le "$(cat "$1/jobs")" ]; do
        from=$(cat "$1/$number/source")
        printf '<jobStatus name="%s" %s jobid="%s" batchid="%s" /jobStatus>\n' "${from##*/}" "$common" "$(cat "$1/$number/id")" "$(cat "$1/id")"
        number=$((number + 1))
    done
}

escaped() { printf %s "$1" | sed 's/\\/\\\\/g; s/"/\\"/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'; }

json() {
    printf '  {\n    "batchStatus" : {\n      "name" : "%s",\n      "submissionTime" : "2026. 10. 01., 20:30:55",\n      "sentBy" : "editor",\n      "jobType" : "Compressor",\n      "priority" : "%s",\n      "timeElapsed" : "%s másodperc",\n      "timeRemaining" : "%s másodperc",\n      "timeElapsedSeconds" : %s,\n      "timeRemainingSeconds" : %s,\n      "percentComplete" : %s,\n      "resumePercentComplete" : "",\n      "status" : "%s",\n      "batchid" : "%s",\n      "jobs" : [\n' \
        "$(escaped "$(cat "$1/name")")" "$word" "$elapsed" "$remaining" "$elapsed" "$remaining" "$percent" "$status" "$(cat "$1/id")"
    number=1 all=$(cat "$1/jobs")
    while [ $number -le "$all" ]; do
        from=$(cat "$1/$number/source")
        printf '        {"jobStatus" : {"name" : "%s", "status" : "%s", "percentComplete" : %s, "timeElapsedSeconds" : %s, "jobid" : "%s", "batchid" : "%s"}}' \
            "$(escaped "${from##*/}")" "$status" "$percent" "$elapsed" "$(cat "$1/$number/id")" "$(cat "$1/id")"
        [ $number -eq "$all" ] && printf '\n' || printf ',\n'
        number=$((number + 1))
    done
    printf '      ]\n    }\n  }'
}

monitor() {
    wanted= on= format=legacy
    if [ "$1" = -monitor ] && [ "$2" = -format ] && [ "$generation" = compressor-5.2 ]; then
        format=$3
        shift 3
    elif [ "$1" = -monitor ]; then
        shift
    fi
    while [ $# -gt 0 ]; do
        case $1 in
            -once) shift; continue ;;
            -batchid | -jobid) wanted=$2 ;;
            -clustername) on=$2; require_cluster "$on" ;;
            -clusterid) [ "$generation" = final-cut-studio ] || refuse 255 "Invalid parameter: $1" ;;
            -query | -timeout) ;;
            -outputformat)
                [ "$generation" = compressor-5.4 ] || refuse 255 "Invalid parameter: $1"
                format=$2
                ;;
            *) refuse 255 "Invalid parameter: $1" ;;
        esac
        shift 2
    done
    locked
    # Early arrays are empty.
    [ $format != json ] || printf '[\n\n]\n[\n'
    between=
    for batch in "$state"/batches/*; do
        [ -e "$batch/id" ] || continue
        [ -z "$wanted" ] || [ "$wanted" = "$(cat "$batch/id")" ] || continue
        [ -z "$on" ] || [ "$on" = "$(cat "$batch/cluster")" ] || continue
        advance "$batch"
        describe "$batch"
        if [ $format = json ]; then
            printf %s "$between"
            json "$batch"
            between=',
'
        else
            legacy "$batch"
        fi
    done
    [ $format != json ] || printf '\n]\n'
    unlocked
}

control() {
    [ "$2" = -batchid ] || refuse 255 "Invalid parameter: $2"
    for batch in "$state"/batches/*; do
        [ "$3" = "$(cat "$batch/id" 2>/dev/null)" ] || continue
        locked
        case $1 in
            -kill) [ "$(cat "$batch/step")" -ge 3 ] || { touch "$batch/cancelled"; rm -f "$batch/hold"; each_output "$batch" remove; } ;;
            -pause) touch "$batch/hold" ;;
            -resume) rm -f "$batch/hold" ;;
        esac
        unlocked
        exit 0
    done
    refuse 3 "Could not find batch $3"
}

mkdir -p "$state/batches"
echo "${0##*/} $*" >>"$state/calls"
case ${0##*/}:$1 in
    *:-help) help ;;
    'Batch Monitor':*) monitor "$@" ;;
    *:-monitor) [ "$generation" != final-cut-studio ] || refuse 255 "Invalid parameter: $1"; monitor "$@" ;;
    *:-kill | *:-pause | *:-resume) [ "$generation" != final-cut-studio ] || refuse 255 "Invalid parameter: $1"; control "$@" ;;
    *) submit "$@" ;;
esac
