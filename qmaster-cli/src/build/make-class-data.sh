#!/bin/sh
# make-class-data.sh PROGRAM ARCHIVE: creates ARCHIVE.jsa, a class-data archive for the most frequent commands (submit, wait,
# status and list) with the simulator and with a program that answers like Compressor. From Java 25 on it creates ARCHIVE.aot
# instead, a cache of the classes that submit loads. The archive is for the Java in JAVA_HOME.

set -eu

program=$1
archive=$2
home=$(CDPATH='' cd -- "${program%/*}/.." && pwd -P)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Without a cache folder the launcher creates no archive itself.
export QMASTER_STATE_DIR="$folder/state" QMASTER_CONFIG="$folder/config.json" XDG_CACHE_HOME=/dev/null
echo '{}' >"$QMASTER_CONFIG"
cat >"$folder/quick.json" <<'SCENARIO'
{"speed": 1000}
SCENARIO

cat >"$folder/Compressor" <<'COMPRESSOR'
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
chmod 700 "$folder/Compressor"

clip=$home/qmaster-cli/examples/clip.mov
setting=$home/qmaster-cli/examples/myH.264.setting

if "${JAVA_HOME:?}/bin/java" -XX:+PrintFlagsFinal -version 2>/dev/null | grep -q AOTCacheOutput; then
    # The launcher creates one from the classes that its first program loads.
    XDG_CACHE_HOME=$folder/cache
    "$program" submit "$clip" --setting "$setting" --destination "$folder/out.mov" --wait \
        --backend simulator --scenario "$folder/quick.json"
    "$program" list --backend simulator
    chmod 644 "$folder"/cache/qmaster/*.aot
    mv -f "$folder"/cache/qmaster/*.aot "$archive.aot"
    exit
fi

# record ARGUMENT...: runs the program and records the classes that it loads. Its exit code is ignored.
runs=0
record() {
    runs=$((runs + 1))
    QMASTER_JAVA_OPTS="-XX:DumpLoadedClassList=$folder/$runs.classes" "$program" "$@" >"$folder/said" 2>&1 </dev/null || :
}

record submit "$clip" --setting "$setting" --destination "$folder/out.mov" --wait \
    --backend simulator --scenario "$folder/quick.json"
record status 86F264AF-60C1-445C-B870-597CB6814AB2 --backend simulator
record list --all --json --backend simulator
set -- --backend compressor --compressor "$folder/Compressor"
record submit "$clip" --setting "$setting" --destination "$folder/out2.mov" --json "$@"
record status 86F264AF-60C1-445C-B870-597CB6814AB2 "$@"

cat "$folder"/*.classes | awk '!/^#/ && !seen[$0]++' >"$folder/classes"
cd "$home/lib"
"$JAVA_HOME/bin/java" -Xshare:dump -XX:SharedClassListFile="$folder/classes" -XX:SharedArchiveFile="$archive.new" \
    -Xlog:disable -Xlog:all=error -cp "$home"/lib/qmaster-cli-*.jar
mv -f "$archive.new" "$archive.jsa"
