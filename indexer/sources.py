"""Files and what the store knows of them: what is new, changed, unchanged and gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.errors import ShrinkError
from indexer.files import File, Found, Key, digest, is_hidden, not_looked_into, spelled, unspelled, within
from indexer.limits import SHRINK_SHARE
from search.quantity import counted
from search.store.forgotten import Forgotten
from search.store.source import UNREACHABLE, Source

# A file that failed for one of these may be readable the next time though its bytes are the same.
PASSING = frozenset({"unreadable", "timeout", "memory", "crashed", UNREACHABLE})
_EMPTY = "is a disk not mounted? If they are meant to go, remove the empty folder, too, or run with --allow-shrink"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a run has to do. `touched` are known sources with the same bytes under a new time stamp; they count as
    unchanged too. `unreachable` are places that cannot be looked into, as sources that failed; `reachable` those known
    as such that can be, or are no more."""

    new: tuple[File, ...]
    changed: tuple[File, ...]
    unchanged: int
    touched: tuple[Source, ...]
    gone: tuple[Source, ...]
    unreachable: tuple[Source, ...] = ()
    reachable: tuple[Source, ...] = ()


def compare(found: Found, known: Mapping[Key, Source], reader: str, again: Collection[str] = PASSING) -> Difference:
    """What changed since the store was written. Size and time stamp tell, in doubt the bytes; a source read by another
    version than `reader`, or failed for one of the reasons `again`, counts as changed. Only sources at or below the
    tops go, and none below a folder that could not be listed."""
    there = {file.key: file for file in found.files}
    chosen: dict[str, list[File]] = {"new": [], "changed": [], "unchanged": [], "touched": []}
    for key, file in there.items():
        chosen[_state(file, known.get(key), reader, again)].append(file)
    left = [source for key, source in known.items() if key not in there and _listed(source, found)]
    return Difference(
        new=tuple(chosen["new"]),
        changed=tuple(chosen["changed"]),
        unchanged=len(chosen["unchanged"]) + len(chosen["touched"]),
        touched=tuple(replace(known[file.key], mtime_ns=file.mtime_ns, inode=file.inode) for file in chosen["touched"]),
        gone=tuple(source for source in left if not source.is_unread_place),
        unreachable=tuple(_unreachable(found, known)),
        reachable=tuple(source for source in left if source.is_unread_place),
    )


def _unreachable(found: Found, known: Mapping[Key, Source]) -> Iterator[Source]:
    """The places that could not be looked into, each of the root of the files around it. One that was read as a file
    keeps what is known of it."""
    roots = {root for root, _ in known} | {file.root for file in found.files}
    for place, message in found.unreadable:
        top = next(top for top in found.tops if within(place, top))
        root = max((root for root in roots if within(top, root)), key=len, default=top)
        path = place.removeprefix(root).lstrip("/")
        before = known.get((root, path), Source(root, path, 0, 0, 0, "", "", ""))
        yield replace(before, status="failed", reason=UNREACHABLE, message=not_looked_into(message), warnings=())


def without_forgotten(found: Found, forgotten: Collection[Forgotten]) -> tuple[Found, tuple[str, ...]]:
    """The files that were not taken out for good, and a sentence for each that was and holds something else now."""
    places = {gone.place: gone.sha256 for gone in forgotten if not gone.base}
    out = [file for file in found.files if spelled(file.where) in places] if places else []
    if not out:
        return found, ()
    left = tuple(file for file in found.files if spelled(file.where) not in places)
    return replace(found, files=left), tuple(
        f"{spelled(file.where)} is left out because it was forgotten, and holds something else now: `referat forget "
        "PATH --undo` lets it in."
        for file in out
        if digest(file.where) != places[spelled(file.where)]
    )


def without_copies(difference: Difference, forgotten: Collection[Forgotten]) -> Difference:
    """What is to be read but for files with the bytes of one that was taken out, whatever they are called."""
    hashes = {gone.sha256 for gone in forgotten if gone.sha256}
    if not hashes:
        return difference
    new, changed = (
        tuple(file for file in files if digest(file.where) not in hashes)
        for files in (difference.new, difference.changed)
    )
    return replace(difference, new=new, changed=changed)


def without_emptied(found: Found, difference: Difference) -> Found:
    """The same with the folders as places that could not be looked into that are there still and hold nothing of what
    was read there, nor anything else: a disk that is not mounted leaves such a one. A top is for `guard`."""
    emptied = Counter(filter(None, (_folder_left(source, found) for source in _not_moved(difference))))
    empty = {folder: files for folder, files in emptied.items() if _is_empty(unspelled(folder))}
    if not empty:
        return found
    told = [(folder, f"{counted(files, 'file')} known there: {_EMPTY}") for folder, files in empty.items()]
    return replace(found, unreadable=(*found.unreadable, *told))


def _folder_left(source: Source, found: Found) -> str:
    """The folder nearest above a file that is there still; `""` for one of the tops."""
    folder = Path(source.place).parent
    while not unspelled(str(folder)).is_dir():
        folder = folder.parent
    below = any(within(str(folder), top) and str(folder) != top for top in found.tops)
    return str(folder) if below else ""


def _is_empty(folder: Path) -> bool:
    """Whether nothing is there to see: a disk of its own keeps `lost+found`."""
    try:
        return all(is_hidden(below.name) for below in folder.iterdir())
    except OSError:  # the walk has told of it
        return False


def guard(found: Found, known: Mapping[Key, Source], difference: Difference) -> None:
    """Raises ShrinkError when too many of the files known at or below one top have vanished."""
    for top in found.tops if difference.gone else ():
        before = sum(within(source.place, top) for source in known.values())
        lost = [source for source in difference.gone if within(source.place, top)]
        if len(lost) > before * SHRINK_SHARE:
            lost = [source for source in _not_moved(difference) if within(source.place, top)]
        if len(lost) > before * SHRINK_SHARE:
            raise ShrinkError(
                f"{len(lost)} of the {before} files known below {top} have vanished; nothing was removed. "
                "Is a share not mounted? If they are meant to go, run again with --allow-shrink."
            )


def _not_moved(difference: Difference) -> list[Source]:
    """The sources that are gone, but for those whose bytes a new file has."""
    sizes = {source.size for source in difference.gone}
    hashes = {digest(file.where) for file in difference.new if file.size in sizes}
    return [source for source in difference.gone if source.sha256 not in hashes]


def asked_for(source: Source, found: Found) -> bool:
    """Whether a source lies at or below the paths given."""
    return any(within(source.place, top) for top in found.tops)


def _state(file: File, source: Source | None, reader: str, again: Collection[str]) -> str:
    """new, changed, unchanged or touched."""
    if source is None:
        return "new"
    if source.reader != reader or source.reason in again or source.size != file.size:
        return "changed"
    if file.mtime_ns and (file.mtime_ns, file.inode) == (source.mtime_ns, source.inode):
        return "unchanged" if file.readable else "changed"
    return "touched" if digest(file.where) == source.sha256 else "changed"


def _listed(source: Source, found: Found) -> bool:
    """Whether the walk would have met the source if it were still there."""
    hidden = any(within(source.place, folder) for folder, _ in found.unreadable)
    return asked_for(source, found) and not hidden
