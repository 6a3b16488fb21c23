"""A unit with a duty that leans on too few people."""

from collections.abc import Iterator

from rolecheck.cards import UnitHeadcount
from rolecheck.finding import Gap
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def too_few_people(case: Case) -> Iterator[Gap]:
    """A unit has too few holders of a role, all processes taken together.

    What it checks:
        Each unit that a `unit-headcount` norm binds has enough distinct people who hold the role, for whatever process.

    Why:
        When one person has all processes, the unit is without help on the day that this person is away or leaves.

    Fails:
        one adviser with three processes, where the norm asks for two people

    Passes:
        two advisers who share the three processes

    Remedy:
        Appoint one more person, also for a process that somebody already has. If the gap is accepted for a time, write a
        waiver.
    """
    roster = case.roster
    for role in case.register.cards_of_role:
        for found in roster.norms.for_role(UnitHeadcount, role):
            for unit, people in roster.coverage(found.norm, roster.duties_of(role)):
                if len(people) < found.norm.people:
                    yield Gap(
                        place=unit.at / "id",
                        subject={"unit": unit.id, "role": role},
                        facts={
                            "unit": unit,
                            "unit_id": unit.id,
                            "duty": (role, None),
                            "have": len(people),
                            "need": found.norm.people,
                            "lacking": found.norm.people - len(people),
                            "as_of": case.as_of,
                            "holders": tuple(roster.person(person) for person in people),
                        },
                        norm=roster.norms.reference(found),
                    )
