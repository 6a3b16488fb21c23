"""Which norm binds whom: the norms that stand, and what a specific card takes over from the general one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from rolecheck.cards import (
    Anchored,
    Attested,
    Completed,
    Decided,
    EveryProcessHas,
    EveryUnitHas,
    Norm,
    RoleCard,
    UnitContact,
    UnitHeadcount,
)
from rolecheck.fields import Text
from rolecheck.finding import NormReference
from rolecheck.model import Source
from rolecheck.register import Register

N = TypeVar("N", EveryUnitHas, UnitHeadcount, EveryProcessHas, Completed, Attested, Anchored, Decided, UnitContact)
LEADER = "leader"


@dataclass(frozen=True, slots=True)
class CardNorm(Generic[N]):
    """A norm and the card that states it."""

    card: RoleCard
    norm: N


class Norms:
    """The norms of a register, by what they bind. Those with an unknown course, competence or `by` are left out."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._by_card = {card.id: list(self._standing(card)) for card in register.cards.values()}

    def all(self, kind: type[N]) -> Iterator[CardNorm[N]]:
        """Every norm of a kind that stands, also one that a specific card supersedes, in path order."""
        for card in self._register.cards.values():
            yield from self._on(card, kind)

    def for_holders(self, kind: type[N], role: str, process: str | None) -> list[CardNorm[N]]:
        """The norms of a kind that bind the holders of (role, process); the specific card's win on the same topic."""
        general = self._on(self._register.general_card(role), kind)
        specific = self._on(self._register.specific_card(role, process), kind)
        taken_over = {found.norm.topic for found in specific}
        kept = [found for found in general if found.norm.topic not in taken_over]
        return sorted(kept + specific, key=lambda found: found.card.at.file)

    def for_processes(self, kind: type[N]) -> Iterator[tuple[CardNorm[N], str]]:
        """Each norm of a kind that concerns processes, with each process that it concerns after precedence."""
        for found in self.all(kind):
            for process in self._processes_of(found.card, found.norm):
                specific = self._register.specific_card(found.card.role, process)
                if found.card.process is not None or not self._on(specific, kind):
                    yield found, process

    def for_role(self, kind: type[N], role: str) -> list[CardNorm[N]]:
        """The norms of a kind that belong to the whole role; those of any specific card win on the same topic."""
        found = [norm for card in self._register.cards_of_role[role] for norm in self._on(card, kind)]
        specific = {norm.norm.topic for norm in found if norm.card.process is not None}
        return [norm for norm in found if norm.card.process is not None or norm.norm.topic not in specific]

    def cited_sources(self) -> list[Source]:
        """The sources that a card or a norm cites, in the order of the register."""
        cited: set[str | None] = set()
        for card in self._register.cards.values():
            cited.add(card.source)
            cited.update(norm.source for norm in card.distinct_norms)
        return [source for source in self._register.sources.values() if source.id in cited]

    @cached_property
    def binding_kinds(self) -> tuple[str, ...]:
        """The kinds of unit that any norm binds to have holders, also a superseded one."""
        norms: list[EveryUnitHas | UnitHeadcount] = [found.norm for found in self.all(EveryUnitHas)]
        norms += [found.norm for found in self.all(UnitHeadcount)]
        named = {kind for norm in norms for kind in norm.at_kinds}
        return tuple(sorted(named.intersection(self._register.unit_kinds)))

    def binds_kind(self, norm: EveryUnitHas | UnitHeadcount | UnitContact, kind: str) -> bool:
        """Whether a norm binds units of a kind; unknown kinds in its list bind nothing."""
        return kind in norm.at_kinds and kind in self._register.unit_kinds

    def reference(self, found: CardNorm[N]) -> NormReference:
        """How a gap names the norm that it breaks."""
        norm, card = found.norm, found.card
        source = self._register.sources.get(norm.source or card.source or "")
        title: Text = source.title if source else card.name
        return NormReference(
            name=f"{card.id}/{norm.id}",
            modality=norm.norm,
            severity=norm.severity,
            place=norm.at / "id",
            source=title,
            section=norm.section,
            note=norm.note,
            source_id=source.id if source else None,
        )

    def _processes_of(self, card: RoleCard, norm: Norm) -> list[str]:
        known = self._register.processes
        if card.process is not None:
            return [card.process] if card.process in known else []
        named = getattr(norm, "processes", None)
        return list(known) if named is None else [process for process in dict.fromkeys(named) if process in known]

    def _on(self, card: RoleCard | None, kind: type[N]) -> list[CardNorm[N]]:
        if card is None:
            return []
        return [CardNorm(card, norm) for norm in self._by_card[card.id] if isinstance(norm, kind)]

    def _standing(self, card: RoleCard) -> Iterator[Norm]:
        return (norm for norm in card.distinct_norms if self._is_known(card, norm))

    def _is_known(self, card: RoleCard, norm: Norm) -> bool:
        match norm:
            case Completed():
                return norm.course in self._register.courses
            case Attested():
                return any(norm.competence == competence.id for competence in card.competence.all)
            case Decided():
                return norm.by == LEADER or norm.by in self._register.roles
            case _:
                return True
