"""Fixtures that the whole suite shares."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings
from town import Fact, Town

# The integration server judges a change, so the same change must get the same verdict; elsewhere examples are fresh.
settings.register_profile("server", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("server" if os.environ.get("CI") == "true" else "here")

ROOT = Path(__file__).resolve().parent.parent
NO_REAL_MINUTES = "no real minutes at"
NO_RIGHT_TO_MOUNT = "a small disk cannot be mounted here"
"""The reasons for which a test may be skipped where nothing is missing."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the integration server (`CI=true`) nothing may be missing: a skip there is a failure."""
    report = yield
    told = str(report.longrepr)
    may_be = NO_REAL_MINUTES in told or NO_RIGHT_TO_MOUNT in told
    if report.skipped and os.environ.get("CI") == "true" and not may_be:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be missing: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real minutes and judged queries: `$REFERAT_SHARED`, else `../shared` beside the project."""
    folder = Path(os.environ.get("REFERAT_SHARED", ROOT.parent / "shared"))
    if not (folder / "minutes").is_dir():
        pytest.skip(f"{NO_REAL_MINUTES} {folder}: set REFERAT_SHARED to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """The project's own `data` folder."""
    return ROOT / "data"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """An index of three items with two saved searches."""
    town = Town(tmp_path / "index")
    town.items = {"a": Fact(frozenset({"skole"})), "b": Fact(frozenset({"vej", "skole"})), "c": Fact()}
    town.build()
    town.add("skole")
    town.add("vej-havn")
    return town
