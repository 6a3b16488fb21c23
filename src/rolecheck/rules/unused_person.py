"""A person of whom the register has no need."""

from collections.abc import Iterator

from rolecheck.finding import Gap, PersonId, Severity
from rolecheck.model import Unit
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.NOTE)
def unused_person(case: Case) -> Iterator[Gap]:
    """A person stands in the register, but nothing in it concerns them.

    What it checks:
        Everybody in `people` has or had an appointment, leads a unit, is a contact, is in a group, or has decided,
        attested or granted something.

    Why:
        Personopplysningsloven: keep no personal data that you do not need.

    Fails:
        - id: per.li    (and nothing else says per.li)

    Passes:
        - id: per.li
        ...
        leader: per.li

    Remedy:
        Remove the person from the file, or add the appointment that is missing.
    """
    register = case.register
    used: set[str | None] = {waiver.granted_by for waiver in register.waivers.values()}
    for group in register.groups.values():
        used.update(group.members)
    for unit in register.units.values():
        used.update(_named_in(unit))
    for person in register.people.values():
        used.update(attestation.by for attestation in person.attested)
    for person in register.people.values():
        if person.id not in used:
            yield Gap(
                place=person.at / "id",
                subject={"person": PersonId(person.id), "unit": person.unit},
                facts={"person": person, "unit": register.units[person.unit]},
            )


def _named_in(unit: Unit) -> Iterator[str | None]:
    yield unit.leader
    for people in unit.contacts.values():
        yield from people
    for appointment in unit.appointments:
        yield appointment.person
        if appointment.decided is not None:
            yield appointment.decided.by
