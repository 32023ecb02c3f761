"""Engines by name. Each is imported only when asked for, so that only its own library must be there."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from search.engines.engine import Engine
from search.errors import EngineError

_MODULES = {"tantivy": "search.engines.tantivy", "whoosh": "search.engines.whoosh"}
DEFAULT = "tantivy"
NAMES = tuple(_MODULES)


def engine(name: str = DEFAULT) -> Engine:
    """The engine of that name. Raises EngineError for an unknown name and when its library is missing."""
    if name not in _MODULES:
        raise EngineError(f"there is no engine '{name}'; choose one of {', '.join(NAMES)}")
    try:
        module = import_module(_MODULES[name])
    except ImportError as error:
        raise EngineError(f"the engine '{name}' cannot be loaded ({error}): pip install {name}") from error
    return cast(Engine, module.ENGINE)
