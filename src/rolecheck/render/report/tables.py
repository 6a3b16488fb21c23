"""The tables of a gap report: who must do what, who has which courses, and all units beside each other."""

from collections.abc import Iterator, Mapping

from rolecheck.actions import Urgency
from rolecheck.check import Report
from rolecheck.gap_report import GapReport, Part
from rolecheck.overview import Standing, UnitOverview, standing_of
from rolecheck.qualifications import Qualification, State
from rolecheck.render.blocks import Cell, Table, Tone
from rolecheck.render.order import in_order_of_names, requirement_name
from rolecheck.render.report.phrases import Task, required, standing, tasks_of
from rolecheck.sentences import one_after_the_other
from rolecheck.wording import Speaker

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
    """Who does what, by when; None where nothing has to be done."""
    tasks = tasks_of(part.actions, report, speaker, at=part.unit)
    rows = [[deadline(task, speaker), Cell(task.who), Cell(task.what)] for task in tasks]
    columns = [speaker.say(f"report.{name}") for name in ("by", "who", "what")]
    return Table(speaker.say("report.caption-actions"), columns, rows, name="actions") if rows else None


def deadline(task: Task, speaker: Speaker) -> Cell:
    """By when something must be done."""
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
    return standing_of(one.finding)


# --- all units


def units(gap_report: GapReport, speaker: Speaker) -> Table:
    """Units × requirements, by letters that read without colour; a unit that nobody could read has a row as well."""
    say, overview = speaker.say, gap_report.overview
    requirements = overview.requirements
    rows = [
        [_name(unit, speaker), *(_mark(gap_report.standing(unit, one), speaker) for one in requirements)]
        for unit in in_order_of_names(overview.units, speaker)
    ]
    rows += [
        [Cell(speaker.text(name)), *(Cell(say("report.mark-unread")) for _ in requirements)] for name in overview.unread
    ]
    more = [say("report.legend-unread")] if overview.unread else []
    more += [say("report.legend-partly")] if overview.is_partial else []
    note, signed = (one_after_the_other([say(legend), *more]) for legend in ("report.legend", "report.legend-signs"))
    columns = [say("report.unit"), *(requirement_name(one, speaker) for one in requirements)]
    tidy = _standing(gap_report, speaker)
    return Table(say("report.caption-units"), columns, rows, "units", note, signed, tidy, look="grid")


def _standing(gap_report: GapReport, speaker: Speaker) -> Table:
    """A row for each unit and requirement."""
    overview = gap_report.overview
    rows = [
        [
            Cell(speaker.text(unit.unit)),
            Cell(speaker.text(unit.unit.id)),
            Cell(requirement_name(one, speaker)),
            standing,
        ]
        for unit in in_order_of_names(overview.units, speaker)
        for one in overview.requirements
        for standing in [_status_of(gap_report.standing(unit, one), gap_report, speaker)]
    ]
    unread = Cell(speaker.say("report.status-unread"), "error")
    rows += [[Cell(speaker.text(name)), Cell(speaker.text(name)), Cell(""), unread] for name in overview.unread]
    columns = [speaker.say(f"report.{name}") for name in ("unit", "id", "required", "state")]
    return Table(speaker.say("report.sheet-standing"), columns, rows, name="standing")


def _status_of(standing: Standing, gap_report: GapReport, speaker: Speaker) -> Cell:
    if standing not in ("good", ""):
        return Cell(speaker.common(standing), standing)
    partly = "-partly" if gap_report.overview.is_partial else ""
    return Cell(speaker.say("report.status-good" if standing else f"report.status-unbound{partly}"), standing)


def _name(unit: UnitOverview, speaker: Speaker) -> Cell:
    return Cell(speaker.text(unit.unit), link=unit_name(unit.unit.id, speaker))


def _mark(standing: Standing, speaker: Speaker) -> Cell:
    return Cell(speaker.say(f"report.mark-{standing or 'unbound'}"), standing, signed="")
