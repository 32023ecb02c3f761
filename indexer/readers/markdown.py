"""Markdown's marks -> looks, ranks and cells, with the marks taken out of the text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from indexer.readers.lines import BOLD_RANK, RawLine, heading_rank

HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]{1,8}(?P<text>\S.{0,2000}?))?[ \t#]{0,80}$")
BOLD_LINE = re.compile(r"[ \t]{0,8}(?P<mark>\*\*|__)(?P<text>[^*\s](?:[^*]{0,300}[^*\s])?:?)(?P=mark):?[ \t]{0,8}$")
RULER_CELL = r"[ \t]{0,8}:?-{2,200}:?[ \t]{0,80}"
RULER = re.compile(rf"[ \t]{{0,8}}\|?(?:{RULER_CELL}\|){{1,100}}(?:{RULER_CELL})?$")
# A heading that swallowed a whole table, rows and all.
FLAT_TABLE = re.compile(rf"\|.{{0,200}}?\|{RULER_CELL}\|")
BULLET = re.compile(r"[ \t]{0,20}[-*+•][ \t]")
UNDERLINE = re.compile(r" {0,3}(?P<mark>=|-)(?P=mark){2,200}[ \t]{0,80}$")
BREAK = re.compile(r" {0,3}(?:\*[ \t]?){3,80}$|(?:-[ \t]?){3,80}$|(?:_[ \t]?){3,80}$")
QUOTE = re.compile(r"^ {0,3}(?:> ?){1,10}")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&])")
BOLD_MARK = re.compile(r"(?<!\\)\*\*")
PIPE = re.compile(r"(?<!\\)\|")

# What a line of dashes below does not turn into a heading.
UNMARKED = (UNDERLINE, HEADING, BULLET, QUOTE)

# Inline marks and what is left of them, in this order.
INLINE = (
    (re.compile(r"!?\[(?P<text>[^\]\[]{0,500})\]\([^()\s]{0,2000}(?:[ \t]\"[^\"]{0,300}\")?\)"), r"\g<text>"),
    (re.compile(r"\*\*(?=\S)(?P<text>[^*]{1,2000})(?<=\S)\*\*"), r"\g<text>"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<text>[^*]{1,2000})(?<=[^\s*])\*(?![\w*])"), r"\g<text>"),
    (re.compile(r"(?<!\w)__(?=\S)(?P<text>[^_]{1,2000})(?<=\S)__(?!\w)"), r"\g<text>"),
    (re.compile(r"(?<!\w)_(?=[^\s_])(?P<text>[^_]{1,2000})(?<=[^\s_])_(?!\w)"), r"\g<text>"),
    (re.compile(r"<br ?/?>", re.IGNORECASE), " "),
)

# A private-use character holds the place of an escaped mark while the real marks are taken out.
HELD = 0xF0000
ESCAPES_THAT_TELL = 2


def is_markdown(text: str) -> bool:
    """Whether the text carries marks that plain minutes do not: heading, bold line, table ruler, or two escapes."""
    lines = text.splitlines()
    if any(HEADING.match(line) or BOLD_LINE.match(line) or RULER.match(line) for line in lines):
        return True
    return len(re.findall(r"\\[_*]", text)) >= ESCAPES_THAT_TELL


def read_markdown(lines: Sequence[str]) -> list[RawLine]:
    """Lines with marks -> raw lines without; table rows are counted over the lines given."""
    read: list[RawLine] = []
    row = 0
    lines = bold_by_line(lines)
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if RULER.match(line):
            continue
        if _in_table(lines, number):
            read.extend(_cells(line, row))
            row += 1
        elif _underlined(line, following):
            read.extend(_heading(line, 1 if following.strip()[0] == "=" else 2))
        elif UNDERLINE.match(line) or BREAK.match(line):
            read.append(RawLine(""))
        else:
            read.extend(_line(line))
    return read


def bold_by_line(lines: Sequence[str]) -> list[str]:
    """Bold text that runs over several lines of a paragraph -> the same lines, each bold by itself."""
    closed: list[str] = []
    for blank, paragraph in groupby(lines, key=lambda line: not line.strip()):
        part = list(paragraph)
        even = sum(len(BOLD_MARK.findall(line)) for line in part) % 2 == 0
        closed.extend(part if blank or not even else _close_bold(part))
    return closed


def _close_bold(paragraph: Sequence[str]) -> Iterator[str]:
    bold = False
    for line in paragraph:
        opened = bold
        bold ^= len(BOLD_MARK.findall(line)) % 2 == 1
        yield ("**" * opened + line.strip() + "**" * bold) if opened or bold else line


def inline(text: str) -> str:
    """Text with inline marks -> text without: bold, emphasis, links, escapes, entities."""
    text = ESCAPE.sub(lambda match: chr(HELD + ord(match[1])), text.rstrip("\\"))
    for pattern, kept in INLINE:
        text = pattern.sub(kept, text)
    return "".join(_release(sign) for sign in html.unescape(text))


def _release(sign: str) -> str:
    return chr(ord(sign) - HELD) if HELD <= ord(sign) < HELD + 128 else sign


def _line(line: str) -> list[RawLine]:
    line = QUOTE.sub("", line)
    if heading := HEADING.match(line):
        return _heading(heading["text"] or "", len(heading["marks"]))
    if BOLD_LINE.match(line):
        return [RawLine(inline(line), "bold", BOLD_RANK)]
    return [RawLine(inline(line))]


def _heading(text: str, level: int) -> list[RawLine]:
    texts = [text]
    if FLAT_TABLE.match(text):
        texts = [part for part in PIPE.split(text) if part.strip(" \t:-")]
    return [RawLine(inline(part), f"h{level}", heading_rank(level), gap=True) for part in texts]


def _underlined(line: str, following: str) -> bool:
    return bool(line.strip() and UNDERLINE.match(following) and not any(mark.match(line) for mark in UNMARKED))


def _in_table(lines: Sequence[str], number: int) -> bool:
    """A row is a line with pipes that starts with one, or stands directly above a ruler."""
    line = lines[number].strip()
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return True
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return "|" in line and bool(RULER.match(following))


def _cells(line: str, row: int) -> Iterator[RawLine]:
    columns = PIPE.split(line.strip().strip("|"))
    for column, text in enumerate(columns):
        if text.strip():
            yield RawLine(inline(text), "td", cell=(row, column))
