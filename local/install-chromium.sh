#!/bin/sh
# Finds a Chromium, or installs Debian's. CHROMIUM=path names another.
set -eu

if [ -n "${CHROMIUM:-}" ]; then
  [ -x "$CHROMIUM" ] || { echo "CHROMIUM=$CHROMIUM is no program that can be run" >&2; exit 1; }
elif ! command -v chromium >/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Chromium was not found: install it, or name it as CHROMIUM=path" >&2
    exit 1
  fi
  echo "Installing Debian's Chromium"
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
fi
