"""A national identity number that must not stand in the register."""

from collections.abc import Iterator

from rolecheck.document import Place
from rolecheck.finding import Gap, Related, Severity
from rolecheck.rule import Case, Group, rule

MOST_PLACES = 20


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def national_identity_number(case: Case) -> Iterator[Gap]:
    """A Norwegian national identity number stands in a file.

    What it checks:
        No file holds eleven digits whose two control digits fit those of a fødselsnummer, a D-number or a synthetic
        test number, with or without a space or hyphen after the sixth – comments included. The number is never shown.

    Why:
        The register needs no such number, and personopplysningsloven asks for as little personal data as possible.

    Fails:
        evidence: (a national identity number)

    Passes:
        evidence: kursbevis

    Remedy:
        Remove the number. If the file has been committed to git, it also stands in the history of the repository: then
        tell your data protection officer (personvernombud). This cannot be waived.
    """
    for document in case.register.documents:
        if not document.identity_numbers:
            continue
        shown = document.identity_numbers[:MOST_PLACES]  # each place costs a walk from the start of the file
        first, *others = (Place(document, fixed_span=document.span_at(start, end)) for start, end in shown)
        yield Gap(
            place=first,
            subject={"file": document.path},
            facts={"file": document.path, "count": len(document.identity_numbers)},
            related=tuple(Related(place, "also") for place in others),
        )
