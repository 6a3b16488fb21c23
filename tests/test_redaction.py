"""With --redact, no name, address or id of the register's people is left, in whatever the program prints."""

import json
import re
from pathlib import Path

import pytest

import tinyregister
from rolecheck.document import Document
from rolecheck.files import read_folder
from rolecheck.redaction import Redactor
from rolecheck.register import Register, build
from rolecheck.render.formats import formats

DATA = Path(__file__).parents[1] / "data"
COMMANDS = [
    *(["validate", "data", "--format", format_] for format_ in formats()),
    ["validate", "data", "--format", "terminal", "--language", "en", "--no-waivers"],
    *(["validate", "data", "--format", format_, "--as-of", "2027-11-22"] for format_ in ("json", "markdown", "csv")),
    ["report", "data"],
    ["report", "data", "--language", "en", "--as-of", "2027-11-22"],
    ["people", "--register", "data"],
    ["people", "--register", "data", "--unit", "ntnu"],
]


def run(arguments: list[str], **environment: str) -> str:
    """What the command prints, on both streams."""
    done = tinyregister.run(*tinyregister.ROLECHECK, *arguments, cwd=DATA.parent, env={"COLUMNS": "300", **environment})
    assert done.code in (0, 1), done.err
    return (done.out + done.err).decode()


def personal(register: Register) -> set[str]:
    """Every id, name and address of the register's people."""
    found = ((person.id, person.name, person.email) for person in register.people.values())
    return {text for texts in found for text in texts if text}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_personal_is_left(arguments: list[str]) -> None:
    known = personal(build(read_folder(DATA)))
    plain, redacted = (" ".join(run(words).split()) for words in (arguments, [*arguments, "--redact"]))
    assert any(text in plain for text in known)  # there was something to hide
    assert {text for text in known if text in redacted} == set()
    assert "person-" in redacted


def test_pseudonyms_differ_from_run_to_run_unless_a_key_is_given(tmp_path: Path) -> None:
    arguments = ["validate", "data", "--format", "json", "--redact"]
    assert run(arguments) != run(arguments)
    one, other = (f"a key that nobody guesses, number {number}" for number in (1, 2))
    (tmp_path / "key").write_text(f"{one}\n")
    (tmp_path / "key").chmod(0o600)
    with_file = run(["validate", "data", "--format", "json", "--redact-key-file", str(tmp_path / "key")])
    assert run(arguments, ROLECHECK_REDACT_KEY=one) == with_file
    assert run(arguments, ROLECHECK_REDACT_KEY=other) != with_file


def test_a_finding_keeps_one_pseudonym_for_one_person() -> None:
    findings = json.loads(run(["validate", "data", "--format", "json", "--redact"]))["findings"]
    about = [finding for finding in findings if finding["subject"].get("person")]
    assert about
    for finding in about:
        assert re.fullmatch(r"person-[0-9a-f]{10}", finding["subject"]["person"])
        assert finding["subject"]["person"] in finding["message"]


def a_register() -> Register:
    people = "people:\n  - {id: per.li, name: Per Li, email: per@example.org}\n  - {id: per, name: Per}\n"
    return build([Document.read("units/ie.yaml", f"id: ie\nkind: fakultet\nname: IE\n{people}".encode())])


@pytest.mark.parametrize(
    "text",
    [
        "Per Li",
        "by per.li.",
        "(per.li)",
        "Per Li, Per",
        "per@example.org",
        "Per Li’s",
        "per.li:per",
        "«Per Li»",
        "PER LI",
        "Per Lis",
        "x-per.li",
        "per.li.yaml",
        "Li, Per",
        "Per  Li",
        "Per\u00a0Li",
        "per_li",
        "per-li",
        "li/per.yaml",
        "Per\n  Li",
    ],
)
def test_names_are_hidden_wherever_they_stand(text: str) -> None:
    hidden = Redactor(a_register(), b"key").text(text)
    assert "per" not in hidden.lower().replace("person-", "")


@pytest.mark.parametrize(
    "text",
    [
        "Kari Anne Nordmann",
        "Kari Nordmann",
        "Nordmann, Kari Anne",
        "nordmann-kari",
        "Kari Nordmanns",
        "Kari A. Nordmann",
        "KARI  NORDMANN",
    ],
)
def test_a_name_of_several_words_is_hidden_in_every_order(text: str) -> None:
    people = "people:\n  - {id: u17, name: Kari Anne Nordmann}\n"
    register = build([Document.read("units/ie.yaml", f"id: ie\nkind: fakultet\nname: IE\n{people}".encode())])
    assert re.fullmatch(r"person-[0-9a-f]{10}", Redactor(register, b"key").text(text))


@pytest.mark.parametrize("text", ["Personell", "super", "Perle", "Lier", "Perm"])
def test_other_words_are_left_alone(text: str) -> None:
    assert Redactor(a_register(), b"key").text(text) == text


def test_what_is_quoted_from_an_unchecked_file_is_hidden(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    (folder / "units").mkdir(parents=True)
    (folder / "roles").mkdir()
    (folder / "rolecheck.yaml").write_text("register: R\nunit_kinds: [fakultet]\n")
    (folder / "roles" / "r.yaml").write_text("id: r\nrole: r\nname: R\nmandate: M\n")
    broken = "id: ie\nkind: fakultet\nname: IE\nKari Nordmann: leader\nleader: [Kari]\nreviewed: Kari\n"
    (folder / "units" / "ie.yaml").write_text(broken)
    for format_name in formats():
        assert "Kari" in run(["validate", str(folder), "--format", format_name])
        assert "Kari" not in run(["validate", str(folder), "--format", format_name, "--redact"])


def of_one(name: str) -> Redactor:
    text = f"id: ie\nkind: fakultet\nname: IE\npeople:\n  - {{id: u17, name: {name}}}\n"
    return Redactor(build([Document.read("units/ie.yaml", text.encode())]), b"key")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Åsa Strøm", "A\u030asa Strøm"),
        ("A\u030asa Strøm", "Åsa Strøm"),
        ("Åsa Strøm", "Asa Strom"),
        ("Åsa Strøm", "AASA STROEM"),
        ("Weiß Gruß", "WEISS GRUSS"),
        ("Anne-Marie Hansen Dahl", "Anne-Marie Dahl"),
        ("Anne-Marie Hansen Dahl", "Dahl, Anne Marie"),
        ("Kari Nordmann", "KariNordmann"),
        ("Kari Nordmann", "karinordmann"),
        ("Kari Nordmann", "NordmannKari"),
        ("Kari Nordmann", "Kari%20Nordmann"),
        ("Kari Nordmann", "kari%2Enordmann"),
        ("Kari Nordmann", "kari%252Enordmann"),
        ("Åsa Strøm", "%C3%85sa%20Str%C3%B8m"),
        ("Åsa Strøm", "&Aring;sa&nbsp;Str&#248;m"),
        ("Kari Nordmann", "Ka\u00adri\u200b Nord\u00admann"),
        ("Kari Anne Nordmann", "KariNordmann"),
        ("Kari Anne Nordmann", "KariAnneNordmann"),
        ("Kari Nordmann", "Kari A. Nordmann"),
    ],
)
def test_a_name_is_hidden_in_other_spellings(name: str, text: str) -> None:
    assert re.fullmatch(r"person-[0-9a-f]{10}", of_one(name).text(text))


@pytest.mark.parametrize(
    "people",
    [
        "people:\n  - {id: u1, name: Kari Nordmann}\nreviewed: soon\n",
        "people:\n  - {id: u1, name: Kari Nordmann, from: x}\n",
        "people:\n  - {id: u1}\n  - {id: u1, name: Kari Nordmann}\n",
    ],
    ids=["in a file with a mistake", "with a mistake", "a second time"],
)
def test_people_who_do_not_count_are_hidden_too(people: str) -> None:
    register = build([Document.read("units/ie.yaml", f"id: ie\nkind: fakultet\nname: IE\n{people}".encode())])
    assert "Nordmann" not in Redactor(register, b"key").text("Ask Kari Nordmann.")


def test_many_people_whose_ids_begin_alike_cost_no_more_than_others() -> None:
    """Twenty thousand people, and as many texts: each is one look-up, and not twenty thousand comparisons."""
    people = "".join(f"  - {{id: person-{number}}}\n" for number in range(20_000))
    register = build([Document.read("units/ie.yaml", f"id: ie\nkind: fakultet\nname: IE\npeople:\n{people}".encode())])
    redactor = Redactor(register, b"key")
    hidden = [redactor.text(f"person-{number}") for number in range(20_000)]
    assert len(set(hidden)) == 20_000


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("https://example.org/kari%2Enordmann?a=1&b=%20", "https://example.org/X?a=1&b= "),
        ("NotatOmKariNordmann2026.pdf", "Notat Om X.pdf"),
        ("NotatOmKarinordmannsen2026.pdf", "NotatOmKarinordmannsen2026.pdf"),
        ("Notat-KariNordmann.pdf", "Notat-X.pdf"),
        ("100%20 &amp; KariNordmann", "100%20 &amp; X"),
    ],
)
def test_what_stands_around_a_name_stays(text: str, hidden: str) -> None:
    assert re.sub("person-[0-9a-f]{10}", "X", of_one("Kari Nordmann").text(text)) == hidden


@pytest.mark.parametrize("text", ["50%20", "a&b;c", "iPhone", "Ka\u00adri", "&nbsp;", "%ff%fe", "ÅseÅse", "%"])
def test_a_text_in_code_that_names_nobody_stays_as_it_is(text: str) -> None:
    assert of_one("Kari Nordmann").text(text) == text


def test_a_box_that_is_a_word_hides_no_word() -> None:
    people = (
        "people:\n  - {id: u17, name: Kari Nordmann, email: post@example.org}\n  - {id: u18, email: kn17@example.org}\n"
    )
    register = build([Document.read("units/ie.yaml", f"id: ie\nkind: fakultet\nname: IE\n{people}".encode())])
    redactor = Redactor(register, b"key")
    assert redactor.text("Send it by post.") == "Send it by post."
    for address in ("post@example.org", "kn17@example.org", "kn17"):
        assert re.fullmatch("person-[0-9a-f]{10}", redactor.text(address))


def test_a_pseudonym_is_not_hidden_again() -> None:
    register = build(
        [Document.read("units/ie.yaml", b"id: ie\nkind: fakultet\nname: IE\npeople: [{id: person}, {id: ab}]\n")]
    )
    redactor = Redactor(register, b"key")
    once = redactor.text("ab, person")
    assert redactor.text(once) == once
    assert redactor.text("person-ab, person-0123456789").count("person-") == 3


# --- a name in other words and other letters

PEOPLE = {
    "1": "Kari Anne Nordmann-Hansen",
    "2": "Kari Nordmann",
    "3": "Ola Hansen",
    "4": "Eva van der Berg",
    "5": "André Lindé",
    "6": "Nguyễn Văn An",
    "7": "Máret Š. Áhkká",
    "8": "Lisa Vik",
    "9": "Håkon Sæther Müller",
    "10": "Ingrid Berg Å",
}


def of_all() -> tuple[Redactor, dict[str, str]]:
    """A redactor of all these people, and whose each pseudonym is."""
    people = "".join(f"  - {{id: p{number}, name: {name}}}\n" for number, name in PEOPLE.items())
    text = f"id: ie\nkind: fakultet\nname: IE\npeople:\n{people}"
    redactor = Redactor(build([Document.read("units/ie.yaml", text.encode())]), b"key")
    return redactor, {redactor.pseudonym(f"p{number}"): number for number in PEOPLE}


def shown(text: str, *, laid_out: bool = False) -> str:
    """The text as it is shown, with the numbers of the people in the place of their pseudonyms."""
    redactor, numbers = of_all()
    hidden = redactor.laid_out(text, sparing=lambda word: word == "must") if laid_out else redactor.text(text)
    return re.sub("person-[0-9a-f]{10}", lambda found: f"<{numbers[found.group()]}>", hidden)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kari Anne Nordmann-Hansen", "<1>"),
        ("Nordmann-Hansen, Kari", "<1>"),
        ("Nordmann-Hansen, Kari Anne", "<1>"),
        ("Nordmann-Hansen Kari Anne", "<1>"),
        ("Nordmann Hansen, Kari", "<1>"),
        ("Anne Nordmann-Hansen", "<1>"),
        ("Anne Hansen", "<1>"),
        ("Kari Hansen", "<1>"),
        ("Kari Nordmann", "<2>"),
        ("Kari Anne Nordmann", "<1>"),
        ("Anne Kari Nordmann-Hansens", "<1>"),
        ("K. A. Nordmann-Hansen", "<1>"),
        ("K.A. Nordmann-Hansen", "<1>"),
        ("K.-A. Nordmann-Hansen", "<1>"),
        ("KA Nordmann-Hansen", "<1>"),
        ("K A Nordmann-Hansen", "<1>"),
        ("A. Nordmann-Hansen", "<1>"),
        ("Nordmann-Hansen, K. A.", "<1>."),
        ("Kari A. Nordmann-Hansen", "<1>"),
        ("Kari B. Nordmann-Hansen", "<1>"),
        ("nordmann-hansen_kari", "<1>"),
        ("karinordmannhansen", "<1>"),
        ("nordmannhansenkari", "<1>"),
        ("karihansen", "<1>"),
        ("van der Berg, Eva", "<4>"),
        ("Eva Berg", "<4>"),
        ("E. van der Berg", "<4>"),
        ("Berg, E.", "<4>."),
        ("Hansen, Ola and Kari Nordmann", "<3> and <2>"),
        ("Kari Nordmann, Ola Hansen", "<2>, <3>"),
        ("I. Berg", "<10>"),
    ],
)
def test_a_name_is_hidden_however_it_is_cut(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Kari",
            "Anne",
            "Nordmann",
            "Hansen",
            "Nordmann-Hansen",
            "Hansen-Nordmann",
            "van der Berg",
            "van der",
            "der Berg",
        ),
        *(
            "Eva van",
            "B. Hansen",
            "k nordmann",
            "I Berg",
            "i Berg kommune",
            "HR Hansen",
            "Kari (K. A.)",
            "Nordmann, B.",
            "Nordmann-Hansen KA",
        ),
        *("K. A.", "Karl Nordmann", "Kari og Hansen", "Ola. Hansen", "Anders Hansen", "Hans Lisa"),
    ],
)
def test_one_part_of_a_name_alone_and_the_names_of_others_stay(text: str) -> None:
    assert shown(text) == text


def test_initials_of_others_before_a_name_stay() -> None:
    assert shown("B. Kari Nordmann og HR Ola Hansen") == "B. <2> og HR <3>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Andre Linde", "<5>"),
        ("ANDRE LINDE", "<5>"),
        ("andre.linde@x.no", "<5>@x.no"),
        ("Lindé, Andre", "<5>"),
        ("Nguyen Van An", "<6>"),
        ("An Nguyen", "<6>"),
        ("NguyenVanAn", "<6>"),
        ("Maret S. Ahkka", "<7>"),
        ("Maret Ahkka", "<7>"),
        ("maretahkka", "<7>"),
        ("Ahkká, Máret", "<7>"),
        ("ＬＩＳＡ ＶＩＫ", "<8>"),
        ("Lisa\u3000Vik", "<8>"),
        ("Lisa Vik2", "<8>"),
        ("Vik1, Lisa", "<8>"),
        ("Lisa Vik¹", "<8>"),
        ("lisavik2", "<8>"),
        ("Lísa Vïk", "<8>"),
        ("Haakon Saether Mueller", "<9>"),
        ("Hakon Muller", "<9>"),
        ("Müller, H.", "<9>."),
        ("Kari Nordmann-Hansen1", "<1>"),
    ],
)
def test_a_name_is_hidden_in_other_letters(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", ["Andre", "Linda André", "an", "Lisa 2", "2 Vik", "Visa Lik", "lisavika", "ÆÅ"])
def test_other_words_in_like_letters_stay(text: str) -> None:
    assert shown(text) == text


def test_who_is_written_just_so_comes_before_who_is_written_so_in_plain_letters() -> None:
    people = "people: [{id: a, name: Rafael Vik}, {id: b, name: Rafál Vik}, {id: c, name: Ola Vik1}, {id: d, name: Ola Vik2}]"
    register = build([Document.read("units/ie.yaml", f"id: ie\nkind: fakultet\nname: IE\n{people}\n".encode())])
    redactor = Redactor(register, b"key")
    for known_id, names in {"a": ["Rafael Vik"], "b": ["Rafál Vik"], "d": ["Ola Vik2", "Vik2, Ola"]}.items():
        assert {redactor.text(name) for name in names} == {redactor.pseudonym(known_id)}


# --- where a name ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spør Kari\n  Nordmann om det", "spør <2>\n  om det"),
        ("spør Kari\nNordmann, som vet det", "spør <2>,\nsom vet det"),
        ("spør Nordmann,\r\n  Kari.\nHun vet", "spør <2>.\nHun vet"),
        ("Nordmann-\nHansen, Kari\nAnne vet", "<1>\n\nvet"),
        ("Kari\n  Nordmann", "<2>"),
        ("Kari\n  A. Nordmann", "<2>"),
        ("Kari A.\n  Nordmann vet", "<2>\n  vet"),
        ("kari.\nnordmann", "kari.\nnordmann"),
    ],
)
def test_a_name_that_is_folded_is_hidden_and_no_line_is_lost(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert shown(text, laid_out=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "- Hjelp dekan Nordmann\n- Kari tar notatet",
        "* Nordmann\n* Kari",
        "1. Nordmann\n2. Kari",
        "a) Nordmann\nb) Kari",
        "A) Nordmann\nK) Kari",
        "> Nordmann\n> Kari",
        "Nordmann\n\nKari",
        "Nordmann\n  \n  Kari",
        "Nordmann\u2029Kari",
        "| Nordmann | Kari |",
        "|Nordmann|Kari|",
        "Nordmann │ Kari",
        "| Kari |\n| Nordmann |",
        "Spør Nordmann. Kari svarer.",
        "Er det Nordmann? Kari svarer.",
    ],
)
def test_a_name_does_not_go_on_in_another_cell_item_or_paragraph(text: str) -> None:
    assert shown(text) == text
    assert shown(text, laid_out=True) == text


def test_what_follows_another_item_is_hidden_too() -> None:
    text = "- Ola\n- Hansen\n- Kari A. Nordmann-Hansen"
    assert shown(text) == "- Ola\n- Hansen\n- <1>"


@pytest.mark.parametrize(
    ("text", "in_a_text", "laid_out"),
    [
        ("Kari  Nordmann", "<2>", "<2>"),
        ("Kari   Nordmann", "<2>", "Kari   Nordmann"),
        ("Kari&nbsp;Nordmann", "<2>", "Kari&nbsp;Nordmann"),
        ("&lt;b&gt; KariX, OlaKari Nordmann", "<b> Kari X, Ola <2>", "&lt;b&gt; KariX, OlaKari Nordmann"),
    ],
)
def test_a_text_that_is_laid_out_keeps_its_columns_and_its_code(text: str, in_a_text: str, laid_out: str) -> None:
    assert (shown(text), shown(text, laid_out=True)) == (in_a_text, laid_out)


def test_very_long_names_cost_little() -> None:
    words = [f"a{number}b" for number in range(300)]
    redactor = of_one(" ".join(words))
    assert redactor.text(" ".join(words)).startswith("person-")
    assert redactor.text(f"{words[0]} {words[-1]}").startswith("person-")
    assert "a150b" not in redactor.text(" ".join(reversed(words)))
    assert redactor.text("K. " * 20_000) == "K. " * 20_000
