#!/usr/bin/env bash
# What action.yml runs: rolecheck from the action's own repository, once, with every output that is asked for.
#
# The inputs arrive as INPUT_…, so that no text of a workflow becomes part of a command. The exit code is rolecheck's own;
# 2, its code for a run that could not be made, also stands for an input that cannot be understood, and for a failed
# installation.
set -euo pipefail

refuse() {
    printf 'rolecheck: %s\n' "$1" >&2
    exit 2
}

# Whether an input that is yes or no says yes.
is_true() {
    case ${!1} in
        true) return 0 ;;
        false) return 1 ;;
        *) refuse "the input $1 is neither true nor false: ${!1@Q}" ;;
    esac
}

option() {
    if [[ -n $2 ]]; then arguments+=("--$1=$2"); fi
}

for name in INPUT_REDACT INPUT_ANNOTATIONS INPUT_SUMMARY INPUT_UPLOAD_SARIF; do
    is_true "$name" || :
done
[[ $INPUT_SARIF_FILE != *[$'\n\r']* ]] || refuse 'the input sarif-file holds more than one line'
[[ $INPUT_SARIF_FILE != - ]] || refuse 'the input sarif-file has to be a file'

if [[ $INPUT_REDACT_KEY == none ]]; then # as nobody gave one; an empty one was given, by a secret that is missing
    INPUT_REDACT_KEY=
elif [[ -z $INPUT_REDACT_KEY ]]; then
    is_true INPUT_REDACT || refuse 'the input redact-key is empty, so that names would be shown: is the secret missing?'
fi

# --- install: nothing is asked of the workflow but a Python

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
read -r which _ < <(cksum <<<"$here") # a job may use two revisions of the action, and the same one twice
installed=$RUNNER_TEMP/rolecheck-$which
if [[ ! -e $installed/done ]]; then
    PYTHON=$INPUT_PYTHON sh "$here/install.sh" "$installed" || refuse 'could not be installed'
    touch "$installed/done"
fi

# --- run once

arguments=(validate)
option as-of "$INPUT_AS_OF"
option since "$INPUT_SINCE"
option baseline "$INPUT_BASELINE"
option fail-on "$INPUT_FAIL_ON"
option language "$INPUT_LANGUAGE"
option unit "$INPUT_UNIT"
option select "$INPUT_SELECT"
option ignore "$INPUT_IGNORE"
if is_true INPUT_REDACT || [[ -n $INPUT_REDACT_KEY ]]; then arguments+=(--redact); fi # whoever gives a key means it
if [[ -n $INPUT_REDACT_KEY ]]; then export ROLECHECK_REDACT_KEY=$INPUT_REDACT_KEY; fi # not an argument, which others can see
# Without --format, rolecheck adds annotations in GitHub Actions by itself.
if ! is_true INPUT_ANNOTATIONS; then arguments+=(--format=terminal); fi

written=$(mktemp -d "$RUNNER_TEMP/rolecheck-reports.XXXXXX")
if is_true INPUT_SUMMARY; then arguments+=("--output=markdown:$written/summary.md"); fi
sarif=$INPUT_SARIF_FILE
if [[ -z $sarif ]] && is_true INPUT_UPLOAD_SARIF; then sarif=$written/rolecheck.sarif; fi
if [[ -n $sarif ]]; then
    # One of an earlier run must not be taken for that of this run.
    rm -f -- "$sarif" || refuse "the input sarif-file cannot be written: ${sarif@Q}"
    arguments+=("--output=sarif:$sarif")
fi
if [[ -n $INPUT_REGISTER ]]; then arguments+=(-- "$INPUT_REGISTER"); fi

code=0
"$installed/bin/python" -I -m rolecheck "${arguments[@]}" || code=$?

# --- hand over

if [[ -e $written/summary.md ]]; then cat "$written/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"; fi
printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
if [[ -n $sarif && -e $sarif ]]; then printf 'sarif=%s\n' "$sarif" >>"$GITHUB_OUTPUT"; fi
exit "$code"
