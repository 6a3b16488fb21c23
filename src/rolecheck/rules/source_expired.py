"""A governing document whose validity has ended."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING)
def source_expired(case: Case) -> Iterator[Gap]:
    """A document that norms cite is no longer valid.

    What it checks:
        `expires` of each source that a role card or a norm cites is not before the day. It is the last day of validity.

    Why:
        Norms should rest on a document that is in force.

    Fails:
        expires: 2025-12-31    on 2026-01-01

    Passes:
        expires: 2025-12-31    on 2025-12-31

    Remedy:
        Cite the document that replaces it, or note its new validity. If it waits, write a waiver.
    """
    for source in case.roster.norms.cited_sources():
        if source.expires is not None and source.expires < case.as_of:
            yield Gap(
                place=source.at / "id",
                subject={"source": source.id},
                facts={"source": source, "expires": source.expires},
            )
