"""A rule's documentation, and the list of rules."""

from collections.abc import Iterator

from rolecheck.render.canvas import Canvas
from rolecheck.render.paint import painted
from rolecheck.render.prose import heading, wrapped
from rolecheck.rule import Group, Rule
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker

_EXAMPLES = ("Fails", "Passes")


def render_rule(rule: Rule, speaker: Speaker, canvas: Canvas) -> str:
    """One rule, as it is written beside its code."""
    return "\n".join(_rule_lines(rule, speaker, canvas)) + "\n"


def _rule_lines(rule: Rule, speaker: Speaker, canvas: Canvas) -> Iterator[str]:
    yield from heading(speaker.say("explain.titled", rule=rule.id, title=speaker.title(rule.id)), canvas)
    waivable = speaker.say("explain.waivable" if rule.waivable else "explain.not-waivable")
    yield speaker.say("explain.summary", severity=severity_words(rule, speaker), waivable=waivable)
    if speaker.language != "en":
        yield from wrapped(speaker.say("explain.only-english"), canvas)
    yield ""
    yield from wrapped(rule.summary, canvas)
    for title, body in rule.sections.items():
        yield ""
        yield painted(title, "bold", canvas)
        if title in _EXAMPLES:
            yield from (f"  {line}" for line in body.split("\n"))
        else:
            yield from wrapped(" ".join(body.split()), canvas)


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
