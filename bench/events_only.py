"""The least that a YAML checker can do: read every file of a folder and drain the C parser's events."""

# ruff: noqa: INP001 - a script, not a package

import os
import sys

from yaml._yaml import CParser


def _drain(folder: str) -> None:
    for below, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(below, name), "rb") as file:
                next_event = CParser(file.read()).get_event
            while next_event() is not None:
                pass


_drain(sys.argv[1])
