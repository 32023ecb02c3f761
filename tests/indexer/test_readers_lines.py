"""Lines know where they stand in the source text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Transcript
from indexer.readers.lines import RawLine, RawPage, paginate

TEXTS = st.text(alphabet=" aå\u00ad\u200b\t.-𝄞\n", max_size=8)
LINES = st.lists(st.builds(RawLine, TEXTS, gap=st.booleans()), max_size=6)


@given(st.lists(LINES, max_size=4))
def test_every_line_is_found_at_its_offset(pages: list[list[RawLine]]) -> None:
    transcript = Transcript(paginate([RawPage(number, lines) for number, lines in enumerate(pages, 1)]))

    assert all(transcript.text[line.start : line.end] == line.text for line in transcript.lines)
    assert all(line.text for line in transcript.lines)
    assert len(transcript.pages) == len(pages)


def test_a_blank_line_is_the_gap_of_the_line_after_it_also_on_the_next_page() -> None:
    pages = paginate(
        [RawPage(1, [RawLine(" "), RawLine("et"), RawLine("")]), RawPage(2, [RawLine("to"), RawLine("tre")])]
    )

    assert [(line.text, line.gap, line.page) for page in pages for line in page.lines] == [
        ("et", False, 1),
        ("to", True, 2),
        ("tre", False, 2),
    ]
