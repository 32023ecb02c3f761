"""The time as an index tells it: ISO, UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_now() -> str:
    return days_ago(0)


def days_ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
