"""How headings of items are printed, and which of them are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model import Line
from indexer.readers.text import read_text
from indexer.segment.chain import Candidate, choose
from indexer.segment.contents import find_contents
from indexer.segment.context import in_context
from indexer.segment.marks import mark_lines
from indexer.segment.minutes import segment
from indexer.segment.sheet import Sheet, make_sheet
from indexer.segment.starts import find_starts
from indexer.segment.unfold import unfold

TABLE = Path(__file__).parent / "data" / "segment" / "headings.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def sheet_of(lines: tuple[Line, ...]) -> Sheet:
    return make_sheet(lines, in_context(lines, mark_lines(lines)))


def sheet(text: str) -> Sheet:
    return sheet_of(read_text(text.encode(), "prøve.txt").lines)


def chosen(text: str) -> list[Candidate]:
    page = sheet(text)
    return list(choose(page, find_starts(page), find_contents(page.lines, page.marks)))


@pytest.mark.parametrize(("printed", "number", "title", "access"), ROWS)
def test_a_heading_is_read_as_number_and_title(printed: str, number: str, title: str, access: str) -> None:
    readings = {
        (start.number, start.title, start.access or "") for start in find_starts(sheet(printed + "\nBilag\nNotat"))
    }
    assert (number, title, access) in readings


def test_a_title_goes_on_below_in_the_same_look() -> None:
    look = {"look": "16.5 bold", "rank": 4}
    lines = (
        Line("Punkt 2: Svar på forslag om", 0, 1, **look),
        Line("Havnens Perle", 28, 1, **look),
        Line("Bilag", 42, 1),
    )  # type: ignore[arg-type]
    assert "Svar på forslag om Havnens Perle" in {start.title for start in find_starts(sheet_of(lines))}


def test_the_number_may_stand_below_the_title() -> None:
    starts = find_starts(sheet("Ny idrætshal\nSag nr. 62\nSagens kerne\nEn hal."))
    assert ("62", "Ny idrætshal") in {(start.number, start.title) for start in starts}


def test_a_heading_printed_twice_is_one_item() -> None:
    text = "Badebroer\nSagsfremstilling\n5. Badebroer\nÅbent\nSagsnr.: 326-2014-6342\n\nINDSTILLING\nAt broen bygges.\n"
    assert [(found.start.first, found.start.number, found.start.title) for found in chosen(text)] == [
        (0, "5", "Badebroer")
    ]


def test_the_list_of_contents_starts_no_items_and_confirms_those_that_do() -> None:
    items = "".join(
        f"{n}. Sag om {name}\n\nBeslutning\nGodkendt.\n\n" for n, name in enumerate(["vej", "sti", "bro"], 1)
    )
    text = "Indholdsfortegnelse\n1. Sag om vej\n2. Sag om sti\n3. Sag om bro\n\n" + items
    found = chosen(text)
    assert [candidate.start.title for candidate in found] == ["Sag om vej", "Sag om sti", "Sag om bro"]
    assert all("listed" in candidate.evidence for candidate in found)


def test_labels_that_begin_anew_start_items_whose_titles_are_lost() -> None:
    text = "".join(
        f"Sagsid.: 13/{n}\n\nSagsfremstilling\nEn sag.\n\nBeslutning\nGodkendt.\n\n" for n in (101, 102, 103)
    )
    assert [candidate.start.form for candidate in chosen(text)] == ["untitled:case"] * 3


LOST = "Kulturudvalget\nReferat\nIndhold\nBeslutning i Kulturudvalget den 03-02-2021\nDagsordenen godkendt.\n"
LOST_SECOND = "Resumé\nDer er søgt om:\n- En scene\n{}\nForslag\nAt der gives tilsagn.\n{}\nGodkendt.\n"


def test_what_stands_first_behind_a_decision_begins_an_item_whose_title_is_lost() -> None:
    own = "Beslutning i Kulturudvalget den 03-02-2021"
    text = LOST + LOST_SECOND.format("Sagen behandles i\nKulturudvalget", own) * 3
    assert [(found.start.first, found.start.title) for found in chosen(text)] == [(3, ""), (5, ""), (14, ""), (23, "")]


def test_what_stands_behind_the_decision_of_an_earlier_day_belongs_to_its_item() -> None:
    earlier, own = (f"Beslutning i Kulturudvalget den {day}" for day in ("12-01-2021", "03-02-2021"))
    first = LOST_SECOND.format("Økonomi\nIngen.", earlier)
    assert len(chosen(f"Scene i parken\n{first}Forslag\nAt scenen flyttes.\n{own}\nGodkendt.\n")) == 1


def test_nothing_that_looks_like_an_item_gives_no_start() -> None:
    assert chosen("kære alle\nher er en hilsen") == []


def test_a_title_run_into_by_its_label_is_known_from_the_list_of_contents() -> None:
    titles = ["1.Meddelelser fra formanden", "2.Leje af lagerhal", "3.Ny færgeplan"]
    text = "\n".join(["Dagsorden", *titles, "", "1. Meddelelser fra formandenReferat", "Færgen er i dok.", ""])
    lines = unfold(read_text(text.encode(), "prøve.txt").lines)
    assert [line.text for line in lines][4:6] == ["1. Meddelelser fra formanden", "Referat"]
    page = sheet_of(lines)
    found = choose(page, find_starts(page), find_contents(page.lines, page.marks))
    assert [(one.start.number, one.start.title) for one in found] == [("1", "Meddelelser fra formanden")]


def test_a_list_of_contents_may_begin_with_the_meeting_and_break_titles() -> None:
    text = (
        "Indholdsfortegnelse\n\nHavneudvalget\n\nden 4. maj 2019\n\nLeje af lagerhal. Endelig\nvedtagelse\n\n"
        "Ny færgeplan\n\n1 Leje af lagerhal. Endelig\nvedtagelse\n\nResumé\nHallen lejes ud.\n\nBeslutning\nGodkendt.\n"
    )
    assert [found.start.number for found in chosen(text)] == ["1"]


def test_the_ordinal_in_a_streets_name_begins_no_heading() -> None:
    page = (
        "Indholdsfortegnelse Side 7. Salg af huset på Chr. 9. Vej 4, Solby 8. Eventuelt",
        "7. Salg af huset på Chr. 9. Vej 4, Solby Sagsnr.: 07/1234 Sagsfremstilling "
        + "Huset står tomt, og taget er utæt. " * 5,
        "Beslutning Godkendt. 8. Eventuelt Sagsfremstilling "
        + "Formanden takkede for det gode samarbejde i året. " * 4,
    )
    lines = unfold(read_text("\f".join(page).encode(), "prøve.txt").lines)
    assert not any(line.text.startswith("9. Vej") for line in lines)
    assert any(line.text == "8. Eventuelt" for line in lines)


def test_a_title_above_a_button_and_dots_is_one() -> None:
    text = "Byrådet den 4. maj 2019\n\nGodkendelse af dagsordenen\n\nSe alle bilag\n…..\n\nBeslutning\nGodkendt.\n"
    assert [found.start.title for found in chosen(text)] == ["Godkendelse af dagsordenen"]


def test_dotted_lines_for_signatures_are_no_list_of_contents() -> None:
    lines = ["1. Vej", "Godkendt.", "2. Sti", "Udsat.", "Formand ..............", "Næstformand .........."]
    page = sheet("\n\n".join(lines))
    assert find_contents(page.lines, page.marks).lines == frozenset()


BEHIND = (
    "Byrådet\nReferat\nLukket sag\nKøb af havnepakhuset punkt 11: Resumé\nEjeren vil sælge for 2 mio. kr.\n"
    "Beslutning\nGodkendt.\nÅben sag\nByrådet den 3. maj 2031, s. 7\nEventuelt punkt 12: Beslutning\nIntet.",
    "Byrådet\nReferat\nKøb af havnepakhuset 11) Indstilling:\nDirektionen vil købe det, jf. afsnit 4. Økonomi\n"
    "Beslutning\nGodkendt.\nEventuelt 12) Indstilling:\nIngen.\nBeslutning\nIntet.",
    "Byrådet\nReferat\nKøb af havnepakhuset (pkt. 11) Åben sag\nIndhold\nEjeren vil sælge.\nBeslutning\nGodkendt.\n"
    "Eventuelt (pkt. 12) Lukket sag\nIndhold\nIngen.\nBeslutning\nIntet.",
)


@pytest.mark.parametrize(
    ("text", "access"),
    [(BEHIND[0], ["closed", "open"]), (BEHIND[1], [None, None]), (BEHIND[2], ["open", "closed"])],
)
def test_the_number_may_stand_between_title_and_label(text: str, access: list[str | None]) -> None:
    (minutes,) = segment(read_text(text.encode(), "prøve.txt"), "prøve.txt")
    items = [(item.number, item.title, item.decision and item.decision.text) for item in minutes.items]
    assert items == [("11", "Køb af havnepakhuset", "Godkendt."), ("12", "Eventuelt", "Intet.")]
    assert [item.access for item in minutes.items] == access


BOXED = (
    "Leje af en skurvogn til Strandbo\nResumé\nHavneudvalget\n4. maj 2031\nSagsnr. 512-2031-\n7788\nBehandler\nKRB\n"
    "9. Leje af en skurvogn til Strandbo - Åbent",
    "Leje af en skurvogn til\nStrandbo\nResumé\nHavneudvalget\n4. maj 2031\nSagsnr. 512-2031-7788\n"
    "9. Leje af en skurvogn til Strandbo -\nÅbent",
    "Leje af en skurvogn til Strandbo\nIndstilling\n\nHavneudvalget\n4. maj 2031\nSagsnr. 512-2031-7788\n\n"
    "9. Leje af en skurvogn\ntil Strandbo - Åbent",
    "Leje af en skurvogn til Strandbo\nResumé\n9. Leje af en skurvogn til Strandbo – Åbent\nHavneudvalget\n"
    "4. maj 2031\nSagsnr. 512-2031-\n7788",
)


@pytest.mark.parametrize("head", BOXED)
def test_a_box_may_stand_above_or_below_the_heading(head: str) -> None:
    body = "Indhold\nNej.\nBeslutning\nByrådet, 2. april 2031:\nAfvist.\nBilag\nHavneudvalget, 4. maj 2031:\nGodkendt."
    (minutes,) = segment(read_text(f"{head}\n{body}".encode(), "prøve.txt"), "prøve.txt")
    (item,) = minutes.items
    assert (item.number, item.title, item.access) == ("9", "Leje af en skurvogn til Strandbo", "open")
    assert item.case_numbers == ("512-2031-7788",)
    assert item.decision and item.decision.text == "Godkendt."
    assert (minutes.meeting.body, minutes.meeting.date) == ("Havneudvalget", "2031-05-04")


def test_a_case_number_above_the_only_heading_is_its_own() -> None:
    text = "Sagsnr. 512-2031-7788\nBehandler\nKRB\n\n9. Leje af en skurvogn - Åbent\n\nBeslutning\nGodkendt."
    (minutes,) = segment(read_text(text.encode(), "prøve.txt"), "prøve.txt")
    assert [(item.number, item.case_numbers) for item in minutes.items] == [("9", ("512-2031-7788",))]
