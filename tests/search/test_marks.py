"""What is marked in a text is what the query looked for."""

from __future__ import annotations

import pytest

from search.marks import Marker, Wanted, spans_of
from search.meaning.rewrite import rewrite
from search.meaning.synonyms import built_in
from search.query.parser import parse


def marked(query: str, text: str) -> list[str]:
    marker = Marker(rewrite(parse(query), query).wanted)
    return [text[mark.start : mark.end] for mark in marker.marks(text)]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("pulje", "Omprioriteringspuljen og puljerne", ["Omprioriteringspuljen", "puljerne"]),
        ('"puljen"', "Omprioriteringspuljen, puljen og puljer", ["puljen"]),
        ("pulj*", "Omprioriteringspuljen, puljen og Puljer", ["puljen", "Puljer"]),
        # a compound: whole, or its parts near each other, but not one part alone
        ("spildevandsplan", "Spildevandsplanen og planer", ["Spildevandsplanen"]),
        ("spildevandsplan", "planer for spildevand i byen", ["planer", "spildevand"]),
        ("spildevandsplan", "En plan. " + "Noget andet her. " * 5 + "Spildevand.", []),
        ("spildevandsplan", "En plan. 1/2, og så – ak – dens spildevand", []),
        ("spildevandsplan", "§ (En plan. 1/2 – ja – dens spildevand", ["plan", "spildevand"]),
        # a phrase: only where its words stand in a row
        ('"ikke godkendt"', "Godkendt, ikke udsat. Ikke godkendt.", ["Ikke", "godkendt"]),
        ('"den nye skole"', "den den nye skole og den nye vej", ["den", "nye", "skole"]),
        ('"børne- og ungepolitik"', "En børne- og ungepolitik", ["børne", "og", "ungepolitik"]),
        ("vej -skole", "skole og vej", ["vej"]),
        ("skole/vej", "vejen til skolen", ["vejen", "skolen"]),
        ("udvalg:teknik bro", "Teknik og bro", ["bro"]),
        ("udfald:godkendt", "Godkendt", []),
    ],
)
def test_marks_show_what_was_asked_for(query: str, text: str, words: list[str]):
    assert marked(query, text) == words


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("skole", ["title", "text", "decision"]),
        ("titel:skole", ["title"]),
        ("beslutning:skole", ["decision"]),
        ("beslutning:sko*", ["decision"]),
        ('titel:"skole" ELLER beslutning:skole', ["title", "decision"]),
        ("titel:skole skole", ["title", "text", "decision"]),
    ],
)
def test_what_must_stand_in_one_field_is_marked_there_alone(query: str, fields: list[str]):
    marker = Marker(rewrite(parse(query), query).wanted)

    assert [field for field in ("title", "text", "decision") if marker.marks("skole", field)] == fields


def test_the_synonyms_of_a_word_in_one_field_are_marked_there_alone():
    marker = Marker(rewrite(parse("titel:byråd"), "", built_in()).wanted)

    assert [bool(marker.marks("Kommunalbestyrelsen", field)) for field in ("title", "text")] == [True, False]


def test_a_mark_tells_which_of_the_things_asked_for_it_shows():
    marker = Marker(rewrite(parse("skole vej"), "").wanted)

    assert [mark.shows for mark in marker.marks("vej, skole, skoler")] == [{(1, 0)}, {(0, 0)}, {(0, 0)}]


def test_a_compound_shows_all_its_parts_and_each_word_asked_for_that_it_holds():
    marks = Marker(rewrite(parse("plan spildevandsplan plan*"), "").wanted).marks("Spildevandsplanen. Planer.")

    assert [(mark.shows, mark.own) for mark in marks] == [
        ({(0, 0), (1, 0), (1, 1)}, True),
        ({(0, 0), (2, 0)}, True),
    ]
    assert not Marker(rewrite(parse("plan"), "").wanted).marks("Spildevandsplanen")[0].own


def test_marks_that_overlap_are_shown_as_one():
    text = "Udvalg efter § 17, stk. 4, i loven"
    marks = Marker(rewrite(parse('"§ 17, stk. 4"'), "").wanted).marks(text)

    assert [text[start:end] for start, end in spans_of(marks)] == ["§ 17, stk. 4"]


def test_nothing_wanted_marks_nothing():
    assert Marker(Wanted()).marks("Skolen") == []


def test_many_equal_words_do_not_make_marking_slow():
    marker = Marker(rewrite(parse('"og og og og"'), "").wanted)

    assert len(marker.marks("og " * 3_000)) == 3_000


def test_amounts_asked_for_are_marked_and_no_others() -> None:
    text = "Af 12,5 mio. kr. bruges 300 t.kr. til stier, 40 timer og 2.000.000 kroner til broer."
    marker = Marker(rewrite(parse("stier beløb:1mio..20mio"), "").wanted)

    assert [text[mark.start : mark.end] for mark in marker.marks(text)] == ["12,5 mio. kr", "stier", "2.000.000 kroner"]
    assert not Marker(rewrite(parse("-beløb:1mio.."), "").wanted).marks(text)
