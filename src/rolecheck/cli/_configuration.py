"""`--show-config`: every setting of a run, and where its value comes from."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from rolecheck.cli._redact_key import VARIABLE, is_in_environment
from rolecheck.cli._session import Session
from rolecheck.model import DEFAULT_HORIZON_DAYS
from rolecheck.policy import Policy
from rolecheck.render.configuration import Setting

_COLOR_VARIABLES = (("NO_COLOR", "never"), ("FORCE_COLOR", "always"))


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of one run of `validate`: what its options say, then `rolecheck.yaml`, then what holds by default."""

    context: typer.Context
    opened: Session
    policy: Policy

    def settings(self) -> Iterator[Setting]:
        """Every setting, in the order of the help, then those that the register alone has."""
        yield self._folder()
        yield self._option("as_of") or Setting("as_of", self.opened.as_of.isoformat(), "today")
        yield self._option("language") or self._in_file("language", self.opened.register.language)
        for name, word in (("select", "all"), ("ignore", "none"), ("unit", "all")):
            yield self._option(name) or Setting(name, origin="default", word=word)
        yield self._option("fail_on") or self._in_file("fail_on", self.policy.fail_on)
        yield self._switch("no_waivers", shown_as="waivers", on="no", off="yes")
        for name in ("since", "baseline"):
            yield self._option(name) or Setting(name, origin="default", word="none")
        yield self._redact()
        yield self._redact_key()
        yield self._option("format_", shown_as="format") or Setting("format", "terminal", "default")
        yield self._option("output") or Setting("output", origin="default", word="standard-output")
        yield self._csv_separator()
        yield self._color()
        yield from self._of_the_register()

    # --- options

    def _folder(self) -> Setting:
        if self.context.params["register"] is not None:
            return Setting("register", self.opened.folder, "argument")
        here = Path.cwd()
        origin = {here: "found-here", here / "data": "found-in-data"}.get(self.opened.folder, "found-above")
        return Setting("register", self.opened.folder, origin)

    def _option(self, name: str, *, shown_as: str = "") -> Setting | None:
        """What was asked for on the command line, if anything was."""
        value = self.context.params[name]
        if not value:
            return None
        shown = shown_as or name
        text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        return Setting(shown, text, "option", {"option": _spelled(shown)})

    def _switch(self, name: str, *, on: str, off: str, shown_as: str = "") -> Setting:
        if self.context.params[name]:
            return Setting(shown_as or name, origin="option", facts={"option": _spelled(name)}, word=on)
        return Setting(shown_as or name, origin="default", word=off)

    def _redact(self) -> Setting:
        if self.context.params["redact"]:
            return self._switch("redact", on="yes", off="no")
        if self.context.params["redact_key_file"]:
            return Setting("redact", origin="option", facts={"option": _spelled("redact_key_file")}, word="yes")
        if is_in_environment():
            return Setting("redact", origin="environment", facts={"variable": VARIABLE}, word="yes")
        return self._switch("redact", on="yes", off="no")

    def _redact_key(self) -> Setting:
        """That there is a key, and never the key itself."""
        if self.context.params["redact_key_file"]:
            return Setting(
                "redact_key", origin="option", facts={"option": _spelled("redact_key_file")}, word="not-shown"
            )
        if is_in_environment():
            return Setting("redact_key", origin="environment", facts={"variable": VARIABLE}, word="not-shown")
        return Setting("redact_key", origin="default", word="new-key")

    def _csv_separator(self) -> Setting:
        separator = self.context.params["csv_separator"]
        source = self.context.get_parameter_source("csv_separator")
        if source is not None and source.name == "COMMANDLINE":
            return Setting("csv_separator", separator, "option", {"option": "--csv-separator"})
        return Setting("csv_separator", separator, "default")

    def _color(self) -> Setting:
        color = self.context.params["color"]
        if color != "auto":
            return Setting("color", color, "option", {"option": "--color"})
        set_ = [(name, value) for name, value in _COLOR_VARIABLES if os.environ.get(name)]
        if set_ and not self.context.params["output"]:  # a file has colours only where they are asked for
            return Setting("color", set_[0][1], "environment", {"variable": set_[0][0]})
        return Setting("color", color, "default")

    # --- rolecheck.yaml

    def _of_the_register(self) -> Iterator[Setting]:
        """What can stand in `rolecheck.yaml` alone."""
        register = self.opened.register
        months = register.settings.review_months if register.settings else None
        days = register.settings.horizon_days if register.settings else DEFAULT_HORIZON_DAYS
        yield self._in_file("register", register.name, shown_as="register_name")
        yield self._in_file("unit_kinds", ", ".join(register.unit_kinds))
        yield self._in_file("review_months", months, word="none" if months is None else "")
        yield self._in_file("horizon_days", days)
        for rule, severity in sorted(self.policy.severities.items()):
            yield self._in_file("severity", severity, rule, shown_as=f"severity.{rule}")

    def _in_file(self, key: str, value: object, *below: str, shown_as: str = "", word: str = "") -> Setting:
        """A setting that `rolecheck.yaml` gives, with its line, or leaves out."""
        name, settings = shown_as or key, self.opened.register.settings
        if settings is None:
            return Setting(name, value, "unread-file", word=word)
        if key not in settings.at.document.values:
            return Setting(name, value, "default", word=word)
        place = settings.at / key
        for step in below:
            place /= step
        return Setting(name, value, "file", {"file": place.file, "line": place.span.line}, word=word)


def _spelled(name: str) -> str:
    """A parameter's name as an option."""
    return f"--{name.replace('_', '-')}"
