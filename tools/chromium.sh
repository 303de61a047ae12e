#!/usr/bin/env bash
# chromium.sh: make sure that the browser tests find a chromium. Debian's is installed where that is allowed; elsewhere
# the tests are skipped and say so, or fail where PLACET_BROWSER=required.
set -euo pipefail

for name in "${PLACET_CHROMIUM:-chromium}" chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then
    exit 0
  fi
done
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  printf 'installing chromium for the browser tests, once …\n' >&2
  export DEBIAN_FRONTEND=noninteractive
  if { apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium; } >/dev/null 2>&1; then
    exit 0
  fi
  printf 'chromium could not be installed; ' >&2
fi
printf 'there is no chromium, so the browser tests are skipped\n' >&2
