"""Items become documents that hold everything the item prints, under an id that stays."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.documents import documents_of, item_ids, slug
from indexer.model import Decision, Item, Line, Meeting, Minutes, Page, Section, Transcript, Verdict
from indexer.reading import read_file
from indexer.segment.minutes import segment

WORD = re.compile(r"\w+")
MEETING = Meeting(municipality="Nørreå", body="Teknik- og Miljøudvalget", date="2023-03-07", kind="minutes")


def test_a_passage_tells_on_which_pages_it_goes_on() -> None:
    """Whatever is cut out or joined in front of a page's first line."""
    texts = (
        ("Punkt 1", "Cykelsti", "Sagen hand-"),
        ("ler om en vej.", "Den er lang."),
        ("Sagen har flere led.", "Slut."),
    )
    placed, at = [], 0
    for number, lines in enumerate(texts, 3):
        page = []
        for text in lines:
            page.append(Line(text, at, number))
            at += len(text) + 1
        placed.append(Page(number, tuple(page)))
    found = documents_of((Minutes(MEETING, (item(page=3, start=0, end=at - 1),)),), Transcript(tuple(placed)), "a.pdf")
    (passage,) = found[0].passages
    assert passage.text.startswith("Punkt 1 Sagen handler om en vej.")
    assert [(passage.text[start:][:9], page) for start, page in passage.turns] == [("ler om en", 4), ("Sagen har", 5)]
    assert [passage.page_at(place) for place in (0, len(passage.text) - 1)] == [3, 5]


def transcript(*lines: str) -> Transcript:
    placed, at = [], 0
    for line in lines:
        placed.append(Line(line, at, None))
        at += len(line) + 1
    return Transcript((Page(None, tuple(placed)),))


def item(number: str | None = "1", title: str = "Cykelsti", **more) -> Item:
    facts = {
        "case_numbers": (),
        "access": None,
        "sections": (),
        "recommendation": None,
        "decision": None,
        "outcome": "none",
        "attachments": (),
        "earlier": (),
        "page": None,
        "start": 0,
        "end": 0,
    }
    return Item(number, title, **(facts | more))


def words(text: str) -> Counter[str]:
    """Letters and digits of whole lines, so that hyphens at line ends do not matter."""
    return Counter("".join(filter(str.isalnum, text.casefold())))


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".html", ".pdf"))


def loses_nothing(path: Path) -> None:
    read = read_file(path)
    minutes = segment(read, path.name)
    items = [one for meeting in minutes for one in meeting.items]
    documents = documents_of(minutes, read, path.name)

    assert len(documents) == len(items) > 0
    for document, one in zip(documents, items, strict=True):
        printed = words(read.text[one.start : one.end])
        kept = words(" ".join(passage.text for passage in document.passages if one.start <= passage.start < one.end))
        title = words(document.title)
        # all that is printed, but for the title, which may be printed more than once
        assert not kept - printed
        assert set(printed - kept) <= set(title)
        assert not (printed - kept) - Counter({letter: count * 3 for letter, count in title.items()})


def test_a_document_of_the_sample_holds_all_that_its_item_prints(data: Path):
    for path in sources(data / "minutes"):
        loses_nothing(path)


def test_a_document_of_real_minutes_holds_all_that_its_item_prints(shared: Path):
    for path in sources(shared / "minutes"):
        loses_nothing(path)


def test_the_own_decision_is_cut_out_of_its_section_and_the_rest_kept():
    read = transcript("Cykelsti", "Sag 1", "Beslutning", "Godkendt.", "Ole Bang var fraværende.", "Bilag", "Kort")
    at = {line.text: line for line in read.lines}
    own = Decision("Godkendt.", Verdict(("approved",)), None, at["Godkendt."].start, at["Godkendt."].end)
    section = Section(
        "decision", "Beslutning", "Godkendt.", None, at["Godkendt."].start, at["Ole Bang var fraværende."].end
    )
    files = Section("attachments", "Bilag", "Kort", None, at["Kort"].start, at["Kort"].end)
    one = item(sections=(section, files), decision=own, outcome="approved", end=len(read.text))

    (document,) = documents_of([Minutes(MEETING, (one,))], read, "a.txt")

    assert [(passage.kind, passage.text) for passage in document.passages] == [
        ("other", "Sag 1"),
        ("heading", "Beslutning"),
        ("decision", "Godkendt."),
        ("other", "Ole Bang var fraværende."),
        ("heading", "Bilag"),
        ("attachments", "Kort"),
    ]


def test_what_stands_outside_the_items_is_found_with_the_item_that_follows_or_the_last():
    printed = ("Formanden bød velkommen.", "Cykelsti", "Lukkede punkter", "Lejemål", "Mødet sluttede kl. 18.")
    read = transcript(*printed)
    opening, first, group, second, foot = ((line.start, line.end) for line in read.lines)
    items = tuple(item(start=start, end=end) for start, end in (first, second))
    places = {"opening": opening, "group": group, "foot": foot}
    outside = tuple(Section(kind, "", read.text[at:end], None, at, end) for kind, (at, end) in places.items())

    found = documents_of([Minutes(MEETING, items, outside=outside)], read, "a.txt")

    passages = [[(passage.kind, passage.text) for passage in document.passages] for document in found]
    assert passages[0] == [("opening", printed[0])]
    assert passages[1][1:] == [("group", printed[2]), ("foot", printed[4])]


def test_an_id_is_made_of_municipality_body_date_and_number():
    assert item_ids(Minutes(MEETING, (item(),)), "") == ["noerreaa/teknik-og-miljoeudvalget/2023-03-07/1"]


@pytest.mark.parametrize(
    ("meeting", "numbers"),
    [
        (replace(MEETING, date=None), ["1"]),
        (replace(MEETING, body=None), ["1"]),
        (MEETING, [None]),
        (MEETING, ["1", "1"]),
    ],
)
def test_a_vague_id_gets_digits_of_the_items_own_words(meeting: Meeting, numbers: list[str | None]):
    items = tuple(item(number, f"Sag om {name}") for number, name in zip(numbers, "ab", strict=False))

    ids = item_ids(Minutes(meeting, items), "")

    assert all(re.fullmatch(r"[a-z0-9./-]+-[0-9a-f]{6}", found) for found in ids)
    assert len(set(ids)) == len(ids)
    assert item_ids(Minutes(meeting, items[::-1]), "") == ids[::-1]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Økonomiudvalget", "oekonomiudvalget"),
        ("§ 17, stk. 4-udvalget", "17-stk.-4-udvalget"),
        ("Århus Allé", "aarhus-alle"),
        ("../..", "-"),
        (None, "-"),
        ("漢字", "-"),
    ],
)
def test_a_slug_is_safe_in_an_address(name: str | None, safe: str):
    assert slug(name) == safe
