"""The site in Debian's Chromium: accessible, wide enough for no one and narrow enough for all, and still without scripts."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rolecheck.files import write_folder
from rolecheck.written_list import Output
from sites import example_site
from test_escape import hostile_register

__all__ = ["hostile_register"]

MODULES = Path(__file__).parents[1] / ".tools" / "browser" / "node_modules"
DRIVER = Path(__file__).parent / "browser" / "look.cjs"
WIDTHS = (320, 768, 1440)

# Each kind of page, with one that has much on it.
PAGES = (
    *("index", "units", "unit-ie", "unit-eiendom", "unit-idi", "processes", "process-sru", "cards"),
    *("card-prosessansvarlig-saksbehandling", "rules", "rule-course-missing", "search"),
)
Look = Mapping[str, Any]


@dataclass(frozen=True)
class Visit:
    """A page of a site that the browser opens, and how it is looked at."""

    site: str
    path: str
    looks: Sequence[Look] = ()
    query: str = ""
    type: str = ""
    until: str = ""
    scripts: bool = True


def looks_at(language: str) -> list[Look]:
    """Every width in both colours, and paper; accessibility where it may differ; the keyboard once narrow, once wide."""
    wide, narrow, paper = {"width": 1440}, {"width": 320}, {"media": "print", "width": 720}
    if language != "nb":
        return [{**wide, "axe": True}, *({"width": width, "scheme": "dark"} for width in WIDTHS)]
    return [
        {**wide, "axe": True, "tabs": True},
        {"width": 768},
        {**narrow, "axe": True},
        *({"width": width, "scheme": "dark"} for width in (320, 768)),
        {**wide, "scheme": "dark", "axe": True},
        {**paper, "axe": True},
        {**paper, "scheme": "dark"},
    ]


VISITS = {
    **{
        f"{code}/{page}": Visit("data", f"{code}/{page}.html", looks_at(code))
        for code in ("nb", "en")
        for page in PAGES
    },
    **{f"nn/{page}": Visit("data", f"nn/{page}.html", [{"width": 320}]) for page in PAGES},
    "way in": Visit("data", "index.html", [{}]),
    "search": Visit(
        "data", "nb/search.html", [{"axe": True, "tabs": True}, {"width": 320}], query="?q=EIENDOM+hallgeir"
    ),
    "search while typing": Visit("data", "en/search.html", [{}], type="sorting odegard proce"),
    "search from elsewhere": Visit("data", "nb/unit-ie.html", [{}], type="kvernlidal\n", until="#found a"),
    "search for markup": Visit("data", "en/search.html", [{}], query="?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"),
    **{f"without scripts/{page}": Visit("data", f"nb/{page}.html", [{}], scripts=False) for page in PAGES},
    **{
        f"public/{page}": Visit("public", f"en/{page}.html", looks_at("en"))
        for page in ("index", "unit-ie", "process-sru")
    },
    **{
        f"hostile/{page}": Visit("hostile", f"en/{page}.html", [{"width": 320}, {"axe": True}])
        for page in ("index", "search")
    },
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, hostile_register: Path) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("with blåbær")
    made = {
        "data": example_site(),
        "public": example_site(public=True),
        "hostile": example_site(hostile_register, languages=["en"]),
    }
    for name, site in made.items():
        write_folder(folder / name, ((path, text.encode()) for path, text in site.files.items()), Output("site"))
    return {name: folder / name for name in made}


@pytest.fixture(scope="module")
def seen(sites: dict[str, Path]) -> dict[str, Any]:
    """What one browser saw on all of these visits."""
    browser = shutil.which("chromium")
    assert browser, "install Debian’s package chromium"
    assert (MODULES / "playwright-core").is_dir(), "“make tools” fetches the driver of the browser"
    visits = [
        {
            "url": (sites[visit.site] / visit.path).as_uri() + visit.query,
            "looks": visit.looks,
            "type": visit.type,
            "until": visit.until,
            "scripts": visit.scripts,
        }
        for visit in VISITS.values()
    ]
    told = json.dumps({"modules": str(MODULES), "chromium": browser, "visits": visits})
    done = subprocess.run(["node", DRIVER], input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(VISITS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("visit", VISITS)
def test_no_page_complains_or_asks_for_anything_that_is_not_on_the_disk(seen: dict[str, Any], visit: str) -> None:
    assert seen[visit]["said"] == []
    assert seen[visit]["asked"]
    assert [url for url in seen[visit]["asked"] if not url.startswith(("file://", "data:,"))] == []


@pytest.mark.parametrize("visit", VISITS)
def test_no_page_is_wider_than_the_window(seen: dict[str, Any], visit: str) -> None:
    assert [(look, found["overflow"]) for look, found in _looks(seen, visit) if found["overflow"] > 0] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_table_has_to_be_moved_sideways_on_a_telephone_and_the_map_not_on_a_tablet(
    seen: dict[str, Any], page: str
) -> None:
    for code in ("nb", "nn", "en"):
        for look, found in _looks(seen, f"{code}/{page}"):
            if look.get("width") == 320 or (page == "index" and look.get("width") == 768):
                assert found["sideways"] == [], (code, look)


@pytest.mark.parametrize(
    "visit", [name for name, visit in VISITS.items() if any("axe" in look for look in visit.looks)]
)
def test_every_page_is_accessible(seen: dict[str, Any], visit: str) -> None:
    looked = [(look, found["violations"]) for look, found in _looks(seen, visit) if "axe" in look]
    assert looked
    assert [(look, found) for look, found in looked if found] == []


@pytest.mark.parametrize(
    "visit", [name for name, visit in VISITS.items() if any("tabs" in look for look in visit.looks)]
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(seen: dict[str, Any], visit: str) -> None:
    looked = [(look, found["unreached"]) for look, found in _looks(seen, visit) if "tabs" in look]
    assert looked
    assert [(look, found) for look, found in looked if found] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_dark_where_the_reader_wants_it_and_white_on_paper(seen: dict[str, Any], page: str) -> None:
    grounds: dict[str, set[int]] = {}
    for look, found in _looks(seen, f"nb/{page}"):
        kind = str(look.get("media") or look.get("scheme") or "light")
        grounds.setdefault(kind, set()).add(_brightness(found["ground"]))
    assert max(grounds["dark"]) < 60
    assert min(grounds["light"]) > 230
    assert grounds["print"] == {255}


@pytest.mark.parametrize("page", PAGES)
def test_without_scripts_everything_but_the_search_is_as_it_was(seen: dict[str, Any], page: str) -> None:
    with_scripts, without = (seen[f"{name}/{page}"]["looks"][0] for name in ("nb", "without scripts"))
    if page == "search":
        assert "JavaScript" in without["text"]
        assert "JavaScript" not in with_scripts["text"]
    else:
        assert with_scripts["text"] == without["text"]
        assert len(without["text"]) > 200


def test_the_search_finds_by_beginnings_in_any_spelling(seen: dict[str, Any]) -> None:
    assert _found(seen, "search") == [["Hallgeir Stokkandlia", "unit-eiendom.html"]]
    assert _found(seen, "search for markup") == []
    elsewhere = seen["search from elsewhere"]
    assert elsewhere["url"].endswith("/nb/search.html?q=kvernlidal")
    assert {name for name, _ in _found(seen, "search from elsewhere")} == {"Halvdan Kvernlidal"}


def test_the_first_page_leads_on(seen: dict[str, Any]) -> None:
    assert seen["way in"]["url"].endswith("/nb/index.html")


def _looks(seen: dict[str, Any], visit: str) -> list[tuple[Look, Any]]:
    return list(zip(VISITS[visit].looks, seen[visit]["looks"], strict=True))


def _found(seen: dict[str, Any], visit: str) -> Any:
    return seen[visit]["looks"][0]["found"]


def _brightness(color: str) -> int:
    return max(int(part) for part in color.removeprefix("rgb(").removesuffix(")").split(","))
