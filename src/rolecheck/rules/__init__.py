"""One file a rule, found by its being here."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from rolecheck.rule import Rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of ids. A file of this folder holds one rule, named after it."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [getattr(importlib.import_module(f"{__name__}.{name}"), name) for name in names]
    return {rule.id: rule for rule in found}
