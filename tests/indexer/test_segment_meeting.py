"""The heading of a meeting in the forms in which it is printed."""

from __future__ import annotations

import pytest

from indexer.model import Meeting
from indexer.readers.html import read_html
from indexer.readers.text import read_text
from indexer.segment.minutes import segment

ITEMS = "\n\n1. Vej\n\nBeslutning\nGodkendt.\n\n2. Sti\n\nBeslutning\nUdsat.\n"


def meeting(head: str, name: str = "prøve.txt") -> Meeting:
    return segment(read_text((head + ITEMS).encode(), name), name)[0].meeting


@pytest.mark.parametrize(
    "head",
    [
        "REFERAT Teknisk Udvalg d. 27-08-2025\n\nMødedato Onsdag d. 27. august 2025 kl. 16:00\n\nMødested Byrådssalen",
        "Referat 27. august 2025 kl. 16.00\nUdvalg:\nTeknisk Udvalg\nMødested:\nByrådssalen",
        "UDVALG\nTeknisk Udvalg\nMØDE\nOrdinært møde\nSTED\nByrådssalen\nSTARTTIDSPUNKT\n27-08-2025 16:00:00",
        "Referat\ntil\nmødet i Teknisk Udvalg\nden 27. august 2025 kl. 16:00\ni Byrådssalen",
        "Teknisk Udvalg\nReferat 27.08.2025 kl. 16:00\nByrådssalen",
        "Referat - Teknisk Udvalg den 27. august 2025\nStarttidspunkt: 16.00\nSted: Byrådssalen",
        "Teknisk Udvalg\nDato:\nOnsdag, 27 august, 2025 - 16:00\nSted: Byrådssalen",
        "Referat fra mødet i Teknisk Udvalg den 27. august 2025 kl. 16:00 i Byrådssalen",
        "Referat fra Teknisk Udvalg\nMødet blev holdt onsdag den 27. august 2025 kl. 16.00 i Byrådssalen.",
        "Teknisk Udvalg\n27. aug. 2025 kl. 16.00 Byrådssalen Referat",
        "Udvalg\nArkiv\nTeknisk Udvalg\nDato onsdag den 27. august 2025\nTid kl. 16.00\nSted Byrådssalen",
        "Teknisk Udvalg\nMødedato 27. august 2025\nMødetidspunkt 16.00\nMødested Byrådssalen",
        "Referat — Teknisk Udvalg\n27. august 2025 kl. 16.00 i Byrådssalen",
        "Udvalg Teknisk Udvalg\nMødedato 27. august 2025\nByrådssalen kl. 16.00",
        "Referat fra Teknisk Udvalgs møde den 27. august 2025 i Byrådssalen kl. 16.00 – 18.30",
        "Referat\n\nOnsdag d. 27 august 2025, kl. 16:00\nMødestedByrådssalen\nUdvalgTeknisk Udvalg",
        "Referat\nTeknisk Udvalg holdt ordinært møde onsdag den 27. august 2025 kl. 16.00 i Byrådssalen.",
    ],
)
def test_a_heading_names_body_date_hour_and_place(head: str) -> None:
    read = meeting(head)
    assert (read.body, read.date, read.start, read.place) == ("Teknisk Udvalg", "2025-08-27", "16:00", "Byrådssalen")


def test_who_is_listed_as_absent_was_not_present() -> None:
    read = meeting(
        "Referat - Byrådet den 3. maj 2021\nMedlemmer: Ole Kjær (V), Birthe Holm (A)\nFraværende: Ole Kjær (V)"
    )
    assert [member.name for member in read.present] == ["Birthe Holm"]
    assert [member.name for member in read.absent] == ["Ole Kjær"]


@pytest.mark.parametrize("told", ["Samtlige medlemmer var til stede, undtagen:", "Alle var mødt på nær"])
def test_a_sentence_may_tell_who_was_not_there(told: str) -> None:
    read = meeting(f"Byrådet afholdt møde den 3. maj 2021 kl. 17 i Pakhuset. {told} Ole Kjær, Birthe Holm")
    assert (read.body, read.date, read.start, read.place) == ("Byrådet", "2021-05-03", "17:00", "Pakhuset")
    assert [member.name for member in read.absent] == ["Ole Kjær", "Birthe Holm"]


def test_a_label_without_a_colon_names_people_too() -> None:
    read = meeting("Byrådet\nDato onsdag den 27. august 2025\nTil stede Ole Kjær (V) og Bo Lund\nAfbud Birthe Holm (A)")
    assert [member.name for member in read.present] == ["Ole Kjær", "Bo Lund"]
    assert [member.name for member in read.absent] == ["Birthe Holm"]


def test_the_municipality_is_the_one_that_the_heading_names() -> None:
    assert meeting("Ballerup Kommune\nReferat - Byrådet den 3. maj 2021").municipality == "Ballerup"
    assert meeting("Referat - Aarhus Byråd den 3. maj 2021").municipality == "Aarhus"
    assert meeting("Referat - Byrådet den 3. maj 2021").municipality is None


def test_the_page_around_the_minutes_names_the_municipality_too() -> None:
    page = f"<nav>Ballerup Kommune</nav><h1>Referat - Byrådet den 3. maj 2021</h1><pre>{ITEMS}</pre>"
    assert segment(read_html(page.encode(), "prøve.html"), "prøve.html")[0].meeting.municipality == "Ballerup"


def test_the_files_name_tells_the_date_where_the_text_does_not() -> None:
    assert meeting("Referat fra Byrådet", "byraadet-2021-05-03.txt").date == "2021-05-03"


def test_an_agenda_with_decisions_is_minutes() -> None:
    assert meeting("Dagsorden - Byrådet den 3. maj 2021").kind == "minutes"


def test_decisions_of_another_body_do_not_make_it_the_meetings() -> None:
    items = "".join(
        f"{n}. Vej {n}\n\nIndstilling\nAt vejen anlægges.\n\nØkonomiudvalget, 20. april 2021, pkt. {n}:\nAnbefales.\n\n"
        for n in range(1, 13)
    )
    read = segment(read_text(("Dagsorden - Byrådet den 3. maj 2021\n\n" + items).encode(), "x"), "x")[0]
    assert (read.meeting.body, read.meeting.date, read.meeting.kind) == ("Byrådet", "2021-05-03", "agenda")
    assert [found.decision for found in read.items] == [None] * 12


def test_the_headings_that_close_the_items_tell_the_meeting_where_nothing_else_does() -> None:
    items = "".join(
        f"{n}. Vej {n}\n\nIndstilling\nAt.\n\nByrådet, 3. maj 2021, pkt. {n}:\nGodkendt.\n\n" for n in range(1, 4)
    )
    read = segment(read_text(items.encode(), "x"), "x")[0]
    assert (read.meeting.body, read.meeting.date) == ("Byrådet", "2021-05-03")
    assert [found.decision.text for found in read.items if found.decision] == ["Godkendt."] * 3


@pytest.mark.parametrize(
    "prose",
    [
        "Formanden bød velkommen til den nye direktør og orienterede om ferieplanen.",
        "Bo Lund kom til stede kl. 17.10 under behandlingen af punkt 2.",
        "Beslutning\nDagsordenen blev godkendt.",
        "Gæster: Jette Ørum fra Vandforsyningen",
        "Mødet sluttede: 18.30",
    ],
)
def test_what_a_heading_says_beyond_its_fields_stands_outside_the_items(prose: str) -> None:
    head = "Referat - Byrådet den 3. maj 2021\n\nMødested: Rådhuset\nDeltagere: Ole Kjær (V), Birthe Holm (A)\n"
    read = segment(read_text((head + prose + ITEMS).encode(), "x"), "x")[0]
    assert [(part.kind, part.text.split()) for part in read.outside] == [("opening", prose.split())]
    assert [found.number for found in read.items] == ["1", "2"]
    assert (read.meeting.start, len(read.meeting.present)) == (None, 2)


def test_what_a_headings_fields_and_its_list_of_contents_hold_stands_in_them_alone() -> None:
    head = "Ballerup Kommune\nReferat - Byrådet den 3. maj 2021\nMødested: Rådhuset\nDeltagere: Ole Kjær (V)\n\n"
    contents = "Indholdsfortegnelse\n1. Vej ........ 3\n2. Sti ........ 4"
    assert segment(read_text((head + contents + ITEMS).encode(), "x"), "x")[0].outside == ()


def test_a_place_may_hold_a_shortened_street() -> None:
    read = meeting("Referat - Byrådet\nDen 3. maj 2021 kl. 16.00 i Borgerhuset, Gl. Møllevej 3, 9999 Lillekøb")
    assert read.place == "Borgerhuset, Gl. Møllevej 3, 9999 Lillekøb"


def test_the_hour_of_a_sentence_in_passing_is_not_the_meetings() -> None:
    blurb = "Møderne i byrådet holdes på rådhuset kl. 17.30, hvis ikke andet står i indkaldelsen."
    assert meeting(blurb + "\n\nReferat - Byrådet den 3. maj 2021").start is None


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        ("Udvalg Dato Type Hent\nByrådet 03-05-2021 16:00 Referat Samlet dokument", "Byrådet", "minutes"),
        ("Åbent referat. til. Udvalget for Kultur og Fritid\n3. maj 2021", "Udvalget for Kultur og Fritid", "minutes"),
    ],
)
def test_what_a_heading_names_in_passing_counts_where_nothing_else_tells(head: str, body: str, kind: str) -> None:
    read = meeting(head)
    assert (read.body, read.kind) == (body, kind)


def test_a_heading_of_a_treatment_with_the_meetings_date_tells_the_body() -> None:
    items = (
        "1. Valg til Lokalrådet\n\nIndstilling\nAt der vælges.\n\nBeslutning i Teknisk Udvalg den 03-05-2021\nVedtaget."
    )
    page = f"<title>Valg til Lokalrådet</title><p>Mødedato: 03-05-2021</p><pre>{items}{ITEMS}</pre>"
    read = segment(read_html(page.encode(), "x.html"), "x.html")[0]
    assert (read.meeting.body, read.items[0].outcome) == ("Teknisk Udvalg", "approved")


def test_a_title_of_minutes_is_no_item() -> None:
    page = "<h1>Byrådet - Referat</h1><p>Dato: 3. maj 2021</p><h2>Vej</h2><p>Beslutning</p><p>Godkendt.</p>"
    page += "<h2>Sti</h2><p>Beslutning</p><p>Udsat.</p>"
    read = segment(read_html(page.encode(), "x.html"), "x.html")[0]
    assert (read.meeting.body, [found.title for found in read.items]) == ("Byrådet", ["Vej", "Sti"])


def test_labels_in_a_row_have_their_values_below_in_the_same_order() -> None:
    row = "Referat\nDato: Tidspunkt: Mødested: Medlemmer: Fraværende: Afbud:\n3. maj 2021\nKl. 16:30\nKantinen\n"
    read = meeting("Byrådet\n" + row + "Ole Kjær (V), Birthe Holm (A), Bo\nLund (C), Ida Friis (F)\nEva Dahl (B)")
    assert (read.body, read.date, read.start, read.place) == ("Byrådet", "2021-05-03", "16:30", "Kantinen")
    assert [member.name for member in read.present] == ["Ole Kjær", "Birthe Holm", "Bo Lund", "Ida Friis"]
    assert [member.name for member in read.absent] == ["Eva Dahl"]


def test_a_list_of_people_is_over_where_something_stands_out_from_it() -> None:
    head = "<h1>Referat - Byrådet den 3. maj 2021</h1><table><tr><td>Deltagere:</td><td>Ole Kjær (V), Bo Lund (C)</td>"
    page = head + f"</tr></table><table><tr><th>Punkt</th><th>Titel</th></tr></table><pre>{ITEMS}</pre>"
    read = segment(read_html(page.encode(), "x.html"), "x.html")[0].meeting
    assert [member.name for member in read.present] == ["Ole Kjær", "Bo Lund"]


def test_a_numbered_title_above_the_first_date_heads_no_meeting_of_its_own() -> None:
    title = "1. behandling af budget\n\nMødedato: 03.05.2021, kl. 16:15\nMødested: Kantinen"
    text = (
        title + "\n\nIndstilling\nAt budgettet drøftes.\n\nBeslutning\nByrådets beslutning den 3. maj 2021\nDrøftet.\n"
    )
    (read,) = segment(read_text(text.encode(), "x"), "x")
    assert (read.meeting.date, read.meeting.start) == ("2021-05-03", "16:15")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Byrådsmøde den 3. maj 2021", "Byrådet"),
        ("Referat fra økonomiudvalgsmøde den 3. maj 2021 kl. 16", "Økonomiudvalget"),
        ("Referat af ekstraordinært skolebestyrelsesmøde\nmandag den 3. maj 2021", "Skolebestyrelsen"),
    ],
)
def test_a_body_may_be_named_in_one_word_with_its_meeting(head: str, body: str) -> None:
    assert meeting(head).body == body


def test_a_town_hall_tells_the_municipality_and_one_mention_in_the_text_does_not() -> None:
    assert meeting("Byrådet - Referat\nDato: 3. maj 2021\nLokale: Byrådssalen, Brønderslev Rådhus").municipality == (
        "Brønderslev"
    )
    mention = (
        "Referat - Byrådet den 3. maj 2021\n\n1. Havn\n\nSagsfremstilling\nSamarbejdet med Viborg Kommune er godt."
    )
    assert meeting(mention).municipality is None


def test_absent_members_may_stand_behind_their_label_without_a_colon() -> None:
    read = meeting("Byrådet\n3. maj 2021\nMødedeltagere Ole Kjær, Bo Lund\nFraværende Birthe Holm")
    assert [member.name for member in read.absent] == ["Birthe Holm"]


def test_a_date_in_passing_counts_less_than_a_field() -> None:
    links = (
        "Læs dagsordener og referater til og med den 10. februar 2016\nSe også dem fra efter den 10. februar 2016\n\n"
    )
    assert meeting(links + "Udvalg: Byrådet\nDato: 5. december 2016").date == "2016-12-05"


def test_a_place_may_bear_the_name_of_its_body() -> None:
    assert meeting("mødet i Byrådet\nden 3. maj 2021 kl. 19:00\ni Byrådets mødesal").place == "Byrådets mødesal"


def test_a_heading_over_open_items_is_no_absent_member() -> None:
    read = meeting("Byrådet\n3. maj 2021\nFraværende:\nBirthe Holm\nÅBNE SAGER")
    assert [member.name for member in read.absent] == ["Birthe Holm"]
