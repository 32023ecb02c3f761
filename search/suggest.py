"""What somebody who has typed the beginning may want: words, bodies and titles of the index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from heapq import nlargest

from search.analysis.chain import readings_of
from search.analysis.stem import stem
from search.analysis.tables import stops
from search.analysis.tokens import CHUNK
from search.engines.engine import And, Every, Node, Or, Prefix, Request, Term
from search.find import Index
from search.quantity import counted
from search.schema import TEXT_FIELDS, keyword

LEAST = 2
"""So many letters, and words and titles are looked for."""
_FEW = 3
"""With fewer letters so many words begin so that those of titles do."""
_FORMS = 60
"""The most frequent words that begin so, many of them forms of one word."""
_NEWEST = 60
"""Items whose titles are looked at."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind`: `word`, `body` or `title`. `items`: how many hold the word, are of the body, or bear the title among the
    newest that were looked at; `id` is the newest item of a title, else `""`."""

    kind: str
    text: str
    items: int
    id: str = ""


def suggest(index: Index, beginning: str, *, limit: int = 5) -> tuple[Suggestion, ...]:
    """Up to `limit` each of frequent words, bodies and titles; of several words the last is completed, by words that
    stand in one item with the others. A name or a title may also hold the beginning further on. Raises SearchError."""
    tokens = [reading.token.text for chunk in CHUNK.findall(beginning) for reading in readings_of(chunk)]
    if not tokens:
        return ()
    bodies = tuple(_bodies(index, beginning, limit))
    if len(tokens[-1]) < LEAST:
        return bodies
    return (*_words(index, tokens, limit), *bodies, *_titles(index, tokens, beginning, limit))


def as_text(found: Iterable[Suggestion]) -> Iterator[str]:
    """A line each: what it is, and how many items there are."""
    return (f"{one.kind:5}  {one.text} ({counted(one.items, 'item')})" for one in found)


def as_json(found: Iterable[Suggestion]) -> Iterator[str]:
    """An object a line."""
    return (json.dumps(asdict(one), ensure_ascii=False) for one in found)


def _words(index: Index, tokens: list[str], limit: int) -> Iterator[Suggestion]:
    """Of each word its most frequent form."""
    *head, last = tokens
    of_titles = index.reader.vocabulary("title_exact", last) if len(last) < _FEW else ()
    known = of_titles or index.reader.vocabulary("text_exact", last)
    forms: dict[str, tuple[str, int]] = {}
    for word, items in nlargest(_FORMS, known, key=lambda held: held[1]):
        if len(word) > 1 and word.replace("-", "").isalpha() and word not in stops():
            forms.setdefault(stem(word), (word, items))
    for word, items in list(forms.values())[: 2 * limit if head else limit]:
        together = _count(index, [*head, word]) if head else items
        if together and limit:
            yield Suggestion("word", " ".join((*head, word)), together)
            limit -= 1


def _count(index: Index, words: list[str]) -> int:
    """How many items hold all words as they are written."""
    held = tuple(Or(tuple(Term(f"{field}_exact", word) for field in TEXT_FIELDS)) for word in words)
    return index.reader.search(Request(And(held), limit=1)).total


def _bodies(index: Index, beginning: str, limit: int) -> Iterator[Suggestion]:
    (names,) = index.reader.search(Request(Every(), order="newest", limit=1, facets=("body",))).counts
    held = [(name, items) for name, items in names.items() if _begins(name, beginning)]
    held.sort(key=lambda body: (not _begins(body[0], beginning, first=True), -body[1], body[0]))
    return (Suggestion("body", name, items) for name, items in held[:limit])


def _titles(index: Index, tokens: list[str], beginning: str, limit: int) -> Iterator[Suggestion]:
    *head, last = tokens
    nodes: tuple[Node, ...] = (*(Term("title_exact", word) for word in head), Prefix("title_exact", last))
    newest = index.reader.search(Request(And(nodes), order="newest", limit=_NEWEST))
    titles = index.store.titles([seq for seq, _ in newest.hits])
    items = Counter(keyword(title) for _, title in titles)
    first = {keyword(title): (item_id, title) for item_id, title in reversed(titles)}
    # the newest stand first, and before them those that begin so
    told = sorted(dict.fromkeys(items), key=lambda title: not _begins(title, beginning, first=True))[:limit]
    return (Suggestion("title", first[title][1], items[title], first[title][0]) for title in told)


def _begins(name: str, beginning: str, *, first: bool = False) -> bool:
    """Whether a name begins so, or else a word in it."""
    folded, sought = keyword(name), keyword(beginning)
    return folded.startswith(sought) or (not first and any(f"{sign}{sought}" in folded for sign in " -"))
