"""A session becomes the files of a site."""

import os
from pathlib import Path

from rolecheck import __version__
from rolecheck.check import check
from rolecheck.cli._session import Session, deliver
from rolecheck.fields import LANGUAGES
from rolecheck.files import write_folder
from rolecheck.gap_report import Revision
from rolecheck.policy import Policy
from rolecheck.render.escape import for_terminal
from rolecheck.render.site.addresses import INDEX
from rolecheck.render.site.edition import Edition
from rolecheck.render.site.nameless import Nameless
from rolecheck.render.site.publication import number_of_files, site_files
from rolecheck.repository import head_of
from rolecheck.wording import Speaker


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
    write_folder(folder, opened.watch("writing", site_files(edition, speakers), number))
    said = opened.speaker.say("site.written", n=number, file=folder / INDEX)
    deliver(f"{for_terminal(said)}\n", None, opened.speaker)


def _speakers(opened: Session, *, public: bool) -> list[Speaker]:
    """One for each language, the one in which the site opens first."""
    first = opened.speaker.language
    redactor = Nameless(opened.register, os.urandom(32)) if public else opened.speaker.redactor
    languages = sorted(LANGUAGES, key=lambda code: code != first)
    return [Speaker(code, opened.register, redactor, tells_of_leave=False) for code in languages]
