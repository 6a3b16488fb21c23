"""The content of a gap report as plain values: keys for programs, ids beside names, days as YYYY-MM-DD."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rolecheck.assignment import Responsible
from rolecheck.check import Report
from rolecheck.endings import Consequence, Ending
from rolecheck.finding import Finding, PersonId
from rolecheck.gap_report import GapReport, Part
from rolecheck.model import Course, Person
from rolecheck.overview import Holding, UnitOverview
from rolecheck.qualifications import Qualification
from rolecheck.render.record import values_of
from rolecheck.render.report import names
from rolecheck.render.report.phrases import Task, back_on, remedy, required, tasks_of, why_told
from rolecheck.wording import Speaker

Record = dict[str, Any]


def overview_record(gap_report: GapReport, speaker: Speaker) -> Record:
    """The requirements, and how each unit stands in each of them."""
    overview = gap_report.overview
    requirements = overview.requirements
    return {
        "requirements": [
            {
                "name": speaker.text(one.name),
                "role": speaker.text(one.duty[0]) if one.duty else None,
                "process": speaker.text(one.duty[1]) if one.duty else None,
                "rules": list(one.rules),
            }
            for one in requirements
        ],
        "units": [
            {
                "id": speaker.text(unit.unit.id),
                "name": speaker.text(unit.unit),
                "status": unit.status,
                "standing": [gap_report.standing(unit, one) or None for one in requirements],
            }
            for unit in overview.units
        ],
        "away": _away(overview.away, overview.report.as_of, speaker),
        "unread": [speaker.text(name) for name in overview.unread],
    }


def part_record(part: Part, report: Report, speaker: Speaker) -> Record:
    """Everything about a unit, or about what concerns none."""
    waivers = dict.fromkeys(finding.waiver for finding in part.waived)
    telling_apart = names.of_part(part, report, speaker)
    return {
        **(_unit(part.unit, report.as_of, speaker) if part.unit else {}),
        "actions": [_task(task, speaker) for task in tasks_of(part.actions, report, telling_apart, at=part.unit)],
        "appointments": [one for holding in part.holdings for one in _appointments(holding, speaker)],
        "qualifications": [_qualification(one, speaker) for one in part.qualifications],
        "findings": [
            {**values_of(report, finding, speaker), "remedy": remedy(finding, report, speaker)}
            for finding in part.findings
        ],
        "endings": [_ending(ending, speaker) for ending in part.endings],
        "waivers": [_waiver(waiver or "", report, speaker) for waiver in waivers],
    }


def _unit(found: UnitOverview, day: date, speaker: Speaker) -> Record:
    return {
        "id": speaker.text(found.unit.id),
        "name": speaker.text(found.unit),
        "kind": speaker.text(found.unit.kind),
        "status": found.status,
        "leader": _person(found.leader, speaker) if found.leader else None,
        "counts_for": speaker.text(found.counts_for.id) if found.counts_for else None,
        "contributing": [speaker.text(unit.id) for unit in found.contributing],
        "away": _away(found.away, day, speaker),
    }


def _away(people: Iterable[Person], day: date, speaker: Speaker) -> list[Record]:
    return [{**_person(person, speaker), "returns": _day(back_on(person, day, speaker))} for person in people]


def _person(person: Person, speaker: Speaker) -> Record:
    return {"id": speaker.text(PersonId(person.id)), "name": speaker.text(person)}


def _people(people: Iterable[Person], speaker: Speaker) -> list[Record]:
    return [_person(person, speaker) for person in people]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _task(task: Task, speaker: Speaker) -> Record:
    causes = [action.cause for action in task.actions]
    return {
        "urgency": task.urgency.value,
        "by": _day(task.day),
        "who": _responsible(task.actions[0].responsible, task.who, speaker),
        "what": task.what,
        "findings": [speaker.fingerprint(cause) for cause in causes if isinstance(cause, Finding)],
    }


def _responsible(found: Responsible, name: str, speaker: Speaker) -> Record:
    role, process = found.duty or (None, None)
    return {
        "actor": found.actor.value,
        "name": name,
        "people": _people(found.people, speaker),
        "unit": speaker.text(found.unit.id) if found.unit else None,
        "role": speaker.text(role) if role else None,
        "process": speaker.text(process) if process else None,
    }


def _appointments(holding: Holding, speaker: Speaker) -> Iterable[Record]:
    for appointment in (one for held in holding.appointments.values() for one in held):
        yield {
            "person": _person(holding.person, speaker),
            "role": speaker.text(holding.role),
            "process": speaker.text(appointment.process) if appointment.process else None,
            "unit": speaker.text(appointment.unit),
            "from": _day(appointment.first_day),
            "to": _day(appointment.last_day),
        }


def _qualification(one: Qualification, speaker: Speaker) -> Record:
    return {
        "person": _person(one.person, speaker),
        "kind": "course" if isinstance(one.required, Course) else "competence",
        "id": speaker.text(one.required.id),
        "name": required(one, speaker),
        "state": one.state.value,
        "since": _day(one.since),
        "last_day": _day(one.last_day),
        "waived": one.finding is not None and one.finding.waived,
    }


def _ending(ending: Ending, speaker: Speaker) -> Record:
    return {
        "day": _day(ending.day),
        "why": why_told(ending, speaker).value,
        "person": _person(ending.person, speaker),
        "unit": speaker.text(ending.unit.id),
        "role": speaker.text(ending.role) if ending.role else None,
        "processes": [speaker.text(process) if process else None for process in ending.processes],
        "consequences": [_consequence(one, speaker) for one in ending.consequences],
    }


def _consequence(one: Consequence, speaker: Speaker) -> Record:
    return {
        "shortfall": one.shortfall.value,
        "unit": speaker.text(one.unit.id) if one.unit else None,
        "role": speaker.text(one.role),
        "processes": [speaker.text(process) for process in one.processes],
        "need": one.need,
        "left": _people(one.left, speaker),
    }


def _waiver(waiver_id: str, report: Report, speaker: Speaker) -> Record:
    waiver = report.register.waivers[waiver_id]
    granter = report.register.people.get(waiver.granted_by)
    return {
        "id": speaker.text(waiver.id),
        "rule": waiver.rule,
        "reason": None if speaker.redactor else speaker.text(waiver.reason),
        "granted_by": _person(granter, speaker) if granter else None,
        "granted": _day(waiver.granted),
        "until": _day(waiver.until),
    }
