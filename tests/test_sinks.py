"""Each function of escape.py against an independent reader of its sink: what is read is what was meant, and nothing else."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from pipelines import obeyed_by_azure, obeyed_by_github
from rolecheck.check import Report, check
from rolecheck.files import read_folder
from rolecheck.policy import Policy
from rolecheck.register import build
from rolecheck.render import as_markdown, escape
from rolecheck.render.canvas import Canvas
from rolecheck.wording import Speaker
from test_escape import CORPUS, hostile_register

__all__ = ["hostile_register"]

TEXTS = st.one_of(
    st.sampled_from(sorted(CORPUS.values())),
    st.text(st.sampled_from("ab1 ::##[]()<>&;%,=+-@'\"`|*_~$!\\/.:\n\r\t\x1b\u202e\u200b\ud800ø"), max_size=30),
    st.lists(st.sampled_from([*"[] x\n|`@#1.%:", "::", "error", "##", "vso", "www", "://"]), max_size=12).map("".join),
)


def with_corpus(as_arguments: Callable[[str], tuple[Any, ...]]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A test that sees every text of the corpus, beside what hypothesis makes."""

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        for text in CORPUS.values():
            test = example(*as_arguments(text))(test)
        return test

    return decorated


# What GitHub, GitLab or Azure make a link, a picture or a mention of, in the text of a page.
LINKED = re.compile(r"[@#!~%&$][\w\"']|:/|(?i:\bwww\.\w)|(?i:\bgh-\d)|:[\w+-]+:", re.ASCII)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Page(HTMLParser):
    """The elements of a page, and its stretches of text: a comment parts one from the next."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[str] = []
        self.stretches: list[str] = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.elements.append(tag)
        self.stretches.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        self.stretches.append("")

    def handle_comment(self, data: str) -> None:
        assert data == " "
        self.stretches.append("")

    def handle_data(self, data: str) -> None:
        self.stretches[-1] += data

    def handle_entityref(self, name: str) -> None:
        self.stretches[-1] += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name]

    def handle_charref(self, name: str) -> None:
        self.stretches[-1] += chr(int(name))

    @property
    def text(self) -> str:
        return "".join(self.stretches)


@given(TEXTS)
@with_corpus(lambda text: (text,))
def test_a_terminal_and_a_log_obey_nothing(text: str) -> None:
    shown = escape.for_terminal(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u200b\ud800-\udfff]", shown)
    assert obeyed_by_azure(shown) == []
    for log in (shown, f"  {shown}", f"a\n{shown}", f"{shown}{shown}"):
        assert obeyed_by_github(escape.for_log(log)) == []
        assert obeyed_by_azure(escape.for_log(log)) == []


@given(TEXTS, st.integers(1, 30))
@with_corpus(lambda text: (text, 7))
def test_no_break_of_a_line_makes_a_command(text: str, width: int) -> None:
    shown = escape.for_terminal(text)
    lines = "\n".join(shown[at : at + width] for at in range(0, len(shown), width))
    assert obeyed_by_github(escape.for_log(lines)) == []
    assert obeyed_by_github(escape.for_log(lines.replace("\n", "\n    "))) == []


@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
@with_corpus(lambda text: ([text, text], text))
def test_a_workflow_command_says_what_was_meant(lines: list[str], title: str) -> None:
    command = f"::error title={escape.for_workflow_property(title)},line=1::{escape.for_workflow_message(lines)}"
    assert "\n" not in command
    (found,) = obeyed_by_github(command)
    assert found.data == "\n".join(map(escape.for_terminal, lines))
    assert found.properties.get("title", "") == escape.for_terminal(title)
    assert found.properties["line"] == "1"


@given(TEXTS, TEXTS)
@with_corpus(lambda text: (text, text))
def test_a_logging_command_says_what_was_meant(path: str, message: str) -> None:
    command = f"##vso[task.logissue sourcepath={escape.for_azure(path)};code=x]{escape.for_azure(message)}"
    (found,) = obeyed_by_azure(command)
    assert found.data == escape.for_terminal(message)
    assert found.properties.get("sourcepath", "") == escape.for_terminal(path)
    assert found.properties["code"] == "x"
    assert obeyed_by_github(command) == []


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(",;"))
@with_corpus(lambda text: ([text, "a", text], ";"))
def test_a_row_has_the_cells_that_were_meant_and_no_formula(cells: list[str], separator: str) -> None:
    row = separator.join(map(escape.for_csv, cells)) + "\r\n"
    (read,) = csv.reader(io.StringIO(row, newline=""), delimiter=separator, strict=True)
    for cell, text in zip(read, cells, strict=True):
        assert cell.strip()[:1] not in {*"=+-@＝＋－＠"}
        assert cell.removeprefix("'") == escape.shortened(escape.for_terminal(text), 10_000).removeprefix("'")


@given(TEXTS)
@with_corpus(lambda text: (text,))
def test_a_page_in_html_says_what_was_meant_and_holds_no_other_element(text: str) -> None:
    escaped = escape.for_html(text)
    page = html.document_fromstring(f'<body><p title="{escaped}">{escaped}</p><a>x</a></body>')
    assert [element.tag for element in page.iter()] == ["html", "body", "p", "a"]
    (paragraph,) = page.findall("body/p")
    assert paragraph.text_content() == escape.for_terminal(text)
    assert dict(paragraph.attrib) == {"title": escape.for_terminal(text)}


@given(TEXTS)
@with_corpus(lambda text: (text,))
def test_a_string_of_css_ends_where_it_was_meant_to(text: str) -> None:
    escaped = escape.for_css(text)
    assert re.fullmatch(r"([A-Za-z0-9]|\\[0-9a-f]{6})*", escaped)
    assert re.sub(r"\\([0-9a-f]{6})", lambda match: chr(int(match[1], 16)), escaped) == escape.for_terminal(text)


@given(TEXTS)
@with_corpus(lambda text: (text,))
def test_xml_has_one_text(text: str) -> None:
    element = ET.fromstring(f'<e a="{escape.for_xml(text)}">{escape.for_xml(text)}</e>')  # noqa: S314 - our own text
    assert (element.text or "", element.get("a"), list(element)) == (escape.for_terminal(text),) * 2 + ([],)
    assert "]]>" not in escape.for_xml(text)


@given(st.dictionaries(TEXTS, TEXTS))
@with_corpus(lambda text: ({text: text},))
def test_json_is_the_same_and_harmless(values: dict[str, str]) -> None:
    document = escape.for_json(json.dumps(values, ensure_ascii=False))
    assert json.loads(document) == json.loads(json.dumps(values))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u200b\ud800-\udfff]", document)
    assert obeyed_by_github(document) == []
    assert obeyed_by_azure(document) == []


@given(TEXTS)
@with_corpus(lambda text: (text,))
def test_markdown_has_one_text_wherever_it_stands(text: str) -> None:
    clean, meant = escape.for_markdown(text), f"x {escape.for_terminal(text)} x"
    for before, after, elements in (
        ("x ", " x", ["p"]),
        ("## x ", " x", ["h2"]),
        ("- **y** x ", " x", ["ul", "li", "strong"]),
        ("|a|\n|---|\n|x ", " x|", ["table", "thead", "tr", "th", "tbody", "tr", "td"]),
        ("x <code> ", " </code> x", ["p", "code"]),
        ("<details><summary>x ", " x</summary>\n\n</details>", ["details", "summary"]),
    ):
        page = Page(MARKDOWN.render(f"{before}{clean}{after}"))
        assert page.elements == elements
        assert " ".join(page.text.split()).removeprefix("a ").removeprefix("y ") == " ".join(meant.split())
        assert [stretch for stretch in page.stretches if LINKED.search(stretch)] == []


@pytest.fixture(scope="module")
def hostile_report(hostile_register: Path) -> Report:
    register = build(read_folder(hostile_register))
    return check(register, Policy.of(register), date(2026, 11, 21))


@pytest.mark.parametrize("limit", [65_000, 10**9], ids=["as it is", "with room for all"])
def test_a_page_of_a_hostile_register(limit: int, hostile_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_markdown, "MOST_CHARACTERS", limit)
    text = as_markdown.render(hostile_report, Speaker("en", hostile_report.register), Canvas())
    assert len(text) < limit
    tokens = [inner for token in MARKDOWN.parse(text) for inner in (token, *(token.children or ()))]
    assert {token.type for token in tokens} & {
        "link_open",
        "image",
        "code_inline",
        "fence",
        "code_block",
        "s_open",
    } == set()
    html = {token.content.strip() for token in tokens if token.type in {"html_inline", "html_block"}}
    assert html <= {"<code>", "</code>", "<!-- -->", "<details><summary>Details</summary>", "</details>"}
    page = Page(MARKDOWN.render(text))
    assert [stretch for stretch in page.stretches if LINKED.search(stretch)] == []
    assert page.elements.count("td") % 4 == 0
    if limit > 65_000:
        assert page.elements.count("td") == 4 * len(hostile_report.findings)
