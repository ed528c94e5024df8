#!/bin/sh
# Prints the first Python of at least 3.11 that can make a virtual environment.
for candidate in python3.11 python3 python3.12 python3.13 python3.14 python; do
    if "$candidate" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$candidate"
        exit 0
    fi
done
echo "Parley needs Python 3.11 or newer with its venv module (on Debian: apt-get install python3-venv)." >&2
exit 1
