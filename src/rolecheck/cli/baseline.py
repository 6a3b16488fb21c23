"""`rolecheck baseline`: writes and tends the file that `validate --baseline` compares with."""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck.cli import _options as options


def baseline(
    action: Annotated[
        str,
        typer.Argument(
            metavar="create|update|prune",
            help="create: a new file with what is found now. update: the same for a file that is there. prune: only take "
            "out what is no longer found.",
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The baseline file, as in rolecheck-baseline.jsonl.")],
    register: options.RegisterOption = None,
    as_of: options.AsOf = None,
    language: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """Write down what is found now, so that only what is new fails a run.

    “rolecheck validate --baseline FILE” then fails on new findings alone. The file belongs beside the register, in
    version control. It names no people. What a waiver accepts is noted as waived: when the waiver ends, it counts as new.
    """
    from rolecheck.files import read_register, write_text  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.check import check  # noqa: PLC0415
    from rolecheck.cli import _baselines as baselines  # noqa: PLC0415
    from rolecheck.cli import _session as session  # noqa: PLC0415
    from rolecheck.cli._folders import output_path  # noqa: PLC0415

    output_path(file)
    baselines.check_action(action, file)
    opened = session.open_session(files, as_of=as_of, language=language)
    report = check(opened.register, session.policy_of(opened.register), opened.as_of, watch=opened.watch)
    change = baselines.changed(action, file, report)
    write_text(file, change.text)
    session.deliver(baselines.told(change, file, opened.speaker), None, opened.speaker)
