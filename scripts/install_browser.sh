#!/bin/sh
# Makes sure there is a Chromium for the browser tests, with fonts for the scripts they show.
set -eu

if [ -n "${PARLEY_TEST_CHROMIUM:-}" ] || command -v chromium >/dev/null; then
    exit 0
fi
packages="chromium fonts-noto-core"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086  # the list is meant to be split
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages >/dev/null
    exit 0
fi
cat >&2 <<MESSAGE
The browser tests need Chromium, and this user may not install it. Run

    sudo apt-get install -y $packages

or set PARLEY_TEST_CHROMIUM to the path of a Chromium or Chrome you have.
MESSAGE
exit 1
