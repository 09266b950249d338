#!/bin/sh
# PostgreSQL in the foreground: postgres.sh FOLDER PORT, superuser `postgres` with $POSTGRES_PASSWORD.
# SIGTERM and SIGINT are a fast shutdown: clients are cut, everything committed stays.
set -eu
umask 077
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 2 ] && is_port "$2" || fail "usage: postgres.sh FOLDER PORT"
[ -n "${POSTGRES_PASSWORD:-}" ] || fail "POSTGRES_PASSWORD is not set"
case $1 in /*) folder=$1 ;; *) folder=$PWD/$1 ;; esac
port=$2
cluster=$folder/cluster

# The newest installed major from 15 on; an existing cluster decides for itself.
find_bin() {
  wanted=$(cat "$cluster/PG_VERSION" 2>/dev/null || true)
  for bin in "${POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin "$(dirname "$(command -v postgres || echo /)")"; do
    [ -x "$bin/postgres" ] || continue
    major=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    if [ "$major" = "$wanted" ] || { [ -z "$wanted" ] && [ "$major" -gt "${found_major:-14}" ]; }; then
      found=$bin found_major=$major
    fi
  done
  [ -n "${found:-}" ] || fail "PostgreSQL ${wanted:-15 or newer} is not installed; run ./civic setup"
}

# A cluster appears under its final name only when it is complete: a killed initdb leaves no half cluster.
create_cluster() {
  rm -rf "$cluster.new"
  printf '%s\n' "$POSTGRES_PASSWORD" | as_owner sh -c 'umask 077; cat >"$1"' sh "$folder/.password"
  (serve TERM "$found/initdb" --pgdata="$cluster.new" --username=postgres --pwfile="$folder/.password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --data-checksums >"$folder/initdb.log" 2>&1) || {
    cat "$folder/initdb.log" >&2
    rm -f "$folder/.password"
    fail "initdb could not create the cluster in $cluster"
  }
  rm -f "$folder/.password"
  mv "$cluster.new" "$cluster"
}

# Written at every start, so that a change here reaches existing clusters.
# Durability (fsync, synchronous_commit, full_page_writes) stays on: the platform promises it.
write_settings() {
  # After a crash everything is synced before the log is replayed: one call per file system where Linux offers it,
  # one fsync for each of thousands of files elsewhere. Before 5.8 syncfs kept errors of the disk to itself.
  sync_method=fsync
  case $(uname -sr) in
    'Linux '[0-4].* | 'Linux 5.'[0-7].*) ;;
    'Linux '*) sync_method=syncfs ;;
  esac
  as_owner sh -c 'umask 077; cat >"$1"' sh "$cluster/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 300
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off
min_wal_size = 256MB
max_wal_size = 2GB
# ./civic backup receives the log while it is written; this is how far it may fall behind.
wal_keep_size = 256MB
checkpoint_timeout = 10min
wal_compression = on
recovery_init_sync_method = $sync_method
idle_in_transaction_session_timeout = 60s
client_connection_check_interval = 10s
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
# Without DETAIL: a violated key would print personal data into the log.
log_error_verbosity = terse
log_checkpoints = off
CONF
}

prepare_folder "$folder" postgres
lock_folder "$folder" PostgreSQL
find_bin
[ -f "$cluster/PG_VERSION" ] || create_cluster
write_settings
# The lock above is ours, so this file is of a server that was killed; its pid may belong to somebody else by now.
[ -z "$locked" ] || rm -f "$cluster/postmaster.pid"
unset POSTGRES_PASSWORD

cd "$folder"
server='' stopping=''
stop() {
  stopping=1
  [ -z "$server" ] || kill -INT "$server" 2>/dev/null || true
}
trap stop TERM INT HUP
serve INT "$found/postgres" -D "$cluster" &
server=$!
[ -z "$stopping" ] || stop # The signal came before the server had a pid.
wait_for "$server"
exit "$status"
