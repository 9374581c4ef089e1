"""Changes that come from elsewhere, and what each must look like before anything of it is believed.

Whatever a file holds, what passes here fits the declared records: known kinds and fields, values that can be
read, texts that harm nothing, and a log that hangs together (what a change replaces is there and is older).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from icp_tui.errors import BadAnswer
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Kind, Link, Links, Text
from icp_tui.method.safe import safe_text
from icp_tui.store.log.changes import KNOWN, PARENT, POSITION, ROOT, Change, author_name, is_known
from icp_tui.store.log.clocks import HIGHEST
from icp_tui.texts import say

COLUMNS = tuple(name for name in Change.__dataclass_fields__ if name != "came")
"""What a change is made of when it travels; by which merge it came is nobody else's business."""

MOST_CHANGES = 500_000
"""Changes in one file: five times those of 200 whole profiles."""

LONGEST_TEXT = 1_000_000
"""Characters of one value; a whole book has as many."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The clock of a computer can be wrong by any number of years; what was typed under it is no worse for that.
_AT = re.compile(r"(19[7-9]|2\d\d)\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_BROKEN = re.compile("[\0\ud800-\udfff]")


class UnfitError(Exception):
    """What is wrong with a change, in words for people; whoever reads the file says where it stands."""


class NewerError(Exception):
    """A change is of a kind or a field that this program does not have."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file brings, all of it in order.

    Attributes:
        path: the file.
        holds: what is in it, in words.
        program: the version of icp-tui that wrote it, "" where the file does not say.
        changes: by clock and id.
    """

    path: Path
    holds: str
    program: str
    changes: tuple[Change, ...]


def fit_change(values: Mapping[str, object]) -> Change:
    """A change out of what a file holds; its texts are safe.

    Raises:
        UnfitError: it is no change.
        NewerError: it is one of a newer program.
    """
    if set(values) != set(COLUMNS):
        raise UnfitError(say("It is not made of what a change is made of."))
    clock = values["clock"]
    # `True` is a whole number, too.
    if type(clock) is not int or clock < 1:
        raise UnfitError(say("“{name}” must be a whole number above zero.", name="clock"))
    if clock > HIGHEST:
        raise UnfitError(say("“{name}” is a number that no work reaches.", name="clock"))
    texts = {name: _text(name, values[name]) for name in COLUMNS if name != "clock"}
    for name in ("id", "batch", "record_id"):
        _check_id(name, texts[name])
    for name in ("base", "undoes", "settles"):
        if texts[name] is not None:
            _check_id(name, texts[name])
    change = Change(clock=clock, **texts)  # type: ignore[arg-type]  # `_text` lets None through for a few only
    if change.scope:
        _check_id("scope", change.scope)
    change = replace(change, author=author_name(change.author))
    _check_moment(change.at)
    if not is_known(change.kind, change.field):
        raise NewerError(f"{change.kind}.{change.field}")
    for value in (change.old, change.new):
        if value is not None:
            _check_value(change, value)
    return change


_EMPTY = ("old", "new", "base", "undoes", "settles")


def _text(name: str, value: object) -> str | None:
    if value is None and name in _EMPTY:
        return None
    if not isinstance(value, str):
        raise UnfitError(say("“{name}” must be a text.", name=name))
    if len(value) > LONGEST_TEXT:
        raise UnfitError(say("“{name}” is too long.", name=name))
    if _BROKEN.search(value):
        raise UnfitError(say("“{name}” holds characters that no text has.", name=name))
    return safe_text(value)


def _check_id(name: str, value: str | None) -> None:
    if value is None or not _ID.fullmatch(value):
        raise UnfitError(say("“{name}” must be an id.", name=name))


def _check_moment(at: str) -> None:
    try:
        fits = _AT.fullmatch(at) is not None and bool(dt.datetime.fromisoformat(at))
    except ValueError:
        # There is no such day.
        fits = False
    if not fits:
        raise UnfitError(say("“{name}” must be a moment such as 2026-11-21T14:05:09.120Z.", name="at"))


def _check_value(change: Change, value: str) -> None:
    record, field = RECORDS[change.kind], change.field
    name, colon, part = field.partition(":")
    try:
        if field == PARENT:
            fits = _ID.fullmatch(value) is not None if record.parent else value == ROOT
        elif field == POSITION:
            fits = math.isfinite(float(value)) and abs(float(value)) < 1e12
        elif field == KNOWN:
            fits = re.fullmatch(r"\d{1,9}", value, re.ASCII) is not None
        elif colon:
            options = MARK_PARTS[part]
            fits = options is None or options.of(value) is not None
        else:
            fits = _fits(record.questions[name].kind, value)
    except (BadAnswer, ValueError, ArithmeticError):
        fits = False
    if not fits:
        raise UnfitError(
            say("“{value}” cannot stand in {kind}.{field}.", value=value[:60], kind=change.kind, field=field)
        )


def _fits(kind: Kind, value: str) -> bool:
    if isinstance(kind, Link | Links):
        ids = value.split(" ")
        return (
            all(map(_ID.fullmatch, ids))
            and len(set(ids)) == len(ids)
            and (isinstance(kind, Links) or len(ids) == 1)
        )
    kind.load(value)
    kind.column(value)
    return bool(value.strip()) and not (isinstance(kind, Text) and "\n" in value)


def check_together(changes: Sequence[Change]) -> None:
    """See that changes are one whole log: nothing twice, nothing without its beginning.

    Raises:
        UnfitError: they are not; the second of its arguments is the place of the change at fault.
    """
    by_id: dict[str, Change] = {}
    kinds: dict[str, str] = {}
    born: set[str] = set()
    for place, change in enumerate(changes):
        if by_id.setdefault(change.id, change) is not change:
            raise UnfitError(say("A change of the same name stands before it."), place)
        if kinds.setdefault(change.record_id, change.kind) != change.kind:
            raise UnfitError(say("Its record is of two kinds."), place)
        if change.field == PARENT and change.new:
            born.add(change.record_id)
    for place, change in enumerate(changes):
        _check_before(change, by_id, place)
        if change.record_id not in born:
            raise UnfitError(say("The beginning of its record is missing."), place)
        if change.new and not all(kinds.get(target) in wanted for target, wanted in _named(change)):
            raise UnfitError(say("It names a record that is missing, or of another kind."), place)


def _check_before(change: Change, by_id: Mapping[str, Change], place: int) -> None:
    for name in (change.base, change.undoes, change.settles):
        before = by_id.get(name) if name else None
        if name is None:
            continue
        if before is None:
            raise UnfitError(say("The change that it goes back to is missing."), place)
        same = (before.record_id, before.field) == (change.record_id, change.field)
        if not same or before.clock >= change.clock:
            raise UnfitError(say("It goes back to a change that cannot have been before it."), place)


def _named(change: Change) -> list[tuple[str, tuple[str, ...]]]:
    """The records that a change names, each with the kinds of which it may be."""
    record = RECORDS[change.kind]
    if change.field == PARENT:
        return [(change.new or "", (record.parent.kind,))] if record.parent else []
    question = record.questions.get(change.field)
    if question is None or not isinstance(question.kind, Link | Links):
        return []
    wanted = tuple(kind for kind in RECORDS if question.kind.fits(kind))
    return [(target, wanted) for target in (change.new or "").split()]
