"""Pages in HTML, as an independent parser reads them: what was meant, whatever stands in the register."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from lxml import html

from rolecheck.render.blocks import Block, Cell, Facts, Item, Items, Page, Paragraph, Section, Table, Tone
from rolecheck.render.escape import for_terminal
from rolecheck.render.html.document import Frame, Way, document
from rolecheck.render.html.view import nowhere
from rolecheck.wording import Speaker
from test_sinks import TEXTS, with_corpus

ENGLISH = Speaker("en")
ALONE = Frame("Register", "Made today")
TONES: tuple[Tone, ...] = ("error", "warning", "note", "waived", "good")


def read(*blocks: Block, frame: Frame = ALONE, linked: bool = False) -> Any:
    page = Page("unit/x", "Title", blocks)
    addresses = (lambda name: f"{name}.html") if linked else nowhere
    return html.document_fromstring(document(page, frame, ENGLISH, addresses))


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


@given(TEXTS)
@with_corpus(lambda text: (text,))
def test_a_template_prints_text_and_never_markup(text: str) -> None:
    items, table = Items([Item(text, "error", [text], text)]), Table(text, [text], [[Cell(text, link=text)]])
    page = Page("unit/x", text, [items, Section(text, [table]), Facts([(text, Cell(text))])])
    frame = Frame(text, text, home=text, search=text, navigation=[Way(text, text)], trail=[Way(text)])
    shown = document(page, frame, ENGLISH, str)
    root, meant = html.document_fromstring(shown), for_terminal(text)
    for path in ("main/h1", "main//h2", "main//caption", "main//dt", "main//dd", "main//li/span[@class='text']"):
        assert root.findall(f"body/{path}")[0].text_content() == meant
    assert root.findall("body/header//nav//a")[0].get("href") == meant
    assert root.findall("body/header//form")[0].get("action") == meant
    assert [link.get("href") for link in root.findall("body/main//th//a")] == ([meant] if text else [])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b\ud800-\udfff]", shown)
    assert not {element.tag for element in root.iter()} & {"script", "b", "img", "iframe", "details", "summary"}


@pytest.mark.parametrize("tone", TONES)
def test_a_tone_is_a_word_and_a_sign_beside_its_colour(tone: Tone) -> None:
    page = read(
        Items([Item("Do it", tone)]), Facts([("Name", Cell("Fact", tone))]), Table("T", ["C"], [[Cell("Cell", tone)]])
    )
    word = ENGLISH.say(f"site.tone-{tone}")
    for path in (".//li", ".//dd", ".//th[@scope='row']"):
        assert word in text_of(page.find(path))
        assert page.find(f"{path}//span[@aria-hidden='true']").text
    assert len({ENGLISH.say(f"site.tone-{one}") for one in TONES}) == len(TONES)


def test_a_table_has_a_caption_and_says_what_its_headings_head() -> None:
    page = read(Table("Who", ["Person", "From"], [[Cell("Kari"), Cell(date(2026, 11, 22))]]))
    assert text_of(page.find(".//caption")) == "Who"
    assert [text_of(found) for found in page.findall(".//th[@scope='col']")] == ["Person", "From"]
    assert [text_of(found) for found in page.findall(".//th[@scope='row']")] == ["Kari"]
    assert page.find(".//td/time").get("datetime") == "2026-11-22"


def test_a_wide_table_can_be_scrolled_by_keyboard_and_says_what_it_is() -> None:
    wide, narrow = (Table("Who", ["C"] * number, [[Cell("x")] * number]) for number in (4, 3))
    region = read(wide).find(".//div[@role='region']")
    assert region.get("tabindex") == "0"
    assert region.find(f".//caption[@id='{region.get('aria-labelledby')}']").text == "Who"
    assert read(narrow).find(".//div[@role='region']") is None


def test_bars_are_as_long_as_their_numbers_and_stand_in_a_table_too() -> None:
    rows = [[Cell("A"), Cell(3, "good"), Cell(1, "error")], [Cell("B"), Cell(0, "good"), Cell(0, "error")]]
    page = read(Table("Parts", ["Name", "Good", "Bad"], rows, look="bars"))
    drawn = [(bar.get("class"), bar.get("x"), bar.get("width")) for bar in page.findall(".//svg/rect")]
    ground = ("ground", "0", "100")
    assert drawn == [ground, ("good", "0.0", "75.0"), ("error", "75.0", "25.0"), ground]
    told = [[text_of(cell)[-1] for cell in row] for row in page.findall(".//details//tbody/tr")]
    assert told == [["A", "3", "1"], ["B", "0", "0"]]


def test_headings_follow_each_other() -> None:
    page = read(Section("One", [Section("Two", [Paragraph("x")])]), Section("Three", []))
    assert [element.tag for element in page.iter("h1", "h2", "h3", "h4")] == ["h1", "h2", "h3", "h2"]
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_every_sheet_of_paper_after_the_first_bears_the_title() -> None:
    title = 'Ås "}</style><b> \\ \n 1'
    page = html.document_fromstring(document(Page("unit/x", title, []), ALONE, ENGLISH))
    styles = "".join(style.text_content() for style in page.iter("style"))
    (said,) = re.findall(r'@page { @top-left { content: "(.*?)"', styles)
    assert re.sub(r"\\([0-9a-f]{6})", lambda match: chr(int(match[1], 16)), said) == for_terminal(title)
    assert page.find(".//b") is None


def test_links_are_left_out_where_there_is_no_other_page() -> None:
    block = Items([Item("x", link="rule/a")])
    assert [found.get("href") for found in read(block, linked=True).findall(".//main//a")] == ["rule/a.html"]
    assert read(block).findall(".//a") == []


def test_a_document_that_stands_alone_needs_nothing_else() -> None:
    page = read(Paragraph("x"))
    assert "prefers-color-scheme" in page.find(".//style").text
    fetched = [found.get(name) for found in page.iter() for name in ("src", "href", "action") if found.get(name)]
    assert fetched == ["data:,"]
    assert "url(" not in page.find(".//style").text
    assert page.findall(".//script") == []
