"""Folders as a user sees them who may read and not write, also where the tests run as root."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A new folder that every user can reach, unlike those that pytest makes."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def no_right_to_write(folder: Path) -> Iterator[None]:
    """Within the block nothing can be written in the folder or below it."""
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    user = os.geteuid()
    for path in folders:
        path.chmod(0o555)
    if user == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(user)
        for path in folders:
            path.chmod(0o755)


@contextmanager
def no_right_to_enter(folder: Path, *, but_to_list: bool = False) -> Iterator[None]:
    """Within the block the folder cannot be entered, nor listed, unless its names may be."""
    user = os.geteuid()
    folder.chmod(0o444 if but_to_list else 0)
    if user == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(user)
        folder.chmod(0o755)


def refuse_to_list(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder cannot be listed in this test, wherever it lies: the user that many test runs have may list all."""
    listed = os.scandir

    def refuse(asked: Path) -> object:
        if asked == folder:
            raise PermissionError(13, "Permission denied")
        return listed(asked)

    monkeypatch.setattr(os, "scandir", refuse)
