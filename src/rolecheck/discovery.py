"""Finds the modules of a package by their being there; lighter at start-up than the standard library's way."""

import importlib
import os
from types import ModuleType


def modules_of(package: ModuleType, prefix: str = "") -> list[str]:
    """The names of a package's public modules that begin with a prefix, in order."""
    names = {entry.partition(".")[0] for folder in package.__path__ for entry in os.listdir(folder) if ".py" in entry}
    return sorted(name for name in names if name.startswith(prefix) and not name.startswith("_"))


def load(package: ModuleType, name: str) -> ModuleType:
    """One module of a package."""
    return importlib.import_module(f"{package.__name__}.{name}")
