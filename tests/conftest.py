"""Fixtures that the whole suite shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real minutes and judged queries: `$REFERAT_SHARED`, else `../shared` beside the project."""
    folder = Path(os.environ.get("REFERAT_SHARED", ROOT.parent / "shared"))
    if not (folder / "minutes").is_dir():
        pytest.skip(f"no real minutes at {folder}: set REFERAT_SHARED to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """The project's own `data` folder."""
    return ROOT / "data"
