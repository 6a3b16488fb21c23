"""A register, a policy and a day become a report."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from rolecheck.comparison import Comparison, State
from rolecheck.demands import Demands
from rolecheck.finding import Finding, Gap, Related, Severity, fingerprint
from rolecheck.model import Waiver
from rolecheck.policy import Policy, in_force, is_about, matching_waivers
from rolecheck.register import Register
from rolecheck.rule import Case, Rule
from rolecheck.rules import all_rules
from rolecheck.watch import Watch, unwatched


@dataclass(frozen=True)
class Report:
    """What a check found. Every renderer gets this and nothing else.

    `findings` are what selection left in, waived ones included, in the order of file, line, column, rule, subject.
    `comparison` is there where the run compares with a base (`--since`, `--baseline`); its docstring says what a format
    does then.
    """

    case: Case
    policy: Policy
    findings: Sequence[Finding]
    comparison: Comparison | None = None

    @property
    def register(self) -> Register:
        """The register that was checked."""
        return self.case.register

    @property
    def as_of(self) -> date:
        """The day of the check."""
        return self.case.as_of

    @property
    def unchecked(self) -> Sequence[str]:
        """The files of which nothing could be used."""
        return self.register.unchecked

    @cached_property
    def demands(self) -> Demands:
        """How many holders norms ask for, where, and who holds what on any day."""
        return Demands(self.case.roster)

    @cached_property
    def counted(self) -> dict[Severity, int]:
        """How many findings of each severity count, that is, are not waived."""
        return count_by_severity(self.findings)

    @cached_property
    def waived(self) -> int:
        """How many findings a waiver accepts."""
        return sum(finding.waived for finding in self.findings)

    @cached_property
    def failed(self) -> bool:
        """What the exit code says: where there is a base, only what is new can fail a run, and what is unchecked."""
        return self.policy.fails(self.new, self.unchecked)

    # --- with a base

    def state_of(self, finding: Finding) -> State | None:
        """Whether one of the findings is new or unchanged since the base; None where there is no base."""
        return self.comparison.state_of(finding) if self.comparison else None

    @cached_property
    def in_full(self) -> Sequence[Finding]:
        """What a person has to see: without a base everything, else what is new, and whatever keeps a file unchecked."""
        if self.comparison is None:
            return self.findings
        unchecked = frozenset(self.unchecked)
        return tuple(
            finding
            for finding in self.findings
            if self.state_of(finding) is State.NEW or finding.gap.subject.get("file") in unchecked
        )

    def is_new(self, finding: Finding) -> bool:
        """Whether one of the findings is not from the base; true of each where there is none."""
        return self.state_of(finding) is not State.UNCHANGED

    @cached_property
    def new(self) -> Sequence[Finding]:
        """The findings that the base did not have; all of them where there is none."""
        return [finding for finding in self.findings if self.is_new(finding)]


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many of some findings of each severity count, that is, are not waived."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if not finding.waived:
            counts[finding.severity] += 1
    return counts


def check(register: Register, policy: Policy, as_of: date, *, watch: Watch = unwatched) -> Report:
    """Every finding of every rule in a register on a day, as the policy judges them; `watch` sees how far it has come."""
    rules = [rule for rule in all_rules().values() if not policy.is_off(rule)]
    case = Case(register, as_of, known_rules=frozenset(all_rules()))
    waivers: dict[str, list[Waiver]] = defaultdict(list)
    for waiver in case.sound_waivers:
        waivers[waiver.rule].append(waiver)
    first = [rule for rule in rules if not rule.after_waivers]
    merged = {rule.id: _merge(rule, policy, rule.check(case)) for rule in watch("checking", first)}
    matched = {
        waiver.id
        for rule in rules
        for gap in merged.get(rule.id, ())
        for waiver in matching_waivers(rule, gap, waivers[rule.id])
    }
    case = replace(case, waivers_with_findings=frozenset(matched))
    merged |= {rule.id: _merge(rule, policy, rule.check(case)) for rule in rules if rule.after_waivers}
    findings = (_finding(rule, gap, policy, waivers[rule.id], as_of) for rule in rules for gap in merged[rule.id])
    shown = [one for one in findings if policy.shows(one, register) or _is_about_a_holder(one, policy, case)]
    return Report(case, policy, tuple(_in_order(shown, watch)))


def _is_about_a_holder(finding: Finding, policy: Policy, case: Case) -> bool:
    """Whether it is what somebody lacks who holds a role at the units that are asked for, and belongs to these."""
    subject = finding.gap.subject
    person, role = subject.get("person"), subject.get("role")
    if not policy.holders_too or finding.gap.norm is None or person is None or role is None:
        return False
    held = case.roster.holders(role, subject.get("process")).get(person, ())
    there = [one for one in held if policy.covers(finding.rule, one.unit, case.register)]
    return is_about(finding.gap, there)


def _merge(rule: Rule, policy: Policy, gaps: Iterable[Gap]) -> list[Gap]:
    """One gap for each subject: the gravest stands, among equals the first; the places of the others are related."""
    alike: dict[str, list[Gap]] = {}
    for gap in gaps:
        alike.setdefault(fingerprint(rule.id, gap), []).append(gap)
    return [_merged(rule, policy, found) for found in alike.values()]


def _merged(rule: Rule, policy: Policy, gaps: list[Gap]) -> Gap:
    if len(gaps) == 1:
        return gaps[0]
    gravest = min(gaps, key=lambda gap: (policy.severity_of(rule, gap).rank, *_norm_order(gap)))
    others = {
        (related.key, related.place): related for gap in gaps if gap is not gravest for related in _also(gap, gravest)
    }
    return replace(gravest, related=(*gravest.related, *others.values()))


def _norm_order(gap: Gap) -> tuple[object, ...]:
    """Path order of the card, then the norm's place on it."""
    return () if gap.norm is None else (gap.norm.place.file, gap.norm.place.path)


def _also(gap: Gap, standing: Gap) -> Iterator[Related]:
    """Where a gap stands, and the norm that it breaks, as far as the one that stands for both does not say so."""
    if gap.norm is not None and standing.norm is not None and gap.norm.name != standing.norm.name:
        yield Related(gap.norm.place, "also-norm", {"norm": gap.norm.name, "modality": gap.norm.modality})
    if gap.place != standing.place:
        yield Related(gap.place, "also")


def _finding(rule: Rule, gap: Gap, policy: Policy, waivers: Sequence[Waiver], as_of: date) -> Finding:
    waiver = in_force(matching_waivers(rule, gap, waivers), as_of) if policy.use_waivers else None
    return Finding(
        rule=rule.id,
        severity=policy.severity_of(rule, gap),
        gap=gap,
        fingerprint=fingerprint(rule.id, gap),
        waiver=waiver.id if waiver else None,
    )


def _in_order(findings: Iterable[Finding], watch: Watch) -> Iterator[Finding]:
    """By file, line, column, rule and subject; file by file, so that each is read for its places once."""
    files = [list(in_file) for _, in_file in groupby(sorted(findings, key=_file), key=_file)]
    for in_file in watch("locating", files):
        yield from sorted(in_file, key=_order_in_file)


def _file(finding: Finding) -> str:
    return finding.gap.place.file


def _order_in_file(finding: Finding) -> tuple[object, ...]:
    span = finding.gap.place.span
    subject = tuple((key, value or "") for key, value in finding.gap.subject.items())
    return (span.line, span.column, finding.rule, subject, finding.fingerprint)
