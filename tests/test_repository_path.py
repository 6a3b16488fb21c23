"""What a file of a register is called in its repository: by the folder that holds `.git`, without asking git."""

import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from rolecheck.files import repository_path
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_xml


def folder_at(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


@pytest.mark.parametrize("inner", ["data", "a/b/c", "Økonomi og drift", "."])
def test_below_the_root(inner: str, tmp_path: Path) -> None:
    folder_at(tmp_path / ".git")
    (tmp_path / inner).mkdir(parents=True, exist_ok=True)
    assert repository_path(tmp_path / inner) == ("" if inner == "." else inner)


def test_the_nearest_root_counts_be_it_a_file(tmp_path: Path) -> None:
    folder_at(tmp_path / ".git")
    data = folder_at(tmp_path / "module/data")
    (tmp_path / "module/.git").write_text("gitdir: ../.git/modules/module\n", encoding="utf-8")
    assert repository_path(data) == "data"


def test_a_relative_path_from_a_folder_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_at(tmp_path / ".git")
    folder_at(tmp_path / "data/units")
    monkeypatch.chdir(tmp_path / "data/units")
    assert repository_path(Path("..")) == "data"


def test_a_link_inside_is_called_as_git_calls_what_it_names(tmp_path: Path) -> None:
    folder_at(tmp_path / ".git")
    folder_at(tmp_path / "real")
    (tmp_path / "data").symlink_to("real")
    assert repository_path(tmp_path / "data") == "real"


def test_a_link_out_of_the_repository_is_called_as_it_stands(tmp_path: Path) -> None:
    folder_at(tmp_path / "outside")
    folder_at(tmp_path / "inside/.git")
    (tmp_path / "inside/data").symlink_to("../outside")
    assert repository_path(tmp_path / "inside/data") == "data"


def test_without_a_repository_it_is_the_path_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder_at(tmp_path / "a/data")
    monkeypatch.chdir(tmp_path)
    assert not any((above / ".git").exists() for above in data.parents)
    assert repository_path(data) == "a/data"
    monkeypatch.chdir(data)
    assert repository_path(data) == ""
    assert repository_path(Path()) == ""


def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    folder_at(tmp_path / ".git")
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    assert repository_path(folder) == "\\xff"


def test_a_file_is_named_from_the_root() -> None:
    assert Canvas(repository_path="data").in_repository("units/ie.yaml") == "data/units/ie.yaml"
    assert Canvas().in_repository("units/ie.yaml") == "units/ie.yaml"


@pytest.mark.parametrize("number", [*range(0x20), 0x7F, 0x85, 0x2028, 0x202E, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1FFFE])
def test_xml_takes_every_character(number: int) -> None:
    escaped = for_xml(f"a{chr(number)}b")
    text = f'<e a="{escaped}">{escaped}</e>'
    element = ET.fromstring(text)  # noqa: S314 - our own text
    assert element.text == element.get("a")
    assert element.text is not None
    assert element.text.startswith("a")
    assert element.text.endswith("b")


def test_xml_has_no_markup_of_others() -> None:
    hostile = "]]> <b>&amp; --></script> \"' <![CDATA["
    assert not set("<>\"'") & set(for_xml(hostile))
    element = ET.fromstring(f"<e>{for_xml(hostile)}</e>")  # noqa: S314 - our own text
    assert element.text == hostile
