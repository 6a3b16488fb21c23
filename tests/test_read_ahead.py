"""The second process that reads part of a large register: it may help, fail or die, and the report is the same.

The run is a real process in which one function of the operating system is replaced; rolecheck itself is left as it is.
"""

import sys
from functools import partial
from pathlib import Path

import pytest

from rolecheck.read_ahead import FEWEST_FILES
from tinyregister import AS_ORDINARY_USER, DAY, UNIT, run, run_script, validate, write_register

UNITS = 3 * FEWEST_FILES
VALIDATE = ("validate", "--format", "json", "--as-of", DAY)

# Runs rolecheck after a piece of code that stands at the top; says how many processes were made.
_RUN = """
import atexit, os, signal, sys
made, real_fork = [], os.fork
def counting_fork():
    made.append(1)
    return real_fork()
os.fork = counting_fork
{change}
sys.argv = ["rolecheck", *sys.argv[1:]]
from rolecheck.cli import main
atexit.register(lambda: sys.stderr.write(f"[{{len(made)}}]"))
main()
"""
_FIRST = "os.getpid() == first_process"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register for two processes, with sound files, and one of each sort that is not."""
    files: dict[str, str | bytes] = {
        f"units/u{number}.yaml": UNIT.replace("xx", f"u{number}") + "parent: nowhere\n" for number in range(UNITS)
    }
    files["units/u7.yaml"] = b"\xff\xfeid"
    files["units/u99.yaml"] = "id: u99\nid: u99\n"
    files["units/u101.yaml"] = "id: &a u101\n"
    files["units/u202.yaml"] = UNIT.replace("xx", "u202") + "# 158150 00134\n"
    files["units/u303.txt"] = "nobody reads this"
    folder = write_register(tmp_path_factory.mktemp("large"), files)
    (folder / "units" / "u404.yaml").unlink()
    (folder / "units" / "u404.yaml").symlink_to("/etc/hostname")
    return folder


def outcome(register: Path, change: str, *prefix: str) -> tuple[int, bytes, bytes]:
    """Exit code, report, and the number of processes made."""
    script = _RUN.format(change=change)
    starts = run_script if not prefix else partial(run, *prefix, sys.executable, "-c")
    done = starts(script, *VALIDATE, register)
    return done.code, done.out, done.err


@pytest.fixture(scope="module")
def alone(register: Path) -> bytes:
    """The report that one process gives."""
    code, out, err = outcome(register, "os.cpu_count = lambda: 1")
    assert (code, err) == (1, b"[0]")
    return out


def test_two_processes_report_what_one_does(register: Path, alone: bytes) -> None:
    assert outcome(register, "os.cpu_count = lambda: 2") == (1, alone, b"[1]")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("os.cpu_count = lambda: None", id="nobody knows how many processors"),
        pytest.param("del os.memfd_create", id="a system that cannot share memory"),
        pytest.param("import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))", id="few handles"),
        pytest.param(
            "import threading, time; threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
            id="other threads",
        ),
    ],
)
def test_one_process_where_a_second_is_not_safe(change: str, register: Path, alone: bytes) -> None:
    assert outcome(register, f"os.cpu_count = lambda: 2\n{change}") == (1, alone, b"[0]")


@pytest.mark.parametrize("call", ["pipe", "memfd_create", "fork", "write"])
def test_one_process_where_a_second_cannot_be_had(call: str, register: Path, alone: bytes) -> None:
    change = f"os.cpu_count = lambda: 2\ndef failing(*_): raise OSError(11, 'no more')\nos.{call} = failing"
    code, out, err = outcome(register, change)
    assert (code, out) == (1, alone)
    assert err == b"[0]"


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", id="is killed"),
        pytest.param("os.kill(os.getpid(), signal.SIGINT)", id="is interrupted alone"),
        pytest.param("raise OSError(28, 'no space')", id="fails"),
        pytest.param("raise MemoryError", id="has no memory"),
        pytest.param("sys.exit(3)", id="ends"),
    ],
)
@pytest.mark.parametrize("path", ["u1.yaml", "u150.yaml", f"u{UNITS - 1}.yaml"])
def test_a_second_process_that_dies_takes_nothing_with_it(deed: str, path: str, register: Path, alone: bytes) -> None:
    change = f"""
os.cpu_count = lambda: 2
first_process, real_open = os.getpid(), os.open
def deadly(path, *rest, **named):
    if not {_FIRST} and str(path).endswith("/{path}"):
        {deed}
    return real_open(path, *rest, **named)
os.open = deadly
"""
    assert outcome(register, change) == (1, alone, b"[1]")


@pytest.mark.parametrize("call", ["read", "write"])
def test_a_second_process_that_cannot_hand_over(call: str, register: Path, alone: bytes) -> None:
    change = f"""
os.cpu_count = lambda: 2
first_process, real, calls = os.getpid(), os.{call}, []
def failing(*given):
    if not {_FIRST}:
        calls.append(1)
        if len(calls) > 150:
            raise OSError(5, "input or output")
    return real(*given)
os.{call} = failing
"""
    assert outcome(register, change) == (1, alone, b"[1]")


def test_what_may_not_be_read_is_found_by_either_process(register: Path, alone: bytes) -> None:
    secret = register / "units" / "u5.yaml"
    secret.chmod(0)
    try:
        done = validate(register, prefix=AS_ORDINARY_USER)
        assert [finding["rule"] for finding in done.of_file("units/u5.yaml")] == ["unreadable-file"]
    finally:
        secret.chmod(0o644)
    assert validate(register).out == alone


_READ = """
import sys
from rolecheck.document import Document
from rolecheck.read_ahead import read_all
paths = [f"units/u{number}.yaml" for number in range(int(sys.argv[1]))]
documents = list(read_all(paths, lambda number: Document.read(paths[number], b"id: x")))
assert sorted(document.path for document in documents) == sorted(paths)
assert all(document.values == {"id": "x"} for document in documents)
"""


@pytest.mark.parametrize("files", [0, 1, FEWEST_FILES - 1, FEWEST_FILES, FEWEST_FILES + 1, 1_000])
def test_each_file_comes_once(files: int) -> None:
    done = run(sys.executable, "-c", _READ, str(files))
    assert (done.code, done.err) == (0, b"")


def test_a_small_register_is_read_by_one_process(tmp_path: Path) -> None:
    code, _, err = outcome(write_register(tmp_path), "os.cpu_count = lambda: 2")
    assert (code, err) == (0, b"[0]")
