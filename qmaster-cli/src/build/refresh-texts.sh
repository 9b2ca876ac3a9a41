#!/bin/sh
# refresh-texts.sh: updates the texts that the program itself writes: the golden files of the help of every command, and the
# screens in the README. The screens need a terminal, made by script of util-linux. Review the difference before you commit it.

set -eu

cd "$(dirname "$0")/../../.."
exec mvn -q verify -pl qmaster-cli,integration-tests -am -Dtest=HelpTest -Dit.test=ScreensIT -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false -Dqmaster.refresh=true
