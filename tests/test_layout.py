"""Paragraphs and tables in a terminal: where lines end, and who gives way."""

import pytest

from rolecheck.render.canvas import Canvas
from rolecheck.render.prose import wrapped
from rolecheck.render.table import Cell, Column, drawn

COLUMNS = [Column("Person"), Column("Styrer, råd og utvalg", centred=True), Column("Mangler")]
ROW = [Cell("Runa Elvebakkskar"), Cell("F"), Cell("Kurs ikke fullført: Forvaltningsreisen")]


@pytest.mark.parametrize("width", range(20, 60))
def test_a_date_is_not_broken_after_its_point(width: int) -> None:
    lines = wrapped("Ola er leder, men er ikke i tjeneste 21. november 2026 eller 1. mars 2027", Canvas(width=width))
    assert " ".join(lines) == "Ola er leder, men er ikke i tjeneste 21. november 2026 eller 1. mars 2027"
    assert [line for line in lines if line.endswith(("21.", " 1."))] == []
    assert max(map(len, lines)) <= width


def test_a_sentence_may_end_at_the_end_of_a_line() -> None:
    assert wrapped("Det var i 2026. Så ble det stille.", Canvas(width=20)) == ["Det var i 2026. Så", "ble det stille."]


def words_of(lines: list[str]) -> list[str]:
    return sorted(word for line in lines for word in line.replace("─", "").split())


@pytest.mark.parametrize("width", range(54, 110))
def test_no_word_of_a_table_is_cut_where_the_words_fit(width: int) -> None:
    lines = drawn(COLUMNS, [ROW], Canvas(width=width))
    said = [*(column.title for column in COLUMNS), *(cell.text for cell in ROW)]
    assert words_of(lines) == words_of(said)
    assert max(map(len, lines)) <= width


def test_a_column_of_marks_gives_way_before_a_name() -> None:
    lines = drawn(COLUMNS, [ROW], Canvas(width=80))
    assert any("Runa Elvebakkskar" in line for line in lines)
    assert not any("Styrer, råd og utvalg" in line for line in lines)


@pytest.mark.parametrize("width", [20, 30, 40])
def test_a_table_stays_within_a_narrow_canvas(width: int) -> None:
    lines = drawn(COLUMNS, [ROW], Canvas(width=width))
    assert max(map(len, lines)) <= width
    said = [*(column.title for column in COLUMNS), *(cell.text for cell in ROW)]
    assert sorted("".join(words_of(lines))) == sorted("".join(words_of(said)))
