"""Lists of units that may be long: so many on a page, and a way from each page to the others."""

from collections.abc import Callable, Iterator, Sequence

from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Block, Cell, Page, Table
from rolecheck.render.order import in_order_of_names
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.map import unit_map
from rolecheck.render.site.words import name_of, unit_cell
from rolecheck.render.standing import status
from rolecheck.wording import Speaker

ON_ONE_PAGE = 400
TableOfUnits = Callable[[str, Sequence[UnitOverview]], Table]


def units_pages(edition: Edition, speaker: Speaker) -> Iterator[Page]:
    """All units, and how each stands."""

    def table(caption: str, units: Sequence[UnitOverview]) -> Table:
        columns = [speaker.say(name) for name in ("report.unit", "site.kind", "site.above", "report.status")]
        return Table(caption, columns, [_row(unit, edition, speaker) for unit in units])

    units = in_order_of_names(edition.units.values(), speaker)
    yield from _pages("units", speaker.say("site.units"), units, table, speaker)


def map_pages(edition: Edition, speaker: Speaker) -> Iterator[Page]:
    """All units with a duty and all requirements, where they are too many for the first page."""

    def table(caption: str, units: Sequence[UnitOverview]) -> Table:
        return unit_map(caption, units, edition, speaker)

    if edition.has_large_map:
        units = in_order_of_names(edition.overview.units, speaker)
        yield from _pages("map", speaker.say("site.map"), units, table, speaker)


def names_of_lists(edition: Edition) -> Iterator[str]:
    """The names of these pages."""
    yield from (_name("units", part) for part in range(_parts(len(edition.units))))
    if edition.has_large_map:
        yield from (_name("map", part) for part in range(_parts(len(edition.overview.units))))


def _row(unit: UnitOverview, edition: Edition, speaker: Speaker) -> list[Cell]:
    above = edition.report.register.parent_of(unit.unit)
    return [
        unit_cell(unit.unit, speaker),
        Cell(speaker.text(unit.unit.kind)),
        unit_cell(above, speaker) if above is not None else Cell(""),
        status(unit, edition.report, speaker),
    ]


def _pages(
    name: str, title: str, units: Sequence[UnitOverview], table: TableOfUnits, speaker: Speaker
) -> Iterator[Page]:
    number = _parts(len(units))
    for part in range(number):
        first = part * ON_ONE_PAGE
        some = units[first : first + ON_ONE_PAGE]
        caption = speaker.say("site.units-caption", first=first + 1, last=first + len(some), n=len(units))
        ways: list[Block] = [_ways(name, units, part, speaker)] if number > 1 else []
        yield Page(_name(name, part), title, [*ways, table(caption, some)])


def _parts(units: int) -> int:
    return max(1, -(-units // ON_ONE_PAGE))


def _name(name: str, part: int) -> str:
    return f"{name}/{part + 1}" if part else name


def _ways(name: str, units: Sequence[UnitOverview], shown: int, speaker: Speaker) -> Table:
    """The way to each part of a list, by the units that it begins and ends with."""
    rows = []
    for part in range(_parts(len(units))):
        some = units[part * ON_ONE_PAGE : (part + 1) * ON_ONE_PAGE]
        page = Cell(str(part + 1), link="" if part == shown else _name(name, part))
        rows.append([page, *(Cell(name_of(found.unit, speaker)) for found in (some[0], some[-1]))])
    columns = [speaker.say(f"site.part-{name}") for name in ("page", "from", "to")]
    return Table(speaker.say("site.parts"), columns, rows)
