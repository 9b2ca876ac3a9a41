#!/bin/sh
# refresh-texts.sh: updates the golden files of the tests, which hold the help of every command. Review the difference before
# you commit it.

set -eu

cd "$(dirname "$0")/../../.."
exec mvn -q test -pl qmaster-cli -am -Dtest=HelpTest -Dsurefire.failIfNoSpecifiedTests=false -Dqmaster.refresh=true
