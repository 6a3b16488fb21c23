"""What holds for all tests: the same examples of hypothesis in every run, and no pipeline around them."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rolecheck", deadline=None, derandomize=True, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("rolecheck")

# In a pipeline, validate says more; the tests of that set these themselves.
for _name in ("GITHUB_ACTIONS", "TF_BUILD"):
    os.environ.pop(_name, None)
