"""The command line: thin commands over `indexer` and `search`. The only place that prints or exits."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, reduce, wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TextIO

import click
from click import Choice, IntRange, UsageError, argument, option

from indexer.errors import IndexerError, Logged
from search.errors import QueryError, SearchError

if TYPE_CHECKING:
    from indexer.task import How
    from search.meaning.synonyms import Synonyms

# What is ours is imported where it is used: `--help` needs none of it, and an interrupt finds `main` at work.

STDOUT = Path("-")
UNKNOWN_ID = "no item has the id {}; ids are shown by `referat search`"
NOTHING_FOUND, FAILED_SOURCES, CANNOT_RUN, INTERRUPTED = 1, 3, 4, 130


def path(value: str) -> Path:
    """A path that says something: `""`, an unset variable of a script, would mean the current folder."""
    if not value:
        raise click.BadParameter("the path is empty; write . for the current folder")
    return Path(value)


def text(value: str) -> str:
    """Text that can be kept: what the shell hands over may be no UTF-8."""
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise click.BadParameter("it is no text in UTF-8")
    return value


class Free(click.Command):
    """A command whose last argument may begin with a minus, as queries and ids do; its short options stand alone."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        short = {"-h", "-", *(name for param in self.params for name in param.opts)}
        valued = {name for param in self.params if not getattr(param, "is_flag", False) for name in param.opts}
        free = [
            arg
            for before, arg in zip(["", *args], args, strict=False)
            if arg[:1] == "-" and arg[:2] != "--" and arg not in short and before not in valued
        ]
        several = sum(isinstance(param, click.Argument) for param in self.params) > 1
        if several and free and "--" not in args and not any(arg[:1] != "-" for arg in args[: args.index(free[0])]):
            raise UsageError(f"{free[0]} can be no name: give the name first, then the query", ctx)
        if free and "--" not in args:
            args = [*(arg for arg in args if arg not in free), "--", *free]
        rest = super().parse_args(ctx, args)
        if rest:
            one = [param for param in self.params if isinstance(param, click.Argument)][-1].human_readable_name
            raise UsageError(f"give one {one}, in single quotes if it has spaces; {rest[0]} is beside it", ctx)
        return rest


TASKS = {
    "Look for what was decided": {
        "search": "Find agenda items by words, phrases and fields.",
        "show": "Print one item whole.",
        "suggest": "Show words, bodies and titles that begin so.",
        "similar": "Find the items most like one.",
        "cite": "Print references to items; check later whether they stand.",
        "analyse": "Show what a word is found by, and why.",
    },
    "Count and measure": {
        "count": "Count what a query finds, by body, year, outcome ...",
        "eval": "Measure how well judged queries are answered.",
    },
    "Follow a case, or what changes": {
        "case": "Show a case's way through the bodies, first to last.",
        "watch": "Save searches and tell what each gained, lost or changed.",
    },
    "Build an index": {
        "read": "Show what is read in documents, without an index.",
        "index": "Index files and folders, or take in what changed.",
        "export": "Print every item as a line that `index` takes in.",
    },
    "Keep it sound": {
        "status": "Tell what the index holds and which files fail.",
        "verify": "Check that store, engine and files agree.",
        "forget": "Take an item or a file out for good.",
    },
}
"""What people want to do, and the commands by which they do it, each in one place and in one short line."""


class ByTask(click.Group):
    """Commands that are listed by task."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        wide = max(len(name) for lines in TASKS.values() for name in lines)
        for task, lines in TASKS.items():
            with formatter.section(task):
                formatter.write_dl([(name.ljust(wide), line) for name, line in lines.items()])


def choice(*names: str, of: tuple[str, ...], **facts: Any) -> Callable[..., Any]:
    """An option that takes one of some values, the first where it is not given."""
    return option(*names, type=Choice(of), default=of[0], show_default=True, **facts)


BY = "municipality, body, year, month, outcome, followed, topic, party, kind; two of them make a grid."

flag = partial(option, is_flag=True)
file_option = partial(option, type=path, metavar="FILE")
json_option = partial(flag, "--json", "as_json")
match_option = partial(choice, "--match", of=("all", "any"))
engine_option = partial(option, "--engine", type=Choice(["tantivy", "whoosh"]))

index_option = option("--index", type=path, help="The index folder  [default: $REFERAT_INDEX or ./referat-index]")
ocr_option = flag("--ocr", help="Recognise the text of scanned PDFs (needs OCRmyPDF; slow).")
municipality_option = option(
    "--municipality", type=text, metavar="NAME", help="The municipality of meetings whose document does not name one."
)
bodies_option = file_option("--bodies", help="A table of what codes and other names of bodies stand for (TOML).")


def synonyms_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`synonyms` becomes the table that is meant (`search.meaning.synonyms.Synonyms`)."""

    @wraps(command)
    def with_table(*args: Any, synonyms: Path | None, no_synonyms: bool, **options: Any) -> Any:
        from search.meaning.synonyms import read_synonyms, table_of

        _refuse(synonyms and no_synonyms, "give --synonyms or --no-synonyms, not both")
        return command(*args, synonyms=read_synonyms(synonyms) if synonyms else table_of(not no_synonyms), **options)

    own = file_option("--synonyms", help="Synonyms of your own beside the built-in ones (a table).")
    none = flag("--no-synonyms", help="Take each word as it is, without its synonyms.")
    return own(none(with_table))


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`filters` becomes the conditions that the options set (`search.meaning.filters.filters_of`)."""

    @wraps(command)
    def filtered(*args: Any, body: Any, since: Any, until: Any, outcome: Any, **options: Any) -> Any:
        from search.meaning.filters import filters_of

        return command(*args, filters=filters_of(body, since, until, outcome), **options)

    dates = "2021, 2021-03, 2021-03-09, 9.3.2021"
    added = (
        option("--body", multiple=True, help="Only this body (udvalg), by words of its name; several: any of them."),
        option("--from", "since", metavar="DATE", help=f"Only meetings from this date on: {dates}."),
        option("--to", "until", metavar="DATE", help="Only meetings up to this date."),
        option("--outcome", multiple=True, help="Only this outcome (udfald): godkendt, udsat ...; several: any."),
    )
    return reduce(lambda made, add: add(made), reversed(added), filtered)


@click.group(cls=ByTask, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="referat")
def commands() -> None:
    """Search Danish council minutes: index a folder of them, ask, and get the agenda items that answer."""


@commands.command()
@argument("paths", nargs=-1, type=path)
@index_option
@engine_option(help="The engine  [default: the index's own, tantivy for a new one]")
@option("--workers", type=IntRange(1, 256), help="Processes that read files  [default: one a core]")
@flag("--allow-shrink", help="Let what has vanished go, though it is most of a root or all of it.")
@ocr_option
@flag("--rebuild", "--full", "rebuild", help="Build the engine anew from what is stored, opening no document.")
@file_option("--accept", multiple=True, metavar="PATH", help="Let what fails there be: no failure until it changes.")
@flag("--reread", help="Read files again that did not change, too.")
@choice(
    "--log-format",
    of=("text", "json"),
    help="How progress is told on stderr; json: an object a line, also each warning, failure and the report.",
)
@municipality_option
@bodies_option
def index(paths: tuple[Path, ...], index: Path | None, log_format: str, **options: Any) -> None:
    """Index files and folders of minutes; run it again to take in what is new, changed or gone.

    The index keeps the table of --bodies for later runs; another one has every file read again, an empty file ends it.
    """
    from indexer.build import build_index
    from indexer.journal import logged

    of_documents = ("reread", "accept", "ocr", "bodies", "municipality")
    given = ["the paths"] * bool(paths) + [f"--{name}" for name in of_documents if options[name]]
    nothing = not paths and not options["rebuild"]
    _refuse(nothing, "give files or folders to index, or --rebuild to build the engine anew without them")
    wrong = options["rebuild"] and given
    _refuse(wrong, f"--rebuild opens no document: leave out {' and '.join(given)}, or --rebuild")
    how = _how(*map(options.pop, ("ocr", "municipality", "bodies")))
    unheard: list[OSError] = []
    if log_format == "json":
        report = logged(paths, index, partial(_log, unheard), how=how, **options)
    else:
        with _progress() as progress:
            report = build_index(paths, index, how=how, progress=progress, **options)
    code = CANNOT_RUN if unheard else FAILED_SOURCES if report.failed else 0
    _print(report.lines(), code)
    if code:
        _end(code)


def _how(ocr: bool, municipality: str | None, bodies: Path | None, why: bool = False) -> How:
    """How documents are to be read, by the options of `index` and `read`."""
    from indexer.naming import read_bodies
    from indexer.task import How

    return How(ocr, municipality, why, bodies=read_bodies(bodies) if bodies else None)


@commands.command(cls=Free)
@argument("query")
@index_option
@choice("--format", "form", of=("table", "json", "jsonl", "csv", "parquet"))
@option("--limit", type=IntRange(0, 10_000), help="Hits to show  [default: 10]")
@option("--offset", type=IntRange(0), default=0, help="Hits to pass over first.")
@flag("--all", "everything", help="Show all hits, however many, as jsonl, csv or parquet.")
@file_option("-o", "--output", "out", help="Write to this file, which is seen when it is whole; - is the terminal.")
@match_option(help="Ask for all words, or for any of them or of their parts.")
@choice("--sort", of=("relevance", "newest", "oldest"))
@filter_options
@synonyms_options
@option("--group", type=Choice(["case"]), help="Show the hits by case: its best first, its others below.")
@option("--facets", metavar="FACET,...", help="Count all hits by these below them: body, year, outcome ...")
@flag("--explain", help="Show how the query was understood and what each score is made of.")
def search(query: str, index: Path | None, form: str, out: Path | None, **options: Any) -> None:
    """Find agenda items. Words side by side must all match; "quotes" ask for the exact words.

    \b
    referat search 'kildedal vision'
    referat search 'omprioriteringspulje udvalg:økonomi*' --sort newest
    referat search '"indstillingen ikke godkendt" dato:2021..2023'
    """
    from search.facets import listed
    from search.find import open_index
    from search.telling import listing

    limit, offset, by, group = map(options.pop, ("limit", "offset", "facets", "group"))
    everything, by_case, by_hit = options["everything"], bool(group), form in listing.BY_HIT
    facets = () if by is None else listed(by)
    out = None if out == STDOUT else out
    shown = form == "parquet" and not out and _is_terminal(sys.stdout)
    unexplained = options["explain"] and (everything or by_case or form in ("csv", "parquet"))
    _refuse(by_case and by_hit, f"--group goes with --format table or json, not with {form}")
    _refuse(everything and not by_hit, f"--all goes with --format jsonl, csv or parquet, not with {form}")
    _refuse(everything and (limit is not None or offset), "--all shows all hits: leave out --limit and --offset")
    _refuse(facets and by_hit, f"--facets goes with --format table or json, not with {form}")
    _refuse(unexplained, "--explain goes with --format table, json or jsonl, without --all and --group")
    _refuse(shown, "a terminal cannot show parquet: give -o FILE")
    options["page"] = {"limit": 0 if everything else 10 if limit is None else limit, "offset": offset, "facets": facets}
    mark = _mark if out is None else _quoted
    with open_index(index) as opened:
        answer, lines = listing.told(opened, query, form, mark=mark, warn=_say, by_case=by_case, **options)
        _hand_over(lines, out)
    _say(listing.notes(answer) if by_hit else ())
    _found(answer.total)


@commands.command(cls=Free)
@argument("query", default="")
@index_option
@option("--by", default="body", show_default=True, metavar="FACET[,FACET]", help=BY)
@choice("--format", "form", of=("table", "json", "csv"))
@flag("--per-1000", help="Beside each count how many items are indexed there, and how many of a thousand that is.")
@match_option(help="Ask for all words, or for any of them or of their parts.")
@filter_options
@synonyms_options
@file_option("--queries", "list_file", help="Count each query of this file: one on each line, or CSV (query, name).")
@file_option("--hits", help="Also write every hit to this file (.csv or .jsonl).")
@file_option("--plot", help="Also draw the counts (.png or .svg; needs matplotlib).")
def count(query: str, index: Path | None, by: str, form: str, list_file: Path | None, **options: Any) -> None:
    """Count all items that a query finds, or all there are, by body, year, outcome ...

    \b
    referat count cykelsti --by year --per-1000
    referat count 'udfald:forkastet' --by body,year --plot afslag.png
    referat count --queries emner.csv --by year --hits fund.csv
    """
    from search import counts
    from search.facets import listed
    from search.find import open_index
    from search.query.refusal import explain
    from search.questions import Question, read_questions
    from search.telling import grid
    from search.telling.hitlist import hit_lines
    from search.telling.plot import draw

    _refuse(query and list_file, "give a query or --queries, not both")
    questions = read_questions(list_file) if list_file else [Question(1, query, query)]
    hits, plot, per_1000 = map(options.pop, ("hits", "plot", "per_1000"))
    counting = {"by": listed(by), "per_1000": per_1000, **options}
    with open_index(index) as opened:
        if list_file:
            found, refused = counts.count_all(opened, questions, **counting)
        else:
            found, refused = counts.count(opened, query, **counting), []
        if hits:
            _hand_over(hit_lines(hits.suffix, opened, questions, **options), hits)
    if plot:
        draw(found, plot)
    _print({"table": grid.as_text, "json": grid.as_json, "csv": grid.as_csv}[form](found))
    _say([grid.head(found), *found.warnings] if form == "csv" else ())
    _say(f"{list_file} line {one.question.line}, {one.question.name}: {explain(one.error)}" for one in refused)
    if refused:
        _end(QueryError.exit_code)
    _found(found.found.total)


@commands.command(cls=Free)
@argument("item_id", metavar="ID")
@index_option
@json_option(help="Print the whole record as JSON.")
def show(item_id: str, index: Path | None, as_json: bool) -> None:
    """Print one item whole, by the id that a hit shows."""
    from search.find import open_index
    from search.telling import listing

    with open_index(index) as opened:
        document = opened.show(item_id)
    if document is None:
        _end(NOTHING_FOUND, UNKNOWN_ID.format(item_id))
    _print(listing.item_json(document, indent=2) if as_json else listing.item_text(document))


@commands.command(cls=Free)
@argument("item_id", metavar="ID")
@index_option
@choice("--format", "form", of=("table", "json"))
@option("--limit", type=IntRange(1, 100), default=10, show_default=True, help="Items to show.")
def similar(item_id: str, index: Path | None, form: str, limit: int) -> None:
    """Find the items most like one, by the id that a hit shows, and tell by which words."""
    from search.find import open_index
    from search.similar import similar as items_like
    from search.telling import listing

    with open_index(index) as opened:
        found = items_like(opened, item_id, limit=limit)
    if found is None:
        _end(NOTHING_FOUND, UNKNOWN_ID.format(item_id))
    _print(listing.as_json(found) if form == "json" else listing.similar_text(found, _mark))
    _found(found.hits)


@commands.command(cls=Free)
@argument("beginning", metavar="PREFIX")
@index_option
@choice("--format", "form", of=("text", "json"))
@option("--limit", type=IntRange(1, 50), default=5, show_default=True, help="Of each kind.")
def suggest(beginning: str, index: Path | None, form: str, limit: int) -> None:
    """Show frequent words, bodies and titles that begin so; of several words the last is completed."""
    from search import suggest as suggestions
    from search.find import open_index

    with open_index(index) as opened:
        found = suggestions.suggest(opened, beginning, limit=limit)
    _print(suggestions.as_json(found) if form == "json" else suggestions.as_text(found))
    least = f"words and titles are looked for by {suggestions.LEAST} letters or more"
    _found(found, f"nothing begins with {beginning}; {least}")


@commands.command(cls=Free)
@argument("ids", metavar="[ID]...", nargs=-1)
@index_option
@choice("--format", "form", of=("text", "bibtex", "json"))
@file_option("--check", help="Tell of each reference in this file whether what it refers to stands as it was cited.")
def cite(ids: tuple[str, ...], index: Path | None, form: str, check: Path | None) -> None:
    """Print references to items, by the ids that hits show; --check tells later whether they stand."""
    from search import citation, standing
    from search.find import open_index

    wrong = bool(ids) == bool(check) or (check and form == "bibtex")
    _refuse(wrong, "give ids, or --check FILE (as text or json) without ids")
    with open_index(index) as opened:
        told = standing.standings(opened, check) if check else []
        documents = [opened.show(item_id) for item_id in ids]
    if check:
        _found(told, f"no reference of `referat cite` is in {check}; a Word document is to be saved as text")
        _print(standing.as_json(told) if form == "json" else standing.as_text(told))
        _found(all(one.state == "stands" for one in told))
    forms = {"text": citation.as_text, "bibtex": citation.as_bibtex, "json": citation.as_json}
    _print(forms[form](map(citation.citation, filter(None, documents))))
    unknown = [item_id for item_id, found in zip(ids, documents, strict=True) if found is None]
    _found(not unknown, UNKNOWN_ID.format(", ".join(unknown)))


@commands.command(cls=Free)
@argument("number")
@index_option
@choice("--format", "form", of=("text", "json"))
def case(number: str, index: Path | None, form: str) -> None:
    """Show a case's way through the bodies, first to last, by its number; 17.01* shows all that begin so."""
    from search.find import open_index
    from search.history import cases, near
    from search.telling import chronicle

    with open_index(index) as opened:
        found = cases(opened, number)
        first = next(found, None)
        if first is None:
            also = f"; near it are {', '.join(alike)}" if (alike := near(opened, number)) else ""
            _end(NOTHING_FOUND, f"no item has the case number {number}{also}")
        whole = chain((first,), found)
        _print(chronicle.as_json(whole) if form == "json" else chronicle.as_text(whole))


@commands.command()
@index_option
def export(index: Path | None) -> None:
    """Print every item of the index as a line of JSON, which `referat index` takes in again from a .jsonl file."""
    from search.find import open_index
    from search.telling.listing import item_json

    with open_index(index) as opened:
        _print(map(item_json, opened.items()))


@commands.command(cls=Free)
@argument("what")
@index_option
@option("--reason", type=text, metavar="TEXT", help="Why, for `referat status`; needed unless --undo.")
@flag("--undo", help="Let it come back with the next run that finds its file.")
def forget(what: str, index: Path | None, reason: str | None, undo: bool) -> None:
    """Take an item (by id) or a file (by path) out of the index for good, without a trace, and keep it out."""
    from indexer import forget as forgetting

    if undo:
        _print(f"{forgetting.remember(what, index).what} may come back: run `referat index` again")
        return
    _refuse(not (reason or "").strip(), "say why with --reason; `referat status` lists it")
    _print(forgetting.forget(what, reason or "", index).lines())


@commands.command()
@index_option
@flag("--coverage", help="Draw which bodies have meetings in which months, and where some miss.")
@json_option(help="Print it as JSON, with every source.")
def status(index: Path | None, coverage: bool, as_json: bool) -> None:
    """Tell what the index holds, what its last run did, and which files failed or are accepted as they are."""
    from indexer import status as state
    from search.coverage import coverage as covered
    from search.find import open_index
    from search.telling import calendar

    if coverage:
        with open_index(index) as opened:
            bodies = covered(opened.store)
        _print(calendar.as_json(bodies) if as_json else calendar.as_text(bodies))
    else:
        found = state.status(index)
        _print(state.as_json(found) if as_json else state.as_text(found))


@commands.command()
@index_option
@flag("--sources", help="Also read every file again and compare it with what was read of it.")
def verify(index: Path | None, sources: bool) -> None:
    """Check that store, engine and files agree; name what does not, and how to mend it."""
    from indexer.verify import verify as findings
    from search.quantity import counted

    found = 0
    for finding in findings(index, sources=sources):
        found += 1
        _print(finding.line(), NOTHING_FOUND)
    _found(not found, counted(found, "finding"))
    _print("store and engine agree" + (", and the files are as they were read" if sources else ""))


@commands.command()
@argument("files", nargs=-1, required=True, type=path)
@json_option(help="Print what was read as JSON.")
@option("--out", type=path, help="Write one JSON file a meeting into this folder.")
@ocr_option
@flag("--why", help="Show the evidence: why a line is a heading, a text the decision.")
@municipality_option
@bodies_option
def read(files: tuple[Path, ...], as_json: bool, out: Path | None, **options: Any) -> None:
    """Show what the indexer sees in documents: meetings, items, decisions. Folders are walked."""
    from indexer import outline
    from indexer.naming import Bodies, named
    from indexer.readout import read_all, write_meetings

    read = failed = 0
    how = _how(**options)
    for source, found in read_all(files, how):
        read += 1
        if isinstance(found, IndexerError):
            failed += 1
            _say(f"{source}: {found}")
            continue
        _say(f"{source}: {warning}" for warning in found.warnings)
        if out:
            write_meetings(out, source, found.minutes)
        else:
            meetings = [named(minutes, how.bodies or Bodies()) for minutes in found.minutes]
            told = outline.as_json(source, meetings) if as_json else outline.as_text(source, meetings)
            _print(told, FAILED_SOURCES if failed else 0)
        _print(f"    {line}" for line in found.why)
    if failed:
        _end(FAILED_SOURCES)
    _found(read, "no file of a kind that can be read is there")


@commands.command(cls=Free)
@argument("text")
@json_option(help="Print a line of JSON a token.")
@synonyms_options
def analyse(text: str, as_json: bool, synonyms: Synonyms) -> None:
    """Show the terms that words are searched by: one line a token with its kind, stem, compound parts, why, and its
    synonyms."""
    from search.analysis import grounds
    from search.meaning.synonyms import told

    found = [one._replace(synonyms=told(synonyms.of([one.surface]))) for one in grounds.accounts(text)]
    _found(found, "no word and no number is there")
    _print(grounds.as_jsonl(found) if as_json else grounds.as_text(found))


@commands.command("eval")
@file_option("--docs", help="Documents to index for this: JSON lines of id, title, text.")
@index_option
@file_option("--queries", "queries_file", required=True, help="Lines of id, tab, query.")
@file_option("--qrels", required=True, help="The judgments, in the form of TREC.")
@engine_option(help="The engine for --docs  [default: tantivy]")
@match_option()
@synonyms_options
@flag("--plain", help="Take the words of each query alone, not the query language.")
@flag("--per-query", help="Print a line a query first.")
@file_option("--run", "out", help="Write the hits here, in the form of TREC.")
@file_option("--against", help="Compare with the run written there.")
def evaluate(queries_file: Path, qrels: Path, out: Path | None, against: Path | None, **options: Any) -> None:
    """Measure how well judged queries are answered, and whether that differs from another run by more than chance."""
    from indexer.collection import open_collection
    from search import evaluation
    from search.find import open_index

    docs, index, engine, per_query = map(options.pop, ("docs", "index", "engine", "per_query"))
    _refuse(docs and index, "give --docs or --index, not both")
    _refuse(engine and not docs, "--engine goes with --docs: an index has its own engine")
    queries, judgments = evaluation.read_queries(queries_file), evaluation.read_qrels(qrels)
    other = evaluation.read_run(against) if against else None
    with open_collection(docs, engine) if docs else open_index(index) as opened:
        run = evaluation.run_queries(opened, queries, **options)
    ours = evaluation.measured(run, judgments, queries)
    theirs = evaluation.measured(other, judgments, queries) if other is not None else ()
    if out:
        evaluation.write_run(out, run)
    _print(evaluation.per_query(run, ours, queries) if per_query else ())
    _print(evaluation.report(run, ours, theirs))
    _found(any(run.values()))


@commands.group()
def watch() -> None:
    """Save searches, and after a build tell what each gained, lost or changed since it was last told."""


@watch.command("add", cls=Free)
@argument("name")
@argument("query")
@index_option
@match_option()
@flag("--replace", "anew", help="Let it take the place of the one of that name.")
def watch_add(name: str, query: str, index: Path | None, match: Literal["all", "any"], anew: bool) -> None:
    """Save a search under a name. What it finds now counts as known."""
    from search.find import open_index
    from search.quantity import counted
    from search.saved.watch import add
    from search.telling.listing import remarks

    saved = add(index, name, query, match=match, anew=anew)
    _print(f"{saved.name}: {counted(len(saved.seen), 'item')} now; what changes is told by `referat watch run`")
    with open_index(index) as opened:
        _say(remarks(opened.find(query, match=match, limit=0)))


@watch.command("list")
@index_option
@json_option(help="Print a line of JSON a saved search.")
def watch_list(index: Path | None, as_json: bool) -> None:
    """List the saved searches."""
    from search.saved.watch import watches

    saved = watches(index)
    _found(saved, "there are no saved searches: save one with `referat watch add NAME QUERY`")
    _print(one.to_json() if as_json else one.line() for one in saved)


@watch.command("remove")
@argument("name")
@index_option
def watch_remove(name: str, index: Path | None) -> None:
    """Forget a saved search and remove its feeds."""
    from search.saved.watch import remove

    remove(index, name)


@watch.command("run")
@index_option
@choice("--format", "form", of=("text", "json", "html", "mail"))
@option("--to", type=text, multiple=True, metavar="ADDRESS", help="Whom --format mail is for; several: each of them.")
@option("--sender", type=text, metavar="ADDRESS", default="", help="Whom it is from  [default: referat@HOST]")
@file_option("--feeds", metavar="DIR", help="Write one Atom feed a saved search into this folder.")
def watch_run(index: Path | None, form: str, to: tuple[str, ...], sender: str, feeds: Path | None) -> None:
    """Tell what each saved search gained, lost or changed since the last run.

    A mail is printed for sendmail: referat watch run --format mail --to ADDRESS | sendmail -t
    """
    from search.query.refusal import explain
    from search.saved import notices
    from search.saved.watch import run

    _refuse((form == "mail") != bool(to), "--format mail and --to ADDRESS go together")
    if sys.stdout is None:  # started with it closed: nobody would be told
        _end(CANNOT_RUN, "referat: the output is closed, so nothing was told: send it to a file or a program.")
    notices.addressed(to, sender)
    forms: dict[str, Callable[..., str | Iterable[str]]] = {
        "text": partial(notices.as_text, mark=_mark),
        "json": notices.as_json,
        "html": notices.as_html,
        "mail": partial(notices.as_mail, to=to, sender=sender),
    }
    done = run(index, lambda reports: _print(forms[form](reports)), feeds=feeds)
    if form == "json" and not done.reports:
        _print(notices.as_json(()))
    _say(f"{name} cannot be asked any more: {explain(error)}" for name, error in done.failed.items())
    _say(() if done.reports else "nothing new since the last run")
    if done.failed:
        _end(FAILED_SOURCES)
    _found(done.reports)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal, else a plain line now and then."""
    if not _is_terminal(sys.stderr):
        from indexer.pace import pacer

        pace = pacer()
        yield lambda done, total, path: _say(told.line() for told in [pace(done, total)] if told)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total, path: bar.update(task, completed=done, total=total)


def _refuse(wrong: object, message: str) -> None:
    """Ends a command whose options do not fit each other."""
    if wrong:
        raise UsageError(message)


def _is_terminal(stream: TextIO | None) -> bool:
    """Python has no stream where the program was started with that one closed."""
    return stream is not None and stream.isatty()


def _mark(text: str) -> str:
    """How a match is shown: bold on a terminal, in » « elsewhere."""
    if _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR"):
        return click.style(text, bold=True, fg="yellow")
    return _quoted(text)


def _quoted(text: str) -> str:
    return f"»{text}«"


def _hand_over(lines: Iterable[str | bytes], out: Path | None) -> None:
    """Prints lines, or writes them to a file that is seen when it is whole."""
    from search.layout import into

    if out is None:
        _print(lines)
        return
    with suppress(BrokenPipeError), into(out) as stream:
        stream.writelines(
            line if isinstance(line, bytes) else f"{line}\n".encode(errors="backslashreplace") for line in lines
        )


def _print(lines: str | Iterable[str | bytes], code: int = 0) -> None:
    """Lines of text, or bytes as they are; `code` is how the command ends if their reader has seen enough."""
    for line in [lines] if isinstance(lines, str) else lines:
        try:
            click.echo(line, nl=isinstance(line, str))
        except OSError as error:
            _unheard(error, code)


def _unheard(error: OSError, code: int) -> NoReturn:
    """Ends a command whose output cannot be written, not even by Python's own flush at the end. The reader of a pipe
    that has seen enough is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        _end(code)
    _end(CANNOT_RUN, f"referat: the output could not be written ({error.strerror}): check free space.")


def _say(lines: str | Iterable[str]) -> None:
    # Notes to a person are not worth an error where they cannot be written.
    with suppress(OSError):
        for line in [lines] if isinstance(lines, str) else lines:
            click.echo(line, err=True)


def _log(unheard: list[OSError], line: str) -> None:
    """A line for the program that watches a run: the run goes on where it cannot be written, but does not end well."""
    try:
        click.echo(line, err=True)
    except OSError as error:
        unheard.append(error)


def _found(anything: object, note: str = "") -> None:
    """Ends a command that found nothing, or not what it should."""
    if not anything:
        _end(NOTHING_FOUND, note or ())


def _end(code: int, note: str | Iterable[str] = ()) -> NoReturn:
    """Ends a command with an exit code, after a note to a person."""
    _say(note)
    raise click.exceptions.Exit(code)


def main() -> None:
    """Runs a command; every error of ours becomes a message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal of another encoding shows an escape for what it has no sign for.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = commands.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Logged as error:
        code = error.exit_code
    except (Exception, KeyboardInterrupt) as error:
        message, code = _told(error)
        _say(message)
    sys.exit(code or 0)


def _told(error: BaseException) -> tuple[str, int]:
    """An error of ours as a message and an exit code; any other is raised again."""
    from search.query.refusal import explain

    match error:
        case KeyboardInterrupt() | click.Abort():
            return "interrupted", INTERRUPTED
        case QueryError():
            return explain(error), error.exit_code
        case SearchError() | IndexerError():
            return f"referat: {error}", error.exit_code
        case OSError():
            # Of places that nothing of ours looked at first: a folder that is closed, or was removed under our feet.
            where = f"{error.filename}: " if error.filename else ""
            return f"referat: {where}{error.strerror or error}: check the path, its rights and free space.", CANNOT_RUN
        case _:
            raise error


if __name__ == "__main__":
    main()
