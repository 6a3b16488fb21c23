"""`rolecheck baseline` and `validate --baseline`: the gate without git."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tinyregister import (
    AS_ORDINARY_USER,
    DAY,
    FILES,
    ROLECHECK,
    Run,
    assert_one_clear_error,
    environment,
    run,
    states,
    validate,
    write_register,
)

GOLDEN = Path(__file__).parent / "golden"
HEADER = '{"format": "rolecheck-baseline/1"}\n'
ARTS = "id: arts\nkind: faculty\nname: Arts\npeople:\n  - {id: mia, name: Mia Berg, email: mia@example.org}\n"
ENTRY = '{"rule": "process-uncovered", "unit": "arts", "fingerprint": "%s", "title": "T"}'
WAIVER = "- {id: w, rule: process-uncovered, unit: arts, reason: R, granted_by: kari, granted: 2026-01-01, until: %s}\n"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path / "register", {"units/arts.yaml": ARTS})


@pytest.fixture
def file(tmp_path: Path, register: Path) -> Path:
    """The baseline of the register."""
    path = tmp_path / "baseline.jsonl"
    assert act("create", path, register).code == 0
    return path


def act(action: str, file: Path, register: Path, *options: str, **named: Any) -> Run:
    return run(*ROLECHECK, "baseline", action, file, "--register", register, "--as-of", DAY, *options, **named)


def against(file: Path, register: Path, *options: str) -> Run:
    return validate(register, "--baseline", str(file), *options)


def entries(file: Path) -> list[dict[str, Any]]:
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    assert f"{header}\n" == HEADER
    return [json.loads(line) for line in lines]


def rules(file: Path) -> list[str]:
    return [entry["rule"] for entry in entries(file)]


# --- making one, and comparing ----------------------------------------------------------------------------------------


def test_the_file_is_sorted_and_has_a_line_for_each_finding(file: Path, register: Path) -> None:
    assert rules(file) == ["process-uncovered", "single-holder", "unit-without-leader", "unused-person"]
    assert {entry["fingerprint"] for entry in entries(file)} == {
        one["fingerprint"] for one in validate(register).findings
    }
    assert entries(file)[0] == {
        "rule": "process-uncovered",
        "unit": "arts",
        "fingerprint": entries(file)[0]["fingerprint"],
        "title": "Unit with nobody in the role",
    }
    assert file.read_bytes().endswith(b"}\n")


def test_the_file_names_nobody(file: Path) -> None:
    text = file.read_text(encoding="utf-8").lower()
    assert [name for name in ("mia", "berg", "kari", "ola", "example.org") if name in text] == []


def test_the_file_is_the_same_in_every_run_and_every_language(file: Path, register: Path, tmp_path: Path) -> None:
    for number, language in enumerate(("nb", "en")):
        other = tmp_path / f"{language}.jsonl"
        done = act("create", other, register, "--language", language, env={"PYTHONHASHSEED": str(number)})
        assert done.code == 0
        assert other.read_bytes() == file.read_bytes()


def test_only_what_is_new_fails(file: Path, register: Path) -> None:
    assert validate(register).code == 1
    assert against(file, register).code == 0
    write_register(
        register, {"units/arts.yaml": ARTS, "units/xx.yaml": "id: xx\nkind: faculty\nname: X\nleader: ola\n"}
    )
    done = against(file, register)
    assert (done.code, states(done)["new"]) == (1, ["process-uncovered"])
    assert done.report["comparison"]["base"] == str(file)
    assert done.report["comparison"]["commit"] is None


def test_what_is_stale_is_reported_and_fails_nothing(file: Path, register: Path) -> None:
    write_register(register, {"units/arts.yaml": f"{ARTS}leader: mia\n"})
    done = against(file, register)
    assert (done.code, states(done)["fixed"]) == (0, ["unit-without-leader", "unused-person"])
    shown = against(file, register, "--format", "terminal")
    assert shown.code == 0
    flat = " ".join(shown.out.decode().split())
    assert "fixed[unit-without-leader] arts: Unit without a leader" in flat
    assert "2 no longer found" in flat
    assert "“rolecheck baseline prune”" in flat


def test_nothing_is_stale_that_a_selection_leaves_out(file: Path, register: Path) -> None:
    for options in (["--select", "single-holder"], ["--unit", "ie"], ["--ignore", "process-uncovered"]):
        assert states(against(file, register, *options))["fixed"] == []


def test_nothing_is_stale_while_a_file_is_unchecked(file: Path, register: Path) -> None:
    write_register(register, {"units/arts.yaml": "id: [\n"})
    done = against(file, register)
    assert (done.code, states(done)["fixed"], done.report["comparison"]["unsure"]) == (1, [], 3)


def test_what_a_waiver_accepts_is_new_when_the_waiver_ends(register: Path, tmp_path: Path) -> None:
    write_register(register, {"waivers.yaml": WAIVER % "2026-11-21"})
    file = tmp_path / "b.jsonl"
    assert act("create", file, register).code == 0
    assert [entry["rule"] for entry in entries(file) if entry.get("waived")] == ["process-uncovered"]
    assert "process-uncovered" in states(against(file, register))["unchanged"]
    later = against(file, register, "--as-of", "2026-11-22")
    assert (later.code, "process-uncovered" in states(later)["new"]) == (1, True)
    assert "process-uncovered" in states(against(file, register, "--no-waivers"))["unchanged"]


# --- updating and pruning ---------------------------------------------------------------------------------------------


def changed(register: Path) -> None:
    """Two of the findings go, one comes."""
    write_register(
        register,
        {"units/arts.yaml": f"{ARTS}leader: mia\n", "units/xx.yaml": "id: xx\nkind: faculty\nname: X\nleader: ola\n"},
    )


def test_update_adds_what_is_new_and_takes_out_what_is_gone(file: Path, register: Path) -> None:
    changed(register)
    done = act("update", file, register)
    assert done.out.decode() == f"{file}: 1 finding added, 2 removed, 2 kept.\n"
    assert rules(file) == ["process-uncovered", "process-uncovered", "single-holder"]
    assert against(file, register).code == 0


def test_prune_only_takes_out_what_is_gone(file: Path, register: Path) -> None:
    changed(register)
    done = act("prune", file, register)
    assert done.out.decode() == f"{file}: 0 findings added, 2 removed, 2 kept.\n"
    assert rules(file) == ["process-uncovered", "single-holder"]
    assert against(file, register).code == 1


@pytest.mark.parametrize("action", ["update", "prune"])
def test_nothing_to_do_changes_no_byte(action: str, file: Path, register: Path) -> None:
    before = file.read_bytes()
    assert act(action, file, register).code == 0
    assert file.read_bytes() == before


def test_create_refuses_what_is_there(file: Path, register: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    (tmp_path / "link").symlink_to("nowhere")
    for target in (file, tmp_path, tmp_path / "link"):
        assert_one_clear_error(act("create", target, register), str(target), "baseline update")
    assert file.read_bytes() == before
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("action", ["update", "prune"])
def test_only_a_baseline_is_written_over(action: str, register: Path, tmp_path: Path) -> None:
    assert_one_clear_error(act(action, tmp_path / "nowhere", register), "nowhere")
    settings = register / "rolecheck.yaml"
    assert_one_clear_error(act(action, settings, register), "among the files of the register")
    shutil.copy(settings, tmp_path / "settings.yaml")
    assert_one_clear_error(act(action, tmp_path / "settings.yaml", register), "is not a baseline file")
    assert settings.read_text(encoding="utf-8") == FILES["rolecheck.yaml"]


@pytest.mark.parametrize("action", ["create", "update", "prune"])
def test_no_baseline_of_a_register_that_cannot_be_checked(action: str, file: Path, register: Path) -> None:
    before = file.read_bytes()
    write_register(register, {"units/arts.yaml": "id: [\n"})
    target = file.with_name("other") if action == "create" else file
    assert_one_clear_error(act(action, target, register), "1 file could not be checked", "units/arts.yaml")
    assert file.read_bytes() == before
    assert not file.with_name("other").exists()


def test_an_action_that_there_is_not(file: Path, register: Path) -> None:
    assert_one_clear_error(act("delete", file, register), "delete", "create, update, prune")


def test_two_branches_merge_without_a_conflict(file: Path, register: Path) -> None:
    """Each adds a line of its own; a merge that keeps both sides, or one line twice, is a baseline still."""
    first, *rest = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([first, *reversed(rest), rest[0], "\n"]), encoding="utf-8")
    assert against(file, register).code == 0
    assert act("update", file, register).code == 0
    assert file.read_text(encoding="utf-8") == "".join([first, *rest])


def test_a_file_that_may_not_be_written_stays(file: Path, register: Path, tmp_path: Path) -> None:
    changed(register)
    before = file.read_bytes()
    tmp_path.chmod(0o500)
    try:
        done = run(*AS_ORDINARY_USER, *ROLECHECK, "baseline", "update", file, "--register", register, "--as-of", DAY)
        assert_one_clear_error(done, "baseline.jsonl", os.strerror(13))
    finally:
        tmp_path.chmod(0o700)
    assert file.read_bytes() == before


# --- files that are none ----------------------------------------------------------------------------------------------

NO_BASELINES = {
    "empty": b"",
    "text": b"text\n",
    "another JSON": b'{"a": 1}\n',
    "a list": b"[]\n",
    "a number": b"1\n",
    "a format that is no text": b'{"format": ["rolecheck-baseline/1"]}\n',
    "a report": b'{"format": "rolecheck-report/1"}\n',
    "deep": b"[" * 200_000,
    "hostile format": b'{"format": "rolecheck-baseline/\\u001b[31m"}\n',
    "long number": b'{"format": ' + b"9" * 10_000 + b"}\n",
}
MALFORMED = {
    "a conflict": b"<<<<<<< HEAD",
    "half a line": b'{"rule": "x", "unit"',
    "a list": b"[]",
    "no fingerprint": b'{"rule": "x", "unit": null}',
    "a short fingerprint": b'{"rule": "x", "unit": null, "fingerprint": "abc"}',
    "a fingerprint in capitals": ENTRY.encode() % (b"A" * 32),
    "a fingerprint with a line": ENTRY.encode() % (b"a" * 32 + b"\\n"),
    "a rule of markup": (ENTRY % ("a" * 32)).replace("process-uncovered", "[/red]").encode(),
    "a unit that is no text": b'{"rule": "x", "unit": 1, "fingerprint": "%s"}' % (b"a" * 32),
    "a long unit": b'{"rule": "x", "unit": "%s", "fingerprint": "%s"}' % (b"u" * 5_000, b"a" * 32),
    "waived by a text": b'{"rule": "x", "unit": null, "fingerprint": "%s", "waived": "yes"}' % (b"a" * 32),
    "another key": b'{"rule": "x", "unit": null, "fingerprint": "%s", "file": "x"}' % (b"a" * 32),
    "deep": b'{"rule": ' + b"[" * 200_000,
    "a long number": b'{"rule": ' + b"9" * 10_000 + b"}",
    "no UTF-8": b'{"rule": "\xff"}',
}


@pytest.mark.parametrize("name", NO_BASELINES)
def test_a_file_that_is_no_baseline(name: str, register: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(NO_BASELINES[name])
    done = against(tmp_path / "b", register)
    assert_one_clear_error(done, f"{tmp_path}/b is not a baseline file", "rolecheck-baseline/1", "baseline create")
    assert b"\x1b" not in done.err


@pytest.mark.parametrize("name", MALFORMED)
def test_a_line_that_is_no_entry(name: str, register: Path, tmp_path: Path) -> None:
    good = (ENTRY % ("b" * 32)).encode()
    (tmp_path / "b").write_bytes(HEADER.encode() + good + b"\n" + MALFORMED[name] + b"\n" + good + b"\n")
    assert_one_clear_error(against(tmp_path / "b", register), f"{tmp_path}/b cannot be understood at line 3")


def test_another_version(register: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_text('{"format": "rolecheck-baseline/2"}\n{"new": "form"}\n', encoding="utf-8")
    done = against(tmp_path / "b", register)
    assert_one_clear_error(done, "another version, rolecheck-baseline/2", "reads rolecheck-baseline/1")


@pytest.mark.parametrize("ending", ["\r\n", "\n\n"])
def test_a_byte_order_mark_and_other_ends_of_lines_do_no_harm(ending: str, file: Path, register: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("\n", ending)
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert against(file, register).code == 0


@pytest.mark.parametrize("kind", ["nowhere", "folder", "pipe", "loop", "device", "large"])
def test_what_cannot_be_read_as_a_file(kind: str, register: Path, tmp_path: Path) -> None:
    target = Path("/dev/zero") if kind == "device" else tmp_path / kind
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    elif kind == "loop":
        target.symlink_to(target)
    elif kind == "large":
        with target.open("wb") as sparse:
            sparse.truncate(64 * 1024 * 1024 + 1)
    assert_one_clear_error(against(target, register), str(target))


def test_an_entry_of_a_rule_that_nobody_knows_is_stale(register: Path, tmp_path: Path) -> None:
    unit = "\\u202e\\u001b[31m::error::x \\ud800"
    line = f'{{"rule": "long-gone", "unit": "{unit}", "fingerprint": "{"a" * 32}", "title": "\\u001b"}}\n'
    (tmp_path / "b").write_text(HEADER + line, encoding="utf-8")
    for format_ in ("terminal", "concise", "json"):
        done = against(tmp_path / "b", register, "--format", format_, "--fail-on", "never")
        assert done.code == 0
        assert b"long-gone" in done.out
        assert not any(sign in done.out for sign in (b"\x1b", "\u202e".encode()))


def test_many_entries(register: Path, tmp_path: Path) -> None:
    lines = "".join(f"{ENTRY % f'{number:032x}'}\n" for number in range(50_000))
    (tmp_path / "b").write_text(HEADER + lines, encoding="utf-8")
    done = against(tmp_path / "b", register)
    assert len(states(done)["fixed"]) == 50_000
    assert done.megabytes < 250


# --- what it looks like -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format_", "language"), [("terminal", "en"), ("terminal", "nb"), ("concise", "nb"), ("json", "en")]
)
def test_it_prints_what_was_agreed(format_: str, language: str, file: Path, register: Path) -> None:
    changed(register)
    golden = GOLDEN / f"baseline-{format_}-80-{language}.txt"
    command = [*ROLECHECK, "validate", register.name, "--baseline", file.name, "--format", format_]
    done = run(*command, "--language", language, "--as-of", DAY, cwd=file.parent, env=environment({"COLUMNS": "80"}))
    text = (done.out + done.err).decode()
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    if format_ == "terminal":
        assert max(map(len, text.split("\n"))) <= 80


def test_redact_hides_the_fingerprints_of_what_is_stale(file: Path, register: Path) -> None:
    known = {entry["fingerprint"] for entry in entries(file)}
    changed(register)
    done = against(file, register, "--redact")
    shown = {one["fingerprint"] for one in [*done.findings, *done.report["comparison"]["fixed"]]}
    assert known.isdisjoint(shown)
    assert states(done)["fixed"] == ["unit-without-leader", "unused-person"]


def test_a_baseline_that_is_not_there_can_be_made(tmp_path: Path) -> None:
    done = validate(write_register(tmp_path / "data"), "--baseline", "nowhere.jsonl")
    assert (done.code, done.out) == (2, b"")
    assert b"nowhere.jsonl does not exist" in done.err
    assert b"rolecheck baseline create nowhere.jsonl" in done.err
