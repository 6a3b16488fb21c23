"""The ids that a register knows, and which keys refer to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rolecheck.fields import Text
from rolecheck.references import References, Target
from rolecheck.register import Register

# The keys whose text, or whose every text, is a reference. A contact names a contact, of which there is no list.
REFERENCES: dict[tuple[str, str], Target] = {
    ("Course", "also_met_by"): Target.COURSE,
    ("RoleCard", "process"): Target.PROCESS,
    ("RoleCard", "source"): Target.SOURCE,
    ("_Norm", "source"): Target.SOURCE,
    ("EveryUnitHas", "at"): Target.KIND,
    ("EveryUnitHas", "processes"): Target.PROCESS,
    ("UnitHeadcount", "at"): Target.KIND,
    ("EveryProcessHas", "processes"): Target.PROCESS,
    ("Completed", "course"): Target.COURSE,
    ("Attested", "competence"): Target.COMPETENCE,
    ("Decided", "by"): Target.ROLE,
    ("UnitContact", "at"): Target.KIND,
    ("Unit", "kind"): Target.KIND,
    ("Unit", "parent"): Target.UNIT,
    ("Unit", "leader"): Target.PERSON,
    ("Unit", "contacts"): Target.PERSON,
    ("Group", "members"): Target.PERSON,
    ("Completion", "course"): Target.COURSE,
    ("Attestation", "competence"): Target.COMPETENCE,
    ("Attestation", "by"): Target.PERSON,
    ("Appointment", "person"): Target.PERSON,
    ("Appointment", "role"): Target.ROLE,
    ("Appointment", "process"): Target.PROCESS,
    ("Appointment", "anchored_in"): Target.ANCHOR,
    ("Decision", "by"): Target.PERSON,
    ("Waiver", "rule"): Target.RULE,
    ("Waiver", "unit"): Target.UNIT,
    ("Waiver", "process"): Target.PROCESS,
    ("Waiver", "person"): Target.PERSON,
    ("Waiver", "course"): Target.COURSE,
    ("Waiver", "role"): Target.ROLE,
    ("Waiver", "competence"): Target.COMPETENCE,
    ("Waiver", "granted_by"): Target.PERSON,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Ids with what to call them ("" for nothing), and whether nothing else will do."""

    names: Mapping[str, str]
    closed: bool


def rules_alone(titles: Mapping[str, str]) -> dict[Target, Known]:
    """What is known without a register: rules, which are offered, but not demanded."""
    return {Target.RULE: Known(titles, closed=False)}


def known_in(register: Register, titles: Mapping[str, str]) -> dict[Target, Known]:
    """What a register knows. Where a file that may define more could not be read, other ids will do as well.

    People are called nothing: what is written from here must not spread more than their ids.
    """
    references = References(register, frozenset(titles))
    names = {**_names(register), Target.RULE: dict(titles)}
    return {
        target: Known(
            {known_id: names.get(target, {}).get(known_id, "") for known_id in sorted(references.known(target))},
            closed=not references.is_excused(target),
        )
        for target in Target
    }


def _names(register: Register) -> dict[Target, dict[str, str]]:
    def shown(text: Text) -> str:
        return text.in_language(register.language, register.language)

    units = {unit.id: shown(unit.name) for unit in register.units.values()}
    roles = {role: register.general_card(role) or cards[0] for role, cards in register.cards_of_role.items()}
    competences = [competence for card in register.cards.values() for competence in card.competence.all]
    return {
        Target.UNIT: units,
        Target.ANCHOR: units | {group.id: shown(group.name) for group in register.groups.values()},
        Target.PROCESS: {process.id: shown(process.name) for process in register.processes.values()},
        Target.COURSE: {course.id: shown(course.name) for course in register.courses.values()},
        Target.SOURCE: {source.id: shown(source.title) for source in register.sources.values()},
        Target.ROLE: {role: shown(card.name) for role, card in roles.items()},
        Target.COMPETENCE: {competence.id: shown(competence.text) for competence in reversed(competences)},
    }
