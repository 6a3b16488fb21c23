"""Norwegian words, bokmål and nynorsk, that people write in the place of a key, and the key that each means.

Keys are English in every register; whoever writes a Norwegian one has spelt nothing wrong, so no likeness finds it.
"""

import re
from collections.abc import Collection

_MEANT = {
    "alias": ("aliases",),
    "aliaser": ("aliases",),
    "ansvar": ("responsibilities",),
    "avgjort": ("decided",),
    "begrunnelse": ("reason",),
    "bekreftet": ("attested", "reviewed"),
    "beskrivelse": ("note",),
    "beslutta": ("decided",),
    "besluttet": ("decided",),
    "bevis": ("evidence",),
    "dato": ("on", "completed"),
    "dokument": ("source",),
    "e-post": ("email",),
    "eier": ("owner",),
    "eigar": ("owner",),
    "eining": ("unit", "id"),
    "enhet": ("unit", "id"),
    "epost": ("email",),
    "fra": ("from",),
    "fravær": ("leave",),
    "frå": ("from",),
    "fråvær": ("leave",),
    "fullfort": ("completed",),
    "fullført": ("completed",),
    "godkjend": ("approved",),
    "godkjent": ("approved",),
    "grunn": ("reason",),
    "grunngiving": ("reason",),
    "gruppe": ("anchored_in",),
    "grupper": ("groups",),
    "gyldig": ("valid_months",),
    "kilde": ("source",),
    "kjelde": ("source",),
    "kompetanse": ("competence", "attested"),
    "kontaktar": ("contacts",),
    "kontakter": ("contacts",),
    "kurs": ("courses", "course"),
    "leder": ("leader",),
    "leiar": ("leader",),
    "mandat": ("mandate",),
    "medlemer": ("members",),
    "medlemmar": ("members",),
    "medlemmer": ("members",),
    "merknad": ("note",),
    "namn": ("name",),
    "navn": ("name",),
    "normar": ("norms",),
    "normer": ("norms",),
    "oppnemnd": ("decided",),
    "oppnemningar": ("appointments",),
    "oppnemnt": ("decided",),
    "oppnevninger": ("appointments",),
    "oppnevnt": ("decided",),
    "overordna": ("parent",),
    "overordnet": ("parent",),
    "permisjon": ("leave",),
    "permisjonar": ("leave",),
    "permisjoner": ("leave",),
    "permission": ("leave",),
    "person": ("person", "id"),
    "personar": ("people",),
    "personer": ("people",),
    "prosess": ("process",),
    "prosessar": ("processes",),
    "prosesser": ("processes",),
    "prov": ("evidence",),
    "regel": ("rule",),
    "rolle": ("role",),
    "sist-gjennomgått": ("reviewed",),
    "skildring": ("note",),
    "stadfesta": ("attested", "reviewed"),
    "til": ("to", "until"),
    "tittel": ("title", "name"),
    "type": ("kind",),
    "vedtak": ("decided",),
    "vedtatt": ("decided",),
    "vedteke": ("decided",),
}


# The stems of the words for being away, and for why, that somebody may make a key of: in English, bokmål and nynorsk.
_AWAY = (
    *("leave", "absen", "sick", "illness", "matern", "patern", "parental", "pregnan", "vacation", "holiday"),
    *(
        "permi",
        "fråv[eæ]r",
        "frav(?:[eæ]|ae)r",
        "sy[kg]",
        "sju[kg]",
        "svanger",
        "foreldre",
        "fødsel",
        "fødsl",
        "barsel",
        "ferie",
    ),
    *("omsorg", "velferd", "uf[øo]r", "avspaser"),
)
_KEY_OF_LEAVE = re.compile(rf"""(?:{"|".join(_AWAY)})[^:,{{}}\[\]]*:""", re.IGNORECASE)


def speaks_of_leave(line: str) -> bool:
    """Whether a key on a line of a file tells of somebody’s leave, in a word of ours or one that somebody made up."""
    return _KEY_OF_LEAVE.search(line) is not None


def spoken_key(word: str, known: Collection[str]) -> str | None:
    """The one of the known keys that a Norwegian word means, if it means one."""
    return next((key for key in _MEANT.get(word.lower().rstrip(":"), ()) if key in known), None)
