"""Every page of the site in one language, one after the other."""

from collections.abc import Iterator, Sequence

from rolecheck.render.blocks import Page
from rolecheck.render.site.card_page import card_page, cards_page
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.lists import map_pages, names_of_lists, units_pages
from rolecheck.render.site.overview_page import overview_page
from rolecheck.render.site.process_page import process_page, processes_page
from rolecheck.render.site.rule_page import rule_page, rules_page
from rolecheck.render.site.unit_page import unit_page
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker

# The pages that every page leads to, and the word for each.
MAIN_PAGES = ("overview", "units", "processes", "cards", "rules")


def pages_of(edition: Edition, speaker: Speaker) -> Iterator[Page]:
    """The pages of the site, made as they are asked for."""
    register = edition.report.register
    yield overview_page(edition, speaker)
    yield from map_pages(edition, speaker)
    yield from units_pages(edition, speaker)
    yield from (unit_page(unit, edition, speaker) for unit in edition.units.values())
    yield processes_page(edition, speaker)
    yield from (process_page(process, edition, speaker) for process in register.processes.values())
    yield cards_page(edition, speaker)
    yield from (card_page(card, edition, speaker) for card in register.cards.values())
    yield rules_page(edition, speaker)
    yield from (rule_page(rule, edition, speaker) for rule in all_rules().values())
    yield Page("search", speaker.say("site.search"), [])


def names_of(edition: Edition) -> Sequence[str]:
    """The names of these pages."""
    register = edition.report.register
    return [
        *("overview", "processes", "cards", "rules", "search"),
        *names_of_lists(edition),
        *(f"unit/{unit_id}" for unit_id in edition.units),
        *(f"process/{process_id}" for process_id in register.processes),
        *(f"card/{card_id}" for card_id in register.cards),
        *(f"rule/{rule_id}" for rule_id in all_rules()),
    ]
