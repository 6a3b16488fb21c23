"""The gap report as a page that stands alone: it needs nothing but itself, on a screen or on paper."""

from rolecheck import __version__
from rolecheck.render.blocks import Page, Section
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log
from rolecheck.render.report.content import INDEX
from rolecheck.render.report.document import Document
from rolecheck.sentences import Worded

ENDING = ".html"
IS_BINARY = False


def render(document: Document, canvas: Canvas) -> str:  # noqa: ARG001 - every format is called alike
    """One document; where it holds several pages, the first has the others as its sections."""
    from rolecheck.render.html import document as html  # noqa: PLC0415 - templates cost time

    report, speaker = document.gap_report.report, document.speaker
    register = speaker.text(report.register.name)
    made = speaker.say("report.made", version=Worded(__version__), register=register, day=report.as_of)
    page = _one_page(document)
    ways = [html.Way(register, address)] if (address := document.address(INDEX, ENDING)) and page.name != INDEX else []
    frame = html.Frame(register, made, trail=[*ways, html.Way(page.title)] if ways else [])
    return for_log(html.document(page, frame, speaker, lambda name: document.address(name, ENDING)))


def _one_page(document: Document) -> Page:
    first, *others = document.pages
    sections = [Section(page.title, page.blocks) for page in others]
    return Page(first.name, first.title, [*first.blocks, *sections]) if sections else first
