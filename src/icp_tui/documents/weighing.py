"""How much a value of a template holds, counted with what is in it, as often as it is in it.

A list that holds another one twice needs no room for it; but whatever compares, sorts or looks it up goes
through it twice, in one go that nothing can stop. So every list, tuple and record that a template makes is
weighed, and none becomes heavier or deeper than what is gone through at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeGuard, TypeVar

from icp_tui.documents.run import TooMuch, make, step
from icp_tui.texts import say

V = TypeVar("V")

DEEPEST = 100
"""Lists in lists; Python goes through them by calls in calls, for which there is little room."""

MOST_ITEMS = 5_000_000
"""Items of a list with those of the lists in it: gone through in a tenth of a second, sorted in a few."""

AN_ITEM_MORE = 64
"""Characters of a text that count as an item."""

KEPT = 128
"""Characters for which a value counts whose weight is kept: the bytes of what is kept of it."""

Weight = tuple[int, int]
"""How many items there are in a value, and how deep they are."""

_Known = dict[int, tuple[object, Weight]]

_PLAIN = frozenset({int, float, bool, type(None)})
_LIGHT: Weight = (1, 0)

_known: ContextVar[_Known | None] = ContextVar("_known", default=None)
"""What was weighed for a document, by its id; the value is kept, so that no other one gets its id."""


@contextmanager
def weights_kept() -> Iterator[None]:
    """Weigh each value once while the block runs: templates cannot change any."""
    own: _Known = {}
    _known.set(own)
    try:
        yield
    finally:
        # A document that failed may end when the next one has begun.
        if _known.get() is own:
            _known.set(None)


def weighed(value: V) -> V:
    """The value, if what it holds can be gone through at once.

    Raises:
        TooMuch: It holds more, or is nested deeper.
    """
    if type(value) not in _PLAIN and not isinstance(value, str):
        known = _known.get()
        _weight(value, {} if known is None else known, 0)
    return value


def check_together(values: Iterable[object]) -> None:
    """See that a list of these values could be gone through at once.

    Raises:
        TooMuch: It would hold too much.
    """
    known, items = _known.get(), 0
    for value in values:
        items += _weight(value, {} if known is None else known, 0)[0]
        _check(items, 0)


def weighed_one_by_one(values: Iterable[V]) -> Iterator[V]:
    """The same values; each is weighed when it comes, since a list may be made of them.

    Raises:
        TooMuch: Such a list would hold too much.
    """
    known, items = _known.get(), 0
    known = {} if known is None else known
    for value in values:
        step()
        items += _weight(value, known, 0)[0]
        _check(items, 0)
        yield value


def weighed_from(value: Any, sources: Collection[object]) -> Any:
    """The value that a filter gave; one whose items come one by one is as deep as what they come from.

    Raises:
        TooMuch: It holds too much, or is nested too deep.
    """
    if any(value is source for source in sources):
        return value
    known = _known.get()
    if known is None or not is_passing(value):
        return weighed(value)
    # What a template did not make is not deep, and need not be weighed for this.
    depth = 1 + max((known[id(source)][1][1] for source in sources if id(source) in known), default=0)
    _check(1, depth)
    make(KEPT)
    known[id(value)] = value, (1, depth)
    return value


def holds_others(value: object) -> bool:
    """Whether a value is a list, a record or anything else with values in it."""
    return not isinstance(value, str) and _parts(value) is not None


def is_passing(value: object) -> TypeGuard[Iterator[object]]:
    """Whether the items of a value come one by one, and are not there yet."""
    # Asking `Iterator` itself takes long, and this is asked at every call.
    return not isinstance(value, str) and hasattr(type(value), "__next__")


def _weight(value: object, known: _Known, above: int) -> Weight:
    if isinstance(value, str):
        return 1 + len(value) // AN_ITEM_MORE, 0
    if (held := known.get(id(value))) is not None:
        return held[1]
    parts = _parts(value)
    if parts is None:
        return _LIGHT
    _check(len(parts), above + 1)
    items, depth = 1, 0
    for part in parts:
        if isinstance(part, str):
            items += 1 + len(part) // AN_ITEM_MORE
            continue
        if type(part) in _PLAIN:
            items += 1
            continue
        its_items, its_depth = _weight(part, known, above + 1)
        items += its_items
        depth = max(depth, its_depth)
        _check(items, above + depth + 1)
    _check(items, above + depth + 1)
    make(KEPT)
    known[id(value)] = value, (items, depth + 1)
    return items, depth + 1


def _parts(value: object) -> Collection[object] | None:
    """What is in a value; None where nothing is."""
    if isinstance(value, Mapping):
        return [*value, *value.values()]
    if isinstance(value, (list, tuple, AbstractSet)):
        return value
    return list(value) if isinstance(value, ValuesView) else None


def _check(items: int, depth: int) -> None:
    if items > MOST_ITEMS:
        most = f"{MOST_ITEMS:,}"
        raise TooMuch(say("a list has more than {most} items, with those of the lists in it", most=most))
    if depth > DEEPEST:
        raise TooMuch(say("lists are nested more than {most} deep", most=DEEPEST))
