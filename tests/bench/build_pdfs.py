"""A whole build of PDFs beside `pdftotext` on the same files, as many at a time; and what each step takes."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from build_alone import build

from indexer.documents import documents_of
from indexer.files import File, Known, find
from indexer.kinds import READABLE
from indexer.reading import parts_of, read_part
from indexer.segment.minutes import segment
from search.postings import engine_document

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "minutes"
FIRST_YEAR = 1900
YEAR = re.compile(rb"202[34]")
TEXT = re.compile(rb"\([^()\n]*\) Tj")


def copies(folder: Path, number: int) -> None:
    """So many PDFs of different meetings: the sample's, whose pages are not compressed, with another year in them."""
    folder.mkdir(parents=True)
    sample = sorted(SAMPLE.glob("*.pdf"))
    for at in range(number):
        file = sample[at % len(sample)]
        year = str(FIRST_YEAR + at // len(sample)).encode()
        data = TEXT.sub(lambda found, year=year: YEAR.sub(year, found[0]), file.read_bytes())
        (folder / f"{at}-{file.name}").write_bytes(data)


def pdfs(scratch: Path, number: int, workers: int, rounds: int) -> None:
    """Prints both, in turns, and then the steps of one process."""
    copies(scratch / "pdfs", number)
    files = list(find([scratch / "pdfs"], Known(), READABLE).files)
    print(f"{len(files)} PDFs, {sum(file.size for file in files) / 2**20:.0f} MB, {workers} at a time")
    for turn in range(rounds):
        theirs, used = _alone(files, workers)
        ours = build(scratch / f"index-{turn}", scratch / "pdfs", workers)
        stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in ours.stages.items())
        print(f"pdftotext {theirs:6.1f} s ({used:.1f} s of processors)")
        print(f"build     {ours.seconds:6.1f} s ({ours.cpu:.1f} s of processors): {stages}")
        print(
            f"          {ours.seconds / theirs:6.1f} times by the clock, {ours.cpu / used:.1f} of processors",
            flush=True,
        )
    for step, seconds in _steps(files).items():
        print(f"{step:10}{1000 * seconds / len(files):6.1f} ms a file, of one processor")


def _alone(files: list[File], workers: int) -> tuple[float, float]:
    """Seconds of pdftotext by the clock and of processors."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda file: subprocess.run(["pdftotext", "-layout", file.place, os.devnull], check=True), files))
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _steps(files: list[File]) -> Counter[str]:
    """Seconds of a processor that each step takes for all files."""
    used: Counter[str] = Counter()

    @contextmanager
    def counted(step: str) -> Iterator[None]:
        start = time.process_time()
        yield
        used[step] += time.process_time() - start

    for file in files:
        for part in parts_of(file.place):
            with counted("reading"):
                transcript = read_part(part)
            with counted("segmenting"):
                documents = documents_of(segment(transcript, file.path), transcript, file.path)
            with counted("analysis"):
                for document in documents:
                    engine_document(document, 1)
    return used
