# Prepares a fresh Debian machine, as root, with nothing but Node and npm on it. Sourced by scripts/demo, scripts/test
# and scripts/lab. Each function may be called again and does only what is missing.
# After setup_all: node is the project's own, and $NIGHTBELL_ASTERISK_ROOT is the private Asterisk root ("/" for an
# installed one).

NIGHTBELL_CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export NIGHTBELL_CACHE=${NIGHTBELL_CACHE:-/var/cache/nightbell-lab}

NIGHTBELL_ASTERISK_SUITE=${NIGHTBELL_ASTERISK_SUITE:-forky}
NIGHTBELL_ASTERISK_PACKAGES=asterisk,asterisk-core-sounds-en-wav,asterisk-moh-opsound-wav

# A laboratory runs as root: only root can build and enter a private Asterisk.
export NIGHTBELL_ALLOW_ROOT=1

setup_say() { printf '[setup] %s\n' "$*" >&2; }

setup_die() {
  setup_say "$*"
  exit 1
}

# Runs a command alone on this machine: setup_locked NAME COMMAND...
setup_locked() {
  local name=$1
  shift
  mkdir -p "$NIGHTBELL_CACHE"
  (
    flock 9
    "$@"
  ) 9>"$NIGHTBELL_CACHE/.$name.lock"
}

# The packages of package-lock.json, and the project's own Node first on the path.
ensure_node() {
  command -v npm >/dev/null || setup_die 'npm is missing: install Node.js 20 or newer, with npm, first'
  setup_locked node setup_node_modules
  export PATH="$NIGHTBELL_CHECKOUT/node_modules/.bin:$PATH"
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 22 ? 0 : 1)' ||
    setup_die "Node 22 or newer is needed, but $(command -v node) is $(node --version)"
}

setup_node_modules() {
  local stamp="$NIGHTBELL_CHECKOUT/node_modules/.nightbell-lock-hash" hash
  hash=$(sha256sum <"$NIGHTBELL_CHECKOUT/package-lock.json")
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$hash" ] && return 0
  # A tree that npm itself made from this very lock needs no second installation.
  if [ -x "$NIGHTBELL_CHECKOUT/node_modules/.bin/node" ] && (cd "$NIGHTBELL_CHECKOUT" && npm ls --all >/dev/null 2>&1); then
    printf '%s\n' "$hash" >"$stamp"
    return 0
  fi
  setup_say 'installing the npm packages'
  (cd "$NIGHTBELL_CHECKOUT" && npm ci --no-audit --no-fund >&2) || setup_die 'npm ci failed'
  printf '%s\n' "$hash" >"$stamp"
}

# ensure_packages PACKAGE...: installs those Debian packages that are missing.
ensure_packages() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  [ "$(id -u)" = 0 ] || setup_die "as root, please: apt-get install ${missing[*]}"
  setup_say "installing ${missing[*]}"
  setup_locked apt setup_apt "${missing[@]}" || setup_die "could not install ${missing[*]}"
}

# None of them may start a service of its own: Kamailio would listen to the whole network.
setup_apt() (
  export DEBIAN_FRONTEND=noninteractive
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
  fi
  apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  apt-get -o Acquire::Check-Valid-Until=false update >&2 && apt-get install -y --no-install-recommends "$@" >&2
)

# What is not Asterisk in the tests: a carrier, telephones, a name server, a router.
ensure_field() {
  ensure_packages kamailio kamailio-tls-modules baresip-core dnsmasq-base nftables iproute2 openssl
}

# An installed Asterisk from version 20 on is used as it is; otherwise a private root is built once and kept.
ensure_asterisk_root() {
  local version
  version=$({ asterisk -V 2>/dev/null || true; } | sed -n 's/^Asterisk \(certified[-\/]\)\{0,1\}\([0-9]*\).*/\2/p')
  if [ "${version:-0}" -ge 20 ]; then
    export NIGHTBELL_ASTERISK_ROOT=/
    return 0
  fi
  [ "$(id -u)" = 0 ] || setup_die 'building a private Asterisk needs root; or install Asterisk 20 or newer yourself'
  local key
  key=$NIGHTBELL_ASTERISK_SUITE-$(printf '%s' "$NIGHTBELL_ASTERISK_SUITE $NIGHTBELL_ASTERISK_PACKAGES" | sha256sum | cut -c1-12)
  export NIGHTBELL_ASTERISK_ROOT="$NIGHTBELL_CACHE/$key"
  setup_locked asterisk setup_asterisk_root || setup_die 'could not build the private Asterisk'
}

setup_asterisk_root() {
  if [ ! -d "$NIGHTBELL_ASTERISK_ROOT" ]; then
    local building="$NIGHTBELL_ASTERISK_ROOT.building.$$"
    setup_say 'building a private Asterisk (once, about half a minute)'
    rm -rf "$NIGHTBELL_CACHE"/*.building.*
    mmdebstrap --quiet --variant=apt \
      --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
      --include="$NIGHTBELL_ASTERISK_PACKAGES" "$NIGHTBELL_ASTERISK_SUITE" "$building" >&2 || {
      rm -rf "$building"
      return 1
    }
    rm -rf "$building"/var/cache/apt/archives/*.deb "$building"/var/lib/apt/lists/*
    mv "$building" "$NIGHTBELL_ASTERISK_ROOT"
  fi
  setup_names "$NIGHTBELL_ASTERISK_ROOT"
  ln -sfn "$(basename "$NIGHTBELL_ASTERISK_ROOT")" "$NIGHTBELL_CACHE/current"
}

# Without DNS, Asterisk stalls for seconds on each call while it looks up its own name and a root server's.
setup_names() {
  local hosts
  hosts="127.0.0.1 localhost $(hostname) A.ROOT-SERVERS.NET"
  [ "$(cat "$1/etc/hosts" 2>/dev/null)" = "$hosts" ] || printf '%s\n' "$hosts" >"$1/etc/hosts"
  grep -qx 'hosts: files' "$1/etc/nsswitch.conf" || sed -i 's/^hosts:.*/hosts: files/' "$1/etc/nsswitch.conf"
}

setup_all() {
  ensure_node
  ensure_packages sox espeak-ng sip-tester util-linux calcurse
  if ! asterisk -V >/dev/null 2>&1; then ensure_packages mmdebstrap; fi
  ensure_asterisk_root
}
