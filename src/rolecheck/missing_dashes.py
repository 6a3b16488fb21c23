"""Keys that stand twice in an item of a list: each is a mistake of its own, unless the dash of the next item is missing."""

from collections.abc import Sequence

from rolecheck.source import Mistake


def with_missing_dashes(mistakes: Sequence[Mistake], repeated: Sequence[Mistake], first_key: str) -> list[Mistake]:
    """The mistakes of a file, with one for all keys that begin anew in an item, where its first key is among them."""
    merged: dict[int, Mistake | None] = {}
    for run in _runs(repeated):
        if any(mistake.facts["key"] == first_key for mistake in run):
            merged |= {id(mistake): None for mistake in run}
            merged[id(run[0])] = _one(run)
    told = (merged.get(id(mistake), mistake) for mistake in mistakes)
    return [mistake for mistake in told if mistake is not None]


def _one(run: Sequence[Mistake]) -> Mistake:
    several = {"several": len(run)} if len(run) > 1 else {}
    variant = "-".join(filter(None, ("missing-dash", run[0].variant)))
    return run[0]._replace(variant=variant, facts={**run[0].facts, **several})


def _runs(repeated: Sequence[Mistake]) -> list[list[Mistake]]:
    """Keys one after the other; another run begins with the key that the one before began with."""
    runs: list[list[Mistake]] = []
    for mistake in repeated:
        if runs and mistake.facts["key"] != runs[-1][0].facts["key"]:
            runs[-1].append(mistake)
        else:
            runs.append([mistake])
    return runs
