"""Make the sample data: minutes of an invented municipality, and the truth about them.

    python data/make_minutes.py [OUT]

Writes OUT/minutes/* (text, HTML, PDF) and OUT/minutes-gold/*.json, byte for byte the same each time; OUT is this
script's folder by default. PDFs need reportlab (`pip install '.[data]'`); without it they are left out, and the exit
status is 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from sample import html_layout, text_layout
from sample.gold import gold
from sample.records import Meeting, meetings, read_register

HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    out = Path(arguments[0]) if arguments else HERE
    skipped = make(out)
    if skipped:
        names = ", ".join(skipped)
        print(f"not made: {names} (reportlab is not installed: pip install '.[data]')", file=sys.stderr)
    return 1 if skipped else 0


def make(out: Path) -> list[str]:
    """Writes all sample files under `out`; says which were left out for want of reportlab."""
    for folder in ("minutes", "minutes-gold"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    can_print = find_spec("reportlab") is not None
    skipped = []
    for meeting in meetings(read_register(HERE / "sample")):
        if meeting.format == "pdf" and not can_print:
            skipped.append(f"{meeting.stem}.pdf")
            continue
        content, pages = _render(meeting)
        _write(out, meeting, content, pages)
    return skipped


def _render(meeting: Meeting) -> tuple[bytes, Mapping[str, int]]:
    if meeting.format == "pdf":
        from sample import pdf_layout  # reportlab is needed for PDFs alone

        return pdf_layout.render(meeting)
    layout = {"txt": text_layout, "html": html_layout}[meeting.format]
    return layout.render(meeting).encode(), {}


def _write(out: Path, meeting: Meeting, content: bytes, pages: Mapping[str, int]) -> None:
    (out / "minutes" / f"{meeting.stem}.{meeting.format}").write_bytes(content)
    truth = json.dumps(gold(meeting, pages), ensure_ascii=False, indent=1) + "\n"
    (out / "minutes-gold" / f"{meeting.stem}.json").write_bytes(truth.encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
