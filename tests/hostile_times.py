"""Measures every hostile file: `python tests/hostile_times.py [WORD]` prints seconds and megabytes beside an empty run.

No test asserts a time; this table is read by a person. Seconds are those of the processor: a busy machine changes them little.
 With a word, only the files whose name holds it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import tinyregister
from hostilefiles import ALL
from tinyregister import Run, validate, write_register

REPEATS = 2
MOST_SECONDS, MOST_MEGABYTES = 0.5, 100.0


def _measured(path: str | None, content: bytes) -> tuple[Run, float]:
    folder = Path(tempfile.mkdtemp())
    try:
        write_register(folder, {path: content} if path else {})
        first = validate(folder)
        more = [validate(folder).seconds for _ in range(REPEATS - 1)] if first.seconds < 1 else []
    finally:
        shutil.rmtree(folder)
    return first, min(first.seconds, *more, first.seconds)


def main() -> None:
    tinyregister.CPU_SECONDS = 60
    empty, base = _measured(None, b"")
    sys.stdout.write(
        f"{'file':45} {'KiB':>6} {'exit':>4} {'s':>7} {'MB':>7}   (on top of {base:.2f} s, {empty.megabytes:.0f} MB)\n"
    )
    word = " ".join(sys.argv[1:])
    for hostile in (hostile for hostile in ALL if word in hostile.name):
        run, seconds = _measured(hostile.path, hostile.content)
        more_seconds, more_megabytes = seconds - base, run.megabytes - empty.megabytes
        verdict = "TOO SLOW " * (more_seconds > MOST_SECONDS) + "TOO LARGE" * (more_megabytes > MOST_MEGABYTES)
        size = len(hostile.content) // 1024
        sys.stdout.write(
            f"{hostile.name:45} {size:6} {run.code:4} {more_seconds:7.2f} {more_megabytes:7.1f}   {verdict}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
