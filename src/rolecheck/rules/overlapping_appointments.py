"""The same appointment twice at the same time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rolecheck.calendar import is_reversed, overlap
from rolecheck.finding import Gap, PersonId, Related, Severity
from rolecheck.model import Appointment
from rolecheck.rule import Case, Group, rule


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def overlapping_appointments(case: Case) -> Iterator[Gap]:
    """A person is appointed to the same role and process at the same unit twice at the same time.

    What it checks:
        The intervals of such appointments share no day. Appointments one after the other are fine.

    Why:
        Known information is entered once: when one of the two ends, nobody can say whether the person still has the role.

    Fails:
        - {person: kari.nordmann, role: prosessradgiver, process: innsyn, from: 2024-01-01}
        - {person: kari.nordmann, role: prosessradgiver, process: innsyn, from: 2025-01-01}

    Passes:
        - {person: kari.nordmann, role: prosessradgiver, process: innsyn, from: 2024-01-01, to: 2024-12-31}
        - {person: kari.nordmann, role: prosessradgiver, process: innsyn, from: 2025-01-01}

    Remedy:
        Remove one of them, or end the first the day before the second begins. This cannot be waived.
    """
    by_subject: dict[tuple[str, str, str | None, str], list[Appointment]] = defaultdict(list)
    for found in case.register.appointments:
        by_subject[found.person, found.role, found.process, found.unit].append(found)
    for (person, role, process, unit), appointments in by_subject.items():
        if len(appointments) == 1:
            continue
        pair = _overlapping_pair(appointments)
        if pair is not None:
            earlier, later = sorted(pair, key=lambda found: found.at.path)
            yield Gap(
                place=later.at / "person",
                subject={"person": PersonId(person), "role": role, "process": process, "unit": unit},
                facts={
                    "person": case.register.people[person],
                    "duty": (role, process),
                    "unit": case.register.units[unit],
                },
                related=(Related(earlier.at / "person", "first"),),
            )


def _overlapping_pair(appointments: list[Appointment]) -> tuple[Appointment, Appointment] | None:
    """The first two that overlap: once they are in the order of their days, neighbours do if any do."""
    standing = [found for found in appointments if not is_reversed(found.first_day, found.last_day)]
    standing.sort(key=lambda found: found.first_day)
    return next((pair for pair in pairwise(standing) if overlap(*map(_days, pair))), None)


def _days(appointment: Appointment) -> tuple[date | None, date | None]:
    return appointment.first_day, appointment.last_day
