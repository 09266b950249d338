#!/bin/sh
# ./civic setup [--yes] [--tests]: installs what is missing and says what it does. A second run finds all in place.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib.sh
. "$root/eng/lib.sh"

yes='' tests='' quiet=''
for option in "$@"; do
  case $option in
    --yes) yes=1 ;;
    --tests) tests=1 ;;
    --quiet) quiet=1 ;; # Called by another verb: speaks only when something is missing.
    *) fail "setup does not know '$option'; see ./civic help" ;;
  esac
done

has_postgres() {
  for candidate in "${POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
    /usr/local/opt/postgresql*/bin "$(dirname "$(command -v postgres || echo /)")"; do
    [ -x "$candidate/initdb" ] || continue
    major=$("$candidate/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    [ "$major" -lt 15 ] || return 0
  done
  return 1
}

has_rabbitmq() {
  for candidate in "${RABBITMQ_SERVER_SCRIPT:-}" /usr/lib/rabbitmq/bin/rabbitmq-server \
    /opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server /usr/local/opt/rabbitmq/sbin/rabbitmq-server; do
    [ ! -x "$candidate" ] || return 0
  done
  return 1
}

has() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null; }

# Prints the Debian package of everything that is missing, one a line.
missing_packages() {
  has_postgres || echo postgresql
  has_rabbitmq || echo rabbitmq-server
  has nginx || echo nginx-light
  has npm || [ -x "$ASPIRE_BUNDLE_PATH/dcp/dcp" ] || echo npm
  [ -n "$tests" ] || return 0
  has npm || [ ! -x "$ASPIRE_BUNDLE_PATH/dcp/dcp" ] || echo npm
  has hledger || echo hledger
  has chromium || has google-chrome || echo chromium
  [ "$(uname -s)" != Linux ] || ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || echo fonts-noto-cjk
}

check_sdk() {
  has dotnet || fail "the .NET SDK is missing: install .NET 10 from https://dot.net/download"
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "no .NET SDK that global.json accepts: install $(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")\
 or newer from https://dot.net/download"
}

install_packages() {
  packages=$(missing_packages | tr '\n' ' ')
  [ -n "$packages" ] || return 0
  has apt-get || fail "install these first: $(other_names "$packages")"
  as_root=
  if [ "$(id -u)" != 0 ]; then
    has sudo || fail "as root: sh eng/apt-install.sh $packages"
    as_root=sudo
  fi
  say "To install from your distribution (no daemon is started, no database cluster is made): $packages"
  confirm
  $as_root sh "$root/eng/apt-install.sh" $packages
  rest=$(missing_packages | tr '\n' ' ')
  [ -z "$rest" ] || fail "still missing after the installation: $rest"
}

# The names that Homebrew uses; other systems have similar ones.
other_names() {
  for package in $1; do
    case $package in
      postgresql) printf 'PostgreSQL 15 or newer (brew install postgresql@15); ' ;;
      rabbitmq-server) printf 'RabbitMQ 3.10 or newer (brew install rabbitmq); ' ;;
      nginx-light) printf 'nginx (brew install nginx); ' ;;
      npm) printf 'Node.js with npm (brew install node); ' ;;
      hledger) printf 'hledger (brew install hledger); ' ;;
      chromium) printf 'Chromium (brew install --cask chromium); ' ;;
      *) printf '%s; ' "$package" ;;
    esac
  done
}

confirm() {
  [ -z "$yes" ] || return 0
  [ -t 0 ] || fail "nobody to ask; run ./civic setup --yes"
  printf 'Go on? [y/N] '
  read -r answer
  case $answer in y | Y | yes) ;; *) fail "nothing was installed" ;; esac
}

check_sdk
install_packages
sh "$root/eng/aspire-bundle.sh"
[ -z "$tests" ] || { sh "$root/eng/browser-tools.sh" && sh "$root/eng/oidc-tools.sh"; }
if [ -z "$quiet" ]; then
  say "Ready for ./civic up${tests:+ and ./civic test}."
fi
