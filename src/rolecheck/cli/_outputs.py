"""Where the report of a run goes: to standard output and to files, in several formats at once."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rolecheck.check import Report
from rolecheck.cli._console import write
from rolecheck.cli._folders import output_path
from rolecheck.cli._session import Session, canvas, known, summarize
from rolecheck.errors import RolecheckError
from rolecheck.files import write_text
from rolecheck.render.formats import formats, renderer
from rolecheck.suggestions import closest

SEPARATORS = {"comma": ",", "semicolon": ";"}
STANDARD_OUTPUT = "-"
# Formats of single findings, for which the summary goes to standard error.
_WITHOUT_SUMMARY = {"concise", "github", "azure", "csv"}


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that it goes to; without one, to standard output."""

    format: str
    file: Path | None = None


def outputs_of(format_: str | None, wanted: Sequence[str] | None, environment: Mapping[str, str]) -> list[Output]:
    """What is asked for with --format and --output, and what a pipeline shows beside it.

    An output is `FILE`, which takes the text of --format away from standard output, or `FORMAT:FILE`, which is one
    more. Raises RolecheckError where an output names no format, or goes where another one goes.
    """
    main = known("format", format_ or "terminal", formats())
    named = [(_named_format(text), text) for text in wanted or ()]
    outputs = [_output(text, name) if name else Output(main, _file(text)) for name, text in named]
    if all(name for name, _ in named):
        outputs.insert(0, Output(main))
    _check_distinct(outputs)
    shown = _annotations_of(environment)
    if format_ is None and shown and Output(main) in outputs and Output(shown) not in outputs:
        outputs.append(Output(shown))
    return outputs


def deliver_report(
    report: Report, session: Session, outputs: Sequence[Output], *, color: str, separator: str = "comma"
) -> None:
    """Render every output, then write the files, then standard output: nothing is written where one cannot be made."""
    texts = [
        (output, _text(report, session, output, color, separator)) for output in session.watch("rendering", outputs)
    ]
    for output, text in texts:
        if output.file is not None:
            write_text(output.file, text)
    on_standard_output = [(output.format, text) for output, text in texts if output.file is None]
    if on_standard_output:
        write("".join(text for _, text in on_standard_output), sys.stdout)
    shown = {output.format for output in outputs}
    if shown & _WITHOUT_SUMMARY and "terminal" not in shown:
        summarize(report, session.speaker, color)


def check_separator(name: str) -> None:
    """Raise RolecheckError for a separator that there is not."""
    if name not in SEPARATORS:
        raise RolecheckError("unknown-choice", option="--csv-separator", value=name, known=", ".join(SEPARATORS))


def _text(report: Report, session: Session, output: Output, color: str, separator: str) -> str:
    shown_on = replace(session.placed(canvas(color, output.file)), separator=SEPARATORS[separator])
    return renderer(output.format)(report, session.speaker, shown_on)


# --- understanding the options ------------------------------------------------------------------------------------


def _named_format(text: str) -> str:
    """The format that an output names before its first colon; empty where the whole is the name of a file.

    Only the name of a format counts, so that a drive’s letter or a colon in a name misleads nobody. A word that is
    nearly one is an error, as a report in the wrong format would be noticed late.
    """
    word, colon, _ = text.partition(":")
    if not colon or not re.fullmatch("[A-Za-z]{2,}", word):
        return ""
    if word in formats():
        return word
    suggestion = closest(word, formats())
    if suggestion is not None:
        raise RolecheckError(
            "unknown-output", value=word, output=text, suggestion=suggestion, known=", ".join(formats())
        )
    return ""


def _output(text: str, name: str) -> Output:
    file = text.partition(":")[2]
    if not file:
        raise RolecheckError("output-without-file", output=text)
    return Output(name, _file(file))


def _file(text: str) -> Path | None:
    return None if text == STANDARD_OUTPUT else output_path(text)


def _check_distinct(outputs: Sequence[Output]) -> None:
    seen: set[str] = set()
    for output in outputs:
        if output.file is None and outputs.count(output) > 1:
            raise RolecheckError("format-twice", format=output.format)
        target = "" if output.file is None else os.path.realpath(output.file)
        if target in seen:
            raise RolecheckError("outputs-to-one-file", file=output.file)
        seen |= {target} - {""}


def _annotations_of(environment: Mapping[str, str]) -> str:
    """The format that shows findings beside the code in the pipeline that this runs in; GitLab has none."""
    return next(_annotation_formats(environment), "")


def _annotation_formats(environment: Mapping[str, str]) -> Iterator[str]:
    if environment.get("GITHUB_ACTIONS", "").lower() == "true":
        yield "github"
    if environment.get("TF_BUILD", "").lower() == "true":
        yield "azure"
