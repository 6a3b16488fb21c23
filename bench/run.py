"""Prints the table of speed and memory: rolecheck beside its baselines, in one run, as whole processes.

What is compared runs by turns (A B A B …), so that what else the machine does falls on both. Only ratios are worth
comparing between machines. Nothing here passes or fails.
"""

# ruff: noqa: INP001 - a script, not a package

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median

from registers import DAY, write_register

SOURCE = Path(__file__).parents[1] / "src" / "rolecheck"
EVENTS_ONLY = Path(__file__).with_name("events_only.py")
SMALL, MIDDLE, LARGE = 20, 1_000, 20_000
ROUNDS = {0: 21, SMALL: 15, MIDDLE: 7, LARGE: 3}
SCHEMA = "unit.schema.json"

Command = Sequence[str | Path]


@dataclass(frozen=True)
class Row:
    """One line of the table, every cell as text."""

    what: str
    baseline: str
    measured: str
    against: str
    ratio: str
    limit: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.baseline} | {self.measured} | {self.against} | {self.ratio} | {self.limit} |"


HEADING = Row("what", "baseline", "measured", "baseline took", "ratio", "at most")


@dataclass(frozen=True)
class Run:
    """What one process took: seconds from start to end, and the greatest resident memory of it or a helper, in MB."""

    seconds: float
    megabytes: float


def run(command: Command) -> Run:
    """Run a command as a process of its own, with its output thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"ended with {process.returncode}: {' '.join(map(str, command))}")
    return Run(seconds, usage.ru_maxrss / 1024)


def by_turns(one: Command, other: Command, rounds: int) -> tuple[list[Run], list[Run]]:
    """The runs of two commands, by turns, after one run of each that does not count."""
    run(one)
    run(other)
    pairs = [(run(one), run(other)) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def seconds(runs: Sequence[Run]) -> float:
    """The median time of some runs."""
    return median(run.seconds for run in runs)


def compared(what: str, baseline: str, pair: tuple[list[Run], list[Run]], limit: str) -> Row:
    """The row that says how many times as long the first of two commands takes."""
    one, other = map(seconds, pair)
    return Row(what, baseline, f"{one * 1000:.1f} ms", f"{other * 1000:.1f} ms", f"{one / other:.2f}×", limit)


class Bench:
    """Measures one installed rolecheck on generated registers in a folder."""

    def __init__(self, folder: Path, rolecheck: Path) -> None:
        self._folder = folder
        self._rolecheck = rolecheck
        self._seconds: dict[int, float] = {}
        self._megabytes: dict[int, float] = {}

    def rows(self, sizes: Sequence[int]) -> Iterator[Row]:
        """The rows of the table, as they are measured."""
        pass_ = (sys.executable, "-c", "pass")
        for option, limit in (("--version", "7×"), ("--help", "7×")):
            pair = by_turns((self._rolecheck, option), pass_, ROUNDS[0])
            yield compared(f"`rolecheck {option}`", "`python -c pass`", pair, limit)
        if SMALL in sizes:
            pair = by_turns(self._validate(SMALL), pass_, ROUNDS[SMALL])
            yield self._noted(
                SMALL, compared("`validate`, 20 units", "`python -c pass`", pair, "16× (later 10×)"), pair
            )
            yield self._against_check_jsonschema(SMALL, "0.45×")
        if MIDDLE in sizes:
            yield self._against_events(MIDDLE, "2.5×")
            yield self._against_check_jsonschema(MIDDLE, "0.06×")
        if LARGE in sizes:
            yield self._against_events(LARGE, "2.0×")
            memory = f"{self._megabytes[LARGE]:.0f} MB"
            yield Row("peak memory, 20,000 units", "absolute, largest process", memory, "", "", "250 MB")
            yield self._cost_per_unit()

    def _against_events(self, units: int, limit: str) -> Row:
        drain = (sys.executable, EVENTS_ONLY, self._register(units))
        pair = by_turns(self._validate(units), drain, ROUNDS[units])
        return self._noted(units, compared(f"`validate`, {units:,} units", "events-only script", pair, limit), pair)

    def _against_check_jsonschema(self, units: int, limit: str) -> Row:
        """The same unit files, judged by our own schema of them alone; the other program is a compiled copy, too."""
        schemas = self._folder / "schemas"
        subprocess.run(  # noqa: S603 - our own
            (self._rolecheck, "schema", "--file-kind", "unit", "--output", schemas),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        files = sorted((self._register(units) / "units").rglob("*.yaml"))
        judge = (sys.executable, "-m", "check_jsonschema", "--schemafile", schemas / SCHEMA, *files)
        pair = by_turns(self._validate(units), judge, ROUNDS[units] // 5 + 1)
        return compared(f"`validate`, {units:,} units", "check-jsonschema", pair, limit)

    def _noted(self, units: int, row: Row, pair: tuple[list[Run], list[Run]]) -> Row:
        self._seconds[units] = seconds(pair[0])
        self._megabytes[units] = max(run.megabytes for run in pair[0])
        return row

    def _cost_per_unit(self) -> Row:
        """What one more unit costs: the start, taken as the run with the fewest units, is left out."""
        start = self._seconds[SMALL]
        large, middle = ((self._seconds[units] - start) / (units - SMALL) for units in (LARGE, MIDDLE))
        return Row(
            "cost per unit at 20,000",
            "at 1,000 (both without the start)",
            f"{large * 1e6:.0f} µs",
            f"{middle * 1e6:.0f} µs",
            f"{large / middle:.2f}×",
            "1.2×",
        )

    def _validate(self, units: int) -> Command:
        return (self._rolecheck, "validate", self._register(units), "--as-of", str(DAY))

    def _register(self, units: int) -> Path:
        folder = self._folder / str(units)
        if not folder.exists():
            write_register(folder, units)
        return folder


def installed_copy(folder: Path) -> Path:
    """The command of a copy of this tree, compiled as an installation compiles it; a working tree may hold no bytecode."""
    shutil.copytree(SOURCE, folder / SOURCE.name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(folder, quiet=1)
    command = folder / "start-rolecheck"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(folder)!r})\n"
        "from rolecheck.cli import main\nsys.exit(main())\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
    return command


def _main() -> None:
    parser = argparse.ArgumentParser(description="Prints the table of speed and memory.")
    parser.add_argument("--quick", action="store_true", help="20 and 1,000 units only")
    parser.add_argument("--rolecheck", type=Path, help="another rolecheck than that of this tree")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = (SMALL, MIDDLE) if arguments.quick else (SMALL, MIDDLE, LARGE)
        rolecheck = arguments.rolecheck or installed_copy(Path(folder) / "installed")
        rows = Bench(Path(folder), rolecheck).rows(sizes)
        for line in chain((HEADING, "|---|---|---|---|---|---|"), rows):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    _main()
