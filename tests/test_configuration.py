"""`validate --show-config`: every setting, and where it comes from."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tinyregister import FILES, ROLECHECK, Run, run, write_register

GIVEN_KEY = "correct-horse-battery-staple-and-more"
LINE = re.compile(r"(?P<name>[a-z_]+(?:\.[a-z-]+)?) = (?P<value>.*)  \((?P<origin>.*)\)")
SETTINGS = (
    "register: Tiny\nlanguage: en\nunit_kinds: [faculty, group]\nreview_months: 12\nhorizon_days: 30\nfail_on: warning\n"
    "severity:\n  single-holder: off\n  unused-person: warning\n"
)
NAMES = [
    *("register", "as_of", "language", "select", "ignore", "unit", "fail_on", "waivers", "since", "baseline", "redact"),
    *(
        "redact_key",
        "format",
        "output",
        "csv_separator",
        "color",
        "register_name",
        "unit_kinds",
        "review_months",
        "horizon_days",
    ),
]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path / "data", {"rolecheck.yaml": SETTINGS})


def shown(done: Run) -> dict[str, tuple[str, str]]:
    assert (done.code, done.err) == (0, b"")
    matches = [LINE.fullmatch(line) for line in done.out.decode().splitlines()]
    return {match["name"]: (match["value"], match["origin"]) for match in matches if match}


def config(register: Path, *options: str, env: Mapping[str, str] | None = None) -> dict[str, tuple[str, str]]:
    return shown(run(*ROLECHECK, "validate", register, "--show-config", *options, env=env))


def test_every_line_is_a_setting(register: Path) -> None:
    done = run(*ROLECHECK, "validate", register, "--show-config")
    lines = done.out.decode().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert list(shown(done)) == [*NAMES, "severity.single-holder", "severity.unused-person"]


def test_what_nobody_has_set_is_default(tmp_path: Path) -> None:
    found = config(write_register(tmp_path / "data"))
    assert {name: value for name, (value, origin) in found.items() if origin == "default"} == {
        "select": "all",
        "ignore": "none",
        "unit": "all",
        "fail_on": "error",
        "waivers": "yes",
        "since": "none",
        "baseline": "none",
        "redact": "no",
        "redact_key": "a new one in every run",
        "format": "terminal",
        "output": "standard output",
        "csv_separator": "comma",
        "color": "auto",
        "review_months": "none",
        "horizon_days": "90",
    }
    assert found["as_of"][1] == "today in Oslo"


def test_what_the_register_sets_has_its_line(register: Path) -> None:
    found = config(register)
    expected = {
        "register_name": ("Tiny", 1),
        "language": ("en", 2),
        "unit_kinds": ("faculty, group", 3),
        "review_months": ("12", 4),
        "horizon_days": ("30", 5),
        "fail_on": ("warning", 6),
        "severity.single-holder": ("off", 8),
        "severity.unused-person": ("warning", 9),
    }
    for name, (value, line) in expected.items():
        assert found[name] == (value, f"rolecheck.yaml, line {line}")


OPTIONS = {
    "as_of": ["--as-of", "2026-11-21"],
    "language": ["--language", "en"],
    "select": ["--select", "course-missing,single-holder", "--select", "stray-file"],
    "ignore": ["--ignore", "stray-file"],
    "unit": ["--unit", "ie"],
    "fail_on": ["--fail-on", "note"],
    "since": ["--since", "main"],
    "baseline": ["--baseline", "b.jsonl"],
    "format": ["--format", "json"],
    "output": ["--output", "out.json"],
    "color": ["--color", "never"],
}


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_is_named(name: str, register: Path, tmp_path: Path) -> None:
    given = [value for value in OPTIONS[name] if not value.startswith("--")]
    done = run(*ROLECHECK, "validate", register, "--show-config", *OPTIONS[name], cwd=tmp_path)
    assert shown(done)[name] == (", ".join(given), f"option {OPTIONS[name][0]}")
    assert not (tmp_path / "out.json").exists()


def test_switches_are_named(register: Path) -> None:
    found = config(register, "--no-waivers", "--redact")
    assert found["waivers"] == ("no", "option --no-waivers")
    assert found["redact"] == ("yes", "option --redact")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_key_is_never_shown(language: str, register: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(GIVEN_KEY, encoding="utf-8")
    file.chmod(0o600)
    options = ("--redact", "--language", language)
    commands = [
        run(*ROLECHECK, "validate", register, "--show-config", "--language", language, "--redact-key-file", file),
        run(*ROLECHECK, "validate", register, "--show-config", *options, env={"ROLECHECK_REDACT_KEY": GIVEN_KEY}),
    ]
    assert not any(GIVEN_KEY.encode() in done.out + done.err for done in commands)
    by_option, by_environment = (shown(done)["redact_key"] for done in commands)
    if language == "en":
        assert by_option == ("given, not shown", "option --redact-key-file")
        assert shown(commands[0])["redact"] == ("yes", "option --redact-key-file")
        assert by_environment == ("given, not shown", "environment variable ROLECHECK_REDACT_KEY")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, ("never", "environment variable NO_COLOR")),
        ({"FORCE_COLOR": "1"}, ("always", "environment variable FORCE_COLOR")),
        ({"NO_COLOR": ""}, ("auto", "default")),
    ],
)
def test_colours_from_the_environment(env: dict[str, str], expected: tuple[str, str], register: Path) -> None:
    assert config(register, env=env)["color"] == expected


def test_how_the_register_was_found(register: Path) -> None:
    command = [*ROLECHECK, "validate", "--show-config"]
    assert shown(run(*command, cwd=register))["register"] == (str(register), "found in the current folder")
    in_data = shown(run(*command, cwd=register.parent))["register"]
    assert in_data == (str(register), "found in the folder data of the current folder")
    above = shown(run(*command, cwd=register / "units"))["register"]
    assert above == (str(register), "found in a folder above the current one")
    assert config(register)["register"] == (str(register), "named on the command line")


def test_settings_that_cannot_be_read_are_said_to_be_default(register: Path) -> None:
    (register / "rolecheck.yaml").write_text("register: [\n", encoding="utf-8")
    found = config(register, "--language", "en")
    assert found["fail_on"] == ("error", "default, as rolecheck.yaml could not be read")
    assert found["horizon_days"] == ("90", "default, as rolecheck.yaml could not be read")


def test_a_register_that_fails_is_not_checked(register: Path) -> None:
    write_register(register, {"units/arts.yaml": "id: [\n"})
    assert config(register)["fail_on"]


def test_a_setting_that_will_not_do_is_an_error_all_the_same(register: Path) -> None:
    for options in (["--select", "nothing"], ["--format", "nothing"], ["--fail-on", "nothing"], ["--unit", "nothing"]):
        done = run(*ROLECHECK, "validate", register, "--show-config", *options)
        assert (done.code, done.out) == (2, b"")


def test_hostile_values_are_escaped(tmp_path: Path) -> None:
    hostile = '"\\u200b x [/red] \\u2066 ::error::"'
    files = {
        "rolecheck.yaml": f"register: {hostile}\nunit_kinds: [{hostile}, faculty, group]\nseverity: {{{hostile}: off}}\n"
    }
    register = write_register(tmp_path / os.fsdecode(b"re\x1b[31m\ngister\xff"), files)
    done = run(*ROLECHECK, "validate", register, "--show-config", "--since", "\x1b]8;;x\x07", "--output", "a\u202eb")
    assert (done.code, done.err) == (0, b"")
    text = done.out.decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u200b\u202e\u2066]", text)
    assert [line for line in text.splitlines() if not re.match(r"[^=]+ = .*  \(.*\)$", line)] == []


def test_the_same_in_every_run(register: Path) -> None:
    runs = [
        run(*ROLECHECK, "validate", register, "--show-config", env={"PYTHONHASHSEED": str(seed)}) for seed in range(3)
    ]
    assert len({done.out for done in runs}) == 1
    assert FILES["rolecheck.yaml"] != SETTINGS


def test_a_separator_that_is_asked_for_is_an_option(register: Path) -> None:
    assert config(register, "--csv-separator", "comma")["csv_separator"] == ("comma", "option --csv-separator")
