"""The kinds of file that are read, by suffix. Loads no reader: a run over files that did not change needs none."""

from __future__ import annotations

# These hold no text of their own: items that need no reading, and other files.
READY, ARCHIVE = "ready", "zip"

KIND_OF_SUFFIX = {
    ".pdf": "pdf", ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text", ".md": "text",
    ".docx": "docx", ".docm": "docx", ".json": "firstagenda", ".jsonl": READY, ".zip": ARCHIVE,
}  # fmt: skip
READABLE = frozenset(KIND_OF_SUFFIX)
