"""Many generated queries over many generated items: every engine must find what the reference engine finds.

    python tests/bench/queries_agree.py [--queries 1000] [--items 2000] [--whoosh 300] [--seed N]

The reference looks at one item at a time, so this takes minutes; CI asks a hundred queries with a fresh seed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random, SystemRandom

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from queries import disagreements, items, reader_of, telling  # noqa: E402


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--queries", type=int, default=1_000)
    options.add_argument("--items", type=int, default=2_000)
    options.add_argument("--whoosh", type=int, default=300, help="items for Whoosh, which takes long to build")
    options.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}")
    wrong = 0
    for name, count in (("tantivy", chosen.items), ("whoosh", chosen.whoosh)):
        documents = items(Random(chosen.seed), count)
        with tempfile.TemporaryDirectory() as scratch:
            readers = [reader_of(engine, documents, Path(scratch) / engine) for engine in ("reference", name)]
            found = list(disagreements(readers, chosen.seed, chosen.queries))
            useful = telling(readers[1], chosen.seed, chosen.queries)
        print(f"{name}: {count} items, {chosen.queries} queries ({useful} find some), {len(found)} answered otherwise")
        for text, answers in found[:10]:
            print(f"  {text}", *(f"    {answer}" for answer in answers), sep="\n")
        wrong += len(found)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
