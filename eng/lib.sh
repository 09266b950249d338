# Shared by ./civic and the scripts beside this file; `root` is set. Sourced, never run.

CIVIC_CONFIGURATION=${CIVIC_CONFIGURATION:-Release}
CIVIC_DATA_DIR=${CIVIC_DATA_DIR:-$root/.data}
# The bundle is a tool, not state: every data folder of this clone shares it.
ASPIRE_BUNDLE_PATH=${ASPIRE_BUNDLE_PATH:-$root/.data/aspire}
DOTNET_NOLOGO=1
DOTNET_CLI_TELEMETRY_OPTOUT=1
export CIVIC_CONFIGURATION CIVIC_DATA_DIR ASPIRE_BUNDLE_PATH DOTNET_NOLOGO DOTNET_CLI_TELEMETRY_OPTOUT

say() { printf '%s\n' "$*"; }
fail() {
  printf 'civic: %s\n' "$*" >&2
  exit 1
}

# output PROJECT_FOLDER NAME: where the build puts an assembly.
output() { printf '%s/%s/bin/%s/net10.0/%s.dll' "$root" "$1" "$CIVIC_CONFIGURATION" "$2"; }

# build WHAT: quiet unless it fails.
build() {
  log=$(mktemp)
  if dotnet build "$1" -c "$CIVIC_CONFIGURATION" -v q -nologo >"$log" 2>&1; then
    rm -f "$log"
  else
    grep -E 'error|warning' "$log" | sort -u | head -n 40 >&2 || true
    [ -s "$log" ] && ! grep -qE 'error' "$log" && cat "$log" >&2
    rm -f "$log"
    fail "the build of $(basename "$1") failed"
  fi
}

# cli VERB...: the C# side of ./civic.
cli() { run_built src/Civic.Cli src/Kernel -- "$@"; }

# vote_verifier FILE...: the stand-alone program that recounts a vote.
vote_verifier() { run_built src/VoteVerifier src/Consultation.Api -- "$@"; }

# disclosure_verifier FILE...: the stand-alone program that recounts public pages.
disclosure_verifier() { run_built src/DisclosureVerifier src/Funds.Api -- "$@"; }

# run_built PROJECT SOURCE -- ARGS: built first where it is missing or older than its source.
run_built() {
  project=$1 source=$2
  shift 3
  dll=$(output "$project" "$(basename "$project")")
  if [ ! -f "$dll" ] ||
    [ -n "$(find "$root/$project" "$root/$source" -name obj -prune -o -name bin -prune -o \
      -type f -newer "$dll" -print | head -n 1)" ]; then
    build "$root/$project"
    touch "$dll"
  fi
  exec dotnet exec "$dll" "$@"
}
