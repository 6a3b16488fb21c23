"""The map: units × requirements, a sign for each."""

from collections.abc import Sequence

from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Cell, Table
from rolecheck.render.order import requirement_name
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.words import unit_cell
from rolecheck.sentences import one_after_the_other
from rolecheck.wording import Speaker


def unit_map(caption: str, units: Sequence[UnitOverview], edition: Edition, speaker: Speaker) -> Table:
    """How each of some units stands with each requirement."""
    requirements = edition.overview.requirements
    rows = []
    for unit in units:
        marks = [edition.tone(unit, requirement) for requirement in requirements]
        rows.append([unit_cell(unit.unit, speaker), *(Cell("" if tone else "–", tone) for tone in marks)])
    columns = [speaker.say("report.unit"), *(requirement_name(found, speaker) for found in requirements)]
    notes = [speaker.say("site.map-note")]
    notes += [speaker.say("report.legend-partly")] if edition.overview.is_partial else []
    return Table(caption, columns, rows, look="grid", note=one_after_the_other(notes))
