"""The closed set of decision outcomes: key, Danish label, and the words a query may use for it.

`none` and `withheld` are outcomes too: an item without a decision and one whose decision is not released.
"""

from __future__ import annotations

LABELS: dict[str, str] = {
    "approved": "Godkendt",
    "approved_amended": "Godkendt med ændring",
    "recommended": "Anbefalet",
    "referred": "Oversendt",
    "hearing": "Sendt i høring",
    "returned": "Sendt tilbage",
    "noted": "Taget til efterretning",
    "discussed": "Drøftet",
    "postponed": "Udsat",
    "rejected": "Forkastet",
    "withdrawn": "Udgået",
    "elected": "Valgt",
    "other": "Andet",
    "none": "Ingen beslutning",
    "withheld": "Ikke offentliggjort",
    "unknown": "Ukendt",
}
"""`unknown`: a decision is printed, but no rule recognises its wording. It is counted and can be searched."""

NOT_YET, NOT_SAID = "Endnu ikke besluttet", "Ingen beslutning anført"


def outcome_label(outcome: str, decision: str, kind: str) -> str:
    """What people are told of an item: an agenda has no decision yet; minutes may print none, and may say that
    there was none ("Intet.")."""
    if outcome != "none" or decision:
        return LABELS[outcome]
    return NOT_YET if kind == "agenda" else NOT_SAID


_WORDS: dict[str, str] = {
    "godkendt": "approved",
    "tiltrådt": "approved",
    "vedtaget": "approved",
    "godkendt-med-ændring": "approved_amended",
    "godkendt-med-ændringer": "approved_amended",
    "ændret": "approved_amended",
    "anbefalet": "recommended",
    "indstillet": "recommended",
    "oversendt": "referred",
    "henvist": "referred",
    "videresendt": "referred",
    "høring": "hearing",
    "sendt-i-høring": "hearing",
    "tilbagesendt": "returned",
    "sendt-tilbage": "returned",
    "efterretning": "noted",
    "taget-til-efterretning": "noted",
    "orientering": "noted",
    "drøftet": "discussed",
    "udsat": "postponed",
    "forkastet": "rejected",
    "afvist": "rejected",
    "ikke-godkendt": "rejected",
    "udgået": "withdrawn",
    "aflyst": "withdrawn",
    "valgt": "elected",
    "udpeget": "elected",
    "andet": "other",
    "ingen": "none",
    "ingen-beslutning": "none",
    "lukket": "withheld",
    "ikke-offentliggjort": "withheld",
    "ukendt": "unknown",
}


def outcome_key(word: str) -> str | None:
    """The outcome that a key (`approved`), a Danish label or one of its words (`godkendt`) names; None when none
    does."""
    folded = "-".join(word.casefold().split())
    if folded in LABELS:
        return folded
    return _WORDS.get(folded) or _BY_LABEL.get(folded)


_BY_LABEL = {"-".join(label.casefold().split()): key for key, label in LABELS.items()}


def outcome_words() -> tuple[str, ...]:
    """The words that a query may use, one per outcome, for messages."""
    seen: dict[str, str] = {}
    for word, key in _WORDS.items():
        seen.setdefault(key, word)
    return tuple(seen.values())
