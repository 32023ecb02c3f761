"""The arrows between the parts run one way; each foreign library has its one importer."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FORBIDDEN = {
    "search": ("indexer", "cli"),
    "indexer": ("cli",),
    "search.query": ("search", "indexer"),
    "search.analysis": ("search", "indexer"),
    "search.engines": ("search", "indexer"),
    "search.store": ("search", "indexer"),
    "search.meaning": ("search.store", "search.find", "search.telling", "search.saved"),
    "search.marks": ("search.meaning", "search.find", "search.telling", "search.saved"),
    "search.find": ("search.telling", "search.saved"),
}
"""No module of the first may import from the second, ...  except from these:"""
ALLOWED = {
    "search.query": ("search.query", "search.errors", "search.outcomes"),
    "search.analysis": ("search.analysis", "search.errors"),
    "search.engines": ("search.engines", "search.errors", "search.schema"),
    "search.store": ("search.store", "search.clock", "search.document", "search.errors"),
}
ONE_IMPORTER = {  # ... and the modules beside it whose names begin so
    "tantivy": "search.engines.tantivy",
    "whoosh": "search.engines.whoosh",
    "pypdfium2": "indexer.readers.pdfium",
    "pdfminer": "indexer.readers.pdfminer",
    "lxml": "indexer.readers.html",
    "docx": "indexer.readers.docx",
    "zipfile": "indexer.readers.zipped",
    "sqlite3": "search.store",
    "snowballstemmer": "search.analysis.stem",
    "ir_measures": "search.evaluation",
    "pyarrow": "search.telling.parquet",
    "matplotlib": "search.telling.plot",
    "click": "cli",
    "rich": "cli",
}
PLAIN_NAMES = {"utils", "helpers", "manager", "base", "common", "misc"}


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    for path in (root / "cli.py", *sorted(root.glob("indexer/**/*.py")), *sorted(root.glob("search/**/*.py"))):
        if path.is_file():
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions and for type checks only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (f"{alias.name}.*" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def violations(root: Path) -> list[str]:
    found = []
    for name, path in modules(root):
        for used in imports(path):
            for package, banned in FORBIDDEN.items():
                if within(name, (package,)) and within(used, banned) and not within(used, ALLOWED.get(package, ())):
                    found.append(f"{name} imports {used}")
            owner = ONE_IMPORTER.get(used.split(".")[0])
            if owner and not name.startswith(owner):
                found.append(f"{name} imports {used}, which is {owner}'s")
            if used.rpartition(".")[0] == name.split(".")[0] and path.name != "__init__.py":
                found.append(f"{name} imports {used} from its own package root")
        if name.split(".")[-1] in PLAIN_NAMES:
            found.append(f"{name} is a name without a meaning")
    return found


def test_arrows_run_one_way():
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("search/store/reader.py", "from indexer.model import Item"),
        ("search/store/packing.py", "from search.schema import keyword"),
        ("search/meaning/rewrite.py", "from search.find import Index"),
        ("search/query/parser.py", "from search.store.reader import StoreReader"),
        ("search/analysis/stem.py", "import search.schema"),
        ("search/find.py", "import tantivy"),
        ("search/engines/tantivy.py", "from search.document import Document"),
        ("indexer/segment/items.py", "def f():\n    import pypdfium2"),
        ("indexer/build.py", "from indexer import build_index"),
        ("search/find.py", "from search import place"),
        ("indexer/utils.py", ""),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, module: str, line: str):
    for folder in ("search", "indexer"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    path = tmp_path / module
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line, encoding="utf-8")

    assert violations(tmp_path)


def unnamed(root: Path) -> list[str]:
    """Modules that the architecture does not name; of several of one name each must be."""
    told = Counter(re.findall(r"`(?:\w+/)*(\w+\.py)`", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")))
    files = Counter(path.name for _, path in modules(root) if path.name != "__init__.py")
    return sorted(name for name, count in files.items() if told[name] < count)


def test_the_architecture_names_every_module():
    assert unnamed(ROOT) == []


@pytest.mark.parametrize("module", ["indexer/tidings.py", "search/query/suggest.py"])
def test_a_module_that_the_architecture_leaves_out_is_found(tmp_path: Path, module: str):
    for path in ("search/suggest.py", module):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()

    assert unnamed(tmp_path) == [Path(module).name]


def test_no_module_bears_a_name_that_its_package_root_exports():
    for package in ("indexer", "search"):
        exported = {name.split(".")[-1] for name in imports(ROOT / package / "__init__.py")}
        names = {name.split(".")[-1] for name, _ in modules(ROOT) if name.startswith(package + ".")}

        assert not exported & names
