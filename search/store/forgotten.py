"""What was taken out for good, as the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass

FORGOTTEN = "SELECT what, base, place, sha256, reason, since FROM forgotten ORDER BY since, what"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out and stays out: `what` is the id of an item or the absolute path of a file.

    `base` is an item's, `""` for a file. `place` is the absolute path of the file, for an item of the only one that it
    is kept out of, `""` for any. A file stays out under any name, by `sha256`. `since` is ISO, UTC.
    """

    what: str
    base: str
    place: str
    sha256: str
    reason: str
    since: str
