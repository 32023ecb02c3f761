"""The passage to show, and what is marked in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.document import Document, Passage
from search.marks import Marker, Wanted
from search.query.parser import parse
from search.rewrite import rewrite
from search.snippets import WIDTH, snippet

FILLER = "Forvaltningen har gennemgået sagen og fremlægger den for udvalget til behandling. " * 8


def document(*passages: tuple[str, str]) -> Document:
    return Document("x", "Titel", tuple(Passage(kind, "", text, 4, 0, len(text)) for kind, text in passages))


def shown(text: str, *passages: tuple[str, str]):
    return snippet(document(*passages), Marker(rewrite(parse(text), text).wanted))


def marked_words(found) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def test_inflected_forms_and_compounds_that_hold_the_word_are_marked():
    found = shown("puljen", ("case", "Udvalget drøftede puljer og omprioriteringspuljen i 2022."))

    assert marked_words(found) == ["puljer", "omprioriteringspuljen"]


def test_a_quoted_word_marks_only_itself():
    found = shown('"pulje"', ("case", "En pulje er ikke omprioriteringspuljen, og puljen er en anden."))

    assert marked_words(found) == ["pulje"]


def test_the_window_holds_most_different_words():
    text = "Skolen ligger her. " + FILLER + "Skolen i Elev får et nyt tag til foråret. " + FILLER
    found = shown("skole tag", ("case", text))

    assert marked_words(found) == ["Skolen", "tag"]
    assert found.text.startswith("… Skolen i Elev")


def test_the_decision_wins_a_tie():
    found = shown("skole", ("case", "Skolen flyttes."), ("decision", "Skolen flyttes ikke."))

    assert found.kind == "decision"


def test_without_words_the_decision_is_shown():
    found = shown("udfald:godkendt", ("case", FILLER), ("decision", "Godkendt."))

    assert (found.text, found.marks) == ("Godkendt.", ())


def test_a_snippet_is_one_line_and_tells_its_page():
    found = shown("skole", ("case", "Første linje\nom skolen\n\nog mere"))

    assert found.text == "Første linje om skolen  og mere"
    assert found.page == 4


def test_an_empty_document_has_an_empty_snippet():
    assert shown("skole").text == ""


@given(st.lists(st.sampled_from(["skole", "vej", "bro", "Nu.", "a" * 90, "\n", "Åen"]), min_size=1, max_size=200))
def test_snippets_are_bounded_and_their_marks_are_words_asked_for(words: list[str]):
    found = shown("skole vej", ("case", " ".join(words)))

    assert len(found.text) <= WIDTH * 2
    assert {word.casefold() for word in marked_words(found)} <= {"skole", "vej"}


def test_wanted_nothing_marks_nothing():
    assert snippet(document(("case", "Skolen.")), Marker(Wanted())).marks == ()
