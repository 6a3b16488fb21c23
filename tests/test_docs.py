"""What the documentation claims about files and rules, against the program."""

import inspect
import re
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import pytest

from casepages import found, read_page
from examples import report_on
from rolecheck import cards, model
from rolecheck.document import Document
from rolecheck.rule import Group
from rolecheck.rules import all_rules
from rolecheck.shape import keys_of

ROOT = Path(__file__).parents[1]
DATA_FORMAT = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| `([a-z_]+)` \| (yes|no) \|", re.MULTILINE)

# Where docs/data-format.md describes a shape: a heading and, as some headings stand twice, which one of them.
SECTIONS: dict[str, tuple[str, int]] = {
    "Settings": ("rolecheck.yaml", 0),
    "Process": ("processes.yaml", 0),
    "Course": ("courses.yaml", 0),
    "Source": ("sources.yaml", 0),
    "Waiver": ("waivers.yaml", 0),
    "RoleCard": ("roles/*.yaml", 0),
    "Competences": ("competence", 0),
    "Competence": ("One competence", 0),
    "EveryUnitHas": ("every-unit-has", 0),
    "UnitHeadcount": ("unit-headcount", 0),
    "EveryProcessHas": ("every-process-has", 0),
    "Completed": ("completed", 0),
    "Attested": ("attested", 0),
    "Anchored": ("anchored", 0),
    "Decided": ("decided", 0),
    "UnitContact": ("unit-contact", 0),
    "Unit": ("units/**/*.yaml", 0),
    "Period": ("introduction", 0),
    "Group": ("groups", 0),
    "Person": ("people", 0),
    "Leave": ("leave", 0),
    "Completion": ("courses", 0),
    "Attestation": ("attested", 1),
    "Appointment": ("appointments", 0),
    "Decision": ("decided", 1),
}
SHAPES: dict[str, Any] = {
    name: shape
    for module in (model, cards)
    for name, shape in inspect.getmembers(module, inspect.isclass)
    if shape.__module__ == module.__name__ and is_dataclass(shape) and not name.startswith("_")
}


def fields_of(shape: Any) -> dict[str, str]:
    """Each key that a file may give, and whether it is required."""
    return {key.name: "yes" if key.required else "no" for key in keys_of(shape)}


def section(heading: str, which: int = 0) -> str:
    """What stands between a heading and the next one."""
    without_examples = FENCE.sub("", DATA_FORMAT)
    parts = HEADING.split(without_examples)
    found = [body for title, body in zip(parts[1::2], parts[2::2], strict=True) if title == heading]
    return found[which]


def yaml_examples(text: str) -> list[str]:
    return [body for language, body in FENCE.findall(text) if language == "yaml"]


def example_files() -> dict[str, bytes]:
    """The examples of docs/data-format.md by the path in their first line."""
    named = ((body.partition("\n")[0], body) for body in yaml_examples(DATA_FORMAT))
    return {first.removeprefix("# "): body.encode() for first, body in named}


# --- docs/data-format.md


def test_every_shape_has_a_section() -> None:
    assert set(SHAPES) == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_field_of_a_shape_is_described(name: str) -> None:
    is_norm = issubclass(SHAPES[name], cards._Norm)
    shared = {*fields_of(cards._Norm), "kind"} if is_norm else set()
    own = {key: required for key, required in fields_of(SHAPES[name]).items() if key not in shared}
    assert dict(ROW.findall(section(*SECTIONS[name]))) == own


def test_every_shared_field_of_norms_is_described() -> None:
    expected = {**fields_of(cards._Norm), "kind": "yes"}
    assert dict(ROW.findall(section("norms"))) == expected


def test_every_kind_of_norm_has_a_heading() -> None:
    assert set(cards.NORM_KINDS) <= set(HEADING.findall(DATA_FORMAT))


@pytest.mark.parametrize("body", yaml_examples(DATA_FORMAT), ids=lambda body: body.partition("\n")[0])
def test_every_example_can_be_read(body: str) -> None:
    assert Document.read("example.yaml", body.encode()).mistakes == ()


def test_the_examples_together_make_a_sound_register() -> None:
    report = report_on(example_files())
    mistaken = (Group.FILE, Group.REGISTER)
    assert [one.rule for one in report.findings if all_rules()[one.rule].group in mistaken] == []
    assert {one.rule for one in report.findings if one.waived} == {"process-uncovered"}
    assert not report.failed


def test_the_examples_show_every_key() -> None:
    shown = "\n".join(yaml_examples(DATA_FORMAT))
    hidden = {
        (name, key)
        for name, shape in SHAPES.items()
        for key in fields_of(shape)
        if not re.search(rf"\b{key}:", shown) and not (name == "Waiver" and key in model.Waiver.MATCHING_KEYS)
    }
    assert hidden == {("UnitContact", "during")}


# --- docs/architecture.md and CONTRIBUTING.md


def test_every_module_is_on_a_floor() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([a-z_]+/?)`", page.partition("## Floors")[2])}
    package = ROOT / "src" / "rolecheck"
    modules = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {module for module in modules if not module.startswith("_")} <= named


def test_the_case_shown_to_contributors_is_true(tmp_path: Path) -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = contributing.partition("````markdown\n")[2].partition("\n````")[0]
    shared = (ROOT / "tests" / "rules" / "unit-without-leader.md").read_text(encoding="utf-8").partition("\n## ")[0]
    page = tmp_path / "unit-without-leader.md"
    page.write_text(f"{shared}\n{shown}\n", encoding="utf-8")
    (case,) = read_page(page)
    assert found(case.report(tmp_path)) == case.expected


def test_the_break_shown_to_contributors_is_the_one_of_its_rule() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, shown = contributing.partition("````markdown\n## Breaks the example\n")
    page = (ROOT / "tests" / "rules" / "unit-without-leader.md").read_text(encoding="utf-8")
    assert shown.partition("````")[0] == page.partition("## Breaks the example\n")[2]


# --- the generated pages, and links


def test_generated_pages_are_up_to_date() -> None:
    run = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, check=False)
    assert (run.returncode, run.stderr.decode()) == (0, "")


def test_every_rule_has_a_heading_in_the_list_of_rules() -> None:
    headings = HEADING.findall(FENCE.sub("", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")))
    assert [heading for heading in headings if heading in all_rules()] == [
        rule.id for group in Group for rule in all_rules().values() if rule.group is group
    ]


def anchors_of(page: Path) -> set[str]:
    """The anchors that a page's headings get, as GitHub and GitLab make them."""
    anchors: set[str] = set()
    for title in HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        plain = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        repeated = (f"{plain}-{number}" for number in range(1, 99))
        anchors.add(plain if plain not in anchors else next(name for name in repeated if name not in anchors))
    return anchors


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []
