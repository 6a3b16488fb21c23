"""Writes what the documentation takes from the program: docs/rules.md, the tables of keys, the output in README.md.

Run as `python docs/generate.py`; with `--check` nothing is written, and the exit code is 1 if a page is out of date.
"""

# ruff: noqa: INP001 - a script, not a package

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rolecheck import cards, model
from rolecheck.cards import NORM_KINDS
from rolecheck.rule import Group, Rule
from rolecheck.rules import all_rules
from rolecheck.schema.texts import NORM, Texts
from rolecheck.shape import keys_of
from rolecheck.wording import Speaker

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "docs" / "rules.md"
DATA_FORMAT = ROOT / "docs" / "data-format.md"
README = ROOT / "README.md"
WIDTH = 80
_CONSOLE = re.compile(r"^```console\n\$ rolecheck (?P<arguments>[^\n]+)\n.*?^```$", re.MULTILINE | re.DOTALL)
_KEYS = re.compile(r"(?<=^<!-- keys of )(?P<shape>\w+) -->\n(?:\|[^\n]*\n)*", re.MULTILINE)
_EXAMPLES = ("Fails", "Passes")
_INTRODUCTION = """\
<!-- Written by docs/generate.py from the rules themselves. Edit the docstring of the rule, not this page. -->

# Rules

A rule is one check with an id that never changes. What it finds is an **error**, a **warning** or a **note**. Where the
table says *norm*, the norm on the role card decides: `must` gives an error, `should` a warning, `describes` a note, and
`severity` on the norm overrides that. `severity` in `rolecheck.yaml` has the last word for every rule.

A finding of a rule that can be waived may be accepted for a time by an entry in `waivers.yaml`; see
[the data format](data-format.md#waiversyaml). `rolecheck explain RULE` prints what stands here.
"""


def rules_page() -> str:
    """The index of rules, and then each rule's manual under a heading that is its id."""
    speaker = Speaker("en")
    lines = [_INTRODUCTION]
    for group in Group:
        lines += [f"## {speaker.say(f'explain.{group}')}", "", *_table(group, speaker), ""]
    lines += ["## The rules one by one", ""]
    for group in Group:
        for rule in _rules_of(group):
            lines += _manual(rule, speaker)
    return "\n".join(lines).rstrip("\n") + "\n"


def _rules_of(group: Group) -> Iterator[Rule]:
    return (rule for rule in all_rules().values() if rule.group is group)


def _table(group: Group, speaker: Speaker) -> Iterator[str]:
    yield "| rule | what it finds | severity | can be waived |"
    yield "|---|---|---|---|"
    for rule in _rules_of(group):
        waivable = "yes" if rule.waivable else "no"
        yield f"| [`{rule.id}`](#{rule.id}) | {speaker.title(rule.id)} | {_severity(rule)} | {waivable} |"


def _severity(rule: Rule) -> str:
    return rule.severity.value if rule.severity else "*norm*"


def _manual(rule: Rule, speaker: Speaker) -> Iterator[str]:
    waivable = "can be waived" if rule.waivable else "cannot be waived"
    yield from (f"### {rule.id}", "", f"*{speaker.title(rule.id)}.* Severity: {_severity(rule)}; {waivable}.", "")
    yield from (rule.summary, "")
    for title, body in rule.sections.items():
        if title in _EXAMPLES:
            yield from (f"**{title}:**", "", "```text", body, "```", "")
        else:
            yield from (f"**{title}.** {' '.join(body.split())}", "")


def data_format() -> str:
    """docs/data-format.md, with the table below each `<!-- keys of SHAPE -->` from the model and its meanings."""
    return _KEYS.sub(_table_of_keys, DATA_FORMAT.read_text(encoding="utf-8"))


def _table_of_keys(block: re.Match[str]) -> str:
    name, texts = block["shape"], Texts("en")
    shape = getattr(model, name, None) or getattr(cards, name)
    required = {key.name: key.required for key in keys_of(shape)}
    if name == NORM:
        required = {"id": required.pop("id"), "kind": True, **required}  # each kind gives `kind` a type of its own
    own = [key for key in required if shape not in NORM_KINDS.values() or not texts.is_shared(name, key)]
    rows = (f"| `{key}` | {'yes' if required[key] else 'no'} | {texts.meaning(name, key)} |\n" for key in own)
    return f"{name} -->\n| key | required | meaning |\n|---|---|---|\n{''.join(rows)}"


def readme() -> str:
    """README.md, with the output of every `$ rolecheck` that it shows as the program prints it now."""
    return _CONSOLE.sub(_console, README.read_text(encoding="utf-8"))


def _console(block: re.Match[str]) -> str:
    arguments = block["arguments"]
    return f"```console\n$ rolecheck {arguments}\n{printed(arguments)}```"


def printed(arguments: str) -> str:
    """What rolecheck prints in this repository, 80 columns wide and without colour."""
    command = [sys.executable, "-m", "rolecheck", *arguments.split()]
    pipeline = {"GITHUB_ACTIONS": "", "TF_BUILD": ""}  # in which validate would say more
    environment = {**os.environ, **pipeline, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)  # noqa: S603 - ourselves
    return run.stdout.decode()


def main(arguments: list[str]) -> int:
    """Write the pages or, with `--check`, say which are out of date."""
    pages = {RULES: rules_page(), DATA_FORMAT: data_format(), README: readme()}
    outdated = [page for page, text in pages.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    for page in outdated:
        name = page.relative_to(ROOT)
        if "--check" in arguments:
            sys.stderr.write(f"{name} is out of date: run “python docs/generate.py”\n")
        else:
            page.write_text(pages[page], encoding="utf-8")
            sys.stderr.write(f"{name} written\n")
    return int(bool(outdated) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
