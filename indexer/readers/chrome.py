"""What surrounds the minutes on a web page, told by role: navigation, controls, dialogs, hidden parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from indexer.readers.matter import holds_minutes
from indexer.tables import entries

# An element of the parsed tree. Only the HTML reader knows the library that made it.
Element = Any


def names(text: str) -> frozenset[str]:
    """A set of names written as one text."""
    return frozenset(text.split())


NEVER_TEXT = names(
    "script style noscript template svg math head iframe object embed canvas audio video map input select textarea "
    "datalist nav dialog noframes"
)
NEVER_SHOWN = NEVER_TEXT - {"nav", "dialog"}
CHROME_ROLES = names(
    "navigation menu menubar menuitem toolbar tablist search dialog alertdialog banner contentinfo tooltip progressbar"
)
# Words of class names and ids that site software gives to what is not the page's matter.
CHROME_WORDS = names(
    "nav navbar navigation menu breadcrumb breadcrumbs cookie cookies consent modal sidebar skip skiplink share social "
    "footer dropdown popup tooltip pagination pager toolbar spinner"
)
CONTROLS = frozenset(map(str.casefold, entries("controls.txt")))
OPENERS = ("aria-controls", "data-target", "data-bs-target")
# Words of class names that say that a button folds a part of the page out, and the value that says so to a script.
FOLDING_WORDS = names("accordion collapse collapsible expander expandable foldable harmonika")
FOLDING = "collapse"
# Words of class names of what is folded out.
PANEL_WORDS = FOLDING_WORDS | names("panel pane content body toggle")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SURROUNDINGS = frozenset(("header", "footer", "aside"))
LANDMARKS = frozenset(("main", "article", "body", "html", "h1"))

# What a tag or class calls navigation but is longer than this is the page's matter with an unlucky name.
CHROME_LIMIT = 8_000
# A hidden part longer than this, such as a folded panel that a script opens, is the page's matter.
HIDDEN_LIMIT = 300
# The opener of a part that is folded is one of so many elements before it.
BUTTON_NEAR = 10
# No wording of a control is longer.
MAX_CONTROL = 60
# How many elements are looked at to judge one: pages nest as deep as they like.
LOOK_AHEAD = 5_000

WORDS = re.compile(r"[A-Z]?[a-z]{2,40}")
HIDING_STYLE = re.compile(r"(?:display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Openers:
    """The ids of parts that some control on the page opens."""

    ids: frozenset[str]

    def open(self, element: Element) -> bool:
        return element.get("id", "") in self.ids


def openers(root: Element) -> Openers:
    """Collect what the controls of the page point at."""
    targets = (element.get(name) for element in root.iter() for name in OPENERS if element.get(name))
    return Openers(frozenset(part.lstrip("#") for target in targets for part in target.split()))


def is_chrome(element: Element, opened: Openers) -> bool:
    """Whether the element, with everything in it, is to be left out of the text."""
    tag = element.tag
    if not isinstance(tag, str) or tag in NEVER_TEXT:
        return True
    role = element.get("role", "")
    if role in CHROME_ROLES:
        return not _has_landmark(element) and not (role == "tablist" and _has_panels(element))
    if tag == "button" or (role == "button" and tag != "summary"):
        return not _opens_text(element)
    if tag in SURROUNDINGS:
        return not _within_matter(element) and not _is_matter(element)
    return _hidden(element, opened) or _named_chrome(element) or _counter(element)


def is_control(text: str) -> bool:
    """Whether a line is nothing but the wording of a control."""
    return text.casefold().strip(" .»›>|-") in CONTROLS


def text_of(element: Element) -> str:
    """All text in an element that may be shown, in one line."""
    inside = element.iter()
    parts = [part for inner in inside for part in (_own_text(inner), inner.tail if inner is not element else "")]
    return " ".join(" ".join(filter(None, parts)).split())


def _own_text(element: Element) -> str:
    return "" if element.tag in NEVER_SHOWN else element.text or ""


def _opens_text(button: Element) -> bool:
    """Whether a button carries the heading of what it opens: it says that it unfolds something, it holds a heading, or
    a heading holds it. One that opens a menu or does something carries none."""
    if button.get("aria-haspopup", "false") != "false" or _named_chrome(button) or _is_pressed(button):
        return False
    return _unfolds(button) or any(
        inner.tag in HEADINGS for inner in chain(islice(button.iter(), LOOK_AHEAD), button.iterancestors())
    )


def _unfolds(button: Element) -> bool:
    if FOLDING in (button.get("data-toggle"), button.get("data-bs-toggle")):
        return True
    return button.get("aria-expanded") is not None or not FOLDING_WORDS.isdisjoint(_words(button, "class"))


def _is_pressed(button: Element) -> bool:
    return not longer(button, MAX_CONTROL) and is_control(" ".join("".join(button.itertext()).split()))


def _has_panels(tabs: Element) -> bool:
    """An accordion may call itself a list of tabs, with the panels inside."""
    return any(inner.tag in HEADINGS or inner.get("role") == "tabpanel" for inner in islice(tabs.iter(), LOOK_AHEAD))


def _hidden(element: Element, opened: Openers) -> bool:
    hides = (
        (element.get("hidden") is not None and element.get("hidden") != "until-found")
        or element.get("aria-hidden") == "true"
        or HIDING_STYLE.search(element.get("style", "")[:1000]) is not None
    )
    return hides and not (_folded(element, opened) or longer(element, HIDDEN_LIMIT) or holds_minutes(element))


def _folded(element: Element, opened: Openers) -> bool:
    """Whether a hidden part is a panel that a script opens, by its role, its class, or what opens it."""
    panel = element.get("role") == "tabpanel" or not PANEL_WORDS.isdisjoint(_words(element, "class"))
    return panel or opened.open(element) or _below_opener(element)


def _below_opener(element: Element) -> bool:
    """Whether the element before holds a button that says it unfolds something, without saying what."""
    before = element.getprevious()
    near = islice(before.iter(), BUTTON_NEAR) if before is not None else ()
    return any(inner.get("aria-expanded") is not None and not _named_chrome(inner) for inner in near)


def _named_chrome(element: Element) -> bool:
    if element.tag in LANDMARKS or element.tag in HEADINGS or not _chrome_names(element):
        return False
    return not _is_matter(element)


def _is_matter(element: Element) -> bool:
    """Whether an element is the page's matter with an unlucky name."""
    return _has_landmark(element) or longer(element, CHROME_LIMIT) or holds_minutes(element)


def _chrome_names(element: Element) -> bool:
    return not CHROME_WORDS.isdisjoint(_words(element, "class", "id", "aria-controls"))


def _words(element: Element, *attributes: str) -> list[str]:
    named = " ".join(element.get(attribute, "") for attribute in attributes)
    return [word.lower() for word in WORDS.findall(named[:500])]


def _has_landmark(element: Element) -> bool:
    return any(inner.tag in ("main", "article", "h1") for inner in islice(element.iter(), LOOK_AHEAD))


def _within_matter(element: Element) -> bool:
    """The head or foot of an article or section, not of the page."""
    return any(outer.tag in ("article", "section", "main") for outer in element.iterancestors())


def _counter(element: Element) -> bool:
    """A bare number in a badge counts attachments or comments for the reader of the page."""
    if "badge" not in element.get("class", "").split() or longer(element, 5):
        return False
    return "".join(element.itertext()).strip().isdigit()


def longer(element: Element, limit: int) -> bool:
    """Whether the element holds more than ``limit`` characters of text, or more elements than one looks at."""
    total = 0
    for count, inner in enumerate(element.iter()):
        total += _length(inner.text) + (_length(inner.tail) if inner is not element else 0)
        if total > limit or count > LOOK_AHEAD:
            return True
    return False


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
