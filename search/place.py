"""How the published state of an index folder is told and opened."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from search.analysis.chain import fingerprint
from search.engines import registry
from search.engines.engine import Reader
from search.engines.folder import Mark
from search.errors import EngineError, IndexMissing, IndexOutdated, StoreError
from search.layout import CURRENT, ENGINE, STORE, write_whole
from search.schema import SCHEMA_VERSION
from search.store.reader import StoreReader

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an engine's files were made with, and what they held when they were last published.

    `engine` is its name, `schema` and `analysis` are SCHEMA_VERSION and the analysis' fingerprint, `store` the store's
    identity, `pads` the Settings' pads, `length` the mean length of the texts that they were estimated from;
    `generation` is the number of the run that published, 0 before the first. `fingerprint` is the store's of that
    state, `files` tell whether the engine's files are still what they were.
    """

    engine: str
    schema: int
    analysis: str
    store: str
    pads: Mapping[str, int]
    length: float = 0.0
    generation: int = 0
    items: int = 0
    fingerprint: str = ""
    files: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """One published state: texts and hits that belong together. Close both."""

    manifest: Manifest
    store: StoreReader
    reader: Reader


Stamp = tuple[tuple[int, int], ...]


def stamp(index: Path) -> Stamp:
    """Changes whenever a run publishes; reads next to nothing. Empty where nothing is published."""
    try:
        files = (index / CURRENT, _manifest_file(index, current(index)))
        return tuple((found.st_ino, found.st_mtime_ns) for found in map(os.stat, files))
    except (OSError, IndexMissing, EngineError):
        return ()


def open_published(index: Path) -> Published:
    """Opens what is published. Raises IndexMissing, IndexOutdated, StoreError or EngineError."""
    for _ in range(_TRIES):
        name = current(index)
        try:
            return _open(index, name)
        except (EngineError, IndexMissing):
            # A run may have published another engine and removed this one since its name was read.
            if current(index) == name:
                raise
    raise EngineError(f"The index at {index} is being replaced all the time: try again later.")


def _open(index: Path, name: str) -> Published:
    manifest = read_manifest(index, name)
    if (manifest.schema, manifest.analysis) != (SCHEMA_VERSION, fingerprint()):
        other = "version of this program" if manifest.schema != SCHEMA_VERSION else "analysis of Danish words"
        raise IndexOutdated(
            f"The index at {index} was made with another {other}: run `referat index --rebuild`; it opens no document."
        )
    with ExitStack() as opened:
        reader = registry.engine(manifest.engine).open_reader(index / name)
        opened.callback(reader.close)
        store = StoreReader(index / STORE, reader.generation)
        opened.callback(store.close)
        if store.identity() != manifest.store:
            raise _other_store(index)
        refuse_other_state(index, store, reader.generation)
        opened.pop_all()
    return Published(manifest, store, reader)


def refuse_other_state(index: Path, store: StoreReader, generation: int) -> None:
    """Raises StoreError where the store does not hold what the run wrote that published the engine."""
    if not store.is_settled(generation):
        raise _other_store(index)


def _other_store(index: Path) -> StoreError:
    return StoreError(
        f"The engine in {index} was made from another state of the store, as when a backup of it was put back: run "
        "`referat index` again, or `referat index --rebuild`."
    )


def current(index: Path) -> str:
    """The name of the published engine's folder. Raises IndexMissing where nothing is published."""
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"There is no index at {index}: make one with `referat index FOLDER`.") from error
    except (OSError, ValueError) as error:
        raise EngineError(f"{index / CURRENT} cannot be read ({error}): {_mending(error)}.") from error
    if not (name.startswith(ENGINE) and name.removeprefix(ENGINE).isdecimal()):
        raise EngineError(f"{index / CURRENT} does not name an engine's folder: run `referat index` again.")
    return name


def read_manifest(index: Path, name: str) -> Manifest:
    """The manifest of an engine's folder. Raises EngineError where it is missing or damaged."""
    file = _manifest_file(index, name)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        files = {name: Mark(*mark) for name, mark in found.pop("files", {}).items()}
        return Manifest(files=files, **found)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise EngineError(f"The manifest {file} cannot be read ({error}): {_mending(error)}.") from error


def _mending(error: Exception) -> str:
    return "check its rights" if isinstance(error, PermissionError) else "run `referat index` again"


def write_manifest(index: Path, name: str, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True)
    write_whole(_manifest_file(index, name), f"{text}\n")


def _manifest_file(index: Path, name: str) -> Path:
    return index / f"{name}.json"


def engine_folders(index: Path) -> list[str]:
    """The names of all engines' folders, published or not, by number; a folder without a number is none."""
    numbers = (path.name.removeprefix(ENGINE) for path in index.glob(f"{ENGINE}*") if path.is_dir())
    return [f"{ENGINE}{number}" for number in sorted(map(int, filter(str.isdecimal, numbers)))]


def remove_engine(index: Path, name: str) -> None:
    """Removes an engine's files. Readers that hold them open keep what they have."""
    _manifest_file(index, name).unlink(missing_ok=True)
    shutil.rmtree(index / name, ignore_errors=True)
