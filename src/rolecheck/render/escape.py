"""Text leaves rolecheck here: one function for each place where it can arrive.

Whatever stands in a file of the register may have been written to deceive: a terminal or a pipeline that obeys what it
is shown, or a reader who sees letters in another order than they stand.
"""

import re
from collections.abc import Iterable

# Control characters, direction marks and overrides, zero-width and other invisible characters, lone surrogates.
_INVISIBLE = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# GitHub’s runner obeys `##[name]`, and Azure’s agent `##vso[…]`, wherever they stand in a line.
_COMMAND = r"(?<=#)#(?=\[|vso)"
# GitHub’s runner obeys `::name::` at the start of a line, after any space.
_COMMAND_OF_LINE = r"(?m:^)([^\S\n]*):(?=:)"
_OBEYED = re.compile(f"{_INVISIBLE}|{_COMMAND}")
_OBEYED_IN_LOG = re.compile(f"{_COMMAND}|{_COMMAND_OF_LINE}")
_BEGINS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_MARKUP = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`*_{}[]<>#|~&$"})
# What a service makes a link or a picture of, once the Markdown is read: @name, #12, !12, http://…, www.…, GH-12, :name:
_LINKED = re.compile(r"[@#!$%&~^](?=[\w/\"'\[])|:(?=/|[\w+-]+:)|(?i:\bwww)(?=\.)|(?i:\bGH-)(?=[0-9])")
LONGEST_TEXT = 300
LONGEST_CELL = 10_000  # Excel takes 32,767 characters


def for_terminal(text: str) -> str:
    """One line for a terminal or a log: invisible characters become visible escapes, and nothing is obeyed."""
    return _OBEYED.sub(lambda match: _visible(match.group()), text)


def for_log(document: str) -> str:
    """Lines put together from texts that are fit for a terminal: none is a command to a pipeline that reads its log.

    Where a line begins is known only when long ones have been broken.
    """
    return _OBEYED_IN_LOG.sub(lambda match: f"{match.group(1) or ''}{_visible(match.group()[-1])}", document)


def shortened(text: str, limit: int = LONGEST_TEXT) -> str:
    """A text that does not drown its neighbours; what is left out is marked."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def for_json(document: str) -> str:
    """A JSON document whose invisible characters are written as JSON escapes, so that showing it is harmless."""
    return _OBEYED.sub(_json_escape, document)


def for_xml(text: str) -> str:
    """One line for an element or an attribute of XML: no markup, and no character that XML 1.0 forbids."""
    return for_terminal(text).translate(_ENTITIES)


def for_html(text: str) -> str:
    """One line for an element or an attribute in quotes of HTML: no markup, and nothing that cannot be seen."""
    return for_xml(text)


def for_css(text: str) -> str:
    """One line for a string of CSS, also inside HTML: all but letters and digits of ASCII are escapes of six digits."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):06x}" for sign in for_terminal(text))


def for_uri(path: str) -> str:
    """A path as a relative reference: every byte that is no letter, digit, or one of “-._~/” is percent-encoded."""
    data = path.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in data)


_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def for_sarif(text: str) -> str:
    """A message of SARIF: braces hold no placeholder, and brackets no link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def for_workflow_message(lines: Iterable[str]) -> str:
    """What a workflow command of GitHub says: three codes become signs again, that of the per cent sign last."""
    return "%0A".join(for_terminal(line).replace("%", "%25") for line in lines)


def for_workflow_property(text: str) -> str:
    """A property of a workflow command of GitHub, in which colons and commas have a meaning, too."""
    return for_workflow_message([text]).replace(":", "%3A").replace(",", "%2C")


def for_azure(text: str) -> str:
    """A property or the message of a logging command of Azure; a per cent sign is `%AZP25` there."""
    return for_terminal(text).replace("%", "%AZP25").replace(";", "%3B").replace("]", "%5D")


def for_csv(text: str) -> str:
    """A cell: no formula, and in quotes, so that it is one cell whichever separator a spreadsheet expects."""
    clean = shortened(for_terminal(text), LONGEST_CELL)
    disarmed = f"'{clean}" if _BEGINS_A_FORMULA.match(clean) else clean
    return '"' + disarmed.replace('"', '""') + '"'


def for_spreadsheet(text: str) -> str:
    """A cell of a workbook that is written as a text, and so is no formula whatever it begins with."""
    return shortened(for_terminal(text), LONGEST_CELL)


def for_markdown(text: str) -> str:
    """One line inside a paragraph, a cell or HTML of Markdown: no markup, and nothing that becomes a link.

    Entities are never markup. But a service makes links of names and numbers after the Markdown is read, which no
    escape hinders: an empty comment must part the sign from the word.
    """
    parted = _LINKED.sub("\\g<0>\n", for_terminal(text))
    return parted.translate(_MARKUP).replace("\n", "<!-- -->")


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
