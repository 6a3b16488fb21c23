"""A folder of generated files: each whole or not at all, nothing outside, nobody else's file, and no leftovers.

Whatever call to the system fails, and wherever the process dies, the next run makes the folder right.
"""

import errno
import fcntl
import os
import signal
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rolecheck.cli._outcome import exit_code_of
from rolecheck.errors import RolecheckError
from rolecheck.files import write_folder
from rolecheck.output_folder import LIST
from rolecheck.written_list import Hides, Output

FIRST = {"index.html": b"old index", "units/ie.html": b"old ie", "units/gone.html": b"gone", "cards/a/b.html": b"b"}
SECOND = {"index.html": b"new index", "units/ie.html": b"new ie", "units/new.html": b"new", "en/units/ie.html": b"ie"}


SITE = Output("site")


def write(folder: Path, files: Mapping[str, bytes], output: Output = SITE) -> int:
    return write_folder(folder, iter(files.items()), output)


def written_anew(folder: Path, _arguments: list[str]) -> int:
    """The second set of files is written; the exit code of that."""
    write(folder, SECOND)
    return 0


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file but the list, by its path."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: data for path, data in found.items() if path != LIST}


def folders_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


def situation_of(folder: Path, files: Mapping[str, bytes], output: Output = SITE) -> str:
    with pytest.raises(RolecheckError) as caught:
        write(folder, files, output)
    return caught.value.situation


# --- what a run leaves


def test_the_folder_holds_what_the_last_run_made(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write(out, FIRST)
    assert files_in(out) == FIRST
    write(out, SECOND)
    assert files_in(out) == SECOND
    assert folders_in(out) == {"units", "en", "en/units"}
    write(out, {})
    assert (files_in(out), folders_in(out)) == ({}, set())


def test_two_equal_runs_leave_equal_folders(tmp_path: Path) -> None:
    write(tmp_path / "a", FIRST)
    write(tmp_path / "b", dict(reversed(FIRST.items())))
    assert (tmp_path / "a" / LIST).read_bytes() == (tmp_path / "b" / LIST).read_bytes()


def test_files_are_written_as_they_come(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"a"
        assert (tmp_path / "a.html").read_bytes() == b"a"
        yield "b.html", b"b"

    write_folder(tmp_path, files(), SITE)
    assert files_in(tmp_path) == {"a.html": b"a", "b.html": b"b"}


def test_permissions_are_kept_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write(tmp_path / "out", FIRST)
        (tmp_path / "out/index.html").chmod(0o600)
        write(tmp_path / "out", SECOND)
    finally:
        os.umask(old)
    modes = {path: stat.S_IMODE((tmp_path / "out" / path).stat().st_mode) for path in SECOND}
    assert modes == {"index.html": 0o600} | dict.fromkeys(list(SECOND)[1:], 0o640)


def test_a_thousand_folders_need_no_more_handles_than_one(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    files = {f"{number}/{inner}/index.html": b"x" for number in range(1_000) for inner in "ab"}
    write(tmp_path / "out", files)
    write(tmp_path / "out", {})
    assert len(os.listdir("/proc/self/fd")) == before
    assert folders_in(tmp_path / "out") == set()


# --- what a run never touches


@pytest.mark.parametrize("theirs", ["index.html", "units/ie.html", "units"])
def test_other_peoples_files_stay(theirs: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / theirs).parent.mkdir(parents=True)
    (out / theirs).write_bytes(b"theirs")
    assert situation_of(out, FIRST) == "foreign-file"
    assert (out / theirs).read_bytes() == b"theirs"
    write(out, {"other.html": b"other"})
    assert files_in(out) == {theirs: b"theirs", "other.html": b"other"}


def test_what_others_add_keeps_the_folder_of_what_is_removed(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "cards/a/note.txt").write_bytes(b"theirs")
    write(tmp_path, {})
    assert files_in(tmp_path) == {"cards/a/note.txt": b"theirs"}


@pytest.mark.parametrize("link", ["units", "index.html", LIST, ".rolecheck-unfinished"])
def test_no_link_leads_out(link: str, tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (outside / "ie.html").write_bytes(b"theirs")
    target = outside if link == "units" else outside / "ie.html"
    (out / link).symlink_to(target)
    if link == ".rolecheck-unfinished":
        write(out, FIRST)  # this name is ours: the link goes, and what it leads to stays
    else:
        assert situation_of(out, FIRST) in {"foreign-file", "cannot-write"}
    assert files_in(outside) == {"ie.html": b"theirs"}


@pytest.mark.parametrize("wanted", [{}, SECOND], ids=["removed", "written"])
def test_a_link_in_the_place_of_what_was_written_leads_nowhere(wanted: dict[str, bytes], tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    write(out, FIRST)
    (out / "units").rename(outside)
    (out / "units").symlink_to(outside)
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(outside / "ie.html")
    before = files_in(outside)
    if wanted:
        assert situation_of(out, wanted) == "foreign-file"
    else:
        write(out, wanted)
    assert files_in(outside) == before


@pytest.mark.parametrize(
    "path",
    ["", "/etc/x", "../x", "a/../../x", "a/./x", "a//x", "a/", "a\\x", "a\nx", "a\0x", "a\u202ex", "\ud800", LIST],
    ids=ascii,
)
def test_a_path_that_leads_elsewhere_is_refused(path: str, tmp_path: Path) -> None:
    assert situation_of(tmp_path / "out", {path: b"x"}) == "unsafe-file-name"
    assert files_in(tmp_path) in ({}, {f"out/{LIST}": b"rolecheck-written/1\n"})


@pytest.mark.parametrize(
    ("one", "two"),
    [("a.html", "A.html"), ("å.html", "a\u030a.html"), ("en/a", "EN/b"), ("a", "a/b"), ("a/b", "A"), ("a/b/c", "a/B")],
)
def test_two_files_that_some_file_systems_take_for_one_are_refused(one: str, two: str, tmp_path: Path) -> None:
    assert situation_of(tmp_path, {one: b"1", two: b"2"}) == "clashing-file-names"
    assert files_in(tmp_path) == {one: b"1"}


def test_a_file_may_change_the_case_of_its_name_from_run_to_run(tmp_path: Path) -> None:
    write(tmp_path, {"Units/IE.html": b"old"})
    write(tmp_path, {"units/ie.html": b"new"})
    assert (files_in(tmp_path), folders_in(tmp_path)) == ({"units/ie.html": b"new"}, {"units"})


@pytest.mark.parametrize(
    "text",
    [
        b"mine",
        b"mine\n",
        b"rolecheck-written/2\nsite:nothing:index.html\n",
        b"rolecheck-written/1\nsite:nothing:../other\n",
        b"rolecheck-written/1\n../other\n",
        b"rolecheck-written/1\nindex.html\n",
        b"rolecheck-written/1\nsite:secrets:index.html\n",
        b"rolecheck-written/1\nrm -rf:nothing:index.html\n",
        b"\xff\n",
    ],
)
def test_a_list_that_no_run_wrote_is_left_alone(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "other").write_bytes(b"theirs")
    (tmp_path / "out" / LIST).write_bytes(text)
    assert situation_of(tmp_path / "out", FIRST) == "foreign-file"
    assert (tmp_path / "out" / LIST).read_bytes() == text
    assert (tmp_path / "other").read_bytes() == b"theirs"


def test_a_list_that_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / LIST)
    assert situation_of(tmp_path, FIRST) == "foreign-file"


def test_two_runs_do_not_write_to_one_folder_at_once(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    with (tmp_path / LIST).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert situation_of(tmp_path, SECOND) == "folder-in-use"
    assert files_in(tmp_path) == FIRST


def test_an_error_of_what_makes_the_files_stays_that_error(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new index"
        raise OSError(errno.EIO, "somewhere else")

    write(tmp_path, FIRST)
    with pytest.raises(OSError, match="somewhere else"):
        write_folder(tmp_path, files(), SITE)
    assert files_in(tmp_path) == FIRST | {"index.html": b"new index"}


# --- several kinds of output in one folder

HTML, TEXT = Output("report --format html"), Output("report --format markdown")


def test_kinds_of_output_share_a_folder_and_each_removes_its_own_alone(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    assert write(tmp_path, {"index.md": b"md", "units/ie.md": b"md"}, TEXT) == 0
    assert files_in(tmp_path) == FIRST | {"index.md": b"md", "units/ie.md": b"md"}
    assert write(tmp_path, {"index.md": b"md"}, TEXT) == 1
    assert write(tmp_path, SECOND) == 2
    assert files_in(tmp_path) == SECOND | {"index.md": b"md"}
    assert write(tmp_path, {}) == len(SECOND)
    assert (files_in(tmp_path), folders_in(tmp_path)) == ({"index.md": b"md"}, set())


def test_a_file_of_another_kind_of_output_is_a_clash(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    with pytest.raises(RolecheckError) as caught:
        write(tmp_path, {"index.html": b"report"}, HTML)
    assert (caught.value.situation, caught.value.facts["command"]) == ("other-output", "rolecheck site")
    assert files_in(tmp_path) == FIRST
    write(tmp_path, SECOND)
    assert files_in(tmp_path) == SECOND


def test_what_another_kind_of_output_no_longer_has_is_free(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "index.html").unlink()
    for _ in range(2):
        write(tmp_path, {"index.html": b"report"}, HTML)
    assert situation_of(tmp_path, FIRST) == "other-output"
    write(tmp_path, {})
    assert files_in(tmp_path) == {"index.html": b"report"}


def test_a_narrowed_run_removes_nothing_that_it_did_not_make_again(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    assert write(tmp_path, SECOND, Output("site", narrowed=True)) == 0
    assert files_in(tmp_path) == FIRST | SECOND
    assert write(tmp_path, SECOND) == 2  # what was kept is known for rolecheck’s own
    assert files_in(tmp_path) == SECOND


@pytest.mark.parametrize("before", Hides)
@pytest.mark.parametrize("now", Hides)
def test_a_narrowed_run_keeps_no_file_that_shows_more_of_people_than_it_may(
    before: Hides, now: Hides, tmp_path: Path
) -> None:
    write(tmp_path, {"a": b"", "b": b""}, Output("site", before))
    removed = write(tmp_path, {"a": b""}, Output("site", now, narrowed=True))
    assert removed == (before < now)
    assert (tmp_path / "b").exists() is (before >= now)


def test_a_file_that_may_show_people_is_known_as_such_until_it_has_been_written_anew(tmp_path: Path) -> None:
    """A run that is cut off before its end has not said in the list what it hides."""

    def cut_off() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        raise KeyboardInterrupt

    for before, now in ((Hides.NOTHING, Hides.NAMES), (Hides.NAMES, Hides.NOTHING)):
        out = tmp_path / before.name
        write(out, {"a": b"", "b": b""}, Output("site", before))
        with pytest.raises(KeyboardInterrupt):
            write_folder(out, cut_off(), Output("site", now))
        write(out, {}, Output("site", Hides.NAMES, narrowed=True))
        assert not (out / "a").exists()
        assert (out / "b").exists() is (before is Hides.NAMES)


@pytest.mark.parametrize("theirs", ["index.html", "nb", "nb/index.html"])
def test_names_that_are_known_ahead_are_looked_at_before_anything_is_written(theirs: str, tmp_path: Path) -> None:
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_bytes(b"theirs")
    files = {"style.css": b"", "index.html": b"", "nb/index.html": b""}
    with pytest.raises(RolecheckError) as caught:
        write_folder(tmp_path, iter(files.items()), SITE, ahead=list(files))
    assert caught.value.situation == "foreign-file"
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()] == [theirs]


# --- every call to the system fails once, in turn

CALLS = ["open", "read", "write", "replace", "unlink", "mkdir", "makedirs", "stat", "fstat"]
CALLS += ["ftruncate", "fchmod", "dup"]


@contextmanager
def calls_to(monkeypatch: pytest.MonkeyPatch, name: str, answer: Callable[[int], None]) -> Iterator[Counter[str]]:
    """Count the calls of a function of `os`; `answer` is asked before each, by its number."""
    counted: Counter[str] = Counter()
    real = getattr(os, name)

    def asked(*given: Any, **named: Any) -> Any:
        counted[name] += 1
        answer(counted[name])
        return real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, name, asked)
        yield counted


def fail(code: int) -> None:
    raise OSError(code, os.strerror(code))


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clear error, every file old or new, and the next run leaves the folder as if nothing had happened."""
    number = failed = 0
    while True:
        number += 1
        out = tmp_path / f"{number}"
        write(out, FIRST)
        this = number

        def once(called: int, this: int = this) -> None:
            if called == this:
                fail(errno.ENOSPC)

        with calls_to(monkeypatch, call, once) as counted:
            code = exit_code_of(partial(written_anew, out), [])
        assert code in {0, 2}
        failed += code == 2
        if counted[call] < number:
            break
        mixed = files_in(out)
        assert all(data in {FIRST.get(path), SECOND.get(path)} for path, data in mixed.items())
        assert FIRST.keys() & SECOND.keys() <= mixed.keys()
        write(out, SECOND)
        assert (files_in(out), folders_in(out)) == (SECOND, {"units", "en", "en/units"})
    assert failed > 0


def test_what_fails_is_said_with_the_file_and_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    write(tmp_path, FIRST)
    with calls_to(monkeypatch, "replace", lambda number: fail(errno.ENOSPC) if number == 2 else None):
        assert exit_code_of(lambda _: write(tmp_path, SECOND) * 0, []) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{tmp_path}/units/ie.html" in said.err
    assert os.strerror(errno.ENOSPC) in said.err
    assert files_in(tmp_path) == FIRST | {"index.html": b"new index"}


@pytest.mark.parametrize("call", ["open", "write", "replace", "unlink", "mkdir", "rmdir", "ftruncate"])
def test_a_process_that_is_killed(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before any of its calls, from the first run on: the next run takes all of it for its own."""
    number = 0
    while True:
        number += 1
        out = tmp_path / f"{number}"

        def stop(called: int, this: int = number) -> None:
            if called == this:
                os.kill(os.getpid(), signal.SIGKILL)

        child = os.fork()
        if child == 0:
            with calls_to(monkeypatch, call, stop):
                write(out, FIRST)
                write(out, SECOND)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert ended in {0, -signal.SIGKILL}
        write(out, SECOND)
        assert (files_in(out), folders_in(out)) == (SECOND, {"units", "en", "en/units"})
        if ended == 0:
            break
    assert number > 1
