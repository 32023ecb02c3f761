"""Scanned PDFs -> PDFs with a layer of text, by OCRmyPDF and Tesseract where they are installed (the extra `ocr`)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.errors import SourceError
from indexer.limits import OCR_PAGE_SECONDS, OCR_SECONDS
from indexer.model import Line, Transcript

LANGUAGE = "dan"
INSTALL = "install it with `pip install 'referat[ocr]'` and `apt-get install tesseract-ocr tesseract-ocr-dan`"
# No PDF/A and no smaller pictures: the pages are read once and thrown away.
OPTIONS = (
    "--language", LANGUAGE, "--rotate-pages", "--output-type", "pdf", "--optimize", "0", "--jobs", "1",
    "--quiet", "--tesseract-timeout", str(OCR_PAGE_SECONDS),
)  # fmt: skip
# OCRmyPDF's exit codes: https://ocrmypdf.readthedocs.io/en/latest/advanced.html#return-code-policy
MISSING = 3
LARGER = 4 / 3
REASONS = {2: "damaged", 6: "scanned", 8: "encrypted"}
TOLD = 300


def recognise(data: bytes, name: str, pages: Collection[int] | None = None) -> bytes:
    """Bytes of a PDF -> bytes of the same PDF with the text that was recognised on pages that have none, or on the
    pages given, in place of what is stamped on them.

    Raises ``SourceError``: ``scanned`` where OCRmyPDF, Tesseract or its Danish data are not installed or give up;
    ``timeout``; ``damaged``; ``encrypted``.
    """
    command = _command()
    if command is None:
        raise SourceError("scanned", f"{name} is scanned, and OCRmyPDF is not there to read it: {INSTALL}.")
    with TemporaryDirectory(prefix="referat-ocr-") as folder:
        before, after = Path(folder, "before.pdf"), Path(folder, "after.pdf")
        before.write_bytes(data)
        which = ("--force-ocr", "--pages", ",".join(map(str, pages))) if pages else ("--skip-text",)
        code, said = _run([*command, *OPTIONS, *which, str(before), str(after)], folder, name)
        if code == 0 and after.is_file():
            return after.read_bytes()
    if code == MISSING:
        raise SourceError(
            "scanned", f"{name} is scanned, and a part of text recognition is missing: {INSTALL} ({said})."
        )
    raise SourceError(REASONS.get(code, "scanned"), f"{name} is scanned, and OCRmyPDF could not read it ({said}).")


def steadied(transcript: Transcript, recognised: Collection[int] | None = None) -> Transcript:
    """The transcript of a PDF without what comes of measuring letters in a picture: on the pages recognised (None: on
    all) sizes that differ by less than a third are one, and so are dashes."""
    chosen = [page for page in transcript.pages if recognised is None or page.number in recognised]
    sizes: Counter[float] = Counter()
    for line in (line for page in chosen for line in page.lines):
        sizes[_size(line)] += len(line.text)
    larger = max(sizes, key=lambda size: (sizes[size], size), default=0.0) * LARGER
    steady = {page.number: tuple(_steady(line, larger) for line in page.lines) for page in chosen}
    pages = (replace(page, lines=steady.get(page.number, page.lines)) for page in transcript.pages)
    return replace(transcript, pages=tuple(pages))


def _steady(line: Line, larger: float) -> Line:
    # Danish is set with the shorter dash; a picture of it is taken for the longer one.
    line = replace(line, text=line.text.replace("—", "–"))
    return line if _size(line) >= larger else replace(line, look="", rank=0)


def _size(line: Line) -> float:
    """The size that a look of the PDF reader begins with."""
    return float(line.look.split()[0])


def _command() -> list[str] | None:
    """How to call OCRmyPDF: of this Python, else of the system. Where Linux can, it is made to die with the worker."""
    program = shutil.which("ocrmypdf")
    if find_spec("ocrmypdf") is not None:
        call = [sys.executable, "-m", "ocrmypdf"]
    elif program:
        call = [program]
    else:
        return None
    return ["setpriv", "--pdeathsig", "KILL", *call] if shutil.which("setpriv") else call


def _run(command: Sequence[str], folder: str, name: str) -> tuple[int, str]:
    """(exit code, last words). All that the program started ends with it, and its files stay in the folder."""
    surroundings = os.environ | {"TMPDIR": folder, "OMP_THREAD_LIMIT": "1"}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder,
        env=surroundings, start_new_session=True,
    )  # fmt: skip
    try:
        _, said = process.communicate(timeout=OCR_SECONDS)
    except subprocess.TimeoutExpired:
        message = f"{name} is scanned, and recognising its text took longer than {OCR_SECONDS} seconds."
        raise SourceError("timeout", message) from None
    finally:
        _end(process)
    lines = said.decode("utf-8", "replace").split("\n")
    return process.returncode, " ".join(filter(None, map(str.strip, lines)))[-TOLD:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: OCRmyPDF's own end leaves Tesseract at work."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
