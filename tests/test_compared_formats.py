"""Every format with `--since`: what is new is shown, what is unchanged never fails, what is fixed is said."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from gitrepository import Repository
from rolecheck.render.formats import formats
from test_gate import ARTS, ARTS_MENDED, LEADERLESS
from tinyregister import DAY, ROLECHECK, Run, run

NEW = "id: xx\nkind: faculty\nname: X\nleader: ola\n"
# Programs that compare on their own, or list everything, get what is unchanged as well.
SHOW_EVERYTHING = {"json", "jsonl", "csv", "sarif", "gitlab", "junit"}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A change that mends one faculty of two gaps and adds one with a gap; a third gap, of a unit without a leader, stays."""
    folder = tmp_path_factory.mktemp("compared") / "repository"
    made = Repository.create(folder, "data", {"units/arts.yaml": ARTS, "units/zz.yaml": LEADERLESS.replace("xx", "zz")})
    made.change({"units/arts.yaml": ARTS_MENDED, "units/xx.yaml": NEW})
    return made


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A register with errors, all of which were there before."""
    return Repository.create(tmp_path_factory.mktemp("same") / "repository", "data", {"units/arts.yaml": ARTS})


def shown(repository: Repository, format_name: str) -> Run:
    options = ("--since", "HEAD", "--as-of", DAY, "--format", format_name)
    return run(*ROLECHECK, "validate", repository.register, *options)


@pytest.mark.parametrize("format_name", formats())
def test_only_what_is_new_fails(format_name: str, repository: Repository, unchanged: Repository) -> None:
    assert (shown(repository, format_name).code, shown(unchanged, format_name).code) == (1, 0)


@pytest.mark.parametrize("format_name", formats())
def test_what_is_new_is_shown(format_name: str, repository: Repository) -> None:
    text = shown(repository, format_name).out.decode()
    assert "units/xx.yaml" in text
    assert ("units/zz.yaml" in text) == (format_name in SHOW_EVERYTHING)


@pytest.mark.parametrize("format_name", ["terminal", "concise", "markdown", "json", "jsonl", "sarif"])
def test_what_is_fixed_is_said(format_name: str, repository: Repository) -> None:
    text = shown(repository, format_name).out.decode()
    assert text.count("process-uncovered") >= 2  # one is new, one is fixed
    assert "fixed" in text


def test_sarif_tells_the_state_of_each_result(repository: Repository) -> None:
    (done,) = json.loads(shown(repository, "sarif").out)["runs"]
    states = {result["ruleId"]: result["baselineState"] for result in done["results"]}
    assert states["process-uncovered"] == "new"
    assert states["unit-without-leader"] == "unchanged"
    fixed = {one["rule"] for one in done["properties"]["fixed"]}
    assert fixed == {"process-uncovered", "unit-without-leader"}


def test_csv_has_a_column_for_the_state(repository: Repository) -> None:
    titles, *rows = csv.reader(io.StringIO(shown(repository, "csv").out.decode("utf-8-sig")))
    states = {row[titles.index("Rule")]: row[titles.index("Since the base")] for row in rows}
    assert states["process-uncovered"] == "new"
    assert states["unit-without-leader"] == "unchanged"


def cases_of(repository: Repository) -> list[ET.Element]:
    return list(ET.fromstring(shown(repository, "junit").out).iter("testcase"))  # noqa: S314 - written by ourselves


def test_junit_fails_for_what_is_new_alone(repository: Repository, unchanged: Repository) -> None:
    failures = [
        [test.get("classname") for test in cases_of(one) if test.find("failure") is not None]
        for one in (repository, unchanged)
    ]
    assert failures == [["xx.adviser.access"], []]
    assert b"[process-uncovered, unchanged]" in shown(unchanged, "junit").out


def test_several_outputs_with_a_base(repository: Repository, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    options = ("--since", "HEAD", "--as-of", DAY, "--output", f"json:{report}")
    done = run(*ROLECHECK, "validate", repository.register, *options)
    assert done.code == 1
    assert json.loads(report.read_bytes())["comparison"]["new"] > 0
    assert b"Compared with HEAD" in done.out
