"""Write invented minutes and their gold into a folder, to be looked at.

python tests/indexer/write_invented.py FOLDER [--seeds 3] [--first 0]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from invented.fixtures import LAYOUTS, fixtures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3, help="how many meetings in each layout")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    for fixture in (one for layout in LAYOUTS for seed in seeds for one in fixtures(layout, seed)):
        path = arguments.folder / fixture.name
        path.write_bytes(fixture.data)
        path.with_suffix(".json").write_text(json.dumps(fixture.gold, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
