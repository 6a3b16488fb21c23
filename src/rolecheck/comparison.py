"""How the findings of a register compare with those of a base: an earlier revision, or a baseline file.

A finding is told by its fingerprint. A waiver is part of what the base had: a finding that the base had under a waiver,
and that no waiver accepts any more, is new.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rolecheck.baseline import Entry
from rolecheck.finding import Finding, fingerprint
from rolecheck.layout import FileKind, kind_of
from rolecheck.model import Unit
from rolecheck.policy import Policy, unit_of
from rolecheck.register import Register
from rolecheck.rule import Group
from rolecheck.rules import all_rules


class State(StrEnum):
    """What became of a finding since the base."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding of the base that is not found any more.

    `finding` is None where the base is a baseline file, which keeps no sentences; `Speaker.fixed` words both.
    """

    rule: str
    unit: str | None
    fingerprint: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a report was compared with, and what came of it; `Report.comparison` holds it, or None.

    What a format should do: show `Report.in_full` as it shows findings otherwise, mark each as new where it has room
    for a mark, count what is unchanged, and say of each of `fixed` that it is fixed. One that feeds a program lists all
    of `Report.findings`, each with `Report.state_of`, and `fixed`. `Report.failed` and the exit code know of it already.

    `base` is what was asked for, a revision or a file's name: a user's text, which must be escaped. `commit` is the
    commit that a revision names, None for a baseline file. `waived_at_base` tells of each finding of the base, by its
    fingerprint, whether a waiver accepted it. `unchecked` are the files of the base that could not be checked: what
    stands in them counts as new. `unsure` counts the findings of the base that are not found, but may stand in a file
    that cannot be checked now: nobody can say that they are fixed. `absent` says that the base had no register.
    """

    base: str
    waived_at_base: Mapping[str, bool] = field(default_factory=dict)
    fixed: Sequence[Fixed] = ()
    unsure: int = 0
    commit: str | None = None
    unchecked: Sequence[str] = ()
    absent: bool = False

    @property
    def is_with_baseline(self) -> bool:
        """Whether the base is a baseline file, whose fixed entries are stale."""
        return self.commit is None

    def state_of(self, finding: Finding) -> State:
        """Whether a finding of the report is new or unchanged."""
        waived = self.waived_at_base.get(finding.fingerprint)
        known = waived is False or (waived is True and finding.waived)
        return State.UNCHANGED if known else State.NEW


# --- with a revision ----------------------------------------------------------------------------------------------


def compared_with_register(
    after: Sequence[Finding], register: Register, before: Sequence[Finding], earlier: Register, base: Comparison
) -> Comparison:
    """The comparison with the findings of an earlier register; `base` names it.

    A file that was only moved or renamed is one file: what is told by its file keeps its identity.
    """
    moved = renamed_files(earlier, register)
    told = [(_fingerprint_after(finding, moved), finding) for finding in before]
    still = {finding.fingerprint for finding in after}
    gone = [finding for identity, finding in told if identity not in still]
    fixed = [finding for finding in gone if _is_surely_gone(finding, moved, register.unchecked)]
    return replace(
        base,
        waived_at_base={identity: finding.waived for identity, finding in told},
        fixed=tuple(_fixed(finding, earlier) for finding in fixed),
        unsure=len(gone) - len(fixed),
    )


def renamed_files(before: Register, after: Register) -> dict[str, str]:
    """The new path of each file that stands at another path now: it defines the same, or has the same bytes."""
    old, new = ({document.path: document.data for document in register.documents} for register in (before, after))
    gone, come = ({path: old[path] for path in old.keys() - new}, {path: new[path] for path in new.keys() - old})
    pairs = _pairs(_told_by(_defined_in(before), gone), _told_by(_defined_in(after), come))
    rest = [{path: data for path, data in files.items() if data} for files in (gone, come)]
    return _pairs(*rest) | pairs


def _told_by(defined: Mapping[str, object], paths: Collection[str]) -> dict[str, object]:
    """What each of some files defines, as far as that is known."""
    return {path: defined[path] for path in paths if path in defined}


def _defined_in(register: Register) -> dict[str, object]:
    """What each file defines: a unit, a card, or the only file of its kind."""
    singles = {document.path: kind_of(document.path) for document in register.documents}
    found: dict[str, object] = {
        path: kind
        for path, kind in singles.items()
        if kind not in (None, FileKind.UNIT, FileKind.ROLE_CARD, FileKind.STRAY)
    }
    return found | {entity.at.file: (isinstance(entity, Unit), entity.id) for entity in register.named_entities}


def _pairs(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """Keys that have the same value in both, where it stands once in each."""
    old, new = _keys_by_value(before), _keys_by_value(after)
    return {old[value][0]: new[value][0] for value in old if len(old[value]) == 1 == len(new.get(value, ()))}


def _keys_by_value(mapping: Mapping[str, object]) -> dict[object, list[str]]:
    keys: dict[object, list[str]] = defaultdict(list)
    for key, value in mapping.items():
        keys[value].append(key)
    return keys


def _fingerprint_after(finding: Finding, moved: Mapping[str, str]) -> str:
    """The fingerprint that a finding of the base has now, its file having been moved or not."""
    file = finding.gap.subject.get("file")
    if file is None or file not in moved:
        return finding.fingerprint
    return fingerprint(finding.rule, replace(finding.gap, subject={**finding.gap.subject, "file": moved[file]}))


def _is_surely_gone(finding: Finding, moved: Mapping[str, str], unchecked: Collection[str]) -> bool:
    """Whether no file that is unchecked now can hide a finding: anything may stand in one, but no other file's mistakes."""
    if not unchecked:
        return True
    file = finding.gap.place.file
    return all_rules()[finding.rule].group is Group.FILE and moved.get(file, file) not in unchecked


def _fixed(finding: Finding, register: Register) -> Fixed:
    return Fixed(finding.rule, unit_of(finding.gap, register), finding.fingerprint, finding)


# --- with a baseline file -----------------------------------------------------------------------------------------


def compared_with_baseline(
    after: Sequence[Finding], register: Register, entries: Iterable[Entry], policy: Policy, name: str
) -> Comparison:
    """The comparison with the entries of a baseline file, as far as the run's selection looks at them."""
    covered = [entry for entry in entries if policy.covers(entry.rule, entry.unit, register)]
    still = {finding.fingerprint for finding in after}
    gone = {entry.fingerprint: entry for entry in covered if entry.fingerprint not in still}
    unsure = bool(register.unchecked)
    return Comparison(
        base=name,
        waived_at_base={entry.fingerprint: entry.waived and policy.use_waivers for entry in covered},
        fixed=() if unsure else tuple(Fixed(entry.rule, entry.unit, entry.fingerprint) for entry in gone.values()),
        unsure=len(gone) if unsure else 0,
    )
