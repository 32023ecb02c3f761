"""The agenda and the minutes of one meeting say the same of an item but for the decision: they become one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.document import Document, Passage


def may_join(kinds: Sequence[str]) -> bool:
    """Whether documents of these kinds are one of minutes and one or more of agendas."""
    times = Counter(kinds)
    return times["minutes"] == 1 <= times["agenda"] == len(kinds) - 1


def joined(documents: Sequence[Document]) -> Document | None:
    """One document for an item's minutes and its agendas, which must be about the same case; None when they are not
    exactly one of minutes and one or more of agendas.

    It is the minutes' document, with what only an agenda says at its end (passages of the kind `agenda`, which have no
    page, since theirs is in another file), and the agendas' sources in `also`.
    """
    if not may_join([document.kind for document in documents]):
        return None
    (decided,) = (document for document in documents if document.kind == "minutes")
    agendas = [document for document in documents if document.kind == "agenda"]
    if not all(_same_case(decided, agenda) for agenda in agendas):
        return None
    also = tuple(sorted({agenda.source for agenda in agendas}))
    return replace(decided, passages=(*decided.passages, *_only_in(agendas, decided)), also=also)


def _same_case(one: Document, other: Document) -> bool:
    """Numbers may move between agenda and minutes, so a number alone does not make two items one."""
    return bool(set(one.case_numbers) & set(other.case_numbers)) or _letters(one.title) == _letters(other.title)


def _only_in(agendas: Sequence[Document], decided: Document) -> Iterator[Passage]:
    said = "".join(_letters(passage.text) for passage in decided.passages)
    for agenda in sorted(agendas, key=lambda document: document.source):
        for passage in agenda.passages:
            if passage.kind != "heading" and (letters := _letters(passage.text)) not in said:
                said += letters
                yield Passage("agenda", passage.heading, passage.text, None, 0, 0)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
