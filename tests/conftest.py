"""What holds for all tests: the same examples of hypothesis in every run, and no pipeline around them."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "rolecheck", deadline=None, derandomize=True, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("rolecheck")

# In a pipeline, validate says more; the tests of that set these themselves.
for _name in ("GITHUB_ACTIONS", "TF_BUILD"):
    os.environ.pop(_name, None)

# What takes longest begins first, so that no process works on alone at the end.
_LONGEST_FIRST = (
    "test_wiring",
    "test_browser",
    "test_escape",
    "test_report_formats",
    "test_schema_parity",
    "test_consumers",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))
