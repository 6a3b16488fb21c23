"""`validate --since`: on real repositories, only what a change worsens fails the run."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gitrepository import Repository, git
from tinyregister import (
    DAY,
    FILES,
    ROLECHECK,
    UNIT,
    Run,
    assert_one_clear_error,
    environment,
    run,
    states,
    validate,
    write_register,
)

GOLDEN = Path(__file__).parent / "golden"

# A faculty where two things lack: nobody covers access, and there is no leader.
ARTS = "id: arts\nkind: faculty\nname: Arts\npeople:\n  - {id: mia, name: Mia Berg}\ncontacts: {press: mia}\n"
ARTS_MENDED = (
    "id: arts\nkind: faculty\nname: Arts\nleader: mia\npeople:\n  - {id: mia, name: Mia Berg}\n"
    "appointments:\n  - {person: mia, role: adviser, process: access, from: 2026-01-01}\n"
)
IE_WITHOUT_ADVISER = FILES["units/ie.yaml"].partition("appointments:")[0]
# A faculty without a leader, which is a warning, and with one adviser, which is a note.
LEADERLESS = (
    "id: xx\nkind: faculty\nname: X\nappointments: [{person: ola, role: adviser, process: access, from: 2026-01-01}]\n"
)
BROKEN = "id: [\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "repository", "data", {"units/arts.yaml": ARTS})


def since(repository: Repository, revision: str = "HEAD", *options: str, **named: Any) -> Run:
    return validate(repository.register, "--since", revision, *options, **named)


def of_units(done: Run, state: str) -> list[tuple[str, str | None]]:
    if state == "fixed":
        return [(one["rule"], one["unit"]) for one in done.report["comparison"]["fixed"]]
    return [(one["rule"], one["subject"].get("unit")) for one in done.findings if one["state"] == state]


# --- what it is for ---------------------------------------------------------------------------------------------------


def test_a_change_that_opens_one_gap_and_closes_two_reports_exactly_these(tmp_path: Path) -> None:
    people = "people:\n  - {id: mia, name: Mia Berg}\n  - {id: per, name: Per Li}\n"
    lacking = f"id: arts\nkind: faculty\nname: Arts\n{people}contacts: {{press: [mia, per]}}\n"
    mended = f"{lacking}leader: mia\nappointments:\n" + "".join(
        f"  - {{person: {person}, role: adviser, process: access, from: 2026-01-01}}\n" for person in ("mia", "per")
    )
    repository = Repository.create(tmp_path / "r", "data", {"units/arts.yaml": lacking})
    repository.change({"units/arts.yaml": mended, "units/xx.yaml": "id: xx\nkind: faculty\nname: X\nleader: ola\n"})
    done = since(repository)
    assert (done.code, done.err) == (1, b"")
    assert of_units(done, "new") == [("process-uncovered", "xx")]
    assert of_units(done, "fixed") == [("process-uncovered", "arts"), ("unit-without-leader", "arts")]
    assert of_units(done, "unchanged") == [("single-holder", "ie")]


def test_what_was_there_before_does_not_fail_the_run(repository: Repository) -> None:
    assert validate(repository.register).code == 1
    done = since(repository)
    assert (done.code, done.report["summary"]["failed"]) == (0, False)
    assert states(done) == {
        "new": [],
        "unchanged": ["process-uncovered", "unit-without-leader", "single-holder"],
        "fixed": [],
    }


def test_the_report_without_a_base_is_what_it_was(repository: Repository) -> None:
    plain, compared = validate(repository.register).report, since(repository).report
    assert "comparison" not in plain
    assert compared.pop("comparison")["base"] == "HEAD"
    for finding in compared["findings"]:
        assert list(finding)[-1] == "state"
        assert finding.pop("state") == "unchanged"
    plain["summary"]["failed"] = False
    assert compared == plain


def test_a_waiver_that_is_taken_away_makes_its_finding_new(repository: Repository) -> None:
    waiver = (
        "- {id: w, rule: process-uncovered, unit: arts, reason: Soon, granted_by: kari, granted: 2026-01-01, "
        "until: 2027-12-31}\n"
    )
    repository.commit({"waivers.yaml": waiver})
    assert since(repository).code == 0
    repository.change({"waivers.yaml": None})
    done = since(repository)
    assert (done.code, states(done)["new"]) == (1, ["process-uncovered"])
    assert since(repository, "HEAD", "--no-waivers").code == 0  # neither state has a waiver then


def test_a_new_finding_under_a_waiver_fails_nothing(repository: Repository) -> None:
    waiver = (
        "- {id: w, rule: process-uncovered, unit: xx, reason: Soon, granted_by: kari, granted: 2026-01-01, "
        "until: 2027-12-31}\n"
    )
    repository.change({"waivers.yaml": waiver, "units/xx.yaml": "id: xx\nkind: faculty\nname: X\nleader: ola\n"})
    done = since(repository)
    assert (done.code, states(done)["new"]) == (0, ["process-uncovered"])


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("error", 0), ("warning", 1), ("note", 1), ("never", 0)],
    ids=["error", "warning", "note", "never"],
)
def test_only_new_findings_at_or_above_fail_on_fail(fail_on: str, code: int, repository: Repository) -> None:
    repository.change({"units/xx.yaml": LEADERLESS})
    done = since(repository, "HEAD", "--fail-on", fail_on)
    assert (done.code, states(done)["new"]) == (code, ["single-holder", "unit-without-leader"])


def test_the_same_day_for_both_states(repository: Repository) -> None:
    ending = FILES["units/ie.yaml"].replace("from: 2020-01-01", "from: 2020-01-01, to: 2026-12-31")
    repository.commit({"units/ie.yaml": ending})
    later = since(repository, "HEAD", "--as-of", "2027-01-01")
    assert ("process-uncovered", "ie") in of_units(later, "unchanged")  # opened by the calendar alone
    assert later.code == 0


def test_a_rule_that_is_switched_on_or_off_is_so_for_both_states(repository: Repository) -> None:
    settings = FILES["rolecheck.yaml"]
    repository.commit({"rolecheck.yaml": f"{settings}severity: {{process-uncovered: off}}\n"})
    repository.change({"rolecheck.yaml": settings})
    assert states(since(repository))["new"] == []
    repository.commit({})
    repository.change({"rolecheck.yaml": f"{settings}severity: {{process-uncovered: off}}\n"})
    assert states(since(repository))["fixed"] == []


@pytest.mark.parametrize(
    ("options", "fixed"),
    [
        (["--select", "process-uncovered"], ["process-uncovered"]),
        (["--ignore", "process-uncovered"], ["unit-without-leader"]),
        (["--unit", "ie"], []),
        (["--unit", "arts"], ["process-uncovered", "unit-without-leader"]),
    ],
)
def test_selection_holds_for_both_states(options: list[str], fixed: list[str], repository: Repository) -> None:
    repository.change({"units/arts.yaml": ARTS_MENDED})
    assert states(since(repository, "HEAD", *options))["fixed"] == fixed


# --- files that cannot be checked -------------------------------------------------------------------------------------


def test_a_file_that_was_unchecked_already_fails_the_run_all_the_same(repository: Repository) -> None:
    repository.commit({"units/xx.yaml": BROKEN})
    done = since(repository)
    assert (done.code, states(done)["new"]) == (1, [])
    assert since(repository, "HEAD", "--fail-on", "never").code == 1
    shown = since(repository, "HEAD", "--format", "terminal").out.decode()
    assert "error[invalid-yaml] (unchanged)" in shown
    assert "unit-without-leader" not in shown


def test_nothing_is_called_fixed_that_may_stand_in_an_unchecked_file(repository: Repository) -> None:
    repository.change({"units/arts.yaml": BROKEN})
    done = since(repository)
    assert states(done) == {"new": ["invalid-yaml"], "unchanged": ["single-holder"], "fixed": []}
    assert done.report["comparison"]["unsure"] == 2
    assert "It is not known whether 2 more findings are fixed" in " ".join(
        since(repository, "HEAD", "--format", "terminal").out.decode().split()
    )


def test_a_mended_file_is_fixed_also_where_another_is_unchecked(repository: Repository) -> None:
    repository.commit({"units/xx.yaml": BROKEN, "units/yy.yaml": BROKEN})
    repository.change({"units/xx.yaml": UNIT})
    done = since(repository)
    assert of_units(done, "fixed") == [("invalid-yaml", "xx")]
    assert done.report["comparison"]["unchecked"] == ["units/xx.yaml", "units/yy.yaml"]


def test_what_stood_in_a_file_that_could_not_be_checked_is_new_and_the_run_says_so(repository: Repository) -> None:
    repository.commit({"units/arts.yaml": BROKEN})
    repository.change({"units/arts.yaml": ARTS})
    done = since(repository)
    assert states(done)["new"] == ["process-uncovered", "unit-without-leader"]
    shown = " ".join(since(repository, "HEAD", "--format", "terminal").out.decode().split())
    assert "At HEAD, 1 file could not be checked, so everything in them counts as new: units/arts.yaml." in shown


# --- files that move --------------------------------------------------------------------------------------------------

MISTAKEN = f"{UNIT}introduction: {{from: 2026-02-01, to: 2026-01-01}}\nparent: nowhere\n"


@pytest.mark.parametrize("target", ["units/below/xx.yaml", "units/xx.yml", "units/zz.yaml"])
def test_a_renamed_unit_file(target: str, repository: Repository) -> None:
    repository.commit({"units/xx.yaml": MISTAKEN})
    expected = ["reversed-dates", "unknown-reference"]
    assert set(expected) <= set(states(since(repository))["unchanged"])
    repository.change({"units/xx.yaml": None, target: f"# moved\n{MISTAKEN}"})
    done = since(repository)
    assert states(done)["new"] == (["misnamed-file"] if target == "units/zz.yaml" else [])
    assert states(done)["fixed"] == []


def test_a_renamed_file_that_cannot_be_read(repository: Repository) -> None:
    repository.commit({"units/xx.yaml": BROKEN})
    repository.change({"units/xx.yaml": None, "units/below/xx.yaml": BROKEN})
    assert states(since(repository)) == {
        "new": [],
        "unchanged": [*states(since(repository))["unchanged"]],
        "fixed": [],
    }


def test_a_file_that_gets_its_right_name_is_fixed(repository: Repository) -> None:
    repository.commit({"units/zz.yaml": UNIT})
    repository.change({"units/zz.yaml": None, "units/xx.yaml": UNIT})
    assert states(since(repository))["fixed"] == ["misnamed-file"]


def test_renamed_settings_and_catalogues(repository: Repository) -> None:
    source = FILES["sources.yaml"].replace("approved: 2020-01-01", "approved: 2020-01-01, expires: 2019-01-01")
    repository.commit({"sources.yaml": source, "processes.yaml": "- {id: access, name: Access, aliases: [x, x]}\n"})
    before = states(since(repository))["unchanged"]
    for old, new in (("sources.yaml", "sources.yml"), ("rolecheck.yaml", "rolecheck.YAML")):
        git(repository.register, "mv", old, new)
    assert states(since(repository)) == {"new": [], "unchanged": before, "fixed": []}


def test_a_person_who_moves_takes_the_gap_along(repository: Repository) -> None:
    """The unit is part of what a finding about a person is about: one closes, another opens."""
    repository.change({"units/arts.yaml": "id: arts\nkind: faculty\nname: Arts\n"})
    repository.commit({"units/xx.yaml": f"{UNIT}people:\n  - {{id: mia, name: Mia Berg}}\n"})
    repository.change({"units/xx.yaml": UNIT, "units/arts.yaml": ARTS.partition("contacts")[0]})
    done = since(repository)
    assert of_units(done, "new") == [("unused-person", "arts")]
    assert of_units(done, "fixed") == [("unused-person", "xx")]


# --- where the register stands, and how git got it --------------------------------------------------------------------


def test_from_a_subfolder_without_naming_the_register(repository: Repository) -> None:
    inside = run(
        *ROLECHECK, "validate", "--since", "HEAD", "--format", "json", "--as-of", DAY, cwd=repository.register / "units"
    )
    above = run(*ROLECHECK, "validate", "--since", "HEAD", "--format", "json", "--as-of", DAY, cwd=repository.top)
    assert inside.out == above.out == since(repository).out
    assert inside.code == 0


def test_a_register_at_the_top_of_its_repository(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", ".", {"units/arts.yaml": ARTS})
    repository.change({"units/arts.yaml": ARTS_MENDED})
    assert states(since(repository))["fixed"] == ["process-uncovered", "unit-without-leader"]


@pytest.mark.parametrize(
    "inner", ["a/b/c/d", "navn æøå/two  words", "-C", "--since", "a\nb", "tab\there", "'\"$(x)", "*?[a]"]
)
def test_any_name_of_a_folder(inner: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", inner, {"units/arts.yaml": ARTS})
    repository.change({"units/arts.yaml": ARTS_MENDED})
    assert states(since(repository))["fixed"] == ["process-uncovered", "unit-without-leader"]
    relative = run(
        *ROLECHECK, "validate", "--since=HEAD", "--format=json", "--as-of", DAY, "--", inner, cwd=repository.top
    )
    assert states(relative)["fixed"] == ["process-uncovered", "unit-without-leader"]


def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", os.fsdecode(b"na\xefve"), {"units/arts.yaml": ARTS})
    assert states(since(repository))["new"] == []


def test_a_register_that_did_not_exist(tmp_path: Path) -> None:
    top = tmp_path / "r"
    top.mkdir()
    git(top, "init", "-q", "--initial-branch=main")
    git(top, "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    repository = Repository(top, write_register(top / "data", {"units/arts.yaml": ARTS}))
    done = since(repository)
    assert (done.code, states(done)["unchanged"], states(done)["fixed"]) == (1, [], [])
    assert len(states(done)["new"]) == 3
    shown = " ".join(since(repository, "HEAD", "--format", "terminal").out.decode().split())
    assert "There was no register in this folder at HEAD, so everything is new." in shown


@pytest.mark.parametrize("before", ["register", "a/data"])
def test_a_register_that_stood_elsewhere_is_not_guessed_at(before: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", before)
    (repository.top / before).rename(repository.top / "data")
    moved = Repository(repository.top, repository.top / "data")
    assert states(since(moved)) == {"new": ["single-holder"], "unchanged": [], "fixed": []}


@pytest.mark.parametrize("kind", ["file", "link", "submodule"])
def test_a_register_where_something_else_stood(kind: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", "other")
    if kind == "file":
        (repository.top / "data").write_text("text", encoding="utf-8")
    elif kind == "link":
        (repository.top / "data").symlink_to("other")
    else:
        git(repository.top, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},data")
    if kind != "submodule":
        git(repository.top, "add", "--all")
    git(repository.top, "commit", "-q", "-m", "Something else")
    if kind != "submodule":
        (repository.top / "data").unlink()
    (repository.top / "other").rename(repository.top / "data")
    done = since(Repository(repository.top, repository.top / "data"))
    assert (done.code, states(done)["new"]) == (0, ["single-holder"])


def test_a_register_without_units_at_the_time(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    git(repository.top, "rm", "-rq", "units", "roles")
    git(repository.top, "commit", "-q", "-m", "No units")
    write_register(repository.register)
    assert states(since(repository))["new"] == ["single-holder"]


def test_a_linked_worktree(repository: Repository, tmp_path: Path) -> None:
    git(repository.top, "worktree", "add", "-q", str(tmp_path / "linked"), "-b", "side")
    linked = Repository(tmp_path / "linked", tmp_path / "linked/data")
    linked.change({"units/arts.yaml": ARTS_MENDED})
    assert states(since(linked, "main"))["fixed"] == ["process-uncovered", "unit-without-leader"]
    assert states(since(repository, "side"))["fixed"] == []


def test_a_register_in_a_submodule_has_the_submodules_history(tmp_path: Path) -> None:
    inner = Repository.create(tmp_path / "inner", "data", {"units/arts.yaml": ARTS})
    git(tmp_path, "init", "-q", "outer")
    git(tmp_path / "outer", "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.top), "sub")
    git(tmp_path / "outer", "commit", "-q", "-m", "With a submodule")
    used = Repository(tmp_path / "outer/sub", tmp_path / "outer/sub/data")
    used.change({"units/arts.yaml": ARTS_MENDED})
    assert states(since(used, "main"))["fixed"] == ["process-uncovered", "unit-without-leader"]


def test_a_submodule_inside_a_register_counts_as_unchecked_at_the_revision(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "inner")
    (tmp_path / "inner/xx.yaml").write_text(LEADERLESS, encoding="utf-8")
    git(tmp_path / "inner", "add", "--all")
    git(tmp_path / "inner", "commit", "-q", "-m", "A unit")
    repository = Repository.create(tmp_path / "r", "data")
    git(
        repository.top,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        str(tmp_path / "inner"),
        "data/units/sub",
    )
    repository.commit({})
    done = since(repository)
    assert done.report["comparison"]["unchecked"] == ["units/sub"]
    assert states(done)["new"] == ["single-holder", "unit-without-leader"]


def test_a_dirty_tree_a_staged_file_and_one_that_git_ignores(repository: Repository) -> None:
    repository.commit({".gitignore": "zz.yaml\n"})
    repository.change(
        {"units/arts.yaml": ARTS_MENDED, "units/xx.yaml": UNIT, "units/zz.yaml": UNIT.replace("xx", "zz")}
    )
    git(repository.top, "add", "data/units/arts.yaml")
    repository.change({"units/zz.yaml": LEADERLESS.replace("xx", "zz")})
    before = git(repository.top, "status", "--porcelain")
    done = since(repository)
    assert of_units(done, "new") == [
        ("single-holder", "arts"),
        ("single-holder", "zz"),
        ("unit-without-leader", "zz"),
    ]
    assert git(repository.top, "status", "--porcelain") == before


def test_git_is_left_as_it_was(repository: Repository) -> None:
    def contents() -> dict[str, tuple[bytes, int]]:
        files = [path for path in repository.top.rglob("*") if path.is_file()]
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = contents()
    assert since(repository).code == 0
    assert contents() == before


# --- revisions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "revision", ["HEAD~1", "main~1", "HEAD^", "v1", "refs/tags/v1", "noted", "HEAD^{/A change}~1", "HEAD^{commit}~1"]
)
def test_any_name_of_a_commit(revision: str, repository: Repository) -> None:
    git(repository.top, "tag", "v1")
    git(repository.top, "tag", "-a", "noted", "-m", "A tag that is an object")
    repository.commit({"units/arts.yaml": ARTS_MENDED})
    assert states(since(repository, revision))["fixed"] == ["process-uncovered", "unit-without-leader"]


def test_the_name_of_a_commit_whole_and_short(repository: Repository) -> None:
    commit = git(repository.top, "rev-parse", "HEAD")
    for revision in (commit, commit[:8]):
        done = since(repository, revision)
        assert done.report["comparison"]["commit"] == commit
        assert done.report["comparison"]["base"] == revision


HOSTILE_REVISIONS = [
    "--upload-pack=touch planted",
    "--help",
    "--all",
    "-h",
    "--",
    "--end-of-options",
    "--git-dir",
    "--show-toplevel",
    "",
    " ",
    "nowhere",
    "^HEAD",
    "HEAD..HEAD",
    "HEAD...HEAD",
    "HEAD^@",
    "HEAD HEAD",
    "HEAD\nHEAD",
    "HEAD:data",
    "HEAD:data/rolecheck.yaml",
    "HEAD^{tree}",
    "HEAD@{99999}",
    "$(touch planted)",
    "`touch planted`",
    "; touch planted",
    "../../etc/passwd",
    "x" * 100_000,
    "\x1b[31mred",
    "\u202e",
    "0" * 40,
    "æøå",
]


@pytest.mark.parametrize("revision", HOSTILE_REVISIONS, ids=lambda revision: ascii(revision)[:20])
def test_a_revision_that_is_none(revision: str, repository: Repository) -> None:
    done = run(*ROLECHECK, "validate", repository.register, f"--since={revision}", cwd=repository.top)
    assert_one_clear_error(done, "git does not know the revision", "--since origin/main")
    assert not any(sign in done.err for sign in (b"\x1b", "\u202e".encode()))
    assert not list(repository.top.rglob("planted"))


def test_a_revision_of_bytes_that_are_no_text(repository: Repository) -> None:
    command: list[str | bytes] = [*ROLECHECK, "validate", os.fsencode(repository.register), b"--since=\xff\xfe"]
    done = subprocess.run(command, check=False, capture_output=True, env=environment())
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"git does not know the revision" in done.stderr


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "r")
    assert_one_clear_error(
        validate(write_register(tmp_path / "r"), "--since", "HEAD"), "git does not know the revision “HEAD”"
    )


def test_a_shallow_clone_says_what_to_do(repository: Repository, tmp_path: Path) -> None:
    first = git(repository.top, "rev-parse", "HEAD")
    repository.commit({"units/arts.yaml": ARTS_MENDED})
    git(tmp_path, "clone", "-q", "--depth=1", repository.top.as_uri(), "shallow")
    clone = Repository(tmp_path / "shallow", tmp_path / "shallow/data")
    for revision in (first, "HEAD~1", "origin/nowhere"):
        done = since(clone, revision)
        assert_one_clear_error(done, "shallow", revision, "fetch-depth: 0", "git fetch --unshallow", "GIT_DEPTH: 0")
    assert since(clone, "HEAD").code == 0
    git(clone.top, "fetch", "-q", "--unshallow")
    assert states(since(clone, first))["fixed"] == ["process-uncovered", "unit-without-leader"]


def test_a_clone_without_blobs_says_what_to_do_and_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    git(repository.top, "config", "uploadpack.allowFilter", "true")
    repository.commit({"units/arts.yaml": ARTS_MENDED})
    git(tmp_path, "clone", "-q", "--filter=blob:none", repository.top.as_uri(), "partial")
    clone = Repository(tmp_path / "partial", tmp_path / "partial/data")
    before = sorted((clone.top / ".git/objects").rglob("*"))
    assert_one_clear_error(since(clone, "HEAD~1"), "does not hold the files of that revision", "--filter")
    assert sorted((clone.top / ".git/objects").rglob("*")) == before
    assert since(clone, "HEAD").code == 0  # these files were fetched to be checked out


def test_no_repository(tmp_path: Path) -> None:
    folder = write_register(tmp_path / "data")
    done = validate(folder, "--since", "HEAD", env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert_one_clear_error(done, "is not in a git repository", "--baseline FILE")


@pytest.mark.parametrize("format_", ["terminal", "concise", "json"])
def test_two_bases_are_one_too_many(format_: str, repository: Repository) -> None:
    done = since(repository, "HEAD", "--baseline", "b.jsonl", "--format", format_)
    assert_one_clear_error(done, "--since and --baseline")


# --- what it looks like -----------------------------------------------------------------------------------------------

FORMATS = [
    ("terminal", "80", "en"),
    ("terminal", "80", "nb"),
    ("concise", "80", "en"),
    ("json", "80", "en"),
    ("json", "80", "nb"),
]


def a_change(tmp_path: Path) -> Repository:
    """The change of the golden files: one gap opens, two close, and one stays."""
    repository = Repository.create(tmp_path / "r", "data", {"units/arts.yaml": ARTS})
    repository.change(
        {"units/arts.yaml": ARTS_MENDED, "units/xx.yaml": "id: xx\nkind: faculty\nname: X\nleader: ola\n"}
    )
    return repository


@pytest.mark.parametrize(("format_", "width", "language"), FORMATS)
def test_it_prints_what_was_agreed(format_: str, width: str, language: str, tmp_path: Path) -> None:
    file = GOLDEN / f"since-{format_}-{width}-{language}.txt"
    options = ["--format", format_, "--language", language]
    done = since(a_change(tmp_path), "HEAD", *options, env={"COLUMNS": width})
    text = (done.out + done.err).decode()
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
    if format_ == "terminal":
        assert max(map(len, text.split("\n"))) <= int(width)


@pytest.mark.parametrize("format_", ["terminal", "concise", "json"])
def test_every_format_has_the_same_exit_code(format_: str, tmp_path: Path) -> None:
    repository = a_change(tmp_path)
    assert since(repository, "HEAD", "--format", format_).code == 1
    assert since(repository, "HEAD", "--format", format_, "--fail-on", "never").code == 0
    assert since(repository, "nowhere", "--format", format_).code == 2


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    runs = [since(a_change(tmp_path / str(seed)), "HEAD", env={"PYTHONHASHSEED": str(seed)}).out for seed in range(3)]
    assert len(set(runs)) == 1


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["terminal", "concise", "json"])
def test_redact_hides_also_who_stood_in_the_register_before(format_: str, repository: Repository) -> None:
    repository.commit({"units/arts.yaml": ARTS.replace("contacts: {press: mia}\n", "")})
    git(repository.top, "branch", "mia/main")
    repository.change({"units/arts.yaml": "id: arts\nkind: faculty\nname: Arts\nleader: kari\n"})
    plain, hidden = (since(repository, "mia/main", "--format", format_, *options) for options in ([], ["--redact"]))
    assert b"Mia Berg" in plain.out
    assert [word for word in (b"Mia", b"mia", b"Berg") if word in hidden.out + hidden.err] == []
    assert b"unused-person" in hidden.out
    if format_ == "json":
        known = {one["fingerprint"] for one in plain.report["comparison"]["fixed"]}
        assert known.isdisjoint(one["fingerprint"] for one in hidden.report["comparison"]["fixed"])


def test_hostile_text_of_the_revision_is_disarmed(repository: Repository) -> None:
    hostile = ARTS.replace("Mia Berg", '"\\u200b::error::x ##[error] [/red] \\u001b"').replace(
        "contacts: {press: mia}\n", ""
    )
    repository.commit({"units/arts.yaml": hostile.replace("\\u001b", "`|<!--")})
    repository.change({"units/arts.yaml": "id: arts\nkind: faculty\nname: Arts\nleader: kari\n"})
    for format_ in ("terminal", "concise", "json"):
        done = since(repository, "HEAD", "--format", format_)
        assert b"unused-person" in done.out
        assert "\u200b".encode() not in done.out
        assert not any(line.startswith((b"::", b"##[")) for line in done.out.split(b"\n"))
    assert json.loads(since(repository).out)["comparison"]["fixed"]
