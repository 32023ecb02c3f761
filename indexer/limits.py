"""Every limit and grace of the nightly run, in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

FRESH_SECONDS = 2
"""A file that changed so shortly before we look may change again without its time stamp telling: it is hashed again."""

SHRINK_SHARE = 0.5
"""The share of a root's known files that may vanish between two runs unasked."""

FEW_SHARE = 0.5
"""A changed file with no more than this share of the items that it held is told of, or keeps them if none is left."""

NAMED = 20
"""Of what cannot be read within one file (members of an archive, lines), so many are named."""

SWEEP_DAYS = 2
"""How long dead item versions stay, for readers that opened an earlier state."""

PAD_SAMPLE = 1_000
"""How many documents the mean field lengths are estimated from when an engine is built anew."""

PAD_RATIO = 0.875
"""Padding terms per mean field length: .75 / b - 1 turns the fixed b = .75 of an engine's BM25 into b = .4."""

PAD_DRIFT = 0.2
"""How far the padding may be from what it would be today before a rebuild is advised."""

COMMIT_EVERY = 20_000
"""Documents per commit while an engine nobody reads yet is built: what a killed build does not have to do again."""

MB_SECONDS = 30.0
"""What a file may take more for each MB of it. Reading text takes some 10 s a MB."""

LONGER, ARCHIVE_LONGER = 600.0, 3_600.0
"""What a large file, and an archive of many, may take more at most, in seconds."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What one file may cost: `seconds` of wall-clock time and `memory` in bytes above what the worker started with."""

    seconds: float = 60.0
    memory: int = 2 * 1024**3

    def of(self, path: str, size: int) -> FileLimits:
        """The limits of the file at a path with so many bytes."""
        at_most = ARCHIVE_LONGER if path.lower().endswith(".zip") else LONGER
        return replace(self, seconds=self.seconds + min(at_most, MB_SECONDS * size / 2**20))


BLOCK_LIMITS = FileLimits(seconds=600.0)
"""What making the postings of some items in a process of its own may cost."""

OCR_SECONDS = 1_800
"""How long recognising the text of one scanned PDF may take."""

OCR_PAGE_SECONDS = 120
"""The same for one of its pages; a page that takes longer stays without text."""

OCR_LIMITS = FileLimits(seconds=OCR_SECONDS + 60.0)
