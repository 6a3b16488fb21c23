"""A holder of a role whose required competence nobody has confirmed."""

from collections.abc import Iterator

from rolecheck.cards import Attested
from rolecheck.finding import Gap, Related
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def competence_unattested(case: Case) -> Iterator[Gap]:
    """Nobody has confirmed a competence that the role requires.

    What it checks:
        Everybody who holds the role has an attestation of the competence of each `attested` norm, dated on or before
        the day.

    Why:
        Some requirements cannot be shown by a course, only by the word of somebody who knows, most often the leader.

    Fails:
        - id: ola.hansen
          attested: []

    Passes:
        - id: ola.hansen
          attested:
            - {competence: verktoyekspert, on: 2025-01-15, by: kari.nordmann}

    Remedy:
        Ask the leader to confirm it, and note who did and when. If it waits, write a waiver.
    """
    roster = case.roster
    for found, held in roster.held_duties(Attested):
        person = held.person
        attested = {attestation.competence for attestation in person.attested if attestation.on <= case.as_of}
        if found.norm.competence not in attested:
            competence = next(c for c in found.card.competence.all if c.id == found.norm.competence)
            yield Gap(
                place=person.at / "id",
                subject={**held.subject, "competence": competence.id, "unit": person.unit},
                facts={"person": person, "duty": held.duty, "competence": competence.text, "id": competence.id},
                norm=roster.norms.reference(found),
                related=tuple(Related(appointment.at / "person", "appointment") for appointment in held.appointments),
            )
