"""An index whose items are set by hand, and what its saved searches should tell of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from planted import plant

from search.document import Document, Passage
from search.saved import watch
from search.saved.changes import Report

HOSTILE = """<script>alert("x")</script> & 'skole'\x07 \x1b[31m"""


class Killed(BaseException):
    """Stands for the end of the process."""


@dataclass(frozen=True)
class Fact:
    """What a planted item says: `words` it holds, an `edition` of its text, its outcome, and a page it stands on."""

    words: frozenset[str] = frozenset()
    edition: int = 1
    outcome: str = "none"
    page: int = 1
    title: str = "Sag"

    def document(self, item_id: str) -> Document:
        text = f"Udgave{self.edition} om {' '.join(sorted(self.words))}."
        passage = Passage("case", "", text, self.page, 0, len(text))
        decision = "Godkendt." if self.outcome == "approved" else ""
        facts = {"date": "2024-05-28", "kind": "agenda", "source": "a.pdf", "page": self.page, "decision": decision}
        outcomes = {"outcome": self.outcome, "outcomes": (self.outcome,)}
        return Document(item_id, self.title, (passage,), **facts, **outcomes)

    def says(self) -> Fact:
        return replace(self, page=0)


SEARCHES = {
    "skole": lambda fact: "skole" in fact.words,
    "vej-havn": lambda fact: bool(fact.words & {"vej", "havn"}),
    "vedtaget": lambda fact: fact.outcome == "approved",
    "resten": lambda fact: "skole" not in fact.words,
}
QUERIES = {"skole": "skole", "vej-havn": "vej ELLER havn", "vedtaget": "udfald:godkendt", "resten": "sag -skole"}


@dataclass
class Town:
    """An index whose items are set by hand, and what a person would expect to be told."""

    index: Path
    engine: str = "tantivy"
    items: dict[str, Fact] = field(default_factory=dict)
    known: dict[str, dict[str, Fact]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index.mkdir()
        self.build()

    def build(self) -> None:
        plant(self.index, (fact.document(item_id) for item_id, fact in self.items.items()), self.engine)

    def add(self, name: str, query: str | None = None) -> None:
        watch.add(self.index, name, QUERIES[name] if query is None else query)
        self.known[name] = self._matching(name)

    def expected(self) -> set[tuple[str, str, str]]:
        """(search, kind, item) of all that happened since this was last asked."""
        found = set()
        for name, before in self.known.items():
            now = self.known[name] = self._matching(name)
            found |= {(name, "gained", item_id) for item_id in now.keys() - before.keys()}
            found |= {
                (name, "changed", item_id)
                for item_id in now.keys() & before.keys()
                if now[item_id].says() != before[item_id].says()
            }
            found |= {
                (name, "lost" if item_id in self.items else "gone", item_id) for item_id in before.keys() - now.keys()
            }
        return found

    def _matching(self, name: str) -> dict[str, Fact]:
        return {item_id: fact for item_id, fact in self.items.items() if SEARCHES[name](fact)}

    def run(self, **options) -> list[Report]:
        told: list[Report] = []
        watch.run(self.index, told.extend, **options)
        return told


def changes(report: Report) -> set[tuple[str, str, str]]:
    found = [(event.watch, event.kind, event.id) for entry in report.entries for event in entry.events]
    assert len(found) == len(set(found))
    assert len({entry.events[0].id for entry in report.entries}) == len(report.entries)
    return set(found)


def die(reports: object) -> None:
    raise Killed
