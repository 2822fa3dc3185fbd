# Where the images of scripts/image lie: in a place of their own, copied file by file, because nothing better can be relied on inside
# a virtual machine or another container. Sourced after scripts/lib/setup.sh.

IMAGES="$NIGHTBELL_CACHE/images"
# The options of buildah that go before its command.
STORAGE=(--root "$IMAGES/root" --runroot "$IMAGES/run" --storage-driver vfs)

# in_storage WORDS...: buildah, and nicely: calls may run beside it.
in_storage() {
  mkdir -p "$IMAGES"
  [ -f "$IMAGES/policy.json" ] || printf '{"default":[{"type":"insecureAcceptAnything"}]}\n' >"$IMAGES/policy.json"
  nice -n 5 buildah "${STORAGE[@]}" "$@"
}
