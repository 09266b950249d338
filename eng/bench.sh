#!/bin/sh
# ./civic bench: build the load driver and measure the running platform.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/eng/lib.sh"

build "$root/bench/Bench"
exec dotnet exec "$(output bench/Bench Bench)" "$@"
