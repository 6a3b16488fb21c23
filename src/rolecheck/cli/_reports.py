"""Where a gap report goes – to standard output, to one file, or to a folder with a file for each unit – and of whom it is."""

import contextlib
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rolecheck.check import Report
from rolecheck.cli._console import write
from rolecheck.cli._folders import hidden_in, output_path, tell_removed
from rolecheck.cli._outputs import SEPARATORS, STANDARD_OUTPUT, check_separator
from rolecheck.cli._session import Session, canvas, known, unknown
from rolecheck.errors import RolecheckError
from rolecheck.files import write_bytes, write_folder
from rolecheck.gap_report import Revision, gap_report_of
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log, for_terminal
from rolecheck.render.report.content import INDEX
from rolecheck.render.report.document import Document, folder, whole
from rolecheck.render.report.formats import ReportFormat, report_format, report_formats
from rolecheck.render.summary import verdict
from rolecheck.repository import head_of
from rolecheck.written_list import Output

_DOCUMENTS_BETWEEN_COLLECTIONS = 50


@dataclass(frozen=True, slots=True)
class Target:
    """A format, what it is laid out for, and the file or the folder that it goes to; without either, standard output."""

    name: str
    canvas: Canvas
    path: Path | None = None
    is_folder: bool = False

    @property
    def format(self) -> ReportFormat:
        """What lays the report out."""
        return report_format(self.name)


def target_of(format_: str | None, output: str | None, *, color: str, separator: str) -> Target:
    """What is asked for with --format and --output. Raises RolecheckError where it cannot be meant."""
    name = known("format", format_ or "terminal", report_formats())
    check_separator(separator)
    path = None if output is None or output == STANDARD_OUTPUT else output_path(output)
    is_folder = path is not None and (str(output).endswith(os.sep) or path.is_dir())
    shown_on = replace(canvas(color, path), separator=SEPARATORS[separator])
    target = Target(name, shown_on, path, is_folder)
    if path is None and target.format.IS_BINARY:
        raise RolecheckError("no-text", format=name, ending=target.format.ENDING)
    return target


def units_led_by(leader: str, units: Sequence[str] | None, session: Session) -> list[str]:
    """The units that somebody leads on the day. Raises RolecheckError where there are none, and with --unit."""
    if units:
        raise RolecheckError("leader-and-unit")
    register = session.register
    led = [unit for unit in register.units.values() if unit.leader is not None and unit.active_on(session.as_of)]
    if all(unit.leader != leader for unit in led):
        people = [person for unit in led if (person := register.people.get(unit.leader or ""))]
        spellings = {person.id: person.id for person in people} | {person.name or "": person.id for person in people}
        # A suggestion names somebody, which is not wanted where people are hidden.
        raise unknown("leader", leader, {} if session.speaker.redactor else spellings)
    return [unit.id for unit in led if unit.leader == leader]


def deliver_gap_report(report: Report, session: Session, target: Target) -> None:
    """Render the report and write it."""
    head = head_of(session.folder, report.register.documents)
    gap_report = gap_report_of(report, Revision(*head) if head else None)
    if target.is_folder and target.path is not None:
        documents = session.watch("writing", folder(gap_report, session.speaker), len(gap_report.overview.units) + 1)
        made = Output(f"report --format {target.name}", hidden_in(session), narrowed=bool(report.policy.units))
        ahead = [f"{INDEX}{target.format.ENDING}"]
        removed = write_folder(target.path, _files(documents, target), made, ahead=ahead)
        _say_what_was_written(len(gap_report.overview.units) + 1, report, session, target.path)
        tell_removed(removed, target.path, session)
        return
    documents = session.watch("rendering", [whole(gap_report, session.speaker)])
    [rendered] = [target.format.render(document, target.canvas) for document in documents]
    if target.path is not None:
        write_bytes(target.path, _as_bytes(rendered))
        _say_what_was_written(1, report, session, target.path)
    elif isinstance(rendered, str):
        write(rendered, sys.stdout)


def _say_what_was_written(files: int, report: Report, session: Session, path: Path) -> None:
    """One line on standard error: a folder that was meant, and became a file, is noticed."""
    said = session.speaker.say("report.written", n=files, file=path)
    with contextlib.suppress(OSError):  # the files stand there; without standard error, the exit code says the rest
        write(f"{for_log(for_terminal(said))} {verdict(report, session.speaker, Canvas())}\n", sys.stderr)


def _files(documents: Iterable[Document], target: Target) -> Iterator[tuple[str, bytes]]:
    """Each document as a file. What one leaves behind is dropped now and then, while what the run stands on is left alone."""
    found = target.format
    gc.freeze()
    for number, document in enumerate(documents, start=1):
        yield f"{document.name}{found.ENDING}", _as_bytes(found.render(document, target.canvas))
        if number % _DOCUMENTS_BETWEEN_COLLECTIONS == 0:
            gc.collect()


def _as_bytes(rendered: str | bytes) -> bytes:
    return rendered.encode("utf-8", "replace") if isinstance(rendered, str) else rendered
