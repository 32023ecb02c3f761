"""No text is lost: each character of a document is accounted for, once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

import pytest
from accounts import account, account_of, documents, in_order, letters, printed, shown, solid, spelled, without

from indexer.bodies import find_body
from indexer.dates import find_dates, find_time
from indexer.documents import documents_of
from indexer.model import Line
from indexer.reading import read_file
from indexer.segment.contents import is_heading, title_key
from indexer.segment.fields import split_field, split_line
from indexer.segment.meeting import elect, municipality_votes, names_meeting, read_head
from indexer.segment.why import why

HERE = Path(__file__).parent / "data"
ROOT = HERE.parents[2]
OURS = documents(ROOT / "data" / "minutes", HERE / "segment", HERE / "layouts")
MOST_FURNITURE = 0.15
TOLERANCE = 0.01
IN_ORDER = 0.99
DIGITS = dict.fromkeys(map(ord, "0123456789"))
"""Numbers of lists, and of attachments in badges."""

LISTED = 60
"""So many characters of a line are listed at least."""


def of_kind(paths: list[Path], suffix: str) -> list[Path]:
    return [path for path in paths if path.suffix == suffix]


@pytest.fixture(params=OURS, ids=lambda path: path.name)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def real(shared: Path) -> list[Path]:
    return documents(shared / "minutes")


@pytest.fixture
def pdftotext() -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")


def every_character_has_one_place(path: Path) -> None:
    whole = account_of(path)
    assert solid("".join(piece.text for piece in whole.pieces)) == solid(whole.transcript.text)


def items_keep_their_order(path: Path) -> None:
    whole = account_of(path)
    text = whole.transcript.text
    assert all(0 <= item.start < item.end <= len(text) for item in whole.items)
    assert all(before.end <= item.start for before, item in pairwise(whole.items))


def furniture_is_little_and_listed(path: Path) -> None:
    whole = account_of(path)
    outside = [piece.text for piece in whole.pieces if piece.owner == "outside"]
    everything = letters(whole.transcript.text, *whole.transcript.furniture)
    assert letters(*whole.furniture, *outside).total() <= MOST_FURNITURE * everything.total()
    left = {*whole.transcript.furniture, *outside}
    told = why(whole.transcript, path.name) if left else ()
    listed = "\n".join(line for line in told if line.startswith(("left out", "outside the items")))
    assert {text for text in left if text[:LISTED] not in listed} == set()


def reading_again_gives_the_same(path: Path) -> None:
    assert account(read_file(path), path.name) == account_of(path)


def documents_hold_all_but_furniture_and_fields(path: Path) -> None:
    """What no document holds stands in front of an item, and is a title of the list of contents or tells a fact of the
    meeting."""
    whole = account_of(path)
    found = documents_of(whole.minutes, whole.transcript, path.name)
    held = spelled("".join(passage.text for document in found for passage in document.passages))
    titles = "".join(worded(document.title) for document in found)
    lost = [piece for piece in whole.pieces if piece.owner != "item" and spelled(piece.text) not in held]
    loose = [piece for piece in lost if piece.text not in whole.furniture and not is_heading(piece.text)]
    listed = [piece for piece in loose if worded(piece.text) not in titles]
    people = {member.name for one in whole.minutes for member in (*one.meeting.present, *one.meeting.absent)}
    assert {piece.owner for piece in listed} <= {"head"}
    assert [piece.text for piece in listed if not tells_a_fact(piece.text, people)] == []


def worded(title: str) -> str:
    """A title's letters; the numbers of items and pages are different in a list of contents."""
    return "".join(filter(str.isalpha, title_key(title)))


def tells_a_fact(text: str, people: Collection[str]) -> bool:
    return bool(
        any(split_field(part)[0] for part in split_line(text))
        or find_dates(text)
        or find_time(text)
        or any(municipality_votes(text))
        or find_body(text)
        or names_meeting(text)
        or any(name in text for name in people)
        or elect(read_head([Line(text, 0, None)]), "place")
    )


def a_pdf_holds_what_pdftotext_finds(path: Path) -> None:
    transcript, theirs = account_of(path).transcript, printed(path)
    ours = letters(transcript.text, *transcript.furniture)
    other = letters(theirs)
    assert (ours - other).total() + (other - ours).total() <= TOLERANCE * other.total()
    assert in_order(transcript.text.split(), theirs.split()) >= IN_ORDER


def a_page_holds_what_is_shown(path: Path) -> None:
    """Ours has numbers of lists too, that are shown and stand in no text."""
    transcript, theirs = account_of(path).transcript, letters(*shown(path))
    ours = letters(transcript.text, *transcript.furniture)
    assert theirs - ours == Counter()
    numbers = ours - theirs
    assert set(numbers) <= set(map(chr, DIGITS))
    assert numbers.total() <= TOLERANCE * theirs.total()
    unread = without(transcript.furniture, (HERE / "left_out.txt").read_text(encoding="utf-8"))
    assert unread.translate(DIGITS) == "", "left out: is it the site's, or the minutes'?"


def test_every_character_of_our_documents_has_one_place(path: Path) -> None:
    every_character_has_one_place(path)


def test_every_character_of_real_minutes_has_one_place(real: list[Path]) -> None:
    for path in real:
        every_character_has_one_place(path)


def test_what_no_document_of_ours_holds_is_furniture_or_a_field_of_the_heading(path: Path) -> None:
    documents_hold_all_but_furniture_and_fields(path)


def test_what_no_document_of_real_minutes_holds_is_furniture_or_a_field_of_the_heading(real: list[Path]) -> None:
    for path in real:
        documents_hold_all_but_furniture_and_fields(path)


def test_items_keep_their_order_and_never_overlap(path: Path) -> None:
    items_keep_their_order(path)


def test_items_of_real_minutes_keep_their_order_and_never_overlap(real: list[Path]) -> None:
    for path in real:
        items_keep_their_order(path)


def test_what_is_left_out_is_little_and_listed(path: Path) -> None:
    furniture_is_little_and_listed(path)


def test_what_is_left_out_of_real_minutes_is_little_and_listed(real: list[Path]) -> None:
    for path in real:
        furniture_is_little_and_listed(path)


def test_reading_is_deterministic(path: Path) -> None:
    reading_again_gives_the_same(path)


def test_reading_real_minutes_is_deterministic(real: list[Path]) -> None:
    for path in real:
        reading_again_gives_the_same(path)


def test_each_running_head_is_listed_once_with_its_count_and_the_shares_make_up_the_whole() -> None:
    path = ROOT / "data" / "minutes" / "2024-09-24-kommunalbestyrelsen.pdf"
    told = list(why(account_of(path).transcript, path.name))
    assert "left out by the reader: Nørreå Kommune – Kommunalbestyrelsen 24-09-2024 (5 times)" in told
    shares = re.findall(r"([a-z ]+) ([\d.]+)%", told[-1])
    assert [name.strip() for name, _ in shares] == ["headings", "items", "outside items", "left out by the reader"]
    assert sum(float(share) for _, share in shares) == pytest.approx(100, abs=0.2)


def test_reading_does_not_depend_on_how_a_run_orders_its_sets() -> None:
    """Each run of Python orders sets of words differently."""
    command = [sys.executable, ROOT / "cli.py", "read", ROOT / "data" / "minutes", "--json", "--why"]
    told = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] != b""


@pytest.mark.parametrize("path", of_kind(OURS, ".pdf"), ids=lambda path: path.name)
@pytest.mark.usefixtures("pdftotext")
def test_a_pdf_holds_what_pdftotext_finds(path: Path) -> None:
    a_pdf_holds_what_pdftotext_finds(path)


@pytest.mark.usefixtures("pdftotext")
def test_real_pdfs_hold_what_pdftotext_finds(real: list[Path]) -> None:
    for path in of_kind(real, ".pdf"):
        a_pdf_holds_what_pdftotext_finds(path)


@pytest.mark.parametrize("path", of_kind(OURS, ".html"), ids=lambda path: path.name)
def test_a_web_page_holds_what_is_shown_but_for_chrome(path: Path) -> None:
    a_page_holds_what_is_shown(path)


def test_real_web_pages_hold_what_is_shown_but_for_chrome(real: list[Path]) -> None:
    for path in of_kind(real, ".html"):
        a_page_holds_what_is_shown(path)
