"""Files that were written to break a reader: what they hold, and the finding that each must give.

`tests/test_hostile.py` puts each into a tiny register and checks it; `tests/hostile_times.py` measures the same files.
"""

from dataclasses import dataclass
from itertools import islice, product
from string import ascii_letters, ascii_lowercase, digits

from tinyregister import FILES, UNIT

MIB = 1024 * 1024
HEAD = UNIT.encode()


@dataclass(frozen=True)
class Hostile:
    """A hostile file; `rule` must find something at `line` and `column` (0: anywhere), no `rule`: nothing may be found."""

    name: str
    content: bytes
    rule: str = ""
    line: int = 0
    column: int = 0
    path: str = "units/xx.yaml"
    alone: bool = False

    def __str__(self) -> str:
        return self.name


def _up_to(size: int, parts: "list[bytes]") -> bytes:
    """As many of the parts, from the first on, as fit into a size."""
    kept, room = [], size
    for part in parts:
        room -= len(part)
        if room < 0:
            break
        kept.append(part)
    return b"".join(kept)


def _filled(head: bytes, tail: bytes, size: int) -> bytes:
    return head + b"x" * (size - len(head) - len(tail)) + tail


def _laughs(opened: bytes, repeated: bytes, closed: bytes) -> bytes:
    """Ten levels, each of which repeats the one before ten times."""
    levels = [b"a0: &a0 {k: v}\n"]
    for level in range(1, 10):
        alias = repeated % (level - 1)
        levels.append(b"a%d: &a%d %s%s%s\n" % (level, level, opened, b", ".join([alias] * 10), closed))
    return b"".join(levels)


_KEYS = ["".join(letters).encode() for letters in islice(product(ascii_lowercase + digits, repeat=4), 200_000)]
_SHORT_KEYS = ["".join(letters).encode() for letters in islice(product(ascii_letters + digits, repeat=3), 149_000)]

NESTING = [
    Hostile("100,000 [", b"[" * 100_000, "invalid-yaml", 1, 51),
    Hostile("100,000 [ closed", b"[" * 100_000 + b"]" * 100_000, "invalid-yaml", 1, 51),
    Hostile("100,000 [ as a value", HEAD + b"aliases: " + b"[" * 100_000, "invalid-yaml", 5, 59),
    Hostile("1 MiB of [", b"[" * MIB, "invalid-yaml", 1, 51),
    Hostile("1 MiB of ]", b"]" * MIB, "invalid-yaml", 1, 1),
    Hostile("100,000 dashes on one line", b"- " * 100_000, "invalid-yaml", 1, 101),
    Hostile("1 MiB of dashes on one line", b"- " * (MIB // 2), "invalid-yaml", 1, 101),
    Hostile(
        "1 MiB of nested dashes, a line each",
        _up_to(MIB, [b"  " * depth + b"-\n" for depth in range(2000)]),
        "invalid-yaml",
        51,
        101,
    ),
    Hostile(
        "1 MiB of nested keys, a line each",
        _up_to(MIB, [b" " * depth + b"a:\n" for depth in range(2000)]),
        "invalid-yaml",
        51,
        51,
    ),
    Hostile("100,000 {a: ", b"{a: " * 100_000, "invalid-yaml", 1, 201),
    Hostile("100,000 [{a: ", b"[{a: " * 100_000, "invalid-yaml", 1, 126),
    Hostile("100,000 {", b"{" * 100_000, "unsupported-yaml", 1, 2),
    Hostile("100,000 question marks", b"? " * 100_000, "unsupported-yaml", 1, 3),
    Hostile("a list 50 deep", HEAD + b"aliases: " + b"[" * 49 + b"]" * 49 + b"\n", "invalid-shape", 5),
    Hostile("a list 51 deep", HEAD + b"aliases: " + b"[" * 50 + b"]" * 50 + b"\n", "invalid-yaml", 5, 59),
    Hostile("50,000 items 49 deep", HEAD + b"aliases: " + b"[" * 49 + b"1," * 50_000 + b"]" * 49, "invalid-shape"),
    *(
        Hostile(f"100,000 [ in {path}", b"[" * 100_000, "invalid-yaml", 1, 51, path)
        for path in [*FILES, "courses.yaml", "waivers.yaml"]
        if path != "units/ie.yaml"
    ),
]

BOMBS = [
    Hostile("alias bomb", _laughs(b"[", b"*a%d", b"]"), "unsupported-yaml", 1, 5),
    Hostile("merge-key bomb", _laughs(b"{<<: [", b"*a%d", b"]}"), "unsupported-yaml", 1, 5),
    Hostile("merge keys without end", b"a: &a {k: v}\n" + b"b: {<<: *a}\n" * 80_000, "unsupported-yaml", 1, 4),
    Hostile("merge key alone", HEAD + b"<<: {name: Y}\n", "unsupported-yaml", 5, 1),
    Hostile("list that holds itself", b"&a [*a]\n", "unsupported-yaml", 1, 1),
    Hostile("mapping that holds itself", b"&a {k: *a}\n", "unsupported-yaml", 1, 1),
    Hostile("mapping with itself as key", b"&a {*a : *a}\n", "unsupported-yaml", 1, 1),
    Hostile("value that holds itself", HEAD + b"aliases: &a [*a, *a]\n", "unsupported-yaml", 5, 10),
    Hostile("alias of nothing", HEAD + b"aliases: *b\n", "unsupported-yaml", 5, 10),
    Hostile("100,000 aliases", HEAD + b"aliases:\n" + b"- *a\n" * 100_000, "unsupported-yaml", 6, 3),
    Hostile("100,000 anchors", HEAD + b"aliases:\n" + b"- &a b\n" * 100_000, "unsupported-yaml", 6, 3),
    Hostile("100,000 anchors on one node", b"&a " * 100_000, "invalid-yaml", 1, 4),
    Hostile("an anchor of 1,000,000 characters", b"&" + b"a" * 1_000_000 + b" b\n", "unsupported-yaml", 1, 1),
    Hostile("an alias of 1,000,000 characters", b"a: *" + b"b" * 1_000_000 + b"\n", "unsupported-yaml", 1, 4),
    Hostile("100,000 tags", HEAD + b"aliases:\n" + b"- !t b\n" * 100_000, "unsupported-yaml", 6, 3),
    Hostile("a tag of 1,000,000 characters", b"!" + b"a" * 1_000_000 + b" b\n", "unsupported-yaml", 1, 1),
    Hostile("a tag that runs", b"!!python/object/apply:os.abort []\n", "unsupported-yaml", 1, 1),
    Hostile("a tag of bytes", b"id: !!binary aWU=\n", "unsupported-yaml", 1, 5),
    Hostile("300,000 documents", b"---\n" * 250_000, "unsupported-yaml", 2, 1),
    Hostile("1 MiB of a directive", b"%" * MIB, "unsupported-yaml", 1, 1),
    Hostile("a directive below blank lines", b"\r\n" * 400_000 + b"%YAML 1.1\n", "unsupported-yaml", 400_001, 1),
]

SCALARS = [
    Hostile("a file of exactly 1 MiB", _filled(HEAD + b"#", b"\n", MIB)),
    Hostile("a file of 1 MiB and a byte", _filled(HEAD + b"#", b"\n", MIB + 1), "invalid-yaml", 1, 1),
    Hostile("a file of 64 MiB", b"[" * (64 * MIB), "invalid-yaml", 1, 1),
    Hostile("a plain scalar up to 1 MiB", _filled(HEAD + b"aliases:\n- ", b"\n", MIB), "invalid-yaml", 6, 3),
    Hostile("a plain scalar past 1 MiB", _filled(HEAD + b"aliases:\n- ", b"\n", MIB + 1), "invalid-yaml", 1, 1),
    Hostile("a quoted scalar up to 1 MiB", _filled(HEAD + b'aliases:\n- "', b'"\n', MIB), "invalid-yaml", 6, 3),
    Hostile(
        "a scalar in single quotes up to 1 MiB", _filled(HEAD + b"aliases:\n- '", b"'\n", MIB), "invalid-yaml", 6, 3
    ),
    Hostile("a literal scalar up to 1 MiB", _filled(HEAD + b"aliases:\n- |\n  ", b"\n", MIB), "invalid-yaml", 6, 3),
    Hostile("a folded scalar up to 1 MiB", _filled(HEAD + b"aliases:\n- >\n  ", b"\n", MIB), "invalid-yaml", 6, 3),
    Hostile("a quoted scalar that never ends", _filled(HEAD + b'aliases:\n- "', b"", MIB), "invalid-yaml"),
    Hostile("a scalar of 10,000 characters", HEAD + b"aliases: [" + b"x" * 10_000 + b"]\n"),
    Hostile("a scalar of 10,001 characters", HEAD + b"aliases: [" + b"x" * 10_001 + b"]\n", "invalid-yaml", 5, 11),
    Hostile("a scalar of 10,000 signs of 4 bytes", HEAD + b"aliases: [" + "😀".encode() * 10_000 + b"]\n"),
    Hostile("a key up to 1 MiB", _filled(HEAD, b": x\n", MIB), "invalid-yaml"),
    Hostile("a marked key up to 1 MiB", _filled(HEAD + b"? ", b"\n: x\n", MIB), "invalid-yaml", 5, 3),
    Hostile("1 MiB of double quotes", b'"' * MIB, "invalid-yaml", 1, 3),
    Hostile("1 MiB of single quotes", b"'" * MIB, "invalid-yaml", 1, 1),
    Hostile("1 MiB of backslashes", HEAD + b'aliases: ["' + b"\\" * 1_000_000 + b'"]\n', "invalid-yaml", 5, 11),
    Hostile("1 MiB of colons", b":" * MIB, "invalid-yaml", 1, 1),
    Hostile("300,000 empty keys", b": \n" * 300_000, "invalid-yaml", 1, 1),
    Hostile("1 MiB of commas", b"[" + b"," * 1_000_000, "invalid-yaml", 1, 2),
    Hostile("1 MiB of exclamation marks", b"! " * 500_000, "invalid-yaml"),
    Hostile("1 MiB of bars", b"- |\n" * 250_000, "invalid-shape"),
]

ENCODINGS = [
    Hostile("a byte order mark", b"\xef\xbb\xbf" + HEAD),
    Hostile("a byte order mark twice", b"\xef\xbb\xbf" * 2 + HEAD, "invalid-yaml", 1, 1),
    Hostile("a byte order mark inside", HEAD + b"aliases: [\xef\xbb\xbfx]\n", "invalid-yaml", 5, 11),
    Hostile("a byte order mark alone", b"\xef\xbb\xbf", "invalid-yaml", 1, 1),
    Hostile("UTF-16, little end first", UNIT.encode("utf-16"), "invalid-yaml", 1, 1),
    Hostile("UTF-16, big end first", b"\xfe\xff" + UNIT.encode("utf-16-be"), "invalid-yaml", 1, 1),
    Hostile("UTF-16 without a mark", UNIT.encode("utf-16-le"), "invalid-yaml", 1, 2),
    Hostile("UTF-32", UNIT.encode("utf-32"), "invalid-yaml", 1, 1),
    Hostile("Latin-1", "id: xx\nkind: group\nname: Økonomi\n".encode("latin-1"), "invalid-yaml", 3, 7),
    Hostile("Latin-1 after signs of several bytes", b"name: \xc3\xb8\xf0\x9f\x98\x80\xe6\n", "invalid-yaml", 1, 9),
    Hostile("an overlong sign", b"name: \xc0\xaf\n", "invalid-yaml", 1, 7),
    Hostile("a lone surrogate in UTF-8", b"name: \xed\xa0\x80\n", "invalid-yaml", 1, 7),
    Hostile("a sign past Unicode", b"name: \xf5\x80\x80\x80\n", "invalid-yaml", 1, 7),
    Hostile("a sign cut off by the end", b"name: \xf0\x9f\x98", "invalid-yaml", 1, 7),
    Hostile("1 MiB of bytes that are no text", b"\xff" * MIB, "invalid-yaml", 1, 1),
    Hostile("CRLF", HEAD.replace(b"\n", b"\r\n")),
    Hostile("CRLF with a mistake", (HEAD + b"colour: red\n").replace(b"\n", b"\r\n"), "invalid-shape", 5, 1),
    Hostile("CRLF with 60 comments", b"# c\r\n" * 60 + HEAD + b"colour: red\n", "invalid-shape", 65, 1, alone=True),
    Hostile("1 MiB of CRLF", b"\r\n" * (MIB // 2), "invalid-yaml", 1, 1),
    Hostile("lone CR", HEAD.replace(b"\n", b"\r")),
    Hostile("lone CR with a mistake", (HEAD + b"colour: red\n").replace(b"\n", b"\r"), "invalid-shape", 5, 1),
    Hostile("every line end at once", b"id: xx\r\nkind: group\rname: X\n\r\ncolour: red\r\n", "invalid-shape", 5, 1),
    Hostile("1 MiB of CR", b"\r" * MIB, "invalid-yaml", 1, 1),
    Hostile("a tab before a key", HEAD + b"groups:\n\t- id: g\n", "invalid-yaml", 6, 1),
    Hostile("a tab after a colon", b"id:\txx\nkind:\tgroup\nname:\tX\t# c\nleader: kari\n"),
    Hostile("a tab in a quoted text", HEAD + b'aliases: ["a\tb", "a\\tb"]\n'),
    Hostile("1 MiB of tabs", b"\t" * MIB, "invalid-yaml", 1, 1),
    Hostile("1 MiB of spaces", b" " * MIB, "invalid-yaml", 1, 1),
    Hostile("1 MiB of line feeds", b"\n" * MIB, "invalid-yaml", 1, 1),
    Hostile("1 MiB of NUL", b"\0" * MIB, "invalid-yaml", 1, 1),
    Hostile("NUL at the end", HEAD + b"\0", "invalid-yaml", 5, 1),
    Hostile("1 MiB of escaped NUL", HEAD + b'aliases: ["' + b"\\0" * 5_000 + b'"]\n', "invalid-yaml", 5, 11),
    Hostile("100,000 escaped NUL", HEAD + b"aliases:\n" + b'- "\\0"\n' * 100_000, "invalid-yaml", 6, 3),
    Hostile("a lone surrogate as an escape", HEAD + b'aliases: ["\\ud800"]\n', "invalid-yaml", 5),
    Hostile("a sign past Unicode as an escape", HEAD + b'aliases: ["\\UFFFFFFFF"]\n', "invalid-yaml", 5),
]

EMPTY = [
    Hostile("no byte at all", b"", "invalid-yaml", 1, 1),
    Hostile("a line end alone", b"\n", "invalid-yaml", 1, 1),
    Hostile("a comment alone", b"# nothing here\n", "invalid-yaml", 1, 1),
    Hostile("1 MiB of one comment", b"#" * MIB, "invalid-yaml", 1, 1),
    Hostile("a document start alone", b"---\n", "invalid-yaml", 1, 1),
    Hostile("a document end alone", b"...\n", "invalid-yaml", 1, 1),
    Hostile("a tilde alone", b"~\n", "invalid-yaml", 1, 1),
    Hostile("null alone", b"null\n", "invalid-yaml", 1, 1),
    Hostile("a text alone", b"hello\n", "invalid-shape", 1, 1),
    Hostile("an empty list", b"[]\n", "invalid-shape", 1, 1),
    Hostile("an empty mapping", b"{}\n", "invalid-shape", 1, 1),
]

MANY = [
    Hostile("14,900 unknown keys", HEAD + _up_to(MIB // 10, [key + b": 1\n" for key in _SHORT_KEYS]), "invalid-shape"),
    Hostile(
        "13,000 unknown keys on one line",
        b"{" + _up_to(MIB // 10, [key + b": 1," for key in _KEYS]) + b"}",
        "invalid-shape",
    ),
    Hostile("20,000 keys without a value", _up_to(MIB // 10, [key + b":\n" for key in _KEYS]), "invalid-shape"),
    Hostile("10,000 duplicate keys", HEAD + b"parent: ie\n" * 9_000, "duplicate-key", 6, 1),
    Hostile("25,000 duplicate keys", HEAD + b"a: 1\n" * 20_000, "duplicate-key", 6, 1),
    Hostile(
        "5,000 keys twice",
        HEAD + b"contacts:\n" + b"".join(b" %s: a\n" % key for key in _KEYS[:5_000] * 2),
        "duplicate-key",
        5_006,
        2,
    ),
    Hostile("a list of 26,000 items", b"- a\n" * 26_000, "invalid-shape", 1, 1),
    Hostile("a list of 50,000 items on one line", b"[" + b"1," * 50_000 + b"]", "invalid-shape", 1, 1),
    Hostile("a list of 50,000 items without a value", b"[" + b"~," * 50_000 + b"]", "invalid-shape", 1, 1),
    Hostile("11,000 people of the wrong shape", HEAD + b"people:\n" + b"- {x: 1}\n" * 11_000, "invalid-shape", 6),
    Hostile("20,000 people that are texts", HEAD + b"people:\n" + b"- abc\n" * 17_000, "invalid-shape", 6),
    Hostile("34,000 aliases that are mappings", HEAD + b"aliases: [" + b"{}," * 34_000 + b"]\n", "invalid-shape", 5),
    Hostile("50,000 aliases without a value", HEAD + b"aliases: [" + b"~," * 50_000 + b"]\n", "invalid-shape", 5),
    Hostile("10,000 people with one id", HEAD + b"people:\n" + b"- {id: a}\n" * 10_000, "duplicate-id", 7, 8),
    Hostile(
        "3,000 groups with one id",
        HEAD + b"groups:\n" + b"- {id: g, name: g, members: []}\n" * 3_000,
        "duplicate-id",
        7,
        8,
    ),
    Hostile(
        "2,500 appointments of nobody",
        HEAD + b"appointments:\n" + b"- {person: q, role: r, from: 2020-01-01}\n" * 2_500,
        "unknown-reference",
        6,
        12,
    ),
    Hostile(
        "1,500 appointments of one person",
        HEAD + b"appointments:\n" + b"- {person: ola, role: adviser, process: access, from: 2020-01-01}\n" * 1_500,
        "overlapping-appointments",
    ),
    Hostile(
        "8,000 unknown contacts",
        HEAD + b"contacts:\n" + b"".join(b" %s: q\n" % key for key in _KEYS[:8_000]),
        "unknown-reference",
        6,
    ),
    Hostile(
        "10,000 contacts for one task", HEAD + b"contacts:\n c:\n" + b"  - q\n" * 15_000, "unknown-reference", 7, 5
    ),
    Hostile(
        "2,500 unknown courses",
        HEAD + b"people:\n- id: zz\n  courses:\n" + b"  - {course: q, completed: 2020-01-01}\n" * 2_500,
        "unknown-reference",
        8,
        14,
    ),
    Hostile(
        "2,500 reversed leaves",
        HEAD + b"people:\n- id: zz\n  leave:\n" + b"  - {from: 2020-01-02, to: 2020-01-01}\n" * 2_500,
        "reversed-dates",
        8,
        12,
    ),
    Hostile("8,000 identity numbers", HEAD + b"# 15815000134\n" * 7_000, "national-identity-number"),
    Hostile("10,000 processes with one id", b"- {id: a, name: b}\n" * 5_000, "duplicate-id", 2, 8, "processes.yaml"),
    Hostile("5,000 waivers for everything", b"- {id: a}\n" * 10_000, "invalid-shape", path="waivers.yaml"),
    Hostile(
        "1,000 waivers of nothing",
        b"".join(
            b"- {id: w-%s, rule: r, unit: u, reason: x, granted_by: p, granted: 2020-01-01, until: 2030-01-01}\n" % key
            for key in _KEYS[:1_000]
        ),
        "unknown-reference",
        path="waivers.yaml",
    ),
    Hostile(
        "2,000 norms with one id",
        FILES["roles/adviser.yaml"].encode() + b"  - {id: a, kind: anchored, norm: must}\n" * 2_000,
        "duplicate-id",
        path="roles/adviser.yaml",
    ),
    Hostile(
        "5,000 norms of no kind",
        FILES["roles/adviser.yaml"].encode() + b"  - {id: a}\n" * 5_000,
        "invalid-shape",
        path="roles/adviser.yaml",
    ),
    Hostile(
        "5,000 unknown rules",
        FILES["rolecheck.yaml"].encode() + b"severity:\n" + b"".join(b" %s: note\n" % key for key in _KEYS[:5_000]),
        "unknown-reference",
        path="rolecheck.yaml",
    ),
]

ALL = [*NESTING, *BOMBS, *SCALARS, *ENCODINGS, *EMPTY, *MANY]
LARGE = [
    hostile for hostile in ALL if hostile.alone or hostile.path != "units/xx.yaml" or len(hostile.content) > 64 * 1024
]
SMALL = [hostile for hostile in ALL if hostile not in LARGE]
