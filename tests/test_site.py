"""The static site: what stands on its pages, that they hang together, and that nothing gets in or out that should not."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest

from examples import EXAMPLE
from gitrepository import Repository
from rolecheck.fields import LANGUAGES
from rolecheck.files import read_folder
from rolecheck.register import build
from rolecheck.render.manual import manual_of
from rolecheck.render.site.addresses import file_of
from rolecheck.render.site.pages import names_of
from rolecheck.render.site.publication import site_files
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker
from sites import Site, example_site, personal, rows_of, site_of, table_of, text_of
from test_escape import _CONTROL, _INVISIBLE, hostile_register
from tinyregister import DAY, FILES, ROLECHECK, UNIT, assert_one_clear_error, run, write_register

__all__ = ["hostile_register"]

GAPS = EXAMPLE.parent / "examples" / "gaps"
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@pytest.fixture(scope="module")
def site() -> Site:
    return example_site()


@pytest.fixture(scope="module")
def public() -> Site:
    return example_site(public=True)


# --- the pages hang together


def links_of(page: Any) -> Iterator[str]:
    for element in page.iter():
        if isinstance(element.tag, str):
            yield from (element.get(name) for name in ("href", "src", "action") if element.get(name))


def test_every_link_leads_to_a_file_of_the_site(site: Site) -> None:
    for path, page in site.pages.items():
        for link in links_of(page):
            if link not in {"data:,", "#content"} and not link.startswith("https://"):
                assert normpath(join(dirname(path), link)) in site.files, (path, link)


def test_every_page_can_be_reached_from_the_first(site: Site) -> None:
    met, ahead = {"index.html"}, ["index.html"]
    while ahead:
        path = ahead.pop()
        found = {normpath(join(dirname(path), link)) for link in links_of(site.pages[path]) if ":" not in link}
        ahead += [link for link in found & set(site.pages) if link not in met]
        met |= found
    assert set(site.pages) <= met


def test_every_unit_process_card_and_rule_has_a_page_in_each_language(site: Site) -> None:
    register = site.register
    kinds: dict[str, Iterable[str]] = {
        "unit": register.units,
        "process": register.processes,
        "card": register.cards,
        "rule": all_rules(),
    }
    for language in LANGUAGES:
        for kind, ids in kinds.items():
            assert {f"{language}/{kind}-{found}.html" for found in ids} <= set(site.files)
            assert len(list(ids)) > 2


def test_the_switch_of_languages_keeps_the_page(site: Site) -> None:
    for name in names_of(site.edition):
        for language in LANGUAGES:
            page = site.page(file_of(name).removesuffix(".html"), language)
            ways = page.findall(".//nav[@class='languages']//a")
            assert [way.get("href") for way in ways] == [f"../{code}/{file_of(name)}" for code in LANGUAGES]
            assert [way.get("lang") for way in ways if way.get("aria-current")] == [language]
            assert page.get("lang") == language


def test_the_site_opens_in_the_language_of_the_register_and_without_obeying_the_refresh(site: Site) -> None:
    way_in = site.pages["index.html"]
    assert way_in.find(".//meta[@http-equiv='refresh']").get("content") == "0; url=nb/index.html"
    assert [way.get("href") for way in way_in.findall(".//a")] == [f"{code}/index.html" for code in LANGUAGES]


def test_names_of_files_are_safe_on_every_system(site: Site) -> None:
    ids = {f"units/{name}.yaml": f"id: {name}\nkind: group\nname: X\n" for name in ("con", "nul", "2", "s-2", "com1")}
    for files in (site.files, site_of(ids).files):
        names = [path.rpartition("/")[2] for path in files]
        assert all(
            re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z]+", name) and not RESERVED.fullmatch(name) for name in names
        )
        assert len({path.casefold() for path in files}) == len(files)


def test_ids_that_are_no_ids_make_no_file() -> None:
    site = site_of(
        {"units/bad.yaml": "id: ../../../x\nkind: group\nname: X\n", "units/up.yaml": "id: IE\nkind: group\nname: X\n"}
    )
    assert not [path for path in site.files if ".." in path or "IE" in path]
    assert "2 files of the register could not be read" in site.text("index")


def test_a_page_without_a_search_has_no_script_and_fetches_nothing(site: Site) -> None:
    for path, page in site.pages.items():
        scripts = [found.get("src") for found in page.iter("script")]
        assert scripts == (["search-index.js", "../search.js"] if path.endswith("search.html") else [])
        assert {found.get("rel") for found in page.iter("link")} == {"icon", "stylesheet"}
        assert not list(page.iter("img", "iframe", "object", "embed", "base"))
    assert "@import" not in site.files["style.css"]
    assert "url(" not in site.files["style.css"]


def test_every_page_says_of_which_day_and_version_it_is(site: Site) -> None:
    made = {"nb": "Per 2026-11-22. Laget med rolecheck 1.2.3.", "en": "As of 2026-11-22. Made with rolecheck 1.2.3."}
    for path, page in site.pages.items():
        language = path[:2] if "/" in path else "nb"
        if language in made:
            assert _without_month(text_of(page.find("body/footer"))) == _without_month(made[language])


def _without_month(text: str) -> str:
    """A day may be written out, which test_languages looks at."""
    return re.sub(r"\d{4}-\d\d-\d\d|\d+\.? \w+ \d{4}", "DAY", text)


# --- what stands on them


TWO_UNITS = {
    "units/law.yaml": "id: law\nkind: faculty\nname: Law\nparent: ie\nleader: kari\n",
    "units/tiny.yaml": "id: tiny\nkind: group\nname: Group\nparent: law\n",
}


def test_the_overview_counts_units_and_marks_each_requirement() -> None:
    page = site_of(TWO_UNITS).page("index")
    figures = {text_of(found.find("dt")): text_of(found.find("dd")) for found in page.findall(".//dl/div")}
    assert figures["of 2 units are in order"] == "✓in order: 1"
    assert figures["where something must be put right"] == "✕must be put right: 1"
    assert figures["people at work in a role"] == "1"
    assert rows_of(table_of(page, "Units and requirements")) == [
        ["Faculty", "●worth knowing"],
        ["Law", "✕must be put right"],
    ]


@pytest.mark.parametrize("folder", [EXAMPLE, GAPS])
def test_what_is_counted_as_in_order_is_what_validate_finds_nothing_to_do_about(folder: Path) -> None:
    """The figures and the bars count alike: in order is what has no error and no warning that is not waived."""
    told = json.loads(run(*ROLECHECK, "validate", folder, "--format", "json", "--as-of", DAY).out)
    to_do = [found for found in told["findings"] if found["severity"] != "note" and not found["waiver"]]
    page = example_site(folder, day=date.fromisoformat(DAY), languages=["en"]).page("index")
    bound = {row[0] for row in rows_of(table_of(page, "Units and requirements"))}
    names = {unit.id: unit.name.in_language("en", "en") for unit in build(read_folder(folder)).units.values()}
    open_units = {names[found["subject"]["unit"]] for found in to_do if found["subject"].get("unit") in names} & bound
    assert len(bound) == told["summary"]["bound_units"]
    figures = [text_of(found.find("dd")) for found in page.findall(".//dl[@class='figures']/div")]
    assert figures[0] == f"✓in order: {len(bound - open_units)}"
    bars = page.findall(".//figure//span[@class='part']")
    rows = rows_of(page.find(".//figure//table"))
    assert len(bars) == len(rows) > 2
    for bar, row in zip(bars, rows, strict=True):
        good, waived, note, warning, error = (int(re.sub(r"\D", "", cell)) for cell in row[1:])
        whole = good + waived + note + warning + error
        assert text_of(bar).startswith(f"{whole - warning - error} of {whole} in order")
        assert (f"{note} with something worth knowing" in text_of(bar)) == (note > 0)
        assert (f"{waived} by a waiver" in text_of(bar)) == (waived > 0)
    for (role, process), name in _duties(folder).items():
        lacking = {
            found["subject"]["unit"]
            for found in to_do
            if found["rule"] in {"process-uncovered", "single-holder"}
            and (found["subject"]["role"], found["subject"]["process"]) == (role, process)
        }
        (said,) = [text_of(bar) for bar, row in zip(bars, rows, strict=True) if row[0] == name]
        assert said.startswith(f"{len(bound) - len(lacking)} of {len(bound)} in order"), name


def _duties(folder: Path) -> dict[tuple[str, str], str]:
    register = build(read_folder(folder))
    norms = [(card, norm) for card in register.cards.values() for norm in card.norms if norm.kind == "every-unit-has"]
    speaker = Speaker("en", register)
    return {
        (card.role, process): (said := speaker.duty(card.role, process))[:1].upper() + said[1:]
        for card, norm in norms
        for process in norm.processes or register.processes
    }


def test_every_page_says_under_its_heading_as_of_when_it_is(site: Site) -> None:
    for language, said in (
        ("nb", "Status per 22. november 2026"),
        ("nn", "Status per 22. november 2026"),
        ("en", "As it stood on 22 November 2026"),
    ):
        pages = [page for path, page in site.pages.items() if path.startswith(f"{language}/")]
        assert len(pages) > 100
        assert {text_of(page.find(".//h1").getnext()) for page in pages} == {said}


def test_a_unit_without_requirements_of_its_own_is_said_to_have_none() -> None:
    site = site_of(TWO_UNITS)
    assert rows_of(site.page("unit-law").find(".//section[last()]//table")) == [["Group", "no requirements of its own"]]
    assert ["Group", "group", "Law", "no requirements of its own"] in rows_of(site.page("units").find(".//table"))


def test_processes_are_listed_with_the_role_that_coordinates_them_by_its_own_name(site: Site) -> None:
    for name in ("index", "processes"):
        (table,) = [found for found in site.page(name, "nb").iter("table") if "Åshild Tiurleiklia" in text_of(found)]
        assert [text_of(found) for found in table.findall("thead/tr/th")][:2] == ["Prosess", "Prosessansvarlig"]
    assert "Koordinator" not in "".join(site.text(name, "nb") for name in ("index", "processes", "process-sru"))


def test_a_public_unit_says_what_is_found_and_until_when_that_is_accepted(site: Site, public: Site) -> None:
    caption = "Slik ligger enheten an med hvert krav"
    rows = dict(rows_of(table_of(public.page("unit-eiendom", "nb"), caption)))
    assert rows["Prosessrådgiver for innsyn"].endswith("Prosess som avhenger av én person")
    accepted = dict(rows_of(table_of(public.page("unit-ub", "nb"), caption)))
    (waiver,) = site.register.waivers.values()
    said = "Enhet som mangler noen i rollen (dispensasjon til og med 30. juni 2027)"
    assert waiver.until.isoformat() == "2027-06-30"
    assert accepted["Prosessrådgiver for styrer, råd og utvalg"].endswith(said)
    assert said in public.text("process-sru", "nb")
    assert said in site.text("process-sru", "nb")
    assert "fordelingen er vedtatt" not in "".join(public.files.values())


def test_the_first_page_lists_all_tasks_those_with_a_deadline_first_and_the_public_one_none(
    site: Site, public: Site
) -> None:
    table = table_of(site.page("index", "nb"), "Hvem som gjør hva, og når")
    rows = rows_of(table)
    assert rows[0][:3] == [
        "▲bør rettes: 31. januar 2027",
        "Fakultet for naturvitenskap",
        "Jostein Bjørkeskarli (leder)",
    ]
    assert {row[0] for row in rows[1:]} == {"uten frist"}
    units = {row[1] for row in rows if row[1] != "–"}
    told = {unit.get("href") for unit in table.iter("a")}
    assert len(told) == len(units) == 10
    for address in told:
        assert "Ingenting må gjøres" not in site.text(address.removesuffix(".html"), "nb")
    assert "Alle oppgaver" not in public.text("index", "nb")


def test_the_chart_and_its_table_say_the_same(site: Site) -> None:
    figure = site.page("index").find(".//figure")
    rows = rows_of(figure.find(".//table"))
    drawn = figure.findall(".//svg")
    assert len(rows) == len(drawn) > 3
    for row, bar in zip(rows, drawn, strict=True):
        counts = [int(re.sub(r"\D", "", cell)) for cell in row[1:]]
        widths = [float(part.get("width")) for part in bar.findall("rect")[1:]]
        assert widths == pytest.approx([100 * count / sum(counts) for count in counts if count], abs=0.01)


def test_a_large_map_has_pages_of_its_own() -> None:
    units = {f"units/u{n}.yaml": f"id: u{n}\nkind: faculty\nname: Unit {n:03}\n" for n in range(420)}
    site = site_of(units, languages=["en"])
    assert len(rows_of(table_of(site.page("index"), "Units and requirements"))) == 100
    listed = [
        rows_of(table) for part in ("map", "map-2") for table in site.page(part).findall(".//table[@class='grid']")
    ]
    assert [row[0] for rows in listed for row in rows] == ["Faculty", *(f"Unit {n:03}" for n in range(420))]
    assert [len(rows) for rows in listed] == [400, 21]
    assert len(rows_of(table_of(site.page("units-2"), "Units 401 to 421 of 421"))) == 21


def test_a_unit_has_its_gap_report_what_is_above_it_and_what_is_below(site: Site) -> None:
    text = site.text("unit-ie", "nb")
    assert "Magnhild Rosslibakk" in text
    assert "Ailin Nøstskarmo (idi)" in text
    trail = [text_of(step) for step in site.page("unit-idi", "nb").findall(".//nav[@class='trail']//li")]
    assert trail[:2] == ["Oversikt", "Enheter"]
    assert trail[-2:] == [
        "Fakultet for informasjonsteknologi og elektroteknikk",
        "Institutt for datateknologi og informatikk",
    ]
    assert "Institutt for datateknologi og informatikk" in text
    assert site.page("unit-idi", "nb").find(".//a[@href='unit-ie.html']") is not None


def test_only_units_that_were_asked_for_have_pages() -> None:
    site = example_site(units=["ie"])
    found = {path for path in site.files if path.startswith("nb/unit-")}
    assert found == {
        f"nb/unit-{unit_id}.html" for unit_id in site.register.units if site.register.is_within(unit_id, ["ie"])
    }
    assert len(found) > 3
    assert "ie" in site.text("index", "nb")


def test_a_site_of_one_unit_counts_its_own_people_and_names_who_answers_for_a_process_from_anywhere() -> None:
    files = {
        "units/law.yaml": "id: law\nkind: faculty\nname: Law\nleader: kari\n",
        "roles/manager.yaml": (
            "id: manager\nrole: manager\nname: Manager\nsource: card\nmandate: Manages.\n"
            "norms:\n  - {id: one, kind: every-process-has, norm: must}\n"
        ),
        "units/ie.yaml": FILES["units/ie.yaml"]
        + "  - {person: kari, role: manager, process: access, from: 2020-01-01}\n",
    }
    for units, people, network, reach in ([], "2", ["Kari", "Ola"], "1 of 2"), (["law"], "0", [], "0 of 1"):
        site = site_of(files, units=units)
        figures = {
            text_of(found.find("dt")): text_of(found.find("dd")) for found in site.page("index").findall(".//dl/div")
        }
        assert figures["people at work in a role"] == people
        ((_, manager, covered),) = rows_of(site.page("processes").find(".//table"))
        assert (manager, covered.rpartition(": ")[2]) == ("Kari", reach)
        process = site.page("process-access")
        assert text_of(process.find(".//dl[@class='facts']/div/dd")) == "Kari"
        assert [
            row[0] for table in process.iter("table") for row in rows_of(table) if row[0] in {"Kari", "Ola"}
        ] == network


def test_a_process_whose_coverage_nobody_checked_is_not_said_to_lack_anybody() -> None:
    for select, covered in ((), "✓in order: 1 of 1"), (("course-missing",), "–"), (("single-holder",), "–"):
        ((*_, found),) = rows_of(site_of({}, select=select).page("processes").find(".//table"))
        assert found == covered


def test_a_process_has_its_manager_as_coordinator_before_the_network(site: Site) -> None:
    page = site.page("process-innsyn", "nb")
    first = page.find(".//dl[@class='facts']/div")
    assert text_of(first) == "Prosessansvarlig (koordinerer nettverket)Ørjan Sikvassmo"
    rows = rows_of(page.find(".//table"))
    assert [row[0] for row in rows[:2]] == ["Ørjan Sikvassmo", "Sunniva Fjordskarlia"]
    assert {row[1] for row in rows[2:]} == {"Prosessrådgiver"}


def test_somebody_on_leave_is_not_at_work_and_no_more_is_said(site: Site) -> None:
    """Synne Laksfosslia is on leave: until when stands on no page."""
    leave = site.register.people["synne.laksfosslia"].leave[0]
    assert "Synne Laksfosslia (ikke i tjeneste" in site.text("process-saksbehandling", "nb")
    said = "".join(text for path, text in site.files.items() if "/rule-" not in path)  # whose manuals speak of nobody
    assert leave.first_day is not None
    assert leave.last_day is not None
    for day in (leave.first_day, leave.last_day, leave.last_day + timedelta(1)):
        assert day.isoformat() not in said
        assert Speaker("nb").text(day) not in said
    assert "permisjon" not in said
    assert "@" not in "".join(text_of(page.find("body")) for page in site.pages.values())


def test_each_norm_of_a_card_stands_with_its_source(site: Site) -> None:
    rows = rows_of(
        table_of(
            site.page("card-prosessansvarlig-saksbehandling", "nb"), "Hva som kreves, hvor strengt, og hvor det står"
        )
    )
    assert rows[0][1:] == ["Skal", "Prosessansvarlig – saksbehandling, Kompetansekrav"]
    assert rows[-1][1:] == ["Skal", "Prosessrådgiver rollebeskrivelse, Mandat og oppdrag"]
    for card in site.register.cards.values():
        text = site.text(f"card-{card.id}", "nb")
        assert " ".join(card.mandate.in_language("nb", "nb").split()) in text
        assert all(norm.section in text for norm in card.distinct_norms if norm.section)


def test_a_source_is_linked_only_where_its_address_is_one_of_the_web() -> None:
    for address, links in (
        ("https://example.org/a", ["https://example.org/a"]),
        ("javascript:alert(1)", []),
        ("//x", []),
    ):
        sources = FILES["sources.yaml"].replace("}", f', url: "{address}"}}')
        page = site_of({"sources.yaml": sources}).page("card-adviser")
        assert list(dict.fromkeys(found.get("href") for found in page.findall(".//main//table//a"))) == links


@pytest.mark.parametrize("rule_id", all_rules())
def test_a_rule_has_its_manual_and_where_it_finds_something(site: Site, rule_id: str) -> None:
    text = site.text(f"rule-{rule_id}", "nb")
    assert manual_of(all_rules()[rule_id], "nb").summary in text
    assert "Hvorfor" in text
    found = [site.edition.unit_of(finding) for finding in site.edition.by_rule.get(rule_id, ())]
    linked = {found.get("href") for found in site.page(f"rule-{rule_id}", "nb").findall(".//main//td/../th/a")}
    assert linked == {f"unit-{unit.unit.id}.html" for unit in found if unit}


def test_a_text_in_another_language_than_its_page_says_so(site: Site) -> None:
    """Of the texts of this card, one is there in each language; the manuals of the rules are all."""
    for language in ("nn", "en"):
        card = site.page("card-prosessradgiver-saksbehandling", language)
        marked = {text_of(found) for found in card.findall(".//main//*[@lang='nb']")}
        assert "Erfaring som saksbehandler" in marked
        assert "Kan verktøyet best av alle ved enheten" not in marked
        assert not site.page("rule-course-missing", language).findall(".//main//*[@lang]")


def test_a_text_of_a_card_says_which_language_it_is_in(site: Site) -> None:
    mandate = site.register.cards["styret"].mandate.in_language("en", "nb")
    (part,) = [
        found for found in site.page("card-styret", "en").findall(".//main//*[@lang]") if mandate in text_of(found)
    ]
    assert part.get("lang") == "nb"
    assert site.page("card-styret", "nb").findall(".//main//*[@lang]") == []


def test_the_search_finds_units_processes_cards_rules_and_people(site: Site) -> None:
    index = json.loads(site.files["nb/search-index.js"].removeprefix("window.rolecheckIndex = ").rstrip(";\n"))
    found = {(name, address) for name, _, address, _ in index}
    assert {
        ("Innsyn", "process-innsyn.html"),
        ("Kurs ikke fullført", "rule-course-missing.html"),
        ("Prosessrådgiver", "card-prosessradgiver.html"),
        ("Eiendomsavdelingen", "unit-eiendom.html"),
        ("Hallgeir Stokkandlia", "unit-eiendom.html"),
        ("Borghild Storfossmyr", "unit-eiendom.html"),
    } <= found
    assert {f"nb/{address}" for _, address in found} <= set(site.files)


def test_no_link_and_no_heading_is_empty_where_a_name_is() -> None:
    files = {
        "rolecheck.yaml": "[",
        "processes.yaml": '- {id: access, name: ""}\n',
        "roles/adviser.yaml": FILES["roles/adviser.yaml"].replace("name: Adviser", 'name: " "'),
        "units/ie.yaml": FILES["units/ie.yaml"].replace("name: Faculty", 'name: ""'),
        "units/law.yaml": 'id: law\nkind: faculty\nname: ""\nparent: ie\n',
    }
    site = site_of(files, languages=["en"])
    for path, page in site.pages.items():
        empty = [element for element in page.iter("a", "h1", "h2", "title") if not text_of(element)]
        assert empty == [], path
    assert text_of(site.page("unit-law").find(".//h1")) == "law"


# --- people


@pytest.mark.parametrize(
    ("folder", "day"), [(EXAMPLE, date(2026, 11, 22)), (EXAMPLE, date(2027, 11, 22)), (GAPS, date(2026, 11, 21))]
)
def test_the_public_site_names_nobody(folder: Path, day: date) -> None:
    plain, public = (example_site(folder, day=day, public=shown) for shown in (False, True))
    known = personal(plain.register)
    everything = " ".join("".join(plain.files.values()).split())
    assert sum(text in everything for text in known) > 5  # there was something to hide
    said = " ".join("".join(public.files.values()).split()).casefold()
    assert {text for text in known if text.casefold() in said} == set()
    assert "@" not in re.sub("@(media|page|bottom|top)", "", said)
    assert "person-" not in said


def test_texts_that_name_people_do_not_reach_the_public_site() -> None:
    hidden = "Tove Xylander"
    files = {
        "units/ie.yaml": FILES["units/ie.yaml"].replace("name: Kari}", f"name: {hidden}, email: tove.x@example.net}}"),
        "roles/adviser.yaml": FILES["roles/adviser.yaml"].replace("Advises.", f"Advises {hidden}."),
        "processes.yaml": f"- id: access\n  name: Access\n  aliases: [{hidden}s process]\n",
        "units/law.yaml": f"id: law\nkind: faculty\nname: The unit of {hidden}\n",
        "waivers.yaml": "- {id: w, rule: process-uncovered, unit: law, reason: Ask Tove Xylander (ill), granted_by: kari, granted: 2020-01-01, until: 2030-01-01}\n",
    }
    assert hidden in "".join(site_of(files).files.values())
    said = "".join(site_of(files, public=True).files.values())
    for text in (hidden, "Xylander", "(ill)", "tove.x@", "example.net"):
        assert text.casefold() not in said.casefold()
    assert "The unit of …" in said


def test_redacted_pages_name_nobody_and_give_one_person_one_pseudonym(tmp_path: Path) -> None:
    done = run(*ROLECHECK, "site", EXAMPLE, "--as-of", DAY, "--output", tmp_path, "--redact")
    assert done.code == 0, done.err
    said = " ".join("".join(path.read_text() for path in sorted(tmp_path.rglob("*.*"))).split())
    assert {text for text in personal(build(read_folder(EXAMPLE))) if text in said} == set()
    assert len(set(re.findall(r"person-[0-9a-f]{10}", said))) > 40
    assert "Navnene er byttet ut med dekknavn. Den som kjenner enheten" in said
    assert "Sidene viser navn" not in said


# --- hostile registers


def test_hostile_text_stays_text(hostile_register: Path) -> None:
    site = example_site(hostile_register, languages=["en"])
    assert len(site.pages) > 200
    ours = {element.tag for page in example_site(languages=["en"]).pages.values() for element in page.iter()}
    for path, text in site.files.items():
        assert sorted(set(_CONTROL.findall(text))) == [], path
        assert sorted(set(_INVISIBLE.findall(text))) == [], path
    for page in site.pages.values():
        assert {element.tag for element in page.iter()} <= ours
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
        assert {found.get("src") for found in page.iter("script")} <= {"search-index.js", "../search.js"}
        assert all(re.fullmatch(r"https?://.*|data:,|#content|[a-z0-9./-]+", link) for link in links_of(page))
    index = site.files["en/search-index.js"]
    assert json.loads(index.removeprefix("window.rolecheckIndex = ").rstrip(";\n"))


# --- the command


def site_command(folder: Path, output: Path, *arguments: str) -> Any:
    return run(*ROLECHECK, "site", folder, "--as-of", DAY, "--output", output, *arguments)


def test_the_command_writes_what_was_made_and_says_where(tmp_path: Path) -> None:
    output = tmp_path / "out"
    register = write_register(tmp_path / "register")
    done = site_command(register, output)
    assert (done.code, done.err) == (0, b"")
    written = [path for path in output.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert done.out.decode() == f"{len(written)} files written. Open {output}/index.html in a browser.\n"
    assert (output / "en" / "unit-ie.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    first = {path: path.read_bytes() for path in written}
    (register / "units" / "ie.yaml").rename(register / "units" / "law.yaml")
    text = (register / "units" / "law.yaml").read_text(encoding="utf-8").replace("id: ie\n", "id: law\n")
    (register / "units" / "law.yaml").write_text(text, encoding="utf-8")
    assert site_command(register, output).code == 0
    assert not (output / "en" / "unit-ie.html").exists()
    assert (output / "en" / "unit-law.html").exists()
    assert (output / "style.css").read_bytes() == first[output / "style.css"]


def test_equal_registers_give_equal_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        shutil.copytree(EXAMPLE, tmp_path / name / "register")
        assert site_command(tmp_path / name / "register", tmp_path / name / "out").code == 0
        made.append(
            {
                path.relative_to(tmp_path / name): path.read_bytes()
                for path in (tmp_path / name / "out").rglob("*.*")
                if path.is_file()
            }
        )
    assert made[0] == made[1]


def test_somebody_elses_files_are_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "out"
    (output / "nb").mkdir(parents=True)
    (output / "nb" / "index.html").write_text("mine", encoding="utf-8")
    done = site_command(write_register(tmp_path / "register"), output)
    assert done.code == 2
    assert (output / "nb" / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("theirs", ["index.html", "nb", "en/search-index.js"])
def test_where_a_file_of_somebody_else_is_in_the_way_nothing_is_written(theirs: str, tmp_path: Path) -> None:
    output = tmp_path / "out"
    (output / theirs).parent.mkdir(parents=True)
    (output / theirs).write_text("mine", encoding="utf-8")
    assert_one_clear_error(site_command(write_register(tmp_path / "register"), output), str(output))
    assert [str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()] == [theirs]


def test_a_site_and_reports_share_a_folder_unless_their_names_clash(tmp_path: Path) -> None:
    register, output = write_register(tmp_path / "register"), tmp_path / "out"
    report = [*ROLECHECK, "report", str(register), "--as-of", DAY, "--fail-on", "never", "--output", f"{output}/"]
    assert site_command(register, output).code == 0
    assert run(*report, "--format", "csv").code == 0
    assert site_command(register, output).err == b""
    assert (output / "unit/ie.csv").exists()
    assert_one_clear_error(run(*report, "--format", "html"), "index.html", "“rolecheck site”", "another folder")
    assert run(*report, "--format", "csv").code == 0
    assert (output / "nb/unit-ie.html").exists()


def test_a_site_of_one_unit_removes_no_page_of_the_others(tmp_path: Path) -> None:
    register = write_register(tmp_path / "register", {"units/xx.yaml": UNIT})
    assert site_command(register, tmp_path / "out").code == 0
    done = site_command(register, tmp_path / "out", "--unit", "ie")
    assert (done.code, done.err) == (0, b"")
    assert (tmp_path / "out/en/unit-xx.html").exists()
    done = site_command(register, tmp_path / "out", "--unit", "ie", "--public")
    assert b" of an earlier run removed from " in done.err  # they name people
    assert not (tmp_path / "out/en/unit-xx.html").exists()


@pytest.mark.parametrize("output", ["", "register/units", "register/roles/site", "link/site"])
def test_an_output_that_cannot_be_meant_is_refused(output: str, tmp_path: Path) -> None:
    register = write_register(tmp_path / "register")
    (tmp_path / "link").symlink_to(register / "units")
    before = sorted(tmp_path.rglob("*"))
    done = run(*ROLECHECK, "site", "register", "--output", output, "--language", "en", cwd=tmp_path)
    assert_one_clear_error(done, "among the files of the register" if output else "--output is empty")
    assert sorted(tmp_path.rglob("*")) == before


def test_addresses_of_public_pages_stay_where_there_is_a_key(tmp_path: Path) -> None:
    unit = FILES["units/ie.yaml"].replace("id: ie\n", "id: ola\n")
    register = write_register(tmp_path / "register", {"units/ola.yaml": unit})

    def hidden(number: int, *options: str, key: str = "") -> set[str]:
        out = tmp_path / str(number)
        words = ["site", str(register), "--as-of", DAY, "--output", str(out), "--public", *options]
        done = run(*ROLECHECK, *words, env={"ROLECHECK_REDACT_KEY": key})
        assert (done.code, done.err) == (0, b"")
        return {path.stem.rpartition("-")[2] for path in out.rglob("unit-hidden-*.html")}

    key = "Zm9yIHRlc3RzIGFsb25lLCBhbmQgbm93aGVyZSBlbHNl"
    first, second = hidden(1, key=key), hidden(2, key=key)
    assert len(first) == 1
    assert first == second
    assert first != hidden(3, key=key[::-1])
    assert hidden(4) != hidden(5)
    people = run(*ROLECHECK, "people", "--register", register, env={"ROLECHECK_REDACT_KEY": key}).out.decode()
    assert not [digits for digits in first if f"person-{digits}" in people]  # which would tell who is who


def test_the_language_is_that_in_which_the_site_opens(tmp_path: Path) -> None:
    register = write_register(tmp_path / "register")
    assert site_command(register, tmp_path / "out", "--language", "nn").code == 0
    assert "url=nn/index.html" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == set(LANGUAGES)


def test_findings_do_not_keep_a_site_from_being_written(tmp_path: Path) -> None:
    assert site_command(GAPS, tmp_path / "out").code == 0
    register = write_register(tmp_path / "register", {"units/broken.yaml": "["})
    assert site_command(register, tmp_path / "two").code == 0
    assert "1 file of the register could not be read" in (tmp_path / "two" / "en" / "index.html").read_text(
        encoding="utf-8"
    )


def test_a_site_names_the_commit_that_it_was_made_of(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repository")
    commit = repository.commit({})
    for change, said in (("", f"revision {commit[:12]}. Made"), ("# x\n", f"revision {commit[:12]} with changes that")):
        with (repository.register / "units" / "ie.yaml").open("a", encoding="utf-8") as file:
            file.write(change)
        assert site_command(repository.register, tmp_path / "out").code == 0
        assert said in (tmp_path / "out" / "en" / "index.html").read_text(encoding="utf-8")


# --- size


def test_twice_the_units_are_twice_the_work() -> None:
    """Calls are counted, as a clock would tell nothing on a busy machine."""
    small, large = (_calls(number) for number in (25, 100))
    assert large / small < 4.6


def _calls(number: int) -> int:
    units = {
        f"units/u{n}.yaml": FILES["units/ie.yaml"]
        .replace("ie", f"u{n}")
        .replace("kari", f"kari{n}")
        .replace("ola", f"ola{n}")
        for n in range(number)
    }
    groups = {f"units/g{n}.yaml": f"id: g{n}\nkind: group\nname: G\nparent: u{n}\n" for n in range(number)}
    site = site_of({**units, **groups}, languages=["en"])
    return _calls_of(lambda: site.files)


def test_pages_are_made_as_they_are_asked_for() -> None:
    """The memory that a site takes does not grow with its pages: the first is there before the second is thought of."""
    site = site_of({f"units/u{n}.yaml": f"id: u{n}\nkind: faculty\nname: U\n" for n in range(60)}, languages=["en"])
    whole = _calls_of(lambda: list(site_files(site.edition, site.speakers)))
    first = _calls_of(lambda: next(path for path, _ in site_files(site.edition, site.speakers) if "unit-" in path))
    assert first < whole / 4


def _calls_of(work: Callable[[], object]) -> int:
    counted = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted
