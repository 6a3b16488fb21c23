"""What one file of a gap report holds: the whole report, one unit, or the overview of a folder of units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rolecheck.gap_report import GapReport, Part
from rolecheck.render.blocks import Page
from rolecheck.render.order import in_order_of_names
from rolecheck.render.report.content import INDEX, index_page, unit_page
from rolecheck.render.report.tables import unit_name
from rolecheck.wording import Speaker


@dataclass(frozen=True)
class Document:
    """The units that it holds, and whether it also gives an overview and says what concerns no unit.

    In a folder, the other units and the overview stand in files of their own: `beside` are the names of all of them.
    """

    gap_report: GapReport
    speaker: Speaker
    parts: Sequence[Part]
    has_index: bool
    beside: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Its address in a folder, without the ending."""
        return INDEX if self.has_index else self.pages[0].name

    @cached_property
    def pages(self) -> Sequence[Page]:
        """Its pages in words, the overview first."""
        index = [index_page(self.gap_report, self.speaker)] if self.has_index else []
        return [*index, *(unit_page(part, self.gap_report, self.speaker) for part in self.parts)]

    def address(self, page: str, ending: str) -> str:
        """Where another page stands, as seen from this document; empty where it stands nowhere."""
        if page not in self.beside:
            return ""
        return f"{'' if self.has_index else '../'}{page}{ending}"


def whole(gap_report: GapReport, speaker: Speaker) -> Document:
    """Everything in one document; for one unit alone there is no need of an overview."""
    overview = gap_report.overview
    rest = overview.elsewhere or overview.holdings_elsewhere or overview.unread
    has_index = len(overview.units) != 1 or bool(rest)
    parts = [gap_report.part(unit) for unit in in_order_of_names(overview.units, speaker)]
    return Document(gap_report, speaker, parts, has_index=has_index)


def folder(gap_report: GapReport, speaker: Speaker) -> Iterator[Document]:
    """The overview, then a document for each unit, made when it is asked for."""
    units = gap_report.overview.units
    beside = frozenset({INDEX, *(unit_name(unit.unit.id, speaker) for unit in units)})
    yield Document(gap_report, speaker, [], has_index=True, beside=beside)
    for part in gap_report.parts:
        yield Document(gap_report, speaker, [part], has_index=False, beside=beside)
