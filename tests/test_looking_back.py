"""Was it in order on that day? The recipes of docs/gap-report.md, run to the letter in a real repository."""

import shutil
import sys
from pathlib import Path

import pytest

from gitrepository import Repository, git
from services import ROOT, Ran, blocks_of, run
from tinyregister import FILES

THEN = "2026-09-01T23:30:00+02:00"
RECIPES = [block.text for block in blocks_of(ROOT / "docs" / "gap-report.md") if "--as-of 2026-09-01" in block.text]

CARD = FILES["roles/adviser.yaml"] + "  - {id: law, kind: completed, norm: must, course: law}\n"
UNIT = FILES["units/ie.yaml"]
# Ola took the course in August, which was noted in October; then the unit was reviewed, and Kari took it, too.
LATER = UNIT.replace("name: Ola", "name: Ola, courses: [{course: law, completed: 2026-08-15}]")
LATER = LATER.replace("leader: kari", "leader: ola\nreviewed: 2026-10-01")
LATER = LATER.replace("name: Kari}", "name: Kari, courses: [{course: law, completed: 2026-10-05}]}")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "here").mkdir()
    made = Repository.create(tmp_path / "here", "data")
    made.change({"courses.yaml": "- {id: law, name: Law}\n", "roles/adviser.yaml": CARD, "units/ie.yaml": UNIT})
    _commit(made, THEN, "--amend")  # what the helper made is of a later day
    made.change({"units/ie.yaml": LATER})
    _commit(made, "2026-10-06T12:00:00+02:00")
    return made


def _commit(repository: Repository, moment: str, *options: str) -> None:
    git(repository.top, "add", "--all")
    dated = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    git(repository.top, "commit", "-q", "-m", "A change", *options, env=dated)


def follow(recipe: str, repository: Repository, folder: Path) -> Ran:
    """Run a recipe in the repository; a command `rolecheck` is on the path, and nothing of a terminal."""
    command = folder / "bin" / "rolecheck"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m rolecheck "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    tools = Path(shutil.which("git") or "").parent
    path = {"PATH": f"{command.parent}:{tools}:/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
    return run(["sh", "-c", recipe], repository.top, path)


def says_that_the_course_is_missing(ran: Ran) -> bool:
    return "Complete “Law”" in ran.out


def test_there_are_two_recipes() -> None:
    assert ["--ignore future-date" in recipe for recipe in RECIPES] == [True, False]


def test_what_is_known_now(repository: Repository, tmp_path: Path) -> None:
    done = follow(RECIPES[0], repository, tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "1 September 2026" in done.out
    assert not says_that_the_course_is_missing(done)


def test_without_its_option_right_dates_fail_the_check(repository: Repository, tmp_path: Path) -> None:
    done = follow(RECIPES[0].replace(" --ignore future-date", ""), repository, tmp_path)
    assert (done.code, done.err) == (1, "")
    assert "Check the date 1 October 2026" in done.out
    assert "add “--ignore future-date”" in " ".join(done.out.split())


def test_what_was_written_then(repository: Repository, tmp_path: Path) -> None:
    done = follow(RECIPES[1], repository, tmp_path)
    assert (done.code, done.err) == (0, "")  # git's, which removes the work tree last
    assert says_that_the_course_is_missing(done)
    assert "Check the date" not in done.out
    assert git(repository.top, "rev-parse", "--short", "HEAD~1") in done.out
    assert not (tmp_path / "as-written").exists()
    assert git(repository.top, "worktree", "list").count("\n") == 0
