"""Files that tell of one item become one document: the agenda and the minutes of a meeting, which say the same but for
the decision, and copies, which say all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.document import Document, Passage


def joined(documents: Sequence[Document]) -> Document | None:
    """One document for what several files say of an item; None where it is not one and the same.

    Of copies, which differ in their source alone, the first by its source stands for all. What is left may be one
    document, or that of the minutes and one or more of agendas about the same case: then it is the minutes', with what
    only an agenda says at its end (passages of the kind `agenda`, which have no page, since theirs is in another file).
    `also` names the sources of the others.
    """
    if len(documents) < 2:
        return None
    first, *agendas = sorted(_distinct(documents), key=lambda document: document.kind != "minutes")
    if agendas and first.kind != "minutes":
        return None
    if not all(other.kind == "agenda" and _same_case(first, other) for other in agendas):
        return None
    also = tuple(sorted({document.source for document in documents} - {first.source}))
    return replace(first, passages=(*first.passages, *_only_in(agendas, first)), also=also)


def _distinct(documents: Sequence[Document]) -> Sequence[Document]:
    """Without copies, by source. Without a date two that say the same may be of two meetings."""
    found: dict[object, Document] = {}
    for number, document in enumerate(sorted(documents, key=lambda document: document.source)):
        found.setdefault(replace(document, source="") if document.date else number, document)
    return tuple(found.values())


def _same_case(one: Document, other: Document) -> bool:
    """Numbers may move between agenda and minutes, so a number alone does not make two items one."""
    return bool(set(one.case_numbers) & set(other.case_numbers)) or _letters(one.title) == _letters(other.title)


def _only_in(agendas: Sequence[Document], decided: Document) -> Iterator[Passage]:
    told = "".join(_letters(passage.text) for passage in decided.passages)
    for agenda in agendas:
        for passage in agenda.passages:
            if passage.kind != "heading" and (letters := _letters(passage.text)) not in told:
                told += letters
                yield Passage("agenda", passage.heading, passage.text, None, 0, 0)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
