#!/usr/bin/env bash
# lock.sh [--upgrade]: resolve requirements/*.in into the hashed lists that set-up installs. For maintainers; needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v uv >/dev/null || { echo "lock.sh needs uv on the path (pip install uv)" >&2; exit 2; }

# One list per set; each includes base and is held to the versions of the sets before it, so that all fit in one place.
lock() {
  local name=$1 constraint
  shift
  local sources=() limits=()
  for source in base "$name"; do sources+=("requirements/$source.in"); done
  for constraint in "$@"; do limits+=(--constraint "requirements/$constraint.txt"); done
  [ "$name" = base ] && sources=(requirements/base.in)
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command tools/lock.sh \
    "${limits[@]}" ${UPGRADE:+--upgrade} --output-file "requirements/$name.txt" pyproject.toml "${sources[@]}"
}

UPGRADE=
[ "${1:-}" = --upgrade ] && UPGRADE=1
lock base
lock serve base
lock parts base serve
lock test base serve parts
lock lint base test
lock docs base test lint
lock bench base test lint
lock spark base test lint
