#!/usr/bin/env bash
# bootstrap.sh NAME: make .venv hold what requirements/NAME.txt asks for, and placet itself; quick when it already does.
# NAME is base, serve, parts, test, lint, docs, bench or spark. PYTHON names the interpreter to use (default: the first fitting one on the path).
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'set-up: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

name=${1:?usage: tools/bootstrap.sh base|serve|parts|test|lint|docs|bench|spark}
lock=requirements/$name.txt
[ -f "$lock" ] || fail "there is no \`$lock\`" "Known sets: base, serve, parts, test, lint, docs, bench, spark."

fits() { "$1" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
  local candidate
  if [ -n "${PYTHON:-}" ]; then
    command -v "$PYTHON" >/dev/null || fail "\`$PYTHON\`, which PYTHON names, is not there"
    fits "$PYTHON" || fail "\`$PYTHON\` is $("$PYTHON" --version 2>&1), and placet needs Python 3.11, 3.12 or 3.13"
    printf '%s' "$PYTHON"
    return
  fi
  for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && fits "$candidate"; then
      printf '%s' "$candidate"
      return
    fi
  done
  command -v python3 >/dev/null || fail "there is no python3" "On Debian or Ubuntu: apt install python3 python3-venv"
  fail "python3 is $(python3 --version 2>&1), and placet needs Python 3.11, 3.12 or 3.13" \
    "Name another one: make demo PYTHON=/path/to/python3.11"
}

checksum() { cat "$@" | cksum | tr -s ' \t' '-'; }

# Where the environment lies is part of it (its scripts name their interpreter by path), so a moved one is made anew.
home_is_sound() {
  [ -x .venv/bin/python ] && [ "$(cat .venv/made-for 2>/dev/null)" = "$PWD" ] && fits .venv/bin/python &&
    { [ -z "${PYTHON:-}" ] || [ "$(cat .venv/made-with 2>/dev/null)" = "$PYTHON" ]; }
}

make_home() {
  local python
  python=$(find_python)
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "$("$python" --version 2>&1) cannot make a virtual environment" "On Debian or Ubuntu: apt install python3-venv"
  rm -rf .venv
  "$python" -m venv .venv || fail "a virtual environment could not be made in .venv (see above)" \
    "On Debian or Ubuntu: apt install python3-venv"
  printf '%s' "$PWD" >.venv/made-for
  printf '%s' "${PYTHON:-}" >.venv/made-with
}

# pip is heard only when it fails.
install() {
  PYTHONPATH='' PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 .venv/bin/python -m pip --quiet --disable-pip-version-check \
    --no-input install "$@" >.cache/set-up.log 2>&1 || { cat .cache/set-up.log >&2; return 1; }
}

set_up() {
  home_is_sound || make_home
  # The list is whole, so nothing is resolved here: quicker, and older pips trip over some extras.
  install --no-deps --require-hashes --requirement "$lock" || fail "what \`$lock\` asks for could not be installed (see above)" \
    "The network is needed once; behind a proxy, set https_proxy or pip's own configuration."
  install --no-index --no-deps --no-build-isolation --editable . || fail "placet itself could not be installed (see above)"
}

# One set-up at a time: two goals of make may ask at once.
mkdir -p .cache
if command -v flock >/dev/null; then
  exec 9>.cache/set-up.lock
  flock 9
fi

asked=$(checksum "$lock" pyproject.toml tools/bootstrap.sh)
base=$(checksum requirements/base.txt pyproject.toml tools/bootstrap.sh)
if home_is_sound && [ "$(cat ".venv/has-$name" 2>/dev/null)" = "$asked" ]; then
  exit 0
fi
printf 'setting up %s in .venv, once (about %s s) …\n' "$name" "$([ "$name" = base ] && echo 8 || echo 12)" >&2
set_up
# Every set includes base.
printf '%s' "$base" >.venv/has-base
printf '%s' "$asked" >".venv/has-$name"
