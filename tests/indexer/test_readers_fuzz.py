"""Files in which bytes were flipped, cut and spliced: only SourceError comes out of the readers."""

from __future__ import annotations

import random

import pytest
from bench.fuzz_readers import SEEDS, fuzz

ROUNDS = 100
SECONDS = 5.0


@pytest.mark.parametrize("kind", SEEDS)
def test_a_changed_file_is_read_or_refused_in_time(kind: str) -> None:
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")

    _, slowest = fuzz(kind, ROUNDS, random.Random(seed))

    assert slowest < SECONDS
