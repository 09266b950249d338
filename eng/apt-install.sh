#!/bin/sh
# apt-install.sh PACKAGE...: installs Debian packages without starting a daemon or making a database cluster.
# Needs root. Debian's packages would start nginx on port 80, a broker and a cluster of their own; a policy-rc.d
# that says no keeps them quiet. Whatever was there before is put back, also when the installation fails.
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
cluster_policy=/etc/postgresql-common/createcluster.d/civicplatform.conf

restore() {
  rm -f "$policy" "$cluster_policy"
  rmdir "$(dirname "$cluster_policy")" 2>/dev/null || true
  [ ! -e "$policy.before-civic" ] || mv "$policy.before-civic" "$policy"
}
trap restore EXIT
trap 'exit 1' HUP INT TERM

[ -e "$policy.before-civic" ] || [ ! -e "$policy" ] || mv "$policy" "$policy.before-civic"
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 0755 "$policy"
mkdir -p "$(dirname "$cluster_policy")"
echo 'create_main_cluster = false' >"$cluster_policy"

apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@"
