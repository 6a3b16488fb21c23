"""An appointment that rests on one person alone."""

from collections.abc import Iterator

from rolecheck.cards import Anchored
from rolecheck.finding import Gap
from rolecheck.model import Appointment
from rolecheck.roster import Roster
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def role_unanchored(case: Case) -> Iterator[Gap]:
    """An appointment is not anchored in a working group or a unit.

    What it checks:
        Each appointment that an `anchored` norm binds names, in `anchored_in`, a unit or a group with enough members who
        count. A group of one prevents nothing.

    Why:
        A role that rests on one person alone is vulnerable.

    Fails:
        - {person: kari.nordmann, role: prosessansvarlig, process: sru, from: 2024-01-01}

    Passes:
        - {person: kari.nordmann, role: prosessansvarlig, process: sru, from: 2024-01-01, anchored_in: virk}

    Remedy:
        Name the unit or the group in `anchored_in`; add members to a group that is too small. If it waits, write a
        waiver.
    """
    roster = case.roster
    for found, held in roster.held_duties(Anchored):
        for appointment in held.appointments:
            members = _members_of_anchor(roster, appointment)
            if members is None or members < found.norm.people:
                yield Gap(
                    place=appointment.at / "person",
                    subject={**held.subject, "unit": appointment.unit},
                    facts={
                        "person": held.person,
                        "duty": held.duty,
                        "group": appointment.anchored_in,
                        "have": members,
                        "need": found.norm.people,
                    },
                    norm=roster.norms.reference(found),
                    variant="nowhere" if members is None else "small-group",
                )


def _members_of_anchor(roster: Roster, appointment: Appointment) -> float | None:
    """How many people an anchor has: a unit always has enough; None where there is no anchor."""
    anchor = appointment.anchored_in
    if anchor is None:
        return None
    if anchor in roster.register.units:
        return float("inf")
    group = roster.register.groups.get(anchor)
    return None if group is None else roster.members_who_count(group)
