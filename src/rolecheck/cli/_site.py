"""A session becomes the files of a site."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from pathlib import Path

from rolecheck import __version__
from rolecheck.check import check
from rolecheck.cli._folders import hidden_in, tell_removed
from rolecheck.cli._session import Session, deliver
from rolecheck.fields import LANGUAGES
from rolecheck.files import write_folder
from rolecheck.gap_report import Revision
from rolecheck.policy import Policy
from rolecheck.render.escape import for_terminal
from rolecheck.render.html.document import STYLE
from rolecheck.render.site.addresses import INDEX, SEARCH_INDEX, SEARCH_SCRIPT, path_of
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.nameless import Nameless
from rolecheck.render.site.publication import number_of_files, site_files
from rolecheck.repository import head_of
from rolecheck.wording import Speaker
from rolecheck.written_list import Hides, Output


def publish(opened: Session, policy: Policy, folder: Path, *, public: bool) -> None:
    """Check the register, write the site, and say where it is."""
    head = head_of(opened.folder, opened.register.documents)
    edition = Edition(
        report=check(opened.register, policy, opened.as_of, watch=opened.watch),
        version=__version__,
        revision=Revision(*head) if head else None,
        public=public,
    )
    speakers = _speakers(opened, public=public)
    number = number_of_files(edition, speakers)
    made = Output("site", Hides.PEOPLE if public else hidden_in(opened), narrowed=bool(policy.units))
    files = opened.watch("writing", site_files(edition, speakers), number)
    removed = write_folder(folder, files, made, ahead=_ahead(speakers))
    said = opened.speaker.say("site.written", n=number, file=folder / INDEX)
    deliver(f"{for_terminal(said)}\n", None, opened.speaker)
    tell_removed(removed, folder, opened)


def _speakers(opened: Session, *, public: bool) -> list[Speaker]:
    """One for each language, the one in which the site opens first."""
    first = opened.speaker.language
    redactor = Nameless(opened.register, _public_key(opened)) if public else opened.speaker.redactor
    languages = sorted(LANGUAGES, key=lambda code: code != first)
    return [Speaker(code, opened.register, redactor, tells_of_leave=False) for code in languages]


def _public_key(opened: Session) -> bytes:
    """What addresses are made with in the place of ids: of the key, so that they stay, yet tell nothing of pseudonyms."""
    return hmac.digest(opened.key, b"site --public", hashlib.sha256) if opened.key else os.urandom(32)


def _ahead(speakers: Sequence[Speaker]) -> list[str]:
    """Files that every site has, whatever the register."""
    inner = [
        name
        for speaker in speakers
        for name in (path_of(speaker.language, "overview"), f"{speaker.language}/{SEARCH_INDEX}")
    ]
    return [INDEX, STYLE, SEARCH_SCRIPT, *inner]
