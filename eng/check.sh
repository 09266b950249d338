#!/bin/sh
# ./civic check: what must hold before a commit: format, build, tests, generated documents without a difference.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"
cd "$root"

say "== format"
dotnet format whitespace CivicPlatform.sln --verify-no-changes --verbosity quiet ||
  fail "the format differs; run: dotnet format whitespace CivicPlatform.sln"
if command -v shellcheck >/dev/null; then
  shellcheck --severity=warning civic eng/*.sh src/AppHost/run/*.sh src/AppHost/gateway/*.sh
else
  say "shell scripts: NOT CHECKED (shellcheck is not installed)"
fi
say "vulnerable packages: NOT CHECKED (the feed does not tell)"

# Build (style rules are errors there) and tests; tests that generate documents write them into docs/.
before=$(git status --porcelain -- docs | cksum)
result=0
sh "$root/eng/test.sh" || result=1
[ "$(git status --porcelain -- docs | cksum)" = "$before" ] ||
  fail "generated documents changed; look at git diff docs and commit them"
exit "$result"
