"""JUnit XML: a suite for each unit, and in it a test for each requirement that binds the unit, the met ones included.

A test fails where the run fails: by a finding at or above `fail_on` that no waiver accepts and no base has. Milder findings stand in the
output of a test that passes, and waived ones skip it. What belongs to no unit stands in the first suite, where a test
fails if a file could not be read in full. So there is a failure or an error exactly if the exit code is 1.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rolecheck.check import Report
from rolecheck.finding import Finding, gravity
from rolecheck.obligations import obligations_of
from rolecheck.overview import Overview, Requirement, UnitOverview, overview_of
from rolecheck.render.canvas import Canvas
from rolecheck.render.compared import state_word
from rolecheck.render.escape import LONGEST_TEXT, for_xml, shortened
from rolecheck.render.in_one_text import LONGEST
from rolecheck.render.remarks import other_places, waiver
from rolecheck.wording import Speaker

_REGISTER = "_register"  # no unit can have this id


@dataclass(frozen=True)
class _Test:
    """One test: its name, its place in the tree of tests, and what was found."""

    name: str
    classname: str
    findings: Sequence[Finding] = ()
    unchecked: Sequence[str] = ()


@dataclass(frozen=True)
class _Suite:
    name: str
    id: str
    tests: Sequence[_Test]
    lines: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("errors", "failures", "skipped"), 0))


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """The report as test results. They say neither how long they took nor when: equal input gives equal bytes."""
    overview = overview_of(report)
    planner, writer = _Planner(overview, speaker), _Writer(report, speaker, canvas)
    suites = [planner.whole_register(), *planner.units()]
    body = [line for suite in suites for line in writer.suite(suite)]
    total = {key: sum(suite.counted[key] for suite in suites) for key in ("errors", "failures")}
    head = _tag("testsuites", name="rolecheck", tests=sum(len(suite.tests) for suite in suites), **total)
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{head}>", *body, "</testsuites>"]) + "\n"


class _Planner:
    """Decides which tests there are."""

    def __init__(self, overview: Overview, speaker: Speaker) -> None:
        self._overview = overview
        self._speaker = speaker

    def whole_register(self) -> _Suite:
        """Whether the files could be read, then what was found outside of units, by rule."""
        unchecked = self._overview.report.unchecked
        read = _Test(self._speaker.say("formats.read-in-full"), f"{_REGISTER}.files", unchecked=unchecked)
        tests = [read, *self._by_rule(self._overview.elsewhere, _REGISTER)]
        return _Suite(self._speaker.say("report.elsewhere"), _REGISTER, tests)

    def units(self) -> Iterator[_Suite]:
        """A suite for each unit."""
        obligations = obligations_of(self._overview)
        for unit in self._overview.units:
            tests = list(self._of_unit(unit, obligations[unit.unit.id]))
            yield _Suite(self._speaker.text(unit.unit), self._speaker.text(unit.unit.id), tests)

    def _of_unit(self, unit: UnitOverview, requirements: Sequence[Requirement]) -> Iterator[_Test]:
        for requirement in requirements:
            about = [found for found in unit.findings if requirement.concerns(found)]
            classname = f"{self._speaker.text(unit.unit.id)}.{self._id(requirement)}"
            yield _Test(self._words(requirement), classname, about)
        others = (found for found in unit.findings if not any(one.concerns(found) for one in requirements))
        yield from self._by_rule(others, self._speaker.text(unit.unit.id))

    def _by_rule(self, findings: Iterable[Finding], parent: str) -> Iterator[_Test]:
        by_rule: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_rule[finding.rule].append(finding)
        for rule in sorted(by_rule):
            yield _Test(self._speaker.title(rule), f"{parent}.{rule}", by_rule[rule])

    def _id(self, requirement: Requirement) -> str:
        """What keeps a requirement apart from the others of its unit."""
        if requirement.duty is None:
            return requirement.name
        return ".".join(self._speaker.text(part) for part in requirement.duty if part is not None)

    def _words(self, requirement: Requirement) -> str:
        if requirement.duty is not None:
            return self._speaker.duty(*requirement.duty)
        return self._speaker.say(f"report.requirement-{requirement.name}")


class _Writer:
    """Writes suites, and counts what it writes."""

    def __init__(self, report: Report, speaker: Speaker, canvas: Canvas) -> None:
        self._report = report
        self._speaker = speaker
        self._canvas = canvas

    def suite(self, suite: _Suite) -> Iterator[str]:
        """A suite with its tests; `counted` is filled in."""
        tests = [line for test in suite.tests for line in self._test(test, suite)]
        head = _tag("testsuite", name=suite.name, id=suite.id, tests=len(suite.tests), **suite.counted)
        yield f"  <{head}>"
        yield "    <properties>"
        yield f"      <{_tag('property', name='as_of', value=self._report.as_of.isoformat())}/>"
        yield "    </properties>"
        yield from tests
        yield "  </testsuite>"

    def _test(self, test: _Test, suite: _Suite) -> Iterator[str]:
        head = _tag("testcase", name=test.name, classname=test.classname)
        content = list(self._outcome(test, suite))
        if not content:
            yield f"    <{head}/>"
            return
        yield f"    <{head}>"
        yield from content
        yield "    </testcase>"

    def _outcome(self, test: _Test, suite: _Suite) -> Iterator[str]:
        """An error, a failure, a reason to skip, an output, or nothing at all."""
        failing = sorted(filter(self._fails, test.findings), key=gravity)
        if test.unchecked:
            suite.counted["errors"] += 1
            said = [self._speaker.say("formats.unchecked", file=self._file(file)) for file in test.unchecked]
            yield from _element("error", said, type="unchecked", message=said[0])
        elif failing:
            suite.counted["failures"] += 1
            message = self._speaker.finding(failing[0]).message
            if len(failing) > 1:
                message = shortened(message, LONGEST_TEXT // 2)
                message = self._speaker.say("formats.and-more", message=message, n=len(failing) - 1)
            yield from _element("failure", self._lines(test.findings), type=failing[0].severity.value, message=message)
        elif any(found.waived for found in test.findings):
            suite.counted["skipped"] += 1
            yield from _element("skipped", self._lines(test.findings))
        elif test.findings:
            yield from _element("system-out", self._lines(test.findings))

    def _fails(self, finding: Finding) -> bool:
        return self._report.policy.fails_on(finding) and self._report.is_new(finding)

    def _lines(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Each finding on lines of its own, the gravest first: where, what, why, and what to do or who accepted it."""
        for finding in sorted(findings, key=gravity):
            words, place = self._speaker.finding(finding), finding.gap.place
            state = state_word(self._report, finding, self._speaker)
            marks = [finding.rule, state, self._speaker.common("waived") if finding.waived else ""]
            where = f"{self._file(place.file)}:{place.span.line}:{place.span.column}"
            yield f"{where}: {self._speaker.common(finding.severity)}[{', '.join(filter(None, marks))}] {words.message}"
            for name, text in (
                (self._speaker.common("norm"), words.norm),
                *other_places(words, self._speaker, self._canvas),
                (self._speaker.common("help"), words.help),
                (self._speaker.common("waived"), waiver(self._report, finding, self._speaker)),
            ):
                if text:
                    yield f"  {name}: {text}"

    def _file(self, file: str) -> str:
        return shortened(self._speaker.safe(self._canvas.in_repository(file)))


def _tag(tag: str, **attributes: object) -> str:
    """The inside of a tag; a long attribute is shortened."""
    return " ".join([tag, *(f'{key}="{for_xml(shortened(str(value)))}"' for key, value in attributes.items())])


def _element(tag: str, lines: Iterable[str], **attributes: str) -> Iterator[str]:
    """An element that holds some lines, as they are to be shown."""
    text = "\n".join(for_xml(shortened(line, LONGEST)) for line in lines)
    yield f"      <{_tag(tag, **attributes)}>{text}</{tag}>"
