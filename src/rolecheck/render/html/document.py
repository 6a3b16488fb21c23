"""A page becomes a document: what stands around it, and its blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rolecheck.render.blocks import Page, reworded
from rolecheck.render.escape import for_css, shortened
from rolecheck.render.html.environment import asset, template
from rolecheck.render.html.view import Addresses, View, nowhere
from rolecheck.wording import Speaker

STYLE = "style.css"  # what the style sheet is called where pages share one
_LONGEST_HEADING = 110  # at the top of the second sheet of paper and those after it


@dataclass(frozen=True, slots=True)
class Way:
    """A link in a document’s frame. Without an address it is the page itself; `language` is that of what it leads to."""

    text: str
    address: str = ""
    language: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page: the register’s name, ways to other pages, when and from what it was made.

    `day` says as of when what stands on it is so. `style` is the address of the style sheet; without one, the document
    carries it. `search` is the address of the page that searches, `scripts` are those that this page needs.
    """

    register: str
    made: str
    day: str = ""
    home: str = ""
    navigation: Sequence[Way] = ()
    trail: Sequence[Way] = ()
    languages: Sequence[Way] = ()
    style: str = ""
    search: str = ""
    scripts: Sequence[str] = ()


def document(page: Page, frame: Frame, speaker: Speaker, addresses: Addresses = nowhere) -> str:
    """A page as a whole document. One with neither addresses nor a style sheet stands alone, and can be sent on."""
    shown = _without_people(page, speaker)
    return template("document.jinja").render(
        page=shown,
        title_in_css=Markup(for_css(shortened(shown.title, _LONGEST_HEADING))),  # noqa: S704 - letters and escapes alone
        frame=frame,
        view=View(speaker, addresses),
        kind=page.name.partition("/")[0],
        style=None if frame.style else Markup(style_sheet()),  # noqa: S704 - our own files
    )


def style_sheet() -> str:
    """What every page looks like on a screen and on paper."""
    return asset("screen.css") + asset("paper.css")


def _without_people(page: Page, speaker: Speaker) -> Page:
    """The page, once more without whom nobody is to know of, should words have been put together from parts."""
    return reworded(page, speaker.last_word) if speaker.redactor else page
