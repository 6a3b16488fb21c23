"""The secret behind pseudonyms: it is read from where nobody else sees it, is long enough, and is never shown."""

import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tinyregister import AS_ORDINARY_USER, DAY, ROLECHECK, UNIT, Run, assert_one_clear_error, run, write_register

KEY = "Zm9yIHRlc3RzIGFsb25lLCBhbmQgbm93aGVyZSBlbHNl"
OTHER = "YW5vdGhlciBvbmUgZm9yIHRlc3RzLCBhbmQgbm93aGVyZQ"
PSEUDONYM = re.compile(rb"person-[0-9a-f]{10}")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "validate": ("validate", "{register}", "--as-of", DAY, "--fail-on", "never"),
    "report": ("report", "{register}", "--as-of", DAY, "--fail-on", "never"),
    "people": ("people", "--register", "{register}", "--as-of", DAY),
    "card": ("card", "adviser", "--register", "{register}"),
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register in which a card, too, names somebody, and in which somebody has no task."""
    card = "id: adviser\nrole: adviser\nname: Adviser\nmandate: Ask Ola, whom all know.\n"
    return write_register(
        tmp_path / "register", {"roles/adviser.yaml": card, "units/xx.yaml": UNIT + "people: [{id: per}]\n"}
    )


def key_file(folder: Path, text: str | bytes = f"{KEY}\n", mode: int = 0o600) -> Path:
    file = folder / "redact.key"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    file.chmod(mode)
    return file


def command(name: str, register: Path, *options: str | Path, env: Mapping[str, str] | None = None) -> Run:
    words = [word.format(register=register) for word in COMMANDS[name]]
    return run(*ROLECHECK, *words, *options, env=env)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_key_gives_everybody_one_pseudonym_in_every_run_and_every_command(
    name: str, register: Path, tmp_path: Path
) -> None:
    file = key_file(tmp_path)
    first, second = (command(name, register, "--redact-key-file", file) for _ in range(2))
    assert (first.code, first.err) == (0, b"")
    assert first.out == second.out
    names = re.compile(rb"\b(?:Ola|Kari|per)\b")
    assert names.search(command(name, register).out)
    assert not names.search(first.out)
    found = set(PSEUDONYM.findall(first.out))
    assert found
    assert command(name, register, "--redact", env={"ROLECHECK_REDACT_KEY": KEY}).out == first.out
    key_file(tmp_path, OTHER)
    assert found.isdisjoint(PSEUDONYM.findall(command(name, register, "--redact-key-file", file).out))


def test_one_person_has_one_pseudonym_in_all_commands(register: Path, tmp_path: Path) -> None:
    file = key_file(tmp_path)
    seen = [set(PSEUDONYM.findall(command(name, register, "--redact-key-file", file).out)) for name in COMMANDS]
    assert [len(found) for found in seen] == [1, 2, 1, 1]  # of Per, of Per and Ola, of Ola, of Ola
    assert set.union(*seen) == seen[1]
    assert seen[2] == seen[3] != seen[0]


def test_the_file_goes_before_the_environment(register: Path, tmp_path: Path) -> None:
    file, env = key_file(tmp_path), {"ROLECHECK_REDACT_KEY": OTHER}
    with_file = command("people", register, "--redact-key-file", file)
    assert command("people", register, "--redact", "--redact-key-file", file, env=env).out == with_file.out


@pytest.mark.parametrize("name", COMMANDS)
def test_a_key_in_the_environment_hides_people_without_an_option(name: str, register: Path) -> None:
    env = {"ROLECHECK_REDACT_KEY": KEY}
    alone, with_option = (command(name, register, *options, env=env) for options in ([], ["--redact"]))
    assert (alone.code, alone.err, alone.out) == (0, b"", with_option.out)
    assert PSEUDONYM.search(alone.out)


def test_a_key_that_can_be_guessed_is_refused_without_an_option(register: Path) -> None:
    for name in COMMANDS:
        assert_one_clear_error(command(name, register, env={"ROLECHECK_REDACT_KEY": "short"}), "ROLECHECK_REDACT_KEY")


EMPTY = {"ROLECHECK_REDACT_KEY": ""}
SHOWING: Mapping[str, tuple[str, ...]] = {
    **COMMANDS,
    "cards": ("card", "--register", "{register}"),
    "site": ("site", "{register}", "--as-of", DAY, "--output", "{register}/../site"),
    "schema": ("schema", "--register", "{register}", "--file-kind", "unit"),
    "configuration": ("validate", "{register}", "--show-config"),
}


@pytest.mark.parametrize("name", SHOWING)
def test_an_empty_variable_shows_no_names(name: str, register: Path, tmp_path: Path) -> None:
    """As in a pipeline whose secret is missing."""
    words = [word.format(register=register) for word in SHOWING[name]]
    assert_one_clear_error(run(*ROLECHECK, *words, env=EMPTY), "ROLECHECK_REDACT_KEY is set, but empty", "--redact")
    assert {path.name for path in tmp_path.iterdir()} == {"register"}
    assert run(*ROLECHECK, *words).code == 0


@pytest.mark.parametrize("name", SHOWING)
def test_an_empty_variable_is_no_key_where_people_are_hidden_without_one(name: str, register: Path) -> None:
    words = [word.format(register=register) for word in SHOWING[name]]
    done = run(*ROLECHECK, *words, "--redact", env=EMPTY)
    assert (done.code, done.err) == (0, b"")
    assert not re.search(rb"\b(?:Ola|Kari|per)\b", done.out)


def test_an_empty_variable_does_no_harm_where_nobody_would_be_shown(register: Path, tmp_path: Path) -> None:
    file = key_file(tmp_path)
    with_file = command("people", register, "--redact-key-file", file)
    assert command("people", register, "--redact-key-file", file, env=EMPTY).out == with_file.out
    for words in (("explain",), ("schema",), ("schema", "--file-kind", "unit"), ("--version",)):
        assert run(*ROLECHECK, *words, env=EMPTY).code == 0
    public = ("site", register, "--public", "--as-of", DAY, "--output", tmp_path / "public")
    assert run(*ROLECHECK, *public, env=EMPTY).code == 0
    texts = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("*.html"))
    assert not re.search(r"\b(?:Ola|Kari)\b|person-", texts)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is set, but empty"), ("nb", "er satt, men tom"), ("nn", "er sett, men tom")],
)
def test_each_language_says_that_the_variable_is_empty(language: str, words: str, register: Path) -> None:
    done = command("people", register, "--language", language, env=EMPTY)
    assert (done.code, done.out) == (2, b"")
    assert words in done.err.decode()


@pytest.mark.parametrize("blank", [" ", "\t", "\n"])
def test_a_blank_variable_is_a_weak_key(blank: str, register: Path) -> None:
    for options in ([], ["--redact"]):
        done = command("people", register, *options, env={"ROLECHECK_REDACT_KEY": blank})
        assert_one_clear_error(done, "ROLECHECK_REDACT_KEY", "32")


def test_white_space_around_a_key_is_none_of_it(register: Path, tmp_path: Path) -> None:
    outputs = [
        command("people", register, "--redact-key-file", key_file(tmp_path, text)).out
        for text in (KEY, f"{KEY}\n", f"  {KEY}\r\n")
    ]
    assert len(set(outputs)) == 1


def test_a_key_may_be_of_any_bytes(register: Path, tmp_path: Path) -> None:
    done = command("people", register, "--redact-key-file", key_file(tmp_path, bytes(range(200, 250))))
    assert (done.code, done.err) == (0, b"")


@pytest.mark.parametrize(
    "weak",
    ["", "\n", "hemmelig", "x" * 64, "abcabc" * 20, KEY[:31], "hemmelig2026" * 4, KEY[:31] * 3, KEY[:24] + KEY[:8]],
    ids=["none", "a line", "a word", "x", "abc", "31", "a word again", "31 again", "a part again"],
)
def test_a_key_that_can_be_guessed_is_refused(weak: str, register: Path, tmp_path: Path) -> None:
    file = key_file(tmp_path, weak)
    for name in COMMANDS:
        assert_one_clear_error(command(name, register, "--redact-key-file", file), str(file), "32", "/dev/urandom")
        if weak.strip():
            done = command(name, register, "--redact", env={"ROLECHECK_REDACT_KEY": weak})
            assert_one_clear_error(done, "ROLECHECK_REDACT_KEY", "32", "/dev/urandom")
            assert weak.encode() not in done.err


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o666])
def test_a_key_that_everybody_can_read_or_change_is_refused(mode: int, register: Path, tmp_path: Path) -> None:
    file = key_file(tmp_path, mode=mode)
    done = command("people", register, "--redact-key-file", file)
    assert_one_clear_error(done, str(file), f"chmod 600 {file}", "ROLECHECK_REDACT_KEY")
    assert KEY.encode() not in done.err


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o640, 0o440])
def test_a_key_of_one_person_or_one_group_will_do(mode: int, register: Path, tmp_path: Path) -> None:
    assert command("people", register, "--redact-key-file", key_file(tmp_path, mode=mode)).code == 0


def test_a_key_file_that_cannot_be_read(register: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * 5_000)
    for name in ("missing", "folder", "pipe", "large"):
        done = command("people", register, "--redact-key-file", tmp_path / name)
        assert_one_clear_error(done, str(tmp_path / name))
    file = key_file(tmp_path, mode=0o000)
    done = run(*AS_ORDINARY_USER, *ROLECHECK, "people", "--register", register, "--redact-key-file", file)
    assert_one_clear_error(done, str(file))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is not an ordinary file"), ("nb", "er ikke en vanlig fil"), ("nn", "er ikkje ei vanleg fil")],
)
def test_what_is_no_file_is_said_to_be_none(language: str, words: str, register: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path / "pipe", ""):
        done = command("people", register, "--redact-key-file", name, "--language", language)
        assert (done.code, done.out) == (2, b"")
        assert words in done.err.decode()
        assert os.strerror(errno.EINVAL).encode() not in done.err


def test_the_command_that_the_message_gives_makes_a_key(register: Path, tmp_path: Path) -> None:
    done = command("people", register, "--redact-key-file", key_file(tmp_path, "weak"))
    recipe = re.search(r"“(\(.*\))”", done.err.decode())
    assert recipe is not None
    (tmp_path / "redact.key").unlink()
    assert run("bash", "-c", recipe[1], cwd=tmp_path).code == 0
    assert command("people", register, "--redact-key-file", tmp_path / "redact.key").code == 0


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_language_says_how_to_make_a_key(language: str, register: Path, tmp_path: Path) -> None:
    file = key_file(tmp_path, "weak")
    done = command("people", register, "--redact-key-file", file, "--language", language)
    assert done.code == 2
    assert b"(umask 077; head -c 32 /dev/urandom | base64 > redact.key)" in done.err


def test_no_key_is_an_argument(register: Path) -> None:
    """Arguments stand in the list of processes, which everybody on the machine can read."""
    done = command("validate", register, "--redact-key", KEY)
    assert done.code == 2


def test_schemas_without_people(register: Path) -> None:
    with_people, without = (
        run(*ROLECHECK, "schema", "--file-kind", "unit", "--register", register, *options)
        for options in ([], ["--redact"])
    )
    keyed = run(*ROLECHECK, "schema", "--file-kind", "unit", "--register", register, env={"ROLECHECK_REDACT_KEY": KEY})
    assert b'"ola"' not in keyed.out
    assert keyed.code == 0
    assert (with_people.code, without.code) == (0, 0)
    assert b'"ola"' in with_people.out
    assert b'"ola"' not in without.out
    assert b'"access"' in without.out
