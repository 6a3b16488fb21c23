"""A rule's documentation, and the list of rules."""

from collections.abc import Iterator

from rolecheck.render.canvas import Canvas
from rolecheck.render.manual import manual_of
from rolecheck.render.paint import painted
from rolecheck.render.prose import heading, wrapped
from rolecheck.rule import Group, Rule
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker


def render_rule(rule: Rule, speaker: Speaker, canvas: Canvas) -> str:
    """One rule with its manual."""
    return "\n".join(_rule_lines(rule, speaker, canvas)) + "\n"


def _rule_lines(rule: Rule, speaker: Speaker, canvas: Canvas) -> Iterator[str]:
    yield from heading(speaker.say("explain.titled", rule=rule.id, title=speaker.title(rule.id)), canvas)
    waivable = speaker.say("explain.waivable" if rule.waivable else "explain.not-waivable")
    yield speaker.say("explain.summary", severity=severity_words(rule, speaker), waivable=waivable)
    manual = manual_of(rule, speaker.language)
    yield ""
    yield from wrapped(manual.summary, canvas)
    for section in manual.sections:
        yield ""
        yield painted(speaker.say(f"explain.section-{section.name}"), "bold", canvas)
        if section.example:
            yield from (f"  {line}" for line in section.text.split("\n"))
        else:
            yield from wrapped(section.text, canvas)


def severity_words(rule: Rule, speaker: Speaker) -> str:
    """The rule's severity in words."""
    return speaker.common(rule.severity) if rule.severity else speaker.say("explain.by-norm")


def render_rules(speaker: Speaker, canvas: Canvas) -> str:
    """Every rule by group, a line each."""
    lines: list[str] = []
    width = max(map(len, all_rules())) + 2
    for group in Group:
        lines += [*heading(speaker.say(f"explain.{group}"), canvas)]
        for rule in all_rules().values():
            if rule.group is group:
                line = f"{rule.id:<{width}}{speaker.title(rule.id)} ({severity_words(rule, speaker)})"
                lines += wrapped(line, canvas, indent=" " * width)
        lines.append("")
    return "\n".join([*lines, *wrapped(speaker.say("explain.more"), canvas)]) + "\n"
