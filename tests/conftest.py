"""How hypothesis works here: the same examples in every run, and no limit on the time of one."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rolecheck", deadline=None, derandomize=True, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("rolecheck")
