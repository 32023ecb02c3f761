"""A Word file gives its paragraphs and tables in order, with the numbers that Word only shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from indexer.errors import SourceError
from indexer.model import Line
from indexer.readers.docx import read_docx
from indexer.reading import tell_kind
from indexer.segment.minutes import segment

PART = "word/document.xml"


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def lines(write: Callable[[Any], object]) -> list[Line]:
    document = docx.Document()
    write(document)
    return list(read_docx(saved(document), "a.docx").lines)


def body_lines(markup: str) -> list[Line]:
    """The lines of a document whose body is the markup, with `w:` for Word's names."""
    return lines(lambda document: document.element.body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}>{markup}</w:sdt>")))


def with_part(name: str, change: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """A Word file with one part changed."""
    stream = BytesIO()
    with ZipFile(BytesIO(data or saved(docx.Document()))) as before, ZipFile(stream, "w", ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info.filename, change(content) if info.filename == name else content)
    return stream.getvalue()


def minutes() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Referat af møde"
    document.sections[0].header.paragraphs[0].text = "Sidehoved"
    document.sections[0].footer.paragraphs[0].text = "Side 1"
    document.add_paragraph("Referat – Økonomiudvalget den 3. maj 2021 kl. 16:00", style="Title")
    for number, title in enumerate(("Godkendelse af dagsorden", "Skolernes budget"), 1):
        document.add_heading(f"{number}. {title}", 1)
        for label, text in (
            ("Indstilling", "Forvaltningen indstiller, at sagen godkendes."),
            ("Beslutning", "Godkendt."),
        ):
            document.add_paragraph().add_run(label).bold = True
            document.add_paragraph(text)
    return saved(document)


def test_a_relation_that_does_not_say_of_what_kind_it_is_costs_nothing_else() -> None:
    whole = minutes()
    damaged = with_part(
        "word/_rels/document.xml.rels", lambda part: re.sub(rb' Type="[^"]*numbering"', b"", part), whole
    )

    assert damaged != whole
    assert read_docx(damaged, "a.docx").text == read_docx(whole, "a.docx").text


def test_minutes_are_read_with_title_and_without_heads_and_feet() -> None:
    transcript = read_docx(minutes(), "a.docx")

    assert transcript.title == "Referat af møde"
    assert not re.search("Sidehoved|Side 1", transcript.text)
    assert [page.number for page in transcript.pages] == [None]
    assert all(transcript.text[line.start : line.end] == line.text for line in transcript.lines)


def test_minutes_written_in_word_give_their_meeting_and_items() -> None:
    (found,) = segment(read_docx(minutes(), "a.docx"), "a.docx")

    assert (found.meeting.body, found.meeting.date, found.meeting.start) == ("Økonomiudvalget", "2021-05-03", "16:00")
    assert [(item.number, item.title, item.outcome) for item in found.items] == [
        ("1", "Godkendelse af dagsorden", "approved"),
        ("2", "Skolernes budget", "approved"),
    ]


def test_headings_rank_above_large_print_and_large_print_above_bold() -> None:
    def write(document: Any) -> None:
        document.add_heading("Titel", 0)
        document.add_heading("Overskrift", 2)
        document.add_paragraph().add_run("Stor").font.size = Pt(16)
        document.add_paragraph().add_run("Fed").bold = True
        mixed = document.add_paragraph()
        mixed.add_run("Halvt").bold = True
        mixed.add_run(" fed, og længere end alt andet i dette dokument")

    found = lines(write)

    assert [line.text.split()[0] for line in sorted(found, key=lambda line: -line.rank)] == [
        "Titel", "Overskrift", "Stor", "Fed", "Halvt"
    ]  # fmt: skip
    assert [(line.look, line.rank) for line in found[3:]] == [("Normal 11.0 bold", 1), ("Normal 11.0", 0)]


def test_styles_hand_down_weight_level_and_space() -> None:
    def write(document: Any) -> None:
        first = document.styles.add_style("Sagsoverskrift", 1)
        first.base_style = document.styles["Heading 2"]
        second = document.styles.add_style("Etiket", 1)
        second.font.bold = True
        second.paragraph_format.space_after = Pt(0)
        document.add_paragraph("Overskrift", style="Sagsoverskrift")
        document.add_paragraph("Beslutning", style="Etiket")
        document.add_paragraph("Godkendt.")

    found = lines(write)

    assert [(line.rank, line.gap) for line in found] == [(6, False), (1, False), (0, False)]


def numbered(levels: list[tuple[str, str]], extra: str = "") -> Callable[[Any], None]:
    """Puts a list of these levels (format, pattern) into a document as instance 90, and what else is said of lists."""

    def write(document: Any) -> None:
        inner = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
            for depth, (form, pattern) in enumerate(levels)
        )
        root = document.part.numbering_part.element
        markup = f'<w:all {nsdecls("w")}><w:abstractNum w:abstractNumId="90">{inner}</w:abstractNum>'
        markup += f'<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>{extra}</w:all>'
        root.extend(list(parse_xml(markup)))

    return write


def in_list(document: Any, text: str, level: int = 0, instance: int = 90) -> None:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = instance


def test_numbers_that_word_only_shows_are_computed_over_levels() -> None:
    def write(document: Any) -> None:
        numbered([("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"), ("bullet", "•")])(document)
        for text, level in (("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 2), ("f", 0), ("g", 1), ("h", 3)):
            in_list(document, text, level)

    assert [line.text for line in lines(write)] == [
        "1. a", "1.1 b", "1.2 c", "a) d", "b) e", "2. f", "2.1 g", "h"
    ]  # fmt: skip


def test_another_instance_goes_on_unless_it_says_where_it_starts() -> None:
    other = '<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>'
    anew = (
        '<w:num w:numId="92"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
        "</w:lvlOverride></w:num>"
    )

    def write(document: Any) -> None:
        numbered([("upperRoman", "%1.")], other + anew)(document)
        for instance in (90, 90, 91, 92, 92):
            in_list(document, "x", 0, instance)

    assert [line.text for line in lines(write)] == ["I. x", "II. x", "III. x", "VII. x", "VIII. x"]


def test_a_style_numbers_its_paragraphs_and_a_written_number_is_not_doubled() -> None:
    def write(document: Any) -> None:
        for text in ("a", "b", "3. c"):
            document.add_paragraph(text, style="List Number")

    assert [line.text for line in lines(write)] == ["1. a", "2. b", "3. c"]


def test_cells_are_those_of_data_tables_and_not_of_tables_that_place_things() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("før")
        data = document.add_table(2, 3)
        data.cell(0, 0).merge(data.cell(0, 1)).text = "År"
        for place, text in ((2, "Beløb"), (5, "1.000")):
            data._cells[place].text = text
        document.add_paragraph("efter")
        document.add_table(1, 2).cell(0, 1).add_paragraph("1. Punkt", style="Heading 1")

    assert [(line.text, line.cell) for line in lines(write)] == [
        ("før", None), ("År", (0, 0)), ("Beløb", (0, 2)), ("1.000", (1, 2)), ("efter", None), ("1. Punkt", None)
    ]  # fmt: skip


MARKUP = [
    ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", ["a", "b c"]),
    ("<w:p><w:ins><w:r><w:t>ny</w:t></w:r></w:ins><w:del><w:r><w:delText>gl</w:delText></w:r></w:del></w:p>", ["ny"]),
    ("<w:p><w:hyperlink><w:r><w:t>bilag</w:t></w:r></w:hyperlink></w:p>", ["bilag"]),
    ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>", ["7"]),
    ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:t>vist</w:t></w:r></w:p>", ["vist"]),
    ("<w:p><w:sdt><w:sdtContent><w:r><w:t>felt</w:t></w:r></w:sdtContent></w:sdt></w:p>", ["felt"]),
    ("<w:p><w:r><w:t>p</w:t><w:noBreakHyphen/><w:t>huse</w:t></w:r></w:p>", ["p-huse"]),
]


@pytest.mark.parametrize(("markup", "expected"), MARKUP)
def test_what_word_shows_is_the_text(markup: str, expected: list[str]) -> None:
    assert [line.text for line in body_lines(markup)] == expected


KINDS = [
    "vnd.ms-word.document.macroEnabled",
    "vnd.ms-word.template.macroEnabledTemplate",
    "vnd.openxmlformats-officedocument.wordprocessingml.template",
]


@pytest.mark.parametrize("kind", KINDS)
def test_documents_with_macros_and_templates_are_read_alike(kind: str) -> None:
    plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = with_part(
        "[Content_Types].xml", lambda content: content.replace(plain, f"{kind}.main+xml".encode()), minutes()
    )

    assert tell_kind(data, ".docm") == "docx"
    assert read_docx(data, "a.docm").text == read_docx(minutes(), "a.docx").text


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(PART, lambda content: content + b" " * (60 << 20))
    with pytest.raises(SourceError, match=r"times its size|MB of text") as caught:
        read_docx(bomb, "a.docx")

    assert caught.value.reason == "too_large"


def declaring(entities: str) -> bytes:
    """A Word file whose text refers to the entity `e` of a declaration of types, which Word never writes."""

    def change(content: bytes) -> bytes:
        text = b"<w:p><w:r><w:t>x&e;</w:t></w:r></w:p>"
        head = f'<?xml version="1.0"?><!DOCTYPE a [{entities}]>'.encode()
        return head + content.partition(b"?>")[2].replace(b"<w:body>", b"<w:body>" + text)

    return with_part(PART, change)


def test_entities_are_not_opened() -> None:
    for entity in ('<!ENTITY e SYSTEM "file:///etc/passwd">', '<!ENTITY e "y">'):
        assert read_docx(declaring(entity), "a.docx").text == "x"


def test_entities_that_multiply_are_refused() -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 50))
    with pytest.raises(SourceError) as caught:
        read_docx(declaring(f'<!ENTITY e0 "x">{grown}<!ENTITY e "&e49;">'), "a.docx")

    assert caught.value.reason == "damaged"


def test_nesting_without_end_is_refused() -> None:
    def change(content: bytes) -> bytes:
        return content.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 100_000)

    with pytest.raises(SourceError, match=r"a\.docx") as caught:
        read_docx(with_part(PART, change), "a.docx")

    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", minutes()[:2000], b"Referat"], ids=["none", "mark", "cut", "text"]
)
def test_what_is_no_word_file_is_damaged(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_docx(data, "a.docx")

    assert caught.value.reason == "damaged"


def test_documents_embedded_in_another_format_are_told() -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:altChunk {nsdecls('w')}/>"))

    assert "1 parts" in read_docx(saved(document), "a.docx").warnings[0]
