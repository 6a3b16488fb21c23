"""The questions that a register answers without a rule asking: its name, its files, which unit stands below which."""

from examples import documents_of
from rolecheck.document import Document
from rolecheck.layout import FileKind
from rolecheck.register import Register, build

FILES = {
    "rolecheck.yaml": b"register: Small\nlanguage: nb\nunit_kinds: [fakultet]\n",
    "roles/adviser.yaml": b"id: adviser\nrole: adviser\nname: Adviser\nmandate: Advises.\n",
    "units/ntnu.yaml": b"id: ntnu\nkind: fakultet\nname: NTNU\n",
    "units/f/ie.yaml": b"id: ie\nkind: fakultet\nname: IE\nparent: ntnu\n",
    "units/i/misnamed.yaml": b"id: idi\nkind: fakultet\nname: IDI\nparent: ie\n",
    "units/f/hf.yaml": b"id: hf\nkind: fakultet\nname: HF\nparent: ntnu\n",
}


def register_of(*documents: Document, **changes: bytes) -> Register:
    files = FILES | {f"{name}.yaml": data for name, data in changes.items()}
    return build([*documents_of(files), *documents])


def test_the_settings_give_name_and_language() -> None:
    register = register_of()
    assert (register.name.all, register.language, register.unit_kinds) == (("Small",), "nb", ("fakultet",))


def test_without_readable_settings_there_is_no_name_and_the_language_is_english() -> None:
    register = register_of(rolecheck=b"register: Small\n")
    assert (register.name.all, register.language, register.unit_kinds) == (("",), "en", ())


def test_a_file_belongs_to_the_unit_that_it_defines() -> None:
    register = register_of(Document.unreadable("units/f/nv.yaml", "permission"))
    assert register.unit_of_file("units/f/ie.yaml") == "ie"
    assert register.unit_of_file("units/i/misnamed.yaml") == "idi"
    assert register.unit_of_file("units/f/nv.yaml") == "nv"
    assert register.unit_of_file("roles/adviser.yaml") is None
    assert register.unit_of_file("rolecheck.yaml") is None


def test_a_unit_is_within_itself_and_within_what_stands_above_it() -> None:
    register = register_of()
    assert register.is_within("idi", ["idi"])
    assert register.is_within("idi", ["ie"])
    assert register.is_within("idi", ["hf", "ntnu"])
    assert not register.is_within("idi", ["hf"])
    assert not register.is_within("ie", ["idi"])
    assert not register.is_within("ntnu", ["ie"])


def test_a_unit_that_nobody_could_read_is_within_itself_alone() -> None:
    register = register_of()
    assert register.is_within("nv", ["nv"])
    assert not register.is_within("nv", ["ntnu"])


def test_an_unchecked_path_could_have_held_what_its_folder_holds() -> None:
    kinds = {
        path: register_of(Document.unreadable(path, "link")).unchecked_kinds
        for path in ("units", "roles", "units/f/nv.yaml", "roles/below/card.yaml", "courses.yaml")
    }
    assert kinds == {
        "units": {FileKind.UNIT},
        "roles": {FileKind.ROLE_CARD},
        "units/f/nv.yaml": {FileKind.UNIT},
        "roles/below/card.yaml": {FileKind.ROLE_CARD},
        "courses.yaml": {FileKind.COURSES},
    }
    assert register_of(Document.stray("units/ie.json")).unchecked_kinds == set()
    assert register_of(Document.unreadable("notes.txt", "link")).unchecked_kinds == set()


def test_what_stands_in_a_file_of_no_kind_defines_nothing() -> None:
    unit = b"id: nv\nkind: fakultet\nname: NV\n"
    register = register_of(Document.read("nv.yaml", unit), Document.read("units/nv.yaml.bak", unit))
    assert "nv" not in register.units
    assert len(register.documents) == len(FILES) + 2
    assert register.unchecked == ()


def test_an_appointment_stands_where_person_role_and_process_exist() -> None:
    person = "people: [{id: kari}]\nappointments:\n"
    entries = ["person: kari, role: adviser", "person: ola, role: adviser", "person: kari, role: boss"]
    entries.append("person: kari, role: adviser, process: innsyn")
    text = FILES["units/f/ie.yaml"].decode() + person + "".join(f"  - {{{one}, from: 2026-01-01}}\n" for one in entries)
    (standing,) = register_of(**{"units/f/ie": text.encode()}).appointments
    assert (standing.person, standing.role, standing.process) == ("kari", "adviser", None)


def test_no_card_is_specific_to_no_process() -> None:
    register = register_of()
    assert register.general_card("adviser") is register.cards["adviser"]
    assert register.specific_card("adviser", None) is None


def test_of_two_files_of_settings_the_first_stands() -> None:
    other = Document.read("rolecheck.yml", b"register: Other\nunit_kinds: [avdeling]\n")
    register = register_of(other)
    assert register.name.all == ("Small",)
    assert [(found.kind, found.id, found.place.file, found.first.file) for found in register.duplicates] == [
        ("settings", "rolecheck", "rolecheck.yml", "rolecheck.yaml")
    ]


def test_a_second_card_for_a_role_is_told_from_a_second_card_with_its_id() -> None:
    same_role = Document.read("roles/b.yaml", FILES["roles/adviser.yaml"].replace(b"id: adviser", b"id: b"))
    same_id = Document.read("roles/c.yaml", FILES["roles/adviser.yaml"])
    register = register_of(same_role, same_id)
    assert [(found.id, found.of_role) for found in register.duplicates] == [("adviser", False), ("b", True)]


def test_in_a_circle_each_unit_stands_below_each() -> None:
    units = {
        f"units/{one}": f"id: {one}\nkind: fakultet\nname: X\nparent: {two}\n".encode()
        for one, two in ("ab", "bc", "ca")
    }
    register = register_of(**units)
    assert all(register.is_within(one, {two}) for one in "abc" for two in "abc")
    assert not register.is_within("a", {"ie"})
