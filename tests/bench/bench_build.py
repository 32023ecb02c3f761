"""What a nightly build takes and survives: each part by itself, or all of them.

    python tests/bench/bench_build.py [kills] [changes] [pdfs] [memory] [readers] [--seed N] ...

kills    builds of `--files` files are killed at random moments; each kill is followed by a look at the index and a
         normal run, which must end with the fingerprint of a clean build
changes  a run over `--many` files of which none or few changed, beside a bare walk
pdfs     a build of `--pdfs` PDFs with two workers beside `pdftotext`, two at a time
memory   the most memory that a build needs, at a tenth of `--many` files and at all of them
readers  what `--readers` searching processes wait while builds run, and that none sees half a build
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "indexer"), str(Path(__file__).resolve().parent)]

from build_changes import changes  # noqa: E402  after the path is set
from build_memory import memory  # noqa: E402
from build_pdfs import pdfs  # noqa: E402
from build_readers import readers  # noqa: E402
from killing import kills  # noqa: E402

WORKERS = 2


def killed(scratch: Path, seed: int, times: int, files: int) -> None:
    print(f"{times} kills with seed {seed}, {files} files each", flush=True)
    met = Counter[str]()
    for number, what in enumerate(kills(scratch, seed, times, files), 1):
        kind, _, rest = what.partition(" after ")
        met[f"{kind}, {rest.rpartition(', ')[2]}"] += 1
        print(f"{number}: {what}", flush=True)
    print("; ".join(f"{what}: {count}" for what, count in met.most_common()))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", metavar="PART")
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--files", type=int, default=500, help="files of a build that is killed or read beside")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options.add_argument("--many", type=int, default=10_000)
    options.add_argument("--pdfs", type=int, default=300)
    options.add_argument("--rounds", type=int, default=3, help="of pdftotext and build in turns")
    options.add_argument("--readers", type=int, default=20)
    options.add_argument("--builds", type=int, default=5, help="builds that are read beside")
    chosen = options.parse_args()
    parts = {
        "changes": lambda place: changes(place, chosen.many),
        "pdfs": lambda place: pdfs(place, chosen.pdfs, WORKERS, chosen.rounds),
        "memory": lambda place: memory(place, (chosen.many // 10, chosen.many)),
        "readers": lambda place: readers(place, chosen.readers, chosen.files, chosen.builds),
        "kills": lambda place: killed(place, chosen.seed, chosen.kills, chosen.files),
    }
    if unknown := set(chosen.parts) - set(parts):
        options.error(f"there is no part called {', '.join(unknown)}")
    for name in chosen.parts or parts:
        with tempfile.TemporaryDirectory() as place:
            print(f"== {name}", flush=True)
            parts[name](Path(place))


if __name__ == "__main__":
    main()
