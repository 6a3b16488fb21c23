"""Lets check-jsonschema judge files by our schemas, and compares it with rolecheck.

Each file is judged twice: as rolecheck reads it (every scalar a text), where the two must agree on every file; and as
it stands, read by the YAML reader of check-jsonschema, where they may differ for the listed reasons alone. A reason
counts only if it is enough: with what it names repaired, and nothing else, the verdicts must agree.

Run as `python tests/schemaparity.py`, it prints the table for the whole corpus, of which the tests take a part.
"""

import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from check_jsonschema.parsers.yaml import construct_yaml_implementation, impl2loader  # type: ignore[import-untyped]

from rolecheck.careful import read_carefully
from rolecheck.document import Document
from rolecheck.layout import FileKind
from rolecheck.rules import all_rules
from rolecheck.schema import NAMES, Draft, as_json, schema_of
from rolecheck.schema.known import rules_alone
from rolecheck.validation import entities_of
from schemacorpus import Sample, by_kind, corpus

# What JSON Schema cannot say, or we do not want it to say; docs/editors.md lists the same.
REASONS = {
    "number": "a number that is not written as JSON writes it, such as +5, 0x1F, 1_000, 1e3 or 1.0",
    "truth": "True or TRUE, which is a text unlike true to rolecheck",
    "null": "Null or NULL, which is a text to rolecheck",
    "key": "a key such as true or 1e3, which check-jsonschema writes in its own way",
    "reader": "the other reader refuses a tab, “<<” or “=” that YAML allows there",
}
_LOAD = impl2loader(construct_yaml_implementation(), construct_yaml_implementation(pure=True))
_CHECK = Path(sys.executable).with_name("check-jsonschema")


@dataclass
class Outcome:
    """What came of one kind of file."""

    files: int = 0
    accepted: int = 0
    unread: int = 0
    listed: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)


@cache
def plain_schema(name: str, draft: Draft = "2020-12") -> dict[str, Any]:
    """The schema of a kind of file without a register."""
    titles = {rule: rule for rule in all_rules()}
    return schema_of(name, draft, rules_alone(titles))


def refused_by_check_jsonschema(
    folder: Path, schema: dict[str, Any], names: Sequence[str]
) -> tuple[set[str], set[str]]:
    """The names of the files in a folder that check-jsonschema refuses, and of those that it cannot read."""
    schema_file = folder / ".schema.json"
    schema_file.write_text(as_json(schema), encoding="utf-8")
    command: list[str | Path] = [
        _CHECK,
        "--output-format",
        "json",
        "--verbose",
        "--schemafile",
        schema_file.name,
        *names,
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert run.returncode in {0, 1}, run.stderr.decode()
    told = json.loads(run.stdout)
    refused, unread = ({found["filename"] for found in told.get(key, ())} for key in ("errors", "parse_errors"))
    return refused, unread


def compare(kind: FileKind, samples: Sequence[Sample]) -> Outcome:
    """Judge files of one kind, each twice."""
    outcome = Outcome()
    name = next(name for name, known in NAMES.items() if known is kind)
    schema = plain_schema(name)
    verdicts: dict[int, bool] = {}
    values: dict[int, Any] = {}
    with tempfile.TemporaryDirectory() as created:
        folder = Path(created)
        for number, sample in enumerate(samples):
            document = Document.read(f"{kind.value}.yaml", sample.data)
            if document.mistakes:  # what is no YAML, or not our YAML, is the reader's business and no schema's
                outcome.unread += 1
                continue
            values[number] = read_carefully(document.text, keep_absent=True).values
            verdicts[number] = not entities_of(document, kind)[1]
            (folder / f"{number}.json").write_text(json.dumps(values[number]), encoding="utf-8")
            (folder / f"{number}.yaml").write_bytes(sample.data)
        names = [f"{number}.{ending}" for number in verdicts for ending in ("json", "yaml")]
        refused, unread = refused_by_check_jsonschema(folder, schema, names)
    outcome.files, outcome.accepted = len(verdicts), sum(verdicts.values())
    for number, verdict in verdicts.items():
        data = samples[number].data
        shown = f"{name}: rolecheck says {verdict} of {data[:2_000]!r}"
        if (f"{number}.json" not in refused | unread) != verdict:
            outcome.disagreements.append(f"as read by rolecheck, {shown}")
        if f"{number}.yaml" in unread:
            _count(outcome, {"reader"} if b"\t" in data or b"<<" in data or b"=" in data else set(), shown)
        elif (f"{number}.yaml" not in refused) != verdict:
            repaired = Repaired(values[number], _LOAD(io.BytesIO(data)))
            agrees = _validator(name).is_valid(repaired.values) == verdict
            _count(outcome, repaired.reasons if agrees else set(), f"as it stands, {shown}")
    return outcome


def _count(outcome: Outcome, reasons: set[str], shown: str) -> None:
    outcome.listed.update(sorted(reasons)[:1])
    if not reasons:
        outcome.disagreements.append(shown)


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(plain_schema(name))


class Repaired:
    """What the other reader made of a file, with the places of the listed reasons put right, and those reasons."""

    def __init__(self, ours: Any, theirs: Any) -> None:
        self.reasons: set[str] = set()
        self.values = self._repair(ours, theirs)

    def _repair(self, ours: Any, theirs: Any) -> Any:
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return dict(self._pairs(ours, theirs))
        if isinstance(ours, list) and isinstance(theirs, list):
            return [self._repair(*pair) for pair in zip(ours, theirs, strict=True)]
        if isinstance(ours, str) and not isinstance(theirs, str) and self._is_lost(ours, theirs):
            return ours
        return theirs

    def _pairs(self, ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        present = iter(ours.items())
        for key, value in theirs.items():
            own_key, own_value = next(present)
            if own_key != key:
                self.reasons.add("key")
            yield own_key, self._repair(own_value, value)

    def _is_lost(self, ours: str, theirs: Any) -> bool:
        reason = "null" if theirs is None else "truth" if isinstance(theirs, bool) else "number"
        if reason != "null" and ours == json.dumps(theirs) and not ours.endswith(".0"):
            return False
        self.reasons.add(reason)
        return True


def _main() -> None:
    rows, listed, disagreements = [], Counter[str](), []
    for kind, samples in by_kind(corpus()).items():
        outcome = compare(kind, samples)
        row = [outcome.files, outcome.accepted, outcome.files - outcome.accepted, outcome.unread]
        rows.append((kind.value, [*row, outcome.listed.total(), len(outcome.disagreements)]))
        listed += outcome.listed
        disagreements += outcome.disagreements
    rows.append(("all", [sum(column) for column in zip(*(cells for _, cells in rows), strict=True)]))
    heading = "| kind | files | accepted | refused | not read at all | listed | disagreements |\n|---|---|---|---|---|---|---|\n"
    table = "".join(f"| {name} | {' | '.join(map(str, cells))} |\n" for name, cells in rows)
    reasons = "".join(f"{count} files: {REASONS[reason]}\n" for reason, count in listed.most_common())
    sys.stdout.write(heading + table + reasons + "".join(f"{found}\n" for found in disagreements))


if __name__ == "__main__":
    _main()
