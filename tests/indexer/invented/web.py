"""Running text and pages as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .meeting import Block


def page(title: str, body: str, *, before: str = "", after: str = "") -> bytes:
    """A whole page; ``before`` and ``after`` are the site's own markup around ``body``."""
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return f'<!DOCTYPE html>\n<html lang="da">{head}\n<body>\n{before}\n{body}\n{after}\n</body></html>\n'.encode()


def element(tag: str, text: str | None, **attributes: str) -> str:
    given = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{given}>{escape(text or '', quote=False)}</{tag}>\n"


def paragraphs(lines: Iterable[str], tag: str = "p") -> str:
    return "".join(element(tag, line) for line in lines)


def listed(lines: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>{paragraphs(lines, 'li')}</{tag}>\n"


def blocks(some: Iterable[Block], tag: str = "p") -> str:
    """Running text: its paragraphs in ``tag``, sub-headings bold in one."""
    return "".join(_block(block, tag) for block in some)


def _block(block: Block, tag: str) -> str:
    if block.kind in ("list", "numbered"):
        return listed(block.lines, "ol" if block.kind == "numbered" else "ul")
    if block.kind == "table":
        rows = (paragraphs(line.split("\t"), "td") for line in block.lines)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>\n"
    if block.kind == "head":
        return f"<{tag}><strong>{escape(block.lines[0], quote=False)}</strong></{tag}>\n"
    return paragraphs(block.lines, tag)
