"""How far a run has come: shown on a real terminal, after a second, and gone again; nowhere else, and at no cost."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from rolecheck.cli._progress import watch_on
from rolecheck.watch import unwatched
from tinyregister import DAY, ROLECHECK, environment, write_register

PIPELINES = ("CI", "GITHUB_ACTIONS", "TF_BUILD")
SHOWN = re.compile(rb"\r((?:(?!\x1b\[K)[^\r])+)\x1b\[K")
STYLE = re.compile(r"\x1b\[[0-9;]*m")
# rolecheck itself, but that it shows from the start on, whenever an item passes.
AT_ONCE = """
import sys
import rolecheck.cli._progress as progress
progress.SECONDS_BEFORE = progress.SECONDS_BETWEEN = 0
from rolecheck.cli import main
main()
"""
EAGER = (sys.executable, "-c", AT_ONCE)
NEVER = AT_ONCE.replace(
    "SECONDS_BEFORE = progress.SECONDS_BETWEEN = 0", "SECONDS_BEFORE = 3_600"
)  # however slow the machine


@dataclass(frozen=True)
class Shown:
    """What a run wrote to the terminal behind its standard error, and to its standard output."""

    code: int
    terminal: bytes
    out: bytes

    @property
    def lines(self) -> list[str]:
        """Every state of the line of progress, without colours."""
        return [STYLE.sub("", text.decode()) for text in SHOWN.findall(self.terminal)]

    @property
    def screen(self) -> list[str]:
        """What stands on the screen in the end: a sign is written over what stood there."""
        lines = [""]
        column = 0
        for part in re.findall(r"\r|\n|\x1b\[K|\x1b\[[0-9;?]*[A-Za-z]|[^\r\n\x1b]+", self.terminal.decode()):
            if part == "\r":
                column = 0
            elif part == "\n":
                lines.append("")
                column = 0
            elif part == "\x1b[K":
                lines[-1] = lines[-1][:column]
            elif not part.startswith("\x1b"):
                lines[-1] = lines[-1][:column] + part + lines[-1][column + len(part) :]
                column += len(part)
        return lines


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with an error in each of 200 units."""
    return write_register(tmp_path_factory.mktemp("middle"), units(200))


def units(number: int) -> dict[str, str]:
    return {f"units/u{n}.yaml": f"id: u{n}\nkind: group\nname: Unit {n}\nparent: nowhere\n" for n in range(number)}


def on_terminal(
    *command: str | Path, env: Mapping[str, str] | None = None, columns: int = 80, interrupt: bytes | None = None
) -> Shown:
    """Run a command with a terminal behind standard error; once it shows some bytes, it is sent Ctrl-C."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    settings = {"TERM": "xterm-256color", **dict.fromkeys(PIPELINES, ""), **(env or {})}
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            command, stdin=theirs, stdout=out, stderr=theirs, env=environment(settings), start_new_session=True
        )
        os.close(theirs)
        terminal = b""
        for part in _parts(ours):
            terminal += part
            if interrupt is not None and interrupt in terminal:
                child.send_signal(signal.SIGINT)
                interrupt = None
        assert interrupt is None, "what was to be interrupted was never seen"
        code = child.wait()
        out.seek(0)
        return Shown(code, terminal.replace(b"\r\n", b"\n"), out.read())


def _parts(handle: int) -> Iterator[bytes]:
    try:
        while part := os.read(handle, 65536):
            yield part
    except OSError:  # Linux says so when the other side is closed
        return
    finally:
        os.close(handle)


def validate(register: Path, *options: str | Path) -> tuple[str | Path, ...]:
    return ("validate", register, "--as-of", DAY, "--format", "json", *options)


# --- on a terminal


def test_a_long_run_shows_how_far_it_has_come_and_leaves_the_terminal_clean(tmp_path: Path) -> None:
    register = write_register(tmp_path / "large", units(10_000))
    done = on_terminal(*ROLECHECK, *validate(register))
    assert done.code == 1
    assert done.screen == [""]
    counts = [(int(number), int(total)) for line in done.lines for number, total in re.findall(r"(\d+) of (\d+)", line)]
    assert {total for _, total in counts} & {10_005, 10_001}  # files that are read, findings that are placed
    for step in {total for _, total in counts}:
        numbers = [number for number, total in counts if total == step]
        assert numbers == sorted(set(numbers))
    assert len(done.lines) < 10 * 60
    assert b"\x1b[?25" not in done.terminal  # the cursor stays, as a run that is killed could not show it again
    plain = subprocess.run([*ROLECHECK, *validate(register)], check=False, capture_output=True, env=environment())
    assert (plain.stdout, plain.stderr) == (done.out, b"")


def test_a_run_that_ends_before_its_time_shows_nothing(tmp_path: Path) -> None:
    done = on_terminal(sys.executable, "-c", NEVER, *validate(write_register(tmp_path)))
    assert (done.code, done.terminal) == (0, b"")


def test_each_step_is_shown_in_the_language_that_is_asked_for(register: Path) -> None:
    english, bokmal = (
        on_terminal(*EAGER, *validate(register, "--language", language)).lines for language in ("en", "nb")
    )
    assert ordered_steps(english) == ["Reading files", "Checking", "Finding the lines", "Making the report"]
    assert ordered_steps(bokmal) == ["Leser filer", "Kontrollerer", "Finner linjene", "Lager rapporten"]
    assert any(line.endswith("100 of 205") for line in english)
    assert any(line.endswith("100 av 205") for line in bokmal)


def test_a_site_shows_how_many_of_its_files_are_written(register: Path, tmp_path: Path) -> None:
    done = on_terminal(*EAGER, "site", register, "--as-of", DAY, "--output", tmp_path)
    assert done.code == 0
    assert ordered_steps(done.lines) == ["Reading files", "Checking", "Finding the lines", "Writing files"]
    written = int(done.out.split()[0])
    assert any(line.endswith(f" 300 of {written}") for line in done.lines)


def ordered_steps(lines: list[str]) -> list[str]:
    """The steps, each once, in their order."""
    return list(dict.fromkeys(re.sub(r"[^A-Za-z ].*| *$", "", line).strip() for line in lines))


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_line_never_wraps(columns: int, register: Path) -> None:
    done = on_terminal(*EAGER, *validate(register), columns=columns)
    assert done.lines
    assert max(map(len, done.lines)) < columns
    assert done.screen == [""]


@pytest.mark.parametrize(("options", "env"), [([], {"NO_COLOR": "1"}), (["--color", "never"], {"FORCE_COLOR": "1"})])
def test_without_colours(options: list[str], env: dict[str, str], register: Path) -> None:
    done = on_terminal(*EAGER, *validate(register, *options), env=env)
    assert done.lines
    assert not STYLE.search(done.terminal.decode())
    assert STYLE.search(on_terminal(*EAGER, *validate(register)).terminal.decode())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_of_another_encoding(encoding: str, register: Path) -> None:
    done = on_terminal(*EAGER, *validate(register), env={"PYTHONIOENCODING": encoding})
    assert done.lines
    assert done.terminal.isascii()


def test_ctrl_c_leaves_the_terminal_clean(register: Path) -> None:
    done = on_terminal(*EAGER, *validate(register), interrupt=b"Checking")
    assert (done.code, done.out, done.screen) == (130, b"", [""])


def test_an_error_stands_alone_on_its_line(register: Path, tmp_path: Path) -> None:
    done = on_terminal(*EAGER, *validate(register, "--output", tmp_path / "none" / "report"))
    assert done.lines
    assert (done.code, done.screen[0][:7], len(done.screen)) == (2, "error: ", 3)


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_a_mistake_of_ours_while_a_step_is_shown_stands_alone_on_its_lines(debug: list[str], register: Path) -> None:
    script = (
        "import rolecheck.register as register\n"
        "real = register._read\n"
        "def broken(document):\n"
        "    if document.path.endswith('u150.yaml'):\n"
        "        raise ZeroDivisionError\n"
        "    return real(document)\n"
        f"register._read = broken\n{AT_ONCE}"
    )
    done = on_terminal(sys.executable, "-c", script, *validate(register, *debug))
    assert done.code == 3
    assert done.lines
    assert done.screen[0].startswith("Traceback" if debug else "error: ")


# --- nowhere else


@pytest.mark.parametrize(
    "env",
    [{"TERM": "dumb"}, {"TERM": ""}, {"TERM": "unknown"}, *({name: "true"} for name in PIPELINES), {"CI": "1"}],
    ids=str,
)
def test_no_progress_where_nothing_can_be_taken_back(env: dict[str, str], register: Path) -> None:
    done = on_terminal(*EAGER, *validate(register), env=env)
    assert (done.code, done.terminal) == (1, b"")


def test_no_progress_in_a_pipe_or_a_file(register: Path, tmp_path: Path) -> None:
    command = [*EAGER, *validate(register)]
    settings = environment({"TERM": "xterm", "FORCE_COLOR": "1"})
    assert subprocess.run(command, check=False, capture_output=True, env=settings).stderr == b""
    with (tmp_path / "err").open("wb") as file:
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=file, env=settings)
    assert (tmp_path / "err").read_bytes() == b""


def test_nobody_watches_without_a_terminal(tmp_path: Path) -> None:
    with (tmp_path / "err").open("w") as file:
        assert watch_on(file, color="auto", language=None) is unwatched
    assert watch_on(None, color="always", language=None) is unwatched
    items = iter("abc")
    assert unwatched("reading", items) is items


def test_a_short_run_never_loads_what_draws(tmp_path: Path) -> None:
    script = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(str(sorted(name for name in sys.modules if 'rich' in name))))\n"
        f"{NEVER}"
    )
    done = on_terminal(sys.executable, "-c", script, *validate(write_register(tmp_path)))
    assert (done.code, done.terminal) == (0, b"[]")
