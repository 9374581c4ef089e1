"""What the library shows: the profiles by client, or three ways to begin. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from rich.text import Text

from icp_tui.formats import percent
from icp_tui.method.records import Status
from icp_tui.store.work.library import Summary
from icp_tui.texts import interface_language, say
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import right_aligned


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things an empty library offers."""

    command: str
    words: str
    help: str


def invitation(choices: list[Choice], at: int, inks: Inks) -> tuple[list[Text], list[int]]:
    """What an empty library shows, and the line of each choice."""
    lines = [
        Text(),
        Text(say("Whom does your client serve best, and why do they buy?"), inks.strong),
        Text(say("Answer step by step; a playbook for the whole company comes out."), inks.dim),
        Text(),
    ]
    where = []
    for place, choice in enumerate(choices):
        here = place == at
        where.append(len(lines))
        lines.append(
            Text.assemble(
                ("▸ " if here else "  ", inks.here),
                (f"{choice.words:<22}", inks.strong if here else inks.plain),
                (choice.help, inks.dim),
            )
        )
    lines += [Text(), Text(say("Everything is saved as you type, in one file on this computer."), inks.dim)]
    return lines, where


class Shelf(Sequence[Text]):
    """The profiles by client as lines, each made when it comes into view: a thousand cost no more than ten.

    Attributes:
        lines_of: the line of each profile, in their order.
    """

    def __init__(self, found: Sequence[Summary], at: int, width: int, inks: Inks, now: dt.datetime) -> None:
        """Show `found`, standing `at` one of them, in `width` columns as seen `now`."""
        self._found, self._at, self._width, self._inks, self._now = found, at, width, inks, now
        self.lines_of: list[int] = []
        # Each line is a profile's place, or -1 - place for the client above it, or None for an empty line.
        self._lines: list[int | None] = []
        client = ""
        for place, summary in enumerate(found):
            if summary.client_id != client:
                client = summary.client_id
                self._lines += [None, -1 - place]
            self.lines_of.append(len(self._lines))
            self._lines.append(place)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, line: int) -> Text: ...
    @overload
    def __getitem__(self, line: slice) -> list[Text]: ...
    def __getitem__(self, line: int | slice) -> Text | list[Text]:
        if isinstance(line, slice):
            return [self[number] for number in range(*line.indices(len(self)))]
        place = self._lines[line]
        if place is None:
            return Text()
        return self._client(self._found[-1 - place]) if place < 0 else self._profile(place)

    def _client(self, summary: Summary) -> Text:
        name = (summary.client or say("New client"), self._inks.strong)
        return Text.assemble("  ", name, (f"  {summary.sells}", self._inks.dim))

    def _profile(self, place: int) -> Text:
        summary, inks, here = self._found[place], self._inks, place == self._at
        left = Text.assemble(
            ("▸ " if here else "  ", inks.here),
            (summary.profile or say("New profile"), inks.strong if here else inks.plain),
        )
        return right_aligned(left, _figures(summary, inks, self._now, wide=self._width >= 90), self._width)


def _figures(summary: Summary, inks: Inks, now: dt.datetime, *, wide: bool) -> Text:
    mode, status = summary.mode_read, summary.status_read
    told = str(status.words) if status else ""
    if status is Status.RELEASED:
        told = f"{told} v{summary.version}"
    text = Text()
    text.append(f"{mode.words if mode else '':<5}", inks.dim)
    if wide:
        text.append(f"{told:<14}", inks.dim if status is Status.DRAFT else inks.plain)
        full = summary.percent // 10
        text.append("━" * full, inks.accent).append("━" * (10 - full), inks.rule)
    text.append(f" {percent(summary.percent, interface_language()):>5}   ", inks.dim)
    gaps = (
        Text(say("{n} open", n=summary.gaps), inks.warn) if summary.gaps else Text(say("complete"), inks.good)
    )
    text.append(" " * max(0, 9 - gaps.cell_len)).append_text(gaps)
    when = _when(summary, inks, now)
    return text.append(" " * max(2, 17 - when.cell_len)).append_text(when)


def _when(summary: Summary, inks: Inks, now: dt.datetime) -> Text:
    """The review where it is overdue, else when the profile was last edited."""
    if summary.next_review and summary.next_review < now.date().isoformat():
        return Text(say("review overdue"), inks.bad)
    edited = summary.edited
    if not edited:
        return Text()
    if edited.date() == now.date():
        return Text(say("today {time}", time=f"{edited:%H:%M}"), inks.dim)
    same_year = edited.year == now.year
    return Text(f"{edited.day} {edited:%b}" + ("" if same_year else f" {edited.year}"), inks.dim)
