#!/bin/sh
# refresh-texts.sh: writes the golden files of the tests again: the help of every command. Look at the difference before you
# commit it.

set -eu

cd "$(dirname "$0")/../../.."
exec mvn -q test -pl qmaster-cli -am -Dtest=HelpTest -Dsurefire.failIfNoSpecifiedTests=false -Dqmaster.refresh=true
