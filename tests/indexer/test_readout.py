"""What the indexer sees in documents, without an index."""

from __future__ import annotations

from rights import no_right_to_enter, reachable_folder

from indexer.readout import read_all
from indexer.task import How


def test_a_folder_that_cannot_be_listed_is_told() -> None:
    with reachable_folder() as top:
        (top / "lukket").mkdir()
        with no_right_to_enter(top / "lukket"):
            ((folder, error),) = read_all([top], How())
        assert folder == str(top / "lukket")
        assert "not looked into: Permission denied" in str(error)
