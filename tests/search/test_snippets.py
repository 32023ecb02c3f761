"""The passage to show, and what is marked in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.chain import analyse_word
from search.document import Document, Passage
from search.marks import Marker, Wanted
from search.meaning.rewrite import rewrite
from search.query.parser import parse
from search.snippets import LONGEST, snippet

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


def test_a_word_that_must_stand_in_the_decision_is_shown_and_marked_there():
    text = ("case", "Skolen ligger her, og vejen og broen med."), ("decision", "Skolen flyttes.")

    assert marked_words(shown("beslutning:skole", *text)) == ["Skolen"]
    assert shown("beslutning:skole vej bro", *text).marks == shown("vej bro", *text).marks


def test_where_any_amount_is_asked_for_all_are_marked():
    found = shown("beløb:*", ("case", "Den koster 5 mio. kr. og 300.000 kr. om året."), ("decision", "Godkendt."))

    assert marked_words(found) == ["5 mio. kr", "300.000 kr"]


def test_of_an_item_without_a_mark_what_another_body_said_is_shown_rather_than_a_bare_label():
    found = shown(
        "dato:2024", ("other", "Sagsforløb:"), ("heading", "Magistraten 3. maj"), ("route", "Tiltrådt af alle.")
    )

    assert (found.text, found.kind) == ("Tiltrådt af alle.", "route")


def test_the_page_of_a_snippet_is_that_of_the_words_shown():
    text = FILLER + "Skolen lukkes. " + FILLER
    passage = Passage("case", "", text, 4, 0, len(text), turns=((100, 5), (len(FILLER) + 30, 6)))

    def page(query: str) -> int | None:
        return snippet(Document("x", "Titel", (passage,)), Marker(rewrite(parse(query), query).wanted)).page

    assert [page("skole"), page("forvaltning"), page("bro")] == [5, 4, 4]


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

    assert found.text == "Første linje om skolen og mere"
    assert found.page == 4


def test_lines_that_are_no_running_text_are_told_apart():
    found = shown("skole", ("other", "12 Skolevej 3\nNy bro EL\n1. Kort"))

    assert found.text == "12 Skolevej 3 · Ny bro EL 1. Kort"
    assert marked_words(found) == ["Skolevej"]


def test_a_snippet_is_made_of_whole_sentences():
    before, after = "Udvalget mødtes kl. 15. " + FILLER, FILLER.strip()
    found = shown("bro", ("case", f"{before}Broen koster 2,9 mio. kr. 500 kr. er brugt, jf. Bilag 2. {after}"))

    assert found.text.startswith("… Broen koster 2,9 mio. kr. 500 kr. er brugt, jf. Bilag 2. Forvaltningen har")
    assert found.text.endswith("til behandling. …")


def test_a_sentence_without_an_end_is_cut_between_words():
    found = shown("bro", ("case", "ganske " * 200 + "broen " + "lange " * 200))

    assert set(found.text.split()) == {"…", "ganske", "broen", "lange"}
    assert len(found.text) <= LONGEST + 4


def test_a_run_of_words_without_any_space_is_cut_too():
    assert len(shown("bro", ("case", "bro," * 5_000)).text) <= LONGEST + 4


def test_a_word_wins_over_a_compound_with_it():
    found = shown("skole", ("case", "Skolebussen kører."), ("summary", "Skolen lukkes."))

    assert found.text == "Skolen lukkes."


def test_a_compound_shows_every_word_asked_for_that_it_holds():
    found = shown("plan spildevand", ("decision", "Tidsplanen følges."), ("case", "Spildevandsplanen vedtages."))

    assert found.text == "Spildevandsplanen vedtages."


def test_parts_of_a_compound_that_stand_apart_are_shown_together():
    text = "Planen er god. " + FILLER + "En plan for spildevand vedtages."

    assert marked_words(shown("spildevandsplan", ("case", text))) == ["plan", "spildevand"]


@pytest.mark.parametrize("query", ["85.02.00-P20-1-23", "Titel", "sag:85.02*"])
def test_what_only_repeats_title_and_case_number_gives_way_to_the_decision(query: str):
    passages = ("other", "Punkt 4: Titel 85.02.00-P20-1-23"), ("decision", "Broen bygges ikke.")
    found = replace(document(*passages), case_numbers=("85.02.00-P20-1-23",))

    assert snippet(found, Marker(rewrite(parse(query), query).wanted)).text == "Broen bygges ikke."


def test_a_word_beside_those_of_the_title_is_shown_where_it_stands():
    texts = ("attachments", "Titel\nHøringssvar"), ("decision", "Godkendt.")

    assert marked_words(shown("høringssvar", *texts)) == ["Høringssvar"]
    assert marked_words(shown("titel høringssvar", *texts)) == ["Titel", "Høringssvar"]
    assert shown("titel", *texts).text == "Godkendt."


def test_text_is_shown_before_a_heading_or_an_annex():
    found = shown("bro", ("heading", "Bilag om en ny bro"), ("attachments", "Kort over bro"), ("case", "En bro."))

    assert found.kind == "case"


def test_an_empty_document_has_an_empty_snippet():
    assert shown("skole").text == ""


WORDS = [
    "skole",
    "skolen",
    "Skolebus",
    "vej",
    "vejplan",
    "bro",
    "Nu.",
    "kr.",
    "jf.",
    "12.",
    "a" * 90,
    "\n",
    "Åen:",
    "?",
]
QUERIES = ["skole vej", "skolevej", '"skole vej"', "sko* -bro", "bro OR vej", "titel:skole", "udfald:godkendt"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=200).map(" ".join)


@given(TEXTS, TEXTS, st.sampled_from(QUERIES))
def test_a_snippet_is_a_piece_of_the_text_of_bounded_length(case: str, decision: str, query: str):
    found = shown(query, ("case", case), ("decision", decision))
    bare = found.text.removeprefix("… ").removesuffix(" …").replace(" · ", " ")

    assert bare in " ".join({"case": case, "decision": decision}[found.kind].split())
    assert len(bare) <= LONGEST


@given(TEXTS, st.sampled_from(["skole vej", "bro skole", "vejplan", "plan -vej"]))
def test_marks_are_the_words_asked_for_and_all_of_them(text: str, query: str):
    found = shown(query, ("decision", text))
    asked = [set(analyse_word(word).parts) for word in query.split() if not word.startswith("-")]
    marked = {found.text[start:end] for start, end in found.marks}

    assert all(any(parts & set(analyse_word(word).parts) for parts in asked) for word in marked)
    whole = {word for word in found.text.split() if any(parts <= set(analyse_word(word).parts) for parts in asked)}
    assert {word.strip(".:?") for word in whole} <= marked


def test_wanted_nothing_marks_nothing():
    assert snippet(document(("case", "Skolen.")), Marker(Wanted())).marks == ()


def test_a_synonym_does_not_outdo_the_words_that_were_asked_for():
    passages = ("Skolen ligger nær en skolelukning.", "Nedlæggelse af en skole drøftes.")
    found = Document("x", "Sag", tuple(Passage("case", "", text, None, 0, len(text)) for text in passages))
    words = ("skolelukning", "nedlæggelse", "skole")
    wanted = Wanted(tuple(map(analyse_word, words)), synonyms=frozenset([0]))
    assert snippet(found, Marker(wanted)).text.startswith("Nedlæggelse")


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("bilag:notat", "Bilag 2: Notat"),
        ("indstilling:pulje", "at puljen"),
        ("bilag:(kort ELLER not*)", "Bilag 2: Notat"),
    ],
)
def test_the_words_of_a_part_are_shown_in_that_part(query: str, part: str):
    passages = (
        ("case", "Et notat om puljen ligger på sagen."),
        ("recommendation", "Det indstilles, at puljen nedlægges."),
        ("attachments", "Bilag 1: Budget\nBilag 2: Notat"),
        ("decision", "Notatet om puljen er taget til efterretning."),
    )
    found = shown(query, *passages)

    assert part in found.text
    assert len(found.marks) == 1
