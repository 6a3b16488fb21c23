"""The same register gives the same bytes, and the JSON report keeps the contract of its version 1."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from breaks import all_breaks
from casepages import all_cases
from examples import DAY, example_files, report_on, write_folder
from rolecheck.check import Report
from rolecheck.render.canvas import Canvas
from rolecheck.render.formats import renderer
from rolecheck.rule import Group
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker

PLACE = {"file": str, "line": int, "column": int, "end_line": int, "end_column": int}
FINDING: dict[str, type | tuple[type, ...]] = {
    "rule": str,
    "severity": str,
    "norm": (str, type(None)),
    "modality": (str, type(None)),
    "subject": dict,
    "message": str,
    "help": str,
    **PLACE,
    "related": list,
    "fingerprint": str,
    "waiver": (str, type(None)),
    "url": str,
}
SUMMARY: dict[str, type | tuple[type, ...]] = {
    "units": int,
    "bound_units": int,
    "people": int,
    "appointments": int,
    "errors": int,
    "warnings": int,
    "notes": int,
    "waived": int,
    "unchecked_files": int,
    "failed": bool,
}
REPORT: dict[str, type | tuple[type, ...]] = {
    "format": str,
    "tool": dict,
    "register": str,
    "as_of": str,
    "language": str,
    "summary": dict,
    "unchecked": list,
    "findings": list,
}


# --- what findings are about, as the case pages say it


def subject_keys() -> dict[str, set[tuple[str, ...]]]:
    """By rule, the keys of its findings' subjects, in their order: one and the same on every line of every page."""
    keys: dict[str, set[tuple[str, ...]]] = {}
    for line in (line for case in all_cases() for line in case.expected if not line.startswith("unchecked ")):
        without_texts = re.sub(r'"(?:[^"\\]|\\.)*"', "text", line)
        found = re.findall(r" ([a-z]+)=", without_texts)
        keys.setdefault(line.split()[1], set()).add(tuple(key for key in found if key != "waived"))
    return keys


SUBJECT_KEYS = subject_keys()


# --- registers, and runs of them


def broken_everywhere() -> dict[str, bytes]:
    """The example register with every edit made that breaks a rule, as far as one leaves room for the next."""
    files = example_files()
    for case in all_breaks():
        try:
            files = case.applied(files)
        except ValueError:
            continue
    return files


REGISTERS = {"example": example_files(), "broken": broken_everywhere()}


def run(folder: Path, seed: str) -> tuple[int, bytes]:
    """One run as a process of its own: the exit code and what it wrote."""
    command = [sys.executable, "-m", "rolecheck", "validate", str(folder), "--format", "json", "--as-of", str(DAY)]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONHASHSEED": seed})
    assert done.stderr == b""
    return done.returncode, done.stdout


@pytest.fixture(scope="module", params=REGISTERS)
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, bytes]]:
    """Two runs of one register: another hash seed, and files that were created in another order."""
    files = REGISTERS[request.param]
    here = write_folder(tmp_path_factory.mktemp("here"), files)
    there = write_folder(tmp_path_factory.mktemp("there"), dict(reversed(files.items())))
    return [run(here, "1"), run(there, "2")]


@pytest.fixture
def report(runs: list[tuple[int, bytes]]) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(runs[0][1])
    return parsed


# --- equal input, equal bytes


def test_two_runs_write_the_same_bytes(runs: list[tuple[int, bytes]]) -> None:
    assert runs[0] == runs[1]


def test_the_broken_register_has_findings_of_almost_every_rule() -> None:
    found = {finding.rule for finding in report_on(REGISTERS["broken"]).findings}
    assert len(found) > len(all_rules()) - 6


def test_findings_are_sorted(report: dict[str, Any]) -> None:
    order = [
        (
            finding["file"],
            finding["line"],
            finding["column"],
            finding["rule"],
            [[key, value or ""] for key, value in finding["subject"].items()],
        )
        for finding in report["findings"]
    ]
    assert len(order) > 10
    assert order == sorted(order)


# --- the contract of rolecheck-report/1


def of_shape(value: Mapping[str, Any], shape: Mapping[str, type | tuple[type, ...]]) -> bool:
    """Whether a mapping has exactly these keys, in this order, with values of these types."""
    return list(value) == list(shape) and all(
        isinstance(value[key], kind) and (kind is not int or not isinstance(value[key], bool))
        for key, kind in shape.items()
    )


def test_the_report_has_its_keys_in_order(report: dict[str, Any]) -> None:
    assert of_shape(report, REPORT)
    assert of_shape(report["tool"], {"name": str, "version": str})
    assert of_shape(report["summary"], SUMMARY)
    assert report["format"] == "rolecheck-report/1"
    assert report["tool"]["name"] == "rolecheck"
    assert (report["register"], report["as_of"], report["language"]) == ("NTNU", "2026-11-22", "nb")


def test_findings_have_their_keys_in_order(report: dict[str, Any]) -> None:
    assert [finding for finding in report["findings"] if not of_shape(finding, FINDING)] == []
    related = [place for finding in report["findings"] for place in finding["related"]]
    assert related
    assert [place for place in related if not of_shape(place, {"message": str, **PLACE})] == []


def test_findings_say_something_at_a_place_that_is_there(report: dict[str, Any]) -> None:
    for finding in report["findings"]:
        assert finding["severity"] in {"error", "warning", "note"}
        assert finding["message"]
        assert finding["help"]
        assert 1 <= finding["line"] <= finding["end_line"]
        assert finding["column"] >= 1
        assert finding["line"] < finding["end_line"] or finding["column"] <= finding["end_column"]
        assert len(finding["fingerprint"]) == 32
        assert set(finding["fingerprint"]) <= set("0123456789abcdef")


def test_subjects_have_the_keys_of_their_rule(report: dict[str, Any]) -> None:
    for finding in report["findings"]:
        assert {tuple(finding["subject"])} == SUBJECT_KEYS[finding["rule"]]


def test_only_a_process_may_be_null_in_a_subject(report: dict[str, Any]) -> None:
    null = {key for finding in report["findings"] for key, value in finding["subject"].items() if value is None}
    assert null <= {"process"}


def test_norm_and_modality_are_null_outside_compliance(report: dict[str, Any]) -> None:
    for finding in report["findings"]:
        is_compliance = all_rules()[finding["rule"]].group is Group.COMPLIANCE
        assert (finding["norm"] is not None) is is_compliance
        assert (finding["modality"] in {"must", "should", "describes"}) is is_compliance


def test_fingerprints_differ(report: dict[str, Any]) -> None:
    fingerprints = [finding["fingerprint"] for finding in report["findings"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_the_summary_counts_what_is_listed(report: dict[str, Any]) -> None:
    counting = [finding["severity"] for finding in report["findings"] if finding["waiver"] is None]
    summary = report["summary"]
    assert summary["errors"] == counting.count("error")
    assert summary["warnings"] == counting.count("warning")
    assert summary["notes"] == counting.count("note")
    assert summary["waived"] == len(report["findings"]) - len(counting)
    assert summary["unchecked_files"] == len(report["unchecked"])
    assert report["unchecked"] == sorted(report["unchecked"])


def test_failed_is_what_the_exit_code_says(runs: list[tuple[int, bytes]], report: dict[str, Any]) -> None:
    assert runs[0][0] == int(report["summary"]["failed"])


def test_the_summary_counts_what_stands_in_the_files() -> None:
    units = [yaml.safe_load(data) for path, data in REGISTERS["example"].items() if path.startswith("units/")]
    report = report_on(REGISTERS["example"])
    counts = json.loads(renderer("json")(report, Speaker("nb", report.register), Canvas()))["summary"]
    assert counts["units"] == len(units)
    assert counts["bound_units"] == sum(unit["kind"] in {"fakultet", "avdeling", "museum"} for unit in units)
    assert counts["people"] == sum(len(unit.get("people", ())) for unit in units)
    assert counts["appointments"] == sum(len(unit.get("appointments", ())) for unit in units)


# --- identity, over every case page

FAILING = [case for case in all_cases() if case.kind != "Passes" and not case.special]


def below_two_lines(data: bytes) -> bytes:
    """The file with two lines of comment above it; a byte order mark stays at the start."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + b"# one\n# two\n" + data.removeprefix(mark)


def identities(report: Report) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.fingerprint) for finding in report.findings)


def test_every_rule_has_its_subject_keys() -> None:
    assert {rule: len(keys) for rule, keys in SUBJECT_KEYS.items()} == dict.fromkeys(all_rules(), 1)


@pytest.mark.parametrize("rule", sorted({case.page for case in FAILING}))
def test_fingerprints_stay_when_lines_are_inserted_above(rule: str) -> None:
    for case in (case for case in FAILING if case.page == rule):
        moved = {path: below_two_lines(data) for path, data in case.files.items()}
        if not any(len(data) > 1024 * 1024 for data in moved.values()):
            assert identities(report_on(moved, case.day)) == identities(report_on(case.files, case.day))
