"""Texts in which nobody is named, not even by a pseudonym: for pages that everybody may read."""

from rolecheck.redaction import Redactor


class Nameless(Redactor):
    """Puts the same sign in the place of everybody, so that nobody can be followed from page to page."""

    def pseudonym(self, person_id: str) -> str:  # noqa: ARG002 - whoever it is
        """What stands for a person."""
        return "…"
