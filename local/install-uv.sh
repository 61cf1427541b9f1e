#!/bin/sh
# Put the pinned uv at .tools/bin/uv with nothing but a python3 that has venv or pip.
# The hashes of requirements/uv.txt are checked either way.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/.tools

fail() {
    echo "make: $1" >&2
    exit 1
}

# From /, so that .python-version cannot stop a version manager's python3 that lacks 3.13.
cd /
command -v python3 >/dev/null || fail "python3 is missing. Install any Python 3.9 or newer and run make again."

rm -rf "$tools"
if python3 -m venv "$tools" >/dev/null 2>&1; then
    "$tools/bin/python" -m pip install --quiet --require-hashes -r "$root/requirements/uv.txt"
elif python3 -m pip --version >/dev/null 2>&1; then
    rm -rf "$tools"
    python3 -m pip install --quiet --require-hashes --target "$tools" -r "$root/requirements/uv.txt"
else
    rm -rf "$tools"
    fail "python3 has neither venv nor pip. Install one and run make again (Debian, Ubuntu: apt-get install python3-venv)."
fi
[ -x "$tools/bin/uv" ] || fail "uv was installed but $tools/bin/uv is missing."
