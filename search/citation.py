"""How an item is referred to: in Danish, as BibTeX, as JSON. Each holds the item's id and a mark of what it said, so
that `search.standing` can tell later whether it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from search.clock import danish_date
from search.document import Document
from search.facets import label
from search.said import said

_KINDS = {"minutes": "referat", "agenda": "dagsorden"}
_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9.:/+-]")
# Braces are counted even where they are escaped, so they must be words.
_BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_"},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """An item as it is cited; `""`, `()` and None stand for what the source does not say."""

    id: str
    title: str
    municipality: str
    body: str
    date: str
    kind: str
    number: str
    case_numbers: tuple[str, ...]
    source: str
    page: int | None
    content_hash: str

    @property
    def mark(self) -> str:
        """What a reference is known by: `ID [sag NUMBER, indhold HASH]`."""
        cases = "".join(f"sag {number}, " for number in self.case_numbers[:1])
        return f"{self.id} [{cases}indhold {self.content_hash}]"

    @property
    def reference(self) -> str:
        """The whole reference on one line."""
        kind = f"{_KINDS[self.kind]} {'af ' * bool(self.date)}" if self.kind else ""
        facts = (self.municipality, label("body", self.body), kind + danish_date(self.date), self._item())
        return f"{', '.join(filter(None, facts))}: »{_line(self.title)}«. {self._place()}. {self.mark}"

    def bibtex(self) -> Iterator[str]:
        """The lines of an entry."""
        published = ", ".join(filter(None, (_KINDS.get(self.kind, ""), self._item(), self._place())))
        fields = {
            # a second pair of braces keeps names and letter case as they are
            "author": f"{{{_escaped(', '.join(filter(None, (self.municipality, self.body))))}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "date": self.date,
            "year": self.date[:4],
            "howpublished": _escaped(published),
            "note": _escaped(self.mark),
        }
        yield f"@misc{{{_NOT_IN_A_KEY.sub('-', self.id)},"
        yield from (f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}"))
        yield "}"

    def _item(self) -> str:
        return f"punkt {self.number}" if self.number else ""

    def _place(self) -> str:
        return f"{self.source}, side {self.page}" if self.page else self.source


def citation(document: Document) -> Citation:
    names = (document.title, document.municipality, document.body, document.date, document.kind, document.number)
    return Citation(document.id, *names, document.case_numbers, document.source, document.page, str(said(document)))


def as_text(citations: Iterable[Citation]) -> Iterator[str]:
    """A reference a line."""
    return (one.reference for one in citations)


def as_bibtex(citations: Iterable[Citation]) -> Iterator[str]:
    return (line for one in citations for line in one.bibtex())


def as_json(citations: Iterable[Citation]) -> Iterator[str]:
    """An object a line, with the whole `reference`."""
    return (json.dumps(asdict(one) | {"reference": one.reference}, ensure_ascii=False) for one in citations)


def _escaped(text: str) -> str:
    return _line(text).translate(_BIBTEX)


def _line(text: str) -> str:
    return " ".join(text.split())
