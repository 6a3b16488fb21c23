"""What GitHub’s runner and Azure’s agent do with a line of a log, written from their own sources.

GitHub: actions/runner, src/Runner.Common/ActionCommand.cs and src/Runner.Worker/ActionCommandManager.cs.
Azure: microsoft/azure-pipelines-agent, Command.cs, and its docs/design/percentEncoding.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

GITHUB_COMMANDS = {
    *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path"),
    *("notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning"),
}


@dataclass(frozen=True)
class Command:
    """What is obeyed: its name, its properties, and what it says."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed_by_github(log: str) -> list[Command]:
    """The commands that GitHub’s runner finds in a log."""
    return [command for line in log.splitlines() for command in [_github(line)] if command]


def obeyed_by_azure(log: str) -> list[Command]:
    """The commands that Azure’s agent finds in a log."""
    return [command for line in log.splitlines() for command in [_azure(line)] if command]


def _github(line: str) -> Command | None:
    trimmed = line.lstrip()
    if trimmed.startswith("::") and "::" in trimmed[2:]:
        info, _, data = trimmed[2:].partition("::")
        found = _command(info, data, ",", (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")))
        if found is not None:
            return Command(found.name, found.properties, _unescaped(data, (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))))
    _, prefix, rest = line.partition("##[")
    if not prefix or "]" not in rest:
        return None
    info, _, data = rest.partition("]")
    codes = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))
    return _command(info, data, ";", codes)


def _command(info: str, data: str, separator: str, codes: Sequence[tuple[str, str]]) -> Command | None:
    name, _, properties = info.partition(" ")
    if name.lower() not in GITHUB_COMMANDS:
        return None
    return Command(name, _properties(properties.strip(), separator, codes), _unescaped(data, codes))


def _azure(line: str) -> Command | None:
    _, prefix, rest = line.partition("##vso[")
    if not prefix or "]" not in rest:
        return None
    info, _, data = rest.partition("]")
    name, _, properties = info.partition(" ")
    if len([part for part in name.split(".") if part]) != 2:
        return None
    codes = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))
    return Command(name, _properties(properties, ";", codes), _unescaped(data, codes))


def _properties(text: str, separator: str, codes: Sequence[tuple[str, str]]) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(separator) if part)
    return {name: _unescaped(value, codes) for name, sign, value in pairs if sign and name and value}


def _unescaped(text: str, codes: Sequence[tuple[str, str]]) -> str:
    for code, sign in codes:
        text = text.replace(code, sign)
    return text
