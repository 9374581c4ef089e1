"""What can be the id of a record or a change, and the moment that stands in it."""

from __future__ import annotations

import datetime as dt
import re

ID = re.compile(r"[0-9A-Za-z_-]{1,64}")

_FAR = 4_102_444_800_000
"""The year 2100, in milliseconds since 1970."""


def is_id(held: object) -> bool:
    """Whether a value can be the id of a record, a change or a batch."""
    return isinstance(held, str) and ID.fullmatch(held) is not None


def made_at(change_id: str) -> dt.datetime | None:
    """The moment in the name of a change (UUIDv7: milliseconds since 1970 in its first 48 bits)."""
    digits = change_id.replace("-", "")
    if not re.fullmatch("[0-9a-f]{12}7[0-9a-f]{19}", digits):
        return None
    since = int(digits[:12], 16)
    return dt.datetime.fromtimestamp(since / 1000, dt.UTC) if since < _FAR else None
