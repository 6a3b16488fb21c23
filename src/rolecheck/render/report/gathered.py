"""The tables of all pages put together: one of each kind, in which the first columns say which unit a row is about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rolecheck.render.blocks import Block, Cell, Facts, Items, Page, Section, Table
from rolecheck.render.report.content import INDEX
from rolecheck.render.report.document import Document
from rolecheck.wording import Speaker

# These are about the report, or name their units themselves.
_OF_THE_REPORT = frozenset({"about", "all-actions", "units", "standing", "unchecked"})
# What must be done comes first after what the report is about and how each unit stands.
_ORDER = (
    *("about", "units", "standing", "facts", "all-actions", "actions", "roles", "appointments", "qualifications"),
    *("gaps", "endings", "waivers", "unchecked"),
)


def gathered(document: Document, *, even_nothing: bool = False) -> list[Table]:
    """Every table in its tidy form, and those that have it in that for readers as well, in a fixed order.

    `even_nothing` says that nothing has to be done, too.
    """
    found: dict[str, list[tuple[Page, Table]]] = {}
    for page in document.pages:
        for table in _tables(page, page.blocks, document.speaker):
            found.setdefault(table.name, []).append((page, table))
    if even_nothing and found.keys().isdisjoint({"actions", "all-actions"}):
        found["actions"] = [(document.pages[0], _nothing(document.speaker))]
    if found.keys() >= {"actions", "all-actions"}:  # the units stand here as well, or beside this one
        del found["all-actions" if document.parts else "actions"]
    ordered = sorted(found, key=_ORDER.index)
    return [_together(found[name], document.speaker) for name in ordered]


def _nothing(speaker: Speaker) -> Table:
    columns = [speaker.say(f"report.{name}") for name in ("by", "who", "what")]
    row = [Cell(""), Cell(""), Cell(speaker.say("report.no-actions"), "good")]
    return Table(speaker.say("report.caption-actions"), columns, [row], name="actions")


def _tables(page: Page, blocks: object, speaker: Speaker) -> Iterator[Table]:
    for block in blocks if isinstance(blocks, (list, tuple)) else ():
        yield from _of_block(page, block, speaker)


def _of_block(page: Page, block: Block, speaker: Speaker) -> Iterator[Table]:
    match block:
        case Section():
            yield from _tables(page, block.blocks, speaker)
        case Facts():
            yield _of_facts(page, block, speaker)
        case Items(tidy=Table() as tidy):
            yield tidy
        case Table(tidy=Table() as tidy) if tidy.name == block.name:
            yield tidy
        case Table():
            yield block
            if block.tidy is not None:
                yield block.tidy


def _of_facts(page: Page, facts: Facts, speaker: Speaker) -> Table:
    """The facts of a unit as one row; those of the report as a row each."""
    if page.name == INDEX:
        said: list[str] = [speaker.say("report.what"), speaker.say("report.value")]
        rows = [[Cell(name), value] for name, value in facts.pairs]
        return Table(speaker.say("report.sheet-about"), said, rows, name="about")
    columns = [name for name, _ in facts.pairs]
    return Table(speaker.say("report.sheet-facts"), columns, [[value for _, value in facts.pairs]], name="facts")


def _together(tables: list[tuple[Page, Table]], speaker: Speaker) -> Table:
    """Tables of one kind below each other: a column that one of them lacks is empty there."""
    _, first = tables[0]
    caption = speaker.say(f"report.sheet-{first.name}")
    if first.name in _OF_THE_REPORT:
        return replace(first, caption=caption, tidy=None)
    columns = list(dict.fromkeys(column for _, table in tables for column in table.columns))
    rows = [
        [*_whose(page), *(cells.get(column, Cell("")) for column in columns)]
        for page, table in tables
        for cells in (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    ]
    if first.name == "actions":
        rows.sort(key=lambda row: _urgency(row[2]))  # after the unit and its id
    titles = [speaker.say("report.unit"), speaker.say("report.id"), *columns]
    return Table(caption, titles, rows, name=first.name, note=first.note)


def _urgency(deadline: Cell) -> tuple[bool, date]:
    """What is due now comes first, then what is due on a day, then what has no deadline."""
    day = deadline.value
    return (False, day if isinstance(day, date) else date.min) if deadline.tone else (True, date.max)


def _whose(page: Page) -> tuple[Cell, Cell]:
    """The unit that a page is about, by its name and its id."""
    kind, _, name = page.name.partition("/")
    return Cell(page.title, link=page.name if name else ""), Cell(name if kind == "unit" else "")
