"""The page of a unit: its gap report, or – where people are left out – how it stands with each requirement."""

from collections import Counter
from collections.abc import Iterator

from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Block, Cell, Facts, Page, Paragraph, Section, Table
from rolecheck.render.order import beginning, requirement_name, sorting
from rolecheck.render.report.content import unit_page as report_page
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.words import name_of, standing, unit_cell
from rolecheck.render.standing import status
from rolecheck.wording import Speaker


def unit_page(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Page:
    """One unit, and the units near it."""
    made = _public_blocks if edition.public else _gap_report
    blocks = [*_standing(unit, edition, speaker), *made(unit, edition, speaker), *_below(unit, edition, speaker)]
    return Page(f"unit/{unit.unit.id}", name_of(unit.unit, speaker), blocks)


def _standing(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    """How the unit stands, before all else."""
    found = status(unit, edition.report, speaker)
    if found.tone:
        yield Paragraph(beginning(str(found.value)), found.tone)


def _gap_report(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    """The gap report. What stands above it or in the footer of every page is not said twice."""
    said = {speaker.say(f"report.{name}") for name in ("status", "day", "revision")}
    for block in report_page(edition.gap_report.part(unit), edition.gap_report, speaker).blocks:
        if isinstance(block, Facts):
            yield Facts([*_above(unit, edition, speaker), *(pair for pair in block.pairs if pair[0] not in said)])
        else:
            yield block


def _public_blocks(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    yield Facts(list(_facts(unit, edition, speaker)))
    rows = [
        [Cell(requirement_name(found, speaker)), standing(unit, found, edition, speaker)]
        for found in edition.overview.requirements
        if edition.tone(unit, found)
    ]
    if rows:
        columns = [speaker.say("site.requirement"), speaker.say("report.status")]
        table = Table(speaker.say("site.requirements-caption"), columns, rows)
        yield Section(speaker.say("site.requirements"), [table])
    if unit.findings:
        yield Section(speaker.say("report.gaps"), [_kinds_of_finding(unit, speaker)])


def _facts(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    yield speaker.say("site.kind"), Cell(speaker.text(unit.unit.kind))
    yield from _above(unit, edition, speaker)
    if unit.counts_for is not None:
        yield speaker.say("site.counts-for"), unit_cell(unit.counts_for, speaker)


def _above(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    above = edition.report.register.parent_of(unit.unit)
    if above is not None:
        yield speaker.say("site.above"), unit_cell(above, speaker)


def _kinds_of_finding(unit: UnitOverview, speaker: Speaker) -> Table:
    counts = Counter(found.rule for found in unit.findings)
    rows = [[Cell(speaker.title(rule), link=f"rule/{rule}"), Cell(n)] for rule, n in counts.items()]
    return Table(speaker.say("site.kinds-of-finding"), [speaker.say("site.rule"), speaker.say("site.number")], rows)


def _below(unit: UnitOverview, edition: Edition, speaker: Speaker) -> Iterator[Section]:
    """The units right below a unit."""
    below = sorted(edition.below.get(unit.unit.id, ()), key=lambda found: sorting(name_of(found, speaker)))
    if below:
        rows = [
            [unit_cell(found, speaker), status(edition.units[found.id], edition.report, speaker)] for found in below
        ]
        columns = [speaker.say("report.unit"), speaker.say("report.status")]
        yield Section(speaker.say("site.below"), [Table(speaker.say("site.below-caption"), columns, rows)])
