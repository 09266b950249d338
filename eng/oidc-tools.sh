#!/bin/sh
# Installs the OpenID Connect issuer of the sign-in tests (tests/oidc/package.json) from npm; the lock file holds hashes.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/eng/lib.sh"

folder=$root/tests/oidc
installed=$folder/node_modules/.package-lock.json
if [ -f "$installed" ] && [ ! "$folder/package-lock.json" -nt "$installed" ]; then exit 0; fi
command -v npm >/dev/null || fail "npm is missing; run ./civic setup --tests"
(cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error) ||
  fail "npm could not fetch the sign-in tests' issuer (tests/oidc/package-lock.json)"
touch "$installed"
