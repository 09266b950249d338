#!/bin/sh
# The gateway (nginx) in the foreground: run.sh FOLDER PORT
#   services__NAME__http__0   address of each service of routes.txt and of portal (http only; __1, __2.. add more)
#   DASHBOARD_URL             linked on the start page, if set
#   GATEWAY_LISTEN            address to listen on (127.0.0.1)
#   GATEWAY_CERTIFICATE, GATEWAY_CERTIFICATE_KEY    PEM files; then it speaks TLS 1.2 and 1.3 and nothing else
#   GATEWAY_TRUSTED_PROXIES   addresses whose X-Forwarded-For is believed, comma-separated (none)
#   GATEWAY_RATE, _BURST, GATEWAY_CALCULATOR_RATE, _BURST, GATEWAY_CONNECTIONS    limits per client address
#   GATEWAY_READ_TIMEOUT, GATEWAY_IMPORT_TIMEOUT    seconds a service may be silent
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../run/lib.sh
. "$here/../run/lib.sh"

[ $# -eq 2 ] && is_port "$2" || fail "usage: run.sh FOLDER PORT"
case $1 in /*) folder=$1 ;; *) folder=$PWD/$1 ;; esac
port=$2
nginx=$(PATH=$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin command -v nginx) ||
  fail "nginx is not installed; run ./civic setup"

routes() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$here/routes.txt"; }
services() { routes | awk '{ print $2 }' | sort -u; }

# A whole number in the environment, or the default.
number() {
  value=
  eval "value=\${$1:-$2}"
  case $value in '' | *[!0-9]* | 0) fail "$1 must be a whole number above 0" ;; esac
  printf %s "$value"
}

# upstream NAME: the addresses from the environment. localhost is taken as 127.0.0.1: nginx would resolve it to
# two addresses and hold the one without a listener against the service.
upstream() {
  printf 'upstream %s {\n' "$1"
  for index in 0 1 2 3 4 5 6 7; do
    eval "address=\${services__$1__http__$index:-}"
    [ -n "$address" ] || break
    authority=${address#http://}
    authority=${authority%/}
    case $authority in
      localhost:*) authority=127.0.0.1:${authority#localhost:} ;;
    esac
    case $authority in
      *[!A-Za-z0-9.:\[\]_-]* | *//*) fail "services__$1__http__$index is not an http address: $address" ;;
    esac
    printf '  server %s max_fails=0;\n' "$authority"
  done
  [ -n "$authority" ] || fail "services__$1__http__0 is not set"
  printf '}\n'
}

render_upstreams() {
  for service in $(services) portal; do
    authority=
    upstream "$service"
  done
}

render_routes() {
  echo 'map $resource $service {'
  routes | awk '{ printf "  \"%s\" %s;\n", $1, $2 }'
  for service in $(services); do echo "  \"operations/$service\" $service;"; done
  echo '  default "";'
  echo '}'
  echo 'map $uri $document_service {'
  for service in $(services); do echo "  \"/openapi/$service.json\" $service;"; done
  echo '  default "";'
  echo '}'
}

# A page of its own per status; as URIs, because a named location cannot answer a request line that did not parse.
render_problems() {
  grep -v '^#' "$here/problems.txt" | while read -r status code title; do
    extra=
    [ "$status" != 431 ] || extra=' 494' # nginx's name for headers that are too large
    echo "error_page $status$extra =$status /.problem/$status;"
    echo "location = /.problem/$status {"
    echo '  internal;'
    echo '  client_max_body_size 0;' # The rest of a refused import is thrown away here and is no error of its own.
    echo '  default_type application/problem+json;'
    printf "  return %s '{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%s," "$status" "$title" "$status"
    printf '"instance":"$instance","traceId":"$trace_id","code":"%s"}'"';\n}\n" "$code"
  done
}

render_trusted() {
  [ -n "${GATEWAY_TRUSTED_PROXIES:-}" ] || return 0
  printf 'real_ip_header X-Forwarded-For; '
  for proxy in $(printf %s "$GATEWAY_TRUSTED_PROXIES" | tr ',' ' '); do
    case $proxy in *[!0-9A-Fa-f.:/]*) fail "GATEWAY_TRUSTED_PROXIES: $proxy is not an address" ;; esac
    printf 'set_real_ip_from %s; ' "$proxy"
  done
}

# The directives of TLS, or nothing without a certificate.
render_certificate() {
  [ -n "${GATEWAY_CERTIFICATE:-}" ] || return 0
  for file in "$GATEWAY_CERTIFICATE" "${GATEWAY_CERTIFICATE_KEY:-}"; do
    case $file in
      /*[!A-Za-z0-9./_-]*) fail "a certificate's path may hold letters, digits, . / _ and -: $file" ;;
      /*) [ -r "$file" ] || fail "$file cannot be read" ;;
      *) fail "GATEWAY_CERTIFICATE and GATEWAY_CERTIFICATE_KEY are absolute paths and come together" ;;
    esac
  done
  printf 'ssl_certificate %s; ssl_certificate_key %s; ' "$GATEWAY_CERTIFICATE" "$GATEWAY_CERTIFICATE_KEY"
  printf 'ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:4m; ssl_session_tickets off;'
}

render_configuration() {
  certificate=$(render_certificate) # On a line of its own: a refusal must end the script.
  listen=${GATEWAY_LISTEN:-127.0.0.1}
  case $listen in *[!0-9A-Fa-f.:*\[\]]*) fail "GATEWAY_LISTEN is not an address: $listen" ;; esac
  sed \
    -e "s|@USER@|${owner:+user $owner;}|" \
    -e "s|@TRUSTED@|$(render_trusted)|" \
    -e "s|@LISTEN@|$listen|" \
    -e "s|@PORT@|$port|" \
    -e "s|@TLS@|${certificate:+ ssl}|" \
    -e "s|@CERTIFICATE@|$certificate|" \
    -e "s|@RATE@|$(number GATEWAY_RATE 2000)|" \
    -e "s|@BURST@|$(number GATEWAY_BURST 4000)|" \
    -e "s|@CALCULATOR_RATE@|$(number GATEWAY_CALCULATOR_RATE 50)|" \
    -e "s|@CALCULATOR_BURST@|$(number GATEWAY_CALCULATOR_BURST 300)|" \
    -e "s|@CONNECTIONS@|$(number GATEWAY_CONNECTIONS 500)|" \
    -e "s|@READ_TIMEOUT@|$(number GATEWAY_READ_TIMEOUT 15)|" \
    -e "s|@IMPORT_TIMEOUT@|$(number GATEWAY_IMPORT_TIMEOUT 120)|" \
    "$here/nginx.conf.template"
}

render_page() {
  documents=$(services | sed 's|.*|<li><a href="/openapi/&.json">&</a></li>|' | tr '\n' ' ')
  dashboard=
  case ${DASHBOARD_URL:-} in
    '' | *[!A-Za-z0-9.:/_?=%-]*) ;;
    *) dashboard="<li><a href=\"$DASHBOARD_URL\">运行面板 <span lang=\"en\">Dashboard</span></a></li>" ;;
  esac
  sed -e "s|@DOCUMENTS@|$documents|" -e "s|@DASHBOARD@|$dashboard|" "$here/index.html.template"
}

prepare_folder "$folder" www-data
mkdir -p "$folder/temp" "$folder/html"
render_upstreams >"$folder/upstreams.conf"
render_routes >"$folder/routes.conf"
render_problems >"$folder/problems.conf"
render_configuration >"$folder/nginx.conf"
render_page >"$folder/html/index.html"
cp "$here/start.css" "$folder/html/start.css"

# The master starts as whoever we are (it must open our stdout) and gives its workers to the owner by itself.
owner='' server='' stopping=''
group=
command -v setsid >/dev/null && group=setsid

# Workers outlive a master that was killed and keep the port; they are still its process group, whose number
# cannot be given to anybody else as long as they live.
sweep() {
  [ -n "$group" ] && [ -n "$1" ] || return 0
  case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in
    '' | Z*) kill -KILL "-$1" 2>/dev/null || true ;;
  esac
}
stop() {
  stopping=1
  [ -z "$server" ] || kill -QUIT "$server" 2>/dev/null || true
}

sweep "$(cat "$folder/nginx.pid" 2>/dev/null || true)"
trap stop TERM INT HUP
serve QUIT $group "$nginx" -p "$folder/" -c "$folder/nginx.conf" -e stderr &
server=$!
[ -z "$stopping" ] || stop # The signal came before nginx had a pid.
wait_for "$server"
sweep "$server"
exit "$status"
