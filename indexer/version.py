"""By which version of this program a file was read: one that another version read is read again."""

from __future__ import annotations

# Raise it whenever a reader gets something else out of the same bytes: the nightly run then reads every file again.
READER_VERSION = 10

# Raise it whenever segmenting or documents make something else of the same transcript: all files are then read again.
INTAKE_VERSION = 10

VERSION = f"{READER_VERSION}.{INTAKE_VERSION}"
