"""Facts that their place tells: below a row of labels, below a label alone on its line, at the end without a label."""

from __future__ import annotations

import pytest

from indexer.model import Minutes
from indexer.readers.html import read_html
from indexer.readers.text import read_text
from indexer.segment.minutes import segment

HEAD = "Byrådet\nReferat\nTirsdag den 4. juni 2019 kl. 16.00\n\n"


def read(text: str) -> Minutes:
    (found,) = segment(read_text(text.encode(), "referat.txt"), "referat.txt")
    return found


def test_case_numbers_and_access_stand_in_a_row_below_a_row_of_labels() -> None:
    (item,) = read(
        HEAD + "7. Ny sti\nJ.nr.: Sagsid.: Initialer: Lukket sag\n05.01.02G01 2019/00412 pqr\nBeslutning\nUdsat."
    ).items
    assert (item.title, item.case_numbers, item.access) == ("Ny sti", ("05.01.02G01", "2019/00412"), "closed")


def test_labels_alone_on_their_lines_have_their_values_on_the_next() -> None:
    facts = "Sag\n618-2019-2203\nDok.\n618-2019-77120\nInitialer:\nPQR\nÅbent"
    (item,) = read(f"{HEAD}7. Ny sti\n{facts}\n\nBeslutning\nUdsat.").items
    assert (item.title, item.case_numbers, item.access) == ("Ny sti", ("618-2019-2203",), "open")


@pytest.mark.parametrize(
    ("facts", "access"),
    [
        ("Punkttype: Lukket", "closed"),
        ("Sagsnr. 19/412\nStatus: Åben sag", "open"),
        ("Offentligt punkt", "open"),
        ("Offentlig: Nej\nSagsnr. 19/412", "closed"),
    ],
)
def test_a_line_by_itself_says_whether_an_item_is_open(facts: str, access: str) -> None:
    (item,) = read(f"{HEAD}7. Ny sti\n{facts}\n\nBeslutning\nUdsat.").items
    assert (item.title, item.access) == ("Ny sti", access)


def test_a_name_below_a_label_of_absence_may_come_back_with_every_decision() -> None:
    titles = ("Ny sti", "Ny havn", "Ny skole", "Ny plan", "Ny aftale")
    decided = "Beslutning\nFraværende:\nGurli Bak\nUdsat til mødet i juli."
    items = (f"{at}. {title}\nSagsfremstilling\nDet er nu klart.\n{decided}\n\n" for at, title in enumerate(titles, 1))
    found = read(HEAD + "".join(items)).items
    assert [item.decision and item.decision.text for item in found] == ["Udsat til mødet i juli."] * len(titles)


def test_what_stands_behind_a_recommendations_points_is_the_decision_where_no_label_says_so() -> None:
    proposed = "Indstilling om,\n\nat {} anlægges.\n\n(Havneudvalget)\n\n"
    decisions = ("Godkendt.", "Valgt blev:\n\nGurli Bak\n\nIb Storm", "Vedtaget.", "Ingen kommentarer.", "Udsat.")
    titles = ("Ny sti", "Ny havn", "Ny skole", "Ny plan", "Ny aftale")
    parts = [
        f"Nr. {at} {title}\n\n{proposed.format(title) if at < 4 else ''}{decision}\n\n"
        for at, (title, decision) in enumerate(zip(titles, decisions, strict=True), 1)
    ]
    found = [item.decision and item.decision.text for item in read(HEAD + "".join(parts)).items]
    assert found == [decision.replace("\n\n", "\n") for decision in decisions]


def test_numbers_that_rise_behind_the_decisions_are_those_of_pages() -> None:
    decisions = ("Udsat til den 2. juli 2019", "Godkendt", "Vedtaget med 9 stemmer mod 4.", "Genoptages i uge 31.")
    parts = (f"{at}. Sag om nummer {at}\nBeslutning\n{text}{at + 7}\n\n" for at, text in enumerate(decisions, 1))
    assert [item.decision and item.decision.text for item in read(HEAD + "".join(parts)).items] == [*decisions]


def test_a_number_behind_one_decision_is_its_own() -> None:
    decisions = ("Udsat til den 2. juli 2019", "Godkendt", "Vedtaget.", "Genoptages i 2021")
    parts = (f"{at}. Sag om nummer {at}\nBeslutning\n{text}\n\n" for at, text in enumerate(decisions, 1))
    assert [item.decision and item.decision.text for item in read(HEAD + "".join(parts)).items] == [*decisions]


def decided(text: str) -> list[str | None]:
    """The decisions of minutes with this one in front of the case, and one item more."""
    items = f"1. Ny sti\nBeslutning\n{text}\nSagsfremstilling\nStien er smal.\n\n"
    found = read(HEAD + items + "2. Eventuelt\nBeslutning\nIntet.\nSagsfremstilling\nOrdet er frit.").items
    return [item.decision and item.decision.text for item in found]


def test_a_list_belongs_to_the_decision_that_opens_it() -> None:
    text = "Godkendt med disse ændringer:\n- Bredden er to meter.\n- Belægningen er grus."
    assert decided(text) == [text, "Intet."]


def test_a_line_that_only_names_the_matter_is_a_summary_in_any_document() -> None:
    chosen = "Valgt blev:\n\nIb Storm\n\nStillingtagen til stien ved havnen."
    assert decided(chosen) == ["Valgt blev:\nIb Storm", "Intet."]
    assert decided("Godkendt.\nStillingtagen til stien ved havnen.") == ["Godkendt.", "Intet."]


def test_a_decision_below_a_case_number_is_no_field_of_its_box() -> None:
    text = "3. Lukket: Køb af jord\nEMN-2019-004711\nGodkendt med disse ændringer:\n- Prisen sættes ned.\n\n"
    (item,) = read(HEAD + text).items
    assert item.decision and item.decision.text == "Godkendt med disse ændringer:\n- Prisen sættes ned."


def test_a_form_in_the_course_follows_text_without_a_full_stop() -> None:
    forms = [
        f"Udvalg: {body}\nDato: {day}-05-2019\nPunktnummer: 4\nGodkendt\n"
        for body, day in (("Havneudvalget", 6), ("Økonomiudvalget", 13))
    ]
    (item,) = read(f"{HEAD}1. Ny sti\nBeslutning\nUdsat.\nSagsforløb\n{''.join(forms)}").items
    assert [(entry.body, entry.date) for entry in item.earlier] == [
        ("Havneudvalget", "2019-05-06"),
        ("Økonomiudvalget", "2019-05-13"),
    ]


def test_a_recommendation_from_somebody_without_text_is_the_name_of_an_attachment() -> None:
    names = "Kort over stien\nIndstilling fra Stiforeningen"
    text = f"1. Ny sti\nSagsfremstilling\nStien er smal.\nBilag\n{names}\nBeslutning\nUdsat."
    assert read(HEAD + text).items[0].attachments == ("Kort over stien", "Indstilling fra Stiforeningen")


def test_an_ordinal_that_is_the_items_number_too_belongs_to_the_title() -> None:
    (item,) = read(HEAD + "2. 2. behandling af stiplanen\nBeslutning\nUdsat.").items
    assert (item.number, item.title) == ("2", "2. behandling af stiplanen")


def test_a_year_may_stand_alone_on_the_last_line_of_a_title() -> None:
    parts = "".join(
        f"<h2>Punkt {at}: Stier i kommunen<br>{year}</h2><h3>Beslutning</h3><p>Udsat.</p>"
        for at, year in ((3, "2020"), (4, "2021-2024"))
    )
    page = f"<html><body><h1>Referat - Byrådet den 4. juni 2019</h1>{parts}</body></html>"
    (found,) = segment(read_html(page.encode(), "referat.html"), "referat.html")
    assert [item.title for item in found.items] == ["Stier i kommunen 2020", "Stier i kommunen 2021-2024"]


def test_any_verdict_below_a_closed_items_heading_is_its_decision() -> None:
    verdict, notice = "Der arrangeres en besigtigelse af kajen.", "Punktet er lukket."
    text = f"4. Lukket: Køb af jord\n{verdict}\n\n5. Lukket: Salg af jord\n{notice}\n\n6. Ny sti\nBeslutning\nUdsat."
    found = read(HEAD + text).items
    assert [item.decision and item.decision.text for item in found] == [verdict, None, "Udsat."]
    assert [item.outcome for item in found] == ["other", "withheld", "postponed"]


def test_a_remark_in_quotes_is_no_title_of_an_item() -> None:
    remark = "Havnelisten ønskede følgende tilført protokollen: ”Vi finder, at sagen er dårligt belyst.”"
    cases = [f"Sagsfremstilling\nKajen {at} er slidt.\nBeslutning\nGodkendt.\n{remark}\n\n" for at in range(4)]
    assert [item.title for item in read(HEAD + "1. Ny kaj\n" + "".join(cases)).items if remark in item.title] == []
