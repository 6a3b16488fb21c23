"""The page of a rule: what it checks, why, how to put it right, and where it finds something now."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rolecheck.overview import standing_of
from rolecheck.render.blocks import Block, Cell, Facts, Page, Paragraph, Section, Table, Tone
from rolecheck.render.explanation import severity_words
from rolecheck.render.manual import manual_of
from rolecheck.render.order import sorting
from rolecheck.render.site.edition import TONES, Edition
from rolecheck.render.site.words import name_of, unit_cell
from rolecheck.rule import Group, Rule
from rolecheck.rules import all_rules
from rolecheck.sentences import Worded
from rolecheck.wording import Speaker

_MOST_UNITS = 200


def rules_page(edition: Edition, speaker: Speaker) -> Page:
    """All rules, by what they are about."""
    sections = [Section(speaker.say(f"explain.{group}"), [_table(group, edition, speaker)]) for group in Group]
    return Page("rules", speaker.say("site.rules"), sections)


def _table(group: Group, edition: Edition, speaker: Speaker) -> Table:
    rows = [
        [
            Cell(speaker.title(rule.id), link=f"rule/{rule.id}"),
            Cell(severity_words(rule, speaker)),
            Cell(len(edition.by_rule.get(rule.id, ()))),
        ]
        for rule in all_rules().values()
        if rule.group is group
    ]
    columns = [speaker.say("site.rule"), speaker.say("site.severity"), speaker.say("site.found-now")]
    return Table(speaker.say("site.rules-caption"), columns, rows)


def rule_page(rule: Rule, edition: Edition, speaker: Speaker) -> Page:
    """One rule."""
    return Page(f"rule/{rule.id}", speaker.title(rule.id), list(_blocks(rule, edition, speaker)))


def _blocks(rule: Rule, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    say = speaker.say
    pairs = [
        (say("site.rule-id"), Cell(Worded(rule.id))),
        (say("site.group"), Cell(say(f"explain.{rule.group}"))),
        (say("site.severity"), Cell(severity_words(rule, speaker))),
        (say("site.waiver"), Cell(say("explain.waivable" if rule.waivable else "explain.not-waivable"))),
    ]
    yield Facts(pairs)
    manual = manual_of(rule, speaker.language)
    yield Section(say("site.section-summary"), [Paragraph(_prose(manual.summary, speaker))])
    for section in manual.sections:
        paragraph = (
            Paragraph(Worded(section.text), verbatim=True)
            if section.example
            else Paragraph(_prose(section.text, speaker))
        )
        yield Section(say(f"explain.section-{section.name}"), [paragraph])
    yield from _found(rule, edition, speaker)


def _prose(text: str, speaker: Speaker) -> Worded:
    """A text of the manual as one paragraph; what is code stands in the language’s quotation marks."""
    quoted = re.sub("`([^`]*)`", lambda code: speaker.common("quoted").format(text=code[1]), " ".join(text.split()))
    return Worded(quoted)


def _found(rule: Rule, edition: Edition, speaker: Speaker) -> Iterator[Section]:
    """The units with such a finding, and how many each has."""
    findings = edition.by_rule.get(rule.id, ())
    if not findings:
        yield Section(speaker.say("site.found-now"), [Paragraph(speaker.say("site.found-nowhere"))])
        return
    by_unit: dict[str, list[Tone]] = defaultdict(list)
    for finding in findings:
        unit = edition.unit_of(finding)
        by_unit[unit.unit.id if unit else ""].append(standing_of(finding))
    elsewhere = by_unit.pop("", [])
    units = sorted(
        (edition.units[unit_id].unit for unit_id in by_unit), key=lambda unit: sorting(name_of(unit, speaker))
    )
    rows = [[unit_cell(unit, speaker), _number(by_unit[unit.id])] for unit in units[:_MOST_UNITS]]
    if elsewhere:
        rows.append([Cell(speaker.say("report.elsewhere")), _number(elsewhere)])
    table = Table(speaker.say("site.found-caption"), [speaker.say("report.unit"), speaker.say("site.number")], rows)
    left_out = len(units) - _MOST_UNITS
    more = [Paragraph(speaker.say("site.more-units", n=left_out))] if left_out > 0 else []
    yield Section(speaker.say("site.found-now"), [table, *more])


def _number(tones: list[Tone]) -> Cell:
    return Cell(len(tones), max(tones, key=TONES.index))
