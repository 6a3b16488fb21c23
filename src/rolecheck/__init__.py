"""rolecheck: role cards state norms, unit files state facts, rolecheck compares them."""

__version__ = "0.1.0"
