"""Settings of an editor: one value is set, and every other sign stays as it was."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.jsonc import NotUnderstoodError, with_value

PATH = ("yaml.schemas", "./s.json")
NEW = ["/a.yaml"]

KEPT = {
    "nothing": "",
    "blanks": " \n\n",
    "an empty object": "{}",
    "an empty object with a line": "{\n}\n",
    "an empty object with a comment": "{\n  // nothing yet\n}\n",
    "one line": '{"a": 1}',
    "one line with the mapping": '{"yaml.schemas": {"x": "y"}, "a": 1}',
    "lines": '{\n    "a": 1,\n    "b": [1, 2]\n}\n',
    "tabs": '{\n\t"a": 1\n}\n',
    "CRLF": '{\r\n  "a": 1\r\n}\r\n',
    "a byte order mark": '\ufeff{\n  "a": 1\n}\n',
    "a last comma": '{\n  "a": 1,\n}\n',
    "a last comma and comments": '{\n  "a": 1, // one\n  /* two */\n}\n',
    "a comment after the last value": '{\n  "a": 1 // one\n}\n',
    "a comment between value and comma": '{\n  "a": 1 /* one */, "b": 2 /* two */ }\n',
    "comments around": '// before\n{ /* in */ "a": /* mid */ 1 // end\n}\n/* after */ // last\n',
    "the mapping": '{\n  "yaml.schemas": {\n    "other.json": "b.yaml" // mine\n  },\n  "z": null\n}\n',
    "an empty mapping": '{\n  "yaml.schemas": {},\n  "z": null\n}\n',
    "a mapping with a last comma": '{\n  "yaml.schemas": {\n    "other.json": ["b"],\n  },\n}\n',
    "ours with another value": '{\n  "yaml.schemas": {"./s.json": "old", "x": "y"} // why\n}\n',
    "ours already": '{\n  "yaml.schemas": {"./s.json": ["/a.yaml"]} // why\n}\n',
    "signs in texts": '{"//": "/* no comment */", "}": "\\"{", "yaml.schemas": {"å": "//x"}}',
    "twins elsewhere": '{"a": {"b": 1, "b": 2}}',
}
REFUSED = {
    "no object": "[]",
    "a text": '"a"',
    "comments alone": "// nothing",
    "a missing brace": '{"a": 1',
    "a brace too many": '{"a": 1}}',
    "a missing comma": '{"a": 1 "b": 2}',
    "two commas": '{"a": 1,, "b": 2}',
    "a comma alone": "{,}",
    "a key without quotation marks": "{a: 1}",
    "single quotation marks": "{'a': 1}",
    "an open comment": '{"a": 1} /* ',
    "an open text": '{"a": "b}',
    "a number that is none": '{"a": 01}',
    "no number": '{"a": NaN}',
    "a bad escape": '{"a": "\\x"}',
    "a mapping that is a text": '{"yaml.schemas": "x"}',
    "a mapping that is null": '{"yaml.schemas": null}',
    "twins": '{"a": 1, "a": 2}',
    "two mappings": '{"yaml.schemas": {}, "yaml.schemas": {"x": "y"}}',
    "twins in the mapping": '{"yaml.schemas": {"x": "y", "x": "z"}}',
    "too deep": '{"a": ' + "[" * 50_000 + "]" * 50_000 + "}",
}


def read(text: str) -> dict[str, dict[str, object]]:
    """The value of a text, by another way than the one that is tested."""
    tokens = re.compile(
        r'"(?:[^"\\]|\\.)*"|//[^\r\n]*|/\*.*?\*/|,(?=(?:\s|(?>//[^\n]*)|(?>/\*.*?\*/))*[}\]])', re.DOTALL
    )
    plain = tokens.sub(
        lambda match: match.group() if match.group().startswith('"') else " ", text.removeprefix("\ufeff")
    )
    value: dict[str, dict[str, object]] = json.loads(plain) if plain.strip() else {}
    return value


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_one_value_is_set_and_the_rest_is_kept(text: str) -> None:
    changed = with_value(text, PATH, NEW)
    before = read(text)
    assert read(changed) == {**before, "yaml.schemas": {**before.get("yaml.schemas", {}), "./s.json": NEW}}
    remaining = iter(changed)  # every sign of the old text stands in the new one, in order
    kept = text.replace('"old"', "")
    assert all(sign in remaining for sign in kept) or not kept.strip()


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_setting_a_value_twice_is_setting_it_once(text: str) -> None:
    once = with_value(text, PATH, NEW)
    assert with_value(once, PATH, NEW) == once
    assert ("\r\n" in once) == ("\r\n" in text)
    assert "\n" not in once.replace("\r\n", "") or "\r\n" not in text


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        with_value(text, PATH, NEW)


def test_it_looks_as_if_written_by_hand() -> None:
    text = '{\n    // tabs are evil\n    "editor.tabSize": 4 // really\n}\n'
    assert with_value(text, PATH, NEW) == (
        '{\n    // tabs are evil\n    "editor.tabSize": 4, // really\n    "yaml.schemas": {\n        "./s.json": [\n'
        '            "/a.yaml"\n        ]\n    }\n}\n'
    )


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
BLANKS = st.sampled_from(["", " ", "\n", "\t", "// c\n", "/* } */", "/*\n*/", "\r\n"])


@given(st.data())
def test_any_settings_with_comments_anywhere(data: st.DataObject) -> None:
    settings: dict[str, Any] = data.draw(st.dictionaries(st.text(max_size=5), VALUES, max_size=3))
    if data.draw(st.booleans()):
        settings["yaml.schemas"] = data.draw(st.dictionaries(st.text(max_size=5), st.text(max_size=3), max_size=2))
    text = ""
    for token in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', json.dumps(settings)):
        text += token + data.draw(BLANKS)
    changed = with_value(text, PATH, NEW)
    assert read(changed) == {**settings, "yaml.schemas": {**settings.get("yaml.schemas", {}), "./s.json": NEW}}
