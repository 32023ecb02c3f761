"""Queries with judged items -> how well a search ranks: measures of a run, and whether two runs really differ.

The files are those of TREC: queries `id<TAB>text`, judgments (qrels) `query 0 item grade`, runs `query Q0 item rank
score name`. ir-measures computes the measures; it comes with `pip install 'referat[eval]'`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import getitem
from pathlib import Path
from statistics import fmean
from typing import NamedTuple, TypeVar

from search.engines.engine import Request
from search.errors import SearchError
from search.find import Index, Match
from search.layout import into
from search.meaning.expansion import definite
from search.meaning.lenience import any_word, without_stops
from search.meaning.rewrite import rewrite
from search.meaning.synonyms import Synonyms, table_of
from search.quantity import counted
from search.query import ast
from search.query.parser import parse

DEPTH = 100
"""Hits of a query that are looked at."""
MEASURES = {"nDCG@10": "nDCG@10", "R@100": "R@100", "MRR@10": "RR@10", "P@5": "P@5"}
"""The measures as they are shown, and as ir-measures calls them."""
ROUNDS = 10_000

Number = TypeVar("Number", int, float)
Run = dict[str, dict[str, float]]
"""Query id -> item id -> score; a query without hits is there."""
Qrels = dict[str, dict[str, int]]
"""Query id -> item id -> grade; a query for which nothing is relevant is not there."""


class Measured(NamedTuple):
    """The values of one measure, by judged query."""

    measure: str
    values: dict[str, float]

    @property
    def mean(self) -> float:
        return fmean(self.values.values())


def read_queries(file: Path) -> dict[str, str]:
    """Id -> text, in the order of the file. Raises SearchError with the line that is wrong, as all readers here do."""
    return {name: text for _, (name, text) in _rows(file, "\t", 2)}


def read_qrels(file: Path) -> Qrels:
    found: Qrels = {}
    for line, (query, _, item, grade) in _rows(file, None, 4):
        found.setdefault(query, {})[item] = _number(int, file, line, grade)
    return {query: items for query, items in found.items() if max(items.values()) > 0}


def read_run(file: Path) -> Run:
    found: Run = {}
    for line, (query, _, item, _, score, _) in _rows(file, None, 6):
        found.setdefault(query, {})[item] = _number(float, file, line, score)
    return found


def write_run(file: Path, run: Run) -> None:
    """The inverse of `read_run`, best hit first. Raises SearchError."""
    lines = [
        f"{query} Q0 {item} {rank} {score:.6f} referat\n"
        for query, items in run.items()
        for rank, (item, score) in enumerate(items.items(), 1)
    ]
    try:
        with into(file) as stream:
            stream.writelines(map(str.encode, lines))
    except OSError as error:
        raise SearchError(f"{file} cannot be written ({error}).") from error


def _rows(file: Path, separator: str | None, width: int) -> Iterator[tuple[int, list[str]]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise SearchError(f"{file} cannot be read ({error}); it should be a text file in UTF-8.") from error
    for number, line in enumerate(lines, 1):
        cells = line.split(separator)
        if len(cells) != width:
            raise SearchError(f"{file} line {number} has {len(cells)} columns where {width} are needed: {line[:80]!r}")
        yield number, cells


def _number(kind: type[Number], file: Path, line: int, text: str) -> Number:
    try:
        return kind(text)
    except ValueError as error:
        wanted = "whole number" if kind is int else "number"
        raise SearchError(f"{file} line {line}: {text!r} is no {wanted}.") from error


def run_queries(
    index: Index, queries: Mapping[str, str], match: Match, *, plain: bool = False, synonyms: Synonyms | bool = True
) -> Run:
    """The best hits of each query. `plain`: its words alone count, and nothing in it is read as the query language.
    Raises QueryError for a query that cannot be honoured."""
    read, table = plain_query if plain else parse, table_of(synonyms)
    return {name: _best(index, read(text), match, text, table) for name, text in queries.items()}


def plain_query(text: str) -> ast.Query:
    """All words of a text, whatever signs stand between them."""
    words = re.findall(r"[\w.-]{0,80}[^\W_]", text)
    return ast.joined(ast.And, [ast.Word(word) for word in words]) if words else ast.Not(ast.Every())


def _best(index: Index, query: ast.Query, match: Match, text: str, synonyms: Synonyms) -> dict[str, float]:
    whole = definite(any_word(without_stops(query)[0]) if match == "any" else query, text, index.vocabulary)
    asked = rewrite(whole, text, synonyms)
    found = index.reader.search(Request(asked.match, asked.score, limit=DEPTH)).hits
    documents = index.store.documents([seq for seq, _ in found])
    return {document.id: score for (_, score), document in zip(found, documents, strict=True)}


def measured(run: Run, qrels: Qrels, queries: Iterable[str]) -> list[Measured]:
    """Every measure of those queries that are judged; one that the run does not hold found nothing. Raises SearchError
    where ir-measures is missing and where no query is judged."""
    try:
        import ir_measures
    except ImportError as error:
        raise SearchError("ir-measures is not installed: pip install 'referat[eval]'") from error
    judged = {query: qrels[query] for query in queries if query in qrels}
    if not judged:
        raise SearchError("No query is judged: do queries and qrels belong together?")
    names = {ir_measures.parse_measure(called): shown for shown, called in MEASURES.items()}
    values = {shown: dict.fromkeys(judged, 0.0) for shown in MEASURES}
    for found in ir_measures.iter_calc(list(names), judged, {query: run.get(query, {}) for query in judged}):
        values[names[found.measure]][found.query_id] = found.value
    return [Measured(name, each) for name, each in values.items()]


def p_value(differences: Iterable[float], rounds: int = ROUNDS) -> float:
    """How likely chance alone makes the mean difference of paired values at least this large, whatever its sign.

    The randomisation test that Smucker, Allan and Carterette advise ("A comparison of statistical significance tests
    for information retrieval evaluation", CIKM 2007): were the two runs alike, each difference might as well bear the
    other sign. Seeded, so that the same runs get the same value.
    """
    told = [difference for difference in differences if difference]
    tables = [_signed(told[start : start + 8]) for start in range(0, len(told), 8)]
    dice, least = random.Random(1), abs(sum(told)) - 1e-9
    chances = (sum(map(getitem, tables, dice.randbytes(len(tables)))) for _ in range(rounds))
    return (sum(abs(chance) >= least for chance in chances) + 1) / (rounds + 1)


def _signed(block: Sequence[float]) -> list[float]:
    """The sums of up to eight values with every choice of signs: a random byte chooses one."""
    sums = [0.0]
    for value in block:
        sums = [each + sign * value for each in sums for sign in (1, -1)]
    return sums * (256 // len(sums))


def report(run: Run, ours: Sequence[Measured], theirs: Sequence[Measured] = ()) -> Iterator[str]:
    """The lines of a comparison: how many queries, the means, and where there is another run its means and p."""
    judged = ours[0].values
    idle = [query for query in run if query not in judged]
    yield f"{counted(len(run), 'quer', 'ies', 'y')}, {sum(not items for items in run.values())} of them without a hit"
    if idle:
        silent = sum(not run[query] for query in idle)
        yield f"{counted(len(idle), 'quer', 'ies', 'y')} to which nothing is relevant, {silent} of them without a hit"
    for place, one in enumerate(ours):
        line = f"{one.measure:8} {one.mean:.4f}"
        if theirs:
            other = theirs[place]
            p = p_value(value - other.values[query] for query, value in one.values.items())
            line += f"  against {other.mean:.4f}  {one.mean - other.mean:+.4f}  p={p:.4f}"
        yield line


def per_query(run: Run, ours: Sequence[Measured], queries: Mapping[str, str]) -> Iterator[str]:
    """A line a query: its id, hits, measures and text between tabs."""
    yield "\t".join(("query", "hits", *(one.measure for one in ours), "text"))
    for query, items in run.items():
        values = (f"{one.values[query]:.4f}" if query in one.values else "-" for one in ours)
        yield "\t".join((query, str(len(items)), *values, queries[query]))
