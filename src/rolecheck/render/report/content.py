"""The gap report as pages in words: one for each unit, and one that gives an overview and says what concerns all."""

from collections.abc import Iterator, Sequence

from rolecheck.check import Report
from rolecheck.gap_report import GapReport, Part
from rolecheck.layout import FileKind
from rolecheck.model import Person
from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Block, Cell, Facts, Page, Paragraph, Section
from rolecheck.render.canvas import Canvas
from rolecheck.render.report import lists, names, roles, tables
from rolecheck.render.report.all_tasks import all_tasks
from rolecheck.render.report.phrases import away_words
from rolecheck.render.report.tables import unit_name
from rolecheck.render.standing import status
from rolecheck.render.summary import checked, shown_part, verdict
from rolecheck.wording import Speaker

INDEX = "index"
_LENGTH_OF_A_COMMIT = 12


def unit_page(part: Part, gap_report: GapReport, speaker: Speaker) -> Page:
    """Everything about one unit."""
    assert part.unit is not None  # noqa: S101 - the part that concerns no unit stands on the index
    unit, speaker = part.unit.unit, names.of_part(part, gap_report.report, speaker)
    blocks = [Facts(list(_facts(part.unit, gap_report, speaker))), *part_blocks(part, gap_report, speaker)]
    return Page(unit_name(unit.id, speaker), speaker.text(unit), blocks)


def index_page(gap_report: GapReport, speaker: Speaker) -> Page:
    """How much was looked at and what it came to, a table over all units, and what concerns no unit."""
    speaker = names.of_index(gap_report, speaker)
    report, say = gap_report.report, speaker.say
    facts = [*_outcome(gap_report, speaker), _day(report, speaker)]
    facts += [*_away(gap_report.overview.away, report, speaker), *_revision(gap_report, speaker)]
    blocks: list[Block] = [Facts(facts)]
    if len(gap_report.overview.units) > 1:
        every = all_tasks(gap_report, speaker)
        blocks.append(Section(say("report.all-actions"), [every or Paragraph(say("report.no-actions"), "good")]))
    if report.unchecked:
        told = Paragraph(say("summary.unchecked-files"), "error")
        blocks.append(Section(say("report.sheet-unchecked"), [told, lists.unchecked(report, speaker)]))
    overview = gap_report.overview
    if overview.units or overview.unread:
        blocks.append(Section(say("report.summary"), [tables.units(gap_report, speaker)]))
    elsewhere = gap_report.elsewhere
    if elsewhere.findings or elsewhere.holdings or elsewhere.endings:
        blocks.append(Section(say("report.elsewhere"), list(part_blocks(elsewhere, gap_report, speaker))))
    return Page(INDEX, speaker.text(report.register.name), blocks)


def part_blocks(part: Part, gap_report: GapReport, speaker: Speaker) -> Iterator[Block]:
    """What must be done, then why: who holds what, who has which courses, what was found, what ends, what is waived."""
    report, say = gap_report.report, speaker.say
    tasks = tables.actions(part, report, speaker)
    is_bound = part.unit is None or part.unit.unit.id in report.case.roster.bound_ids
    nothing = say("report.no-actions" if is_bound else "report.no-actions-itself")
    yield Section(say("report.actions"), [tasks or Paragraph(nothing, "good")])
    held = roles.matrix(part, gap_report, speaker)
    if held is not None:
        yield Section(say("report.roles"), [held])
    elif part.unit is not None:
        yield Section(say("report.roles"), [Paragraph(say("report.nobody"))])
    if part.qualifications:
        yield Section(say("report.qualifications"), [tables.qualifications(part, speaker)])
    if part.counting:
        yield Section(say("report.gaps"), [lists.gaps(part, report, speaker)])
    ending = lists.endings(part, report, speaker)
    if ending is not None:
        yield Section(say("report.endings", n=report.case.horizon_days), [ending])
    if part.waived:
        yield Section(say("report.waivers"), [lists.waivers(part, report, speaker)])


def _facts(found: UnitOverview, gap_report: GapReport, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    say, report = speaker.say, gap_report.report
    has_duty = found.unit.id in report.case.roster.bound_ids
    yield say("report.status"), status(found, report, speaker)
    if found.leader or has_duty:
        yield say("report.leader"), Cell(speaker.text(found.leader) if found.leader else say("report.no-leader"))
    yield _day(report, speaker)
    if found.unit.closes_by(report.case.horizon):
        is_open = found.unit.active_on(report.as_of)
        yield (
            say("report.closes" if is_open else "report.closed"),
            Cell(found.unit.last_day or "", "warning" if is_open else ""),
        )
    if found.contributing:
        yield say("report.contributing"), Cell(speaker.listed(found.contributing, most=100))
    if found.counts_for is not None:
        link = unit_name(found.counts_for.id, speaker)
        yield say("report.counts-for"), Cell(speaker.text(found.counts_for), link=link)
    elif found.holdings and not has_duty and found.unit.parent is not None:
        unread = FileKind.UNIT in report.register.unchecked_kinds
        yield say("report.counts-for"), Cell(say("report.counts-for-unread" if unread else "report.counts-for-none"))
    yield from _away(found.away, report, speaker)
    yield from _limits(report, speaker)
    yield from _revision(gap_report, speaker)


def _away(people: Sequence[Person], report: Report, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    if people:
        said = [away_words(person, report.as_of, speaker) for person in people]
        yield speaker.say("report.away"), Cell(speaker.listed(said, most=100))


def _day(report: Report, speaker: Speaker) -> tuple[str, Cell]:
    return speaker.say("report.day"), Cell(report.as_of)


def _revision(gap_report: GapReport, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    revision = gap_report.revision
    if revision is not None:
        commit = revision.commit[:_LENGTH_OF_A_COMMIT]
        words = speaker.say("report.revision-changed", commit=commit) if revision.changed else commit
        yield speaker.say("report.revision"), Cell(words)


def _limits(report: Report, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    """What a reader of one unit alone must know so that a part is not taken for the whole."""
    if report.policy.leaves_rules_out:
        yield speaker.say("report.part"), Cell(shown_part(report, speaker))
    if report.unchecked:
        yield (
            speaker.say("report.sheet-unchecked"),
            Cell(speaker.say("report.unchecked-files", n=len(report.unchecked)), "error"),
        )


def _outcome(gap_report: GapReport, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    """Whether the check passed, how much was looked at, and which part of the findings is shown."""
    report, say = gap_report.report, speaker.say
    yield say("report.outcome"), Cell(verdict(report, speaker, Canvas()), "error" if report.failed else "good")
    yield say("report.extent"), Cell(checked(report, speaker))
    part = shown_part(report, speaker)
    if part:
        yield say("report.part"), Cell(part)
