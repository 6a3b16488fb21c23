"""Where each page stands: one folder a language, one file a page, whose names never change and hold nothing to escape."""

from collections.abc import Callable, Collection

INDEX = "index.html"
SEARCH_INDEX = "search-index.js"
SEARCH_SCRIPT = "search.js"
_OF_THE_REGISTER = ("unit", "process", "card")  # the kinds of page whose ids are not ours
_WEB = ("https://", "http://")


# What stands for an id in an address: something else, where it tells of somebody who is hidden.
Shown = Callable[[str], str]


def file_of(name: str, shown: Shown = str) -> str:
    """The file of a page, in the folder of its language: `unit/ie` is `unit-ie.html`.

    Ids hold lower-case letters, digits and hyphens, so that no two names meet, on any file system.
    """
    kind, slash, known_id = name.partition("/")
    if not slash:
        return INDEX if name == "overview" else f"{kind}.html"
    return f"{kind}-{shown(known_id) if kind in _OF_THE_REGISTER else known_id}.html"


def path_of(language: str, name: str, shown: Shown = str) -> str:
    """The path of a page in the site."""
    return f"{language}/{file_of(name, shown)}"


class SiteAddresses:
    """The addresses that one page has for the others, all of them relative, so that the site opens from a disk."""

    def __init__(self, names: Collection[str], shown: Shown = str) -> None:
        self._names = names
        self._shown = shown

    def __call__(self, link: str) -> str:
        """Where a link of a block leads: another page, if there is one, or the web page of a source."""
        if link.startswith(_WEB):
            return link
        return file_of(link, self._shown) if link in self._names else ""


def in_other_language(language: str, name: str, shown: Shown = str) -> str:
    """The same page in another language."""
    return f"../{path_of(language, name, shown)}"
