# Shared by the run scripts of PostgreSQL, RabbitMQ and nginx. Sourced, never run.
# shellcheck disable=SC2034 # Variables are for the scripts that source this.
# A run script stays in the foreground, keeps everything in its own folder and leaves nothing behind.

# say SENTENCE: one line for the person who reads the console.
say() { printf '%s: %s\n' "${0##*/}" "$1" >&2; }
fail() { say "$1"; exit 1; }

# is_port VALUE: a number that can be listened on.
is_port() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}

# prepare_folder DIR USER: makes DIR private to the user who will own the server's process.
# Sets `owner`: USER when we are root and USER exists, otherwise empty (stay who we are).
prepare_folder() {
  owner=
  if [ "$(id -u)" = 0 ] && id -u "$2" >/dev/null 2>&1; then
    command -v setpriv >/dev/null || fail "setpriv is missing: install util-linux, or run as an ordinary user"
    owner=$2
  fi
  (umask 066 && mkdir -p "$1") || fail "cannot create $1; choose another folder with --data-dir"
  [ -z "$owner" ] || chown "$owner" "$1"
  chmod 0700 "$1"
  closed=$(first_closed "$1")
  [ -z "$closed" ] || fail "the user $owner cannot enter $closed, so $1 cannot be used;\
 open it (chmod o+x) or choose another folder with --data-dir"
}

# first_closed DIR: prints the highest folder on the way to DIR that the owner cannot enter.
first_closed() {
  [ -n "$owner" ] || return 0
  [ "$1" = / ] || first_closed_above=$(first_closed "$(dirname "$1")")
  if [ -n "${first_closed_above:-}" ]; then
    printf %s "$first_closed_above"
  elif ! as_owner test -x "$1"; then
    printf %s "$1"
  fi
}

# as_owner COMMAND...: runs as the owner of the folder.
as_owner() {
  if [ -n "$owner" ]; then
    setpriv --reuid="$owner" --regid="$owner" --clear-groups "$@"
  else
    "$@"
  fi
}

# serve SIGNAL COMMAND...: as_owner for the server itself; it gets SIGNAL should this script be killed outright.
# The command replaces the (background) shell, so that $! is the server.
serve() {
  signal=$1
  shift
  if [ -n "$owner" ]; then
    exec setpriv --reuid="$owner" --regid="$owner" --clear-groups --pdeathsig "$signal" "$@"
  elif command -v setpriv >/dev/null; then
    exec setpriv --pdeathsig "$signal" "$@"
  fi
  exec "$@"
}

# lock_folder DIR WHAT: one server per folder. The server inherits the lock, so that a lock that is free
# proves that nothing of an earlier, killed run is left, whatever its pid files say.
# Without flock (macOS) `locked` stays empty and the servers' own checks must do.
lock_folder() {
  locked=
  command -v flock >/dev/null || return 0
  exec 9>"$1/.lock"
  flock -w 30 9 || fail "$2 already runs in $1; stop it or choose another folder with --data-dir"
  locked=1
}

# wait_for PID: waits until PID ended, also when a signal interrupts the wait; sets `status`.
wait_for() {
  status=0
  wait "$1" || status=$?
  while kill -0 "$1" 2>/dev/null; do
    status=0
    wait "$1" || status=$?
  done
}
