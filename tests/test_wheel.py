"""What `pip install .` gives works in any folder: the wheel holds all that the program needs at run time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A fresh environment with the wheel in it."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    left_out = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "tests", "data")
    shutil.copytree(ROOT, source, ignore=left_out)
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(source)], capture_output=True, text=True
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = place.glob("*.whl")
    venv.create(place / "env", with_pip=True)
    done = subprocess.run(
        [place / "env" / "bin" / "pip", "install", "-q", str(wheel)], capture_output=True, text=True, timeout=600
    )
    if done.returncode != 0 and "CI" not in os.environ and "No matching distribution" in done.stderr:
        pytest.skip("the wheel's dependencies cannot be fetched here")
    assert done.returncode == 0, done.stderr
    return place / "env" / "bin"


def test_the_installed_program_indexes_and_finds_from_an_empty_folder(installed: Path, tmp_path: Path):
    def referat(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "REFERAT_INDEX")}
        return subprocess.run(
            [installed / "referat", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    indexed = referat("index", str(ROOT / "data" / "minutes"))
    found = referat("search", "pulje")

    assert indexed.returncode == 0, indexed.stderr
    assert "160 items" in indexed.stdout
    assert found.returncode == 0, found.stderr
    assert "»omprioriteringspulje" in found.stdout.casefold()
    assert referat("--version").stdout.startswith("referat")


def test_the_wheel_holds_every_file_of_the_packages_and_no_tests_or_samples(installed: Path):
    (wheel,) = installed.parent.parent.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = (path for package in ("indexer", "search") for path in (ROOT / package).rglob("*") if path.is_file())

    assert held == {
        "cli.py",
        *(str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts),
    }
