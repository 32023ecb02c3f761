"""The grammar in the README is that of the parser: what it makes is understood, and it makes everything there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any, get_args

import pytest
from page import ROOT

from search.query import ast
from search.query.fields import FIELDS
from search.query.parser import parse

(WRITTEN,) = re.findall(r"^<!-- grammar -->\n```text\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
SIGNS = re.compile(r"""\s*("[^"]*"|'[^']*'|\w+|[][{}()|])""")
CLOSING = {"[": "]", "{": "}", "(": ")"}
MADE_OF_IT = (ast.Also, ast.Spelt)
"""Nodes that no query text stands for."""


def rules() -> dict[str, list[str]]:
    """The signs of each rule by its name; a rule may go on on the next line."""
    joined = re.sub(r"\n +\|", " |", WRITTEN)
    return {name.strip(): SIGNS.findall(body) for name, body in (line.split(" = ", 1) for line in joined.splitlines())}


RULES = rules()


def written(random: Random, signs: list[str]) -> str:
    """A text that signs stand for, by chance."""
    return "".join(_pieces(random, random.choice(parted(signs, "|"))))


def _pieces(random: Random, signs: list[str]) -> Iterator[str]:
    at = 0
    while at < len(signs):
        sign, end = signs[at], end_of(signs, at)
        inner = signs[at + 1 : end - 1]
        match sign:
            case "[":
                times = random.randrange(2)
            case "{":
                times = random.choice((0, 0, 1, 2))
            case _:
                times = 1
        if sign[0] in "\"'":
            yield sign[1:-1]
        else:
            yield from (written(random, inner if sign in CLOSING else RULES[sign]) for _ in range(times))
        at = end


def end_of(signs: list[str], at: int) -> int:
    """The place behind the sign, or behind the bracket that closes the one there."""
    if signs[at] not in CLOSING:
        return at + 1
    depth = 0
    for place in range(at, len(signs)):
        depth += (signs[place] in CLOSING) - (signs[place] in CLOSING.values())
        if not depth:
            return place + 1
    raise ValueError(f"{signs} never closes its bracket")


def parted(signs: list[str], sign: str) -> list[list[str]]:
    """The signs between those that stand outside all brackets."""
    parts: list[list[str]] = [[]]
    at = 0
    while at < len(signs):
        end = end_of(signs, at)
        if signs[at] == sign:
            parts.append([])
        else:
            parts[-1] += signs[at:end]
        at = end
    return parts


def sentences(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return [text for text in (written(random, RULES["query"]) for _ in range(count)) if len(text) < 500]


def kinds(node: Any) -> Iterator[type]:
    if is_dataclass(node):
        yield type(node)
        yield from (kind for field in fields(node) for kind in kinds(getattr(node, field.name)))
    elif isinstance(node, tuple):
        yield from (kind for part in node for kind in kinds(part))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_grammar_makes_is_understood(seed: int):
    for text in sentences(seed, 500):
        parse(text)


def test_the_grammar_makes_every_kind_of_node():
    made = {kind for text in sentences(9, 2_000) for kind in kinds(parse(text))}
    assert made == {kind for kind in every_kind() if kind not in MADE_OF_IT}


def every_kind() -> set[type]:
    parts = [part for kind in get_args(ast.Query) for part in (get_args(kind) or (kind,))]
    return set(parts)


def test_the_grammar_names_every_field():
    told = {name for signs in RULES.values() for sign in signs for name in re.findall(r"^\"([\wæøå]+):?\(?\"$", sign)}
    assert {field.names[0] for field in FIELDS.values()} <= told
