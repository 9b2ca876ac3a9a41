#!/bin/sh
# refresh-texts.sh: writes again what the repository keeps of what the program prints: the help of every command in the tests,
# and the captures in the README. Look at the difference before you commit it.

set -eu

cd "$(dirname "$0")/../../.."
exec mvn -q test -pl qmaster-cli -am -Dtest='HelpTest,ReadmeCapturesTest' -Dsurefire.failIfNoSpecifiedTests=false -Dqmaster.refresh=true
