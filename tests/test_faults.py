"""Every call to the operating system fails once, in turn: a message and exit 2, or a finding; never half a file.

The run is a real process in which one function of `os` or `tempfile` fails; rolecheck itself is left as it is.
"""

import errno
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gitrepository import Repository
from tinyregister import DAY, UNIT, Run, assert_one_clear_error, run, run_script, write_register

ERRORS = ("ENOSPC", "EIO", "EACCES", "EMFILE", "ENOENT")

# Fails the nth call of a function with an error, where its first argument (or the file behind it) holds a word.
_FAILING = """
import atexit, errno, os, subprocess, sys, tempfile
module, function, number, error, word, *arguments = sys.argv[1:]
owner = {"os": os, "tempfile": tempfile, "subprocess": subprocess}[module]
real, left = getattr(owner, function), int(number)
def path_of(value):
    try:
        return os.readlink(f"/proc/self/fd/{value}") if isinstance(value, int) else os.fspath(value)
    except (OSError, TypeError):
        return str(value)
def failing(*given, **named):
    global left
    if word in path_of(given[0] if given else named.get("dir", "")):
        left -= 1
        if left == 0:
            code = getattr(errno, error)
            raise OSError(code, os.strerror(code))
    return real(*given, **named)
from rolecheck.cli import main
atexit.register(lambda: sys.stderr.write(f"[{left}]"))
setattr(owner, function, failing)
sys.argv = ["rolecheck", *arguments]
main()
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path / "register", {"units/xx.yaml": UNIT})


def with_fault(call: str, error: str, word: str, *arguments: str | Path, number: int = 1) -> Run:
    """Run rolecheck while a call fails with an error; the run must have come to that call."""
    module, _, function = call.partition(".")
    done = run_script(_FAILING, module, function, str(number), error, word, *arguments)
    *before, end = done.err.rpartition(b"[")
    assert int(end.removesuffix(b"]")) <= 0, "the call that was to fail was never made"
    return Run(done.code, done.out, before[0], done.megabytes, done.seconds)


def files_below(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", ["os.open", "os.fstat", "os.read"])
@pytest.mark.parametrize("path", ["units/xx.yaml", "rolecheck.yaml"])
def test_a_file_that_cannot_be_read(path: str, call: str, error: str, register: Path) -> None:
    before = files_below(register)
    done = with_fault(call, error, path, "validate", register, "--format", "json", "--as-of", DAY)
    assert (done.code, done.err) == (1, b"")
    found = [(finding["rule"], finding["line"], finding["column"]) for finding in done.of_file(path)]
    assert found == [("unreadable-file", 1, 1)]
    assert done.report["unchecked"] == [path]
    assert files_below(register) == before


@pytest.mark.parametrize("error", ERRORS)
def test_a_file_that_cannot_be_read_to_its_end(error: str, register: Path) -> None:
    options = ("validate", register, "--format", "json", "--as-of", DAY)
    done = with_fault("os.read", error, "units/xx.yaml", *options, number=2)
    assert (done.code, done.err) == (1, b"")
    assert [finding["rule"] for finding in done.of_file("units/xx.yaml")] == ["unreadable-file"]


@pytest.mark.parametrize("error", ERRORS)
def test_a_file_that_cannot_be_closed(error: str, register: Path) -> None:
    done = with_fault("os.close", error, "units/xx.yaml", "validate", register, "--format", "json", "--as-of", DAY)
    assert (done.code, done.err) == (1, b"")
    assert [finding["rule"] for finding in done.of_file("units/xx.yaml")] == ["unreadable-file"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("folder", ["register", "register/units", "register/roles"])
def test_a_folder_that_cannot_be_listed(folder: str, error: str, register: Path) -> None:
    done = with_fault("os.scandir", error, folder, "validate", register, "--as-of", DAY)
    assert_one_clear_error(done, str(register), os.strerror(getattr(errno, error)))


@pytest.mark.parametrize("error", ERRORS)
def test_a_register_whose_folder_cannot_be_searched(error: str, register: Path) -> None:
    done = with_fault("os.listdir", error, "register", "validate", register, "--as-of", DAY)
    assert_one_clear_error(done, str(register))


@pytest.mark.parametrize("error", ERRORS)
def test_a_folder_that_has_vanished_when_rolecheck_starts_there(error: str, register: Path) -> None:
    done = with_fault("os.getcwd", error, "", "validate", "--as-of", DAY)
    assert register.is_dir()
    assert_one_clear_error(done)


# --- git, and the baseline ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("command", ["is-inside-work-tree", "--verify", "ls-tree", "cat-file"])
def test_a_git_that_cannot_be_started(command: str, error: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    before = files_below(tmp_path)
    options = ("validate", repository.register, "--since", "HEAD", "--as-of", DAY)
    assert_one_clear_error(with_fault("subprocess.Popen", error, command, *options), os.strerror(getattr(errno, error)))
    assert files_below(tmp_path) == before


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("number", [1, 2])
def test_no_room_for_what_git_is_asked(number: int, error: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    options = ("validate", repository.register, "--since", "HEAD", "--as-of", DAY)
    done = with_fault("tempfile.TemporaryFile", error, "", *options, number=number)
    assert_one_clear_error(done, os.strerror(getattr(errno, error)))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", ["os.open", "os.fstat", "os.fdopen"])
def test_a_baseline_that_cannot_be_read(call: str, error: str, register: Path, tmp_path: Path) -> None:
    file = tmp_path / "baseline.jsonl"
    file.write_text('{"format": "rolecheck-baseline/1"}\n', encoding="utf-8")
    done = with_fault(call, error, "baseline.jsonl", "validate", register, "--baseline", file, "--as-of", DAY)
    assert_one_clear_error(done, "baseline.jsonl", os.strerror(getattr(errno, error)))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", ["tempfile.mkstemp", "os.fsync", "os.chmod", "os.replace"])
@pytest.mark.parametrize("action", ["create", "update", "prune"])
def test_a_baseline_that_cannot_be_written(action: str, call: str, error: str, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if action != "create":
        (out / "b.jsonl").write_text('{"format": "rolecheck-baseline/1"}\n', encoding="utf-8")
    before = files_below(out)
    options = ("baseline", action, out / "b.jsonl", "--register", register, "--as-of", DAY)
    assert_one_clear_error(with_fault(call, error, "", *options), "b.jsonl", os.strerror(getattr(errno, error)))
    assert files_below(out) == before


# --- writing --------------------------------------------------------------------------------------------------------

WRITING = ["tempfile.mkstemp", "os.fdopen", "os.fsync", "os.chmod", "os.replace"]


@pytest.mark.parametrize(
    ("call", "error", "old"),
    [
        *((call, error, b"the old report") for call in WRITING for error in ERRORS),
        *((call, "EIO", None) for call in WRITING),
    ],
)
def test_a_report_that_cannot_be_written(
    call: str, error: str, old: bytes | None, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if old is not None:
        (out / "report.json").write_bytes(old)
    before = files_below(out)
    options = ("--format", "json", "--as-of", DAY, "--output", out / "report.json")
    done = with_fault(call, error, "", "validate", register, *options)
    assert_one_clear_error(done, "report.json", os.strerror(getattr(errno, error)))
    assert files_below(out) == before


@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "os.chmod"])
def test_the_message_names_the_first_fault_when_cleaning_up_fails_too(
    call: str, register: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    script = _FAILING.replace(
        "setattr(owner, function, failing)",
        "setattr(owner, function, failing)\ndef gone(*given, **named): raise OSError(errno.EACCES, 'no cleaning')\nos.unlink = gone",
    )
    arguments = ("os", call.removeprefix("os."), "1", "ENOSPC", "", "validate", register)
    done = run(sys.executable, "-c", script, *arguments, "--output", tmp_path / "out/report", "--as-of", DAY)
    assert done.code == 2
    assert os.strerror(errno.ENOSPC).encode() in done.err
    assert b"Traceback" not in done.err


@pytest.mark.parametrize("size", [0, 1, 7, 8])
def test_a_disk_that_fills_up_while_a_report_is_written(size: int, register: Path, tmp_path: Path) -> None:
    """The limit on the size of a file stands for the disk: the system itself refuses to write on."""
    target = tmp_path / "out/report.json"
    target.parent.mkdir()
    target.write_bytes(b"the old report")
    command = f'ulimit -f {size}; exec "$@"'
    rolecheck: list[str | Path] = [
        sys.executable,
        "-m",
        "rolecheck",
        "validate",
        register,
        "--format",
        "json",
        "--as-of",
        DAY,
    ]
    whole = run(*rolecheck).out
    done = run("bash", "-c", command, "bash", *rolecheck, "--output", target)
    if len(whole) <= size * 1024:
        assert (done.code, target.read_bytes()) == (0, whole)
    else:
        assert_one_clear_error(done, "report.json", os.strerror(errno.EFBIG))
        assert target.read_bytes() == b"the old report"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("handles", [3, 4, 5, 6, 8, 10])
def test_so_few_handles_that_nothing_can_be_opened(handles: int, register: Path) -> None:
    """Python itself does not start with the fewest; from where it does, rolecheck ends well."""
    script = (
        "import resource, sys\n"
        "import rolecheck.cli._app, rolecheck.cli._session, rolecheck.check, rolecheck.rules, rolecheck.render.as_json\n"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({handles}, {handles}))\n"
        "from rolecheck.cli import main\n"
        "main()\n"
    )
    done = run(sys.executable, "-c", script, "validate", register, "--format", "json", "--as-of", DAY)
    assert done.code in {0, 1, 2}
    assert b"Traceback" not in done.err
    if done.code == 1:
        assert {finding["rule"] for finding in done.findings} & {"unreadable-file"}
