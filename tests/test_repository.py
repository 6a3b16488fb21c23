"""A repository that means harm, and files that are none: git runs nothing of theirs, and gives what the folder gives."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gitrepository import Repository, git
from tinyregister import DAY, ROLECHECK, UNIT, Run, assert_one_clear_error, run, validate, write_register

ARTS = "id: arts\nkind: faculty\nname: Arts\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "repository", "data", {"units/arts.yaml": ARTS})


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that stands there only once somebody has run what a repository planted."""
    return tmp_path / "planted"


@pytest.fixture
def script(tmp_path: Path, marker: Path) -> str:
    """A program that leaves the marker."""
    path = tmp_path / "plant"
    path.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{marker}'\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def since(folder: Path, revision: str = "HEAD", *options: str, **env: str) -> Run:
    return validate(folder, "--since", revision, *options, env=env)


def assert_nothing_changed(done: Run) -> None:
    assert (done.code, done.err) == (0, b"")
    assert {finding["state"] for finding in done.findings} == {"unchanged"}
    assert done.report["comparison"]["fixed"] == []


# --- settings of a repository -----------------------------------------------------------------------------------------

SETTINGS = {
    "core.fsmonitor": "{script}",
    "core.pager": "{script}",
    "pager.ls-tree": "{script}",
    "pager.rev-parse": "{script}",
    "core.hooksPath": "{folder}",
    "core.sshCommand": "{script}",
    "core.gitProxy": "{script}",
    "core.editor": "{script}",
    "core.askPass": "{script}",
    "core.alternateRefsCommand": "{script}",
    "credential.helper": "!{script}",
    "alias.ls-tree": "!{script}",
    "alias.rev-parse": "!{script}",
    "alias.cat-file": "!{script}",
    "diff.external": "{script}",
    "diff.planted.textconv": "{script}",
    "diff.planted.command": "{script}",
    "filter.planted.smudge": "{script}",
    "filter.planted.clean": "{script}",
    "filter.planted.process": "{script}",
    "filter.planted.required": "true",
    "gpg.program": "{script}",
    "log.showSignature": "true",
    "uploadpack.packObjectsHook": "{script}",
    "core.autocrlf": "true",
    "core.precomposeUnicode": "true",
    "core.quotePath": "true",
    "color.ui": "always",
    "core.abbrev": "4",
}
HOOKS = (
    "post-checkout",
    "post-index-change",
    "pre-auto-gc",
    "reference-transaction",
    "fsmonitor-watchman",
    "post-command",
)


def planted_in(repository: Repository, script: str) -> None:
    (repository.top / ".gitattributes").write_text("* filter=planted diff=planted text eol=crlf\n", encoding="utf-8")
    hooks = repository.top / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in HOOKS:
        (hooks / hook).write_text(f"#!/bin/sh\n'{script}' {hook}\n", encoding="utf-8")
        (hooks / hook).chmod(0o755)
    for name, value in SETTINGS.items():
        git(repository.top, "config", name, value.format(script=script, folder=hooks))


def test_nothing_that_a_repository_plants_is_run(repository: Repository, script: str, marker: Path) -> None:
    planted_in(repository, script)
    assert_nothing_changed(since(repository.register))
    assert not marker.exists()


def test_what_was_planted_would_run(repository: Repository, script: str, marker: Path) -> None:
    """The other test would show nothing if git took no notice of these settings anyway."""
    planted_in(repository, script)
    run("git", "-C", repository.top, "status")
    assert marker.exists()


def test_a_promisor_is_not_asked(repository: Repository, script: str, marker: Path, tmp_path: Path) -> None:
    git(repository.top, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", repository.top.as_uri(), "partial")
    clone = tmp_path / "partial"
    for name in ("remote.origin.uploadpack", "core.sshCommand", "core.gitProxy"):
        git(clone, "config", name, script)
    for protocol in ("file", "ext", "ssh"):
        git(clone, "config", f"protocol.{protocol}.allow", "always")
    write_register(clone / "data")
    for url in (repository.top.as_uri(), f"ext::{script} %S", f"ssh://example.org/{script}"):
        git(clone, "config", "remote.origin.url", url)
        assert_one_clear_error(since(clone / "data"), "does not hold the files of that revision")
    assert not marker.exists()


def test_a_bare_repository_inside_is_not_entered(repository: Repository, script: str, marker: Path) -> None:
    """git -C would take the settings of a bare repository that a pull request brought along as plain files."""
    below = repository.register / "units/bare"
    below.mkdir()
    for folder in (below, repository.register):
        git(folder, "init", "-q", "--bare", ".")
        git(folder, "config", "core.fsmonitor", script)
        git(folder, "config", "core.worktree", str(folder))
        git(folder, "config", "core.bare", "false") if folder is below else None
        for name in ("alias.ls-tree", "alias.rev-parse"):
            git(folder, "config", name, f"!{script}")
        if folder is below:
            assert since(repository.register, "HEAD").code == 0
    assert_one_clear_error(since(repository.register), "bare git repository")
    assert not marker.exists()


def test_the_environment_does_not_lead_elsewhere(
    repository: Repository, script: str, marker: Path, tmp_path: Path
) -> None:
    other = Repository.create(tmp_path / "other", "data", {"units/zz.yaml": "id: zz\nkind: faculty\nname: Z\n"})
    misleading = {
        "GIT_DIR": str(other.top / ".git"),
        "GIT_WORK_TREE": str(other.top),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(other.top / ".git/objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(other.top / ".git/objects"),
        "GIT_COMMON_DIR": str(other.top / ".git"),
        "GIT_NAMESPACE": "other",
        "GIT_CEILING_DIRECTORIES": str(repository.register),
        "GIT_PAGER": script,
        "GIT_EXTERNAL_DIFF": script,
        "GIT_SSH_COMMAND": script,
        "GIT_ASKPASS": script,
        "GIT_EXEC_PATH": str(tmp_path),
        "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_TRACE2": str(tmp_path / "trace2"),
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={script}'",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": script,
        "GIT_LITERAL_PATHSPECS": "0",
        "GIT_DEFAULT_HASH": "sha256",
        "PAGER": script,
    }
    done = validate(repository.register, "--since", "HEAD", env=misleading)
    assert_nothing_changed(done)
    assert not marker.exists()
    assert not list(tmp_path.glob("trace*"))


def test_a_hook_may_run_rolecheck(repository: Repository, tmp_path: Path) -> None:
    """A hook's environment names the repository and an index: the run is the same as outside."""
    hook = repository.top / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    command = " ".join(ROLECHECK)
    report = tmp_path / "report.json"
    hook.write_text(f"#!/bin/sh\n{command} validate data --since HEAD --as-of {DAY} --format json --output {report}\n")
    hook.chmod(0o755)
    repository.change({"units/arts.yaml": f"{ARTS}leader: kari\n"})
    done = run(
        "git", "-C", repository.top, "-c", "user.name=K", "-c", "user.email=k@example.org", "commit", "-qam", "x"
    )
    assert done.code == 0, done.err.decode()
    assert '"new": 0' in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["", ".", "bin:.", ":"], ids=["empty", "here", "relative", "two empty ones"])
def test_a_git_that_stands_in_the_register_is_not_run(
    path: str, repository: Repository, script: str, marker: Path
) -> None:
    for folder in (repository.register, repository.register / "bin"):
        folder.mkdir(exist_ok=True)
        (folder / "git").write_bytes(Path(script).read_bytes())
        (folder / "git").chmod(0o755)
    command = [sys.executable, "-m", "rolecheck", "validate", ".", "--since", "HEAD"]
    done = run(*command, cwd=repository.register, env={"PATH": path})
    assert_one_clear_error(done, "git is not installed", "--baseline FILE")
    assert not marker.exists()


def test_replaced_objects_are_not_taken_for_the_commits_own(repository: Repository) -> None:
    first = git(repository.top, "rev-parse", "HEAD")
    repository.commit({"units/arts.yaml": f"{ARTS}leader: kari\n"})
    git(repository.top, "replace", first, "HEAD")
    fixed = since(repository.register, first).report["comparison"]["fixed"]
    assert [one["rule"] for one in fixed] == ["unit-without-leader"]


def test_a_repository_of_somebody_else_says_what_to_do(repository: Repository) -> None:
    """Where root runs the tests, a folder is given away; nobody else may do that, so a git that says so has to do."""
    changes = {"HOME": str(repository.top.parent), "SUDO_UID": "1"}
    if os.geteuid() == 0:
        for path in (repository.top, repository.top / ".git", repository.register):
            os.chown(path, 12345, 12345)
    else:
        refusing = repository.top.parent / "git"
        refusing.write_text(
            "#!/bin/sh\necho \"fatal: detected dubious ownership in repository at '.'\" >&2\nexit 128\n"
        )
        refusing.chmod(0o755)
        changes["PATH"] = f"{refusing.parent}{os.pathsep}{os.environ['PATH']}"
    done = validate(repository.register, "--since", "HEAD", env=changes)
    assert_one_clear_error(done, "does not trust", "safe.directory")


# --- the same files from the folder and from git ----------------------------------------------------------------------


def strange_files(register: Path) -> None:
    """Whatever git can hold and a register should not."""
    units = register / "units"
    contents = {
        "empty.yaml": b"",
        "latin.yaml": "id: latin\nname: Økonomi\n".encode("latin-1"),
        "utf16.yaml": "id: utf16\n".encode("utf-16"),
        "crlf.yaml": b"id: crlf\r\nkind: group\r\nname: C\r\nparent: nowhere\r\n",
        "nul.yaml": b"id: \x00\n",
        "binary.yaml": bytes(range(256)),
        "deep.yaml": b"[" * 5_000,
        "large.yaml": b"# 13097248022\n" + b"#" * (1024 * 1024),
        "just-small-enough.yaml": (b"id: just-small-enough\nkind: group\nname: X\n#").ljust(1024 * 1024, b"#"),
        "one-too-large.yaml": b"id: x\n".ljust(1024 * 1024 + 1, b"#"),
        "number.yaml": b"id: number\nkind: group\nname: N 13097248022\n",
        "twice.yaml": b"id: ie\nkind: group\nname: Two\n",
        "notes.txt": b"text",
        "README.md": b"text",
        ".hidden.yaml": b"id: [\n",
        ".hidden/inner.yaml": b"id: [\n",
        "below/deeper/xx.yaml": UNIT.encode(),
        "folder.yaml/inner.yaml": b"id: [\n",
        "UPPER.YAML": b"id: upper\nkind: group\nname: U\nparent: nowhere\n",
        "a\nb\t'\"\\.yaml": b"id: [\n",
        "re\u0301sume\u0301.yaml": b"id: x\nkind: group\nname: X\n",
        "\u202ex.yaml": b"id: [\n",
    }
    for name, data in contents.items():
        (units / name).parent.mkdir(parents=True, exist_ok=True)
        (units / name).write_bytes(data)
    (register / "roles/below").mkdir()
    (register / "roles/below/card.yaml").write_bytes(b"id: card\n")
    (register / "courses.yaml").mkdir()
    (register / "courses.yaml/inner.yaml").write_bytes(b"")
    (register / "other.yaml").write_bytes(b"id: [\n")
    (register / "elsewhere").mkdir()
    (register / "elsewhere/x.yaml").write_bytes(b"id: [\n")
    for name, target in (
        ("link.yaml", "ie.yaml"),
        ("linked-folder", "below"),
        ("loop.yaml", "loop.yaml"),
        ("out.txt", "/etc/passwd"),
        ("linked.md", "nowhere"),
    ):
        (units / name).symlink_to(target)
    with open(os.fsencode(units) + b"/na\xefve\xff.yaml", "wb") as file:
        file.write(b"id: [\n")
    (units / "executable.yaml").write_text(UNIT.replace("xx", "executable"), encoding="utf-8")
    (units / "executable.yaml").chmod(0o755)


@pytest.mark.parametrize("inner", [".", "data"])
def test_git_gives_what_the_folder_gives(inner: str, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", inner)
    strange_files(repository.register)
    repository.commit({})
    done = since(repository.register)
    assert done.code == 1
    assert done.report["comparison"]["unchecked"] == done.report["unchecked"]
    assert len(done.report["unchecked"]) > 15
    assert {finding["state"] for finding in done.findings} == {"unchanged"}
    assert (done.report["comparison"]["fixed"], done.report["comparison"]["unsure"]) == ([], 0)


def test_a_folder_of_units_that_is_a_link(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", "data")
    (repository.register / "units").rename(repository.register / "real")
    (repository.register / "units").symlink_to("real")
    repository.commit({})
    (repository.register / "units").unlink()
    (repository.register / "real").rename(repository.register / "units")
    assert since(repository.register).report["comparison"]["unchecked"] == ["units"]


def test_blobs_are_read_as_they_are_stored(repository: Repository) -> None:
    git(repository.top, "config", "core.autocrlf", "true")
    (repository.top / ".gitattributes").write_text(
        "*.yaml text eol=crlf working-tree-encoding=UTF-16\n", encoding="utf-8"
    )
    assert_nothing_changed(since(repository.register))


def test_many_files(tmp_path: Path) -> None:
    """More names than a pipe holds: git's answers are read while it still writes."""
    units = {f"units/u{n}.yaml": f"id: u{n}\nkind: group\nname: U{n}\n{'#' * 200}\n" for n in range(2_500)}
    repository = Repository.create(tmp_path / "r", "data", units)
    assert_nothing_changed(since(repository.register))


def test_a_huge_file_costs_no_memory(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r", "data", {"units/huge.yaml": b"\0" * (300 * 1024 * 1024)})
    repository.change({"units/huge.yaml": None})
    done = since(repository.register)
    assert done.report["comparison"]["unchecked"] == ["units/huge.yaml"]
    assert done.megabytes < 100


# --- a git that fails -------------------------------------------------------------------------------------------------

OUTCOMES: dict[str, Callable[[str], str]] = {
    "fails": lambda command: f'case "$*" in *{command}*) echo "fatal: on purpose" >&2; exit 128;; esac',
    "fails and says nothing": lambda command: f'case "$*" in *{command}*) exit 1;; esac',
    "says nothing": lambda command: f'case "$*" in *{command}*) exit 0;; esac',
    "is killed": lambda command: f'case "$*" in *{command}*) kill -9 $$;; esac',
}


def fake_git(folder: Path, before: str) -> str:
    """A PATH in which git does something else first."""
    real = next(path for path in os.environ["PATH"].split(os.pathsep) if (Path(path) / "git").exists())
    folder.mkdir(exist_ok=True)
    (folder / "git").write_text(f'#!/bin/sh\n{before}\nexec {real}/git "$@"\n', encoding="utf-8")
    (folder / "git").chmod(stat.S_IRWXU)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize("command", ["is-inside-work-tree", "verify", "ls-tree", "cat-file"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_git_that_fails(outcome: str, command: str, repository: Repository, tmp_path: Path) -> None:
    path = fake_git(tmp_path / "bin", OUTCOMES[outcome](command))
    done = since(repository.register, PATH=path)
    if (outcome, command) == ("says nothing", "ls-tree"):  # which is what git says of a folder that was not there
        assert (done.code, done.report["comparison"]["unchanged"]) == (1, 0)
        return
    assert_one_clear_error(done)
    if outcome == "fails":
        assert (b"on purpose" in done.err) == (command != "verify")


@pytest.mark.parametrize(
    "reply",
    ["x", "x blob 5\nabc", "x blob 99999999\nabc", "x missing\n", "x tree 0\n\n", "x blob\n", "x blob -1\n\n", "\n"],
)
def test_a_git_that_answers_with_nonsense(reply: str, repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "reply").write_text(reply, encoding="utf-8")
    path = fake_git(tmp_path / "bin", f'case "$*" in *cat-file*) cat {tmp_path}/reply; exit 0;; esac')
    assert_one_clear_error(since(repository.register, PATH=path))


def test_what_git_says_is_shown_without_what_a_terminal_obeys(repository: Repository, tmp_path: Path) -> None:
    path = fake_git(tmp_path / "bin", r'printf "fatal: \033[31mred \342\200\256 %09999d" 0 >&2; exit 128')
    done = since(repository.register, PATH=path)
    assert_one_clear_error(done, "\\x1b[31mred", "\\u202e")
    assert len(done.err) < 1_000


@pytest.mark.parametrize("damage", ["objects", "HEAD", "config"])
def test_a_damaged_repository(damage: str, repository: Repository) -> None:
    commit = git(repository.top, "rev-parse", "HEAD")
    inside = repository.top / ".git"
    if damage == "objects":
        blob = git(repository.top, "rev-parse", "HEAD:data/units/arts.yaml")
        file = inside / "objects" / blob[:2] / blob[2:]
        file.chmod(0o644)
        file.write_bytes(b"damaged")
    elif damage == "HEAD":
        (inside / "HEAD").write_bytes(b"\x00\xff")
    else:
        (inside / "config").write_bytes(b"[core\n\x00")
    assert_one_clear_error(since(repository.register, commit))
