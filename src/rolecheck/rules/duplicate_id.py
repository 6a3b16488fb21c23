"""Two entities of one kind with one id."""

from collections.abc import Iterator

from rolecheck.finding import Gap, PersonId, Related, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def duplicate_id(case: Case) -> Iterator[Gap]:
    """Two entities of a kind have the same id, or two role cards are for the same role and process.

    What it checks:
        Ids of units, people, role cards, processes, courses, sources, waivers and groups are unique in the register,
        those of norms and competences on their card. A role has at most one card for each process, and one general card.

    Why:
        An id says who or what is meant. The first in path order stands; the others are ignored until they are mended.

    Fails:
        people:
          - id: kari.nordmann
          - id: kari.nordmann

    Passes:
        people:
          - id: kari.nordmann
          - id: kari.nordmann2

    Remedy:
        Give one of them another id, or remove it if both are the same. This cannot be waived.
    """
    for duplicate in case.register.duplicates:
        entity_id = PersonId(duplicate.id) if duplicate.kind == "person" else duplicate.id
        yield Gap(
            place=duplicate.place,
            subject={"kind": duplicate.kind, "id": entity_id},
            facts={"id": entity_id, "first_file": duplicate.first.file, "first_line": duplicate.first.span.line},
            variant="of-role" if duplicate.of_role else duplicate.kind,
            related=(Related(duplicate.first, "first"),),
        )
