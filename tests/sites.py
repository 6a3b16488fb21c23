"""Sites in memory: what `rolecheck site` would write, by path, and pages as an independent parser reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import html

import tinyregister
from examples import DAY, EXAMPLE
from rolecheck.check import check
from rolecheck.document import Document
from rolecheck.fields import LANGUAGES
from rolecheck.files import read_folder
from rolecheck.policy import Policy
from rolecheck.register import Register, build
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.nameless import Nameless
from rolecheck.render.site.publication import number_of_files, site_files
from rolecheck.wording import Speaker


class Site:
    """A site of a register."""

    def __init__(
        self,
        register: Register,
        day: date = DAY,
        *,
        public: bool = False,
        languages: Sequence[str] = LANGUAGES,
        units: Sequence[str] = (),
        select: Sequence[str] = (),
    ) -> None:
        self.register = register
        policy = Policy.of(register, units=units, select=select)
        self.edition = Edition(check(register, policy, day), "1.2.3", public=public)
        redactor = Nameless(register, b"") if public else None
        self.speakers = [Speaker(language, register, redactor, tells_of_leave=False) for language in languages]

    @cached_property
    def files(self) -> dict[str, str]:
        files = dict(site_files(self.edition, self.speakers))
        assert len(files) == number_of_files(self.edition, self.speakers)
        return {path: data.decode() for path, data in files.items()}

    @cached_property
    def pages(self) -> dict[str, Any]:
        """The pages, read."""
        found = {path: text for path, text in self.files.items() if path.endswith(".html")}
        return {path: html.document_fromstring(text.encode(), parser=_UTF_8) for path, text in found.items()}

    def page(self, name: str, language: str = "en") -> Any:
        return self.pages[f"{language}/{name}.html"]

    def text(self, name: str, language: str = "en") -> str:
        """What stands in the main part of a page."""
        return text_of(self.page(name, language).find("body/main"))


_UTF_8 = html.HTMLParser(encoding="utf-8")


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows_of(table: Any) -> list[list[str]]:
    """The rows of a table as what a reader sees and hears."""
    return [[text_of(cell) for cell in row] for row in table.findall("tbody/tr")]


def table_of(page: Any, caption: str) -> Any:
    (found,) = [table for table in page.iter("table") if text_of(table.find("caption")) == caption]
    return found


def site_of(files: Mapping[str, str], **options: Any) -> Site:
    """The site of the tiny register, with other files in the place of its own."""
    texts = {**tinyregister.FILES, **files}
    return Site(build(Document.read(path, text.encode()) for path, text in texts.items()), **options)


def example_site(folder: Path = EXAMPLE, **options: Any) -> Site:
    return Site(build(read_folder(folder)), **options)


def personal(register: Register) -> set[str]:
    """Every id, name and address of the register's people."""
    found = ((person.id, person.name, person.email) for person in register.people.values())
    return {text for texts in found for text in texts if text}
