"""The page of a process: who coordinates it, who is in its network, and which units it reaches."""

from collections.abc import Iterator, Sequence

from rolecheck.finding import Finding
from rolecheck.model import Appointment, Process
from rolecheck.overview import Requirement, standing_of
from rolecheck.render.blocks import Block, Cell, Facts, Item, Items, Page, Paragraph, Section, Table, Tone
from rolecheck.render.order import beginning, in_order_of_names, requirement_name, sorting
from rolecheck.render.site.edition import TONES, Edition
from rolecheck.render.site.words import finding_item, name_of, standing, unit_cell
from rolecheck.wording import Speaker

# Units that lack somebody, be it with a waiver, then those that have one person, then the others.
_FROM_LACKING: tuple[Tone, ...] = ("error", "warning", "waived", "note", "good")
_MOST_ROWS = 1_000  # of a table; whoever is left out stands on the page of their unit


def process_page(process: Process, edition: Edition, speaker: Speaker) -> Page:
    """One process."""
    return Page(f"process/{process.id}", name_of(process, speaker), list(_blocks(process, edition, speaker)))


def processes_page(edition: Edition, speaker: Speaker) -> Page:
    """All processes."""
    return Page("processes", speaker.say("site.processes"), [process_table(edition, speaker)])


def process_table(edition: Edition, speaker: Speaker) -> Table:
    """Each process with who coordinates it, and how many of the units that need somebody have one."""
    rows = []
    for process in edition.report.register.processes.values():
        who = [_named(_coordinators(process, edition), edition, speaker)] if edition.coordinating_roles else []
        covered, bound, worst = _covered(process, edition)
        reach = Cell(speaker.say("site.part-of", part=covered, whole=bound), worst) if bound else Cell("–")
        rows.append([Cell(name_of(process, speaker), link=f"process/{process.id}"), *who, reach])
    roles = [_coordinating(edition, speaker)] if edition.coordinating_roles else []
    columns = [speaker.say("site.process"), *roles, speaker.say("site.units-with-somebody")]
    return Table(speaker.say("site.processes-caption"), columns, rows)


def _coordinating(edition: Edition, speaker: Speaker) -> str:
    """What those who coordinate are called on their cards; ids where cards have no name."""
    roles = sorted(edition.coordinating_roles)
    names = [name if (name := speaker.role(role)).strip() else speaker.text(role) for role in roles]
    return beginning(speaker.listed(names, most=20))


def _blocks(process: Process, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    say = speaker.say
    yield Facts(list(_facts(process, edition, speaker)))
    yield Section(say("site.network"), list(_network(process, edition, speaker)))
    for requirement in _requirements(process, edition):
        yield Section(requirement_name(requirement, speaker), list(_reach(requirement, edition, speaker)))
    cards = [card for card in edition.report.register.cards.values() if card.process == process.id]
    if cards:
        items = [Item(name_of(card, speaker), link=f"card/{card.id}") for card in cards]
        yield Section(say("site.cards"), [Items(items)])
    own = [found for found in edition.overview.elsewhere if found.gap.subject.get("process") == process.id]
    if own:
        yield Section(say("report.gaps"), [Items([finding_item(found, edition, speaker) for found in own])])


def _facts(process: Process, edition: Edition, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    for role in sorted(edition.answering_roles, key=lambda role: (role not in edition.coordinating_roles, role)):
        held = [found for found in edition.appointments.get(process.id, ()) if found.role == role]
        coordinating = role in edition.coordinating_roles
        name = beginning(speaker.role(role, process.id))
        label = speaker.say("site.role-coordinator", role=name) if coordinating else name
        yield label, _named(held, edition, speaker)
    if process.aliases:
        yield speaker.say("site.aliases"), Cell(speaker.safe(" · ".join(process.aliases)))


def _coordinators(process: Process, edition: Edition) -> list[Appointment]:
    found = edition.appointments.get(process.id, ())
    return [appointment for appointment in found if appointment.role in edition.coordinating_roles]


def _named(appointments: Sequence[Appointment], edition: Edition, speaker: Speaker) -> Cell:
    """Who holds a role; where people are left out, whether anybody does."""
    if not appointments:
        return Cell(speaker.say("report.no-leader"), "error")
    if edition.public:
        return Cell(speaker.say("site.somebody"))
    return Cell(
        speaker.listed(list(dict.fromkeys(_person(found, edition, speaker) for found in appointments)), most=20)
    )


def _person(appointment: Appointment, edition: Edition, speaker: Speaker) -> str:
    roster = edition.report.case.roster
    name = speaker.text(roster.person(appointment.person))
    return name if appointment.person in roster.counting else speaker.say("people.away", person=name)


# --- the network --------------------------------------------------------------------------------------------------


def _network(process: Process, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    appointments = edition.network(process.id)
    people = {found.person for found in appointments}
    units = {found.unit for found in appointments}
    yield Paragraph(speaker.say("site.network-size", people=len(people), units=len(units)))
    if edition.public or not appointments:
        return
    ordered = sorted(appointments, key=lambda found: _place_in_network(found, edition, speaker))
    columns = [speaker.say(f"people.{name}") for name in ("person", "role", "unit", "from")]
    rows = [_member(found, edition, speaker) for found in ordered[:_MOST_ROWS]]
    yield Table(speaker.say("site.network-caption"), [*columns, speaker.say("report.lacks")], rows)
    if len(ordered) > _MOST_ROWS:
        yield Paragraph(speaker.say("site.more-members", n=len(ordered) - _MOST_ROWS))


def _place_in_network(appointment: Appointment, edition: Edition, speaker: Speaker) -> tuple[bool, bool, str, str]:
    """Those who coordinate stand first, then those who answer for the process, then the units by name."""
    unit = name_of(edition.report.register.units[appointment.unit], speaker)
    role = appointment.role
    return (
        role not in edition.coordinating_roles,
        role not in edition.answering_roles,
        sorting(unit),
        appointment.person,
    )


def _member(appointment: Appointment, edition: Edition, speaker: Speaker) -> list[Cell]:
    return [
        Cell(_person(appointment, edition, speaker)),
        Cell(beginning(speaker.role(appointment.role, appointment.process))),
        unit_cell(edition.report.register.units[appointment.unit], speaker),
        Cell(appointment.first_day),
        _lacks(edition.lacks(appointment), speaker),
    ]


def _lacks(findings: Sequence[Finding], speaker: Speaker) -> Cell:
    if not findings:
        return Cell("–")
    gravest = max(map(standing_of, findings), key=TONES.index)
    return Cell(speaker.listed(list(dict.fromkeys(_what(found, speaker) for found in findings)), most=20), gravest)


def _what(finding: Finding, speaker: Speaker) -> str:
    """What somebody lacks, in a few words."""
    what = finding.gap.facts.get("course") or finding.gap.facts.get("competence")
    title = speaker.title(finding.rule)
    return speaker.say("site.lacks", title=title, what=what) if what else title


# --- the units ----------------------------------------------------------------------------------------------------


def _requirements(process: Process, edition: Edition) -> list[Requirement]:
    every, policy = edition.overview.requirements, edition.report.policy
    return [found for found in every if found.duty and found.duty[1] == process.id and found.was_looked_at(policy)]


def _covered(process: Process, edition: Edition) -> tuple[int, int, Tone]:
    """How many units have somebody for the process, how many must, and how the worst of them stands."""
    tones: list[Tone] = [
        "good" if tone == "note" else tone  # somebody who is alone is somebody
        for requirement in _requirements(process, edition)
        for unit in edition.overview.units
        if (tone := edition.tone(unit, requirement))
    ]
    return tones.count("good"), len(tones), max(tones, key=TONES.index, default="")


def _reach(requirement: Requirement, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    """The units that need somebody, those without first."""
    bound = [unit for unit in edition.overview.units if edition.tone(unit, requirement)]
    ordered = sorted(
        in_order_of_names(bound, speaker), key=lambda unit: _FROM_LACKING.index(edition.tone(unit, requirement))
    )
    rows = [
        [unit_cell(unit.unit, speaker), standing(unit, requirement, edition, speaker)] for unit in ordered[:_MOST_ROWS]
    ]
    yield Table(speaker.say("site.reach-caption"), [speaker.say("report.unit"), speaker.say("report.status")], rows)
    if len(ordered) > _MOST_ROWS:
        yield Paragraph(speaker.say("site.more-units", n=len(ordered) - _MOST_ROWS))
