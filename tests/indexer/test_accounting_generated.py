"""No text is lost of documents that nobody has written: blocks of minutes in any order, as text and as a web page."""

from __future__ import annotations

from collections import Counter
from html import escape

from accounts import account, letters, solid
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.documents import documents_of
from indexer.model import Item, Transcript
from indexer.readers.html import read_html
from indexer.readers.text import read_text
from indexer.segment.labels import vocabulary
from search.document import Document

NAME = "prøve"
PAGES = 4
TITLES = 3
"""A title is printed so many times at most in an item: as heading, in a box, before the text."""

WORDS = """
Cykelsti langs Åvej byrådet godkender bevilling på 1,2 mio. kr. til skolen § 17 stk. 4 og ældreområdet 2021 lokalplan
nr. 312 høringssvar udsat forvaltningen indstiller at sagen drøftes Økonomiudvalget anbefaler 14 stemmer for imod
"""
words = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(" ".join)
number = st.integers(1, 40).map(str)
date = st.sampled_from(["3. maj 2021", "03-05-2021", "den 12. januar 2022", "2021-05-03", "mandag d. 4/12 2023"])
label = st.sampled_from(sorted(vocabulary().words)).map(str.capitalize)
heading = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "Punkt ", "Pkt. ", "Sag nr. ", "Lukket punkt ", "Ad ", "## "]),
    number,
    st.sampled_from([". ", ": ", " ", "\n", ") ", " - "]),
    words,
)
labelled = st.builds("{}{}{}".format, label, st.sampled_from(["\n", ": ", ":\n", "\n\n", " "]), words)
treatment = st.builds(
    "{}, {}, pkt. {}:\n{}".format,
    st.sampled_from(["Økonomiudvalget", "Byrådet", "Teknisk Udvalg"]),
    date,
    number,
    words,
)
meeting = st.builds("{} - {}, {} kl. 16.30".format, st.sampled_from(["Referat", "Dagsorden"]), words, date)
listed = st.lists(words, min_size=2, max_size=5).flatmap(
    lambda texts: st.sampled_from(["- ", "• ", "1. ", "a) ", "* ", "at "]).map(
        lambda mark: "\n".join(mark + text for text in texts)
    )
)
table = st.lists(st.lists(words, min_size=2, max_size=3), min_size=1, max_size=4).flatmap(
    lambda rows: st.sampled_from([" | ", "\t", "    "]).map(
        lambda between: "\n".join(between.join(cells) for cells in rows)
    )
)
broken = st.lists(words, min_size=2, max_size=4).map("-\n".join)
alone = st.sampled_from(
    [
        "Side 3",
        "7",
        "======",
        "Til top",
        "Lukkede punkter",
        "B. Sager til byrådet",
        "Mødet sluttede kl. 18.05",
        "Bilag 1",
    ]
)
wild = st.text("abcæøåABCÆØÅ0123456789 .,:;-–()§/»«", min_size=1, max_size=60)
block = st.one_of(heading, heading, labelled, labelled, treatment, meeting, words, listed, table, broken, alone, wild)
blocks = st.lists(block, min_size=1, max_size=25)


def in_order(head: str, items: list[list[str]], style: str) -> list[str]:
    """Blocks of a meeting whose items are numbered as they come; the first block of each is its title."""
    return [head, *(text for at, (title, *rest) in enumerate(items, 1) for text in (style.format(at, title), *rest))]


styles = st.sampled_from(["{}. {}", "Punkt {}: {}", "Punkt {}\n{}", "{}\n{}", "Sag nr. {} {}"])
ordered = st.builds(
    in_order, meeting, st.lists(st.lists(block, min_size=1, max_size=5), min_size=2, max_size=6), styles
)
documents = blocks | ordered


def has_one_place(source: str, transcript: Transcript) -> None:
    assert letters(transcript.text, *transcript.furniture) == letters(source)
    whole = account(transcript, NAME)
    assert solid("".join(piece.text for piece in whole.pieces)) == solid(transcript.text)
    assert account(transcript, NAME) == whole
    for document, item in zip(documents_of(whole.minutes, transcript, NAME), whole.items, strict=True):
        holds_its_item(document, item, transcript.text)


def holds_its_item(document: Document, item: Item, text: str) -> None:
    said = letters(*(passage.text for passage in document.passages if item.start <= passage.start < item.end))
    printed = letters(text[item.start : item.end])
    title = Counter({sign: count * TITLES for sign, count in letters(document.title).items()})
    assert said - printed == Counter()
    assert printed - said <= title


@settings(max_examples=80, deadline=None)
@given(documents)
def test_no_letter_of_a_text_is_lost(parts: list[str]) -> None:
    source = "\n\n".join(parts)
    has_one_place(source, read_text(source.encode(), NAME))


@settings(max_examples=30, deadline=None)
@given(st.lists(documents, min_size=PAGES, max_size=PAGES), words, st.sampled_from(["Side {}", "{}", "- {} -", ""]))
def test_no_letter_of_pages_with_running_heads_is_lost(pages: list[list[str]], head: str, foot: str) -> None:
    printed = ("\n\n".join([head, *parts, foot.format(at)]) for at, parts in enumerate(pages, 1))
    source = "\f".join(printed)
    has_one_place(source, read_text(source.encode(), NAME))


@settings(max_examples=40, deadline=None)
@given(documents, st.sampled_from(["p", "h2", "div", "td", "li"]))
def test_no_letter_of_a_web_page_is_lost(parts: list[str], tag: str) -> None:
    around = {"td": "<table><tr>{}</tr></table>", "li": "<ul>{}</ul>"}.get(tag, "{}")
    body = "".join(around.format(f"<{tag}>{escape(part)}</{tag}>") for part in parts)
    has_one_place("\n".join(parts), read_html(f"<html><body>{body}</body></html>".encode(), NAME))
