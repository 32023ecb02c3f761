"""HTML -> Transcript: the page's matter as lines, without what surrounds it. The only importer of lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from indexer.clean import clean_line
from indexer.errors import SourceError
from indexer.model import Transcript
from indexer.readers.chrome import Element, Openers, is_chrome, longer, openers, text_of
from indexer.readers.encoding import decode
from indexer.readers.flow import Flow
from indexer.readers.lines import RawLine, RawPage, furniture_of, paginate
from indexer.readers.matter import holds_all_minutes

# The parser compares the attributes of an element pair by pair.
MAX_ATTRIBUTES = 20_000
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{1,40})", re.IGNORECASE)
LATIN = frozenset(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii"))
XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}>")
TOO_DEEP = "ERR_RESOURCE_LIMIT"


def read_html(data: bytes, name: str) -> Transcript:
    """Bytes of a web page -> Transcript without page numbers; ``title`` is the page's own.

    ``look`` is tag and classes of the nearest block, or of the classed element that holds the whole line. What
    surrounds the minutes on the page is its ``furniture``.
    Raises ``SourceError`` (``damaged``; ``empty`` for a page that is made of other pages).
    """
    _refuse_attributes(data, name)
    decoded = decode(data, name, _declared(data))
    root = _parse(decoded.text, name)
    if root is None:
        return Transcript((), warnings=decoded.warnings)
    main = _main(root)
    flow = _flow(main, openers(root))
    if not flow.lines and next(root.iter("frame", "iframe"), None) is not None:
        raise SourceError("empty", f"{name} only places other pages in frames: give the files of those pages.")
    page = RawPage(None, flow.lines, [*map(RawLine, _around(main)), *flow.furniture])
    return Transcript(paginate([page]), _title(root), decoded.warnings, furniture_of([page]))


def _declared(data: bytes) -> str | None:
    """The encoding that the page names, as browsers take it: https://encoding.spec.whatwg.org/#names-and-labels."""
    found = CHARSET.search(data[:4096])
    label = found[1].decode("ascii", "replace").lower() if found else None
    return "cp1252" if label in LATIN else label


def _refuse_attributes(data: bytes, name: str) -> None:
    tags = (part.partition(b">")[0] for part in data.split(b"<") if len(part) > 2 * MAX_ATTRIBUTES)
    if any(len(tag.split()) > MAX_ATTRIBUTES for tag in tags):
        message = f"{name} holds an element with more than {MAX_ATTRIBUTES} attributes: save the page again."
        raise SourceError("damaged", message)


def _parse(text: str, name: str) -> Element:
    """The root element, or None for an empty page. Deep nesting is tried again with the parser's higher limit."""
    data = XML_DECLARATION.sub("", text).encode("utf-8", "replace")
    for huge in (False, True):
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
        try:
            root = etree.fromstring(data, parser) if data.strip() else None
        except etree.LxmlError as error:
            raise SourceError("damaged", f"{name} cannot be read as HTML ({error}): save the page again.") from error
        if not any(entry.type_name == TOO_DEEP for entry in parser.error_log):
            return root
    raise SourceError("damaged", f"{name} nests elements too deep to be read whole: save the page as text or PDF.")


def _title(root: Element) -> str:
    return clean_line(root.findtext(".//title") or "")


def _main(root: Element) -> Element:
    """The element marked as the page's main matter if it holds most of the text and all labels of minutes, else the
    whole body."""
    body = root.find("body")
    if body is None:
        return root
    marked = [*body.iter("main")] or [element for element in body.iter() if element.get("role") == "main"]
    total = sum(len(text.strip()) for text in _texts(body))
    whole = len(marked) == 1 and longer(marked[0], total // 2) and holds_all_minutes(marked[0], body)
    return marked[0] if whole else body


def _around(main: Element) -> Iterator[str]:
    """Texts of the page beside the element, the nearest first."""
    while main.tag != "body" and (outer := main.getparent()) is not None:
        yield outer.text or ""
        for element in outer:
            yield "" if element is main else text_of(element)
            yield element.tail or ""
        main = outer


def _texts(body: Element) -> Iterator[str]:
    for element in body.iter():
        if element.tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""


def _flow(root: Element, opened: Openers) -> Flow:
    """Walk the tree without recursion: nesting is the page's choice."""
    flow = Flow()
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walk:
        if event == "end":
            if element is not skipped:
                flow.close()
            if element is not root:
                flow.text(element.tail)
        elif element is not root and is_chrome(element, opened):
            skipped = element
            flow.furniture.append(RawLine(text_of(element)))
            walk.skip_subtree()
        else:
            flow.open(element)
            flow.text(element.text)
    flow.finish()
    return flow
