"""One file a rule, found by its being here."""

import sys
from collections.abc import Mapping
from functools import cache

from rolecheck.discovery import load, modules_of
from rolecheck.rule import Rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of ids. A file of this folder holds one rule, named after it."""
    package = sys.modules[__name__]
    found = [getattr(load(package, name), name) for name in modules_of(package)]
    return {rule.id: rule for rule in found}
