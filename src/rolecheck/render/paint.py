"""Colours, for the few words that have one. Colour never says anything that the words do not."""

from rolecheck.render.canvas import Canvas

_CODES = {"error": "1;31", "warning": "1;33", "note": "1;36", "bold": "1", "dim": "2", "good": "1;32", "place": "34"}


def painted(text: str, style: str, canvas: Canvas) -> str:
    """The text in a style, where the canvas has colours. The text must be fit for a terminal already."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if canvas.color and text else text
