"""A register of five small files that passes with one note, and the running of rolecheck on it as a real process."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from warmprocess import AS_MODULE, run_warm, starts_alike

FILES = {
    "rolecheck.yaml": "register: Tiny\nlanguage: en\nunit_kinds: [faculty, group]\n",
    "processes.yaml": "- id: access\n  name: Access to documents\n",
    "sources.yaml": "- {id: card, title: The card, kind: card, approved_by: Rector, approved: 2020-01-01}\n",
    "roles/adviser.yaml": (
        "id: adviser\n"
        "role: adviser\n"
        "name: Adviser\n"
        "source: card\n"
        "mandate: Advises.\n"
        "norms:\n"
        "  - {id: covered, kind: every-unit-has, norm: must, at: [faculty], processes: [access]}\n"
    ),
    "units/ie.yaml": (
        "id: ie\n"
        "kind: faculty\n"
        "name: Faculty\n"
        "leader: kari\n"
        "people:\n"
        "  - {id: kari, name: Kari}\n"
        "  - {id: ola, name: Ola}\n"
        "appointments:\n"
        "  - {person: ola, role: adviser, process: access, from: 2020-01-01}\n"
    ),
}
UNIT = "id: xx\nkind: group\nname: X\nleader: kari\n"  # a second unit, units/xx.yaml, that gives no finding
DAY = "2026-11-21"
ROLECHECK = (sys.executable, "-m", "rolecheck")
# No test measures time, but one that never ends has to end: the limit is the processor's time, not the clock's.
CPU_SECONDS = 5

# Root may read everything; without these two capabilities it may read what its files' permissions allow.
AS_ORDINARY_USER = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
    if os.geteuid() == 0
    else ()
)

# A small process between the test and rolecheck: the peak memory of a process begins with that of the one that starts it.
_LAUNCHER = """
import json, os, resource, sys
limit, target, *command = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
child = os.fork()
if child == 0:
    os.close(int(target))
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
said = {"code": os.waitstatus_to_exitcode(status), "megabytes": usage.ru_maxrss / 1024, "seconds": usage.ru_utime + usage.ru_stime}
os.write(int(target), json.dumps(said).encode())
"""


@dataclass(frozen=True)
class Run:
    """What a process left behind. `code` is negative for a signal; `megabytes` is its peak, `seconds` the processor's."""

    code: int
    out: bytes
    err: bytes
    megabytes: float
    seconds: float

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report."""
        report: dict[str, Any] = json.loads(self.out)
        return report

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of the JSON report."""
        found: list[dict[str, Any]] = self.report["findings"]
        return found

    def of_file(self, path: str) -> list[dict[str, Any]]:
        """The findings that stand in one file."""
        return [finding for finding in self.findings if finding["file"] == path]


def write_register(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write the tiny register, and more files or others in the place of its own; the folder comes back."""
    for path, content in {**FILES, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run(*command: str | os.PathLike[str], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end, with nothing on standard input; rolecheck without its start, where that changes nothing."""
    words = [os.fspath(word) for word in command]
    if tuple(words[: len(ROLECHECK)]) == ROLECHECK and starts_alike(environment(env)):
        return run_script(AS_MODULE, *words[len(ROLECHECK) :], cwd=cwd, env=env)
    return run_cold(*words, cwd=cwd, env=env)


def run_script(
    script: str, *arguments: str | os.PathLike[str], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Run:
    """Run a script of Python to its end in a process that has imported all of rolecheck."""
    words = [os.fspath(argument) for argument in arguments]
    with open(os.devnull, "rb") as nothing, TemporaryFile() as out, TemporaryFile() as err:
        handles = [stream.fileno() for stream in (nothing, out, err)]
        usage = run_warm(script, words, folder=cwd, environment=environment(env), handles=handles, limit=CPU_SECONDS)
        out.seek(0)
        err.seek(0)
        return Run(usage["code"], out.read(), err.read(), usage["megabytes"], usage["seconds"])


def run_cold(*command: str | os.PathLike[str], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end in a process that starts from nothing, with nothing on standard input."""
    read, write = os.pipe()
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(CPU_SECONDS), str(write)]
    try:
        done = subprocess.run(
            [*launcher, *command],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=cwd,
            env=environment(env),
            pass_fds=(write,),
        )
    finally:
        os.close(write)
    with os.fdopen(read) as pipe:
        usage = json.load(pipe)
    return Run(usage["code"], done.stdout, done.stderr, usage["megabytes"], usage["seconds"])


def validate(folder: Path, *options: str, prefix: Sequence[str] = (), env: Mapping[str, str] | None = None) -> Run:
    """Run `rolecheck validate FOLDER --format json` on a fixed day."""
    return run(*prefix, *ROLECHECK, "validate", folder, "--format", "json", "--as-of", DAY, *options, env=env)


def states(done: Run) -> dict[str, list[str]]:
    """The rules of the findings of each state, in order."""
    comparison = done.report["comparison"]
    found: dict[str, list[str]] = {"new": [], "unchanged": [], "fixed": [one["rule"] for one in comparison["fixed"]]}
    for finding in done.findings:
        found[finding["state"]].append(finding["rule"])
    assert (comparison["new"], comparison["unchanged"]) == (len(found["new"]), len(found["unchanged"]))
    return found


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of this process, without what steers output, and with these changes."""
    steering = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_MESSAGES", "LANG", "PYTHONIOENCODING"}
    steering |= {"PYTHONUTF8", "PYTHONWARNINGS", "TERM", "GITHUB_ACTIONS", "TF_BUILD"}
    kept = {name: value for name, value in os.environ.items() if name not in steering}
    return {**kept, "LANG": "C.UTF-8", **(changes or {})}


def assert_one_clear_error(done: Run, *words: str) -> None:
    """The run could not be made, and says in two lines why and what to do, with these words in them."""
    message = done.err.decode()
    assert (done.code, done.out) == (2, b"")
    assert message.startswith("error: ")
    assert message.count("\n") == 2
    assert [word for word in words if word not in message] == []
