"""Tables of words that lie beside the code as tab-separated or TOML files."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated file, short rows filled up with ""; lines that begin with # are remarks."""
    lines = files("indexer").joinpath(name).read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return tuple(tuple((*row, *[""] * columns)[:columns]) for row in cells)


def toml(name: str) -> dict[str, Any]:
    """The content of a TOML file."""
    return tomllib.loads(files("indexer").joinpath(name).read_text(encoding="utf-8"))


def either(pattern: str | list[str]) -> str:
    """A pattern, or what may match instead of one another, one on a line of a table, as a pattern."""
    return pattern if isinstance(pattern, str) else "|".join(pattern)


def entries(name: str) -> tuple[str, ...]:
    """The lines of a text file, without empty ones and remarks."""
    return tuple(cells[0] for cells in rows(name, 1))
