"""Case numbers in metadata lines and boxes."""

from __future__ import annotations

import pytest

from indexer.cases import find_case_numbers, is_case_line


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Sagsnr.: 330-2014-3605   J.nr.: 00.01.10   Dokumentnr.: 330-2014-253619", ["330-2014-3605", "00.01.10"]),
        ("Sagsnr.: 330-2014-3605   J.nr.: 08.03.26   Dokumentnr.:\n330-2014-253619", ["330-2014-3605", "08.03.26"]),
        ("Sagsnr.: 330-2014-3605   Ida Bruun.: 330-2014-253619", ["330-2014-3605"]),
        (
            "Byråd\n23. september 2014\nSagsnr. 730-2014-\n5127\nDok.nr. 730-2014-\n210949\nSagsbehandler\nABCD",
            ["730-2014-5127"],
        ),
        ("EMN-2025-003383", ["EMN-2025-003383"]),
        ("00.01.10-P35-13-20", ["00.01.10-P35-13-20"]),
        ("13.03.00-Ø60-7-25", ["13.03.00-Ø60-7-25"]),
        ("Åbent - 00.01.00-A00-1-19", ["00.01.00-A00-1-19"]),
        ("00.01.00P35-0104", ["00.01.00P35-0104"]),
        ("00.01.00A04 - 2007/34364", ["00.01.00A04 - 2007/34364"]),
        ("2012/057275", ["2012/057275"]),
        ("24-024921", ["24-024921"]),
        ("29-2024-011", ["29-2024-011"]),
        ("1-51-71-3321-08", ["1-51-71-3321-08"]),
        ("Sag 306-2009-600", ["306-2009-600"]),
        ("Sagsid.: 14/30210, Sagsinitialer: XX", ["14/30210"]),
        ("Sagsnr. 17/46", ["17/46"]),
        ("Sagsnr: 201002858", ["201002858"]),
        ("Sagsnr.: BR 217/07", ["BR 217/07"]),
        ("BR 217/07", ["BR 217/07"]),
        ("(KFU 405/2002)", ["KFU 405/2002"]),
        ("Acadre: 21/12345", ["21/12345"]),
        ("01.02G00 - 2017/27088", ["01.02G00 - 2017/27088"]),
        ("J.nr.: Sagsid.: Initialer: Lukket sag\n27.03.00G01 2013/01877 tvb", ["27.03.00G01", "2013/01877"]),
        ("Sagsnr. Dok.nr. Sagsbehandler Åbent\n19/412 55512/19 Ib Storm", ["19/412"]),
        ("Sag\n518-2014-7702\nDok.\n518-2014-90311", ["518-2014-7702"]),
    ],
)
def test_the_numbers_of_a_case_are_found(text: str, numbers: list[str]) -> None:
    assert list(find_case_numbers(text)) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sagsnr.:",
        "J.nr.: A00",
        "Sag nr. 12",
        "27-08-2025",
        "Dato: 27-08-2025",
        "Dok.nr. 730-2014-210949",
        "Sagen blev behandlet sammen med sagerne 3-8.",
        "| Bilag 1 - oversigt | 330-2016-88096 |",
        "Telefon 12345678",
        "2021-2024",
    ],
)
def test_other_numbers_are_no_case_numbers(text: str) -> None:
    assert find_case_numbers(text) == () and not is_case_line(text)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Sagsnr.: 330-2014-3605  J.nr.: 00.01.10  Dokumentnr.: 330-2014-253619", True),
        ("Sagsid.: 14/30210, Sagsinitialer: XX", True),
        ("Sagsnr.: 24/12345 Åbent", True),
        ("Sagsnr. 312345 Have- og Parkudvalget Åbent punkt", True),
        ("00.01.10-P35-13-20", True),
        ("14. Ny skole Sagsnr.: 330-2014-3605", False),
        ("Udvalget behandlede sag 306-2009-600 i juni", False),
    ],
)
def test_a_case_line_holds_nothing_else(text: str, alone: bool) -> None:
    assert is_case_line(text) is alone
