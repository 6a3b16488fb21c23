"""Units and requirements as a reader looks for them: headings, and units by their names."""

from collections.abc import Iterable

from rolecheck.overview import Requirement, UnitOverview
from rolecheck.wording import Speaker

# How Norwegian sorts: æ, ø and å come after z.
_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def in_order_of_names(units: Iterable[UnitOverview], speaker: Speaker) -> list[UnitOverview]:
    """Units by name; by id where a name is empty or not the only one."""
    return sorted(units, key=lambda found: sorting_of(found, speaker))


def sorting_of(found: UnitOverview, speaker: Speaker) -> tuple[str, str]:
    """What a unit is sorted by."""
    name = speaker.text(found.unit)
    return sorting(name if name.strip() else found.unit.id), found.unit.id


def sorting(name: str) -> str:
    """What a name is sorted by."""
    return name.casefold().translate(_AFTER_Z)


def beginning(text: str) -> str:
    """A text as the beginning of a line."""
    return type(text)(text[:1].upper() + text[1:])  # words that are fit to be shown stay so


def requirement_name(requirement: Requirement, speaker: Speaker) -> str:
    """A requirement as a heading."""
    if requirement.duty is not None:
        return beginning(speaker.duty(*requirement.duty))
    return beginning(speaker.say(f"report.requirement-{requirement.name}"))
