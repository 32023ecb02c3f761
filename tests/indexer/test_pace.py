"""How fast a run is, told now and then."""

from __future__ import annotations

from indexer.pace import Pace, pacer


def test_the_pace_is_told_every_hundred_files_and_every_ten_seconds() -> None:
    times = iter([0.0, 1.0, 4.0, 5.0, 11.0, 15.1])
    told = pacer(lambda: next(times))
    assert told(10, 1_000) is None
    assert told(99, 1_000) is None
    assert told(100, 1_000) == Pace(100, 1_000, 20.0, 45)
    assert told(101, 1_000) is None
    assert told(151, 1_000) == Pace(151, 1_000, 10.0, 85)


def test_a_line_for_people_tells_rate_and_time_left() -> None:
    assert Pace(200, 1_000, 2.0, 400).line() == "200 of 1000 files read, 2.0 a second, 6 min left"
    assert Pace(950, 1_000, 2.0, 25).line().endswith("25 s left")
