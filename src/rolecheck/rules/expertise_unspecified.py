"""A role whose expert knowledge is specified for some processes only."""

from collections.abc import Iterator

from rolecheck.cards import RoleCard
from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING)
def expertise_unspecified(case: Case) -> Iterator[Gap]:
    """No card says what expert knowledge a role needs for a process that has holders.

    What it checks:
        Where some card of a role lists expert competence, the general card or the card for the process does so for each
        process that somebody holds the role for.

    Why:
        The general card says that expert knowledge is specified for each process. Until it is, nobody can be asked for it.

    Fails:
        advisers for innsyn, while only the card for saksbehandling has `competence.expert`

    Passes:
        roles/prosessradgiver-innsyn.yaml with `competence.expert`

    Remedy:
        Write the expert competence on the card for the process. It never concerns a person. If it waits, write a waiver.
    """
    register = case.register
    for role, process in case.roster.holdings:
        if process is None:
            continue
        cards = register.cards_of_role[role]
        own = [card for card in (register.specific_card(role, process), register.general_card(role)) if card]
        if any(_has_expertise(card) for card in cards) and not any(_has_expertise(card) for card in own):
            yield Gap(
                place=(own or cards)[0].at / "id",
                subject={"role": role, "process": process},
                facts={"duty": (role, process)},
            )


def _has_expertise(card: RoleCard) -> bool:
    basic = {competence.id for competence in card.competence.basic}
    return any(competence.id not in basic for competence in card.competence.expert)
