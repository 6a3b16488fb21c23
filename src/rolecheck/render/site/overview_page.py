"""The first page: how the whole stands, requirement by requirement and unit by unit."""

from collections import Counter
from collections.abc import Iterator

from rolecheck.render.blocks import Block, Cell, Facts, Item, Items, Page, Paragraph, Section, Table
from rolecheck.render.order import in_order_of_names, requirement_name
from rolecheck.render.report.all_tasks import all_tasks
from rolecheck.render.site.edition import MOST_ON_MAP, TONES, Edition, is_in_order
from rolecheck.render.site.map import unit_map
from rolecheck.render.site.process_page import process_table
from rolecheck.render.site.words import finding_item, register_name
from rolecheck.render.summary import shown_part
from rolecheck.wording import Speaker

_MOST_FINDINGS = 50
_MOST_TASKS = 50  # those with the nearest deadlines; every unit's own page has all of its own


def overview_page(edition: Edition, speaker: Speaker) -> Page:
    """The whole register on one page."""
    return Page("overview", register_name(edition.report.register, speaker), list(_blocks(edition, speaker)))


def _blocks(edition: Edition, speaker: Speaker) -> Iterator[Block]:
    say = speaker.say
    yield Paragraph(say(f"site.{_lead(edition, speaker)}"))
    part = shown_part(edition.report, speaker)
    if part:
        yield Paragraph(part, "note")
    if edition.report.unchecked:
        yield Paragraph(say("site.unchecked", n=len(edition.report.unchecked)), "error")
    yield _figures(edition, speaker)
    if not edition.public:
        tasks = all_tasks(edition.gap_report, speaker, most=_MOST_TASKS)
        yield Section(say("report.all-actions"), [tasks or Paragraph(say("report.no-actions"), "good")])
    if edition.overview.units:
        yield Section(say("site.coverage"), [_coverage(edition, speaker)])
        yield Section(say("site.map"), list(_map(edition, speaker)))
    if edition.report.register.processes:
        yield Section(say("site.processes"), [process_table(edition, speaker)])
    if edition.overview.elsewhere:
        yield Section(say("report.elsewhere"), list(_elsewhere(edition, speaker)))


def _lead(edition: Edition, speaker: Speaker) -> str:
    """What the site shows, and who may see it."""
    if edition.public:
        return "lead-public"
    return "lead-redacted" if speaker.redactor else "lead"


def _figures(edition: Edition, speaker: Speaker) -> Facts:
    """The bound units by how they stand, and how many people hold a role."""
    units = edition.overview.units
    tones = Counter(unit.standing for unit in units)
    in_order = sum(is_in_order(unit) for unit in units)
    holders = {holding.person.id for unit in edition.units.values() for holding in unit.holdings}
    pairs = [
        (speaker.say("site.units-good", all=len(units)), Cell(in_order, "good")),
        (speaker.say("site.units-warning"), Cell(tones["warning"], "warning" if tones["warning"] else "")),
        (speaker.say("site.units-error"), Cell(tones["error"], "error" if tones["error"] else "")),
        (speaker.say("site.people"), Cell(len(holders))),
    ]
    return Facts(pairs, large=True)


def _coverage(edition: Edition, speaker: Speaker) -> Table:
    """How many of the units that a requirement binds stand how with it."""
    rows = []
    for requirement in edition.overview.requirements:
        counts = Counter(edition.tone(unit, requirement) for unit in edition.overview.units)
        if sum(counts[tone] for tone in TONES):
            rows.append([Cell(requirement_name(requirement, speaker)), *(Cell(counts[tone], tone) for tone in TONES)])
    columns = [speaker.say("site.requirement"), *(speaker.say(f"site.coverage-{tone}") for tone in TONES)]
    return Table(speaker.say("site.coverage-caption"), columns, rows, look="bars")


def _map(edition: Edition, speaker: Speaker) -> Iterator[Block]:
    units = edition.overview.units
    if edition.has_large_map:
        units = sorted(units, key=lambda unit: TONES.index(unit.standing), reverse=True)[:MOST_ON_MAP]
        way = Item(speaker.say("site.map-part", shown=len(units), all=len(edition.overview.units)), link="map")
        yield Items([way])
    yield unit_map(speaker.say("site.map-caption"), in_order_of_names(units, speaker), edition, speaker)


def _elsewhere(edition: Edition, speaker: Speaker) -> Iterator[Block]:
    """What concerns no unit; where people are left out, each kind of finding once, with how often it is there."""
    findings = edition.overview.elsewhere
    if edition.public:
        counts = Counter(found.rule for found in findings)
        rows = [[Cell(speaker.title(rule), link=f"rule/{rule}"), Cell(n)] for rule, n in sorted(counts.items())]
        yield Table(speaker.say("site.kinds-of-finding"), [speaker.say("site.rule"), speaker.say("site.number")], rows)
        return
    yield Items([finding_item(found, edition, speaker) for found in findings[:_MOST_FINDINGS]])
    if len(findings) > _MOST_FINDINGS:
        yield Paragraph(speaker.say("site.more-findings", n=len(findings) - _MOST_FINDINGS))
