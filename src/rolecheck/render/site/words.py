"""Words that several pages of the site need, in one language."""

from rolecheck.cards import RoleCard
from rolecheck.finding import Finding
from rolecheck.model import Process, Unit
from rolecheck.overview import Requirement, UnitOverview, standing_of
from rolecheck.register import Register
from rolecheck.render.blocks import Cell, Item
from rolecheck.render.site.edition import Edition
from rolecheck.wording import Speaker


def name_of(entity: Unit | Process | RoleCard, speaker: Speaker) -> str:
    """What something is called; its id where its name is empty, as nobody can follow a link without a text."""
    name = speaker.text(entity.name)
    return name if name.strip() else speaker.safe(entity.id)


def register_name(register: Register, speaker: Speaker) -> str:
    """What a register is called; a word where its settings could not be read."""
    name = speaker.text(register.name)
    return name if name.strip() else speaker.say("site.overview")


def unit_cell(unit: Unit, speaker: Speaker) -> Cell:
    """A unit’s name, which leads to its page."""
    return Cell(name_of(unit, speaker), link=f"unit/{unit.id}")


def standing(unit: UnitOverview, requirement: Requirement, edition: Edition, speaker: Speaker) -> Cell:
    """How a unit stands with a requirement: what is found, and until when that is accepted; neither who nor why."""
    tone, worst = edition.tone(unit, requirement), unit.worst_about(requirement)
    if worst is None:
        return Cell(speaker.say("site.covered"), tone)
    title = speaker.title(worst.rule)
    waiver = edition.report.register.waivers.get(worst.waiver or "")
    return Cell(title if waiver is None else speaker.say("site.waived", title=title, until=waiver.until), tone)


def finding_item(finding: Finding, edition: Edition, speaker: Speaker) -> Item:
    """A finding as a reader of the site may see it; where people are left out, only what kind of finding it is."""
    tone = standing_of(finding)
    if edition.public:
        return Item(speaker.title(finding.rule), tone, link=f"rule/{finding.rule}", tag=_tag(finding, speaker))
    words = speaker.finding(finding)
    details = [words.help, speaker.say("site.norm", norm=words.norm) if words.norm else ""]
    return Item(words.message, tone, [text for text in details if text], f"rule/{finding.rule}", _tag(finding, speaker))


def _tag(finding: Finding, speaker: Speaker) -> str:
    severity = speaker.common(finding.severity)
    return speaker.say("report.waived-tag", severity=severity) if finding.waived else severity
