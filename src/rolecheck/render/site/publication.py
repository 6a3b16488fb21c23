"""The files of the site, made one at a time, so that a large one never lies in memory as a whole."""

from collections.abc import Iterator, Sequence

from rolecheck.fields import LANGUAGES
from rolecheck.render.html.document import STYLE, document, style_sheet
from rolecheck.render.html.environment import asset, template
from rolecheck.render.site.addresses import INDEX, SEARCH_INDEX, SEARCH_SCRIPT, SiteAddresses, path_of
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.framing import frame_of, made_line
from rolecheck.render.site.pages import names_of, pages_of
from rolecheck.render.site.search import search_index
from rolecheck.render.site.words import register_name
from rolecheck.sentences import language_name
from rolecheck.wording import Speaker


def site_files(edition: Edition, speakers: Sequence[Speaker]) -> Iterator[tuple[str, bytes]]:
    """Each file of the site by its path; the site opens in the language of the first speaker."""
    yield STYLE, style_sheet().encode()
    yield SEARCH_SCRIPT, asset(SEARCH_SCRIPT).encode()
    yield INDEX, _way_in(edition, speakers).encode()
    names = frozenset(names_of(edition))
    languages = [code for code in LANGUAGES if code in {speaker.language for speaker in speakers}]
    for speaker in speakers:
        yield f"{speaker.language}/{SEARCH_INDEX}", search_index(edition, speaker).encode("utf-8", "replace")
        addresses = SiteAddresses(names, speaker.name_of_file)
        for page in pages_of(edition, speaker):
            text = document(page, frame_of(page, edition, speaker, languages), speaker, addresses)
            yield path_of(speaker.language, page.name, speaker.name_of_file), text.encode("utf-8", "replace")


def number_of_files(edition: Edition, speakers: Sequence[Speaker]) -> int:
    """How many files the site has."""
    return 3 + len(speakers) * (1 + len(names_of(edition)))


def _way_in(edition: Edition, speakers: Sequence[Speaker]) -> str:
    """The page that opens first, and leads on to the overview."""
    ways = [
        (language_name(speaker.language), path_of(speaker.language, "overview"), speaker.language)
        for speaker in speakers
    ]
    speaker = speakers[0]
    return template("way_in.jinja").render(
        register=register_name(edition.report.register, speaker),
        language=speaker.language,
        ways=ways,
        style=STYLE,
        made=made_line(edition, speaker),
    )
