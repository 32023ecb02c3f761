"""Invented items and queries over them, from a seed: every part of the query language, over few words, so that most
find something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from reference_engine import ReferenceEngine

from search.document import Document, Passage
from search.engines import registry
from search.engines.engine import Every, Reader, Request, Settings
from search.errors import QueryError
from search.meaning.expansion import definite
from search.meaning.rewrite import rewrite
from search.meaning.vocabulary import Vocabulary
from search.postings import engine_document
from search.query.parser import parse

WORDS = [
    "skole",
    "skolen",
    "skoler",
    "skolelukning",
    "lukning",
    "lukningen",
    "lukker",
    "kommune",
    "kommunens",
    "kommuneplan",
    "lokalplan",
    "lokalplaner",
    "plan",
    "planen",
    "cykelsti",
    "cykelstier",
    "sti",
    "havn",
    "havnen",
    "havnebad",
    "pulje",
    "puljen",
    "omprioriteringspulje",
    "politik",
    "ungepolitik",
    "budget",
    "budgettet",
    "børn",
    "børnehave",
    "børnehaver",
    "barn",
    "aabenraa",
    "åbenrå",
    "ikke",
    "og",
    "i",
    "den",
    "forslag",
    "forslaget",
    "godkendes",
    "afvist",
    "§17",
    "2023",
    "14:30",
    "kildedal",
    "kildedahl",
    "kidledal",
    "vej",
    "veje",
]
BODIES = ("Byrådet", "Økonomiudvalget", "Teknik- og Miljøudvalget", "")
PEOPLE = (("Lis Dam", "V"), ("Bo Å. Holm", "A"), ("Ea Lund", "Ny Liste"))
OUTCOMES = ("approved", "rejected", "postponed", "none")
FIELDS = ("titel", "beslutning", "indstilling", "bilag", "udvalg", "kommune", "emne", "medlem", "sted", "kilde")


def items(random: Random, count: int) -> list[Document]:
    return [_item(random, number) for number in range(count)]


def _item(random: Random, number: int) -> Document:
    recommendation, decision = _text(random, 6), _text(random, 4)
    amount = random.choice(("", " 5,2 mio. kr.", " 300 t.kr.", " kr. 100,-"))
    page = random.choice((None, 1, 2, 3))
    texts = (("case", _text(random, 12) + amount), ("recommendation", recommendation), ("decision", decision))
    passages = tuple(Passage(kind, "", text, page, 0, 1) for kind, text in texts if text)
    outcome = random.choice(OUTCOMES)
    votes = (("12", str(random.randrange(4)), "", "V, A", "Ny Liste", "", "final", "true"),)
    return Document(
        id=f"a/b/c/{number}",
        title=_text(random, 3) or "uden titel",
        passages=passages,
        municipality=random.choice(("Nørreå", "Aabenraa", "")),
        body=random.choice(BODIES),
        date=random.choice(("", "2022-12-31", "2023-01-01", "2023-05-17", "2024-02-29")),
        kind=random.choice(("minutes", "agenda", "")),
        access=random.choice(("open", "closed", "")),
        case_numbers=random.choice(((), ("24/1234",), ("17.01.00-P05-1-23", "24/99"))),
        topics=random.choice(((), ("Folkeskolen",), ("Veje og trafik",))),
        outcome=outcome,
        outcomes=(outcome,),
        recommendation=recommendation,
        decision=decision,
        attachments=tuple(_text(random, 2) for _ in range(random.randrange(2))),
        votes=votes * random.randrange(2),
        followed=random.choice(("", "as_recommended", "against")),
        confidence=random.choice((0.3, 1.0)),
        place=random.choice(("", "Byrådssalen, Havnegade 1")),
        present=tuple(random.sample(PEOPLE, random.randrange(3))),
        source=random.choice(("2023/skole-referat.pdf", "byraadet.html")),
        page=page,
    )


def _text(random: Random, most: int) -> str:
    return " ".join(random.choices(WORDS, k=random.randrange(most + 1)))


def query(random: Random, depth: int = 3) -> str:
    """The text of a query, nearly always one that is understood."""
    make: Callable[[Random, int], str] = random.choice((_leaf, _leaf, _both, _either, _left_out, _group))
    return make(random, depth - 1) if depth else _leaf(random, 0)


def _both(random: Random, depth: int) -> str:
    return random.choice((" ", " OG ")).join(_closed(random, depth) for _ in range(random.randint(2, 3)))


def _either(random: Random, depth: int) -> str:
    return " ELLER ".join(query(random, depth) for _ in range(2))


def _left_out(random: Random, depth: int) -> str:
    return random.choice(("-", "IKKE ")) + _closed(random, depth, counted=False)


def _group(random: Random, depth: int) -> str:
    field = random.choice(FIELDS)
    return f"{field}:({' ELLER '.join(_word(random) for _ in range(2))})"


def _closed(random: Random, depth: int, *, counted: bool = True) -> str:
    inner = query(random, depth)
    return f"({inner})" if not counted or " " in inner else inner


def _leaf(random: Random, _: int) -> str:
    return random.choice(_LEAVES)(random)


def _word(random: Random) -> str:
    return random.choice(WORDS)


def _phrase(random: Random) -> str:
    return '"' + " ".join(random.choices(WORDS, k=random.randint(1, 3))) + '"'


def _pattern(random: Random) -> str:
    word = random.choice([word for word in WORDS if len(word) > 4 and word.isalpha()])
    at = random.randrange(1, len(word) - 2)
    return random.choice((f"*{word[at:]}", f"{word[:at]}?{word[at + 1 :]}", f"*{word[at : at + 2]}*", f"{word[:4]}*"))


_LEAVES: tuple[Callable[[Random], str], ...] = (
    _word,
    _word,
    _phrase,
    _pattern,
    lambda random: f"{_word(random)} NÆR/{random.randrange(4)} {_word(random)}",
    lambda random: f"{_phrase(random)}~{random.randint(1, 4)}",
    lambda random: f"{random.choice(('kildedal', 'skoel', 'plna', 'havn'))}~{random.choice('12')}",
    lambda random: f"={random.choice(('pulje', 'skole', 'ikke'))}",
    lambda random: f"{random.choice(FIELDS)}:{random.choice((_word, _phrase, _pattern))(random)}",
    lambda random: f"titel:({_word(random)} NÆR/2 {_word(random)})",
    lambda random: f"{random.choice(('skole', 'plan', 'titel:havn'))}^{random.choice(('2', '0.5'))}",
    lambda random: f"parti:{random.choice(('V', 'venstre', 'a', 'ny*'))}",
    lambda random: f"beløb:{random.choice(('>100', '5,2mio', '..300t', '100..300000'))}",
    lambda random: f"stemmer_imod:{random.choice(('>0', '0', '1..2'))}",
    lambda random: f"side:{random.choice(('1', '>1', '..2'))}",
    lambda random: (
        f"dato:{random.choice(('2023', '2023-05', '..2023', '>2023', 'sidste-år', '-9000d', '2023..i-dag'))}"
    ),
    lambda random: f"sag:{random.choice(('24/1234', '24*', '17.01.00-p05-1-23'))}",
    lambda random: f"udfald:{random.choice(('godkendt', 'forkastet', 'udsat'))}",
    lambda random: f"{random.choice((*FIELDS, 'forbehold', 'parti_imod', 'sag', 'dato', 'beløb', 'stemmer_for'))}:*",
    lambda random: random.choice(("kvalitet:lav", "adgang:lukket", "art:dagsorden", "fulgt:nej")),
)


def found(reader: Reader, text: str) -> frozenset[int] | str:
    """The numbers of the items that a query finds, or the message with which it is refused."""
    try:
        asked = rewrite(definite(parse(text), text, Vocabulary(reader)), text)
    except QueryError as error:
        return str(error)
    return frozenset(seq for seq, _ in reader.search(Request(asked.match, limit=10_000)).hits)


def reader_of(name: str, documents: Iterable[Document], folder: Path) -> Reader:
    """The documents in an engine, `reference` among them."""
    engine = ReferenceEngine() if name == "reference" else registry.engine(name)
    engine.create(folder, Settings())
    with closing(engine.open_writer(folder)) as writer:
        writer.add([engine_document(document, seq) for seq, document in enumerate(documents)])
        writer.commit(1)
    return engine.open_reader(folder)


def disagreements(readers: Iterable[Reader], seed: int, count: int) -> Iterator[tuple[str, list[object]]]:
    """The queries that some readers answer otherwise than others, with what each found."""
    random = Random(seed)
    readers = list(readers)
    for _ in range(count):
        text = query(random)
        answers: list[object] = [found(reader, text) for reader in readers]
        if any(answer != answers[0] for answer in answers):
            yield text, answers


def telling(reader: Reader, seed: int, count: int) -> int:
    """How many of these queries find something, and not everything."""
    random, whole = Random(seed), reader.search(Request(Every(), limit=1)).total
    answers = [found(reader, query(random)) for _ in range(count)]
    return sum(isinstance(answer, frozenset) and 0 < len(answer) < whole for answer in answers)
