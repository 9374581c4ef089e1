"""Two versions of one change: which of them stands, whoever merges with whom and however often.

A change grows while it is being typed, and each growth has a later moment. A repair can have had to guess.
"""

from __future__ import annotations

from icp_tui.method.safe import safe_text
from icp_tui.store.exchange.bundles import refuse
from icp_tui.store.exchange.incoming import COLUMNS, Incoming
from icp_tui.store.log.changes import Change
from icp_tui.texts import say

_REPAIR = "repair"
"""The author of what a repair put into the log."""

_MADE_ONCE = ("clock", "kind", "record_id", "field")

CAN_DIFFER = tuple(name for name in COLUMNS if name not in ("id", *_MADE_ONCE))
"""What two versions of one change can differ in: how far it was typed, and what a repair had to guess."""


def wins(incoming: Incoming, change: Change, local: Change) -> bool:
    """Whether a change that is here already goes on as it came: it was copied while it was being typed.

    Raises:
        BadFile: it is another change, or says otherwise at the same moment what was changed here.
    """
    if any(getattr(change, name) != getattr(local, name) for name in _MADE_ONCE):
        refuse(
            incoming.path,
            say("the change {id} is another one here", id=change.id),
            say("Ask how it was made: icp-tui does not write such a file."),
        )
    # What a repair put back has the moment at which the change began, and may know how it went on.
    guessed = _REPAIR in (change.author, local.author)
    if change.at == local.at and _safe(change.new) != _safe(local.new) and not guessed:
        refuse(
            incoming.path,
            say("it says otherwise what was changed here (the change {id})", id=change.id),
            say("Ask how it was made: icp-tui does not write such a file."),
        )
    return _strength(change) > _strength(local)


def _strength(change: Change) -> tuple[str, ...]:
    """What decides between two versions of one change, on every side alike: first the later moment."""
    first = ("at", "new")
    rest = (name for name in CAN_DIFFER if name not in first)
    return tuple(_safe(getattr(change, name)) for name in (*first, *rest))


def _safe(value: str | None) -> str:
    """A text that can be compared, as it travels; None is less than any text, also less than an empty one."""
    return "" if value is None else f"={safe_text(value)}"
