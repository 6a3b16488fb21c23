"""Norwegian words that people write in the place of a key, and the key that each means.

Keys are English in every register; whoever writes a Norwegian one has spelt nothing wrong, so no likeness finds it.
"""

from collections.abc import Collection

_MEANT = {
    "alias": ("aliases",),
    "aliaser": ("aliases",),
    "ansvar": ("responsibilities",),
    "avgjort": ("decided",),
    "begrunnelse": ("reason",),
    "bevis": ("evidence",),
    "bekreftet": ("attested", "reviewed"),
    "beskrivelse": ("note",),
    "besluttet": ("decided",),
    "dokument": ("source",),
    "dato": ("on", "completed"),
    "eier": ("owner",),
    "enhet": ("unit", "id"),
    "epost": ("email",),
    "e-post": ("email",),
    "fra": ("from",),
    "fullført": ("completed",),
    "fullfort": ("completed",),
    "godkjent": ("approved",),
    "gyldig": ("valid_months",),
    "grunn": ("reason",),
    "gruppe": ("anchored_in",),
    "grupper": ("groups",),
    "kilde": ("source",),
    "kompetanse": ("competence", "attested"),
    "kontakter": ("contacts",),
    "kurs": ("courses", "course"),
    "leder": ("leader",),
    "mandat": ("mandate",),
    "medlemmer": ("members",),
    "merknad": ("note",),
    "navn": ("name",),
    "normer": ("norms",),
    "oppnevnt": ("decided",),
    "oppnevninger": ("appointments",),
    "overordnet": ("parent",),
    "permisjon": ("leave",),
    "person": ("person", "id"),
    "personer": ("people",),
    "prosess": ("process",),
    "prosesser": ("processes",),
    "regel": ("rule",),
    "rolle": ("role",),
    "sist-gjennomgått": ("reviewed",),
    "tittel": ("title", "name"),
    "til": ("to", "until"),
    "type": ("kind",),
    "vedtak": ("decided",),
    "vedtatt": ("decided",),
}


def spoken_key(word: str, known: Collection[str]) -> str | None:
    """The one of the known keys that a Norwegian word means, if it means one."""
    return next((key for key in _MEANT.get(word.lower().rstrip(":"), ()) if key in known), None)
