#!/bin/sh
# Puts the official Aspire bundle (orchestrator dcp/, dashboard managed/) into $ASPIRE_BUNDLE_PATH, in the version
# of eng/aspire/package.json. The bundle comes from npm; package-lock.json holds its hash. Never committed.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"

bundle=$ASPIRE_BUNDLE_PATH
locked=@microsoft/aspire-cli-linux-x64
version=$(sed -n "s|.*\"$locked\": *\"\([^\"]*\)\".*|\1|p" "$root/eng/aspire/package.json")

is_complete() {
  [ -x "$bundle/dcp/dcp" ] && [ -x "$bundle/managed/aspire-managed" ] &&
    { [ ! -f "$bundle/version" ] || [ "$(cat "$bundle/version")" = "$version" ]; }
}

package() {
  case $(uname -s)/$(uname -m) in
    Linux/x86_64) set -- linux-x64 ;;
    Linux/aarch64 | Linux/arm64) set -- linux-arm64 ;;
    Darwin/x86_64) set -- osx-x64 ;;
    Darwin/arm64) set -- osx-arm64 ;;
    *) fail "there is no Aspire bundle for $(uname -s) on $(uname -m)" ;;
  esac
  case $1-$(ldd --version 2>&1 || true) in
    linux-x64-*musl*) set -- linux-musl-x64 ;;
    linux-*musl*) fail "there is no Aspire bundle for musl on $(uname -m)" ;;
  esac
  printf '@microsoft/aspire-cli-%s' "$1"
}

is_complete && exit 0
command -v npm >/dev/null || fail "npm is missing; run ./civic setup"
wanted=$(package)
say "Fetching the Aspire bundle $version ($wanted) into $bundle"
work=$bundle.new
rm -rf "$work"
mkdir -p "$work/home"
trap 'rm -rf "$work"' EXIT
cp "$root/eng/aspire/package.json" "$root/eng/aspire/package-lock.json" "$work/"
if [ "$wanted" = "$locked" ]; then
  set -- ci
else
  # Only the Linux x64 package could be locked and tried here; others are pinned by version alone.
  rm "$work/package.json" "$work/package-lock.json"
  set -- install --save-exact "$wanted@$version"
fi
(cd "$work" && npm "$@" --no-audit --no-fund --ignore-scripts --loglevel=error) >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  fail "npm could not fetch $wanted $version"
}
# HOME: the tool unpacks itself and keeps logs there.
cli=$work/node_modules/$wanted/bin/aspire
HOME=$work/home ASPIRE_CLI_TELEMETRY_OPTOUT=true "$cli" setup --non-interactive --nologo >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  fail "the Aspire bundle could not be unpacked"
}
unpacked=$(ls -d "$work/node_modules/$wanted"/versions/*/ | head -n 1)
[ -x "$unpacked/dcp/dcp" ] && [ -x "$unpacked/managed/aspire-managed" ] ||
  fail "the Aspire bundle $version does not hold dcp and managed where they were expected"
rm -rf "$bundle"
mkdir -p "$bundle"
mv "$unpacked/dcp" "$unpacked/managed" "$bundle/"
printf '%s\n' "$version" >"$bundle/version"
