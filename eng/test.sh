#!/bin/sh
# ./civic test [PROJECT...] [-- ARGUMENTS]: builds the solution once, then runs the test projects one after another.
# The last line is "N passed, N failed" (", N skipped"); anything failed makes the exit code 1.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"

# The slow ones last, so that a broken rule shows within seconds.
all_projects() {
  for folder in "$root"/tests/*.Tests; do
    case ${folder##*/} in Platform.Tests | Faults.Tests) ;; *) echo "${folder##*/}" ;; esac
  done
  echo Platform.Tests
  # Five minutes that somebody may want to save; the build machine runs them.
  [ "${CIVIC_FAULTS:-1}" = 0 ] || echo Faults.Tests
}

chosen=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  name=${1%.Tests}.Tests
  [ -d "$root/tests/$name" ] || fail "there is no test project '$1'; there are: $(all_projects | tr '\n' ' ')"
  chosen="$chosen $name"
  shift
done
[ $# -eq 0 ] || shift

sh "$root/eng/setup.sh" --tests --quiet
say "Building ..."
(
  if [ -z "$chosen" ]; then
    build "$root/CivicPlatform.sln"
  else
    for project in $chosen; do build "$root/tests/$project"; done
  fi
) || {
  say "0 passed, 1 failed"
  exit 1
}

results=$root/TestResults
mkdir -p "$results"
limit=
! command -v timeout >/dev/null || limit="timeout --kill-after=60 ${CIVIC_TEST_TIMEOUT:-1200}"

# attribute NAME FILE: the sum of an attribute over the assemblies of an xunit report.
attribute() {
  sed -n 's/.*<assembly [^>]* '"$1"'="\([0-9]*\)".*/\1/p' "$2" | awk '{ sum += $1 } END { print sum + 0 }'
}

passed=0 failed=0 skipped=0
for project in ${chosen:-$(all_projects)}; do
  report=$results/$project.xml
  rm -f "$report"
  say "== $project"
  status=0
  (cd "$root/tests/$project" &&
    $limit dotnet exec "$(output "tests/$project" "$project")" -noLogo -noColor -xml "$report" "$@") || status=$?
  if [ -s "$report" ]; then
    passed=$((passed + $(attribute passed "$report")))
    skipped=$((skipped + $(attribute skipped "$report")))
    broken=$(($(attribute failed "$report") + $(attribute errors "$report")))
  else
    broken=0
  fi
  # A run that ended badly without a failed test to show for it (crash, time limit) counts as one.
  if [ "$status" != 0 ] && [ "$broken" = 0 ]; then
    say "$project ended with code $status"
    broken=1
  fi
  failed=$((failed + broken))
done

[ -n "$chosen" ] || [ "${CIVIC_FAULTS:-1}" != 0 ] || say "Faults.Tests: NOT RUN (CIVIC_FAULTS=0)"
summary="$passed passed, $failed failed"
[ "$skipped" = 0 ] || summary="$summary, $skipped skipped"
say "$summary"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
