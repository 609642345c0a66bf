#!/bin/sh
# The system libraries Qt needs on a bare Linux, added where we may; elsewhere it says what is missing.
# LibreOffice is not added: the tests that look at Word files are skipped where it is absent.
set -u
[ "$(uname -s)" = "Linux" ] || exit 0
missing() {
    ! .venv/bin/python -c 'import PySide6.QtWidgets, PySide6.QtPdf' 2>/dev/null
}
missing || exit 0
packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-image0 libxcb-render-util0 libxcb-xinerama0"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi
if missing; then
    echo "Qt's system libraries are missing. On Debian, UOS or Kylin:" >&2
    echo "  sudo apt-get install $packages" >&2
    exit 1
fi
