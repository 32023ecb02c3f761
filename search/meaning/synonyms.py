"""Words that mean the same in municipal language, or something narrower -> what else a word of a query is found by.

A table has lines of a word, `=` or `>`, and other words between tabs; others are parted by commas. `=`: all mean the
same. `>`: the others are kinds of the first, which is found by them and never the other way. A word may be several
(`pædagogisk psykologisk rådgivning`) and stands for all its inflections; in quotes it is taken as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from search.analysis.chain import analyse_word
from search.errors import TableError
from search.owntable import read_table
from search.query import ast
from search.schema import TEXT_FIELDS

BUILT_IN = "synonyms.tsv"
SAME, KINDS = "=", ">"
_ADVICE = "A line is a word, = or >, and other words between tabs, the others parted by commas: SFO, =, fritidsordning."

Key = tuple[tuple[str, ...], ...]
"""The compound parts of each word of an entry; of one in quotes its surface forms, behind a quotation mark."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What each entry of a table is also found by."""

    also: Mapping[Key, tuple[ast.Synonym, ...]]
    longest: int
    """The number of words of the longest entry."""

    def of(self, words: Sequence[str]) -> tuple[ast.Synonym, ...]:
        """What words that stand side by side are also found by."""
        found = [self.also.get(_key(words), ())]
        if len(words) == 1:
            found.append(self.also.get(_quoted_key(words[0]), ()))
        return tuple(dict.fromkeys(one for each in found for one in each))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table; `place` names it in messages."""

    place: str
    word: str
    relation: str
    others: tuple[str, ...]


NO_SYNONYMS = Synonyms({}, 0)


@cache
def built_in() -> Synonyms:
    """The table that comes with the program."""
    return _table(_built_in_rows())


def read_synonyms(file: Path) -> Synonyms:
    """The built-in table with that of a file, whose groups take in those that their words stand in. Raises TableError
    with file, line and advice."""
    return _table([*_built_in_rows(), *_rows(read_table(file, "synonyms", _ADVICE), str(file))])


def table_of(given: Synonyms | bool) -> Synonyms:
    """The table that an argument means: True the built-in one, False none."""
    if isinstance(given, Synonyms):
        return given
    return built_in() if given else NO_SYNONYMS


def widened(query: ast.Query, synonyms: Synonyms) -> ast.Query:
    """The query with the synonyms of its bare words beside them, in titles and decisions too. Words side by side may be
    one entry together."""
    match query:
        case ast.And(nodes):
            return ast.And(tuple(_side_by_side(nodes, synonyms)))
        case ast.Or(nodes):
            return ast.Or(tuple(widened(node, synonyms) for node in nodes))
        case ast.Not(node):
            return ast.Not(widened(node, synonyms))
        case ast.Boost(node, factor):
            return ast.Boost(widened(node, synonyms), factor)
        case ast.Word(text):
            return _also(query, synonyms.of([text]))
        case ast.In(field, ast.Word(text)) if field in TEXT_FIELDS:
            return _also(query, synonyms.of([text]))
        case _:
            return query


def used(query: ast.Query) -> Iterator[ast.Also]:
    """The places of a query where synonyms stand, in order."""
    match query:
        case ast.Also(node):
            yield query
            yield from used(node)
        case ast.And(nodes) | ast.Or(nodes):
            for node in nodes:
                yield from used(node)
        case ast.Not(node) | ast.Boost(node):
            yield from used(node)


def told(synonyms: Iterable[ast.Synonym]) -> str:
    """`også kommunalbestyrelse, KB`, ready to stand behind a word; `""` for none."""
    found = tuple(synonyms)
    same = ", ".join(one.node.text for one in found if not one.narrower)
    kinds = ", ".join(one.node.text for one in found if one.narrower)
    return "; ".join(filter(None, (same and f"også {same}", kinds and f"herunder {kinds}")))


def _side_by_side(nodes: Sequence[ast.Query], synonyms: Synonyms) -> Iterator[ast.Query]:
    at = 0
    while at < len(nodes):
        width = next((width for width in range(synonyms.longest, 1, -1) if _entry(nodes[at : at + width], synonyms)), 1)
        run = tuple(widened(node, synonyms) for node in nodes[at : at + width])
        yield _also(ast.And(run), _entry(nodes[at : at + width], synonyms)) if width > 1 else run[0]
        at += width


def _entry(nodes: Sequence[ast.Query], synonyms: Synonyms) -> tuple[ast.Synonym, ...]:
    words = [node.text for node in nodes if isinstance(node, ast.Word)]
    return synonyms.of(words) if len(words) == len(nodes) > 1 else ()


def _also(node: ast.Query, synonyms: tuple[ast.Synonym, ...]) -> ast.Query:
    return ast.Also(node, synonyms) if synonyms else node


def _key(words: Iterable[str]) -> Key:
    """Common words count for nothing, as in a search."""
    return tuple(parts for word in words if (parts := analyse_word(word).parts))


def _quoted_key(text: str) -> Key:
    exact = analyse_word(text).exact
    return (('"', *exact),) if exact else ()


def _key_of(entry: str) -> Key:
    return _quoted_key(entry) if entry.startswith('"') else _key(entry.split())


def _node(entry: str) -> ast.Word | ast.Phrase:
    return ast.Phrase(entry.strip('"')) if entry.startswith('"') else ast.Word(entry)


def _built_in_rows() -> Iterator[_Row]:
    return _rows(files("search.meaning").joinpath(BUILT_IN).read_text(encoding="utf-8"), BUILT_IN)


def _rows(text: str, file: str) -> Iterator[_Row]:
    """The lines of a table. Raises TableError for one that is wrong and for a word that stands in two groups."""
    lines: dict[Key, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            row = _row(f"{file}, line {number}", line)
            for entry in (row.word, *row.others) if row.relation == SAME else ():
                if (first := lines.setdefault(_key_of(entry), number)) != number:
                    raise TableError(f"{row.place}: {entry} stands in line {first} already: make one line of the two.")
            yield row


def _row(place: str, line: str) -> _Row:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != 3 or cells[1] not in (SAME, KINDS):
        raise TableError(f"{place} is no entry. {_ADVICE}")
    word, relation, others = cells
    row = _Row(place, word, relation, tuple(" ".join(entry.split()) for entry in others.split(",")))
    for entry in (row.word, *row.others):
        if not _key_of(entry):
            raise TableError(f"{place}: '{entry}' holds nothing to look for but common words: put it in quotes.")
    return row


def _table(rows: Iterable[_Row]) -> Synonyms:
    groups: dict[Key, dict[Key, str]] = {}
    kinds: dict[Key, list[str]] = {}
    for row in rows:
        if row.relation == KINDS:
            kinds.setdefault(_key_of(row.word), []).extend(row.others)
            continue
        own = {_key_of(entry): entry for entry in (row.word, *row.others)}
        joined = {key: entry for one in own for key, entry in groups.get(one, {}).items()} | own
        groups |= dict.fromkeys(joined, joined)
    also = {key: tuple(_found_by(key, groups, kinds)) for key in (*groups, *kinds)}
    return Synonyms(also, max(map(len, also), default=0))


def _found_by(key: Key, groups: dict[Key, dict[Key, str]], kinds: dict[Key, list[str]]) -> Iterator[ast.Synonym]:
    same = groups.get(key, {key: ""})
    yield from (ast.Synonym(_node(entry)) for other, entry in same.items() if other != key)
    found: dict[Key, str] = {}
    for entry in (entry for other in same for entry in kinds.get(other, ())):
        found |= groups.get(_key_of(entry), {_key_of(entry): entry})
    yield from (ast.Synonym(_node(entry), narrower=True) for other, entry in found.items() if other not in same)
