"""What a merge or an undo changes, in words: which record, which question, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence

from icp_tui.errors import BadAnswer
from icp_tui.formats import moment
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Link, Links
from icp_tui.store.exchange.conflicts import Conflict
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, SILENT, Change, Edit, newest_first
from icp_tui.texts import _, count, say

NAMED, LONGEST_TITLE = 3, 60
"""Records that are named one by one, and characters of a title where there may be several."""

_PARTS = {"state": _("mark"), "ground": _("how sure"), "raw": _("as it was typed")}


class Teller:
    """Puts fields and values into words; records that are not here yet go by what comes."""

    def __init__(self, database: Database, arriving: Sequence[Change] = ()) -> None:
        """Name records of `database`, and of the changes `arriving`."""
        self._database = database
        self._titles: dict[str, tuple[str, str]] = {}
        for change in reversed(newest_first(arriving)):
            if change.field == RECORDS[change.kind].title_field and change.new:
                self._titles[change.record_id] = change.kind, change.new

    def record(self, kind: str, record_id: str) -> str:
        """A record by its kind and its title, such as “Problem “Load refused””."""
        singular, title = str(RECORDS[kind].singular), self._title(kind, record_id)
        return f"{singular} “{title}”" if title else singular

    def short(self, kind: str, record_id: str) -> str:
        """The same with a long title cut."""
        singular, title = str(RECORDS[kind].singular), self._title(kind, record_id)
        if len(title) > LONGEST_TITLE:
            title = title[: LONGEST_TITLE - 1].rstrip() + "…"
        return f"{singular} “{title}”" if title else singular

    def _title(self, kind: str, record_id: str) -> str:
        field = RECORDS[kind].title_field
        rows = self._database.rows(
            "SELECT new FROM change WHERE record_id = ? AND field = ? AND new NOT NULL"
            " ORDER BY clock DESC, id DESC LIMIT 1",
            record_id,
            field,
        )
        held = rows[0]["new"] if rows else self._titles.get(record_id, ("", None))[1]
        if held is None or isinstance(RECORDS[kind].questions[field].kind, Link):
            return ""
        return " ".join(self.value(kind, field, held).split())

    def place(self, kind: str, record_id: str, field: str) -> str:
        """A field of a record: “Problem “Load refused” › Costs each”."""
        if field == PARENT:
            return self.record(kind, record_id)
        name, _colon, part = field.partition(":")
        label = str(RECORDS[kind].questions[name].label)
        return f"{self.record(kind, record_id)} › {label}" + (f" ({_PARTS[part]})" if part else "")

    def value(self, kind: str, field: str, held: str | None) -> str:
        """What stands in a field, as people read it."""
        if held is None:
            return say("(empty)")
        if field == PARENT:
            return self._below(kind, held)
        name, _colon, part = field.partition(":")
        if part:
            options = MARK_PARTS[part]
            chosen = options.of(held) if options else None
            return str(chosen.words) if chosen else held
        question = RECORDS[kind].questions[name].kind
        if isinstance(question, Link | Links):
            return ", ".join(self._linked(target) for target in held.split())
        try:
            return question.format(question.load(held))
        except BadAnswer:
            return held

    def moved(self, kind: str, record_id: str, to: str) -> str:
        """A record that is below another one then: “Profile “Depots” to Client “ColdLine””."""
        parent = RECORDS[kind].parent
        below = self.record(parent.kind, to) if parent else ""
        return say("{record} to {parent}", record=self.record(kind, record_id), parent=below)

    def _below(self, kind: str, held: str) -> str:
        parent = RECORDS[kind].parent
        return say("below {record}", record=self.record(parent.kind, held)) if parent else say("kept")

    def _linked(self, record_id: str) -> str:
        rows = self._database.rows("SELECT kind FROM change WHERE record_id = ? LIMIT 1", record_id)
        kind = rows[0]["kind"] if rows else self._titles.get(record_id, ("", ""))[0]
        return (self._title(kind, record_id) if kind in RECORDS else "") or "…"

    def side(self, conflict: Conflict, side: Change) -> str:
        """What one side of a conflict says."""
        if conflict.unknown and side.record_id == conflict.record_id and side.field == PARENT:
            return say("deleted")
        if conflict.unknown:
            here = self.value(side.kind, side.field, side.new) if ":" in side.field or side.new else ""
            told = count(conflict.unknown, "goes on with {n} change", "goes on with {n} changes")
            if side.field in RECORDS[side.kind].questions:
                told += f": {self.place(side.kind, side.record_id, side.field)}: {here}"
            return told
        if conflict.field == PARENT:
            if side.new is None:
                return say("deleted")
            return self._below(conflict.kind, side.new)
        return self.value(conflict.kind, conflict.field, side.new)


def touched(database: Database, edits: Sequence[Edit]) -> str:
    """The records that `edits` changed, the oldest first: three by their titles, the others as a number.

    One that was only moved to make room is left out; of a single answer its question is named, too.
    """
    teller, places = Teller(database), [(edit.kind, edit.record_id, edit.field) for edit in edits]
    places = [place for place in places if place[2] not in SILENT] or places
    # An id begins with the moment of its making.
    records = sorted({(kind, record_id) for kind, record_id, _field in places}, key=lambda one: one[1])
    fields = {field.partition(":")[0] for _kind, _record_id, field in places}
    if len(records) == len(fields) == 1:
        [[kind, record_id]], [field] = records, fields
        question = RECORDS[kind].questions.get(field)
        if question and field != RECORDS[kind].title_field:
            return f"{teller.short(kind, record_id)} › {question.label}"
    many: dict[str, int] = {}
    for kind, record_id in records:
        words = teller.short(kind, record_id)
        many[words] = many.get(words, 0) + 1
    named = [words if n == 1 else say("{record} ({n})", record=words, n=n) for words, n in many.items()]
    told, more = ", ".join(named[:NAMED]), sum(list(many.values())[NAMED:])
    return count(more, "{records} and {n} more", "{records} and {n} more", records=told) if more else told


def who_and_when(side: Change) -> str:
    """Who wrote something, and when, in the time of this place."""
    at = moment(side.at)
    return " · ".join(part for part in (side.author, f"{at:%Y-%m-%d %H:%M}" if at else "") if part)


def nothing_new(left_out: int, changes: int) -> str:
    """What came of a file that brings nothing: of its `changes`, so many were `left_out` as forgotten."""
    if not left_out:
        return say("All of it is here already; nothing was changed.")
    if left_out == changes:
        return say("All of it was forgotten here for good; nothing was changed.")
    return say("The rest of it is here already; nothing was changed.")
