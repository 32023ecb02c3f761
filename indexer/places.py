"""The municipalities and regions of Denmark, and where a text names one."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.tables import rows

_TABLE = rows("municipalities.tsv", 3)
_NAME_OF = {
    form.casefold(): name for name, genitive, others in _TABLE for form in (name, genitive, *others.split("|")) if form
}
for _form, _name in tuple(_NAME_OF.items()):
    _NAME_OF.setdefault(_form + ("" if _form.endswith(("s", "'")) else "s"), _name)

_FORMS = "|".join(re.escape(form) for form in sorted(_NAME_OF, key=len, reverse=True))
_COUNCIL = r"(?:byråd|kommunalbestyrelse|borgerrepræsentation|regionsråd|magistrat|(?:regions)?kommune)(?:en|n|et)?s?"
_AUTHORITIES = ("byråd", "kommun", "borgerrepræsentation", "region", "magistrat")
"""What a text that names an authority has in it, by one of these; most have none, and it is found fast."""

_NAMED = re.compile(
    rf"(?<!\w)(?:(?P<before>{_FORMS})\s{{1,3}}{_COUNCIL}"
    rf"|{_COUNCIL}(?:\si\s|,\s)(?P<after>{_FORMS})"
    rf"|(?P<region>{'|'.join(re.escape(form) for form in _NAME_OF if form.startswith('region '))}))(?!\w)"
)
"""In small letters: matching so is many times faster than without regard to case."""

_AT_START = re.compile(rf"(?:{_FORMS})(?:\s(?:regions)?kommunes?)?\s{{1,3}}(?=\w)", re.IGNORECASE)
_AT_END = re.compile(rf"(?:,\s|\si\s)(?:{_FORMS})(?:\s(?:regions)?kommune)?$", re.IGNORECASE)


def municipality_in(text: str) -> str | None:
    """The first municipality or region that a text names as an authority, in its table form, or None.

    "Ballerup Kommune" and "Byrådet i Ballerup" are Ballerup; a place name alone counts only when it is the whole text.
    """
    folded = " ".join(text.casefold().split())
    if folded in _NAME_OF:
        return _NAME_OF[folded]
    match = _NAMED.search(folded) if any(word in folded for word in _AUTHORITIES) else None
    return _NAME_OF[match["before"] or match["after"] or match["region"]] if match else None


@lru_cache(maxsize=1024)
def without_municipality(name: str) -> str:
    """A body's name without the municipality before or after it: "Aarhus Byråd" -> "Byråd"."""
    return _AT_END.sub("", _AT_START.sub("", name, count=1))
