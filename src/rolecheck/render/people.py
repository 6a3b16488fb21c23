"""Who holds what: the network of each process, or the local team of a unit. Derived, never typed in."""

from collections.abc import Iterator, Sequence

from rolecheck.model import Appointment
from rolecheck.render.canvas import Canvas
from rolecheck.render.prose import heading, wrapped
from rolecheck.render.table import Cell, Column, drawn
from rolecheck.roster import Roster
from rolecheck.wording import Speaker


def render_people(
    roster: Roster, appointments: Sequence[Appointment], units: Sequence[str], speaker: Speaker, canvas: Canvas
) -> str:
    """The appointments by process – or, where units were asked for, by unit."""
    register = roster.register
    lines = wrapped(speaker.say("people.title", register=register.name, day=roster.day), canvas)
    if register.unchecked:
        lines += wrapped(speaker.say("people.unchecked", n=len(register.unchecked)), canvas)
    groups = _by_unit(appointments, units, roster, speaker) if units else _by_process(appointments, roster, speaker)
    for title, members in groups:
        table = _table(members, roster, speaker, canvas, with_process=bool(units))
        lines += ["", *heading(title, canvas), *table]
    if not appointments:
        lines += ["", speaker.say("people.nobody")]
    return "\n".join(lines) + "\n"


def _by_process(
    appointments: Sequence[Appointment], roster: Roster, speaker: Speaker
) -> Iterator[tuple[str, list[Appointment]]]:
    for process in (*roster.register.processes, None):
        members = [appointment for appointment in appointments if appointment.process == process]
        if members:
            title = speaker.say("people.no-process")
            if process is not None:
                title = speaker.say("people.network", process=speaker.process(process))
            yield title, members


def _by_unit(
    appointments: Sequence[Appointment], units: Sequence[str], roster: Roster, speaker: Speaker
) -> Iterator[tuple[str, list[Appointment]]]:
    for unit_id in units:
        members = [found for found in appointments if roster.register.is_within(found.unit, [unit_id])]
        if members:
            yield speaker.say("people.team", unit=roster.register.units[unit_id]), members


def _table(
    members: Sequence[Appointment], roster: Roster, speaker: Speaker, canvas: Canvas, *, with_process: bool
) -> list[str]:
    names = ["unit", "person", "role", *(["process"] if with_process else []), "from", "to"]
    columns = [Column(speaker.say(f"people.{name}")) for name in names]
    ordered = sorted(members, key=lambda found: (_card_order(found, roster), found.unit, found.person))
    rows = []
    for appointment in ordered:
        words = _words(appointment, roster, speaker)
        rows.append([Cell(words[name]) for name in names])
    return drawn(columns, rows, canvas)


def _card_order(appointment: Appointment, roster: Roster) -> int:
    """Roles in the order of their cards, so that those who coordinate a network stand together."""
    return list(roster.register.cards_of_role).index(appointment.role)


def _words(appointment: Appointment, roster: Roster, speaker: Speaker) -> dict[str, str]:
    person = roster.person(appointment.person)
    name = speaker.text(person)
    return {
        "unit": speaker.text(appointment.unit),
        "person": name if person.id in roster.counting else speaker.say("people.away", person=name),
        "role": speaker.role(appointment.role, appointment.process),
        "process": speaker.process(appointment.process) if appointment.process else "",
        "from": speaker.text(appointment.first_day),
        "to": speaker.text(appointment.last_day),
    }
