"""What the sample data is made of: meetings, cases and their treatments, as the TOML files beside this module say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Table = Mapping[str, Any]
"""A table as read from TOML."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    party: str

    def __str__(self) -> str:
        return f"{self.name} ({self.party})"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A treatment of the case at another meeting, before the one that the item belongs to."""

    body: str
    day: date
    item: str
    decision: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item with all that a layout may print. Texts are paragraphs with an empty line between them.

    `absence` is the line on members who left the room; `decision` is None where no
    heading of a decision is printed, `""` where nothing stands below it.
    """

    number: str
    title: str
    case_number: str
    closed: bool
    summary: str
    text: str
    table: tuple[tuple[str, ...], ...]
    economy: str
    recommendation: str
    attachments: tuple[str, ...]
    earlier: tuple[Earlier, ...]
    decision: str | None
    absence: str
    outcomes: tuple[str, ...]
    votes: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting in one format (`txt`, `html` or `pdf`); `kind`: `minutes` or `agenda`; `code`: the body in short."""

    municipality: str
    body: str
    code: str
    day: date
    start: str
    place: str
    kind: str
    format: str
    present: tuple[Member, ...]
    absent: tuple[Member, ...]
    officials: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def stem(self) -> str:
        """The file name without suffix, in ASCII."""
        name = self.body.casefold().replace("- ", " ").translate({ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"})
        return "-".join((self.day.isoformat(), *name.split(), *(["dagsorden"] if self.kind == "agenda" else [])))


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the files say: the municipality with its bodies and meetings, and the cases by their key."""

    municipality: Table
    cases: Mapping[str, Table]

    def body(self, code: str) -> Table:
        found: Table = self.municipality["body"][code]
        return found


def read_register(folder: Path) -> Register:
    """The register in a folder that holds `municipality.toml` and `cases/*.toml`."""
    municipality = tomllib.loads((folder / "municipality.toml").read_text(encoding="utf-8"))
    cases: dict[str, Table] = {}
    for path in sorted((folder / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if case["key"] in cases:
                raise ValueError(f"{path.name}: the case {case['key']!r} is there twice; give one of them another key")
            cases[case["key"]] = case
    return Register(municipality, cases)


def meetings(register: Register) -> tuple[Meeting, ...]:
    """All meetings in the order of the file, an agenda before its minutes."""
    found: list[Meeting] = []
    for table in register.municipality["meeting"]:
        kinds = ("agenda", "minutes") if table.get("agenda") else ("minutes",)
        found += [_meeting(register, table, kind) for kind in kinds]
    return tuple(found)


def _meeting(register: Register, table: Table, kind: str) -> Meeting:
    body = register.body(table["body"])
    party = register.municipality["party"]
    members = tuple(Member(name, party[name]) for name in body["members"])
    missing = set(table.get("absent", ())) if kind == "minutes" else set()
    return Meeting(
        municipality=register.municipality["name"],
        body=body["name"],
        code=table["body"],
        day=table["date"],
        start=body["start"],
        place=table.get("place", body["place"]),
        kind=kind,
        format=table["format"],
        present=tuple(member for member in members if member.name not in missing),
        absent=tuple(member for member in members if member.name in missing),
        officials=tuple(body["officials"]),
        items=tuple(_item(register, table, at, kind) for at in range(len(table["items"]))),
    )


def _item(register: Register, meeting: Table, at: int, kind: str) -> Item:
    case = register.cases[meeting["items"][at]]
    treatment = _treatment(case, meeting)
    own = {**case, **treatment}
    closed = bool(own.get("closed"))
    agenda = kind == "agenda"
    return Item(
        number=str(at + 1),
        title=own["title"],
        case_number=own["number"],
        closed=closed,
        summary=own.get("summary", "").strip(),
        text="\n\n".join(part.strip() for part in (own.get("text", ""), own.get("addition", "")) if part),
        table=tuple(tuple(row) for row in own.get("table", ())),
        economy=own.get("economy", "").strip(),
        recommendation=own.get("recommendation", "").strip(),
        attachments=tuple(own.get("attachments", ())),
        earlier=_earlier(register, case, meeting),
        decision=None if agenda or "decision" not in treatment else treatment["decision"].strip(),
        absence="" if agenda else treatment.get("absence", ""),
        outcomes=("none",) if agenda else tuple(treatment["outcomes"].split()),
        votes=() if agenda else tuple(_vote(vote) for vote in treatment.get("votes", ())),
    )


def _treatment(case: Table, meeting: Table) -> Table:
    key = meeting_key(meeting)
    for treatment in case["treatment"]:
        if treatment["meeting"] == key:
            found: Table = treatment
            return found
    raise ValueError(f"the meeting {key} lists the case {case['key']!r}, which has no treatment there; add one")


def meeting_key(meeting: Table) -> str:
    """How a treatment names its meeting: `tmu-2023-03-07`."""
    return f"{meeting['body']}-{meeting['date'].isoformat()}"


def _earlier(register: Register, case: Table, meeting: Table) -> tuple[Earlier, ...]:
    """The treatments of the case before this meeting; items that stand on every agenda have none."""
    if case.get("standing"):
        return ()
    before = [Earlier(**entry) for entry in case.get("before", ()) if entry["day"] < meeting["date"]]
    for other in register.municipality["meeting"]:
        if other["date"] < meeting["date"] and case["key"] in other["items"]:
            before.append(_entry(register, case, other))
    return tuple(sorted(before, key=lambda entry: entry.day))


def _entry(register: Register, case: Table, meeting: Table) -> Earlier:
    treatment = _treatment(case, meeting)
    return Earlier(
        body=register.body(meeting["body"])["name"],
        day=meeting["date"],
        item=str(meeting["items"].index(case["key"]) + 1),
        decision=treatment.get("decision", "").strip(),
        outcome=treatment["outcomes"].split()[0],
    )


def _vote(table: Table) -> Table:
    blank: dict[str, object] = {"for": None, "against": None, "abstain": None}
    parties: dict[str, object] = {"for_parties": [], "against_parties": [], "abstain_parties": []}
    return {**blank, **parties, "on": "final", "carried": True, **table}
