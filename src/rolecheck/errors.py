"""The one family of exceptions that says: this run cannot go on."""


class RolecheckError(Exception):
    """The run cannot be made, and the reason lies outside rolecheck.

    `situation` is the key of the sentence in the language files (`[errors.<situation>]`), `facts` fill its
    placeholders. Faulty *data* never raise this: they become findings.
    """

    def __init__(self, situation: str, **facts: object) -> None:
        super().__init__(situation)
        self.situation = situation
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}: {value}" for name, value in self.facts.items())
        return f"{self.situation} ({facts})" if facts else self.situation
