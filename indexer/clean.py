"""Steps that clean text, each ``str -> str`` on one line of text, and the joining of wrapped lines.

No step changes a letter: æ, ø and å stay what they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

SOFT_HYPHEN = "\u00ad"

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

# Zero-width characters, marks of writing direction and control characters that are not white space.
INVISIBLE = str.maketrans(
    dict.fromkeys(
        [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
        + [code for code in [*range(0x20), *range(0x7F, 0xA0)] if not chr(code).isspace()]
    )
)

# Word's Symbol and Wingdings bullets arrive as private-use characters that no font of the reader's shows.
BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-"})

# After these words the hyphen stands for a part of the word that comes later: "børne- og ungepolitik".
SUSPENDING = frozenset({"og", "eller", "samt", "til"})

WORD = re.compile(r"[^\W\d_]{1,80}")
BROKEN_WORD = re.compile(r"(?P<before>[^\W\d_]{1,80})-$")


def nfc(text: str) -> str:
    """Compose letters and their accents: ``a`` + ring becomes ``å``."""
    return unicodedata.normalize("NFC", text)


SIGNS = {**INVISIBLE, **LIGATURES, **BULLETS}
ODD = re.compile(f"[{re.escape(''.join(map(chr, SIGNS)))}]")
"""Most lines have none of these, and looking is several times faster than translating."""


def soft_hyphens(text: str) -> str:
    """Drop soft hyphens within the line; one at the line's end was printed as a hyphen and becomes one."""
    if SOFT_HYPHEN not in text:
        return text
    bare = text.rstrip()
    return bare.replace(SOFT_HYPHEN, "") + ("-" if bare.endswith(SOFT_HYPHEN) else "")


def signs(text: str) -> str:
    """Drop zero-width characters, direction marks and control characters, spell out typographic ligatures (``ﬁ``
    becomes ``fi``; ``æ`` is a letter and stays), show private-use bullets of Word's fonts as the bullets they are."""
    return text.translate(SIGNS) if ODD.search(text) else text


def white_space(text: str) -> str:
    """Turn every run of white space (no-break and thin spaces, tabs) into one space; strip both ends."""
    return " ".join(text.split())


STEPS: tuple[Callable[[str], str], ...] = (soft_hyphens, signs, nfc)
COMMON = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u2010-\u2026]*")
"""Signs that no step changes, and no white space but the space. Most lines have no others, and looking once is several
times faster than each step."""


def clean_line(text: str) -> str:
    """One line of raw text -> the line as the index keeps it, by ``STEPS`` in order and with even white space.
    Cleaning twice changes nothing."""
    if COMMON.fullmatch(text) and "  " not in text:
        return text.strip()
    for step in STEPS:
        text = step(text)
    return white_space(text)


def join_lines(lines: Sequence[str]) -> str:
    """Wrapped lines -> one line, with words put together that were hyphenated at a line's end.

    ``["finan-", "sieres"]`` -> ``"finansieres"``; ``["børne-", "og ungepolitik"]`` -> ``"børne- og ungepolitik"``;
    a hyphen that belongs to the word stays: ``["p-", "huse"]`` -> ``"p-huse"``, ``["COVID-", "19"]`` -> ``"COVID-19"``.
    """
    if len(lines) == 1:
        return lines[0].strip()
    joined = ""
    for line in filter(None, (line.strip() for line in lines)):
        joined = _join(joined, line) if joined else line
    return joined


def _join(text: str, line: str) -> str:
    if not text.endswith("-") or text.endswith((" -", "--")) or text == "-" or not line[0].isalnum():
        return f"{text} {line}"
    word = WORD.match(line)
    if word and word[0].lower() in SUSPENDING:
        return f"{text} {line}"
    return (text[:-1] if _hyphenated(text, line) else text) + line


def _hyphenated(text: str, line: str) -> bool:
    """Whether the hyphen that ends ``text`` is only there because the line was full.

    Danish hyphenation never leaves a single letter: ``p-huse``, ``e-mail`` and ``u-sving`` own their hyphens. So do
    compounds of a name with capitals inside: ``UngiAarhus-tilbud``, ``IT-chefen``.
    """
    broken = BROKEN_WORD.search(text[-82:])
    if broken is None or len(broken["before"]) == 1:
        return False
    return (broken["before"][1:] + line[0]).islower()
