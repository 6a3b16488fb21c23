"""The tables of a gap report: who must do what, who has which courses, and all units beside each other."""

from collections.abc import Iterator, Mapping

from rolecheck.actions import Urgency
from rolecheck.check import Report
from rolecheck.finding import Finding, Severity
from rolecheck.gap_report import Part
from rolecheck.overview import Overview, Requirement, UnitOverview
from rolecheck.qualifications import Qualification, State
from rolecheck.render.blocks import Cell, Table, Tone
from rolecheck.render.report.phrases import Task, required, standing, tasks_of
from rolecheck.wording import Speaker

TONES: Mapping[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_TONES_OF_STATES: Mapping[State, Tone] = {
    State.DONE: "good",
    State.CONFIRMED: "good",
    State.EXPIRING: "warning",
    State.CLOSED: "note",
}


def unit_name(unit_id: str, speaker: Speaker) -> str:
    """The name of a unit's page."""
    return f"unit/{speaker.name_of_file(unit_id)}"


# --- who must do what


def actions(part: Part, report: Report, speaker: Speaker) -> Table | None:
    """Who must do what, by when; None where nothing has to be done."""
    rows = [
        [_deadline(task, speaker), Cell(task.who), Cell(task.what)] for task in tasks_of(part.actions, report, speaker)
    ]
    columns = [speaker.say(f"report.{name}") for name in ("by", "who", "what")]
    return Table(speaker.say("report.caption-actions"), columns, rows, name="actions") if rows else None


def _deadline(task: Task, speaker: Speaker) -> Cell:
    if task.urgency is Urgency.DATED and task.day is not None:
        return Cell(task.day, "warning")
    return (
        Cell(speaker.say("report.now"), "error")
        if task.urgency is Urgency.NOW
        else Cell(speaker.say("report.no-deadline"))
    )


# --- who has which courses


def qualifications(part: Part, speaker: Speaker) -> Table:
    """Each person with each course and competence that is required."""
    say, caption = speaker.say, speaker.say("report.caption-qualifications")
    found = part.qualifications
    names = ("person", "required", "state")
    rows = [
        [Cell(speaker.text(one.person)), Cell(required(one, speaker)), Cell(standing(one, speaker), _tone(one))]
        for one in found
    ]
    tidy = [list(_tidy_qualification(one, speaker)) for one in found]
    tidy_names = (*names, "since", "last-day")
    return Table(
        caption,
        [say(f"report.{name}") for name in names],
        rows,
        name="qualifications",
        tidy=Table(caption, [say(f"report.{name}") for name in tidy_names], tidy, name="qualifications"),
    )


def _tidy_qualification(one: Qualification, speaker: Speaker) -> Iterator[Cell]:
    word = speaker.say(f"report.word.{one.state}")
    if one.finding is not None and one.finding.waived:
        word = speaker.say("report.standing.waived", standing=word)
    yield from (Cell(speaker.text(one.person)), Cell(required(one, speaker)), Cell(word, _tone(one)))
    yield from (Cell(one.since or ""), Cell(one.last_day or ""))


def _tone(one: Qualification) -> Tone:
    if one.finding is None:
        return _TONES_OF_STATES.get(one.state, "warning")
    return "waived" if one.finding.waived else TONES[one.finding.severity]


# --- all units


def status(found: UnitOverview, speaker: Speaker) -> Cell:
    """How a unit stands, in words."""
    if found.worst is None:
        waived = any(finding.waived for finding in found.findings)
        return Cell(speaker.say("report.status-waived" if waived else "report.status-good"), "good")
    return Cell(speaker.say(f"report.status-{found.worst}"), TONES[found.worst])


def units(overview: Overview, speaker: Speaker) -> Table:
    """Units × requirements, by letters that read without colour; a unit that nobody could read has a row as well."""
    say = speaker.say
    requirements = overview.requirements
    names = [_requirement(requirement, speaker) for requirement in requirements]
    rows = [[_name(unit, speaker), *(_mark(unit, one, speaker) for one in requirements)] for unit in overview.units]
    unknown = [Cell(say("report.mark-unread"), "error") for _ in requirements]
    rows += [[Cell(speaker.text(name)), *unknown] for name in overview.unread]
    note = " ".join([say("report.legend"), *([say("report.legend-unread")] if overview.unread else [])])
    columns, caption = [say("report.unit"), *names], say("report.caption-units")
    return Table(caption, columns, rows, name="units", note=note, tidy=_standing(overview, speaker), look="grid")


def _standing(overview: Overview, speaker: Speaker) -> Table:
    """A row for each unit and requirement."""
    rows = [
        [Cell(speaker.text(unit.unit)), Cell(speaker.text(unit.unit.id)), Cell(_requirement(one, speaker)), standing]
        for unit in overview.units
        for one in overview.requirements
        for standing in [_status_of(unit.worst_about(one), speaker)]
    ]
    unread = Cell(speaker.say("report.status-unread"), "error")
    rows += [[Cell(speaker.text(name)), Cell(speaker.text(name)), Cell(""), unread] for name in overview.unread]
    columns = [speaker.say(f"report.{name}") for name in ("unit", "id", "required", "state")]
    return Table(speaker.say("report.sheet-standing"), columns, rows, name="standing")


def _status_of(finding: Finding | None, speaker: Speaker) -> Cell:
    if finding is None:
        return Cell(speaker.say("report.status-good"), "good")
    if finding.waived:
        return Cell(speaker.common("waived"), "waived")
    return Cell(speaker.common(finding.severity), TONES[finding.severity])


def _name(unit: UnitOverview, speaker: Speaker) -> Cell:
    return Cell(speaker.text(unit.unit), link=unit_name(unit.unit.id, speaker))


def _requirement(requirement: Requirement, speaker: Speaker) -> str:
    if requirement.duty is not None:
        return speaker.duty(*requirement.duty)
    return speaker.say(f"report.requirement-{requirement.name}")


def _mark(unit: UnitOverview, requirement: Requirement, speaker: Speaker) -> Cell:
    worst = unit.worst_about(requirement)
    if worst is None:
        return Cell(speaker.say("report.mark-good"), "good")
    if worst.waived:
        return Cell(speaker.say("report.mark-waived"), "waived")
    return Cell(speaker.say(f"report.mark-{worst.severity}"), TONES[worst.severity])
