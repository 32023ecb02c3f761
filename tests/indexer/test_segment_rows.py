"""Facts that their place tells: below a row of labels, below a label alone on its line, at the end without a label."""

from __future__ import annotations

from indexer.model import Minutes
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
