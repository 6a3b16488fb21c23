"""One small edit of the example register for every rule: the edit that this rule, and no other, must notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from rolecheck.document import Document

TO_ADD = ""


@dataclass(frozen=True)
class Edit:
    """A text that stands exactly once in a file, and what comes in its place; TO_ADD puts the new text at the end."""

    path: str
    old: str
    new: str

    def apply(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files with the edit made; a file that is not there yet is added."""
        text = files.get(self.path, b"").decode()
        if self.old == TO_ADD:
            return {**files, self.path: (text + self.new).encode()}
        if text.count(self.old) != 1:
            raise ValueError(f"{self.path}: stands {text.count(self.old)} times: {self.old}")
        return {**files, self.path: text.replace(self.old, self.new).encode()}


@dataclass(frozen=True)
class Break:
    """What breaks one rule. `fails` is whether the report must fail, `unreadable` a path that cannot be opened."""

    rule: str
    edits: tuple[Edit, ...] = ()
    fails: bool = True
    unreadable: str = ""

    def __str__(self) -> str:
        return self.rule

    def applied(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files with every edit made."""
        broken = dict(files)
        for edit in self.edits:
            broken = edit.apply(broken)
        return broken

    @property
    def documents(self) -> list[Document]:
        """The documents that no bytes can make."""
        return [Document.unreadable(self.unreadable, "link")] if self.unreadable else []


AD = "units/fakultet/ad.yaml"
DOKU = "units/avdeling/doku.yaml"
INSTITUTES = "units/institutt"
NTNU = "units/ntnu.yaml"
VIRK = "units/avdeling/virk.yaml"

BREAKS = (
    # --- A. file rules: each breaks an institute of its own, to which nothing refers
    Break("duplicate-key", (Edit(f"{INSTITUTES}/ad/kit.yaml", "parent: ad\n", "parent: ad\nparent: ad\n"),)),
    Break("invalid-shape", (Edit(f"{INSTITUTES}/ad/design.yaml", "aliases: [ID]", "alias: [ID]"),)),
    Break("invalid-yaml", (Edit(f"{INSTITUTES}/ad/iap.yaml", "kind: institutt", "kind: institutt: nytt"),)),
    Break("misnamed-file", (Edit(f"{INSTITUTES}/ad/iat.yaml", "id: iat", "id: iat-2"),)),
    Break("stray-file", (Edit("units/fakultet/ie.yaml.bak", TO_ADD, "id: ie\n"),), fails=False),
    Break("unreadable-file", unreadable="units/fakultet/lenke.yaml"),
    Break("unsupported-yaml", (Edit(f"{INSTITUTES}/hf/imu.yaml", "parent: hf", "parent: &fakultet hf"),)),
    # --- B. register rules
    Break("circular-parents", (Edit(NTNU, "kind: universitet", "kind: universitet\nparent: ad"),)),
    Break("duplicate-id", (Edit(AD, "people:\n", "people:\n  - id: live.solvmyrhaug\n"),)),
    Break("future-date", (Edit(AD, "reviewed: 2026-05-20", "reviewed: 2062-05-20"),)),
    Break("national-identity-number", (Edit(AD, TO_ADD, "# 158150 00134\n"),)),
    Break(
        "overlapping-appointments",
        (
            Edit(
                AD,
                "appointments:\n",
                "appointments:\n"
                "  - person: runa.elvebakkskar\n"
                "    role: prosessradgiver\n"
                "    process: sru\n"
                "    from: 2024-01-01\n"
                "    decided: {by: torgunn.lyngasmyr, on: 2023-12-05}\n",
            ),
        ),
    ),
    Break("reversed-dates", (Edit("units/avdeling/hr.yaml", "to: 2025-06-30", "to: 2023-06-30"),)),
    Break(
        "unknown-reference",
        (
            Edit(
                AD,
                "    name: Live Sølvmyrhaug\n",
                "    name: Live Sølvmyrhaug\n    courses:\n      - {course: dfo-insyn, completed: 2024-02-06}\n",
            ),
        ),
    ),
    # --- C. compliance rules
    Break(
        "competence-unattested",
        (
            Edit(
                DOKU,
                "    attested:\n      - {competence: verktoyekspert, on: 2023-12-05, by: peder.marbekkli}\n",
                "",
            ),
        ),
        fails=False,
    ),
    Break(
        "contact-missing",
        (Edit(AD, "  kommunikasjonsressurs: stine-mari.tranelvmo\n", ""),),
        fails=False,
    ),
    Break(
        "course-closed",
        (Edit("courses.yaml", "- id: elements-radgiver\n", "- id: elements-radgiver\n  retired: 2026-11-22\n"),),
        fails=False,
    ),
    Break(
        "course-expired",
        (
            Edit(
                "courses.yaml",
                "- id: ntnu-saksbehandleropplaring\n",
                "- id: ntnu-saksbehandleropplaring\n  valid_months: 48\n",
            ),
        ),
    ),
    Break("course-missing", (Edit(AD, "      - {course: ntnu-saksbehandleropplaring, completed: 2022-10-11}\n", ""),)),
    Break(
        "decision-missing",
        (Edit(VIRK, "    decided: {by: halvdan.kvernlidal, on: 2025-11-18, ref: 2025/31739}\n", ""),),
        fails=False,
    ),
    Break("process-uncovered", (Edit(AD, "process: sru\n", "process: sru\n    to: 2026-11-21\n"),)),
    Break("role-unanchored", (Edit(VIRK, "    anchored_in: arbeidsgruppe-saksbehandling-innsyn\n", ""),), fails=False),
    Break("role-vacant", (Edit(NTNU, "process: sru\n", "process: sru\n    to: 2026-11-21\n"),)),
    Break(
        "too-few-people",
        (
            Edit(
                "roles/prosessradgiver-saksbehandling.yaml",
                "    people: 2\n",
                "    people: 3\n",
            ),
        ),
        fails=False,
    ),
    # --- D. care rules
    Break(
        "delegated-to-self",
        (
            Edit(
                NTNU,
                TO_ADD,
                "  - {person: ashild.tiurleiklia, role: prosesseier, process: saksbehandling, from: 2024-01-01}\n",
            ),
        ),
        fails=False,
    ),
    # Without its heading, the expert list of the card goes on with its basic list.
    Break("expertise-unspecified", (Edit("roles/prosessansvarlig-sru.yaml", "  expert:\n", ""),), fails=False),
    Break(
        "review-overdue",
        (Edit(f"{INSTITUTES}/nv/ify.yaml", "reviewed: 2026-06-11", "reviewed: 2025-11-21"),),
        fails=False,
    ),
    Break(
        "single-holder",
        (
            Edit(
                DOKU,
                "  - person: samira.storelviklia\n    role: prosessradgiver\n    process: sru\n",
                "  - person: samira.storelviklia\n    role: prosessradgiver\n    process: sru\n    to: 2026-11-21\n",
            ),
        ),
        fails=False,
    ),
    Break(
        "source-expired",
        (Edit("sources.yaml", "  approved_by: Rektor\n", "  approved_by: Rektor\n  expires: 2026-11-21\n"),),
        fails=False,
    ),
    # Every source of the example lacks its approval already, so another one has to be cited.
    Break(
        "source-unapproved",
        (
            Edit("sources.yaml", TO_ADD, "- {id: instruks, title: Instruks for rektor, kind: instruks}\n"),
            Edit("roles/rektor.yaml", "source: politikk-digitalisering-prosessutvikling", "source: instruks"),
        ),
        fails=False,
    ),
    # A leader who has left still decided what was decided then; no leader at all would also leave decisions without one.
    Break(
        "unit-without-leader",
        (Edit(AD, "    name: Torgunn Lyngåsmyr\n", "    name: Torgunn Lyngåsmyr\n    to: 2026-11-21\n"),),
        fails=False,
    ),
    Break("unused-person", (Edit(AD, "people:\n", "people:\n  - id: per.li\n"),), fails=False),
    Break("waiver-ending", (Edit("waivers.yaml", "until: 2027-06-30", "until: 2027-02-20"),), fails=False),
    # The report fails as the gap counts again, not for the waiver's sake.
    Break("waiver-expired", (Edit("waivers.yaml", "until: 2027-06-30", "until: 2026-11-21"),)),
    Break(
        "waiver-unused",
        (
            Edit(
                "waivers.yaml",
                TO_ADD,
                "- id: ad-innsyn\n"
                "  rule: process-uncovered\n"
                "  unit: ad\n"
                "  process: innsyn\n"
                "  reason: Stillingen er lyst ut.\n"
                "  granted_by: halvdan.kvernlidal\n"
                "  granted: 2026-10-01\n"
                "  until: 2027-06-30\n",
            ),
        ),
        fails=False,
    ),
)
