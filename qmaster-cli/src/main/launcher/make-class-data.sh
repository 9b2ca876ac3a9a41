#!/bin/sh
# make-class-data.sh PROGRAM ARCHIVE [SUM]: creates ARCHIVE.jsa, a class-data archive for the most frequent commands (submit,
# wait, status and list) with the simulator and with a program that answers like Compressor. From Java 25 on it creates
# ARCHIVE.aot instead, a cache of the classes that status loads. The archive is for the Java that PROGRAM starts. The paths are
# absolute.
#
# With SUM it does nothing if the archive still has the check sum in that file. Otherwise SUM becomes empty, and gets the check
# sum of the new archive when that is complete. The launcher uses this in the background.

set -eu

program=$1
archive=$2
sum=${3:-}
home=$(CDPATH='' cd -P -- "${program%/*}/.." && pwd)

if [ -n "$sum" ]; then
    for made in "$archive".jsa "$archive".aot; do
        if [ -f "$made" ] && [ -s "$sum" ] && [ "$(cksum <"$made")" = "$(cat "$sum")" ]; then
            # In this order: the launcher does not use an archive that is newer than its check sum.
            touch "$made" "$sum"
            exit
        fi
    done
    # An empty file is an attempt, which is not repeated for a day if it fails or its process is killed. Of several processes
    # one can create it. Some systems round days up and some down, so that the day can be two.
    if [ -s "$sum" ] || [ -n "$(find "$sum" -mtime +1 2>/dev/null)" ]; then
        rm -f "$sum"
    fi
    (set -C && : >"$sum") 2>/dev/null || exit 0
fi

# What is incomplete is only in this folder. If this process is killed, the next one removes it.
rm -rf "$archive".new.*
folder=$(mktemp -d "$archive.new.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
cd "$folder"

# Nothing in the environment leads to the user's own batches, configuration or options of Java. Without a cache folder the
# launcher does not start this again.
for variable in $(env | sed -n 's/^\(QMASTER_[A-Za-z0-9_]*\)=.*/\1/p') \
    XDG_STATE_HOME XDG_CONFIG_HOME JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS; do
    unset "$variable"
done
export HOME="$folder" QMASTER_STATE_DIR="$folder/state" QMASTER_CONFIG="$folder/config.json" XDG_CACHE_HOME=/dev/null

# with_java OPTIONS ARGUMENT...: runs the program with more options of Java. Paths in them are relative, since spaces separate
# options.
with_java() {
    options=$1
    shift
    QMASTER_JAVA_OPTS=$options "$program" "$@" </dev/null
}

if with_java '-XX:+PrintFlagsFinal -version' 2>/dev/null | grep -q AOTCacheOutput; then
    kind=aot
else
    kind=jsa
fi

rehearse() {
    echo '{}' >config.json && echo '{"speed": 1000}' >quick.json || return
    clip=$home/qmaster-cli/examples/clip.mov
    setting=$home/qmaster-cli/examples/myH.264.setting
    if [ "$kind" = aot ]; then
        # Java loads all classes of a cache at every start: those of the command that scripts repeat most, without a config file.
        unset QMASTER_CONFIG
        export XDG_CONFIG_HOME="$folder"
        batch=$(with_java '' submit "$clip" --setting "$setting" \
            --destination "$folder/out.mov" --wait --backend simulator --scenario quick.json) || return
        with_java '-XX:AOTMode=record -XX:AOTConfiguration=recorded' status "$batch" --backend simulator || return
        with_java '-XX:AOTMode=create -XX:AOTConfiguration=recorded -XX:AOTCache=new' list
        return
    fi

    cat >Compressor <<'COMPRESSOR'
#!/bin/sh
case " $* " in
*" -help "*)
    echo 'Usage: Compressor [-batchname NAME] [-jobpath URL -settingpath PATH -locationpath PATH] [-outputformat json]'
    echo '       Compressor -monitor [-batchid ID] [-once] [-outputformat json]'
    ;;
*" -monitor "*)
    if [ ! -e "$0.submitted" ]; then
        echo '[]'
    else
        cat "$0.submitted"
    fi
    ;;
*)
    while [ "$1" != -batchname ]; do shift; done
    cat >"$0.submitted" <<ANSWER
[{"batchStatus" : {"name" : "$2", "submissionTime" : "2026. 10. 01., 20:30:55", "sentBy" : "editor",
"timeElapsedSeconds" : 8, "timeRemainingSeconds" : 9, "percentComplete" : 50, "status" : "Processing",
"batchid" : "86F264AF-60C1-445C-B870-597CB6814AB2", "jobs" : [{"jobStatus" : {"name" : "clip.mov",
"status" : "Processing", "percentComplete" : 50, "timeElapsedSeconds" : 8, "timeRemainingSeconds" : 9,
"jobid" : "34EE03A7-7D31-4768-A50D-458495B4ABC4", "batchid" : "86F264AF-60C1-445C-B870-597CB6814AB2"}}]}}]
ANSWER
    cat <<'ANSWER'
{"batch" : {"batchID" : "86F264AF-60C1-445C-B870-597CB6814AB2", "jobs" : [{"jobID" : "34EE03A7-7D31-4768-A50D-458495B4ABC4"}]}}
ANSWER
    ;;
esac
COMPRESSOR
    chmod 700 Compressor || return

    # record ARGUMENT...: runs the program and records the classes that it loads. Its exit code is ignored.
    runs=0
    record() {
        runs=$((runs + 1))
        with_java "-XX:DumpLoadedClassList=$runs.classes" "$@" >said 2>&1 || :
    }
    record submit "$clip" --setting "$setting" --destination "$folder/out.mov" --wait \
        --backend simulator --scenario quick.json
    record status 86F264AF-60C1-445C-B870-597CB6814AB2 --backend simulator
    record list --all --json --backend simulator
    set -- --backend compressor --compressor "$folder/Compressor"
    record submit "$clip" --setting "$setting" --destination "$folder/out2.mov" --json "$@"
    record status 86F264AF-60C1-445C-B870-597CB6814AB2 "$@"

    {
        cat ./*.classes | grep -v '^@'
        # Java would store a class twice for the same such line.
        cat ./*.classes | grep '^@' | sort -u
    } >classes
    # Only with this collector Java also stores objects.
    with_java '-XX:-UseSerialGC -XX:+UseG1GC -Xlog:disable -Xlog:all=error -Xshare:dump -XX:SharedClassListFile=classes
        -XX:SharedArchiveFile=new' list
}

rehearse && [ -s new ] || exit 1
if [ -n "$sum" ]; then
    cksum <new >new.sum
    chmod 600 new
    mv -f new "$archive.$kind"
    mv -f new.sum "$sum"
    # The archives of other versions, and what they left.
    find "${archive%/*}" -name 'class-data-*' -prune -mtime +30 -exec rm -rf {} +
else
    chmod 644 new
    mv -f new "$archive.$kind"
fi
