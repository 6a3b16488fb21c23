"""Where each page stands: one folder a language, one file a page, whose names never change and hold nothing to escape."""

from collections.abc import Collection

INDEX = "index.html"
SEARCH_INDEX = "search-index.js"
SEARCH_SCRIPT = "search.js"
_WEB = ("https://", "http://")


def file_of(name: str) -> str:
    """The file of a page, in the folder of its language: `unit/ie` is `unit-ie.html`.

    Ids hold lower-case letters, digits and hyphens, so that no two names meet, on any file system.
    """
    return INDEX if name == "overview" else f"{name.replace('/', '-')}.html"


def path_of(language: str, name: str) -> str:
    """The path of a page in the site."""
    return f"{language}/{file_of(name)}"


class SiteAddresses:
    """The addresses that one page has for the others, all of them relative, so that the site opens from a disk."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def __call__(self, link: str) -> str:
        """Where a link of a block leads: another page, if there is one, or the web page of a source."""
        if link.startswith(_WEB):
            return link
        return file_of(link) if link in self._names else ""


def in_other_language(language: str, name: str) -> str:
    """The same page in another language."""
    return f"../{path_of(language, name)}"
