"""Amounts of money in minutes and in queries."""

from __future__ import annotations

import pytest

from search.query.amounts import amounts_in, parse_amount


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Anlægssummen er 5,2 mio. kr. i 2025.", [5_200_000]),
        ("5.200.000 kr.", [5_200_000]),
        ("5 200 000 kroner", [5_200_000]),
        ("kr. 100.000,-", [100_000]),
        ("en bevilling på 500 t.kr.", [500_000]),
        ("500 tkr. og 1.000 kroner", [500_000, 1_000]),
        ("DKK 5 mio.", [5_000_000]),
        ("1.234.567,89 kr.", [1_234_567]),
        ("mellem 3,1 mio. kr. og 4 mio. i 2024", [3_100_000, 4_000_000]),
        ("en besparelse på -3,4 mio. kr.", [3_400_000]),
        ("1 mia. kr.", [1_000_000_000]),
        ("400 kr./md.", [400]),
        ("25.9 mio. kr. og 1.250 mio. kr.", [25_900_000, 1_250_000_000]),
        ("25.9 kr.", []),
        ("2,5 mio. borgere den 12.11.2023 kl. 14.30", []),
        ("sag 24.00.00-G01-4-20, 12 tons, 3 timer", []),
        ("5.2000 kr.", []),
    ],
)
def test_amounts_are_found_as_minutes_print_them(text: str, amounts: list[int]) -> None:
    assert list(amounts_in(text)) == amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5mio", 5_000_000),
        ("5,2 mio. kr.", 5_200_000),
        ("500t", 500_000),
        ("5.200.000", 5_200_000),
        ("3.5mio", 3_500_000),
        ("1MIA", 10**9),
    ],
)
def test_an_amount_is_read_as_a_query_writes_it(text: str, amount: int) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["", "mange", "3.5", "5 mio 3", "9999999mia"])
def test_what_is_no_amount_is_refused_with_what_was_written(text: str) -> None:
    with pytest.raises(ValueError, match=text[:3] or "missing"):
        parse_amount(text)
