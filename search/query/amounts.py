"""Amounts of money as minutes print them and as queries ask for them, in whole kroner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

MOST = 10**12 - 1
"""Kroner; what is more is no amount of a council."""

_UNITS = {
    "mia": 10**9, "milliard": 10**9, "milliarder": 10**9,
    "mio": 10**6, "million": 10**6, "millioner": 10**6,
    "t": 1_000, "tkr": 1_000, "tusind": 1_000, "tusinde": 1_000,
}  # fmt: skip
_LARGE = r"mia|mio|milliard(?:er)?|million(?:er)?"
_SMALL = r"tusinde?|t(?=\.?\s?kr)"
_POINT = r"[0-9]{1,4}\.[0-9]{1,2}(?=\s?(?:mia|mio|milliard|million))"
"""A point for the comma, as only few write it; three digits behind it would be thousands."""
_NUMBER = (
    r"[0-9]{1,3}(?:[.\u00a0 ][0-9]{3}){1,4}(?:,[0-9]{1,2})?(?![0-9])"
    rf"|{_POINT}|[0-9]{{1,12}}(?:,[0-9]{{1,3}})?(?![0-9]|[.,][0-9])"
)
_IS_POINTED = re.compile(r"[0-9]{1,4}\.[0-9]{1,2}")
_IS_PART = re.compile(r"[0-9]{1,3},[0-9]+")
"""So no whole kroner are written: where no unit stands behind it, one was forgotten."""
_CURRENCY = r"(?:kr(?:oner)?\b|dkk\b)"
_GOES_ON = r"(?=[,;:)]|\.?\s*$|\.?\s+(?:i|til|fra|om|på|pr|over|under|og|eller|ekskl|inkl|svarende|årlig\w{0,2})\b)"
"""What follows `5,2 mio.` where it is money without a word for it, and no number of people."""
_AT = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s?(?P<large>{_LARGE})\b(?:\.?\s?{_CURRENCY}|{_GOES_ON})"
    rf"|\s?(?P<small>{_SMALL})\.?\s?{_CURRENCY}|\s?(?P<tkr>tkr)\b|\s?(?P<kroner>{_CURRENCY}))?",
    re.IGNORECASE,
)
_START = re.compile(
    r"[0-9](?<![\w.,/][0-9])(?:(?=[0-9.,\u00a0 ]{0,30}+\s?[mtkdMTKD])|(?<=[rkRK.]\s[0-9])|(?<=[rkRK.]\s\n[0-9]))"
)
"""Where a number begins with what may be a word for money behind or before it. The digit stands first, so that texts
are gone through fast."""
_BEFORE = re.compile(r"(?:kr\.?|dkk)\s?$", re.IGNORECASE)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_CROWNS = r"\.?\s?(?:kr\.?|kroner|dkk)?"
_ASKED = re.compile(rf"({_NUMBER})\s?({_UNIT})?{_CROWNS}", re.IGNORECASE)
_HALF = re.compile(rf"([0-9]{{1,3}}(?:,[0-9]+)?)\s?\.\.\s?(?:{_NUMBER})\s?({_UNIT}){_CROWNS}", re.IGNORECASE)

FORMS = "a number of kroner: 500000, 500.000, 500t, 5mio, 5,2mio, 1mia"


def amounts_in(text: str) -> Iterator[int]:
    """Every amount that a text names: `5,2 mio. kr.`, `5.200.000 kr.`, `kr. 100.000,-`, `500 t.kr.`; parts of a krone
    are cut off."""
    return (amount for amount, _, _ in amounts_at(text))


def amounts_at(text: str) -> Iterator[tuple[int, int, int]]:
    """The same, each with where it starts and ends."""
    end = 0
    for start in _START.finditer(text):
        found = _AT.match(text, start.start()) if start.start() >= end else None
        if not found:
            continue
        end = found.end()
        unit = found["large"] or found["small"] or found["tkr"] or ""
        if unit or found["kroner"] or _BEFORE.search(text, max(0, found.start() - 5), found.start()):
            amount = _kroner(found["number"], unit)
            if amount <= MOST:
                yield amount, found.start(), found.end()


def parse_amount(text: str) -> int:
    """The kroner that a query means. Raises ValueError, with a message for people."""
    found = _ASKED.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text[:40]} is no amount" if text else "An amount is missing")
    if _IS_PART.fullmatch(text.strip()):
        raise ValueError(f"The unit of {text.strip()} is missing: write {text.strip()}mio or {text.strip()}kr")
    amount = _kroner(found[1], found[2] or "")
    if amount > MOST:
        raise ValueError(f"{text[:40]} is more than any amount here")
    return amount


def refuse_half_told(text: str) -> None:
    """Raises ValueError, with a message for people, for `1..2mio`: from 1 krone or from 1 mio. on?"""
    if found := _HALF.fullmatch(text.strip()):
        low, unit = found.groups()
        raise ValueError(f"The unit of the first number is left open: write {low}{unit}.. or {low}kr..")


def _kroner(number: str, unit: str) -> int:
    plain = number if _IS_POINTED.fullmatch(number) else re.sub(r"[.\u00a0 ]", "", number)
    return int(Decimal(plain.replace(",", ".")) * _UNITS.get(unit.casefold(), 1))
