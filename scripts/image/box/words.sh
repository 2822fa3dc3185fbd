# What the scripts of the box share: where the supervisor keeps its state, and how they speak. Sourced by each of them.
: "${NIGHTBELL_RUN:=/run/nightbell}"
services=$NIGHTBELL_RUN/box
pbx=${NIGHTBELL_PBX:-/var/lib/nightbell-pbx}

say() { printf 'nightbell-box: %s\n' "$*" >&2; }

# begin NAME: waits as long as `finish` wants, and remembers when NAME was started. The last step before `exec`.
begin() {
  sleep "$(cat "$services/$1.pause" 2>/dev/null || echo 0)"
  printf '%s\n' "$EPOCHSECONDS" >"$services/$1.started"
}
