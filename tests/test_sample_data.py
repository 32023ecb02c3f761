"""The sample data is what its script makes, and there is enough of everything in it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest

from search.outcomes import LABELS

REPORTLAB_OF_THE_PDFS = "5.1"
"""Other versions set the same words into other bytes."""
BODY_OF_A_PAGE = {"bottom": 50, "top": 790}
"""In points: leaves out the running head and the page number."""


def _reportlab() -> str | None:
    try:
        return ".".join(version("reportlab").split(".")[:2])
    except PackageNotFoundError:
        return None


@pytest.fixture(scope="module")
def made(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh run of the script."""
    out = tmp_path_factory.mktemp("made")
    run = subprocess.run([sys.executable, data / "make_minutes.py", out], capture_output=True, text=True, timeout=60)
    assert run.returncode == (0 if _reportlab() else 1), run.stderr
    return out


@pytest.fixture(scope="module")
def gold(data: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((data / "minutes-gold").glob("*.json"))]


def _items(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for meeting in gold for item in meeting["items"]]


def _cases(data: Path) -> list[dict[str, Any]]:
    files = sorted((data / "sample" / "cases").glob("*.toml"))
    return [case for path in files for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]


def _folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_the_script_makes_the_same_text_and_html_again(kind: str, made: Path, data: Path) -> None:
    kept = {path.name: path.read_bytes() for path in (data / "minutes").glob(f"*.{kind}")}
    assert kept == {path.name: path.read_bytes() for path in (made / "minutes").glob(f"*.{kind}")}


def test_the_script_makes_the_same_pdfs_again(made: Path, data: Path) -> None:
    """The same words on the same pages, and with the same reportlab the same bytes."""
    if _reportlab() is None:
        pytest.skip("reportlab is not installed: pip install '.[data]'")
    kept, fresh = (sorted(folder.glob("*.pdf")) for folder in (data / "minutes", made / "minutes"))
    assert [(path.name, _words(path)) for path in kept] == [(path.name, _words(path)) for path in fresh]
    if _reportlab() == REPORTLAB_OF_THE_PDFS:
        assert [path.read_bytes() for path in kept] == [path.read_bytes() for path in fresh]


def _words(pdf: Path) -> list[list[str]]:
    """The words of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().split() for page in document]


def test_the_script_makes_the_same_gold_again(made: Path, data: Path) -> None:
    fresh = {path.name: path.read_bytes() for path in (made / "minutes-gold").glob("*.json")}
    kept = {path.name: path.read_bytes() for path in (data / "minutes-gold").glob("*.json")}
    assert fresh.items() <= kept.items()
    assert len(fresh) == len(list((made / "minutes").iterdir()))


def test_every_file_has_gold_and_every_gold_its_file(gold: list[dict[str, Any]], data: Path) -> None:
    assert {meeting["source"] for meeting in gold} == {path.name for path in (data / "minutes").iterdir()}


def test_there_are_enough_meetings_bodies_and_items(gold: list[dict[str, Any]]) -> None:
    minutes = [meeting for meeting in gold if meeting["meeting"]["kind"] == "minutes"]
    assert len(minutes) >= 14
    assert len({meeting["meeting"]["committee"] for meeting in minutes}) == 5
    assert len(_items(minutes)) >= 120
    assert {meeting["meeting"]["date"][:4] for meeting in minutes} == {"2023", "2024"}
    assert {Path(meeting["source"]).suffix for meeting in minutes} == {".txt", ".html", ".pdf"}


def test_an_agenda_stands_beside_its_minutes(gold: list[dict[str, Any]]) -> None:
    by_kind = {
        kind: {(m["meeting"]["committee"], m["meeting"]["date"]) for m in gold if m["meeting"]["kind"] == kind}
        for kind in ("agenda", "minutes")
    }
    assert by_kind["agenda"]
    assert by_kind["agenda"] <= by_kind["minutes"]


def test_every_outcome_but_unknown_occurs(gold: list[dict[str, Any]]) -> None:
    assert {outcome for item in _items(gold) for outcome in item["outcomes"]} == set(LABELS) - {"unknown"}


def test_at_least_five_cases_travel_from_a_committee_to_the_council(gold: list[dict[str, Any]]) -> None:
    minutes = [meeting for meeting in gold if meeting["meeting"]["kind"] == "minutes"]
    council = [meeting for meeting in minutes if meeting["meeting"]["committee"] == "Kommunalbestyrelsen"]
    routes = [[entry["body"] for entry in item["earlier"]] for item in _items(council)]
    assert sum(route[-1:] == ["Økonomiudvalget"] and len(set(route)) >= 2 for route in routes) >= 5


def test_votes_agree_with_their_result(gold: list[dict[str, Any]]) -> None:
    votes = [(vote, meeting) for meeting in gold for item in meeting["items"] for vote in item["votes"]]
    assert len(votes) >= 5
    for vote, meeting in votes:
        assert vote["carried"] == (vote["for"] > vote["against"])
        assert vote["for"] + vote["against"] + (vote["abstain"] or 0) <= len(meeting["meeting"]["present"])


def _text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_bounded(**BODY_OF_A_PAGE) for page in document]
        return _folded(" ".join(pages))
    if path.suffix == ".html":
        return _folded(" ".join(lxml.html.parse(path).getroot().itertext()))
    return _folded(path.read_text(encoding="utf-8"))


def test_what_gold_says_stands_in_the_files(gold: list[dict[str, Any]], data: Path) -> None:
    for meeting in gold:
        text = _text_of(data / "minutes" / meeting["source"])
        for item in meeting["items"]:
            said = [item["title"], item["decision"], item["recommendation"]]
            pieces = [*said, *item["attachments"], *item["case_numbers"]]
            assert [piece for piece in pieces if piece and piece not in text] == []


def test_headings_stand_on_their_pages_in_the_pdfs(gold: list[dict[str, Any]], data: Path) -> None:
    for meeting in (entry for entry in gold if entry["source"].endswith(".pdf")):
        with pypdfium2.PdfDocument(data / "minutes" / meeting["source"]) as document:
            for item in meeting["items"]:
                text = document[item["page"] - 1].get_textpage().get_text_range()
                assert _folded(f"{item['number']}. {item['title']}") in _folded(text)


def test_every_open_case_tells_its_story_in_60_to_250_words(data: Path) -> None:
    for case in _cases(data):
        texts = [entry["text"] for entry in (case, *case["treatment"]) if "text" in entry]
        assert texts or case.get("standing") or case.get("closed"), case["key"]
        for text in () if case.get("standing") else texts:
            assert 60 <= len(text.split()) <= 250, (case["key"], len(text.split()))


def test_every_treatment_belongs_to_a_meeting_that_lists_its_case(data: Path) -> None:
    register = tomllib.loads((data / "sample" / "municipality.toml").read_text(encoding="utf-8"))
    listed = {(f"{m['body']}-{m['date']}", key) for m in register["meeting"] for key in m["items"]}
    treated = [(entry["meeting"], case["key"]) for case in _cases(data) for entry in case["treatment"]]
    assert sorted(treated) == sorted(listed)


def test_the_text_is_in_composed_unicode(data: Path) -> None:
    for path in (data / "sample").rglob("*.toml"):
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path.name


def test_the_sample_is_small(data: Path) -> None:
    assert sum(path.stat().st_size for path in (data / "minutes").iterdir()) < 3_000_000


def test_outcomes_are_not_all_alike(gold: list[dict[str, Any]]) -> None:
    counts = Counter(item["outcome"] for item in _items(gold) if item["outcome"] != "none")
    assert counts.most_common(1)[0][1] < 0.4 * counts.total()
