"""Whether values out of a damaged file can have been written by us; chance does not make such words."""

from __future__ import annotations

import re

from icp_tui.store.recovery.ids import ID
from icp_tui.store.recovery.pages import Value

_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,60}(:[a-z]{1,20})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.{0,12}", re.ASCII)
LOG = "change"
"""The table of all changes."""


def fits(kind: str | None, value: Value) -> bool:
    """Whether a STRICT column of this type can hold the value."""
    match kind:
        case "TEXT":
            return value is None or isinstance(value, str)
        case "INTEGER":
            return value is None or isinstance(value, int)
        case "REAL":
            return value is None or isinstance(value, int | float)
    return True


def is_plausible(name: str, values: dict[str, Value], *, reached: bool = False) -> bool:
    """Whether a row of these values can have been written by us.

    To one that is `reached` the table itself leads, so that its values may be odd.
    """
    if name == LOG and reached:
        return matches(ID, values, "record_id") and matches(_FIELD, values, "field")
    if name == LOG:
        return (
            matches(ID, values, "id", "batch", "record_id")
            and matches(_NAME, values, "kind")
            and matches(_FIELD, values, "field")
            and matches(_MOMENT, values, "at")
            and isinstance(values.get("clock"), int)
        )
    first = next(iter(values.values()), None)
    return isinstance(first, str) and bool(ID.fullmatch(first))


def matches(pattern: re.Pattern[str], values: dict[str, Value], *columns: str) -> bool:
    """Whether all of these columns hold a text of this form."""
    return all(isinstance(held := values.get(c), str) and pattern.fullmatch(held) for c in columns)
