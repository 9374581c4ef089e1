"""Names for records and changes: UUIDv7, which sort by the time of their making."""

from __future__ import annotations

import os
import time
from uuid import UUID

_last = 0


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text, greater than every one made before in this process."""
    global _last  # noqa: PLW0603 - the one counter that keeps names of the same millisecond in order
    _last = max(time.time_ns() // 1_000_000 << 12, _last + 1)
    milliseconds, counter = _last >> 12, _last & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | (int.from_bytes(os.urandom(8)) >> 2)
    return str(UUID(int=value))
