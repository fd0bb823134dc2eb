#!/bin/sh
# Starts Goodword in a container. A plain script: it runs the same without Docker.
#   GOODWORD_CONFIG    the settings file (default: /etc/goodword/goodword.toml when it is there)
#   GOODWORD_DATA_DIR  where data is kept; must be writable
set -eu

if [ -z "${GOODWORD_CONFIG:-}" ] && [ -f /etc/goodword/goodword.toml ]; then
  export GOODWORD_CONFIG=/etc/goodword/goodword.toml
fi

if [ -n "${GOODWORD_DATA_DIR:-}" ]; then
  mkdir -p "$GOODWORD_DATA_DIR" 2>/dev/null || true
  if [ ! -w "$GOODWORD_DATA_DIR" ]; then
    echo "goodword: $GOODWORD_DATA_DIR is not writable by $(id -un). Give it to user $(id -u), or mount another volume." >&2
    exit 64
  fi
fi

case "${1:-run}" in
  run)
    shift 2>/dev/null || true
    # Migrations run first and by one copy at a time; the others wait for it.
    goodword migrate
    exec goodword run "$@"
    ;;
  *) exec goodword "$@" ;;
esac
