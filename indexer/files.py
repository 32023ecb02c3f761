"""The files that the paths of a run hold."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

from indexer.errors import RootError
from indexer.kinds import READABLE
from indexer.limits import FRESH_SECONDS
from search.layout import CURRENT, ENGINE, LOCK, STORE, WATCHES

_BLOCK = 2**18
"""Bytes of a file that are read at once."""
_NOWHERE = (0, 0)
ALIKE = "Another file's name is shown in the same letters: rename one of the two."
"""What people are told of the second of them."""
Key = tuple[str, str]
"""Root and path of a file."""
Entry = Path | os.DirEntry[str]
"""What is met on a walk, with its absolute path. A path takes ten times as long to make, and is needed of few."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as found: `where` is its absolute path; `root` and `path` (relative, with `/`) are how the store knows it.
    `mtime_ns` is 0 when the file changed so lately that its time stamp proves nothing. `readable`: whether we may."""

    where: str
    root: str
    path: str
    size: int
    mtime_ns: int
    inode: int
    readable: bool = True

    @property
    def place(self) -> Path:
        """Its absolute path; made where it is needed only, for a run over files that did not change meets many."""
        return Path(self.where)

    @property
    def key(self) -> Key:
        return self.root, self.path


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths hold. `tops` are the paths, absolute; `skipped` the absolute paths of files of no known kind;
    `unreadable` are (absolute path, message) of folders that could not be listed and of links that lead nowhere,
    `alike` the absolute paths of files left out since another's name is shown in the same letters."""

    tops: tuple[str, ...]
    files: tuple[File, ...]
    skipped: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs know, as absolute paths: the `roots` of their files, files of other kinds that were `named`,
    and paths given that may be `missing` now, for all that was read there is meant to go."""

    roots: Collection[str] = ()
    named: Collection[str] = ()
    missing: Collection[str] = ()


def find(paths: Sequence[str | os.PathLike[str]], known: Known, suffixes: Collection[str]) -> Found:
    """All files with one of the suffixes (lower case, with the point) at or below the paths, in order; a file given by
    name counts whatever its suffix, then and later. Hidden ones and indices are left out, links followed, no folder is
    listed twice, whichever of the paths lead to it.

    A file belongs to the deepest known root above it, so that a folder, a part of it, or one file of it may be given in
    different runs; else to the path given (a file to its folder). Raises RootError for a path that is missing, cannot
    be listed, or is an index.
    """
    tops = sorted(set(as_known(map(absolute, paths), known.roots)))
    roots, readable = set(known.roots), tuple(suffixes)
    seen = {_identity(top) for top in tops}
    files: dict[Key, File] = {}
    skipped: set[str] = set()
    unreadable: dict[Path, str] = {}
    alike: list[str] = []
    for top in _distinct(tops):
        if spelled(top) in known.missing and not os.path.lexists(top):
            continue
        for entry, root in _walk(top, roots, seen, unreadable):
            wanted = entry is top or entry.name.lower().endswith(readable) or spelled(entry) in known.named
            if not wanted:
                skipped.add(os.fspath(entry))
            elif (file := _file(entry, root, unreadable)) and files.setdefault(file.key, file).where != file.where:
                alike.append(spelled(entry))
    hidden = tuple((spelled(folder), message) for folder, message in sorted(unreadable.items()))
    others = tuple(sorted(map(spelled, skipped)))
    return Found(tuple(map(spelled, tops)), tuple(files[key] for key in sorted(files)), others, hidden, tuple(alike))


def not_looked_into(why: str) -> str:
    """What people are told of a place that is `unreadable`."""
    return f"It was not looked into: {why}."


def digest(place: str | os.PathLike[str]) -> str:
    """The SHA-256 of a file's bytes in hex; `""` when it cannot be read."""
    try:
        # hashlib.file_digest clears a buffer for each file, which takes twice as long as reading a small one
        with Path(place).open("rb", buffering=0) as stream:
            found = hashlib.sha256()
            while block := stream.read(_BLOCK):
                found.update(block)
            return found.hexdigest()
    except OSError:
        return ""


def within(place: str, top: str) -> bool:
    """Whether an absolute path lies at or below another."""
    return place == top or place.startswith(top.rstrip("/") + "/")


def spelled(path: str | os.PathLike[str]) -> str:
    """A path, or a sentence with paths in it, as text that can be stored and shown: bytes that are no UTF-8, line ends
    and signs that steer a terminal or are not seen are written as escapes."""
    text = os.fspath(path)
    if text.isprintable():  # what stands for a byte that is no UTF-8 is not
        return text
    text = os.fsencode(text).decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() or category(sign) == "Zs" else _escaped(sign) for sign in text)


def absolute(path: str | os.PathLike[str]) -> Path:
    """A path given to a run, from the root of the file system on. Raises RootError for an empty one."""
    if not os.fspath(path):
        raise RootError("One of the paths given is empty: name a folder or file. Nothing was removed.")
    return Path(os.path.normpath(Path(path).absolute()))


def unspelled(place: str) -> Path:
    """The absolute path that `spelled` made this one of, where it leads to something; else the same."""
    found = Path("/")
    for name in Path(place).parts[1:]:
        below = found / name
        if not os.path.lexists(below):
            with suppress(OSError), os.scandir(found) as listed:
                below = next((Path(one.path) for one in listed if spelled(one.name) == name), below)
        found = below
    return found


def as_known(places: Iterable[Path], roots: Collection[str]) -> list[Path]:
    """Absolute paths as earlier runs knew them, where one of their roots is another name of a folder at or above: where
    documents were moved, a link was left behind."""
    names = {identity: root for root in roots if (identity := _identity(Path(root))) != _NOWHERE}
    return [_as_known(place, roots, names) for place in places]


def _as_known(place: Path, roots: Collection[str], names: Mapping[tuple[int, int], str]) -> Path:
    for folder in (place, *place.parents):
        if spelled(folder) in roots:
            return place
        if root := names.get(_identity(folder)):
            return Path(root) / place.relative_to(folder)
    return place


def _distinct(tops: Sequence[Path]) -> tuple[Path, ...]:
    """Without folders that are only another name of an earlier one."""
    first: dict[object, Path] = {}
    for top in tops:
        first.setdefault(_identity(top) if top.is_dir() else top, top)
    return tuple(first.values())


def _walk(
    top: Path, roots: set[str], seen: set[tuple[int, int]], unreadable: dict[Path, str]
) -> Iterator[tuple[Entry, str]]:
    """(entry, root) of every file at or below `top`, but for the folders `seen`. What cannot be listed below it
    is put into `unreadable`, a root not known before into `roots`, each folder into `seen`."""
    _reach(top)
    root = _root_above(top, roots) or (top.parent if top.is_file() else top)
    roots.add(spelled(root))
    if top.is_file():
        yield top, str(root)
        return
    waiting = [(top, root)]
    while waiting:
        folder, root = waiting.pop()
        files, folders = _listing(folder, unreadable)
        above = str(root)
        yield from ((file, above) for file in files)
        for below in folders:
            identity = _identity(below)
            if identity != _NOWHERE and identity in seen:
                continue
            if not _holds_store(below):
                seen.add(identity)
                waiting.append((below, below if spelled(below) in roots else root))
            elif not _is_index(below):
                unreadable[below] = (
                    f"it is passed over as an index, for it holds {STORE}: if it is none, rename that file"
                )
            elif other := _beside_index(below):
                unreadable[below] = (
                    f"it is passed over as an index, and {other} lies in it: let the index have a folder of its own"
                )


def _reach(top: Path) -> None:
    """Raises RootError for a path that cannot be looked into, or is an index."""
    try:
        if top.is_file():
            return
        with os.scandir(top):
            pass
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise RootError(
            f"{spelled(top)} cannot be read ({why}): check the path and its rights. Nothing was removed; if it is gone "
            "for good, --allow-shrink lets go what was read there."
        ) from error
    if _is_index(top):
        raise RootError(
            f"{spelled(top)} is an index: name the folder of the documents, and let the index have its own."
        )


def _root_above(top: Path, roots: Collection[str]) -> Path | None:
    """The deepest of the roots at or above a path."""
    return next((path for path in (top, *top.parents) if spelled(path) in roots), None)


def _holds_store(folder: Path) -> bool:
    """False also for a folder that may not be looked into: listing it will tell."""
    try:
        return (folder / STORE).exists()
    except OSError:
        return False


def _is_index(folder: Path) -> bool:
    return _holds_store(folder) and any((folder / name).exists() for name in (LOCK, CURRENT))


def _beside_index(folder: Path) -> str:
    """The name of a file of a kind that can be read and is not the index's own; `""` where there is none."""
    for _, below, names in os.walk(folder):
        below[:] = [name for name in below if not is_hidden(name) and not name.startswith(ENGINE)]
        if others := sorted(name for name in names if _may_be_minutes(name)):
            return spelled(others[0])
    return ""


def _may_be_minutes(name: str) -> bool:
    own = name == WATCHES or (name.startswith(ENGINE) and name.endswith(".json"))
    return not own and not is_hidden(name) and name.lower().endswith(tuple(READABLE))


def _listing(folder: Path, unreadable: dict[Path, str]) -> tuple[list[Entry], list[Path]]:
    """The visible files and folders by name, links among them; no devices."""
    try:
        with os.scandir(folder) as listed:
            shown = sorted((one for one in listed if not is_hidden(one.name)), key=lambda one: one.name)
    except OSError as error:
        unreadable[folder] = error.strerror or str(error)
        return [], []
    # Of links the path is asked: it takes one that leads round in a circle for one that leads nowhere.
    entries: list[Entry] = [Path(one.path) if one.is_symlink() else one for one in shown]
    kinds = [(entry, _kind(entry, unreadable)) for entry in entries]
    files = [entry for entry, kind in kinds if kind == "file"]
    return files, [Path(entry) for entry, kind in kinds if kind == "folder"]


def is_hidden(name: str) -> bool:
    """Also what the system keeps at the top of a disk, which nobody but root may list."""
    return name.startswith(".") or name == "lost+found"


def _kind(entry: Entry, unreadable: dict[Path, str]) -> str:
    """file, folder, or "" for other things and for what may not be looked at, such as a link into a closed folder, or
    one that leads nowhere: what it led to may be on a disk that is not there."""
    try:
        kind = "file" if entry.is_file() else "folder" if entry.is_dir() else ""
        if not kind and isinstance(entry, Path) and not entry.exists():
            unreadable[entry] = "the link leads nowhere"
        return kind
    except OSError as error:
        unreadable[Path(entry)] = error.strerror or str(error)
        return ""


def _identity(folder: Path) -> tuple[int, int]:
    """The same for all names of one folder; _NOWHERE for one that is not there, went while we looked, or is closed."""
    try:
        found = folder.stat()
    except (OSError, ValueError):
        return _NOWHERE
    return found.st_dev, found.st_ino


def _file(entry: Entry, root: str, unreadable: dict[Path, str]) -> File | None:
    """None for a file that went while we looked, and for one that may not be looked at: then its folder counts as one
    that cannot be listed, and nothing below it goes."""
    try:
        found = entry.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        unreadable[Path(entry).parent] = error.strerror or str(error)
        return None
    where = os.fspath(entry)
    fresh = time.time_ns() - found.st_mtime_ns < FRESH_SECONDS * 1_000_000_000
    path = spelled(where[len(root) :].lstrip("/"))
    # what all may read is not asked for: it would be a call more for each of many files
    readable = bool(found.st_mode & stat.S_IROTH) or os.access(where, os.R_OK, effective_ids=True)
    mtime = 0 if fresh else found.st_mtime_ns
    return File(where, spelled(root), path, found.st_size, mtime, found.st_ino, readable)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
