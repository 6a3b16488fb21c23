"""Text leaves rolecheck here: one function for each place where it can arrive.

Whatever stands in a file of the register may have been written to deceive: a terminal that obeys escape sequences, or
a reader who sees letters in another order than they stand.
"""

import re

# Control characters, direction marks and overrides, zero-width and other invisible characters, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
LONGEST_TEXT = 300


def for_terminal(text: str) -> str:
    """One line for a terminal or a log: invisible characters become visible escapes, and nothing is obeyed."""
    return _INVISIBLE.sub(lambda match: _visible(match.group()), text)


def shortened(text: str, limit: int = LONGEST_TEXT) -> str:
    """A text that does not drown its neighbours; what is left out is marked."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def for_json(document: str) -> str:
    """A JSON document whose invisible characters are written as JSON escapes, so that showing it is harmless."""
    return _INVISIBLE.sub(_json_escape, document)


def for_xml(text: str) -> str:
    """One line for an element or an attribute of XML: no markup, and no character that XML 1.0 forbids."""
    return for_terminal(text).translate(_ENTITIES)


def for_uri(path: str) -> str:
    """A path as a relative reference: every byte that is no letter, digit, or one of “-._~/” is percent-encoded."""
    data = path.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in data)


_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def for_sarif(text: str) -> str:
    """A message of SARIF: braces hold no placeholder, and brackets no link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def _visible(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    character = match.group()
    if character == "\n":
        return character
    return "".join(f"\\u{unit:04x}" for unit in _utf_16_units(character))


def _utf_16_units(character: str) -> list[int]:
    code = ord(character)
    if code < 0x10000:
        return [code]
    return [0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)]
