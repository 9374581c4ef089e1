"""One key after another, however fast they are typed."""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App

LONGEST_HEARING = 1.0
"""Seconds that a key waits, at most, for what the key before has set off."""


class OrderedApp(App[None]):
    """An application in which no key overtakes what the one before has set off.

    Textual hands keys on while earlier ones still wait in the queues of widgets. Tab, Enter and the keys that
    turn the page would overtake the text before them, and it would land in another field.
    """

    def __init__(self) -> None:
        """Start without keys."""
        super().__init__()
        self._keys: deque[events.Event] = deque()

    @property
    def keys_waiting(self) -> bool:
        """Whether something typed has not been heard yet."""
        return bool(self._keys)

    async def on_event(self, event: events.Event) -> None:
        """Put keys, pastes and clicks in line; hand on everything else at once."""
        one_by_one = events.Key | events.Paste | events.MouseDown | events.MouseUp
        if not isinstance(event, one_by_one) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys.append(event)
        if len(self._keys) == 1:
            self.call_later(self._take_key)

    async def _take_key(self, after: int = 3, *, sure: bool = False) -> None:
        await self._heard_out()
        waiting = self.message_queue_size > 0
        if after and (waiting or not sure):
            # A key that no widget wanted comes back to us, then the change of focus that it asked for: both
            # go first. Textual holds the next message aside, uncounted: it goes before us in another turn.
            self.call_later(self._take_key, after - waiting, sure=not waiting)
            return
        await super().on_event(self._keys[0])
        await self._heard_out()
        self._keys.popleft()
        if self._keys:
            self.call_later(self._take_key)

    async def _heard_out(self) -> None:
        """Wait until all messages of the widget in focus, and of all above it, have been heard."""
        end = asyncio.get_running_loop().time() + LONGEST_HEARING
        while asyncio.get_running_loop().time() < end:
            heard_by = (self.focused or self.screen).ancestors_with_self
            if not any(node.message_queue_size for node in heard_by if node is not self):
                return
            await asyncio.sleep(0)
