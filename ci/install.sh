#!/bin/sh
# Installs rolecheck, with the versions that it is tested with, into a virtual environment of its own:
#
#     sh ci/install.sh FOLDER
#     FOLDER/bin/rolecheck --help
#
# Everything that wires rolecheck into a pipeline installs it with this script. The repository that the script stands in
# is what is installed; nothing is written into it. PYTHON names the Python to use, python3 without it.
set -eu

if [ $# -ne 1 ] || [ -z "$1" ]; then
    echo "usage: sh ci/install.sh FOLDER" >&2
    exit 2
fi
python=${PYTHON:-python3}
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
mkdir -p -- "$1"
folder=$(CDPATH='' cd -- "$1" && pwd -P)

# -I: nothing in the folder that one stands in takes part, such as a pip.py that somebody put into a pull request.
if ! "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "rolecheck needs Python 3.11 or newer; PYTHON says which one to use" >&2
    exit 2
fi
"$python" -I -m venv "$folder"

# In variables rather than options, as they hold for what builds the package, too; pip 25.3 and later read the second
# for that. pip takes a blank in a variable for the end of a path, so the path is a relative one.
cd -- "$repository"
export PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
"$folder/bin/python" -I -m pip install --quiet --disable-pip-version-check .
