"""The library: one row a profile, read without loading any of them, and the place where each was left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import NamedTuple, TypeVar

from icp_tui.errors import BadFile
from icp_tui.formats import moment
from icp_tui.method.answers import Answers
from icp_tui.method.fields import Choice, Date, Money, Number, Prose, Text
from icp_tui.method.library.protection import protected
from icp_tui.method.records import Attribute, Mode, Status
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import Edit, stamp
from icp_tui.texts import say

C = TypeVar("C", bound=Choice)


@dataclass(frozen=True, slots=True)
class Figures:
    """How complete a profile is: core questions answered, core questions asked, gaps."""

    answered: int
    asked: int
    gaps: int


class Summary(NamedTuple):
    """What the library shows of a profile. Days are ISO 8601 texts, `edited_at` a UTC moment.

    A tuple in the order of the query, because a thousand of them are made before the first paint.
    """

    client_id: str
    client: str
    sells: str
    profile_id: str
    profile: str
    mode: str
    status: str
    version: int
    answered: int
    asked: int
    gaps: int
    next_review: str
    edited_at: str

    @property
    def percent(self) -> int:
        """Core questions answered, in whole percent; 100 only when all are."""
        return 100 * self.answered // self.asked if self.asked else 0

    @property
    def mode_read(self) -> Mode | None:
        """The mode; None where there is none, or one that this program does not know."""
        return _known(Mode, self.mode)

    @property
    def status_read(self) -> Status | None:
        """The status; None as for the mode."""
        return _known(Status, self.status)

    @property
    def edited(self) -> dt.datetime | None:
        """When it was last edited, in the time of this place; None where that is not known."""
        return moment(self.edited_at) if self.edited_at else None

    @property
    def unread(self) -> tuple[str, ...]:
        """The columns that hold what this program cannot read: the file was edited by another."""
        told = (
            ("profile.mode", self.mode, self.mode_read),
            ("profile.status", self.status, self.status_read),
            ("summary.edited_at", self.edited_at, self.edited),
        )
        return tuple(column for column, held, read in told if held and not read)


def _known(options: type[C], held: str) -> C | None:
    return next((option for option in options if option.value == held), None)


def unreadable(database: Database, rows: Iterable[Summary]) -> BadFile | None:
    """What is to be told of rows that could be shown only in part; None where all could be read."""
    columns = sorted({column for row in rows for column in row.unread})
    if not columns:
        return None
    return BadFile(
        say(
            "{path} holds what this program cannot read, in {columns}.",
            path=database.path,
            columns=", ".join(columns),
        ),
        means=say("Another program wrote it. The list shows the rest; nothing was changed."),
        do=say("`icp-tui repair` mends it; if a newer icp-tui wrote it, use that one."),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where one left off in a profile: page, thread, record and field."""

    page: str = ""
    objective_id: str | None = None
    problem_id: str | None = None
    record_id: str | None = None
    field: str | None = None


_KEEP = (
    "INSERT INTO summary VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET answered = excluded.answered,"
    " asked = excluded.asked, gaps = excluded.gaps"
)


def write_summary(database: Database, answers: Answers, figures: Figures, at: dt.datetime) -> None:
    """Keep a profile's figures beside it, in the transaction that changed it."""
    database.execute(
        f"{_KEEP}, edited_at = excluded.edited_at", answers.profile_id, *astuple(figures), stamp(at)
    )


def correct_summary(database: Database, profile_id: str, figures: Figures, at: dt.datetime) -> None:
    """Keep a profile's figures where they changed without the profile being edited.

    One that has none yet came while its client was deleted; it counts as edited `at`.
    """
    database.execute(_KEEP, profile_id, *astuple(figures), stamp(at))


def profiles_of(database: Database, client_id: str) -> list[str]:
    """The ids of the living profiles of a client, in their order."""
    rows = database.rows(
        "SELECT id FROM profile WHERE client_id = ? AND deleted_at IS NULL ORDER BY position, id", client_id
    )
    return [row["id"] for row in rows]


def only_words(edit: Edit, before: Answers, after: Answers) -> bool:
    """Whether an edit only gave an answer another wording, and the answer is no choice."""
    old, new = before.get(edit.record_id), after.get(edit.record_id)
    if old is None or new is None or edit.field not in old.questions:
        return edit.field.endswith((":raw", ":state")) and before.marks == after.marks
    if old.kind == Attribute.kind and protected(old.title) != protected(new.title):
        # Nothing but its name is asked of a protected trait.
        return False
    if not isinstance(old.questions[edit.field].kind, Text | Prose | Number | Money | Date):
        return False
    return getattr(old, edit.field) is not None and getattr(new, edit.field) is not None


def note_edited(database: Database, profile_id: str, at: dt.datetime) -> None:
    """Note when a profile was last edited, where its figures are as they were."""
    database.execute("UPDATE summary SET edited_at = ? WHERE profile_id = ?", stamp(at), profile_id)


def summaries(database: Database) -> list[Summary]:
    """All living profiles, by client, in their order."""
    rows = database.rows(
        "SELECT c.id, ifnull(c.name, ''), ifnull(c.sells, ''), p.id, ifnull(p.name, ''), ifnull(p.mode, ''),"
        " ifnull(p.status, ''), CAST(ifnull(p.version, 1) AS INTEGER), ifnull(s.answered, 0),"
        " ifnull(s.asked, 0), ifnull(s.gaps, 0), ifnull(p.next_review, ''), ifnull(s.edited_at, '')"
        " FROM profile p JOIN client c ON c.id = p.client_id LEFT JOIN summary s ON s.profile_id = p.id"
        " WHERE p.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY c.position, c.id, p.position, p.id"
    )
    return [Summary(*row) for row in rows]


def write_place(database: Database, profile_id: str, place: Place) -> None:
    """Remember where one is in a profile; not a change, and nothing to undo."""
    with database.transaction():
        database.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET page = excluded.page,"
            " objective_id = excluded.objective_id, problem_id = excluded.problem_id,"
            " record_id = excluded.record_id, field = excluded.field",
            profile_id,
            place.page,
            place.objective_id,
            place.problem_id,
            place.record_id,
            place.field,
        )


def read_place(database: Database, profile_id: str) -> Place:
    """Where one left off; the start where one never was."""
    rows = database.rows("SELECT * FROM place WHERE profile_id = ?", profile_id)
    if not rows:
        return Place()
    row = rows[0]
    return Place(row["page"], row["objective_id"], row["problem_id"], row["record_id"], row["field"])
