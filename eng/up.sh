#!/bin/sh
# ./civic up: setup if needed, build, and AppHost in the foreground.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"

fresh=
port() {
  case $2 in '' | *[!0-9]*) fail "$1 needs a port number" ;; esac
  [ "$2" -ge 1 ] && [ "$2" -le 65535 ] || fail "$1: $2 is not a port number"
}
while [ $# -gt 0 ]; do
  case $1 in
    --fresh) fresh=1 ;;
    --port) shift; port --port "${1:-}"; export Ports__Api="$1" ;;
    --dashboard-port) shift; port --dashboard-port "${1:-}"; export Ports__Dashboard="$1" ;;
    --data-dir) shift; [ -n "${1:-}" ] || fail "--data-dir needs a folder"; CIVIC_DATA_DIR=$1 ;;
    *) fail "up does not know '$1'; see ./civic help" ;;
  esac
  shift
done

case $CIVIC_DATA_DIR in /*) ;; *) CIVIC_DATA_DIR=$PWD/$CIVIC_DATA_DIR ;; esac

# Everything but the bundle, which is a tool and not state; and only where a platform left its secrets, because a
# slip in --data-dir must not empty somebody's home.
empty_data() {
  state=$(find "$CIVIC_DATA_DIR" -mindepth 1 -maxdepth 1 ! -name 'aspire*' 2>/dev/null | head -n 1)
  [ -n "$state" ] || return 0
  [ -f "$CIVIC_DATA_DIR/secrets.json" ] ||
    fail "$CIVIC_DATA_DIR holds no secrets.json, so it is no data folder of a platform; --fresh deletes nothing there"
  find "$CIVIC_DATA_DIR" -mindepth 1 -maxdepth 1 ! -name 'aspire*' -exec rm -rf {} +
}

# A data folder serves one platform: said before the build. One that is being stopped may take its time.
for server in postgres rabbitmq; do
  [ -e "$CIVIC_DATA_DIR/$server/.lock" ] && command -v flock >/dev/null || continue
  flock -w 20 "$CIVIC_DATA_DIR/$server/.lock" true || fail "the platform already runs on $CIVIC_DATA_DIR; stop it first"
done

# taken PORT: somebody listens there. Where nothing can tell, AppHost says it later.
taken() {
  if [ -r /proc/net/tcp ]; then
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v end="$(printf ':%04X' "$1")$" '$4 == "0A" && $2 ~ end { found = 1 } END { exit !found }'
  else
    command -v lsof >/dev/null && lsof -nP -iTCP:"$1" -sTCP:LISTEN >/dev/null
  fi
}

# Both ports at once and before the build, which takes minutes.
busy=
for port in "${Ports__Api:-8080}" "${Ports__Dashboard:-18888}"; do
  ! taken "$port" || busy="$busy $port"
done
[ -z "$busy" ] || fail "somebody listens on port$busy already; choose others: ./civic up --port N --dashboard-port N"

sh "$root/eng/setup.sh" --quiet
say "Building (the first time takes a minute or two) ..."
build "$root/eng/platform.slnf"
[ -z "$fresh" ] || empty_data
export CIVIC_DATA_DIR
cd "$root"
exec dotnet exec "$(output src/AppHost AppHost)"
