"""What stands around each page of the site: the ways to others, other languages, and when it was made of what."""

from collections.abc import Iterator, Sequence

from rolecheck.render.blocks import Page
from rolecheck.render.html.document import STYLE, Frame, Way
from rolecheck.render.site.addresses import SEARCH_INDEX, SEARCH_SCRIPT, file_of, in_other_language
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.pages import MAIN_PAGES
from rolecheck.render.site.words import name_of, register_name
from rolecheck.sentences import Worded, language_name
from rolecheck.wording import Speaker

_LIST_OF = {"unit": "units", "units": "units", "map": "units", "process": "processes", "card": "cards", "rule": "rules"}


def frame_of(page: Page, edition: Edition, speaker: Speaker, languages: Sequence[str]) -> Frame:
    """The frame of one page."""
    is_search = page.name == "search"
    return Frame(
        register=register_name(edition.report.register, speaker),
        made=made_line(edition, speaker),
        day=speaker.say("site.as-of", day=edition.report.as_of),
        home=file_of("overview"),
        navigation=[_way(name, speaker, here=name in (page.name, _list_of(page))) for name in MAIN_PAGES],
        trail=[] if page.name == "overview" else list(_trail(page, edition, speaker)),
        languages=[
            Way(
                language_name(code),
                in_other_language(code, page.name, speaker.name_of_file),
                code,
                here=code == speaker.language,
            )
            for code in languages
        ],
        style=f"../{STYLE}",
        search=file_of("search"),
        scripts=(SEARCH_INDEX, f"../{SEARCH_SCRIPT}") if is_search else (),
    )


def made_line(edition: Edition, speaker: Speaker) -> str:
    """As of which day, of which revision and by which version a page was made."""
    facts: dict[str, object] = {"day": edition.report.as_of, "version": Worded(edition.version)}
    if edition.revision is None:
        return speaker.say("site.made", **facts)
    variant = "made-changed" if edition.revision.changed else "made-revision"
    return speaker.say(f"site.{variant}", commit=edition.revision.commit[:12], **facts)


def _list_of(page: Page) -> str:
    return _LIST_OF.get(page.name.partition("/")[0], "")


def _way(name: str, speaker: Speaker, *, here: bool = False) -> Way:
    return Way(speaker.say(f"site.{name}"), file_of(name), here=here)


def _trail(page: Page, edition: Edition, speaker: Speaker) -> Iterator[Way]:
    """From the overview down: the list that a page stands in, and the units above a unit."""
    yield _way("overview", speaker)
    kind, _, found_id = page.name.partition("/")
    if kind in _LIST_OF and page.name != _LIST_OF[kind]:
        yield _way(_LIST_OF[kind], speaker)
    if kind == "unit":
        register = edition.report.register
        for above in reversed(list(register.above(register.units[found_id]))):
            if above.id in edition.units:
                yield Way(name_of(above, speaker), file_of(f"unit/{above.id}", speaker.name_of_file))
    yield Way(page.title)
