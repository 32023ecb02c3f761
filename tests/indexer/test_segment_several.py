"""Files of several meetings: each document of ours with the same one of two later years printed behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from accounts import documents
from changes import relaid

from indexer.model import Line, Minutes, Transcript
from indexer.readers.text import read_text
from indexer.reading import read_file
from indexer.segment.minutes import segment

FOLDERS = [Path(__file__).parent / "data" / name for name in ("segment", "layouts", "pages")]
YEARS = 3
NAME = "prøve"
_YEAR = re.compile(
    r"(?<!\d)20[0-3]\d(?!\d)|(?<=\d[./-]\d\d[./-])[012]\d(?![./-]?\d)|(?<=\d[./-]\d[./-])[012]\d(?![./-]?\d)"
)


def later(transcript: Transcript, years: int) -> Transcript:
    lines = [
        replace(line, text=_YEAR.sub(lambda year: f"{int(year[0]) + years:02}", line.text)) for line in transcript.lines
    ]
    return relaid(transcript, lines)


def one_behind_the_other(transcripts: Sequence[Transcript]) -> Transcript:
    """One transcript with all lines; the pages of each are counted on from those before."""
    lines: list[Line] = []
    for transcript in transcripts:
        pages = max((line.page or 0 for line in lines), default=0)
        lines += [
            replace(line, gap=line.gap or at == 0, page=line.page and line.page + pages)
            for at, line in enumerate(transcript.lines)
        ]
    return relaid(transcripts[0], lines)


def decided(meeting: Minutes) -> list[tuple[str | None, str, str]]:
    return [(item.number, item.title, item.decision.text if item.decision else "") for item in meeting.items]


@pytest.fixture(scope="module")
def read() -> list[tuple[list[Minutes], tuple[Minutes, ...]]]:
    """For each document of one meeting: its years read apart, and together."""
    found = []
    for path in documents(*FOLDERS):
        years = [later(read_file(path), years) for years in range(YEARS)]
        apart = [segment(year, NAME) for year in years]
        if all(len(meetings) == 1 and meetings[0].whole for meetings in apart) and apart[0][0].meeting.date:
            found.append(([meetings[0] for meetings in apart], segment(one_behind_the_other(years), NAME)))
    return found


def test_a_file_of_several_meetings_is_cut_in_front_of_each(
    read: list[tuple[list[Minutes], tuple[Minutes, ...]]], data: Path
) -> None:
    floors = json.loads((data / "eval" / "floors.json").read_text(encoding="utf-8"))["several meetings"]
    cut = sum(len(together) == YEARS for _, together in read)
    items = sum(len(meeting.items) for apart, _ in read for meeting in apart)
    right = sum(
        one == other
        for apart, together in read
        if len(together) == YEARS
        for wanted, got in zip(apart, together, strict=True)
        for one, other in zip(decided(wanted), decided(got), strict=False)
    )
    assert len(read) >= 70
    assert (cut >= floors["cut"] * len(read), right >= floors["decision"] * items) == (True, True), (cut, right, items)


def test_each_of_them_has_its_own_date(read: list[tuple[list[Minutes], tuple[Minutes, ...]]]) -> None:
    dates = [([one.meeting.date for one in apart], [one.meeting.date for one in together]) for apart, together in read]
    assert [apart for apart, together in dates if apart != together] == []


ENTRY = "Udvalg: {}\nMødedato: {} 2021, kl. 15:00\n\nBeslutning\nAnbefales."


@pytest.mark.parametrize(
    "inside",
    [
        "\n\n".join(
            ("Sagsforløb", ENTRY.format("Økonomiudvalget", "12. april"), ENTRY.format("Havneudvalget", "8. marts"))
        ),
        "Behandling\n\nMødedato: 12. april 2021, kl. 15:00\nUdvalg: Økonomiudvalget\nAnbefales.",
        "Bilag\nReferat - Teknisk Udvalg den 12. april 2021\nReferat - Teknisk Udvalg den 8. marts 2021\n1. Kort",
        "Sagsfremstilling\nDer holdes borgermøde:\nMødedato: 12. juni 2021\nMødested: Forsamlingshuset\nTid: kl. 19",
    ],
)
def test_what_an_item_says_of_other_meetings_begins_none(inside: str) -> None:
    head = "Udvalg: Teknisk Udvalg\nMødedato: 3. maj 2021, kl. 15:00\nMødested: Rådhuset\n\n"
    body = f"Resume\nEn ny vej.\n\nIndstilling\nAt den anlægges.\n\n{inside}\n\nBeslutning\nGodkendt.\n\n"
    items = [f"{number}. Vej nr. {number}\n\n{body}" for number in (1, 2)]
    (minutes,) = segment(read_text((head + "".join(items)).encode(), NAME), NAME)
    assert [item.number for item in minutes.items] == ["1", "2"]
