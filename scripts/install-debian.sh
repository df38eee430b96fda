#!/usr/bin/env bash
# Installs on Debian 12 what building and testing need beside the .NET SDK and Node: run it as root.
# No service is started: scripts/services.sh starts what the tests use, in a folder of its own.
set -euo pipefail

packages=(
  postgresql-15                                  # the database of the tests
  postgresql-server-dev-15 gcc make dpkg-dev     # pgvector is built from source against it
  redis-server                                   # the cache of the tests
  chromium fonts-dejavu-core                     # the browser of the end-to-end tests
)

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  echo "install-debian: all is installed"
  exit 0
fi
if ((EUID != 0)); then
  echo "install-debian: these packages are missing and installing needs root: ${missing[*]}" >&2
  exit 1
fi

# Debian's packages start their services when they are installed, unless this file says no.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi

echo "install-debian: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null
