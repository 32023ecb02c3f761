"""An author of Danish minutes: the same seed and habits give the same meeting, two seeds share little."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from .meeting import Block, Decision, Habits, Item, Meeting, Person, Section, Treatment, long_date

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("content.toml").read_text(encoding="utf-8"))
LETTERS = "ABCFIOVØÅK"
FIGURES = frozenset(("count", "pct", "amount", "thousand", "past", "past_day"))
"""Slots that are drawn anew each time."""
# How often each class is decided; a committee also recommends, and only closed items are withheld.
WEIGHTS = {
    "approved": 12, "approved_amended": 4, "referred": 3, "hearing": 2, "returned": 2, "noted": 5, "discussed": 2,
    "postponed": 3, "rejected": 4, "withdrawn": 1, "other": 1,
}  # fmt: skip
OF_ANOTHER_BODY = ("recommended", "recommended", "recommended", "approved", "noted", "postponed", "hearing", "returned")


class Slots(dict[str, str]):
    """What stands in the slots of one item: drawn when first asked for, then the same. ``told`` are the sentences that
    the item has had."""

    def __init__(self, random: Random, day: date, people: Sequence[Person], **given: str) -> None:
        super().__init__(given)
        self.random, self.day, self.people = random, day, people
        self.told: set[str] = set()

    def __missing__(self, name: str) -> str:
        if name in FIGURES:
            return self._made(name)
        pool = WORDS["pools"].get(name)
        self[name] = self.random.choice(pool) if pool else self._made(name)
        return self[name]

    def _made(self, name: str) -> str:
        random, day = self.random, self.day
        person = random.choice(self.people)
        made = {
            "plan": f"{random.randint(10, 990)}",
            "small": f"{random.randint(2, 9)}",
            "count": f"{random.randint(21, 980)}",
            "pct": f"{random.randint(2, 19)},{random.randint(1, 9)}",
            "amount": f"{random.randint(1, 48)},{random.randint(1, 9)}",
            "thousand": f"{random.randint(15, 950)}.000",
            "past": f"{day.year - random.randint(2, 60)}",
            "year": f"{day.year}",
            "year2": f"{day.year + random.randint(1, 4)}",
            "day": long_date(day + timedelta(days=random.randint(20, 300))),
            "past_day": long_date(day - timedelta(days=random.randint(60, 700))),
            "enddate": long_date(date(day.year, random.choice((3, 9)), 30)),
            "person": person.name,
            "letter": person.party or "",
            "person2": random.choice([other.name for other in self.people if other != person]),
            "letter2": random.choice([letter for letter in LETTERS if letter != person.party]),
        }
        # A name and the letter behind it are of one person.
        self.update({key: made[key] for key in ("person", "letter", "person2", "letter2") if key not in self})
        return made[name]

    def fill(self, text: str) -> str:
        return text.format_map(self)

    def sentence(self, text: str) -> str:
        filled = self.fill(text)
        return filled[0].upper() + filled[1:]

    def one_of(self, texts: Sequence[str]) -> str:
        return self.fill(self.random.choice(texts))


def write(name: str, seed: int, habits: Habits) -> Meeting:
    """A meeting of six to nine items; layouts of another ``name`` get another."""
    random = Random(f"{name} {seed}")
    pools = WORDS["pools"]
    day = date(random.randint(*habits.years), random.randint(1, 12), random.randint(1, 28))
    day += timedelta(days=-day.weekday() + random.randint(0, 3))
    people = _people(random)
    bodies = habits.bodies or (random.choice(pools["council"]), *random.sample(pools["committee"], 3))
    council, body = bodies[0], random.choice(bodies)
    missing = random.sample(people, random.choice((0, 1, 1, 2)))
    number = habits.first_number if habits.first_number == 1 else random.randint(habits.first_number, 400)
    topics = iter(random.sample(WORDS["topic"], 9))
    writer = _Writer(random, habits, day, body, council, tuple(people), tuple(missing))
    regular = [writer.regular(topic) for topic in random.sample(WORDS["regular"], 2)]
    items = [*regular[:1], *(writer.item(next(topics)) for _ in range(random.randint(4, 7))), *regular[1:]]
    return Meeting(
        municipality=random.choice(pools["municipality"]),
        body=body,
        day=day,
        start=f"{random.randint(8, 19):02}:{random.choice(('00', '15', '30'))}",
        place=random.choice(pools["place"]),
        present=tuple(person for person in people if person not in missing),
        absent=tuple(missing),
        items=tuple(replace(item, number=str(number + at)) for at, item in enumerate(items)),
        variant=seed,
    )


def _people(random: Random) -> list[Person]:
    pools = WORDS["pools"]
    firsts, lasts = random.sample(pools["first"], 9), random.sample(pools["last"], 9)
    return [Person(f"{a} {b}", random.choice(LETTERS)) for a, b in zip(firsts, lasts, strict=True)]


class _Writer:
    """Writes the items of one meeting."""

    def __init__(
        self, random: Random, habits: Habits, day: date, body: str, council: str,
        people: tuple[Person, ...], missing: tuple[Person, ...],
    ) -> None:  # fmt: skip
        self.random, self.habits, self.day, self.body, self.council = random, habits, day, body, council
        self.people, self.missing = people, missing

    def slots(self) -> Slots:
        pools = WORDS["pools"]
        others = [name for name in pools["committee"] if name != self.body]
        return Slots(
            self.random, self.day, [person for person in self.people if person not in self.missing],
            body=self.body, upper=self.council if self.body != self.council else "Økonomiudvalget",
            other=self.random.choice(others),
        )  # fmt: skip

    def item(self, topic: dict[str, Any]) -> Item:
        slots, random = self.slots(), self.random
        closed = random.random() < 0.12
        earlier = self.earlier(slots) if random.random() < 0.4 else ()
        return Item(
            number=None,
            title=slots.one_of(topic["titles"]),
            case_numbers=self.case_numbers(),
            access="closed" if closed else "open",
            sections=tuple(self.sections(topic, slots)) if not closed else (),
            recommendation=() if closed else self.recommendation(topic["points"], slots),
            decision=self.decision(self.outcome(topic, closed), slots),
            earlier=earlier if not closed else (),
            attachments=self.attachments(topic["annexes"], slots) if not closed else (),
        )

    def regular(self, topic: dict[str, Any]) -> Item:
        """An item that every meeting has: hardly any text, often no decision."""
        slots, random = self.slots(), self.random
        told = [slots.one_of(WORDS["text"]["case"]) for _ in range(random.randint(0, 2))]
        sections = (Section("case", (Block("numbered", tuple(told)),)),) if len(told) > 1 else ()
        outcome = random.choice(topic["outcomes"])
        silent = outcome == "none" and random.random() < 0.5
        decision = Decision((), ("none",)) if silent else self.decision(outcome, slots, plain=True)
        return Item(None, slots.one_of(topic["titles"]), self.case_numbers(), "open", sections, (), decision, (), ())

    def case_numbers(self) -> tuple[str, ...]:
        return tuple(self._case_number(pattern) for pattern in self.habits.cases)

    def _case_number(self, pattern: str) -> str:
        text = pattern.replace("YYYY", str(self.day.year)).replace("YY", f"{self.day.year % 100:02}")
        letters = {"#": "0123456789", "@": "AGKPSØ", "*": "123456789"}
        return "".join(self.random.choice(letters[sign]) if sign in letters else sign for sign in text)

    def outcome(self, topic: dict[str, Any], closed: bool) -> str:
        if closed and self.random.random() < 0.4:
            return "withheld"
        if any("udpeges" in point for point in topic["points"]):
            return "elected"
        weights = WEIGHTS | ({"recommended": 8} if self.body != self.council else {"mixed": 3})
        return self.random.choices(list(weights), list(weights.values()))[0]

    def decision(self, outcome: str, slots: Slots, *, plain: bool = False) -> Decision:
        """The own decision; a verdict may have remarks behind it or be a vote."""
        random = self.random
        absent = self.missing if random.random() < 0.6 else ()
        if outcome in ("approved", "rejected") and not plain and random.random() < 0.2:
            return self.vote(outcome, slots, absent)
        if outcome == "mixed":
            mixed = random.choice(WORDS["mixed"])
            return Decision(tuple(slots.one_of(mixed["texts"]).split("\n")), tuple(mixed["outcomes"]), (), absent)
        lines = slots.one_of(WORDS["decisions"][outcome]).split("\n")
        if outcome in ("approved", "recommended", "approved_amended", "noted") and not plain:
            lines += self.remarks(slots)
        return Decision(tuple(lines), (outcome,), (), absent)

    def remarks(self, slots: Slots) -> list[str]:
        kind = self.random.choices((None, "minority", "protocol"), (6, 2, 2))[0]
        return slots.one_of(WORDS["remarks"][kind]).split("\n") if kind else []

    def vote(self, outcome: str, slots: Slots, absent: tuple[Person, ...]) -> Decision:
        vote = self.random.choice([vote for vote in WORDS["vote"] if vote["outcomes"][0] == outcome])
        letters = self.random.sample(LETTERS, 6)
        sides = {"for_parties": letters[:3], "against_parties": letters[3:5], "abstain_parties": letters[5:]}
        counts = {"for": self.random.randint(8, 16), "against": self.random.randint(2, 7), "abstain": 1}
        if outcome == "rejected":
            counts["for"], counts["against"] = counts["against"], counts["for"]
        text = vote["text"].format(**{key: _listed(side) for key, side in sides.items()}, **counts)
        told: dict[str, Any] = {key: number for key, number in counts.items() if f"{{{key}}}" in vote["text"]}
        told |= {key: side if f"{{{key}}}" in vote["text"] else [] for key, side in sides.items()}
        empty = {"for": None, "against": None, "abstain": vote.get("abstain")}
        record = empty | told | {"on": "final", "carried": outcome == "approved"}
        return Decision(tuple(text.split("\n")), tuple(vote["outcomes"]), (record,), absent)

    def earlier(self, slots: Slots) -> tuple[Treatment, ...]:
        """One treatment or two on days before the meeting, the latest last: of other bodies, or of this one then."""
        count = self.random.choice((1, 1, 2))
        bodies = self.random.sample([*WORDS["pools"]["committee"], self.body], count)
        days = sorted(self.random.sample(range(6, 60), count), reverse=True)
        return tuple(self._treatment(body, before, slots) for body, before in zip(bodies, days, strict=True))

    def _treatment(self, body: str, before: int, slots: Slots) -> Treatment:
        outcome = self.random.choice(OF_ANOTHER_BODY)
        theirs = Slots(self.random, self.day, slots.people, **{**slots, "body": body})
        lines = theirs.one_of(WORDS["decisions"][outcome]).split("\n")
        if outcome == "recommended":
            lines += self.remarks(theirs)
        day, item = self.day - timedelta(days=before), str(self.random.randint(2, 180))
        return Treatment(body, day, item, Decision(tuple(lines), (outcome,)))

    def recommendation(self, points: Sequence[str], slots: Slots) -> tuple[str, ...]:
        """Line by line: who recommends, then the points; none in some items."""
        if self.random.random() < 0.1:
            return ()
        chosen = points[: self.random.randint(1, len(points))]
        opening = [slots.fill(self.habits.opening)] if self.habits.opening else []
        told = [slots.fill(point) for point in chosen]
        ended = [f"{text}," for text in told[:-1]] + [f"{told[-1].rstrip('.')}."]
        form = self.habits.point if len(told) > 1 else self.habits.only_point
        return (
            *opening,
            *(form.format(n=at + 1, point=text, bare=text.removeprefix("at ")) for at, text in enumerate(ended)),
        )

    def attachments(self, annexes: Sequence[str], slots: Slots) -> tuple[str, ...]:
        count = self.random.choice((0, 1, 2, 3))
        chosen = self.random.sample(list(annexes), min(count, len(annexes)))
        mark = self.random.choice(("", "", "Bilag {n}: ", "Bilag {n} - "))
        return tuple(mark.format(n=at + 1) + slots.fill(name) for at, name in enumerate(chosen))

    def sections(self, topic: dict[str, Any], slots: Slots) -> list[Section]:
        random = self.random
        kinds = [kind for kind in ("assessment", "legal", "economy", "next") if random.random() < 0.4]
        first = [kind for kind in ("blurb", "summary") if random.random() < (0.4 if kind == "blurb" else 0.7)]
        before, after = ([self.section(kind, slots) for kind in some] for some in (first, kinds))
        return [*before, Section("case", tuple(self.case(topic, slots))), *after]

    def section(self, kind: str, slots: Slots) -> Section:
        return Section(kind, (Block("text", (self.paragraph(WORDS["text"][kind], slots, 2),)),))

    def case(self, topic: dict[str, Any], slots: Slots) -> list[Block]:
        """One to four paragraphs, with one or two of the things that look like something else."""
        random = self.random
        texts = [" ".join(slots.fill(one) for one in topic["opening"])]
        texts += [self.paragraph(WORDS["text"]["case"], slots, 4) for _ in range(random.choice((0, 1, 1, 2, 3, 7)))]
        blocks = [Block("text", (text,)) for text in texts]
        for trap in random.sample((self.list_of, self.headed, self.quoted, self.table), random.choice((0, 1, 1, 2))):
            at = random.randint(1, len(blocks))
            blocks[at:at] = trap(slots)
        return blocks

    def paragraph(self, sentences: Sequence[str], slots: Slots, most: int) -> str:
        fresh = [text for text in sentences if text not in slots.told] or list(sentences)
        chosen = self.random.sample(fresh, self.random.randint(1, min(most, len(fresh))))
        slots.told.update(chosen)
        return " ".join(map(slots.sentence, chosen))

    def list_of(self, slots: Slots) -> list[Block]:
        entries = self.random.sample(WORDS["text"]["entries"], self.random.randint(2, 4))
        kind = self.random.choice(("list", "numbered"))
        return [
            Block("text", (slots.one_of(WORDS["text"]["lists"]),)),
            Block(kind, tuple(slots.fill(entry) for entry in entries)),
        ]

    def headed(self, slots: Slots) -> list[Block]:
        head = slots.one_of(WORDS["text"]["heads"])
        return [Block("head", (head,)), Block("text", (self.paragraph(WORDS["text"]["case"], slots, 3),))]

    def quoted(self, slots: Slots) -> list[Block]:
        return [Block("text", (slots.sentence(self.random.choice(WORDS["text"]["quotes"])),))]

    def table(self, slots: Slots) -> list[Block]:
        years = [slots.day.year + at for at in range(3)]
        rows = [self.random.choice(WORDS["text"]["table_heads"]), *self.random.sample(WORDS["text"]["table_rows"], 3)]
        amounts = [[f"{self.random.uniform(-9, 60):.1f}".replace(".", ",") for _ in years] for _ in rows[1:]]
        cells = [[str(year) for year in years], *amounts]
        return [Block("table", tuple("\t".join((row, *cell)) for row, cell in zip(rows, cells, strict=True)))]


def _listed(names: Sequence[str]) -> str:
    return " og ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
