"""The index of the search: what can be found, and where it stands, as data that a script of the site reads."""

import json
from collections.abc import Iterator

from rolecheck.render.escape import for_json
from rolecheck.render.site.addresses import file_of
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.words import name_of
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker


def search_index(edition: Edition, speaker: Speaker) -> str:
    """A script that hands over the index. A page that is opened from a disk may not read a file of data."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in _rows(edition, speaker))
    return for_json(f"window.rolecheckIndex = [\n{rows}\n];\n")


def _rows(edition: Edition, speaker: Speaker) -> Iterator[tuple[str, str, str, str]]:
    """Of each thing: its name, what it is, the file of its page, and other words that it is found by."""
    register = edition.report.register
    unit, process, card, rule = (speaker.say(f"site.{name}") for name in ("unit", "process", "card", "rule"))
    for found in edition.units.values():
        others = speaker.safe(" ".join((found.unit.id, *found.unit.aliases)))
        yield name_of(found.unit, speaker), unit, _file("unit", found.unit.id, speaker), others
    for one in register.processes.values():
        others = speaker.safe(" ".join((one.id, *one.aliases)))
        yield name_of(one, speaker), process, _file("process", one.id, speaker), others
    for role_card in register.cards.values():
        yield name_of(role_card, speaker), card, _file("card", role_card.id, speaker), speaker.safe(role_card.id)
    for rule_id in all_rules():
        yield speaker.title(rule_id), rule, _file("rule", rule_id, speaker), rule_id
    if not edition.public:
        yield from _people(edition, speaker)


def _people(edition: Edition, speaker: Speaker) -> Iterator[tuple[str, str, str, str]]:
    """Who holds a role at a unit, or leads it; somebody is found on the page of that unit."""
    for found in edition.units.values():
        held = {holding.person.id: holding.person for holding in found.holdings}
        if found.leader is not None:
            held.setdefault(found.leader.id, found.leader)
        unit = name_of(found.unit, speaker)
        for person in held.values():
            yield speaker.text(person), unit, _file("unit", found.unit.id, speaker), ""


def _file(kind: str, known_id: str, speaker: Speaker) -> str:
    return file_of(f"{kind}/{known_id}", speaker.name_of_file)
