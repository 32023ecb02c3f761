"""A web page gives its matter, with looks, and not what surrounds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.model import Line
from indexer.readers.html import read_html
from indexer.readers.numbering import written
from indexer.reading import read_file

SAMPLES = Path(__file__).parent / "data" / "readers"


def lines(body: str) -> list[Line]:
    return list(read_html(f"<body>{body}</body>".encode(), "a.html").lines)


def texts(body: str) -> list[str]:
    return [line.text for line in lines(body)]


@pytest.mark.parametrize("name", ["accordion", "whole_page_form"])
def test_a_page_gives_its_matter_line_by_line(name: str) -> None:
    expected = [line.split("\t") for line in (SAMPLES / f"{name}.lines").read_text("utf-8").splitlines()]

    assert [[line.look, line.text] for line in read_file(SAMPLES / f"{name}.html").lines] == expected


def test_the_title_is_the_pages_own() -> None:
    assert read_file(SAMPLES / "accordion.html").title == "Referat – Teknisk Udvalg & Miljø"


def test_cells_are_those_of_data_tables_and_not_of_tables_that_place_things() -> None:
    cells = {line.text: line.cell for line in read_file(SAMPLES / "whole_page_form.html").lines if line.cell}

    assert {text: column for text, (_, column) in cells.items()} == {
        "År": 0,
        "Beløb": 1,
        "2014": 0,
        "1.000": 1,
        "kr.": 1,
        "2015": 0,
    }
    assert cells["2014"][0] == cells["1.000"][0] < cells["2015"][0]


LISTS = [
    ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
    ("<ol start=5><li>a<li value=9>b<li>c</ol>", ["5. a", "9. b", "10. c"]),
    ("<ol type=a><li>x<ol type=I><li>y</ol><li>z</ol>", ["a. x", "I. y", "b. z"]),
    ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
    ("<ol><li>1. selv nummereret</ol>", ["1. selv nummereret"]),
    ("<ul><li>a<li><p>b</ul>", ["a", "b"]),
    ("<ol><li><p>a</p><p>b</p></ol>", ["1. a", "b"]),
]


@pytest.mark.parametrize(("body", "expected"), LISTS)
def test_numbers_of_lists_are_computed(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_numbers_are_written_in_the_lists_style() -> None:
    assert [written(4, style) for style in ("1", "a", "A", "i", "I")] == ["4", "d", "D", "iv", "IV"]
    assert written(27, "a") == "27"
    assert [written(number, "i") for number in (9, 14, 40, 99)] == ["ix", "xiv", "xl", "xcix"]


BREAKS = [
    ("a<br>b", [("a", False), ("b", False)]),
    ("a<br><br>b", [("a", False), ("b", True)]),
    ("<p>a</p><p>b</p>", [("a", False), ("b", True)]),
    ("<div>a</div><div>b</div>", [("a", False), ("b", False)]),
    ("<p>a</p><p>&nbsp;</p>b", [("a", False), ("b", True)]),
    ("<pre>a\n\nb</pre>", [("a", False), ("b", True)]),
    ("a\n<b>b</b>\n<i>c</i>d", [("a b cd", False)]),
    (
        "<x-item><x-no>1</x-no><x-name>a</x-name></x-item><x-item><x-no>2</x-no></x-item>",
        [("1 a", False), ("2", False)],
    ),
]


@pytest.mark.parametrize(("body", "expected"), BREAKS)
def test_lines_end_where_a_browser_breaks_them(body: str, expected: list[tuple[str, bool]]) -> None:
    assert [(line.text, line.gap) for line in lines(body)] == expected


BORDERS = [
    ("<span>Dato</span><span>tirsdag</span>", "Dato tirsdag"),
    ("<span class=label>Dato</span><span class=value>tirsdag</span>", "Dato tirsdag"),
    ("<span class=label><b>Sted</b></span><span><a>Salen</a></span>", "Sted Salen"),
    ("<strong>Dato</strong><span>tirsdag</span>", "Dato tirsdag"),
    ("<strong>Dato:</strong><em>tirsdag</em>", "Dato: tirsdag"),
    ("<span class=nr>12</span>Godkendelse", "12 Godkendelse"),
    ("<a href=1>Bilag 1</a><a href=2>Bilag 2</a>", "Bilag 1 Bilag 2"),
    ("<span style='width:9em;margin-right:4px'>dato</span><span style='float:left'>i dag</span>", "dato i dag"),
    ("<span class=col-md-3>dato</span><span class=col-md-9>i dag</span>", "dato i dag"),
    ("<x-label>dato</x-label><x-value>i dag</x-value>", "dato i dag"),
    ("<span>Å</span>rhus", "Århus"),
    ("<span>Å</span><span>rhus</span>", "Århus"),
    ("<span class=stor>Byr</span>ådet", "Byrådet"),
    ("<b>god</b><i>kendt</i> i<u>gen</u>", "godkendt igen"),
    ("<b>Ny</b>Teater", "NyTeater"),
    ("<span style='color:red'>god</span><span lang=da>kendt</span>", "godkendt"),
    ("<span class=SpellE>for</span><span class=c12>slag</span>", "forslag"),
    ("<span class='TextRun SCXW7' data-contrast=auto>for</span><span class=TextRun>slag</span>", "forslag"),
    ("<span>m</span><sup>2</sup><span>, i alt</span>", "m2, i alt"),
    ("<span>(</span><span>A</span><span>)</span><span>.</span>", "(A)."),
    ("<span>kl. 17:</span>30", "kl. 17:30"),
    ("<span>a</span> <span>b</span>", "a b"),
]


@pytest.mark.parametrize(("body", "expected"), BORDERS)
def test_words_of_elements_side_by_side_stay_apart_and_runs_of_one_word_together(body: str, expected: str) -> None:
    assert texts(f"<p>{body}</p>") == [expected]


WORDS = st.lists(st.text(alphabet="abcæøåDEÅ", min_size=2, max_size=6), min_size=2, max_size=6)


@given(WORDS, st.sampled_from(["<span>{}</span>", "<span class=label>{}</span>", "<a href=x><b>{}</b></a>"]))
def test_no_border_is_lost_between_elements_that_hold_whole_words(words: list[str], element: str) -> None:
    assert texts("<p>" + "".join(map(element.format, words))) == [" ".join(words)]


LOOKS = [
    ("<div class='sag nr17'>x</div>", "div.sag", 0),
    ("<div><span class='nr'>x</span></div>", "span.nr", 0),
    ("<div><span class='nr'>x</span> y</div>", "div", 0),
    ("<div class='a'><b>x</b></div>", "div.a bold", 1),
    ("<div><b>x</b>: y</div>", "div", 0),
    ("<div style='font-weight: 700'>x</div>", "div bold", 1),
    ("<h2 class='t'><span>x</span></h2>", "h2.t", 6),
    ("<div role='heading' aria-level='3'>x</div>", "div", 5),
]


@pytest.mark.parametrize(("body", "look", "rank"), LOOKS)
def test_a_look_is_that_of_the_element_around_the_whole_line(body: str, look: str, rank: int) -> None:
    assert [(line.look, line.rank) for line in lines(body)] == [(look, rank)]


LEFT_OUT = [
    "<nav>x</nav>",
    "<div role=navigation>x</div>",
    "<button>x</button>",
    "<span role=button>x</span>",
    "<p hidden>x</p>",
    "<div class='modal-body' hidden>x</div>",
    "<p style='display:none'>x</p>",
    "<div class='main-menu'>x</div>",
    "<div id='cookieBanner'>x</div>",
    "<a href='#'>Til toppen</a>",
    "<p>Kopier link til punktet</p>",
    "<!-- x --><script>x</script><template>x</template>",
    "<select><option>x</select>",
    "<button aria-expanded=false aria-haspopup=true>x</button>",
    "<button aria-expanded=false aria-controls=main-menu>x</button>",
    "<button aria-expanded=false class=share-toggle>x</button>",
    "<button aria-expanded=false>Vis mere</button>",
    "<h2><button>Kopier link</button></h2>",
    "<div role=tablist><button role=tab>x</button></div>",
]
KEPT = [
    "<div hidden id=p>x</div><button aria-controls=p>y</button>",
    "<button><h2>x</h2></button>",
    "<h2><button>x</button></h2>",
    "<div role=tabpanel hidden>x</div>",
    "<div class='toggle-content' style='display: none'>x</div>",
    "<h3><button aria-expanded=false aria-label=y></button></h3><div hidden>x</div>",
    "<button aria-expanded=false>x</button>",
    "<button data-toggle=collapse>x</button>",
    "<button class='accordion-button'>x</button>",
    "<div role=button aria-expanded=true>x</div>",
    "<details><summary role=button>x</summary></details>",
    "<div role=tablist><h4>x</h4></div>",
    "<div role=tablist><a role=button data-toggle=collapse>x</a><div role=tabpanel></div></div>",
    "<div class='page-with-navigation'><h1>x</h1></div>",
    "<header><h1>x</h1></header>",
    "<article><header>x</header></article>",
    "<form>x</form>",
    "<details><summary>x</summary></details>",
    "<a href='1.pdf'>x</a>",
    "<span class='badge'>x</span>",
]


@pytest.mark.parametrize("body", LEFT_OUT)
def test_what_surrounds_the_matter_is_left_out(body: str) -> None:
    assert texts(f"{body}<p>Beslutning</p>") == ["Beslutning"]


@pytest.mark.parametrize("body", KEPT)
def test_the_matter_is_kept(body: str) -> None:
    assert texts(f"{body}<p>Beslutning</p>") == ["x", "Beslutning"]


def test_a_long_hidden_part_is_a_folded_panel_and_kept() -> None:
    sentence = "Udvalget drøftede sagen. " * 20

    assert texts(f"<div style='display:none'>{sentence}</div>") == [sentence.strip()]


def test_the_declared_charset_is_believed() -> None:
    page = "<html><head><meta charset='iso-8859-1'><title>Å</title></head><body>Ærø</body></html>"
    transcript = read_html(page.encode("latin-1"), "a.html")

    assert (transcript.title, transcript.text, transcript.warnings) == ("Å", "Ærø", ())


WINDOWS = [
    "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>",
    "<meta charset='iso-8859-1'>",
    "<meta charset='utf-8'>",
    "",
]


@pytest.mark.parametrize("head", WINDOWS)
def test_windows_letters_are_read_whatever_the_page_calls_them(head: str) -> None:
    page = f"<html><head>{head}</head><body>Ærø – så “køn”</body></html>"

    assert read_html(page.encode("cp1252"), "a.html").text == "Ærø – så “køn”"


def test_xhtml_with_its_empty_elements_is_read_whole() -> None:
    page = (
        '<?xml version="1.0" encoding="windows-1252"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        '<title>Møde</title></head><body><a name="x"/><h2>1. Ærø<br/>og Samsø</h2><p/><p>Godkendt</p></body></html>'
    )
    transcript = read_html(page.encode("cp1252"), "a.html")

    assert (transcript.title, transcript.text) == ("Møde", "1. Ærø\nog Samsø\n\nGodkendt")


def test_a_page_of_frames_says_where_its_text_is() -> None:
    page = b"<html><frameset><frame src=a.htm><noframes>Din browser kan ikke vise rammer</noframes></frameset></html>"
    with pytest.raises(SourceError, match="frames") as caught:
        read_html(page, "a.html")

    assert caught.value.reason == "empty"


def test_an_xml_declaration_does_no_harm() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?><html><body>Ærø</body></html>'

    assert read_html(page.encode(), "a.html").text == "Ærø"


def test_nesting_beyond_the_parsers_first_limit_loses_nothing() -> None:
    assert texts("<div>" * 1000 + "dybt" + "</div>" * 1000 + "<p>efter") == ["dybt", "efter"]


def test_nesting_without_end_is_refused_and_not_cut_off_in_silence() -> None:
    with pytest.raises(SourceError, match="too deep") as caught:
        lines("<div>" * 100_000 + "dybt")

    assert caught.value.reason == "damaged"


def test_an_element_with_attributes_without_end_is_refused_in_time() -> None:
    attributes = " ".join(f"a{number}" for number in range(100_000))
    with pytest.raises(SourceError, match="attributes"):
        lines(f"<p {attributes}>x")


def test_a_page_without_text_has_no_lines() -> None:
    assert not read_html(b"", "a.html").lines
    assert not read_html(b"<!-- tom -->", "a.html").lines


TAGS = ["<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<ol>", "<li>", "</ol>", "<b>", "</div>", "<div hidden>"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*TAGS, "ord", "<br>", "&#0;", "<![CDATA[", "<h2", "\x0b", "<button>"]), max_size=25))
def test_any_soup_of_tags_is_read_and_its_lines_stand_where_they_say(parts: list[str]) -> None:
    transcript = read_html(("<html>" + "".join(parts)).encode(), "a.html")

    assert all(transcript.text[line.start : line.end] == line.text for line in transcript.lines)


def test_a_real_page_gives_its_items_in_order(shared: Path) -> None:
    transcript = read_file(shared / "minutes" / "aarhus-byraad-2025-10-08-agenda.html")
    numbers = [line.text for line in transcript.lines if line.look == "span.label.label-default"]
    titles = [line for line in transcript.lines if line.look.startswith("h2.overskrift")]

    assert numbers == [str(number) for number in range(1, 34)]
    assert len(titles) == 33
    assert sum(line.look == "span.sagsnummer" for line in transcript.lines) == 33
    assert sum(line.look == "a.bilag-link" for line in transcript.lines) == 636
    assert not {"PDF", "Kopier link", "Hent som PDF", "Tip en ven", "×", "OK"} & {
        line.text for line in transcript.lines
    }
