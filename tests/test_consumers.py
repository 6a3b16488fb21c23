"""What reads our reports reads them: each format against the schema of those who defined it, and what they ask beyond it.

The schemas are fetched by `make tools`; one that is not there fails the tests. Code scanning and Code Quality have rules
that no schema states. They are written down here from the published documentation of GitHub and GitLab, and are ours.
"""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examples import DAY, EXAMPLE, documents_of, example_files, report_on
from rolecheck.check import Report, check
from rolecheck.policy import FailOn, Policy
from rolecheck.redaction import Redactor
from rolecheck.register import build
from rolecheck.render.as_sarif import FINGERPRINT, MOST_RESULTS
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_sarif, for_uri
from rolecheck.render.formats import renderer
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker
from test_escape import CORPUS, hostile_register  # noqa: F401 - a fixture
from tinyregister import FILES, Run, validate, write_register

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / ".tools"
# The first is byte for byte that of OASIS’s repository (errata 01). The others are those of Jenkins’ plug-ins dtkit and
# xunit, as two packages carry them; they were not compared with Jenkins’ own repositories.
PUBLISHED = {
    "sarif/sarif-2.1.0.json": "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e",
    "junit/test/resources/jenkins-junit.xsd": "b74f22f7b3e328e08356c268e18fb979ae95e3bcc746f93ae399260310ad0d6f",
    "jenkins/junit-10.xsd": "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6",
}
XSDS = [name for name in PUBLISHED if name.endswith(".xsd")]
REGISTERS = ("examples/gaps", "examples/mistakes", "data", "hostile")
LEVELS: tuple[FailOn, ...] = ("error", "warning", "note", "never")


def published(name: str) -> bytes:
    """A schema as its owners published it."""
    data = (TOOLS / name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == PUBLISHED[name]
    return data


@cache
def sarif_validator() -> Any:
    return jsonschema.Draft4Validator(json.loads(published("sarif/sarif-2.1.0.json")))


@cache
def junit_validator(name: str) -> Any:
    return etree.XMLSchema(etree.fromstring(published(name)))


@cache
def said(folder: Path, *options: str) -> Run:
    return validate(folder, *options)


@pytest.fixture(params=REGISTERS)
def folder(request: pytest.FixtureRequest) -> Path:
    hostile: Path = request.getfixturevalue("hostile_register") if request.param == "hostile" else ROOT
    return hostile if request.param == "hostile" else ROOT / request.param


def sarif_of(run: Run) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(run.out)
    return log


def results_of(log: Mapping[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    return results


def rendered(report: Report, format_: str, language: str = "en", canvas: Canvas | None = None) -> str:
    return renderer(format_)(report, Speaker(language, report.register), canvas or Canvas())


# --- SARIF --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--redact",), ("--no-waivers", "--language", "nb"), ("--language", "nn")])
def test_sarif_is_as_oasis_says(folder: Path, options: tuple[str, ...]) -> None:
    log = sarif_of(said(folder, "--format", "sarif", *options))
    assert [error.message[:300] for error in sarif_validator().iter_errors(log)] == []
    suppressions = ["suppressions" in result for result in results_of(log)]
    assert len(set(suppressions)) == 1  # all, or none: what no schema can say
    assert suppressions[0] is ("--no-waivers" not in options)


def complaints_of_github(  # noqa: C901 - a list of things that are asked
    log: Mapping[str, Any], *, compressed: int = 0
) -> Iterator[str]:
    """What GitHub code scanning would reject, not show, or lose: from “SARIF support for code scanning” and its limits."""
    if log.get("version") != "2.1.0" or not log.get("$schema"):
        yield "version"
    if compressed > 10 * 1024 * 1024:
        yield "size"
    if len(log["runs"]) > 20:
        yield "runs"
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        if not driver.get("name"):
            yield "tool"
        if len(driver["rules"]) > 25_000 or len(run["results"]) > 25_000:
            yield "too many"
        for rule in driver["rules"]:
            yield from _complaints_about_rule(rule)
        for result in run["results"]:
            yield from _complaints_about_result(result, driver["rules"])
        prints = [tuple(sorted(result.get("partialFingerprints", {}).items())) for result in run["results"]]
        if len(set(prints)) != len(prints):
            yield "fingerprints alike"
        if "/" not in run.get("automationDetails", {}).get("id", ""):
            yield "no category"


def _complaints_about_rule(rule: Mapping[str, Any]) -> Iterator[str]:
    if not rule.get("id") or len(rule.get("name", "")) > 255:
        yield "rule id"
    for key in ("shortDescription", "fullDescription"):
        if not 0 < len(rule.get(key, {}).get("text", "")) <= 1024:
            yield key
    if not rule.get("help", {}).get("text") or not rule["help"].get("markdown"):
        yield "help"
    if rule.get("defaultConfiguration", {}).get("level") not in {"note", "warning", "error"}:
        yield "default level"
    properties = rule.get("properties", {})
    if len(properties.get("tags", ())) > 10:
        yield "tags"
    if "security-severity" in properties or "security" in properties.get("tags", ()):
        yield "no security rule"


def _complaints_about_result(result: Mapping[str, Any], rules: list[dict[str, Any]]) -> Iterator[str]:
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        yield "rule index"
    if result.get("level") not in {"note", "warning", "error"}:
        yield "level"
    if not result["message"].get("text"):
        yield "message"
    if not result.get("partialFingerprints"):
        yield "fingerprint"
    if not 1 <= len(result.get("locations", ())) <= 10:
        yield "locations"
    for location in (*result.get("locations", ()), *result.get("relatedLocations", ())):
        place = location["physicalLocation"]
        parts = urlsplit(place["artifactLocation"]["uri"])
        if (
            parts.scheme
            or parts.netloc
            or parts.query
            or parts.fragment
            or not parts.path
            or parts.path.startswith("/")
        ):
            yield "uri"
        if {*place["region"]} < {"startLine", "startColumn", "endLine", "endColumn"}:
            yield "region"


def test_github_takes_it(folder: Path) -> None:
    run = said(folder, "--format", "sarif")
    assert list(complaints_of_github(sarif_of(run), compressed=len(gzip.compress(run.out)))) == []


SPOILT: dict[str, tuple[str, Any]] = {
    "version": ("version", "2.0.0"),
    "rule id": ("runs.0.tool.driver.rules.0.id", ""),
    "help": ("runs.0.tool.driver.rules.0.help.markdown", ""),
    "fullDescription": ("runs.0.tool.driver.rules.0.fullDescription.text", "x" * 1025),
    "no security rule": ("runs.0.tool.driver.rules.0.properties.tags", ["security"]),
    "rule index": ("runs.0.results.0.ruleIndex", 0),
    "level": ("runs.0.results.0.level", "none"),
    "message": ("runs.0.results.0.message.text", ""),
    "fingerprint": ("runs.0.results.0.partialFingerprints", {}),
    "locations": ("runs.0.results.0.locations", []),
    "uri": ("runs.0.results.0.locations.0.physicalLocation.artifactLocation.uri", "file:///etc/passwd"),
    "region": ("runs.0.results.0.locations.0.physicalLocation.region", {"startLine": 1}),
    "no category": ("runs.0.automationDetails.id", "rolecheck"),
}


@pytest.mark.parametrize("complaint", SPOILT)
def test_the_check_of_github_notices(complaint: str) -> None:
    log: Any = sarif_of(said(ROOT / "examples/gaps", "--format", "sarif"))
    path, value = SPOILT[complaint]
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    inner = log
    for step in steps:
        inner = inner[step]
    inner[last] = value
    assert complaint in set(complaints_of_github(log))


def test_sarif_says_what_json_says(folder: Path) -> None:
    findings, log = said(folder, "--format", "json").findings, sarif_of(said(folder, "--format", "sarif"))
    results = results_of(log)
    assert [result["ruleId"] for result in results] == [finding["rule"] for finding in findings]
    for finding, result in zip(findings, results, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]).endswith(finding["file"])
        assert list(place["region"].values()) == [finding[key] for key in ("line", "column", "end_line", "end_column")]
        assert result["level"] == finding["severity"]
        assert result["partialFingerprints"] == {FINGERPRINT: finding["fingerprint"]}
        assert len(result["relatedLocations"]) == len(finding["related"])
        assert bool(result["suppressions"]) is bool(finding["waiver"])


def test_sarif_has_every_rule_with_its_manual() -> None:
    rules = sarif_of(said(ROOT / "data", "--format", "sarif"))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(all_rules())
    say = Speaker("nb").say  # the language of that register
    for rule in rules:
        for section in ("checks", "why", "fails", "passes", "remedy"):
            heading = say(f"explain.section-{section}")
            assert f"**{heading}**" in rule["help"]["markdown"]
            assert f"{heading}:\n" in rule["help"]["text"]


def test_a_waived_finding_is_suppressed_with_the_reason() -> None:
    log = sarif_of(said(ROOT / "examples/gaps", "--format", "sarif"))
    (waived,) = [result for result in results_of(log) if result["suppressions"]]
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "The board appoints a process manager in December."
    (hidden,) = [
        result["suppressions"][0]["justification"]
        for result in results_of(sarif_of(said(ROOT / "examples/gaps", "--format", "sarif", "--redact")))
        if result["suppressions"]
    ]
    assert "board appoints" not in hidden


def test_what_was_not_checked_is_told(folder: Path) -> None:
    unchecked = said(folder, "--format", "json").report["unchecked"]
    run = said(folder, "--format", "sarif")
    (invocation,) = sarif_of(run)["runs"][0]["invocations"]
    told = invocation["toolExecutionNotifications"]
    places = [note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for note in told]
    assert [unquote(place).endswith(file) for place, file in zip(places, unchecked, strict=True)] == [True] * len(told)
    assert {note["level"] for note in told} <= {"error"}
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (run.code, True)


def many_findings(count: int) -> Report:
    """A report of very many findings, as of a register much larger than any."""
    report = report_on(example_files())
    findings = (list(report.findings) * (count // len(report.findings) + 1))[:count]
    return replace(
        report,
        findings=[replace(found, fingerprint=f"{number:032x}") for number, found in enumerate(findings)],
    )


def test_more_findings_than_github_takes_are_counted() -> None:
    report = many_findings(MOST_RESULTS + 1_000)
    text = rendered(report, "sarif")
    log = json.loads(text)
    results = results_of(log)
    assert list(complaints_of_github(log, compressed=len(gzip.compress(text.encode())))) == []
    assert len(results) == MOST_RESULTS
    (note,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert str(MOST_RESULTS) in note["message"]["text"]
    assert str(len(report.findings)) in note["message"]["text"]
    graver = sum(found.severity != "note" and not found.waived for found in report.findings)
    kept = sum(result["level"] != "note" and not result["suppressions"] for result in results)
    assert kept == min(graver, MOST_RESULTS)
    order = [result["partialFingerprints"][FINGERPRINT] for result in results]
    assert order == sorted(order)  # as in the report


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[click](http://evil.example)", "[click] (http://evil.example)"),
        ("{0} {{1}}", "{{0}} {{{{1}}}}"),
        ("[x][y] (z)", "[x][y] (z)"),
    ],
)
def test_a_message_of_sarif_holds_no_link_and_no_placeholder(text: str, written: str) -> None:
    assert for_sarif(text) == written


@pytest.mark.parametrize("name", ["a b", "å", "100%", "#1", "what?", "a:b", "\\xff", "~x", "[x]", "\u202ex", "a+b&c"])
def test_a_file_is_named_from_the_root_and_percent_encoded(name: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).mkdir()
    write_register(tmp_path / name, {f"units/{name}.yaml": "["})
    log = sarif_of(validate(tmp_path / name, "--format", "sarif"))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in results_of(log)
        if result["ruleId"] == "invalid-yaml"
    }
    (uri,) = uris
    assert unquote(uri) == f"{name}/units/{name}.yaml"
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)


@given(st.text())
def test_a_uri_is_the_path_and_nothing_else(path: str) -> None:
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*", for_uri(path))
    assert unquote(for_uri(path), errors="surrogatepass") == path


# --- JUnit --------------------------------------------------------------------------------------------------------


def junit_of(run: Run) -> Any:
    return etree.fromstring(run.out, etree.XMLParser(huge_tree=True))


@pytest.mark.parametrize("xsd", XSDS)
@pytest.mark.parametrize("options", [(), ("--redact",), ("--fail-on", "note", "--language", "nb")])
def test_junit_is_as_published(xsd: str, options: tuple[str, ...], folder: Path) -> None:
    validator = junit_validator(xsd)
    validator.validate(junit_of(said(folder, "--format", "junit", *options)))
    assert [str(error)[:300] for error in validator.error_log] == []


@pytest.mark.parametrize("fail_on", LEVELS)
@pytest.mark.parametrize("waivers", [(), ("--no-waivers",)])
def test_junit_fails_where_the_run_fails(fail_on: FailOn, waivers: tuple[str, ...], folder: Path) -> None:
    run = said(folder, "--format", "junit", "--fail-on", fail_on, *waivers)
    tree = junit_of(run)
    assert bool(tree.findall(".//failure") + tree.findall(".//error")) is bool(run.code)
    for parent in (tree, *tree.findall("testsuite")):
        tests = list(parent.iter("testcase"))
        counts = Counter(outcome.tag for test in tests for outcome in test)
        assert int(parent.get("tests")) == len(tests)
        assert int(parent.get("failures")) == counts["failure"]
        assert int(parent.get("errors")) == counts["error"]
        assert int(parent.get("skipped") or counts["skipped"]) == counts["skipped"]
        assert {len(test) for test in tests} <= {0, 1}


def test_tests_are_told_apart(folder: Path) -> None:
    tree = junit_of(said(folder, "--format", "junit"))
    names = [(test.get("classname"), test.get("name")) for test in tree.iter("testcase")]
    assert len(set(names)) == len(names)
    suites = [suite.get("id") for suite in tree.iter("testsuite")]
    assert len(set(suites)) == len(suites)


def test_junit_tells_every_finding(folder: Path) -> None:
    shown = said(folder, "--format", "junit").out.decode()
    told = Counter(re.findall(r":(\d+):(\d+): \w+\[([a-z-]+)[],]", shown))
    for place, count in Counter(
        (str(one["line"]), str(one["column"]), one["rule"]) for one in said(folder).findings
    ).items():
        assert told[place] >= count


def outcomes(files: Mapping[str, str], *options: str, folder: Path) -> dict[str, str]:
    """Each test of the suites of units, and how it went."""
    tree = junit_of(validate(write_register(folder, files), "--format", "junit", *options))
    return {
        f"{test.get('classname')}": next((outcome.tag for outcome in test), "passed")
        for suite in tree.findall("testsuite")
        if suite.get("id") != "_register"
        for test in suite.findall("testcase")
    }


CARD = FILES["roles/adviser.yaml"] + "  - {id: law, kind: completed, norm: should, course: law}\n"
COURSE = {"roles/adviser.yaml": CARD, "courses.yaml": "- {id: law, name: Law}\n"}


def test_a_requirement_that_is_met_is_a_test_that_passes(tmp_path: Path) -> None:
    found = outcomes({}, folder=tmp_path)
    assert found == {
        "ie.adviser.access": "system-out",
        "ie.leader": "passed",
    }  # one note, that only one person holds it


def test_a_gap_fails_at_fail_on_and_is_an_output_below_it(tmp_path: Path) -> None:
    assert outcomes(COURSE, folder=tmp_path)["ie.courses"] == "system-out"
    assert outcomes(COURSE, "--fail-on", "warning", folder=tmp_path)["ie.courses"] == "failure"


def test_a_waived_gap_is_skipped_with_the_reason(tmp_path: Path) -> None:
    waiver = "- {id: w, rule: course-missing, unit: ie, reason: Later., granted_by: kari, granted: 2026-01-01, until: 2027-01-01}\n"
    files = {**COURSE, "waivers.yaml": waiver}
    assert outcomes(files, "--fail-on", "note", folder=tmp_path)["ie.courses"] == "skipped"
    shown = validate(tmp_path, "--format", "junit").out.decode()
    assert "until 1 January 2027: Later." in shown
    assert "Later." not in validate(tmp_path, "--format", "junit", "--redact").out.decode()


def test_what_nobody_looked_at_is_no_test_that_passes(tmp_path: Path) -> None:
    assert outcomes(COURSE, "--select", "course-missing", folder=tmp_path) == {"ie.courses": "system-out"}
    assert "ie.leader" not in outcomes(COURSE, "--ignore", "unit-without-leader", folder=tmp_path)
    off = {"rolecheck.yaml": FILES["rolecheck.yaml"] + "severity: {unit-without-leader: off}\n"}
    assert "ie.leader" not in outcomes(off, folder=tmp_path)


def test_what_binds_nobody_is_no_test(tmp_path: Path) -> None:
    norms = (
        "  - {id: press, kind: unit-contact, norm: must, at: [group], contact: press}\n"
        "  - {id: two, kind: unit-headcount, norm: must, at: [faculty], people: 1}\n"
        "  - {id: skill, kind: attested, norm: must, competence: nothing}\n"
    )
    found = outcomes({"roles/adviser.yaml": FILES["roles/adviser.yaml"] + norms}, folder=tmp_path)
    assert set(found) == {"ie.adviser.access", "ie.leader", "ie.people"}


# --- GitLab -------------------------------------------------------------------------------------------------------

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def our_complaints_about_code_quality(issues: Any) -> Iterator[str]:
    """Our own check, not GitLab's: its documentation (“Code Quality report format”) and what its parser reads.

    It asks for all that GitLab’s schema asks for (`app/validators/json_schemas/codeclimate.json` in its source, which no package
    carries), and for more. The parser stops at the first issue that lacks a field, and shows issues with one fingerprint as one.
    """
    if not isinstance(issues, list):
        yield "no list"
        return
    for issue in issues:
        texts = [issue.get(key) for key in ("description", "check_name", "fingerprint")]
        if not all(isinstance(text, str) and text for text in texts):
            yield "text"
        if issue.get("severity") not in SEVERITIES:
            yield "severity"
        path = issue.get("location", {}).get("path")
        if not isinstance(path, str) or not path or path.startswith(("/", "./", "../")):
            yield "path"
        if not isinstance(issue.get("location", {}).get("lines", {}).get("begin"), int):
            yield "line"
    if len({issue.get("fingerprint") for issue in issues}) != len(issues):
        yield "fingerprints alike"


@pytest.mark.parametrize(
    "options", [(), ("--redact",), ("--no-waivers", "--language", "nb"), ("--select", "role-vacant")]
)
def test_gitlab_takes_it(folder: Path, options: tuple[str, ...]) -> None:
    run = said(folder, "--format", "gitlab", *options)
    assert not run.out.startswith(b"\xef\xbb\xbf")
    issues = json.loads(run.out)
    assert list(our_complaints_about_code_quality(issues)) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"description": ""},
        {"check_name": None},
        {"severity": "error"},
        {"location": {"path": "./x", "lines": {"begin": 1}}},
        {"location": {"path": "x", "lines": {}}},
    ],
)
def test_our_check_of_code_quality_notices(spoilt: dict[str, Any]) -> None:
    good = {
        "description": "x",
        "check_name": "x",
        "fingerprint": "x",
        "severity": "info",
        "location": {"path": "x", "lines": {"begin": 1}},
    }
    assert list(our_complaints_about_code_quality([good])) == []
    assert len(list(our_complaints_about_code_quality([good | spoilt]))) == 1
    assert list(our_complaints_about_code_quality([good, good])) == ["fingerprints alike"]
    assert list(our_complaints_about_code_quality({})) == ["no list"]


def test_gitlab_gets_what_counts(folder: Path) -> None:
    run = said(folder, "--format", "json")
    issues = json.loads(said(folder, "--format", "gitlab").out)
    counting = [finding for finding in run.findings if finding["waiver"] is None]
    assert [issue["fingerprint"] for issue in issues] == [finding["fingerprint"] for finding in counting]
    expected = {"error": "critical", "warning": "major", "note": "info"}
    assert [issue["severity"] for issue in issues] == [expected[finding["severity"]] for finding in counting]


def test_gitlab_hears_of_files_that_were_not_checked_whatever_is_selected() -> None:
    mistakes = ROOT / "examples/mistakes"
    unchecked = said(mistakes).report["unchecked"]
    issues = json.loads(said(mistakes, "--format", "gitlab", "--select", "role-vacant").out)
    assert [issue["location"]["path"] for issue in issues] == [f"examples/mistakes/{file}" for file in unchecked]
    assert {issue["severity"] for issue in issues} == {"blocker"}


# --- any text at all ----------------------------------------------------------------------------------------------

TEXTS = (
    st.text(max_size=40)
    | st.sampled_from(sorted(CORPUS.values(), key=len)[:-1])
    | st.lists(st.sampled_from([*CORPUS.values()]), min_size=2, max_size=3).map(lambda parts: "".join(parts)[:300])
)


def with_texts(unit: str, person: str, register: str, reason: str) -> Report:
    """A small register with these texts in it, and a waiver that is in force."""
    files: dict[str, Any] = {
        "rolecheck.yaml": {"register": register, "unit_kinds": ["faculty"], "language": "en"},
        "processes.yaml": [{"id": "access", "name": unit}],
        "courses.yaml": [{"id": "law", "name": reason}],
        "units/ie.yaml": {
            "id": "ie",
            "kind": "faculty",
            "name": unit,
            "leader": "kari",
            "people": [{"id": "kari", "name": person}, {"id": "ola", "name": unit}],
            "appointments": [{"person": "kari", "role": "adviser", "process": "access", "from": "2020-01-01"}],
        },
        "waivers.yaml": [
            {
                "id": "w",
                "rule": "course-missing",
                "unit": "ie",
                "reason": reason,
                "granted_by": "kari",
                "granted": "2026-01-01",
                "until": "2027-06-01",
            }
        ],
        "roles/adviser.yaml": {
            "id": "adviser",
            "role": "adviser",
            "name": person,
            "mandate": "Advises.",
            "norms": [
                {"id": "a", "kind": "every-unit-has", "norm": "must", "at": ["faculty"], "processes": ["access"]},
                {"id": "b", "kind": "completed", "norm": "must", "course": "law"},
            ],
        },
    }
    written = {path: json.dumps(value).encode() for path, value in files.items()}
    register_ = build(documents_of(written))
    return check(register_, Policy.of(register_), DAY)


def fingerprints_in(format_: str, text: str) -> list[str]:
    if format_ == "sarif":
        return [result["partialFingerprints"][FINGERPRINT] for result in results_of(json.loads(text))]
    return [issue["fingerprint"] for issue in json.loads(text)]


@settings(max_examples=60)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from([None, b"key"]))
def test_no_text_breaks_a_format(unit: str, person: str, register: str, reason: str, key: bytes | None) -> None:
    report = with_texts(unit, person, register, reason)
    speaker = Speaker("en", report.register, Redactor(report.register, key) if key else None)
    canvas = Canvas(repository_path=unit.replace("\0", "") or "x")
    for format_ in ("sarif", "gitlab"):
        text = renderer(format_)(report, speaker, canvas)
        prints = fingerprints_in(format_, text)
        assert len(set(prints)) == len(prints)
        assert "](" not in "".join(_messages(json.loads(text))) or format_ == "gitlab"
    log = json.loads(renderer("sarif")(report, speaker, canvas))
    assert next(sarif_validator().iter_errors(log), None) is None
    text = renderer("junit")(report, speaker, canvas)
    tree = ET.fromstring(text)  # noqa: S314 - our own
    assert bool(tree.findall(".//failure") + tree.findall(".//error")) is report.failed
    assert all(junit_validator(xsd).validate(etree.fromstring(text.encode())) for xsd in XSDS)


def _messages(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "message":
                yield inner["text"]
            yield from _messages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _messages(inner)


def test_a_person_with_the_name_of_a_key_hides_no_key(tmp_path: Path) -> None:
    unit = (
        FILES["units/ie.yaml"]
        .replace("name: Kari", "name: Results")
        .replace("name: Ola", "name: Testcase")
        .replace("ola", "level")
        .replace("kari", "failure")
    )
    write_register(
        tmp_path, {"units/ie.yaml": unit, "courses.yaml": "- {id: law, name: Law}\n", "roles/adviser.yaml": CARD}
    )
    for format_ in ("gitlab", "json", "junit", "sarif"):
        options = ("--fail-on", "note", "--redact")
        run = validate(tmp_path, "--format", format_, *options)
        assert run.code == 1
        if format_ == "sarif":
            assert next(sarif_validator().iter_errors(sarif_of(run)), None) is None
        elif format_ == "junit":
            assert all(junit_validator(xsd).validate(junit_of(run)) for xsd in XSDS)
        else:
            json.loads(run.out)
        assert "person-" in run.out.decode()


def test_equal_input_gives_equal_bytes() -> None:
    first, second = (report_on(dict(files)) for files in (example_files(), reversed(example_files().items())))
    for format_ in ("sarif", "junit", "gitlab"):
        assert rendered(first, format_) == rendered(second, format_)
    assert EXAMPLE.is_dir()
