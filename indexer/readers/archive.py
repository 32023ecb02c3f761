"""ZIP archives -> the files within them, also those of an archive within the archive, but no deeper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.errors import SourceError
from indexer.readers.zipped import Allowance, member_name, open_zip, read_member, zip_kind

DEPTH = 2
# What operating systems and programs leave beside the files that people put in.
LEFTOVERS = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive: its path there, and its bytes or why there are none."""

    path: str
    data: bytes = b""
    error: SourceError | None = None


def members(data: bytes, name: str) -> Iterator[Member]:
    """Bytes of an archive -> its files in the archive's order, one unpacked at a time; hidden ones are left out.

    ``name`` is for messages. Raises ``SourceError`` (``damaged``, ``too_large``) for the archive as a whole.
    """
    return _members(data, name, Allowance(), 1)


def _members(data: bytes, name: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    with open_zip(data, name, allowance) as contents:
        for info in contents.infolist():
            path = member_name(info)
            if not path or info.filename.endswith("/") or _is_leftover(path):
                continue
            try:
                inner = read_member(contents, info, f"{name}/{path}")
                yield from _unfolded(Member(path, inner), f"{name}/{path}", allowance, depth)
            except SourceError as error:
                yield Member(path, error=error)


def _unfolded(member: Member, name: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    """The member itself, or what is in it if it is an archive."""
    if zip_kind(member.data) != "zip":
        yield member
    elif depth == DEPTH:
        raise SourceError("unknown_kind", f"{name} is an archive within an archive within an archive: unpack it.")
    else:
        for inner in _members(member.data, name, allowance, depth + 1):
            yield Member(f"{member.path}/{inner.path}", inner.data, inner.error)


def _is_leftover(path: str) -> bool:
    return any(part.startswith(".") or part in LEFTOVERS for part in path.split("/"))
