"""Files made to do harm, through a whole run: each costs itself alone, within the limits, and is remembered."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from indexer.build import build_index
from indexer.limits import FileLimits
from indexer.task import How

GOOD = "Referat – Økonomiudvalget den 3. maj 2021\n\n1. Skolernes budget\n\nBeslutning\n\nGodkendt.\n"
ROOT, PAGES, PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R>>",
)
DRAWN = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"


def pdf(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table) + end


def stream(content: bytes, facts: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (facts, len(content), content)


def packed(files: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def archive_of_archives() -> bytes:
    """Sixteen archives in each of sixteen, five times over: some 30 KB that unpack to 50 TB."""
    layer = packed({"0.txt": bytes(48 << 20)})
    for _ in range(5):
        layer = packed({f"{number}.zip": layer for number in range(16)})
    return layer


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    return pdf(ROOT, b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), *[PAGE] * count)


def pages_in_a_circle() -> bytes:
    return pdf(ROOT, b"<</Type/Pages/Count 2/Kids[3 0 R 2 0 R]>>", b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>")


def drawings_of_drawings() -> bytes:
    """Each drawing is made of two of the next: a thousand million in all."""
    more = [
        stream(
            b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (6 + at)
        )
        for at in range(30)
    ]
    return pdf(ROOT, PAGES, DRAWN, stream(b"/X Do"), *more, stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))


def packed_twice() -> bytes:
    """A page of 2 KB that unpacks to 1 GB."""
    squeezer = zlib.compressobj(9)
    once = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(1024)) + squeezer.flush()
    return pdf(ROOT, PAGES, DRAWN, stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def laughing_word() -> bytes:
    data = BytesIO()
    docx.Document().save(data)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 50))
    with ZipFile(data) as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    head = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "x">{entities}]>'.encode()
    body = parts["word/document.xml"].partition(b"?>")[2]
    parts["word/document.xml"] = head + body.replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&e49;</w:t></w:r></w:p>")
    return packed(parts)


ENDED = ["timeout", "crashed", "memory", "empty", "scanned"]
LYING = b"<</Type/Pages/Count 1000000000/Kids[3 0 R]>>"
HARM = {
    "arkiver.zip": (archive_of_archives, ["unknown_kind", "too_large"]),
    "sider.pdf": (lambda: many_pages(10_000), ["too_large"]),
    "antal.pdf": (lambda: pdf(ROOT, LYING, PAGE), ["empty", "too_large", "damaged"]),
    "kreds.pdf": (pages_in_a_circle, ["damaged", "empty"]),
    "tegninger.pdf": (drawings_of_drawings, ENDED),
    "pakket.pdf": (packed_twice, ENDED),
    "latter.docx": (laughing_word, ["damaged"]),
    "indlejret.html": (lambda: b"<html><body>" + b"<div>" * 100_000 + b"Referat", ["damaged"]),
    "attributter.html": (lambda: b"<html><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x", ["damaged"]),
    "dyb.json": (lambda: b'{"Dagsordenpunkter":' + b"[" * 1_000_000, ["damaged"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the files, one of a gigabyte that takes no room, and good ones before and behind them."""
    folder = tmp_path_factory.mktemp("bounds") / "d"
    folder.mkdir()
    for name, (made, _) in HARM.items():
        (folder / name).write_bytes(made())
    with (folder / "stor.html").open("wb") as file:
        file.write(b"<html><body>Referat")
        file.truncate(1 << 30)
    for name in ("a.txt", "z.txt"):
        (folder / name).write_text(GOOD.replace("3. maj", f"{ord(name[0]) - 95}. maj"), encoding="utf-8")
    return folder


def test_each_costs_itself_alone_and_is_remembered(folder: Path, tmp_path: Path) -> None:
    how = How(limits=FileLimits(seconds=20, memory=1 << 30))
    first = build_index(folder, tmp_path / "index", workers=2, how=how)
    (folder / "tegninger.pdf").unlink()
    (folder / "pakket.pdf").unlink()
    second = build_index(folder, tmp_path / "index", workers=2, how=how)

    assert first.items == second.items == 2
    allowed: dict[str, Sequence[str]] = {name: reasons for name, (_, reasons) in HARM.items()} | {
        "stor.html": ["too_large"]
    }
    failed = {Path(failure.path).name: failure.reason for failure in first.failed}
    assert failed.keys() == allowed.keys()
    assert {name: reason for name, reason in failed.items() if reason not in allowed[name]} == {}
    assert {Path(failure.path).name for failure in second.failed} == failed.keys() - {"tegninger.pdf", "pakket.pdf"}
    assert (second.new, second.changed) == (0, 0)
