"""The page of a unit as everybody may see it."""

from collections import Counter
from collections.abc import Iterator

from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Block, Cell, Facts, Items, Page, Paragraph, Section, Table
from rolecheck.render.site.edition import Edition, tone_of
from rolecheck.render.site.words import finding_item, requirement_name, sorting, status, unit_cell
from rolecheck.wording import Speaker


def unit_page(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Page:
    """One unit: how it stands, requirement by requirement, and which units are near it."""
    return Page(f"unit/{unit.unit.id}", speaker.text(unit.unit), list(_blocks(unit, edition, speaker)))


def _blocks(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    yield Paragraph(str(status(unit, speaker).value), tone_of(unit))
    yield Facts(list(_facts(unit, edition, speaker)))
    rows = [
        [Cell(requirement_name(found, speaker)), Cell(speaker.say(f"site.tone-{tone}"), tone)]
        for found in edition.overview.requirements
        for tone in [edition.tone(unit, found)]
        if tone
    ]
    if rows:
        columns = [speaker.say("site.requirement"), speaker.say("report.status")]
        yield Section(
            speaker.say("site.requirements"), [Table(speaker.say("site.requirements-caption"), columns, rows)]
        )
    if unit.findings:
        yield Section(speaker.say("report.gaps"), [_findings(unit, edition, speaker)])
    yield from nearby(unit, edition, speaker)


def _facts(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    register = edition.report.register
    yield speaker.say("site.kind"), Cell(unit.unit.kind)
    above = register.parent_of(unit.unit)
    if above is not None:
        yield speaker.say("site.above"), unit_cell(above, speaker)
    if unit.counts_for is not None:
        yield speaker.say("site.counts-for"), unit_cell(unit.counts_for, speaker)
    yield speaker.say("report.day"), Cell(edition.report.as_of)


def _findings(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Block:
    if not edition.public:
        return Items([finding_item(found, edition, speaker) for found in unit.findings])
    counts = Counter(found.rule for found in unit.findings)
    rows = [[Cell(speaker.title(rule), link=f"rule/{rule}"), Cell(n)] for rule, n in counts.items()]
    return Table(speaker.say("site.kinds-of-finding"), [speaker.say("site.rule"), speaker.say("site.number")], rows)


def nearby(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[Section]:
    """The units right below a unit."""
    below = sorted(edition.below.get(unit.unit.id, ()), key=lambda found: sorting(speaker.text(found)))
    if below:
        rows = [[unit_cell(found, speaker), status(edition.units[found.id], speaker)] for found in below]
        columns = [speaker.say("report.unit"), speaker.say("report.status")]
        yield Section(speaker.say("site.below"), [Table(speaker.say("site.below-caption"), columns, rows)])
