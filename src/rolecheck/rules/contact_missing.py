"""A unit that lacks a contact."""

from collections.abc import Iterator

from rolecheck.cards import UnitContact
from rolecheck.finding import Gap
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def contact_missing(case: Case) -> Iterator[Gap]:
    """A unit does not name a contact that advisers work with.

    What it checks:
        Each unit that a `unit-contact` norm binds names the contact, and at least one of the people named counts. With
        `during: introduction` this holds only during the unit's introduction.

    Why:
        Advisers do their work together with these people, and look for them here.

    Fails:
        contacts: {}

    Passes:
        contacts:
          kommunikasjonsressurs: ola.hansen

    Remedy:
        Name somebody under `contacts`. If it waits, write a waiver.
    """
    roster = case.roster
    for role in case.register.cards_of_role:
        for found in roster.norms.for_role(UnitContact, role):
            contact = found.norm.contact
            for unit in roster.units_bound_by(found.norm):
                if roster.counting.isdisjoint(unit.contacts.get(contact, ())):
                    yield Gap(
                        place=unit.at / "id",
                        subject={"unit": unit.id, "contact": contact},
                        facts={"unit": unit, "contact": contact, "as_of": case.as_of},
                        norm=roster.norms.reference(found),
                        variant="away" if unit.contacts.get(contact) else "",
                    )
