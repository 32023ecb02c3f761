"""The command line: thin commands over `indexer` and `search`. The only place that prints or exits."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

if TYPE_CHECKING:
    from indexer.report import Report
    from search.synonyms import Synonyms

# What is ours is imported where it is used: `--help` needs none of it, and an interrupt finds `main` at work.

NOTHING_FOUND, FAILED_SOURCES, CANNOT_RUN, INTERRUPTED = 1, 3, 4, 130


def path(value: str) -> Path:
    """A path that says something: `""`, an unset variable of a script, would mean the current folder."""
    if not value:
        raise click.BadParameter("the path is empty; write . for the current folder")
    return Path(value)


class Free(click.Command):
    """A command whose last argument may begin with a minus, as queries and ids do; its only short option is -h."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        free = [arg for arg in args if arg[:1] == "-" and arg[:2] != "--" and arg != "-h"]
        several = sum(isinstance(param, click.Argument) for param in self.params) > 1
        if several and free and "--" not in args and not any(arg[:1] != "-" for arg in args[: args.index(free[0])]):
            raise click.UsageError(f"{free[0]} can be no name: give the name first, then the query", ctx)
        if free and "--" not in args:
            args = [*(arg for arg in args if arg not in free), "--", *free]
        rest = super().parse_args(ctx, args)
        if rest:
            one = [param for param in self.params if isinstance(param, click.Argument)][-1].human_readable_name
            raise click.UsageError(f"give one {one}, in single quotes if it has spaces; {rest[0]} is beside it", ctx)
        return rest


index_option = click.option(
    "--index",
    type=path,
    help="The index folder  [default: $REFERAT_INDEX or ./referat-index]",
)


ocr_option = click.option("--ocr", is_flag=True, help="Recognise the text of scanned PDFs (needs OCRmyPDF; slow).")
municipality_option = click.option(
    "--municipality", metavar="NAME", help="The municipality of meetings whose document does not name one."
)
bodies_option = click.option(
    "--bodies", type=path, metavar="FILE", help="A table of what codes and other names of bodies stand for (TOML)."
)


def synonyms_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`synonyms` becomes the table that is meant (`search.synonyms.Synonyms`)."""

    @wraps(command)
    def with_table(*args: Any, synonyms: Path | None, no_synonyms: bool, **options: Any) -> Any:
        from search.synonyms import read_synonyms, table_of

        if synonyms and no_synonyms:
            raise click.UsageError("give --synonyms or --no-synonyms, not both")
        return command(*args, synonyms=read_synonyms(synonyms) if synonyms else table_of(not no_synonyms), **options)

    own = click.option(
        "--synonyms", type=path, metavar="FILE", help="Synonyms of your own beside the built-in ones (a table)."
    )
    none = click.option("--no-synonyms", is_flag=True, help="Take each word as it is, without its synonyms.")
    return own(none(with_table))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="referat")
def commands() -> None:
    """Search Danish council minutes: index a folder of them, ask, and get the agenda items that answer."""


@commands.command()
@click.argument("paths", nargs=-1, type=path)
@index_option
@click.option(
    "--engine",
    type=click.Choice(["tantivy", "whoosh"]),
    help="The engine  [default: the index's own, tantivy for a new one]",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that read files  [default: one a core]")
@click.option("--allow-shrink", is_flag=True, help="Go on even if more than half of a root's files have vanished.")
@ocr_option
@click.option(
    "--rebuild",
    "--full",
    "rebuild",
    is_flag=True,
    help="Build the engine anew from what is stored, opening no document.",
)
@click.option(
    "--accept", multiple=True, type=path, metavar="PATH", help="Let what fails there be: no failure until it changes."
)
@click.option("--reread", is_flag=True, help="Read files again that did not change, too.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How progress is told on stderr; json: an object a line, also each warning, failure and the report.",
)
@municipality_option
@bodies_option
def index(
    paths: tuple[Path, ...],
    index: Path | None,
    ocr: bool,
    log_format: str,
    municipality: str | None,
    bodies: Path | None,
    **options: Any,
) -> None:
    """Index files and folders of minutes; run it again to take in what is new, changed or gone.

    The index keeps the table of --bodies for later runs; another one has every file read again, an empty file ends it.
    """
    from indexer.build import build_index
    from indexer.naming import read_bodies
    from indexer.task import How

    if not paths and not options["rebuild"]:
        raise click.UsageError("give files or folders to index, or --rebuild to build the engine anew without them")
    reading = {"the paths": paths, "--reread": options["reread"], "--accept": options["accept"], "--ocr": ocr,
               "--bodies": bodies, "--municipality": municipality}  # fmt: skip
    if options["rebuild"] and (useless := [name for name, given in reading.items() if given]):
        raise click.UsageError(f"--rebuild opens no document: leave out {' and '.join(useless)}, or --rebuild")
    how = How(ocr, municipality, bodies=read_bodies(bodies) if bodies else None)
    if log_format == "json":
        report = _logged(paths, index, how=how, **options)
    else:
        with _progress() as progress:
            report = build_index(paths, index, how=how, progress=progress, **options)
    _print(report.lines())
    if report.failed:
        raise click.exceptions.Exit(FAILED_SOURCES)


def _logged(paths: tuple[Path, ...], index: Path | None, **options: Any) -> Report:
    """A run told as lines of JSON, so its error is none in words."""
    from indexer.errors import IndexerError
    from indexer.journal import logged
    from search.errors import SearchError

    try:
        return logged(paths, index, lambda line: _say([line]), **options)
    except (SearchError, IndexerError) as error:
        raise click.exceptions.Exit(error.exit_code) from error


@commands.command(cls=Free)
@click.argument("query")
@index_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True
)
@click.option("--limit", type=click.IntRange(0, 10_000), default=10, show_default=True, help="Hits to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to pass over first.")
@click.option(
    "--match",
    type=click.Choice(["all", "any"]),
    default="all",
    show_default=True,
    help="Ask for all words, or for any of them or of their parts.",
)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--body", multiple=True, help="Only this body (udvalg), by words of its name; several: any of them.")
@click.option(
    "--from", "since", metavar="DATE", help="Only meetings from this date on: 2021, 2021-03, 2021-03-09, 9.3.2021."
)
@click.option("--to", "until", metavar="DATE", help="Only meetings up to this date.")
@click.option(
    "--outcome", multiple=True, help="Only this outcome (udfald): godkendt, forkastet, udsat ...; several: any."
)
@synonyms_options
@click.option("--explain", is_flag=True, help="Show how the query was understood and what each score is made of.")
def search(query: str, index: Path | None, form: str, **options: Any) -> None:
    """Find agenda items. Words side by side must all match; "quotes" ask for the exact words.

    \b
    referat search 'kildedal vision'
    referat search 'omprioriteringspulje udvalg:økonomi*' --sort newest
    referat search '"indstillingen ikke godkendt" dato:2021..2023'
    """
    from search import listing
    from search.filters import filters_of
    from search.find import open_index

    filters = filters_of(options.pop("body"), options.pop("since"), options.pop("until"), options.pop("outcome"))
    with open_index(index) as opened:
        answer = opened.find(query, filters=filters, **options)
    _print({"table": lambda a: listing.as_text(a, _mark), "json": listing.as_json,
            "jsonl": listing.as_jsonl, "csv": listing.as_csv}[form](answer))  # fmt: skip
    if form in ("jsonl", "csv"):
        _say([f"{answer.total} item{'s' * (answer.total != 1)} found", *answer.warnings])
    if not answer.total:
        raise click.exceptions.Exit(NOTHING_FOUND)


@commands.command(cls=Free)
@click.argument("item_id", metavar="ID")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole record as JSON.")
def show(item_id: str, index: Path | None, as_json: bool) -> None:
    """Print one item whole, by the id that a hit shows."""
    from search import listing
    from search.find import open_index

    with open_index(index) as opened:
        document = opened.show(item_id)
    if document is None:
        _say([f"no item has the id {item_id}; ids are shown by `referat search`"])
        raise click.exceptions.Exit(NOTHING_FOUND)
    _print([json.dumps(asdict(document), ensure_ascii=False, indent=2)] if as_json else listing.item_text(document))


@commands.command()
@index_option
def export(index: Path | None) -> None:
    """Print every item of the index as a line of JSON, which `referat index` takes in again from a .jsonl file."""
    from search.find import open_index

    with open_index(index) as opened:
        _print(json.dumps(asdict(document), ensure_ascii=False) for document in opened.items())


@commands.command(cls=Free)
@click.argument("what")
@index_option
@click.option("--reason", metavar="TEXT", help="Why, for `referat status`; needed unless --undo.")
@click.option("--undo", is_flag=True, help="Let it come back with the next run that finds its file.")
def forget(what: str, index: Path | None, reason: str | None, undo: bool) -> None:
    """Take an item (by id) or a file (by path) out of the index for good, without a trace, and keep it out."""
    from indexer import forget as forgetting
    from search.place import index_folder

    folder = index_folder(index)
    if undo:
        _print([f"{forgetting.remember(what, folder).what} may come back: run `referat index` again"])
        return
    if not (reason or "").strip():
        raise click.UsageError("say why with --reason; `referat status` lists it")
    _print(f"{gone.what} is forgotten" for gone in forgetting.forget(what, reason or "", folder))


@commands.command()
@index_option
@click.option("--coverage", is_flag=True, help="Draw which bodies have meetings in which months, and where some miss.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with every source.")
def status(index: Path | None, coverage: bool, as_json: bool) -> None:
    """Tell what the index holds, what its last run did, and which files failed or are accepted as they are."""
    from indexer import status as state
    from search.coverage import coverage as covered
    from search.find import open_index
    from search.place import index_folder

    if coverage:
        with open_index(index) as opened:
            bodies = covered(opened.store)
        told = [json.dumps([state.coverage_dict(one) for one in bodies], ensure_ascii=False)]
        _print(told if as_json else state.coverage_lines(bodies))
        return
    found = state.status(index_folder(index))
    _print([json.dumps(state.to_dict(found), ensure_ascii=False)] if as_json else state.lines(found))


@commands.command()
@index_option
@click.option("--sources", is_flag=True, help="Also read every file again and compare it with what was read of it.")
def verify(index: Path | None, sources: bool) -> None:
    """Check that store, engine and files agree; name what does not, and how to mend it."""
    from indexer.verify import verify as findings
    from search.place import index_folder

    found = 0
    for finding in findings(index_folder(index), sources=sources):
        found += 1
        _print([finding.line()])
    if found:
        _say([f"{found} finding{'s' * (found != 1)}"])
        raise click.exceptions.Exit(NOTHING_FOUND)
    _print(["store and engine agree" + (", and the files are as they were read" if sources else "")])


@commands.command()
@click.argument("files", nargs=-1, required=True, type=path)
@click.option("--json", "as_json", is_flag=True, help="Print what was read as JSON.")
@click.option("--out", type=path, help="Write one JSON file a meeting into this folder.")
@ocr_option
@click.option("--why", is_flag=True, help="Show the evidence: why a line is a heading, a text the decision.")
@municipality_option
@bodies_option
def read(files: tuple[Path, ...], as_json: bool, out: Path | None, bodies: Path | None, **how: Any) -> None:
    """Show what the indexer sees in documents: meetings, items, decisions. Folders are walked."""
    from indexer.errors import IndexerError
    from indexer.naming import Bodies, named, read_bodies
    from indexer.outline import as_dict, outline
    from indexer.readout import read_all, write_meetings
    from indexer.task import How

    read = failed = 0
    table = read_bodies(bodies) if bodies else Bodies()
    for source, found in read_all(files, How(**how, bodies=table)):
        read += 1
        if isinstance(found, IndexerError):
            failed += 1
            _say([f"{source}: {found}"])
            continue
        _say(f"{source}: {warning}" for warning in found.warnings)
        if out is not None:
            write_meetings(out, source, found.minutes)
        meetings = [named(minutes, table) for minutes in found.minutes]
        if as_json and out is None:
            _print([json.dumps(as_dict(source, meetings), ensure_ascii=False)])
        elif out is None:
            _print(outline(source, meetings))
        _print(f"    {line}" for line in found.why)
    if failed:
        raise click.exceptions.Exit(FAILED_SOURCES)
    if not read:
        _say(["no file of a kind that can be read is there"])
        raise click.exceptions.Exit(NOTHING_FOUND)


@commands.command(cls=Free)
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON a token.")
@synonyms_options
def analyse(text: str, as_json: bool, synonyms: Synonyms) -> None:
    """Show the terms that words are searched by: one line a token with its kind, stem, compound parts, why, and its
    synonyms."""
    from search.analysis import grounds
    from search.synonyms import told

    found = [one._replace(synonyms=told(synonyms.of([one.surface]))) for one in grounds.accounts(text)]
    if not found:
        _say(["no word and no number is there"])
        raise click.exceptions.Exit(NOTHING_FOUND)
    _print((json.dumps(one.to_dict(), ensure_ascii=False) for one in found) if as_json else grounds.as_text(found))


@commands.command("eval")
@click.option("--docs", type=path, metavar="FILE", help="Documents to index for this: JSON lines of id, title, text.")
@index_option
@click.option("--queries", "queries_file", type=path, required=True, metavar="FILE", help="Lines of id, tab, query.")
@click.option("--qrels", type=path, required=True, metavar="FILE", help="The judgments, in the form of TREC.")
@click.option("--engine", type=click.Choice(["tantivy", "whoosh"]), help="The engine for --docs  [default: tantivy]")
@click.option("--match", type=click.Choice(["all", "any"]), default="all", show_default=True)
@synonyms_options
@click.option("--plain", is_flag=True, help="Take the words of each query alone, not the query language.")
@click.option("--per-query", is_flag=True, help="Print a line a query first.")
@click.option("--run", "out", type=path, metavar="FILE", help="Write the hits here, in the form of TREC.")
@click.option("--against", type=path, metavar="FILE", help="Compare with the run written there.")
def evaluate(queries_file: Path, qrels: Path, out: Path | None, against: Path | None, **options: Any) -> None:
    """Measure how well judged queries are answered, and whether that differs from another run by more than chance."""
    from search import evaluation

    per_query = options.pop("per_query")
    queries, judgments = evaluation.read_queries(queries_file), evaluation.read_qrels(qrels)
    other = evaluation.read_run(against) if against else None
    run = _run_of(queries, **options)
    ours = evaluation.measured(run, judgments, queries)
    theirs = evaluation.measured(other, judgments, queries) if other is not None else ()
    if out:
        evaluation.write_run(out, run)
    _print(evaluation.per_query(run, ours, queries) if per_query else ())
    _print(evaluation.report(run, ours, theirs))
    if not any(run.values()):
        raise click.exceptions.Exit(NOTHING_FOUND)


def _run_of(
    queries: dict[str, str], docs: Path | None, index: Path | None, engine: str | None, **how: Any
) -> dict[str, dict[str, float]]:
    """What a search finds for the queries, in an index or in one made of the documents for this alone."""
    from indexer.collection import index_collection
    from search.engines.registry import DEFAULT
    from search.evaluation import run_queries
    from search.find import open_index

    if docs and index:
        raise click.UsageError("give --docs or --index, not both")
    if engine and not docs:
        raise click.UsageError("--engine goes with --docs: an index has its own engine")
    with TemporaryDirectory() as place:
        if docs:
            index = Path(place) / "index"
            index_collection(docs, index, engine or DEFAULT)
        with open_index(index) as opened:
            return run_queries(opened, queries, **how)


@commands.group()
def watch() -> None:
    """Save searches, and after a build tell what each gained, lost or changed since it was last told."""


@watch.command("add", cls=Free)
@click.argument("name")
@click.argument("query")
@index_option
@click.option("--match", type=click.Choice(["all", "any"]), default="all", show_default=True)
@click.option("--replace", "anew", is_flag=True, help="Let it take the place of the one of that name.")
def watch_add(name: str, query: str, index: Path | None, match: Literal["all", "any"], anew: bool) -> None:
    """Save a search under a name. What it finds now counts as known."""
    from search.watch import add

    saved = add(index, name, query, match=match, anew=anew)
    _print([f"{saved.name}: {_items(len(saved.seen))} now; what changes is told by `referat watch run`"])


@watch.command("list")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON a saved search.")
def watch_list(index: Path | None, as_json: bool) -> None:
    """List the saved searches."""
    from search.watch import watches

    saved = watches(index)
    if not saved:
        _say(["there are no saved searches: save one with `referat watch add NAME QUERY`"])
        raise click.exceptions.Exit(NOTHING_FOUND)
    for one in saved:
        facts = {"name": one.name, "query": one.query, "match": one.match, "since": one.since, "items": len(one.seen)}
        how = " (any word)" if one.match == "any" else ""
        line = f"{one.name}: {_items(len(one.seen))}, since {one.since[:10]}: {one.query}{how}"
        _print([json.dumps(facts, ensure_ascii=False) if as_json else line])


@watch.command("remove")
@click.argument("name")
@index_option
def watch_remove(name: str, index: Path | None) -> None:
    """Forget a saved search and remove its feeds."""
    from search.watch import remove

    remove(index, name)


@watch.command("run")
@index_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html", "mail"]), default="text", show_default=True
)
@click.option("--to", multiple=True, metavar="ADDRESS", help="Whom --format mail is for; several: each of them.")
@click.option("--sender", metavar="ADDRESS", default="", help="Whom it is from  [default: referat@HOST]")
@click.option("--feeds", type=path, metavar="DIR", help="Write one Atom feed a saved search into this folder.")
def watch_run(index: Path | None, form: str, to: tuple[str, ...], sender: str, feeds: Path | None) -> None:
    """Tell what each saved search gained, lost or changed since the last run.

    A mail is printed for sendmail: referat watch run --format mail --to ADDRESS | sendmail -t
    """
    from search import notices
    from search.query.refusal import explain
    from search.watch import run

    if (form == "mail") != bool(to):
        raise click.UsageError("--format mail and --to ADDRESS go together")
    notices.addressed(to, sender)
    forms: dict[str, Callable[..., Iterable[str]]] = {
        "text": lambda reports: notices.as_text(reports, _mark),
        "json": lambda reports: [notices.as_json(reports)],
        "html": lambda reports: [notices.as_html(reports)],
        "mail": lambda reports: [notices.as_mail(reports, to, sender)],
    }
    done = run(index, lambda reports: _print(forms[form](reports)), feeds=feeds)
    if form == "json" and not done.reports:
        _print(forms[form](()))
    for name, error in done.failed.items():
        _say([f"{name} cannot be asked any more: {explain(error)}"])
    if not done.reports:
        _say(["nothing new since the last run"])
    if done.failed:
        raise click.exceptions.Exit(FAILED_SOURCES)
    if not done.reports:
        raise click.exceptions.Exit(NOTHING_FOUND)


def _items(count: int) -> str:
    return f"{count} item{'s' * (count != 1)}"


class _progress:
    """A bar on a terminal, else a plain line now and then."""

    def __enter__(self) -> _progress:
        from indexer.pace import pacer

        self.bar: Any = None
        self.pace = pacer()
        if _is_terminal(sys.stderr):
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self.bar.start()
            self.task = self.bar.add_task("reading", total=None)
        return self

    def __call__(self, done: int, total: int, path: str) -> None:
        if self.bar is not None:
            self.bar.update(self.task, completed=done, total=total)
        elif told := self.pace(done, total):
            _say([told.line()])

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def _is_terminal(stream: TextIO | None) -> bool:
    """Python has no stream where the program was started with that one closed."""
    return stream is not None and stream.isatty()


def _mark(text: str) -> str:
    """How a match is shown: bold on a terminal, in » « elsewhere."""
    if _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR"):
        return click.style(text, bold=True, fg="yellow")
    return f"»{text}«"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        try:
            click.echo(line)
        except OSError as error:
            raise _Unheard(error) from error


class _Unheard(Exception):
    """The output cannot be written. Click would make exit code 1 of it, which says that nothing was found."""


def _say(lines: Iterable[str]) -> None:
    # Notes to a person are not worth an error where they cannot be written.
    with suppress(OSError):
        for line in lines:
            click.echo(line, err=True)


def main() -> None:
    """Runs a command; every error of ours becomes a message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal of another encoding shows an escape for what it has no sign for.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run())


def _run() -> int:
    try:
        result = commands.main(standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        return _fail("interrupted", INTERRUPTED)
    except _Unheard as error:
        return _unheard(error.args[0])
    except Exception as error:
        return _refused(error)


def _unheard(error: OSError) -> int:
    """The reader of a pipe that has seen enough is no failure. Nothing more may be written, not even by Python's own
    flush at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    return _fail(f"referat: the output could not be written ({error.strerror}): check free space.", CANNOT_RUN)


def _refused(error: Exception) -> int:
    from indexer.errors import IndexerError
    from search.errors import QueryError, SearchError

    if isinstance(error, QueryError):
        from search.query.refusal import explain

        return _fail(explain(error), error.exit_code)
    if isinstance(error, SearchError | IndexerError):
        return _fail(f"referat: {error}", error.exit_code)
    if isinstance(error, OSError):
        # Of places that nothing of ours looked at first: a folder that is closed, or was removed under our feet.
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"referat: {where}{error.strerror or error}: check the path and its rights.", CANNOT_RUN)
    raise error


def _fail(message: str, code: int) -> int:
    _say([message])
    return code


if __name__ == "__main__":
    main()
