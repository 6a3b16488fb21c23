"""A finding and a language become sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rolecheck.cards import RoleCard
from rolecheck.comparison import Fixed
from rolecheck.fields import Text
from rolecheck.finding import MODALITY_SEVERITY, Finding, Gap, NormReference, PersonId, Related
from rolecheck.identity_number import mask_identity_numbers
from rolecheck.model import Course, Person, Process, Source, Unit
from rolecheck.redaction import QUOTING_FACTS, Redactor
from rolecheck.register import Register
from rolecheck.sentences import (
    Formatter,
    Worded,
    Wording,
    inside_a_sentence,
    one_after_the_other,
    placeholders_in,
    sentences_in,
    words_of,
)

_SHOWN_OF_A_LIST = 3
_LONG_NUMBER = 5  # digits; a shorter one counts something, or is a year
_IN_EVERY_PATH = frozenset({"units", "roles", "yaml", "yml"})  # of nobody, whatever they are called
_OF_A_LEAVE = ("leave", "from", "to")  # the keys that say no more than that


class Speaker:
    """Says things about one register in one language; `redactor`, where given, hides who is who.

    Until when somebody is away tells who they are, and does not belong where many read: it is said only where it may be.
    """

    def __init__(
        self,
        language: str,
        register: Register | None = None,
        redactor: Redactor | None = None,
        *,
        tells_of_leave: bool = True,
        alike: frozenset[tuple[type, str]] = frozenset(),
    ) -> None:
        self.language = language
        self.redactor = redactor
        self.tells_of_leave = tells_of_leave and redactor is None
        self._register = register
        self._sentences = sentences_in(language)
        self._alike = alike
        self._formatter = Formatter(self._sentences["numbers"]["thousands"])

    def with_ids(self, alike: frozenset[tuple[type, str]]) -> "Speaker":
        """The same, but each of these – by its type and its id – is said with its id."""
        return Speaker(self.language, self._register, self.redactor, tells_of_leave=self.tells_of_leave, alike=alike)

    # --- findings

    def finding(self, finding: Finding) -> Wording:
        """The sentences of a finding."""
        gap = finding.gap
        entry = self._sentences["rules"][finding.rule]
        texts = {**entry, **entry.get(gap.variant, {})}
        facts = self._words(gap.facts, hiding=self._hides_quotes(gap))
        when = {"suggestion": self._sentences["common"]["suggestion"], **entry.get("when", {})}
        hints = [self._fill(when[fact], facts) for fact in when if gap.facts.get(fact)]
        own = self._sentences["related"] | entry.get("related", {})
        related = [(found, self._fill(own[found.key], facts | self._words(found.facts))) for found in gap.related]
        if gap.norm is not None:
            related.append((Related(gap.norm.place, "norm"), self.norm(gap.norm)))
        return Wording(
            message=self._fill(texts.get("message", ""), facts),
            label=self._fill(texts.get("label", ""), facts),
            help=one_after_the_other([*hints, self._fill(texts.get("help", ""), facts)]),
            hints=one_after_the_other(hints),
            norm=self.norm(gap.norm) if gap.norm else Worded(),
            note=self.text(gap.norm.note) if gap.norm else Worded(),
            related=tuple(related),
        )

    def norm(self, norm: NormReference) -> Worded:
        """A norm by its modality, its name, and the document and heading that state it."""
        facts = {
            "modality": self.common(norm.modality),
            "norm": norm.name,
            "source": self.stated(norm.source, norm.section),
        }
        return self._fill(self._sentences["related"]["norm"], facts)

    def stated(self, source: object, section: str | None) -> Worded:
        """Where something is stated: a document, a heading, or the heading in the document; empty where nobody says."""
        if source is None or section is None:
            return self.text(source if section is None else section)
        return self.say("related.stated", source=source, section=section)

    def subject(self, finding: Finding) -> dict[str, str | None]:
        """What a finding is about, fit to be shown."""
        gap = finding.gap
        known = {key: value for key, value in gap.subject.items() if value is not None}
        words = self._words(known, hiding=self._hides_quotes(gap))
        return {key: str(words[key]) if key in words else None for key in gap.subject}

    def fingerprint(self, finding: Finding | Fixed) -> str:
        """The finding's fingerprint, keyed where people are hidden."""
        return self.redactor.fingerprint(finding.fingerprint) if self.redactor else finding.fingerprint

    def fixed(self, fixed: Fixed) -> Worded:
        """What was wrong: the sentence of a finding that is gone, or, where none was kept, its unit and its rule."""
        if fixed.finding is not None:
            return Worded(self.finding(fixed.finding).message)
        known = fixed.rule in self._sentences["rules"]
        title = self.title(fixed.rule) if known else self.text(fixed.rule)
        return self.say("related.of-unit", unit=fixed.unit, title=title) if fixed.unit else title

    def title(self, rule_id: str) -> Worded:
        """A rule in a few words."""
        return Worded(self._sentences["rules"][rule_id]["title"])

    # --- everything else

    def say(self, key: str, /, **facts: object) -> Worded:
        """A sentence of the user interface, by its dotted key."""
        return self._fill(self._sentence(key), self._words(facts))

    def placeholders(self, key: str) -> frozenset[str]:
        """The names of the facts that a sentence says."""
        return placeholders_in(self._sentence(key))

    def _sentence(self, key: str) -> str:
        text: Any = self._sentences
        for step in key.split("."):
            text = text[step]
        return str(text)

    def common(self, key: str) -> Worded:
        """A word that many sentences share."""
        return Worded(self._sentences["common"][key])

    def text(self, value: object) -> Worded:
        """Any value that stands in a sentence, as words: an entity by its name, a day as in “21 November 2026”."""
        return self._word(value)

    def duty(self, role: str, process: str | None) -> Worded:
        """A role and a process as one phrase, such as “process adviser for access to documents”."""
        name = inside_a_sentence(self.role(role, process))
        if process is None:
            return name
        return self._worded("duty", role=name, process=inside_a_sentence(self.process(process)))

    def duties(self, role: str, processes: Sequence[str | None]) -> Worded:
        """A role and several processes as one phrase, such as “process adviser for access to documents and boards”."""
        named = [inside_a_sentence(self.process(process)) for process in processes if process is not None]
        if not named:
            return self.duty(role, None)
        name = inside_a_sentence(self.role(role, next(filter(None, processes))))
        return self._worded("duty", role=name, process=self.listed(named, most=20))

    def role(self, role: str, process: str | None = None) -> Worded:
        """A role’s name: that of its general card, else of a specific one, without what follows a dash in it."""
        register = self._register
        if register is None:
            return self.text(role)
        card = register.general_card(role) or register.specific_card(role, process)
        card = card or next(iter(register.cards_of_role.get(role, [])), None)
        return Worded(self.text(card.name).partition(" – ")[0]) if card is not None else self.text(role)

    def process(self, process_id: str) -> Worded:
        """A process’s name."""
        process = self._register.processes.get(process_id) if self._register else None
        return self.text(process_id if process is None else process.name)

    def listed(self, items: Sequence[object], *, most: int = _SHOWN_OF_A_LIST) -> Worded:
        """Some things in a row: a, b and c – or a, b, c and 4 more."""
        words = [self.text(item) for item in items]
        if len(words) > most + 1:
            words = [*words[:most], self.say("common.more", n=len(items) - most)]
        return self._in_a_row(words, "and")

    def _in_a_row(self, words: Sequence[str], last: str) -> Worded:
        """Words one after the other; `last` says what joins the last of them to those before."""
        row = "".join(words[:1])
        for position, word in enumerate(words[1:], start=2):
            row = self._sentences["lists"][last if position == len(words) else "next"].format(before=row, next=word)
        return Worded(row)

    def _together(self, words: Sequence[str]) -> Worded:
        """Things of which every one is needed."""
        row = self._in_a_row(words, "and")
        if len(words) < 2:
            return row
        return Worded(self._sentences["lists"]["both" if len(words) == 2 else "all"].format(row=row))

    # --- from facts to words

    def _fill(self, template: str, facts: Mapping[str, object]) -> Worded:
        """A sentence with its facts; only these can name anybody, and they are words already."""
        return Worded(self._formatter.vformat(template, (), facts))

    def _worded(self, key: str, **facts: Worded) -> Worded:
        return Worded(self._sentences["common"][key].format(**facts))

    def safe(self, text: str) -> Worded:
        """A text of a register, without identity numbers and, where people are hidden, without their names."""
        masked = mask_identity_numbers(text)
        return Worded(self.redactor.text(masked, sparing=_IN_EVERY_PATH.__contains__) if self.redactor else masked)

    def last_word(self, text: str) -> Worded:
        """The same for a finished text, in which our own words stay also where somebody is called like one of them."""
        if isinstance(text, Worded):
            return text
        masked = mask_identity_numbers(text)
        return Worded(self.redactor.laid_out(masked, sparing=self._is_ours) if self.redactor else masked)

    def _is_ours(self, word: str) -> bool:
        return word in words_of(self.language) or (word.isdigit() and len(word) < _LONG_NUMBER)

    def name_of_file(self, known_id: str) -> str:
        """An id as part of an address; where it tells of somebody who is hidden, something else that is as unique."""
        if self.redactor is None or self.safe(known_id) == known_id:
            return known_id
        return f"hidden-{self.redactor.fingerprint(known_id)[:10]}"

    def _hides_quotes(self, gap: Gap) -> bool:
        """Whether what a file says is not to be repeated: it may name anybody, or say why somebody is on leave."""
        of_a_file = not gap.norm and "file" in gap.subject
        return "leave" in gap.place.path or (of_a_file and self.redactor is not None)

    def _words(self, facts: Mapping[str, object], *, hiding: bool = False) -> dict[str, object]:
        words: dict[str, object] = {}
        for name, value in facts.items():
            if name in {"duty", "decider"} and isinstance(value, tuple):
                role, process = value
                words[name] = self.common("leader") if role == "leader" else self.duty(role, process)
                if name == "duty":
                    words["role"] = inside_a_sentence(self.role(role, process))
            elif name == "modality" and value in MODALITY_SEVERITY:
                words[name] = self.common(str(value))
            elif hiding and name in QUOTING_FACTS and value not in _OF_A_LEAVE and not isinstance(value, PersonId):
                words[name] = self.common("hidden")
            else:
                words[name] = value if isinstance(value, int) else self._word(value)
        return words

    def _word(self, value: object) -> Worded:
        if isinstance(value, Worded):
            return value
        match value:
            case None:
                return Worded()
            case Person():
                return self._person(value)
            case PersonId():
                return Worded(self.redactor.pseudonym(value)) if self.redactor else self.safe(value)
            case Unit() | Process() | Course() | RoleCard() | Source():
                return self._with_id(value, self._word(value.title if isinstance(value, Source) else value.name))
            case Text():
                return self.safe(self._text(value))
            case date():
                return self._day(value)
            case int():
                return Worded(value)
            case tuple():
                return self._row(tuple(value))
            case _:
                return self.safe(str(value))

    def _day(self, day: date) -> Worded:
        """A day with its month’s name, which is that of a month and of nobody."""
        dates = self._sentences["dates"]
        return Worded(dates["day"].format(day=day.day, month=dates["months"][str(day.month)], year=day.year))

    def _row(self, values: tuple[Any, ...]) -> Worded:
        if values and isinstance(values[0], tuple):  # ways to meet a requirement: any one of these lists
            quoted = self.common("quoted")
            ways = [[quoted.format(text=self._word(part)) for part in way] for way in values]
            return self._in_a_row([self._together(way) for way in ways], "or")
        return self.listed(values, most=_SHOWN_OF_A_LIST if values and isinstance(values[0], Person) else 20)

    def _person(self, person: Person) -> Worded:
        if self.redactor:
            return Worded(self.redactor.pseudonym(person.id))
        return self._with_id(person, self.safe(person.name or person.id))

    def _with_id(self, thing: Person | Unit | Process | Course | RoleCard | Source, name: Worded) -> Worded:
        """A name, with the id behind it where something else that is spoken of has that name."""
        if (type(thing), thing.id) not in self._alike:
            return name
        return self._worded("with-id", name=name, id=self.safe(thing.id))

    def _text(self, text: Text) -> str:
        return text.in_language(self.language, self._register.language if self._register else self.language)
