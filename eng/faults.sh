#!/bin/sh
# ./civic faults: build the suite and break a platform of its own on purpose.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"

sh "$root/eng/setup.sh" --quiet
say "Building ..."
build "$root/tests/Faults.Tests"
exec dotnet exec "$(output tests/Faults.Tests Faults.Tests)" faults "$@"
