"""Reads files of every kind in which bytes were flipped, cut out or spliced, into items: only SourceError may come of
it.

    python tests/bench/fuzz_readers.py [--rounds 300] [--seed N]

Prints the seed, and for each kind how many files were still read and what the slowest took.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from indexer.documents import documents_of  # noqa: E402  after the path is set
from indexer.errors import SourceError  # noqa: E402  after the path is set
from indexer.readers.archive import members  # noqa: E402
from indexer.reading import ARCHIVE, READY, Part, read_part, tell_kind  # noqa: E402
from indexer.ready import read_ready  # noqa: E402
from indexer.segment.minutes import segment  # noqa: E402
from search.document import Document, Passage  # noqa: E402

TOKENS = (
    b"\x00", b"\xff\xff\xff\xff", b"<", b"</", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&#0;", b"&#xFFFFFFFF;", b'"', b"{",
    b"]", b"[" * 2_000, b"<w:p>" * 300, b"<w:tbl><w:tr><w:tc>" * 100, b"9" * 50, b"-1", b"\\ud800", b"null",
    b"PK\x03\x04", b"1e999",
)  # fmt: skip
LONGEST_CUT = 2_000


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to eight changes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        chance.choice((_flip, _cut, _splice, _repeat))(changed, chance)
    return bytes(changed)


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 20)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(data))
    del data[start : start + chance.randint(0, LONGEST_CUT)]


def _splice(data: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(data))
    data[start:start] = chance.choice(TOKENS)


def _repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(data))
    data[start:start] = data[start : start + chance.randint(0, LONGEST_CUT)] * chance.randint(1, 5)


def mutated_within(data: bytes, chance: random.Random) -> bytes:
    """A ZIP container with one of its members changed and all checksums right again."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(stream, "w", ZIP_DEFLATED) as after:
        chosen = chance.choice(before.namelist())
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, mutated(content, chance) if name == chosen else content)
    return stream.getvalue()


def word_file() -> bytes:
    """Minutes with headings, lists and a table, as python-docx writes them."""
    document = docx.Document()
    document.add_heading("Referat – Økonomiudvalget den 3. maj 2021", 0)
    for number in range(3):
        document.add_heading(f"{number + 1}. Skolernes budget", 1)
        document.add_paragraph("at sagen godkendes", style="List Number")
        document.add_paragraph("kr.", style="List Bullet")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 1).text = "År", "1.000"
        document.add_paragraph().add_run("Beslutning").bold = True
        document.add_paragraph("Godkendt.")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def portal_meeting() -> bytes:
    """A meeting as a FirstAgenda portal gives it."""
    field = {"Navn": "Beslutning", "Html": "<h3>Beslutning</h3><table><tr><td>a</table><ol><li>Godkendt."}
    items = [
        {"Punktnummer": str(n), "Navn": "Budget", "Felter": [field], "Bilag": [{"Navn": "Notat"}]} for n in range(3)
    ]
    meeting = {"Udvalg": {"Navn": "Økonomiudvalget"}, "Moede": {"Navn": "Referat", "Dato": "2021-05-03T16:00:00+02:00"}}
    return json.dumps(meeting | {"Dagsordenpunkter": items}).encode()


def ready_items() -> bytes:
    """Three items as they are exported."""
    passage = Passage("decision", "Beslutning", "Godkendt.", 3, 10, 20)
    items = (
        Document(f"a/b/2021-05-03/{n}", "Budget", (passage,), date="2021-05-03", votes=(("1",),)) for n in range(3)
    )
    return "\n".join(json.dumps(asdict(item)) for item in items).encode()


def archive() -> bytes:
    """An archive of several kinds of files, and of one archive."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as opened:
        opened.writestr("møde.json", portal_meeting())
        opened.writestr("a/b.docx", word_file())
        opened.writestr("c.jsonl", ready_items())
        inner = BytesIO()
        with ZipFile(inner, "w") as deeper:
            deeper.writestr("d.txt", "Referat")
        opened.writestr("e.zip", inner.getvalue())
    return stream.getvalue()


def sample(suffix: str) -> bytes:
    """The smallest file of the project's sample of that kind."""
    return min((path.read_bytes() for path in (ROOT / "data" / "minutes").glob(f"*{suffix}")), key=len)


def read_items(kind: str) -> Callable[[bytes], object]:
    return lambda data: items_of(Part(f"a.{kind}", kind, data))


def items_of(part: Part) -> tuple[Document, ...]:
    """The whole way of a file: its pages, its meetings and items, and the documents of these."""
    transcript = read_part(part)
    return documents_of(segment(transcript, part.name), transcript, part.name)


def read_archive(data: bytes) -> None:
    for member in members(data, "a.zip"):
        kind = tell_kind(member.data, Path(member.path).suffix)
        if kind not in (READY, ARCHIVE) and not member.error:
            tolerant(items_of, Part(member.path, kind, member.data))


def tolerant(read: Callable[..., object], data: object) -> bool:
    """Whether it could be read; nothing but SourceError may come out."""
    try:
        read(data)
    except SourceError:
        return False
    return True


SEEDS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], object]]] = {
    "docx": (word_file, read_items("docx")),
    "firstagenda": (portal_meeting, read_items("firstagenda")),
    "ready": (ready_items, lambda data: read_ready(data, "a.jsonl")),
    "zip": (archive, read_archive),
    "html": (lambda: sample(".html"), read_items("html")),
    "text": (lambda: sample(".txt"), read_items("text")),
    "pdf": (lambda: sample(".pdf"), read_items("pdf")),
}


def fuzz(kind: str, rounds: int, chance: random.Random) -> tuple[int, float]:
    """(how many of the changed files were read, seconds of the slowest)."""
    make, read = SEEDS[kind]
    seed = make()
    if not tolerant(read, seed):
        raise AssertionError(f"the {kind} file to start from cannot be read")
    count, slowest = 0, 0.0
    for number in range(rounds):
        within = kind in ("docx", "zip") and number % 2
        data = mutated_within(seed, chance) if within else mutated(seed, chance)
        start = time.perf_counter()
        count += tolerant(read, data)
        slowest = max(slowest, time.perf_counter() - start)
    return count, slowest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    chance = random.Random(arguments.seed)
    for kind in SEEDS:
        count, slowest = fuzz(kind, arguments.rounds, chance)
        print(f"{kind:12} {count:4} of {arguments.rounds} read, slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
