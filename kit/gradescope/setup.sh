#!/usr/bin/env bash
# Gradescope runs this once, as root, when the autograder is built: it installs what the grader needs.
set -eu
cd "$(dirname "$0")"

apt-get update -qq
apt-get install -y -qq bubblewrap
new="import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))"
python3 -c "$new" 2>/dev/null \
    || apt-get install -y -qq python3.13 python3.13-venv \
    || apt-get install -y -qq python3.12 python3.12-venv \
    || apt-get install -y -qq python3.11 python3.11-venv \
    || apt-get install -y -qq python3 python3-venv

# Where no sandbox can be made, the code is run as another user: who may read what that worker is made of,
# and no test, no solution.
chmod -R go= .
chmod go+x . grader/wall
chmod go+rx grader grader/seats # Python finds a module in a folder that it can list
chmod go+r grader/wall/worker.py grader/seats/__init__.py
chmod go+r grader/seats/seat.py grader/seats/trouble.py grader/seats/prints.py grader/seats/cells.py

umask 022
python3 -m grader doctor || test $? -eq 1 # where only the sandbox is missing, there is another way
