"""What pipelines do with our wiring, as far as a machine without them can: inputs become variables, and scripts run.

The recipes run to the letter. Their address and their revision, which are placeholders, lead to a copy of this project:
git rewrites the one, and the copy has a tag of the name of the other.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
ADDRESS = "https://git.example.org/OWNER/rolecheck"
REVISION = "REVISION"
REGISTERS = {"gaps": ROOT / "examples" / "gaps", "data": ROOT / "data"}
# A unit that hangs below nothing: a new error in any register.
CHANGE = "id: adrift\nkind: nothing\nname: Adrift\nparent: nowhere\n"


@dataclass(frozen=True)
class Ran:
    """What came of a script."""

    code: int
    out: str
    err: str


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Ran:
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=dict(environment), capture_output=True, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def cli(folder: Path, *arguments: str, environment: Mapping[str, str]) -> Ran:
    """What rolecheck itself says."""
    package = os.environ.get("PYTHONPATH", "")
    return run([sys.executable, "-m", "rolecheck", *arguments], folder, {**environment, "PYTHONPATH": package})


def bare_environment(home: Path, project: Path, **more: str) -> dict[str, str]:
    """A machine on which nothing of this project is installed, and from which the package index can be reached."""
    home.mkdir(parents=True, exist_ok=True)
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    ours = Path(sys.executable).parent
    path = os.pathsep.join(folder for folder in os.get_exec_path() if Path(folder) != ours)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper().endswith("_PROXY") or name.startswith(("PIP_", "SSL_CERT_")) or name == "REQUESTS_CA_BUNDLE"
    }
    return {
        "PIP_CACHE_DIR": os.path.expanduser("~/.cache/pip"),
        **kept,
        **_git_settings(project),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PATH": path,
        "LANG": "C.UTF-8",
        **more,
    }


def _git_settings(project: Path) -> dict[str, str]:
    settings = {
        f"url.{project.as_uri()}.insteadOf": ADDRESS,
        "user.name": "Somebody",
        "user.email": "somebody@example.org",
        "init.defaultBranch": "main",
        "advice.detachedHead": "false",
        "protocol.file.allow": "always",
    }
    given = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": str(len(settings))}
    for number, (name, value) in enumerate(settings.items()):
        given |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return given


def git(folder: Path, environment: Mapping[str, str], *arguments: str) -> str:
    done = run(["git", "-C", folder, *arguments], folder, environment)
    assert done.code == 0, done.err
    return done.out.strip()


def project_copy(folder: Path) -> Path:
    """A repository with this project as it stands in the work tree, and with the tag that the recipes name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    environment = bare_environment(folder.with_name("home-of-the-copy"), folder)
    git(folder, environment, "init", "--quiet")
    git(folder, environment, "add", "--all")
    git(folder, environment, "commit", "--quiet", "--message=Copy")
    git(folder, environment, "tag", REVISION)
    git(folder, environment, "config", "uploadpack.allowAnySHA1InWant", "true")
    return folder


def register_repository(folder: Path, register: Path, environment: Mapping[str, str]) -> Path:
    """A repository whose data/ is a register: its main branch stands at the origin, and a change of it is checked out."""
    origin, here = folder / "origin.git", folder / "repository"
    shutil.copytree(register, here / "data")
    git(folder, environment, "init", "--quiet", "--bare", str(origin))
    git(here, environment, "init", "--quiet")
    git(here, environment, "remote", "add", "origin", str(origin))
    git(here, environment, "add", "--all")
    git(here, environment, "commit", "--quiet", "--message=The register")
    git(here, environment, "push", "--quiet", "origin", "main")
    git(here, environment, "checkout", "--quiet", "-b", "change")
    (here / "data" / "units" / "adrift.yaml").write_text(CHANGE, encoding="utf-8")
    git(here, environment, "add", "--all")
    git(here, environment, "commit", "--quiet", "--message=A unit that hangs below nothing")
    return here


# --- documents ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A fenced block of a page. Its first line, or the second one of a script, names the file that it is."""

    language: str
    text: str

    @property
    def file(self) -> str:
        named = re.match(r"(?:#!.*\n)?# (\S+)\n", self.text)
        return named[1] if named else ""


def blocks_of(page: Path) -> list[Block]:
    fence = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [Block(*found) for found in fence.findall(page.read_text(encoding="utf-8"))]


# --- GitHub -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActionRun:
    """What came of a composite action: the job summary, its outputs, and other actions that it would have called."""

    ran: Ran
    summary: str
    outputs: dict[str, str]
    called: list[tuple[str, dict[str, str]]]


def run_action(
    project: Path, workspace: Path, temporary: Path, inputs: Mapping[str, Any], environment: Mapping[str, str]
) -> ActionRun:
    """Run action.yml as GitHub’s runner does: each step has its own files for the summary and for outputs."""
    action = yaml.safe_load((project / "action.yml").read_text(encoding="utf-8"))
    assert set(inputs) <= set(action["inputs"])
    values = {f"inputs.{name}": _text(inputs.get(name, given["default"])) for name, given in action["inputs"].items()}
    ran, summary, called = Ran(0, "", ""), "", []
    for number, step in enumerate(action["runs"]["steps"]):
        if "uses" in step:
            if _holds(step["if"], values):
                called.append((step["uses"], {name: _filled(text, values) for name, text in step["with"].items()}))
            continue
        files = {name: temporary / f"{name}-{number}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        assert "${{" not in step["run"]
        given = {name: _filled(text, values) for name, text in step["env"].items()}
        runner = {"GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(temporary), "GITHUB_ACTION_PATH": str(project)}
        runner |= {name: str(file) for name, file in files.items()}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        ran = run([*shell, step["run"]], workspace, {**environment, **runner, **given})
        summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        written = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        values |= {f"steps.{step['id']}.outputs.{line.partition('=')[0]}": line.partition("=")[2] for line in written}
    outputs = {name: _filled(given["value"], values) for name, given in action["outputs"].items()}
    return ActionRun(ran, summary, outputs, called)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values.get(found[1], ""), text)


def _holds(condition: str, values: Mapping[str, str]) -> bool:
    """Whether a condition holds, of the few kinds that action.yml has."""
    for part in condition.removeprefix("${{ ").removesuffix(" }}").split(" && "):
        name, sign, wanted = [*part.split(" "), "", ""][:3]
        if part != "!cancelled()" and (values.get(name, "") == wanted.strip("'")) != (sign == "=="):
            return False
    return True


# --- GitLab -------------------------------------------------------------------------------------------------------


def component_parts() -> tuple[dict[str, Any], dict[str, Any]]:
    """The header of the component, and its jobs."""
    header, jobs = yaml.safe_load_all((ROOT / "templates" / "rolecheck.yml").read_text(encoding="utf-8"))
    return header, jobs


def component_job(inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The job that the component becomes: inputs are put into its texts, as GitLab does, not into its YAML."""
    header, jobs = component_parts()
    declared = header["spec"]["inputs"]
    assert set(inputs) <= set(declared)
    required = {name for name, given in declared.items() if "default" not in given}
    assert required <= set(inputs)
    values = {name: _text(inputs.get(name, given.get("default"))) for name, given in declared.items()}

    def filled(part: Any) -> Any:
        if isinstance(part, dict):
            return {filled(key): filled(value) for key, value in part.items()}
        if isinstance(part, list):
            return [filled(value) for value in part]
        return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: values[found[1]], str(part))

    ((name, job),) = filled(jobs).items()
    return name, job


def run_job(job: Mapping[str, Any], workspace: Path, environment: Mapping[str, str], shell: Sequence[str]) -> Ran:
    """Run the script of a job: one shell for all its lines, and variables that may name others."""
    variables = {
        name: re.sub(r"\$(\w+)", lambda found: environment.get(found[1], ""), str(value))
        for name, value in job["variables"].items()
    }
    return run([*shell, "\n".join(job["script"])], workspace, {**environment, **variables, "GITLAB_CI": "true"})


# --- Docker -------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile, instruction by instruction."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


class Image:
    """Plays a Dockerfile without Docker: paths of the image become paths below a folder.

    Each stage begins with a virtual environment that holds pip and nothing else, in place of the base image.
    """

    def __init__(self, folder: Path, project: Path, environment: Mapping[str, str]) -> None:
        self.root = folder / "image"
        self.environment = dict(environment)
        self.user, self.folder = "root", "/"
        self.entrypoint: list[str] = []
        self.command: list[str] = []
        self._project = project
        self._bare = dict(environment)
        self._stages = 0
        self._base = folder / "base"
        made = run(["python3", "-m", "venv", self._base], folder, environment)
        assert made.code == 0, made.err

    def take(self, name: str, text: str) -> None:
        """Follow an instruction."""
        getattr(self, f"_{name.lower()}")(text)

    def _arg(self, text: str) -> None:
        assert re.fullmatch(r"BASE=python:3\.[0-9]+-slim-[a-z]+", text)

    def _from(self, text: str) -> None:
        assert text.split(maxsplit=1)[0] == "${BASE}"
        self._stages += 1
        stage = self._base.with_name(f"base-{self._stages}")
        shutil.copytree(self._base, stage, symlinks=True)
        self.environment = {**self._bare, "PATH": f"{stage}/bin:{self._bare['PATH']}"}

    def _copy(self, text: str) -> None:
        if text == ". /source":
            self._send(self.root / "source")
        else:  # all stages share one root
            assert re.fullmatch(r"--from=build (\S+) \1", text)

    def _send(self, target: Path) -> None:
        """Copy what .dockerignore lets through: it leaves out everything, and then takes some of it back."""
        lines = (self._project / ".dockerignore").read_text(encoding="utf-8").splitlines()
        rules = [line for line in lines if line and not line.startswith("#")]
        assert rules[0] == "*"
        for name in (line.removeprefix("!") for line in rules if line.startswith("!")):
            source = self._project / name
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, target / name)

    def _run(self, text: str) -> None:
        done = run(["sh", "-c", self._moved(text)], self.root.parent, self.environment)
        assert done.code == 0, done.err

    def _env(self, text: str) -> None:
        for part in shlex.split(self._moved(text)):
            name, _, value = part.partition("=")
            self.environment[name] = value.replace("$PATH", self.environment["PATH"])

    def _user(self, text: str) -> None:
        self.user = text

    def _workdir(self, text: str) -> None:
        self.folder = text

    def _entrypoint(self, text: str) -> None:
        self.entrypoint = json.loads(text)

    def _cmd(self, text: str) -> None:
        self.command = json.loads(text)

    def _moved(self, text: str) -> str:
        return re.sub(r"(?<![\w.])/(source|opt/rolecheck)\b", rf"{self.root}/\1", text)
