"""Minutes are never taken for what surrounds them on a page."""

from __future__ import annotations

import pytest

from indexer.readers.html import read_html

ITEM = "<h3>2. Støj ved skydebanen</h3><p>Beslutning</p><p>Godkendt.</p>"


def lines(body: str) -> list[str]:
    return [line.text for line in read_html(f"<html><body>{body}</body></html>".encode(), "a.html").lines]


@pytest.mark.parametrize(
    "part",
    [
        '<div class="social-og-sundhedsudvalget">{}</div>',
        '<section id="menu">{}</section>',
        '<div class="accordion modal">{}</div>',
        "<aside>{}</aside>",
    ],
)
def test_a_part_with_a_decision_stays_whatever_it_is_called(part: str) -> None:
    assert lines("<h1>Referat</h1>" + part.format(ITEM)) == [
        "Referat", "2. Støj ved skydebanen", "Beslutning", "Godkendt."
    ]  # fmt: skip


def test_items_beside_the_main_part_stay() -> None:
    assert lines(f"<main>{ITEM * 3}</main><div>{ITEM}</div>").count("Godkendt.") == 4


@pytest.mark.parametrize("link", ['<a href="#b">Beslutning</a>', "<a><span>Beslutning</span></a>", "Beslutningstaler"])
def test_links_to_decisions_are_no_minutes(link: str) -> None:
    menu = f'<div class="sidebar">{link} Find vej</div>'
    assert lines(f"<h1>Referat</h1>{menu}<p>Tekst</p>") == ["Referat", "Tekst"]
    assert lines(f"<main><h1>Referat</h1>{ITEM * 2}</main>{menu}").count("Godkendt.") == 2
