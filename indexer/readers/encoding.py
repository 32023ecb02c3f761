"""Bytes -> text: which encoding it is, and whether the text was already spoilt before it reached us."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from indexer.errors import SourceError

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

DANISH = "æøåÆØÅ"
SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")

# UTF-8 that was read as one of these shows two or three signs for each Danish letter: "Ã¸", "├©".
MISREAD_AS = ("cp1252", "latin-1", "cp850", "cp437", "mac_roman")
# The last three begin a spoilt letter themselves: they betray text that was spoilt twice.
SPOILT_LETTERS = DANISH + "éäöüÉÄÖÜ–’”" + "Ã├√"
ROUNDS = 2

# Replacement characters, the numbers of glyphs whose letter a PDF does not tell, control and private-use characters
# (those from U+F000 are the bullets of symbol fonts).
LOST = re.compile("[\ufffd\x00-\x08\x0e-\x1a\x7f\ue000-\uefff]")
LOST_GLYPH = re.compile(r"\(cid:\d{1,6}\)")

# Text has next to no control characters; anything above this share is some other kind of file.
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and sentences for people about what may have been misread."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Decode ``data`` and mend mojibake where that is certain. ``name`` is for messages.

    A byte order mark decides; then valid UTF-8; then ``declared`` (what an HTML page says of itself); then the
    single-byte encoding that gives most Danish letters, Windows-1252 if none does. Raises ``SourceError`` (``damaged``)
    for binary data.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            decoded = Decoded(data[len(bom) :].decode(encoding, errors="replace"))
            break
    else:
        _refuse_binary(data, name)
        decoded = _without_bom(data, declared)
    text, mended = mend(decoded.text)
    return Decoded(text, decoded.warnings + mended + suspicions(text))


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo mojibake if the whole text can be turned back without loss, at most twice; say so in a warning."""
    done: list[str] = []
    for _ in range(ROUNDS):
        turned = next(filter(None, (_turn_back(text, codec) for codec in MISREAD_AS)), None)
        if turned is None:
            break
        text, codec = turned
        done.append(codec)
    if not done:
        return text, ()
    return text, (f"The text was UTF-8 misread as {' and again as '.join(done)}; it was turned back without loss.",)


def suspicions(text: str) -> tuple[str, ...]:
    """Warnings about text that is still spoilt: mojibake, with an example, and signs that stand for no known letter."""
    found = []
    if spoilt := SIGNS.findall(text):
        found.append(
            f"{len(spoilt)} places look like wrongly decoded letters (such as {spoilt[0]!r}) and were left as they "
            "are; searches for the right words will miss them."
        )
    if lost := len(LOST.findall(text)) + len(LOST_GLYPH.findall(text)):
        found.append(f"{lost} characters could not be read.")
    return tuple(found)


def _refuse_binary(data: bytes, name: str) -> None:
    control = sum(1 for _ in CONTROL.finditer(data))
    if b"\0" in data or control > CONTROL_SHARE * len(data):
        raise SourceError("damaged", f"{name} holds binary data, not text: fetch it again, or save it as UTF-8 text.")


def _without_bom(data: bytes, declared: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared and (text := _try(data, declared)) is not None:
        return Decoded(text)
    broken = data.decode("utf-8", errors="replace")
    if sum(map(broken.count, DANISH)) > broken.count("\ufffd"):
        return Decoded(broken)
    return _single_byte(data)


def _single_byte(data: bytes) -> Decoded:
    texts = {encoding: data.decode(encoding, errors="replace") for encoding in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda encoding: sum(map(texts[encoding].count, DANISH)))
    if best == "cp1252":
        return Decoded(texts[best])
    return Decoded(texts[best], (f"The text was read as {best}, the encoding that gives most Danish letters.",))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None


def _signs(codec: str) -> set[str]:
    """How the letters look when their UTF-8 bytes are read as ``codec``."""
    shown = (_try(letter.encode(), codec) for letter in SPOILT_LETTERS)
    return {signs for signs in shown if signs}


def _pattern(codecs_: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted({re.escape(signs) for codec in codecs_ for signs in _signs(codec)})))


SIGNS_OF = {codec: _pattern((codec,)) for codec in MISREAD_AS}
SIGNS = _pattern(MISREAD_AS)


def _turn_back(text: str, codec: str) -> tuple[str, str] | None:
    if not SIGNS_OF[codec].search(text):
        return None
    try:
        return text.encode(codec).decode("utf-8"), codec
    except UnicodeError:
        return None
