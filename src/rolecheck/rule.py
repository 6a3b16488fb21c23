"""What a rule is, and what it is handed: a register on a day."""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from rolecheck.calendar import add_days
from rolecheck.document import Document, Place
from rolecheck.finding import Gap, Related, Severity
from rolecheck.model import DEFAULT_HORIZON_DAYS, Waiver
from rolecheck.references import sound_waivers
from rolecheck.register import Register
from rolecheck.roster import Roster
from rolecheck.source import Mistake


class Group(StrEnum):
    """What a rule is about; only compliance and care can be waived."""

    FILE = "file"
    REGISTER = "register"
    COMPLIANCE = "compliance"
    CARE = "care"


@dataclass(frozen=True)
class Case:
    """What a rule sees: the register, the day, the ids of all rules, and – after waivers – which waivers match a finding."""

    register: Register
    as_of: date
    known_rules: frozenset[str] = frozenset()
    waivers_with_findings: frozenset[str] = frozenset()

    @cached_property
    def roster(self) -> Roster:
        """Who holds what on the day."""
        return Roster(self.register, self.as_of)

    @cached_property
    def sound_waivers(self) -> Sequence[Waiver]:
        """The waivers that can waive something, in path order."""
        return sound_waivers(self.register, self.known_rules)

    @property
    def horizon_days(self) -> int:
        """How many days ahead “soon” reaches."""
        return self.register.settings.horizon_days if self.register.settings else DEFAULT_HORIZON_DAYS

    @property
    def horizon(self) -> date:
        """The last day of “soon”."""
        return add_days(self.as_of, self.horizon_days)

    def mistakes(self, rule_id: str) -> Iterator[Gap]:
        """The gaps of a file rule: what the reader and the shapes found in files."""
        for document, mistake in self.register.mistakes:
            if mistake.rule == rule_id:
                facts = {**mistake.facts, "file": document.path}
                first = facts.pop("first", None)
                related = (Related(Place(document, fixed_span=first), "first"),) if first else ()
                yield Gap(
                    place=Place(document, mistake.path, fixed_span=mistake.span),
                    subject={"file": document.path},
                    facts=facts,
                    variant=mistake.variant,
                    related=related,
                    path=_identity(document, mistake),
                )


def _identity(document: Document, mistake: Mistake) -> tuple[str, ...]:
    """What tells a mistake from others in its file: where it stands; for a shape also what it is, and the value at fault."""
    if mistake.rule != "invalid-shape":
        return document.stable_path(mistake.path)
    value = mistake.facts.get("value")
    return (*document.stable_path(mistake.path), mistake.variant, value if isinstance(value, str) else "")


Check = Callable[[Case], Iterator[Gap]]
SECTIONS = ("What it checks", "Why", "Fails", "Passes", "Remedy")


@dataclass(frozen=True)
class Rule:
    """One check with a stable id. `severity` is None where the norm decides; `after_waivers` rules judge waivers."""

    id: str
    group: Group
    severity: Severity | None
    check: Check
    documentation: str = field(repr=False)
    after_waivers: bool = False

    @property
    def waivable(self) -> bool:
        """Whether a waiver can accept what the rule finds."""
        return self.group in (Group.COMPLIANCE, Group.CARE) and not self.after_waivers

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.partition("\n")[0]

    @property
    def sections(self) -> Mapping[str, str]:
        """The documentation's sections by heading, without their indentation."""
        parts = re.split(rf"^({'|'.join(SECTIONS)}):\n", self.documentation, flags=re.MULTILINE)
        return {
            heading: textwrap.dedent(body).strip("\n") for heading, body in zip(parts[1::2], parts[2::2], strict=True)
        }


def rule(*, group: Group, severity: Severity | None = None, after_waivers: bool = False) -> Callable[[Check], Rule]:
    """Make a generator of gaps a rule. Its name in kebab case is the rule's id, its docstring the rule's manual."""

    def make(check: Check) -> Rule:
        return Rule(
            id=check.__name__.replace("_", "-"),
            group=group,
            severity=severity,
            check=check,
            documentation=inspect.cleandoc(check.__doc__ or ""),
            after_waivers=after_waivers,
        )

    return make
