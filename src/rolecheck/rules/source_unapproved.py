"""A governing document that does not say who approved it, and when."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING)
def source_unapproved(case: Case) -> Iterator[Gap]:
    """A document that norms cite lacks an approver or a date of approval.

    What it checks:
        Each source that a role card or a norm cites has `approved_by` and `approved`.

    Why:
        A governing document states who approved it and when. Without that, nobody can say whether its norms are in force.

    Fails:
        approved_by: Rektor

    Passes:
        approved_by: Rektor
        approved: 2018-06-01

    Remedy:
        Find the approval and note it, or have the document approved. If it waits, write a waiver.
    """
    for source in case.roster.norms.cited_sources():
        missing = [key for key in ("approved_by", "approved") if getattr(source, key) is None]
        if missing:
            yield Gap(
                place=source.at / "id",
                subject={"source": source.id},
                facts={"source": source},
                variant="both" if len(missing) == 2 else missing[0],
            )
