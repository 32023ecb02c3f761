"""Claims about cutting minutes into items."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import Minutes, Transcript
from indexer.readers.text import read_text
from indexer.segment.minutes import segment


def transcript(text: str) -> Transcript:
    return read_text(text.encode(), "prøve.txt")


def read(text: str) -> Minutes:
    return segment(transcript(text), "prøve.txt")[0]


HEAD = "Referat - Teknisk Udvalg den 3. maj 2021\n\nMødested: Rådhuset\n\n"


def item(number: int, title: str, *parts: str) -> str:
    return f"{number}. {title}\n\n" + "\n\n".join(parts) + "\n\n"


def test_a_numbered_list_in_the_body_starts_no_items() -> None:
    body = "Sagsfremstilling\nDer er tre muligheder:\n\n1. Et nyt hus\n\n2. Et nyt tag\n\n3. Ingenting"
    text = (
        HEAD
        + item(1, "Hus", body, "Beslutning\nGodkendt.")
        + item(2, "Vej", "Sagsfremstilling\nTekst.", "Beslutning\nUdsat.")
    )
    assert [found.title for found in read(text).items] == ["Hus", "Vej"]


def test_the_meetings_own_decision_is_told_from_those_of_other_bodies() -> None:
    route = "Økonomiudvalget, 20. april 2021, pkt. 4:\nAnbefales."
    own = "Teknisk Udvalg, 3. maj 2021, pkt. 1:\nIndstillingen blev forkastet."
    text = (
        HEAD
        + item(1, "Vej", "Indstilling\nForvaltningen indstiller, at vejen anlægges.", route, own)
        + item(2, "Sti", "Beslutning\nUdsat.")
    )
    first = read(text).items[0]
    assert first.decision is not None
    assert first.decision.text == "Indstillingen blev forkastet."
    assert [(earlier.body, earlier.date, earlier.item) for earlier in first.earlier] == [
        ("Økonomiudvalget", "2021-04-20", "4")
    ]


def test_an_unlabelled_summary_is_no_part_of_the_decision_before_it() -> None:
    decision = "Beslutning\nGodkendt.\nEndelig vedtagelse af forslag til Lokalplan nr. 12."
    text = HEAD + item(1, "Lokalplan 12", decision, "Resume\nPlanen er klar.") + item(2, "Sti", "Beslutning\nUdsat.")
    first = read(text).items[0]
    assert first.decision is not None
    assert first.decision.text == "Godkendt."


def test_a_sentence_of_a_minority_belongs_to_the_decision() -> None:
    decision = "Beslutning\nGodkendt.\nVenstre kunne ikke tiltræde indstillingen."
    text = HEAD + item(1, "Lokalplan 12", decision, "Resume\nPlanen er klar.") + item(2, "Sti", "Beslutning\nUdsat.")
    first = read(text).items[0]
    assert first.decision is not None
    assert first.decision.text.split("\n") == ["Godkendt.", "Venstre kunne ikke tiltræde indstillingen."]


def test_a_closed_item_says_so() -> None:
    text = HEAD + item(1, "Lukket: Køb af jord", "Beslutning\nGodkendt.") + item(2, "Sti - Åbent", "Beslutning\nUdsat.")
    assert [(found.title, found.access) for found in read(text).items] == [("Køb af jord", "closed"), ("Sti", "open")]


def test_closed_items_may_stand_by_their_titles_alone() -> None:
    closed = "Punkt 2: Lukket punkt: Køb af jord\nPunkt 3: Lukket punkt: Salg af jord\n"
    first = "Punkt 1: Vej\nResume\nEn ny vej.\nBeslutning\nGodkendt.\nBilag\nKort\n"
    items = read(HEAD + first + closed + first.replace("1", "4")).items
    assert [(found.number, found.access) for found in items] == [
        ("1", None),
        ("2", "closed"),
        ("3", "closed"),
        ("4", None),
    ]


def test_an_agenda_has_no_decisions_of_its_own() -> None:
    head = "Dagsorden - Byrådet den 3. maj 2021\n\nMødested: Rådhuset\n\n"
    route = "Sagsforløb\nØkonomiudvalget, 20. april 2021, pkt. 4:\nAnbefales."
    agenda = read(head + item(1, "Vej", "Resume\nEn ny vej.", route) + item(2, "Sti", "Resume\nEn ny sti.", route))
    assert agenda.meeting.kind == "agenda"
    assert [(found.decision, found.outcome) for found in agenda.items] == [(None, "none"), (None, "none")]


def test_attachments_are_names_and_not_their_count_or_numbers() -> None:
    attachments = "Bilag\n2 bilag\nNotat om vejen\n123-2021-4567\nKort\n123-2021-4568"
    text = HEAD + item(1, "Vej", "Beslutning\nGodkendt.", attachments) + item(2, "Sti", "Beslutning\nUdsat.")
    assert read(text).items[0].attachments == ("Notat om vejen", "Kort")


def test_one_item_without_a_heading_of_a_meeting_is_a_fragment() -> None:
    fragment = read("Eventuelt\nBESLUTNING\nIntet.\n\nSagens forløb\n08-09-2014 Teknisk Udvalg\n\nIntet.\n")
    assert (fragment.whole, fragment.meeting.body, fragment.meeting.date) == (False, "Teknisk Udvalg", "2014-09-08")
    assert fragment.items[0].earlier == ()


def test_two_meetings_in_one_file_are_two() -> None:
    first = HEAD + item(1, "Vej", "Beslutning\nGodkendt.") + item(2, "Sti", "Beslutning\nUdsat.")
    second = first.replace("3. maj", "7. juni").replace("Vej", "Bro").replace("Sti", "Havn")
    meetings = segment(transcript(first + second), "prøve.txt")
    assert [(read.meeting.date, [found.title for found in read.items]) for read in meetings] == [
        ("2021-05-03", ["Vej", "Sti"]),
        ("2021-06-07", ["Bro", "Havn"]),
    ]


def test_what_a_page_prints_behind_the_minutes_is_no_items() -> None:
    other = "\nAndre møder\nByrådet 7. juni 2021\nByrådet 3. april 2021\n"
    text = HEAD + item(1, "Vej", "Beslutning\nGodkendt.") + item(2, "Sti", "Beslutning\nUdsat.", "Bilag\nKort")
    last = read(text + other).items[-1]
    assert (last.attachments, last.earlier) == (("Kort",), ())
    first = read(text.replace("Bilag\nKort", "Bilag\nKort" + other + "\nBeslutning\nUdsat.")).items[-1]
    assert first.end > last.end


def test_people_counted_in_a_decision_are_no_items() -> None:
    present = "Beslutning\nTil stede var:\n1. Borgmester Anna Holm (A)\n2. Bo Lund (V)\n3. Ida Krog (F)\nGodkendt."
    items = read(HEAD + item(1, "Dagsorden", present) + item(2, "Sti", "Beslutning\nUdsat.")).items
    assert [found.title for found in items] == ["Dagsorden", "Sti"]
    assert items[0].outcome == "approved"


def test_a_heading_may_run_into_the_word_before_it() -> None:
    first, second = "Beslutning\nGodkendt.\n\nSagsfremstilling", "Beslutning\nUdsat."
    text = f"{HEAD}Indholdsfortegnelse1. Ny vej\n\n{first}2. Ny sti\n\n{second}\n\n"
    assert [(found.number, found.title) for found in read(text).items] == [("1", "Ny vej"), ("2", "Ny sti")]


def test_names_of_files_behind_a_decision_are_attachments() -> None:
    files = "Beslutning\nUdsat til mødet i juni.\nKort over vejen.pdf\nNotat_om_stoej.docx"
    first = read(HEAD + item(1, "Vej", files) + item(2, "Sti", "Beslutning\nUdsat.")).items[0]
    assert first.decision is not None
    assert first.decision.text == "Udsat til mødet i juni."
    assert first.attachments == ("Kort over vejen.pdf", "Notat_om_stoej.docx")


def test_a_heading_led_by_its_own_link_belongs_to_its_item() -> None:
    def linked(number: int, title: str, decision: str) -> str:
        return f" • Pkt. {number} {title}\n\nPkt. {number}\n\n{title}\n\nBeslutning\n{decision}\n\n"

    items = read(HEAD + linked(7, "Ny vej", "Godkendt.") + linked(8, "Ny sti", "Udsat.")).items
    assert [(found.title, found.decision and found.decision.text) for found in items] == [
        ("Ny vej", "Godkendt."),
        ("Ny sti", "Udsat."),
    ]


def test_an_item_without_labels_is_one_where_number_and_title_say_so() -> None:
    bodies = ["Sagsfremstilling\nByerne mangler en forbindelse.", "Beslutning\nGodkendt."]
    text = HEAD + item(1, "Vej", *bodies) + item(2, "Sti", *bodies) + item(3, "Eventuelt", "Intet.")
    found = read(text).items
    assert [(one.title, one.decision and one.decision.text) for one in found] == [
        ("Vej", "Godkendt."),
        ("Sti", "Godkendt."),
        ("Eventuelt", "Intet."),
    ]
    listed = read(text.replace("3. Eventuelt", "3. Hegnet fjernes")).items
    assert [one.title for one in listed] == ["Vej", "Sti"]


def test_a_case_number_may_lead_the_title() -> None:
    text = HEAD + item(1, "12/3456Ny vej", "Beslutning\nGodkendt.") + item(2, "2021-2024 Plan", "Beslutning\nUdsat.")
    found = [(one.title, one.case_numbers) for one in read(text).items]
    assert found == [("Ny vej", ("12/3456",)), ("2021-2024 Plan", ())]


def test_an_item_with_pages_of_text_that_nothing_explains_is_less_sure() -> None:
    strange = "\n\n".join(
        f"Afsnit {n} handler om noget andet end det, der står i resten af papiret." for n in range(60)
    )
    text = HEAD + item(1, "Vej", "Beslutning\nGodkendt.") + item(2, "Sti", "Beslutning\nUdsat.", strange)
    first, second = read(text).items
    assert second.confidence < 0.8 < first.confidence


def test_signs_of_a_list_in_front_of_headings_and_labels_are_no_part_of_them() -> None:
    def listed(number: int, title: str, decision: str) -> str:
        return f" • {number}. {title}\n   • Indstilling\n     Det indstilles, at\n   • Beslutning\n     {decision}\n\n"

    found = read(HEAD + listed(4, "Ny vej", "Godkendt.") + listed(5, "Ny sti", "Udsat.")).items
    assert [(one.number, one.title, one.decision and one.decision.text) for one in found] == [
        ("4", "Ny vej", "Godkendt."),
        ("5", "Ny sti", "Udsat."),
    ]


def test_items_of_a_list_that_lost_its_numbers_are_all_found() -> None:
    titles = ["Ny vej", "Ny sti", "Ny bro", "Ny havn", "Ny park"]
    text = HEAD + "".join(item(1, title, "Beslutning\nGodkendt.") for title in titles)
    assert [one.title for one in read(text).items] == titles


def test_short_minutes_need_no_labels() -> None:
    text = HEAD + " 1. Velkomst:\n  Formanden bød velkommen.\n\n 2. Ny vej:\n  Godkendt.\n\n 3. Eventuelt:\n  Intet.\n"
    found = read(text).items
    assert [(one.title, one.decision and one.decision.text) for one in found][1:] == [
        ("Ny vej", "Godkendt."),
        ("Eventuelt", "Intet."),
    ]


def test_people_listed_under_a_label_of_absence_end_the_decision() -> None:
    absent = "Beslutning\nGodkendt.\n\nAfbud:\n1. Anna Holm, Ø\n\nFraværende\n • Bo Lund ()"
    first = read(HEAD + item(1, "Vej", absent) + item(2, "Sti", "Beslutning\nUdsat.")).items[0]
    assert first.decision is not None
    assert first.decision.text == "Godkendt."


def test_prose_on_what_will_be_decided_is_no_decision() -> None:
    prose = "Planen er en del af det, der sendes ud i august, og kommunerne ser på den i september."
    text = HEAD + item(1, "Plan", "Sagsfremstilling\nDer er lavet en plan.", prose)
    assert [one.decision for one in read(text).items] == [None]


def test_a_decision_of_a_page_by_itself_stands_under_its_own_heading() -> None:
    heading = "Punkt 1: Dagsorden\n\nSocialudvalgets beslutning på mødet den 3. maj 2021"
    found = read(f"1. Dagsorden\n\nBeslutning\n\n{heading}\n\nGodkendt.\n")
    assert [one.decision and one.decision.text for one in found.items] == ["Godkendt."]


def test_pages_that_are_one_line_each_are_cut_at_their_labels() -> None:
    box = "Dok.nr.: 19{n} Sagsid.: 14/4{n} Initialer: abc Åben sag"
    page = "{n}. Ny vej nummer {n} " + box + " Indledning Byerne mangler en vej, og det er dyrt at bygge den nu. "
    page += "Sagsfremstilling Vejen er {n} km lang. Beslutning Teknisk Udvalg den Godkendt. Afbud: Ingen Side {n}"
    head = "Referat fra Teknisk Udvalg Mødedato: Mandag den 3. maj 2021 Mødetidspunkt: 9:30 Deltagere: Fraværende:"
    text = "\f".join([head + " Anna Holm (A), Bo Lund (V)" * 4, *(page.format(n=n) for n in range(1, 4))])
    found = read(text).items
    assert [(one.number, one.title, one.access) for one in found] == [
        (str(n), f"Ny vej nummer {n}", "open") for n in range(1, 4)
    ]
    assert [one.decision and one.decision.text for one in found] == ["Godkendt."] * 3
    assert [one.case_numbers for one in found] == [("14/41",), ("14/42",), ("14/43",)]


def test_a_label_of_decisions_may_have_a_body_behind_it_and_no_date() -> None:
    text = HEAD + item(1, "Vej", "Sagsfremstilling\nTekst.", "Beslutning i Teknisk Udvalg\nGodkendt.")
    assert [one.decision and one.decision.text for one in read(text).items] == ["Godkendt."]


def test_signatures_below_the_meetings_end_are_no_part_of_its_last_decision() -> None:
    signed = "\n".join(f"Anna Holm {letter}" for letter in "ABCDEFGHIJKL")
    text = HEAD + item(1, "Vej", "Beslutning\nGodkendt.") + item(2, "Sti", "Beslutning\nUdsat.")
    last = read(f"{text}Mødet blev hævet kl. 20:55\n\nUnderskrifter:\n{signed}\n").items[-1]
    assert last.decision is not None
    assert last.decision.text == "Udsat."


def test_nobody_behind_the_names_of_absent_members_is_the_decision() -> None:
    for names, decision in (("Bo Lund", "Ingen."), ("Ingen", "Godkendt.")):
        text = HEAD + item(1, "Spørgetid", f"Beslutning\nFraværende:\n{names}\n{decision}")
        assert [one.decision and one.decision.text for one in read(text).items] == [decision]


def test_an_item_without_a_title_may_begin_below_a_line_on_absence() -> None:
    bodies = [f"Sagsfremstilling\nDer er {n} veje.\n\nIndstilling\nat der bygges.\n\n" for n in range(3)]
    closing = "Beslutning Teknisk Udvalg den 03-05-2021\nGodkendt.\n\nFraværende: Bo Lund\n\n"
    found = read(HEAD + "".join(body + closing for body in bodies)).items
    assert [one.recommendation for one in found] == ["at der bygges."] * 3


def test_an_ordinal_in_front_of_a_title_is_no_number_of_an_item() -> None:
    page = "Mødedato: 3. maj 2021\n\n2. behandling af budget 2022\n\nResume\nTekst.\n\nBeslutning\nVedtaget.\n"
    assert [(one.number, one.title) for one in read(page).items] == [(None, "2. behandling af budget 2022")]


def test_an_amendment_in_a_decision_is_part_of_it() -> None:
    decision = "Beslutning\nGodkendt.\n\nÆndringsforslag fra C:\nC foreslår, at vejen flyttes.\nFaldet."
    first = read(HEAD + item(1, "Vej", decision) + item(2, "Sti", "Beslutning\nUdsat.")).items[0]
    assert first.decision is not None
    assert first.decision.text.endswith("C foreslår, at vejen flyttes.\nFaldet.")


def test_the_title_of_a_page_may_have_a_sentence_below_it() -> None:
    head = "Mødedato: 3. maj 2021\nMødested: Rådhuset\n\n"
    page = "Midler til havnen\n\nUdvalget forelægges en sag om de midler, der er.\n\nIndstilling\nat de bruges.\n"
    assert [one.title for one in read(f"{head}{page}\nBeslutning\nGodkendt.\n").items] == ["Midler til havnen"]


def test_items_without_titles_may_begin_with_an_empty_field() -> None:
    part = "Sagsid.:\n\nSagsfremstilling\nTekst.\n\nBeslutning Teknisk Udvalg den 03-05-2021\n"
    found = read(f"{HEAD}{part}Godkendt.\n\n{part}Udsat.\n").items
    assert [one.decision and one.decision.text for one in found] == ["Godkendt.", "Udsat."]


def test_neither_a_sentence_on_absence_nor_the_value_of_a_field_is_a_title() -> None:
    part = "Beslutningstema\nNy vej\nIndstilling\nat der bygges.\nBeslutning\nUdsat.\nBo Lund var fraværende.\n"
    assert [one.title for one in read(HEAD + part * 3).items] == ["", "", ""]


def test_minutes_of_decisions_alone_need_no_labels() -> None:
    rows = [("Dagsorden", "Godkendt."), ("Regnskab", "Godkendt.\nDet overføres."), ("Salg", "Udsat.\nTo var imod.")]
    text = HEAD + "".join(item(n, title, decision) for n, (title, decision) in enumerate(rows, 1))
    found = read(text).items
    assert [one.decision and one.decision.text.split() for one in found] == [decision.split() for _, decision in rows]


def test_a_list_of_contents_may_stand_without_a_heading() -> None:
    titles = ["Vej", "Sti", "Bro", "Havn"]
    contents = "\n".join(f"{n}. {title}" for n, title in enumerate(titles, 1))
    text = f"{HEAD}{contents}\n\n" + item(1, "Vej", "Resume\nTekst.", "Beslutning\nGodkendt.")
    assert [one.title for one in read(text).items] == ["Vej"]


def test_the_place_of_a_meeting_is_no_title() -> None:
    place = "Mødelokale Bøgen, Rådhuset, Storegade 2, 9999 Byen"
    part = "Sagsfremstilling\nTekst.\n\nBeslutning\nGodkendt.\n\n"
    assert [one.title for one in read(f"Referat\nByrådet den 3. maj 2021\n\n{place}\n\n{part}{part}").items] == ["", ""]


def test_a_text_that_is_no_minutes_has_no_items_with_decisions() -> None:
    letter = read("Kære alle\n\nHer er en hilsen fra ferien. Vi har det godt.\n\nHilsen\nAnna\n")
    assert [found.decision for found in letter.items if found.decision] == []


WORDS = [
    "Beslutning",
    "Bilag",
    "Indstilling:",
    "1. Vej",
    "Punkt 2: Sti",
    "Åbent",
    "Fraværende:",
    "Godkendt.",
    "Sagsnr.: 12/345",
    "Byrådet, 3. maj 2021, pkt. 4:",
    "Dato: 03-05-2021",
    "",
    "tekst uden mening",
    "Indholdsfortegnelse",
    "Vej.....3",
    ".",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_no_order_of_lines_breaks_the_reading(lines: list[str]) -> None:
    source = transcript("\n".join(lines))
    for minutes in segment(source, "prøve.txt"):
        starts = [found.start for found in minutes.items]
        assert starts == sorted(starts)
        assert all(before.end <= after.start for before, after in zip(minutes.items, minutes.items[1:], strict=False))
        for found in minutes.items:
            assert all(found.start <= section.start <= section.end <= found.end for section in found.sections)


def test_a_long_document_is_read_in_seconds() -> None:
    many = "".join(
        item(
            n,
            f"Sag om vej {n}",
            "Sagsfremstilling\n" + "\n".join(f"{i}. Linje om vejen" for i in range(40)),
            "Beslutning\nUdsat.",
        )
        for n in range(1, 60)
    )
    assert len(read(HEAD + many).items) == 59


def test_what_was_not_looked_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "".join(item(number, "Vej", "Beslutning\nGodkendt.") for number in range(1, 5))
    assert read(text).warnings == ()
    for module in ("chain", "minutes"):
        monkeypatch.setattr(f"indexer.segment.{module}.MAX_CANDIDATES", 4)
    (warning,) = read(text).warnings
    assert "likeliest 4 of" in warning
    (warning,) = read(HEAD + item(7, "Vej", "Beslutning\nGodkendt. " + "Det er godt. " * 700)).warnings
    assert "decision of item 7" in warning
