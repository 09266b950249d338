#!/bin/sh
# RabbitMQ in the foreground: rabbitmq.sh FOLDER AMQP_PORT DIST_PORT EPMD_PORT, the first start creates the
# user $RABBITMQ_USER with $RABBITMQ_PASSWORD (there is no guest). Everything listens on loopback only.
# It brings its own epmd: Erlang's would be a daemon that stays behind and that others share.
set -eu
umask 077
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 4 ] && is_port "$2" && is_port "$3" && is_port "$4" ||
  fail "usage: rabbitmq.sh FOLDER AMQP_PORT DIST_PORT EPMD_PORT"
[ -n "${RABBITMQ_USER:-}" ] || fail "RABBITMQ_USER is not set"
[ -n "${RABBITMQ_PASSWORD:-}" ] || fail "RABBITMQ_PASSWORD is not set"
case $1 in /*) folder=$1 ;; *) folder=$PWD/$1 ;; esac
amqp_port=$2 dist_port=$3 epmd_port=$4

# Debian's wrapper in /usr/sbin insists on its own user and folders; the script behind it does not.
for candidate in "${RABBITMQ_SERVER_SCRIPT:-}" /usr/lib/rabbitmq/bin/rabbitmq-server \
  /opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server /usr/local/opt/rabbitmq/sbin/rabbitmq-server; do
  [ -x "$candidate" ] && program=$candidate && break
done
[ -n "${program:-}" ] || fail "RabbitMQ 3.10 or newer is not installed; run ./civic setup"
command -v epmd >/dev/null || fail "Erlang (epmd) is not installed; run ./civic setup"

# Written at every start, so that a change here reaches existing folders; the password lies in a 0600 file.
write_settings() {
  as_owner sh -c 'umask 077; cat >"$1"' sh "$folder/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$amqp_port
default_user = $RABBITMQ_USER
default_pass = $RABBITMQ_PASSWORD
default_user_tags.administrator = true
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
heartbeat = 30
raft.wal_max_size_bytes = 67108864
log.file = false
log.console = true
log.console.level = warning
CONF
  as_owner sh -c 'echo "[]." >"$1"' sh "$folder/enabled_plugins"
}

# One process at a time gets the signal: the broker first, its epmd when the broker is gone.
stop() {
  stopping=1
  [ -z "$broker" ] || kill -TERM "$broker" 2>/dev/null || true
}

prepare_folder "$folder" rabbitmq
lock_folder "$folder" RabbitMQ
write_settings
unset RABBITMQ_USER RABBITMQ_PASSWORD
rm -f "$folder/broker.pid"

cd "$folder"
broker='' stopping=''
trap stop TERM INT HUP
serve TERM epmd -address 127.0.0.1 -port "$epmd_port" &
epmd=$!
serve TERM env \
  HOME="$folder" \
  ERL_EPMD_PORT="$epmd_port" \
  ERL_EPMD_ADDRESS=127.0.0.1 \
  RUNNING_UNDER_SYSTEMD=true \
  RABBITMQ_NODENAME=civic@localhost \
  RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
  RABBITMQ_NODE_PORT="$amqp_port" \
  RABBITMQ_DIST_PORT="$dist_port" \
  RABBITMQ_BASE="$folder" \
  RABBITMQ_MNESIA_BASE="$folder/mnesia" \
  RABBITMQ_LOG_BASE="$folder/log" \
  RABBITMQ_LOGS=- \
  RABBITMQ_SCHEMA_DIR="$folder/schema" \
  RABBITMQ_GENERATED_CONFIG_DIR="$folder/generated" \
  RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" \
  RABBITMQ_ADVANCED_CONFIG_FILE="$folder/advanced.config" \
  RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins" \
  RABBITMQ_CONF_ENV_FILE="$folder/no-environment-file" \
  RABBITMQ_PID_FILE="$folder/broker.pid" \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} \
+sbwt none +sbwtdcpu none +sbwtdio none" \
  "$program" &
broker=$!
[ -z "$stopping" ] || stop # The signal came before the broker had a pid.
wait_for "$broker"
broker_status=$status
kill -TERM "$epmd" 2>/dev/null || true
wait_for "$epmd"
exit "$broker_status"
