"""The page of a role card: what the role is for, and each requirement with the document that states it."""

from collections.abc import Iterator, Sequence

from rolecheck.cards import Norm, RoleCard
from rolecheck.fields import Text
from rolecheck.model import Source
from rolecheck.render.blocks import Block, Cell, Facts, Item, Items, Page, Paragraph, Section, Table
from rolecheck.render.order import beginning
from rolecheck.render.role_card import CARD_LISTS, demand
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.words import name_of
from rolecheck.wording import Speaker


def cards_page(edition: Edition, speaker: Speaker) -> Page:
    """All cards, the general one of a role first."""
    cards = sorted(edition.report.register.cards.values(), key=lambda card: (card.role, card.process or ""))
    rows = [
        [
            Cell(name_of(card, speaker), link=f"card/{card.id}"),
            _process(card, speaker),
            Cell(len(card.distinct_norms)),
        ]
        for card in cards
    ]
    columns = [speaker.say("site.card"), speaker.say("people.process"), speaker.say("site.requirements")]
    table = Table(speaker.say("site.cards-caption"), columns, rows)
    return Page("cards", speaker.say("site.cards"), [table])


def card_page(card: RoleCard, edition: Edition, speaker: Speaker) -> Page:
    """One card, made to be printed on one sheet."""
    return Page(f"card/{card.id}", name_of(card, speaker), list(_blocks(card, edition, speaker)))


def _blocks(card: RoleCard, edition: Edition, speaker: Speaker) -> Iterator[Block]:
    yield Facts(list(_facts(card, edition, speaker)))
    sections = [("mandate", [card.mandate]), *((name, getattr(card, name)) for name in CARD_LISTS)]
    sections += [(level, [one.text for one in getattr(card.competence, level)]) for level in ("basic", "expert")]
    yield from (_section(name, texts, edition, speaker) for name, texts in sections if texts)
    yield Section(speaker.say("card.norms"), [_norms(card, edition, speaker)])


def _section(name: str, texts: Sequence[Text], edition: Edition, speaker: Speaker) -> Section:
    """Some texts of a card, each of which may be there in the register’s language alone."""
    registers = edition.report.register.language
    said = [(speaker.text(text), text.language_in(speaker.language, registers)) for text in texts]
    if name == "mandate":
        paragraphs = [Paragraph(text, language=language) for text, language in said]
        return Section(speaker.say("card.mandate"), paragraphs)
    return Section(speaker.say(f"card.{name}"), [Items([Item(text, language=language) for text, language in said])])


def _facts(card: RoleCard, edition: Edition, speaker: Speaker) -> Iterator[tuple[str, Cell]]:
    register = edition.report.register
    yield speaker.say("people.process"), _process(card, speaker)
    source = register.sources.get(card.source or "")
    if source is not None:
        yield speaker.say("card.source"), _source_cell(source, speaker)
    general = register.general_card(card.role)
    if general is not None and general is not card:
        yield speaker.say("site.general-card"), Cell(name_of(general, speaker), link=f"card/{general.id}")


def _process(card: RoleCard, speaker: Speaker) -> Cell:
    if card.process is None:
        return Cell(beginning(speaker.say("card.general")))
    return Cell(speaker.process(card.process), link=f"process/{card.process}")


def _source_cell(source: Source, speaker: Speaker) -> Cell:
    return Cell(speaker.text(source), link=speaker.safe(source.url or ""))


def _norms(card: RoleCard, edition: Edition, speaker: Speaker) -> Block:
    """Each norm: its verb, what it asks for, and the document and heading that state it."""
    rows = [_norm(card, norm, edition, speaker) for norm in card.distinct_norms]
    if not rows:
        return Paragraph(speaker.say("card.no-norms"))
    columns = [speaker.say(f"site.norm-{name}") for name in ("demand", "verb", "source")]
    return Table(speaker.say("site.norms-caption"), columns, rows)


def _norm(card: RoleCard, norm: Norm, edition: Edition, speaker: Speaker) -> list[Cell]:
    register = edition.report.register
    asked = beginning(demand(register, card, norm, speaker))
    noted = speaker.say("site.noted", text=asked, note=norm.note) if norm.note else asked
    source = register.sources.get(norm.source or card.source or "")
    stated = speaker.stated(card.name if source is None else source, norm.section)
    link = speaker.safe(source.url or "") if source is not None else ""
    return [Cell(noted), Cell(beginning(speaker.common(norm.norm))), Cell(stated, link=link)]
