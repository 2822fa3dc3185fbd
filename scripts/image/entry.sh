#!/bin/bash
# The box in one container: checks the rules, renders Asterisk's files from them, runs Asterisk and the daemon, and ends when either
# ends. With arguments it runs one command of nightbell instead.
#   NIGHTBELL_SIP    address and port for SIP; the container's first address and 5060 unless given
#   NIGHTBELL_HTTP   address and port for ARI, on loopback (127.0.0.1:8088)
#   NIGHTBELL_RTP    ports for audio (10000-20000)
#   NIGHTBELL_CONFIG, NIGHTBELL_STATE, NIGHTBELL_PBX   directories, as `nightbell --help` tells
set -uo pipefail

if [ $# -gt 0 ]; then exec nightbell "$@"; fi

say() { printf 'nightbell-box: %s\n' "$*" >&2; }

first_address() {
  local addresses
  read -ra addresses < <(hostname -I 2>/dev/null)
  printf '%s' "${addresses[0]:-127.0.0.1}"
}

pbx=${NIGHTBELL_PBX:-/var/lib/nightbell-pbx}
nightbell check || {
  say 'the rules have problems: nothing is started'
  exit 1
}
nightbell render --sip "${NIGHTBELL_SIP:-$(first_address):5060}" --http "${NIGHTBELL_HTTP:-127.0.0.1:8088}" \
  --rtp "${NIGHTBELL_RTP:-10000-20000}" || exit

asterisk -f -C "$pbx/etc/asterisk.conf" &
exchange=$!
nightbell run &
daemon=$!

stopping=
stop() {
  stopping=yes
  # The daemon first: it writes what is left of its turns. Then the exchange, which ends what is still up.
  kill -TERM "$daemon" 2>/dev/null
}
trap stop TERM INT

# A trapped signal ends `wait` early; then there is somebody left to wait for.
wait -n "$exchange" "$daemon"
code=$?
if [ -n "$stopping" ]; then
  wait "$daemon"
  code=$?
elif kill -0 "$daemon" 2>/dev/null; then
  say "Asterisk ended with $code"
else
  say "the daemon ended with $code"
fi
kill -TERM "$daemon" "$exchange" 2>/dev/null
wait
exit "$code"
