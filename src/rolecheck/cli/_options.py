"""The options that the commands share."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from rolecheck.render import report
from rolecheck.render.format_names import formats

RegisterArgument = Annotated[
    Optional[Path],
    typer.Argument(
        metavar="[REGISTER]",
        help="The folder that holds rolecheck.yaml. Without it: looked for here, in data, and upwards.",
    ),
]
RegisterOption = Annotated[
    Optional[Path],
    typer.Option(
        "--register",
        metavar="REGISTER",
        help="The folder that holds rolecheck.yaml. Without it: looked for here, in data, and upwards.",
    ),
]
AsOf = Annotated[
    Optional[str],
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        help="The day of the check, by what the files say now; today in Oslo without it.",
    ),
]
Language = Annotated[
    Optional[str], typer.Option("--language", metavar="nb|nn|en", help="The language; the register's own without it.")
]
Select = Annotated[
    Optional[list[str]],
    typer.Option("--select", metavar="RULE", help="Only this rule; can be given several times, or with commas."),
]
Ignore = Annotated[
    Optional[list[str]],
    typer.Option("--ignore", metavar="RULE", help="Not this rule; can be given several times, or with commas."),
]
Units = Annotated[
    Optional[list[str]],
    typer.Option(
        "--unit", metavar="ID", help="Only this unit and all below it; can be given several times, or with commas."
    ),
]
FailOn = Annotated[
    Optional[str],
    typer.Option("--fail-on", metavar="error|warning|note|never", help="The least grave finding that fails the run."),
]
NoWaivers = Annotated[bool, typer.Option("--no-waivers", help="Count also what a waiver accepts.")]
Redact = Annotated[
    bool,
    typer.Option("--redact", help="Show no names and no addresses; people get pseudonyms that change from run to run."),
]
RedactKeyFile = Annotated[
    Optional[Path],
    typer.Option(
        "--redact-key-file",
        metavar="FILE",
        readable=False,  # we say so ourselves
        help="Like --redact, with the same pseudonyms in every run: this file holds the secret, at least 32 random "
        "characters. In a pipeline, ROLECHECK_REDACT_KEY can hold it: where it does, names are hidden without an option; "
        "set but empty, it stops a run that would show them.",
    ),
]
Format = Annotated[
    Optional[str], typer.Option("--format", metavar="NAME", help=f"One of {', '.join(formats())}; terminal without it.")
]
Outputs = Annotated[
    Optional[list[str]],
    typer.Option(
        "--output",
        metavar="FILE|FORMAT:FILE",
        help="Write to this file instead of standard output; with the name of a format before it, write that one as "
        "well. Can be given several times; - is standard output.",
    ),
]
CsvSeparator = Annotated[
    str, typer.Option("--csv-separator", metavar="comma|semicolon", help="What stands between the cells of csv.")
]
Since = Annotated[
    Optional[str],
    typer.Option(
        "--since",
        metavar="REV",
        help="Fail only on what is new since this git revision. Both states are checked as of the same day: what changes "
        "by the calendar alone belongs in the scheduled run.",
    ),
]
Baseline = Annotated[
    Optional[Path],
    typer.Option(
        "--baseline", metavar="FILE", help="Fail only on what does not stand in this file; see “rolecheck baseline”."
    ),
]
ReportFormat = Annotated[
    Optional[str],
    typer.Option("--format", metavar="NAME", help=f"One of {', '.join(formats(report))}; terminal without it."),
]
ReportOutput = Annotated[
    Optional[str],
    typer.Option(
        "--output",
        metavar="FILE|FOLDER/",
        help="Write to this file instead of standard output, everything in one. With a slash at the end, or where a "
        "folder of that name is there: write a file for each unit and an index into the folder.",
    ),
]
Leader = Annotated[
    Optional[str],
    typer.Option("--leader", metavar="ID", help="Only the units that this person leads, and all below them."),
]
Output = Annotated[
    Optional[str], typer.Option("--output", metavar="FILE", help="Write to this file instead of standard output.")
]
Color = Annotated[
    str, typer.Option("--color", metavar="auto|always|never", help="Colours; NO_COLOR and FORCE_COLOR are respected.")
]
ShowConfig = Annotated[
    bool,
    typer.Option("--show-config", help="Show every setting and where it comes from, and check nothing."),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a mistake in rolecheck.")]
