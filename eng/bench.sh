#!/bin/sh
# ./civic bench: build the load driver and measure the running platform.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"

command -v wrk >/dev/null || fail "the load comes from wrk; install it (Debian: apt-get install wrk)"
tools=$root/.data/tools
case " $* " in
  *" --profile "*)
    [ -x "$tools/dotnet-trace" ] || dotnet tool install dotnet-trace --tool-path "$tools" >/dev/null ||
      fail "dotnet-trace cannot be installed from this feed"
    PATH=$tools:$PATH
    ;;
esac
build "$root/bench/Bench"
case " $* " in *" --results "*) ;; *) set -- --results "$root/bench/results" "$@" ;; esac
exec dotnet exec "$(output bench/Bench Bench)" "$@"
