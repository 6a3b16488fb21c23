"""The shapes of role cards and of the norms that stand on them."""

from dataclasses import field
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field

from rolecheck.document import Place
from rolecheck.fields import Id, PeopleCount, TextField
from rolecheck.finding import Severity
from rolecheck.shape import set_when_read, shape


@shape
class Competence:
    """Something that a role asks its holders to know; the same id on two cards means the same competence."""

    id: Id
    text: TextField


@shape
class Competences:
    """The competences on a card: what everybody needs, and what an expert needs."""

    basic: tuple[Competence, ...] = ()
    expert: tuple[Competence, ...] = ()

    @property
    def all(self) -> tuple[Competence, ...]:
        """Basic and expert competences, in the card's order."""
        return self.basic + self.expert


@shape
class _Norm:
    """What every norm has. `norm` is the modality of its verb: must (skal, må), should (bør), describes."""

    id: Id
    norm: Literal["must", "should", "describes"]
    severity: Severity | None = None
    section: str | None = None
    source: str | None = None
    note: TextField | None = None
    at: Place = set_when_read()

    @property
    def topic(self) -> str | None:
        """What tells two norms of one kind apart: the course, competence or contact that it names."""
        return None


@shape
class EveryUnitHas(_Norm):
    """Each unit of these kinds has, for each process, at least `people` distinct holders of the card's role."""

    kind: Literal["every-unit-has"]
    at_kinds: tuple[str, ...] = Field(alias="at")
    processes: tuple[str, ...] | None = None
    people: PeopleCount = 1


@shape
class UnitHeadcount(_Norm):
    """Each unit of these kinds has at least `people` distinct holders of the card's role, for whatever process."""

    kind: Literal["unit-headcount"]
    at_kinds: tuple[str, ...] = Field(alias="at")
    people: PeopleCount


@shape
class EveryProcessHas(_Norm):
    """Each process has at least `people` distinct holders of the card's role, anywhere."""

    kind: Literal["every-process-has"]
    processes: tuple[str, ...] | None = None
    people: PeopleCount = 1


@shape
class Completed(_Norm):
    """Each holder has completed the course, and it has not expired."""

    kind: Literal["completed"]
    course: str

    @property
    def topic(self) -> str:
        """The course."""
        return self.course


@shape
class Attested(_Norm):
    """Each holder has an attestation of the competence."""

    kind: Literal["attested"]
    competence: str

    @property
    def topic(self) -> str:
        """The competence."""
        return self.competence


@shape
class Anchored(_Norm):
    """Each holder's appointment is anchored in a unit, or in a group with at least `people` members who count."""

    kind: Literal["anchored"]
    people: PeopleCount = 2


@shape
class Decided(_Norm):
    """Each appointment was decided by the unit's `leader`, or by a holder of the role that `by` names."""

    kind: Literal["decided"]
    by: str


@shape
class UnitContact(_Norm):
    """Each unit of these kinds names the contact; `introduction` binds it only during the unit's introduction."""

    kind: Literal["unit-contact"]
    at_kinds: tuple[str, ...] = Field(alias="at")
    contact: Id
    during: Literal["always", "introduction"] = "always"

    @property
    def topic(self) -> str:
        """The contact."""
        return self.contact


UnitNorm: TypeAlias = EveryUnitHas | UnitHeadcount | UnitContact
Norm: TypeAlias = (
    EveryUnitHas | UnitHeadcount | EveryProcessHas | Completed | Attested | Anchored | Decided | UnitContact
)
NORM_KINDS: dict[str, type] = {
    "every-unit-has": EveryUnitHas,
    "unit-headcount": UnitHeadcount,
    "every-process-has": EveryProcessHas,
    "completed": Completed,
    "attested": Attested,
    "anchored": Anchored,
    "decided": Decided,
    "unit-contact": UnitContact,
}


@shape
class RoleCard:
    """A role card (rollekort): what a role is for, and the norms that bind it. Without `process`, the general card."""

    id: Id
    role: Id
    process: str | None = None
    name: TextField
    source: str | None = None
    mandate: TextField
    responsibilities: tuple[TextField, ...] = ()
    local_responsibilities: tuple[TextField, ...] = ()
    team: tuple[TextField, ...] = ()
    partners: tuple[TextField, ...] = ()
    arenas: tuple[TextField, ...] = ()
    recommendations: tuple[TextField, ...] = ()
    competence: Competences = field(default_factory=Competences)
    norms: tuple[Annotated[Norm, Discriminator("kind")], ...] = ()
    at: Place = set_when_read()

    @property
    def distinct_norms(self) -> tuple[Norm, ...]:
        """The norms in their order, without those whose id an earlier one has."""
        first: dict[str, Norm] = {}
        for norm in self.norms:
            first.setdefault(norm.id, norm)
        return tuple(first.values())
