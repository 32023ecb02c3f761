"""A case number of the municipalities' plan of subjects says what a case is about."""

from __future__ import annotations

import pytest

from indexer.topics import topics_of


@pytest.mark.parametrize(
    ("numbers", "topics"),
    [
        (["17.01.00-P05-1-23"], ("Folkeskoleundervisning",)),
        (["05.04.00.P20-3-23", "05.01.02"], ("Veje og trafik",)),
        (["00.30.10-S00-1-24", "82.20.00-G01-7-24"], ("Kommunens styrelse", "Kommunens ejendomme og lokaler")),
        (["EMN-2025-003383", "2021-004512", "17/4521", "17.01.2023", "99.01.00-A00-1-20"], ()),
    ],
)
def test_numbers_of_the_plan_are_told_from_others(numbers: list[str], topics: tuple[str, ...]) -> None:
    assert topics_of(numbers) == topics
