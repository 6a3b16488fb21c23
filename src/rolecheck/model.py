"""The shapes of the register's files, as frozen types. `at` says where an entity stands in its file.

The docstring of a shape says what the entity means; `2-data-format` in the documentation says how it is written.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from rolecheck.calendar import add_days, within
from rolecheck.document import Place
from rolecheck.fields import Day, Id, Language, OneOrMany, PersonId, TextField, Whole
from rolecheck.shape import set_when_read, shape

DEFAULT_HORIZON_DAYS = 90


# --- settings and catalogues --------------------------------------------------------------------------------------


@shape
class Settings:
    """`rolecheck.yaml`: what holds for the whole register. Months and days count calendar months and days."""

    register: TextField
    language: Language = "en"
    unit_kinds: tuple[str, ...]
    review_months: Whole | None = None
    horizon_days: Whole = DEFAULT_HORIZON_DAYS
    severity: Mapping[str, Literal["error", "warning", "note", "off"]] = field(default_factory=dict)
    fail_on: Literal["error", "warning", "note", "never"] = "error"
    at: Place = set_when_read()


@shape
class Process:
    """A case process, such as access to documents (innsyn)."""

    id: Id
    name: TextField
    aliases: tuple[str, ...] = ()
    at: Place = set_when_read()


@shape
class Course:
    """A course in the catalogue; without `valid_months` it never expires, `retired` is the first day it is gone."""

    id: Id
    name: TextField
    provider: str | None = None
    url: str | None = None
    valid_months: Whole | None = None
    retired: Day | None = None
    also_met_by: tuple[tuple[str, ...], ...] = ()
    at: Place = set_when_read()

    def retired_on(self, day: date) -> bool:
        """Whether it can no longer be taken on a day."""
        return self.retired is not None and self.retired <= day


@shape
class Source:
    """A governing document that norms cite."""

    id: Id
    title: TextField
    kind: str
    owner: str | None = None
    approved_by: str | None = None
    approved: Day | None = None
    effective: Day | None = None
    revised: Day | None = None
    expires: Day | None = None
    url: str | None = None
    at: Place = set_when_read()


@shape
class Waiver:
    """A gap accepted for a time (dispensasjon): from `granted` to `until`, both included."""

    id: Id
    rule: str
    unit: str | None = None
    process: str | None = None
    person: str | None = None
    course: str | None = None
    role: str | None = None
    contact: str | None = None
    competence: str | None = None
    reason: TextField
    granted_by: str
    granted: Day
    until: Day
    at: Place = set_when_read()

    MATCHING_KEYS: ClassVar = ("unit", "process", "person", "course", "role", "contact", "competence")

    @property
    def matched(self) -> dict[str, str]:
        """The keys that a finding's subject must have, with their values."""
        given = ((key, getattr(self, key)) for key in self.MATCHING_KEYS)
        return {key: value for key, value in given if value is not None}

    def in_force_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return within(day, self.granted, self.until)


# --- units --------------------------------------------------------------------------------------------------------


@shape
class Period:
    """A stretch of days, both ends included."""

    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="to")


@shape
class Leave:
    """Days on which a person does not count; without a last day it is open-ended. Never with a reason."""

    first_day: Day = Field(alias="from")
    last_day: Day | None = Field(default=None, alias="to")


@shape
class Completion:
    """A course that a person has completed."""

    course: str
    completed: Day
    evidence: str | None = None


@shape
class Attestation:
    """Somebody's word that a person has a competence."""

    competence: str
    on: Day
    by: str | None = None


@shape
class Decision:
    """Who decided an appointment, and when."""

    by: str
    on: Day
    ref: str | None = None


@shape
class Group:
    """A working group that a role can be anchored in."""

    id: Id
    name: TextField
    members: tuple[str, ...]
    at: Place = set_when_read()


@shape
class Person:
    """Somebody employed at a unit. Without a name, the id is shown."""

    id: PersonId
    name: str | None = None
    email: str | None = None
    first_day: Day | None = Field(default=None, alias="from")
    last_day: Day | None = Field(default=None, alias="to")
    leave: tuple[Leave, ...] = ()
    courses: tuple[Completion, ...] = ()
    attested: tuple[Attestation, ...] = ()
    at: Place = set_when_read()
    unit: str = set_when_read()

    def employed_on(self, day: date) -> bool:
        """Whether a day lies in the person's employment."""
        return within(day, self.first_day, self.last_day)

    def counts_on(self, day: date) -> bool:
        """Whether the person is employed and not on leave on a day."""
        return self.employed_on(day) and not any(within(day, leave.first_day, leave.last_day) for leave in self.leave)

    def back_on(self, day: date) -> date | None:
        """The first day after a leave that runs on a day; None where it has no end, or where they do not count then."""
        back = day
        while running := [leave for leave in self.leave if within(back, leave.first_day, leave.last_day)]:
            ends = [leave.last_day for leave in running if leave.last_day is not None]
            if len(ends) < len(running) or max(ends) == date.max:
                return None
            back = add_days(max(ends), 1)
        return back if back > day and self.counts_on(back) else None


@shape
class Appointment:
    """A person's appointment to a role, for a process or for none, at the unit whose file holds it."""

    person: str
    role: str
    process: str | None = None
    first_day: Day = Field(alias="from")
    last_day: Day | None = Field(default=None, alias="to")
    decided: Decision | None = None
    anchored_in: str | None = None
    at: Place = set_when_read()
    unit: str = set_when_read()


@shape
class Unit:
    """A faculty, avdeling, institute, … with its people and its appointments."""

    id: Id
    kind: str
    name: TextField
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    leader: str | None = None
    first_day: Day | None = Field(default=None, alias="from")
    last_day: Day | None = Field(default=None, alias="to")
    reviewed: Day | None = None
    introduction: Period | None = None
    contacts: Mapping[Id, OneOrMany] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    people: tuple[Person, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    at: Place = set_when_read()

    def active_on(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return within(day, self.first_day, self.last_day)

    def closes_by(self, day: date) -> bool:
        """Whether its last day is known, and not after a day."""
        return self.last_day is not None and self.last_day <= day
