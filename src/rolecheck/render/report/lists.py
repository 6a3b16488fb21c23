"""The lists of a gap report: what was found, what ends soon, what is waived, and what could not be checked."""

from collections.abc import Iterator, Sequence

from rolecheck.check import Report
from rolecheck.finding import Finding, PersonId
from rolecheck.gap_report import Part
from rolecheck.model import Waiver
from rolecheck.render.blocks import Cell, Item, Items, Table
from rolecheck.render.report.phrases import endings_of, remedy
from rolecheck.sentences import Wording, one_after_the_other
from rolecheck.wording import Speaker

_OF_A_NORM = ("norm", "modality", "source")


def gaps(part: Part, report: Report, speaker: Speaker) -> Items:
    """What was found and counts, the gravest first: with the norm, its source, and what to do."""
    told = [(finding, speaker.finding(finding), remedy(finding, report, speaker)) for finding in part.counting]
    items = [
        Item(
            words.message,
            finding.severity.value,
            [*_norm(words, speaker), speaker.say("report.item-remedy", help=what)],
            tag=speaker.common(finding.severity),
        )
        for finding, words, what in told
    ]
    names = ("severity", "finding", "rule", *_OF_A_NORM, "remedy")
    rows = [[*_gap_row(finding, words, speaker), Cell(what)] for finding, words, what in told]
    return Items(items, tidy=_table("gaps", names, rows, speaker))


def _norm(words: Wording, speaker: Speaker) -> list[str]:
    return [speaker.say("report.item-norm", norm=words.norm)] if words.norm else []


def _gap_row(finding: Finding, words: Wording, speaker: Speaker) -> Iterator[Cell]:
    yield Cell(speaker.common(finding.severity), finding.severity.value)
    yield from (Cell(words.message), Cell(finding.rule))
    yield from _norm_cells(finding, speaker)


def _norm_cells(finding: Finding, speaker: Speaker) -> Iterator[Cell]:
    norm = finding.gap.norm
    yield Cell(speaker.text(norm.name) if norm else "")
    yield Cell(speaker.common(norm.modality) if norm else "")
    yield Cell(", ".join(filter(None, (speaker.text(norm.source), speaker.text(norm.section)))) if norm else "")


def endings(part: Part, report: Report, speaker: Speaker) -> Items | None:
    """What ends within the horizon, and what will be missing then; None where nothing ends."""
    told = endings_of(part, report, speaker)
    if not told:
        return None
    items = [
        Item(speaker.say("report.ending-on", day=one.day, what=one.what), details=one.consequences) for one in told
    ]
    rows = [[Cell(one.day), Cell(one.what), Cell(one_after_the_other(one.consequences))] for one in told]
    return Items(items, tidy=_table("endings", ("last-day", "what", "consequence"), rows, speaker))


def waivers(part: Part, report: Report, speaker: Speaker) -> Items:
    """What is accepted for a time: why, until when, and by whom."""
    told = [(finding, report.register.waivers[finding.waiver or ""]) for finding in part.waived]
    items = [
        Item(
            speaker.finding(finding).message,
            "waived",
            [*_norm(speaker.finding(finding), speaker), _accepted(waiver, report, speaker)],
            tag=speaker.say("report.waived-tag", severity=speaker.common(finding.severity)),
        )
        for finding, waiver in told
    ]
    names = ("finding", "rule", *_OF_A_NORM, "waiver", "reason", "from", "last-day", "granted-by")
    rows = [list(_waiver_row(finding, waiver, report, speaker)) for finding, waiver in told]
    return Items(items, tidy=_table("waivers", names, rows, speaker))


def _accepted(waiver: Waiver, report: Report, speaker: Speaker) -> str:
    facts = {
        "waiver": waiver.id,
        "granter": _granter(waiver, report),
        "granted": waiver.granted,
        "until": waiver.until,
        "reason": waiver.reason,
    }
    return speaker.say("report.item-waiver-without-reason" if speaker.redactor else "report.item-waiver", **facts)


def _granter(waiver: Waiver, report: Report) -> object:
    return report.register.people.get(waiver.granted_by, PersonId(waiver.granted_by))


def _waiver_row(finding: Finding, waiver: Waiver, report: Report, speaker: Speaker) -> Iterator[Cell]:
    yield from (Cell(speaker.finding(finding).message, "waived"), Cell(finding.rule))
    yield from (*_norm_cells(finding, speaker), Cell(speaker.text(waiver.id)))
    yield Cell(speaker.common("hidden") if speaker.redactor else speaker.text(waiver.reason))
    yield from (Cell(waiver.granted), Cell(waiver.until), Cell(speaker.text(_granter(waiver, report))))


def unchecked(report: Report, speaker: Speaker) -> Items:
    """The files that nobody could check."""
    files = [speaker.text(path) for path in report.unchecked]
    tidy = _table("unchecked", ("file",), [[Cell(file, "error")] for file in files], speaker)
    return Items([Item(file, "error") for file in files], tidy=tidy)


def _table(name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], speaker: Speaker) -> Table:
    titles = [speaker.say(f"report.{column}") for column in columns]
    return Table(speaker.say(f"report.sheet-{name}"), titles, rows, name=name)
