"""What a case is about, by the number that it bears in KLE, the municipalities' common plan of subjects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tables import rows

_GROUPS = {row[0]: row[1] for row in rows("topics.tsv", 2)}
_SUBJECT = re.compile(r"(\d\d)\.\d\d\.\d\d(?!\d)")


def topics_of(case_numbers: Sequence[str]) -> tuple[str, ...]:
    """The main groups of the case numbers that begin with a KLE subject, each once: `17.01.00-P05-1-23` is about
    Folkeskoleundervisning."""
    found = filter(None, map(_SUBJECT.match, case_numbers))
    return tuple(dict.fromkeys(_GROUPS[match[1]] for match in found if match[1] in _GROUPS))
