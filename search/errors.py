"""What can go wrong while searching.

SearchError
├── QueryError       the query cannot be honoured; knows the place and what would have been right
├── IndexMissing     there is no index at the path
├── IndexOutdated    the index was written by another version or analysis; rebuild it
├── AddressRefused   no mail can be made for an address
├── FacetRefused     nothing can be counted or drawn so
├── TableError       a table that the user wrote (of synonyms, of bodies) cannot be used
├── StoreError       the index's SQLite file is damaged or cannot be opened
├── EngineError      the engine failed or its files are damaged
└── WatchError       the saved searches cannot be read, written or locked
    └── NameRefused  no name for a saved search, one that is taken, or one that is not there
"""

from __future__ import annotations


class SearchError(Exception):
    """The text says what happened, where, and what to do next; it may be shown to people."""

    exit_code = 4


class QueryError(SearchError):
    """A query that cannot be honoured.

    `position` and `length` are in characters of `query`, the text as given; `advice` says what would have been right.
    """

    exit_code = 2

    def __init__(self, message: str, query: str, position: int, length: int = 1, advice: str = "") -> None:
        super().__init__(message)
        self.query = query
        self.position = position
        self.length = length
        self.advice = advice


class IndexMissing(SearchError):
    """No index at the path given."""


class IndexOutdated(SearchError):
    """The index was written with another schema or analysis than this program's."""


class AddressRefused(SearchError):
    """An address, of a sender or a receiver, that no mail can bear."""

    exit_code = 2


class FacetRefused(SearchError):
    """Nothing can be counted by what was named, or drawn as was asked."""

    exit_code = 2


class TableError(SearchError):
    """A table that the user wrote cannot be used; the text names file and line."""

    exit_code = 2


class StoreError(SearchError):
    """The store (SQLite) cannot be opened or is damaged."""


class EngineError(SearchError):
    """The engine failed, or its files are damaged or missing."""


class WatchError(SearchError):
    """The saved searches, their reports or their feeds cannot be read, written or locked."""


class NameRefused(WatchError):
    """A saved search cannot be called so, is there already, or is not there."""

    exit_code = 2
