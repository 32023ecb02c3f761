"""ZIP containers, archives and Word files alike: what they hold, within limits that no bomb passes."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from indexer.errors import SourceError

MARKS = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBERS = 2_000
MAX_UNPACKED = 500 << 20
MAX_RATIO = 200
# What unpacks to less than this does no harm, however well it was packed.
HARMLESS = 4 << 20

ENCRYPTED, NAME_IS_UTF8 = 0x1, 0x800
# Whatever the library makes of bytes that are not what they say.
DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError, KeyError, IndexError, OverflowError,
)  # fmt: skip


@dataclass(slots=True)
class Allowance:
    """What may still be unpacked, in members and bytes; a container and those within it share one."""

    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED

    def spend(self, contents: ZipFile, packed: int, name: str) -> None:
        """Take off what a container says it holds. Raises ``SourceError`` (``too_large``).

        A member that holds more than it says is cut off there by the library, and its checksum is wrong.
        """
        infos = contents.infolist()
        unpacked = sum(info.file_size for info in infos)
        self.members -= len(infos)
        self.unpacked -= unpacked
        if self.members < 0 or self.unpacked < 0:
            limits = f"{MAX_MEMBERS} members or {MAX_UNPACKED >> 20} MB unpacked"
            raise SourceError("too_large", f"{name} holds more than {limits}: split it.")
        if unpacked > max(HARMLESS, MAX_RATIO * packed):
            message = f"{name} unpacks to more than {MAX_RATIO} times its size, as bombs do: unpack it by hand."
            raise SourceError("too_large", message)


def open_zip(data: bytes, name: str, allowance: Allowance | None = None) -> ZipFile:
    """Bytes -> the open container. Raises ``SourceError`` (``damaged``, ``too_large``)."""
    try:
        contents = ZipFile(BytesIO(data))
    except DAMAGE as error:
        raise SourceError("damaged", f"{name} is no ZIP file that can be opened ({error}): fetch it again.") from error
    (allowance or Allowance()).spend(contents, len(data), name)
    return contents


def read_member(contents: ZipFile, info: ZipInfo, name: str) -> bytes:
    """The bytes of one member; ``name`` is for messages. Raises ``SourceError`` (``encrypted``, ``damaged``)."""
    if info.flag_bits & ENCRYPTED:
        raise SourceError("encrypted", f"{name} is protected by a password: save a copy without one.")
    try:
        return contents.read(info)
    except DAMAGE as error:
        raise SourceError("damaged", f"{name} cannot be unpacked ({error}): fetch it again.") from error


def member_name(info: ZipInfo) -> str:
    """A member's path with ``/``, without parts that lead out of the container.

    Names that are not marked as UTF-8 are that all the same, or in the code page of Danish DOS and Windows.
    """
    name = info.filename
    if not info.flag_bits & NAME_IS_UTF8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850", "replace")
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def zip_kind(data: bytes) -> str | None:
    """``docx``, ``zip`` for an archive, ``""`` for another kind of document; None for what cannot be opened."""
    try:
        with ZipFile(BytesIO(data)) as contents:
            names = {info.filename for info in contents.infolist()[:MAX_MEMBERS]}
    except DAMAGE:
        return None
    if "[Content_Types].xml" in names:
        return "docx" if any(name.startswith("word/") for name in names) else ""
    return "" if "mimetype" in names else "zip"
