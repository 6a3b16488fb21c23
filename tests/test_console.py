"""What reaches the user: output and exit codes with any encoding, width, pipe, disk, terminal and interruption."""

import errno
import fcntl
import os
import pty
import re
import signal
import stat
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tinyregister import AS_ORDINARY_USER, DAY, ROLECHECK, UNIT, Run, environment, run, validate, write_register

FORMATS = ("terminal", "concise", "json")
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
FULL = os.strerror(errno.ENOSPC).encode()
WIDE = "Økonomi – 部门 😀 ẞ"
WIDE_UNIT = f"{UNIT}parent: {WIDE}\n"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with an error whose text no old encoding can hold."""
    return write_register(tmp_path / "register", {"units/xx.yaml": WIDE_UNIT})


@pytest.fixture(scope="session")
def large_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with 2,000 errors, more than a pipe can hold."""
    units = {f"units/u{n}.yaml": f"id: u{n}\nkind: group\nname: Unit {n}\nparent: nowhere\n" for n in range(2_000)}
    return write_register(tmp_path_factory.mktemp("large"), units)


def shell(
    script: str, folder: Path, *, env: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
) -> "subprocess.CompletedProcess[bytes]":
    """Run a line of bash, in which $rolecheck is the command and $register the folder."""
    known = {"rolecheck": " ".join(ROLECHECK), "register": str(folder), **(env or {})}
    return subprocess.run([*prefix, "bash", "-c", script], check=False, capture_output=True, env=environment(known))


def assert_one_clear_error(done: "Run | subprocess.CompletedProcess[bytes]", *words: bytes) -> None:
    err = done.err if isinstance(done, Run) else done.stderr
    assert (done.code if isinstance(done, Run) else done.returncode) == 2
    assert err.startswith(b"error: ")
    assert err.count(b"\n") == 2  # what is wrong, and what to do
    assert all(word in err for word in words)


# --- encodings ------------------------------------------------------------------------------------------------------

ENCODINGS = {
    "C": {"LC_ALL": "C"},
    "POSIX without coercion": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding(encoding: str, format_: str, register: Path) -> None:
    done = validate(register, "--format", format_, env=ENCODINGS[encoding])
    assert (done.code, done.err if format_ != "concise" else b"") == (1, b"")
    assert b"unknown-reference" in done.out
    if format_ == "json":
        text = done.out.decode("cp1252" if encoding in {"cp1252", "latin-1"} else "utf-8")
        assert "There is no unit" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_of_any_encoding_says_the_same(encoding: str, register: Path) -> None:
    done = validate(register, env={"PYTHONIOENCODING": encoding})
    report = Run(0, done.out.decode(encoding).encode(), b"", 0, 0).report
    assert f"“{WIDE}”" in report["findings"][1]["message"]


@pytest.mark.parametrize(
    "command", [["--help"], ["validate", "--help"], ["explain"], ["explain", "invalid-yaml"], ["--version"]]
)
def test_help_in_ascii(command: list[str]) -> None:
    done = run(*ROLECHECK, *command, env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, done.err) == (0, b"")
    assert done.out


def test_complaint_in_ascii(tmp_path: Path) -> None:
    done = run(*ROLECHECK, "validate", tmp_path / "Økonomi", env={"PYTHONIOENCODING": "ascii"})
    assert_one_clear_error(done, rb"\u00d8konomi")


# --- width ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["20", "0", "-5", "abc", "", "1", "999999999", "9" * 5_000])
def test_any_width_shows_every_finding(columns: str, register: Path) -> None:
    done = validate(register, "--format", "terminal", env={"COLUMNS": columns})
    assert (done.code, done.err) == (1, b"")
    assert done.out.count(b"-->") == 2
    flat = b"".join(done.out.split())
    assert b"note[single-holder]" in flat
    assert b"error[unknown-reference]" in flat
    assert b"1error" in flat


def test_twenty_columns_are_kept(register: Path) -> None:
    done = validate(register, "--format", "terminal", env={"COLUMNS": "20"})
    findings = done.out.decode().rpartition("\n\n")[0]
    sentences = [line for line in findings.splitlines() if "-->" not in line and "|" not in line]
    assert max(map(len, sentences)) <= 20


def test_zero_columns_are_unknown_columns(register: Path) -> None:
    zero = validate(register, "--format", "terminal", env={"COLUMNS": "0"})
    assert zero.out == validate(register, "--format", "terminal").out


WIDTHS: tuple[dict[str, str], ...] = ({}, {"COLUMNS": "100"}, {"COLUMNS": "60"})


def test_a_pipe_is_a_hundred_columns_wide(register: Path) -> None:
    piped, hundred, narrower = (validate(register, "--format", "terminal", env=env) for env in WIDTHS)
    assert piped.out == hundred.out != narrower.out


# --- pipes and disks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1)])
def test_a_closed_pipe_ends_quietly(format_: str, fail_on: str, code: int, large_register: Path) -> None:
    script = f"$rolecheck validate $register --format {format_} --fail-on {fail_on} | head -1; exit ${{PIPESTATUS[0]}}"
    done = shell(script, large_register)
    assert done.returncode == code
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b"" or format_ == "concise"
    assert b"Error" not in done.stderr


@pytest.mark.parametrize(
    "command", ["validate $register --fail-on never", "--help", "--version", "explain", "validate --help"]
)
def test_a_pipe_that_nobody_ever_reads(command: str, register: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    known = {"rolecheck": " ".join(ROLECHECK), "register": str(register)}
    script = ["bash", "-c", f"$rolecheck {command}"]
    done = subprocess.run(script, check=False, stdout=write, stderr=subprocess.PIPE, env=environment(known))
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "command",
    [
        *(f"validate $register --format {format_}" for format_ in FORMATS),
        "--help",
        "--version",
        "explain",
        "validate --help",
    ],
)
def test_a_full_disk_behind_standard_output(command: str, register: Path) -> None:
    done = shell(f"$rolecheck {command} > /dev/full", register)
    assert_one_clear_error(done, FULL)


def test_a_full_disk_behind_a_long_report(large_register: Path) -> None:
    assert_one_clear_error(shell("$rolecheck validate $register > /dev/full", large_register), FULL)


def test_a_full_disk_behind_standard_error(tmp_path: Path) -> None:
    assert shell(f"$rolecheck validate {tmp_path}/nowhere 2> /dev/full", tmp_path).returncode == 2


@pytest.mark.parametrize("command", ["validate $register", "--help", "--version"])
def test_standard_output_that_is_closed(command: str, register: Path) -> None:
    done = shell(f"$rolecheck {command} >&-", register)
    assert done.returncode in {0, 1 if "validate" in command else 0, 2}
    assert b"Traceback" not in done.stderr


def test_standard_error_that_is_closed(register: Path, tmp_path: Path) -> None:
    assert shell("$rolecheck validate $register --format concise 2>&-", register).returncode == 1
    assert shell(f"$rolecheck validate {tmp_path}/nowhere 2>&-", tmp_path).returncode == 2


def test_every_handle_closed(register: Path) -> None:
    assert shell("$rolecheck validate $register --format json <&- >&- 2>&-", register).returncode in {1, 2}


@pytest.mark.parametrize("format_", FORMATS)
def test_output_to_a_full_disk(format_: str, register: Path) -> None:
    done = validate(register, "--format", format_, "--output", "/dev/full")
    assert_one_clear_error(done, b"/dev/full", FULL)


def test_output_to_a_folder_that_may_not_be_written(register: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed").chmod(0o500)
    done = validate(register, "--output", str(tmp_path / "closed/report.json"), prefix=AS_ORDINARY_USER)
    assert_one_clear_error(done, b"closed/report.json", os.strerror(errno.EACCES).encode())
    assert list((tmp_path / "closed").iterdir()) == []


@pytest.mark.parametrize("target", ["nowhere/report.json", ".", "file/report.json", "x" * 300, "loop"])
def test_output_that_cannot_be(target: str, register: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    assert_one_clear_error(validate(register, "--output", str(tmp_path / target)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop", "register"]


def test_output_is_written_whole_or_not_at_all(register: Path, tmp_path: Path) -> None:
    target = tmp_path / "out/report.json"
    target.parent.mkdir()
    target.write_text("the old report", encoding="utf-8")
    done = shell(f"ulimit -f 1; $rolecheck validate $register --format json --output {target}", register)
    assert_one_clear_error(done, b"report.json", os.strerror(errno.EFBIG).encode())
    assert target.read_text(encoding="utf-8") == "the old report"
    assert list(target.parent.iterdir()) == [target]


def test_output_takes_the_place_of_the_old_file(register: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "report.json", tmp_path / "link"
    target.write_text("the old report", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to("report.json")
    done = validate(register, "--output", str(link))
    assert (done.code, done.out, done.err) == (1, b"", b"")
    assert target.read_bytes() == validate(register).out
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "register", "report.json"]


def test_a_new_output_has_the_permissions_of_the_umask(register: Path, tmp_path: Path) -> None:
    done = shell(f"umask 027; $rolecheck validate $register --output {tmp_path}/report", register)
    assert (done.returncode, done.stderr) == (1, b"")
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o640


def test_output_to_a_device(register: Path) -> None:
    done = shell("$rolecheck validate $register --format concise --output /dev/stdout | cat", register)
    assert b"unknown-reference" in done.stdout


# --- colours --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What each format says without colours."""
    register = write_register(tmp_path_factory.mktemp("plain"), {"units/xx.yaml": WIDE_UNIT})
    return {format_: validate(register, "--format", format_).out for format_ in ("terminal", "concise")}


@pytest.mark.parametrize(
    ("color", "env", "colored"),
    [
        (None, {}, False),
        ("auto", {}, False),
        ("always", {}, True),
        ("never", {}, False),
        (None, {"FORCE_COLOR": "1"}, True),
        (None, {"FORCE_COLOR": ""}, False),
        (None, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (None, {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
@pytest.mark.parametrize("format_", ["terminal", "concise"])
def test_colours_without_a_terminal(
    format_: str,
    color: str | None,
    env: dict[str, str],
    colored: bool,  # noqa: FBT001 - a parameter of the test
    register: Path,
    plain: dict[str, bytes],
) -> None:
    options = [] if color is None else ["--color", color]
    done = validate(register, "--format", format_, *options, env=env)
    assert bool(COLOUR.search(done.out)) == colored
    assert COLOUR.sub(b"", done.out) == plain[format_]


def test_json_has_no_colours(register: Path) -> None:
    assert b"\x1b" not in validate(register, "--color", "always").out


def on_terminal(
    register: Path, *options: str, columns: int = 80, env: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Run `rolecheck validate` on a real terminal of so many columns: its exit code, and what the terminal got."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    child = subprocess.Popen(
        [*ROLECHECK, "validate", register, "--as-of", DAY, *options],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment({"TERM": "xterm", "CI": "true", **(env or {})}),  # in a pipeline, no progress is shown
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(ours)
    return child.wait(), shown.replace(b"\r\n", b"\n")


def test_a_terminal_gets_colours(register: Path) -> None:
    code, shown = on_terminal(register)
    assert code == 1
    assert COLOUR.search(shown)
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", COLOUR.sub(b"", shown))


@pytest.mark.parametrize(("options", "env"), [([], {"NO_COLOR": "1"}), (["--color", "never"], {"FORCE_COLOR": "1"})])
def test_a_terminal_without_colours(options: list[str], env: dict[str, str], register: Path) -> None:
    assert b"\x1b" not in on_terminal(register, *options, env=env)[1]


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_a_terminal_has_its_own_width(columns: int, register: Path) -> None:
    _, shown = on_terminal(register, columns=columns)
    expected = validate(register, "--format", "terminal", env={"COLUMNS": str(columns)})
    assert COLOUR.sub(b"", shown) == expected.out


def test_a_terminal_without_a_size(register: Path) -> None:
    _, shown = on_terminal(register, columns=0)
    assert COLOUR.sub(b"", shown) == validate(register, "--format", "terminal").out


# --- interruption ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole_group", [False, True], ids=["the process", "its group, as a terminal does"])
@pytest.mark.parametrize("loaded", ["pydantic_core", "_yaml"], ids=["while it starts", "while it reads"])
def test_interrupted(loaded: str, whole_group: bool, large_register: Path) -> None:  # noqa: FBT001 - a parameter
    child = subprocess.Popen(
        [*ROLECHECK, "validate", large_register],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    maps = Path(f"/proc/{child.pid}/maps")
    while loaded not in maps.read_text(encoding="utf-8"):
        assert child.poll() is None
        time.sleep(0.001)
    if whole_group:
        os.killpg(child.pid, signal.SIGINT)
    else:
        child.send_signal(signal.SIGINT)
    out, err = child.communicate()
    assert (child.returncode, err) == (130, b"")
    assert b"Traceback" not in out
    with pytest.raises(ProcessLookupError):  # no helper stays behind
        os.killpg(child.pid, 0)


def test_a_run_in_the_background_of_a_script_leaves_ctrl_c_to_others(large_register: Path) -> None:
    """A shell lets what it starts with & ignore it."""
    child = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *ROLECHECK, "validate", large_register, "--fail-on", "never"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    maps = Path(f"/proc/{child.pid}/maps")
    while "_yaml" not in maps.read_text(encoding="utf-8"):
        assert child.poll() is None
        time.sleep(0.001)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate()
    assert (child.returncode, err) == (0, b"")
    assert out


# --- usage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--select", "singel-holder"], "single-holder"),
        (["--ignore", "single-holders"], "single-holder"),
        (["--select", "single-holder,invalid-yam"], "invalid-yaml"),
        (["--unit", "faculty-on"], "faculty-one"),
        (["--unit", "Fakulty One"], "faculty-one"),
        (["--format", "jsno"], "json"),
        (["--format", "terminl"], "terminal"),
        (["--format", "../as_json"], "json"),
        (["--language", "nbb"], "nb"),
        (["--language", ""], "nb"),
        (["--as-of", "2026-02-30"], "YYYY-MM-DD"),
        (["--as-of", "today"], "YYYY-MM-DD"),
        (["--as-of", "9999-12-31"], "YYYY-MM-DD"),
        (["--as-of", ""], "YYYY-MM-DD"),
        (["--as-of", "٢٠٢٦-١١-٢١"], "YYYY-MM-DD"),
        (["--fail-on", "eror"], "error"),
        (["--color", "allways"], "always"),
    ],
)
def test_a_mistyped_option_is_an_error_with_a_suggestion(options: list[str], words: str, tmp_path: Path) -> None:
    unit = UNIT.replace("xx", "faculty-one").replace("name: X", "name: Faculty One")
    register = write_register(tmp_path, {"units/faculty-one.yaml": unit})
    done = validate(register, *options)
    assert_one_clear_error(done, words.encode())
    assert done.out == b""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validat"], "validate"),
        (["validate", "--formt", "json"], "--format"),
        (["validate", "--format"], "--format"),
        (["validate", "a", "b"], "b"),
    ],
)
def test_a_mistyped_command_line(arguments: list[str], words: str) -> None:
    done = run(*ROLECHECK, *arguments)
    assert (done.code, done.out) == (2, b"")
    assert words.encode() in done.err
    assert b"Traceback" not in done.err


@pytest.mark.parametrize("option", ["--select", "--unit", "--format", "--language", "--as-of", "--fail-on", "--color"])
def test_a_hostile_option_is_shown_harmlessly(option: str, register: Path) -> None:
    done = validate(register, option, "a\x1b]52;c;eA==\x07\n::error::b\u202e[/x]" + "y" * 100_000)
    assert_one_clear_error(done)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", done.err.decode())
    assert b"\n::error" not in done.err
    assert len(done.err) < 5_000


# --- a mistake of ours ----------------------------------------------------------------------------------------------

_BROKEN = """
import sys
import rolecheck.check
def broken(*_, **__):
    raise RuntimeError("the\\nsecret")
rolecheck.check.check = broken
from rolecheck.cli import main
main()
"""


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["without --debug", "with --debug"])
def test_a_mistake_of_ours(debug: list[str], register: Path) -> None:
    done = run(ROLECHECK[0], "-c", _BROKEN, "validate", register, *debug)
    assert (done.code, done.out) == (3, b"")
    *traceback, message, help_ = done.err.decode().splitlines()
    assert message.startswith("error: This is a bug in rolecheck")
    assert "report" in help_
    assert ("Traceback (most recent call last):" in traceback) == bool(debug)
    assert debug or traceback == []
    assert ("secret" in done.err.decode()) == bool(debug)


def test_debug_may_stand_before_the_command(register: Path) -> None:
    done = run(ROLECHECK[0], "-c", _BROKEN, "--debug", "validate", register)
    assert done.code == 3
    assert b"Traceback" in done.err
