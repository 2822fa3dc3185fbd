# Where the images of scripts/image lie: in a place of their own, copied file by file, because nothing better can be relied on inside
# a virtual machine or another container. Sourced after scripts/lib/setup.sh.

IMAGES="$NIGHTBELL_CACHE/images"

# in_storage buildah WORDS...
in_storage() {
  local command=$1
  shift
  mkdir -p "$IMAGES"
  [ -f "$IMAGES/policy.json" ] || printf '{"default":[{"type":"insecureAcceptAnything"}]}\n' >"$IMAGES/policy.json"
  "$command" --root "$IMAGES/root" --runroot "$IMAGES/run" --storage-driver vfs "$@"
}
