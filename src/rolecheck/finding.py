"""Gaps, which rules yield, and findings, which the rest of the program shows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rolecheck.document import Place


class Severity(StrEnum):
    """How grave a finding is. The words are those of the files and of the reports."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
MODALITY_SEVERITY = {"must": Severity.ERROR, "should": Severity.WARNING, "describes": Severity.NOTE}

Subject = Mapping[str, str | None]
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NormReference:
    """The norm that a gap breaks: `name` is `<card id>/<norm id>`, `modality` its verb, `place` its id on the card.

    `source` is the title of the document that states it, `source_id` its id, where it has one; `section` is the heading
    there, `note` the card's own words.
    """

    name: str
    modality: str
    severity: Severity | None
    place: Place
    source: object = None
    section: str | None = None
    note: object = None
    source_id: str | None = None

    @property
    def own_severity(self) -> Severity:
        """What the norm itself asks for: its `severity`, else what its verb gives."""
        return self.severity or MODALITY_SEVERITY[self.modality]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a gap; `key` names the sentence in the rule's `related` texts."""

    place: Place
    key: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a rule yields: where, about what, and the facts for its sentences; no text and no severity.

    `variant` picks among the rule's sentences. `path` is the path of keys that tells two mistakes of one file apart
    (group A alone). `unit` is the unit that the gap concerns, where the subject does not say so.
    """

    place: Place
    subject: Subject
    facts: Facts = field(default_factory=dict)
    variant: str = ""
    norm: NormReference | None = None
    related: tuple[Related, ...] = ()
    path: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap that counts: which rule it breaks, how grave it is, and the waiver that accepts it, if any."""

    rule: str
    severity: Severity
    gap: Gap
    fingerprint: str
    waiver: str | None = None

    @property
    def waived(self) -> bool:
        """Whether a waiver in force takes the finding out of the exit code."""
        return self.waiver is not None


def gravity(finding: Finding) -> tuple[bool, int]:
    """What to sort findings by: the gravest first, those that are waived last."""
    return finding.waived, finding.severity.rank


def fingerprint(rule: str, gap: Gap) -> str:
    """A name for (rule, subject) that survives every edit of layout and order: 32 hexadecimal digits."""
    identity = [rule, dict(gap.subject), *gap.path]
    text = json.dumps(identity, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


class PersonId(str):
    """A text that is, or is meant to be, a person's id: personal data, also where no such person exists."""

    __slots__ = ()
