"""A role card as a person wants to read it."""

from collections.abc import Iterator

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
from rolecheck.register import Register
from rolecheck.render.canvas import Canvas
from rolecheck.render.paint import painted
from rolecheck.render.prose import definition, heading, listing, wrapped
from rolecheck.wording import Speaker

# The lists of texts on a card, in the order in which they are read.
CARD_LISTS = ("responsibilities", "local_responsibilities", "team", "partners", "arenas", "recommendations")


def render_card(register: Register, card: RoleCard, speaker: Speaker, canvas: Canvas) -> str:
    """The whole card."""
    return "\n".join(_card_lines(register, card, speaker, canvas)) + "\n"


def render_list(register: Register, speaker: Speaker, canvas: Canvas) -> str:
    """The cards of a register, a line each."""
    lines = [*heading(speaker.say("card.list", register=register.name), canvas)]
    general_first = sorted(register.cards.values(), key=lambda card: (card.role, card.process or ""))
    for card in general_first:
        lines += wrapped(f"{speaker.text(card.id)}: {speaker.text(card.name)}", canvas, indent="  ")
    return "\n".join(lines) + "\n"


def _card_lines(register: Register, card: RoleCard, speaker: Speaker, canvas: Canvas) -> Iterator[str]:
    say = speaker.say
    yield from heading(speaker.text(card.name), canvas)
    process = speaker.process(card.process) if card.process else say("card.general")
    yield from definition(speaker.say("people.process"), process, canvas)
    source = register.sources.get(card.source or "")
    if source is not None:
        yield from definition(say("card.source"), speaker.text(source), canvas)
    yield from _relatives(register, card, speaker, canvas)
    yield from ("", painted(say("card.mandate"), "bold", canvas), *wrapped(speaker.text(card.mandate), canvas))
    for name in CARD_LISTS:
        yield from listing(say(f"card.{name}"), [speaker.text(text) for text in getattr(card, name)], canvas)
    for level in ("basic", "expert"):
        competences = getattr(card.competence, level)
        yield from listing(say(f"card.{level}"), [speaker.text(competence.text) for competence in competences], canvas)
    norms = [_norm(register, card, norm, speaker) for norm in card.norms]
    yield from listing(say("card.norms"), norms or [say("card.no-norms")], canvas)


def _relatives(register: Register, card: RoleCard, speaker: Speaker, canvas: Canvas) -> Iterator[str]:
    """The other cards of the role that a holder must know of."""
    general = register.general_card(card.role)
    if card.process is not None and general is not None:
        yield from wrapped(speaker.say("card.from-general", card=general.id), canvas)
    specific = [other.id for other in register.cards_of_role[card.role] if other.process is not None]
    if card.process is None and specific:
        yield from wrapped(speaker.say("card.also-specific", cards=", ".join(specific)), canvas)


def _norm(register: Register, card: RoleCard, norm: Norm, speaker: Speaker) -> str:
    """A norm as a sentence: its verb, what it asks for, its name and where it is stated."""
    asked = demand(register, card, norm, speaker)
    stated = speaker.stated(register.sources.get(norm.source) if norm.source else None, norm.section)
    if stated:
        asked = speaker.say("card.stated", demand=asked, stated=stated)
    if norm.note:
        asked = speaker.say("card.noted", said=asked, note=norm.note)
    modality = speaker.common(norm.norm)
    return speaker.say("card.norm", modality=modality, demand=asked, name=f"{card.id}/{norm.id}")


def demand(register: Register, card: RoleCard, norm: Norm, speaker: Speaker) -> str:
    """What a norm asks for, in words."""

    def say(**facts: object) -> str:
        return speaker.say(f"card.{norm.kind}", **facts)

    match norm:
        case EveryUnitHas() | EveryProcessHas():
            named = (card.process,) if card.process is not None else norm.processes
            processes = [speaker.process(process) for process in (register.processes if named is None else named)]
            kinds = speaker.listed(norm.at_kinds, most=20) if isinstance(norm, EveryUnitHas) else ""
            return say(kinds=kinds, people=norm.people, processes=speaker.listed(processes, most=20))
        case UnitHeadcount():
            return say(kinds=speaker.listed(norm.at_kinds, most=20), people=norm.people)
        case Completed():
            course = register.courses.get(norm.course)
            return say(course=course or norm.course)
        case Attested():
            found = next((one for one in card.competence.all if one.id == norm.competence), None)
            return say(competence=found.text if found else norm.competence)
        case Anchored():
            return say(people=norm.people)
        case Decided():
            return say(decider=(norm.by, card.process))
        case UnitContact():
            kind = "unit-contact-introduction" if norm.during == "introduction" else "unit-contact"
            kinds = speaker.listed(norm.at_kinds, most=20)
            return speaker.say(f"card.{kind}", kinds=kinds, contact=norm.contact)
