"""Making the log and the tables of a damaged workspace say the same, without dropping what either knows.

A value that only a table still holds gets a change by “repair”, so that it has a history and travels with a
merge; a value that only the log holds goes back into its table. Everything runs in the caller's transaction,
with foreign keys off, and afterwards every reference leads to a row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link, Links, Prose, Text
from icp_tui.method.records import Profile
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, POSITION, ROOT, Change, ChangeLog, Edit, stamp, write_change
from icp_tui.store.log.ids import new_id
from icp_tui.store.log.schema import link_table, parent_column
from icp_tui.store.recovery.content import as_logged, parent_of, write_content
from icp_tui.store.recovery.derived import moment
from icp_tui.store.recovery.ids import is_id
from icp_tui.store.recovery.replay import (
    Content,
    Progress,
    Replayed,
    held_content,
    held_contents,
    is_part,
    no_progress,
    records_of_log,
    replayed,
)
from icp_tui.store.recovery.unread import Unread, is_there, unreadable
from icp_tui.texts import say

AUTHOR = "repair"

MOST_TOLD = 200
"""Values that could not be read and are told one by one."""


_BEFORE = (
    "(SELECT c.id FROM change c WHERE c.record_id = change.record_id AND c.field = change.field"
    " AND c.clock < change.clock ORDER BY c.clock DESC, c.id DESC LIMIT 1)"
)


@dataclass(slots=True)
class Agreed:
    """What was done: changes added to the log, records written anew from it, references that led nowhere.

    Attributes:
        unread: what stood in a table and can be no answer, the first ones.
    """

    added: int = 0
    written: int = 0
    loose: int = 0
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is known of the damage.

    Attributes:
        hurt: the tables that lost something.
        doubtful: (table, id) of rows with bad text.
        unfit: (table, id, column) of values that were left out.
    """

    hurt: frozenset[str] = frozenset()
    doubtful: frozenset[tuple[str, str]] = frozenset()
    unfit: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(slots=True)
class Agreement:
    """One repair.

    Attributes:
        batch: that of all its changes, and their scope too: that is no profile's and not the library's, so
            that no undo takes them back.
        stand_ins: (kind, profile) → the empty record on which others hang whose own parent is unknown.
    """

    database: Database
    damage: Damage = field(default_factory=Damage)
    batch: str = field(default_factory=new_id)
    at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    done: Agreed = field(default_factory=Agreed)
    stand_ins: dict[tuple[str, str], str] = field(default_factory=dict)

    def bring(self, progress: Progress = no_progress) -> Agreed:
        """Bring log and tables to say the same; tells what that took."""
        self._drop_forgotten()
        for part in records_of_log(self.database, progress, snapshots=False):
            held = held_contents(self.database, part)
            for record in part:
                headless = self._log_hurt and record.content.row is None
                if headless or record.unread or record.content != held[record.record_id]:
                    self._agree(record, held[record.record_id])
        self._agree_beyond_the_log()
        self._give_parents()
        self._drop_loose_links()
        self._mend_pointers()
        return self.done

    def append(self, edit: Edit, at: dt.datetime | None = None) -> None:
        """Add a change by “repair” to the end of the log, and what follows from it to the tables."""
        if ChangeLog(self.database, AUTHOR).append(edit, self.batch, self.batch, at or self.at):
            self.done.added += 1

    def _drop_forgotten(self) -> None:
        """What was forgotten for good stays so, wherever a trace of it was found."""
        gone = "SELECT record_id FROM forgotten"
        if self.database.rows(f"{gone} LIMIT 1"):
            for table in ("change", "mark"):
                self.database.execute(f"DELETE FROM {table} WHERE record_id IN ({gone})")
            for kind in RECORDS.values():
                self.database.execute(f"DELETE FROM {kind.kind} WHERE id IN ({gone})")

    def _mend_pointers(self) -> None:
        """Let changes whose base is lost follow the one before it, so that they do not stand side by side."""
        gone = "{0} NOT NULL AND NOT EXISTS (SELECT 1 FROM change c WHERE c.id = change.{0})"
        lost = {name: gone.format(name) for name in ("undoes", "settles", "base")}
        for name, where in lost.items():
            [(many,)] = self.database.rows(f"SELECT count(*) FROM change WHERE {where}")
            if many:
                before = "NULL" if name != "base" else _BEFORE
                self.database.execute(f"UPDATE change SET {name} = {before} WHERE {where}")
                self.done.loose += many

    # One record

    def _agree(self, record: Replayed, held: Content) -> None:
        if record.content.row is None:
            parent = parent_of(record.kind, held.row) if held.row else self._likely_parent(record)
            self._bear(record.kind, record.record_id, parent)
            record = replayed(self.database, record.record_id) or record
        for edit, at in self._only_held(record, held):
            self.append(edit, at)
        truth = replayed(self.database, record.record_id) or record
        if truth.content != held_content(self.database, truth.kind, truth.record_id):
            write_content(self.database, truth)
            self.done.written += 1

    def _likely_parent(self, record: Replayed) -> str:
        """What a record most likely hangs on where neither its row nor its beginning in the log is left."""
        above = record.kind.parent
        if above is None:
            return ROOT
        profile = "" if record.kind is Profile else self._profile_in_whose_view(record.record_id)
        if above is Profile and profile:
            return profile
        # One for all of them, which `_give_parents` makes.
        return self.stand_ins.setdefault((above.kind, profile), new_id())

    def _bear(self, kind: type[Record], record_id: str, parent: str) -> None:
        """Let a record of which the log lost the beginning begin before all else."""
        change = Change(
            id=new_id(),
            at=stamp(self.at),
            author=AUTHOR,
            clock=1,
            batch=self.batch,
            scope=self.batch,
            kind=kind.kind,
            record_id=record_id,
            field=PARENT,
            old=None,
            new=parent,
            base=None,
            undoes=None,
        )
        write_change(self.database, change)
        self.database.execute(
            "UPDATE change SET base = ? WHERE record_id = ? AND field = ? AND base IS NULL AND clock > 1",
            change.id,
            record_id,
            PARENT,
        )
        self.done.added += 1

    def _only_held(self, record: Replayed, held: Content) -> list[tuple[Edit, dt.datetime | None]]:
        """The edits that bring into the log what only the tables hold of a record."""
        logged, kind = record.content, record.kind
        if held.row is None or (kind.kind, record.record_id) in self.damage.doubtful:
            # What the log cannot say, and nothing else can either, has no answer.
            return [(Edit(kind.kind, record.record_id, name, None), None) for name in record.unread]
        found: list[tuple[Edit, dt.datetime | None]] = []

        def keep(name: str, text: str | None, at: dt.datetime | None = None) -> None:
            found.append((Edit(kind.kind, record.record_id, name, text), at))

        before = logged.row or {}
        unread = unreadable(self.database, record, held, self.damage.unfit)
        self.done.unread += list(unread.values())[: MOST_TOLD - len(self.done.unread)]
        parent, deleted = parent_of(kind, held.row), held.row["deleted_at"]
        moved = before.get("deleted_at") or (logged.row and parent_of(kind, before) != parent)
        if not (logged.row and unread.keys() & {"deleted_at", PARENT}):
            if deleted is None and moved:
                keep(PARENT, parent)
            elif deleted and not before.get("deleted_at") and (self._log_hurt or not logged.row):
                keep(PARENT, None, moment(str(deleted)))
        for name in [POSITION, *kind.questions]:
            if name in held.row and (held.row[name] != before.get(name) or name in record.unread):
                if name in unread and name not in record.unread:
                    continue
                text = as_logged(kind, name, held.row[name])
                # Where neither can be read as an answer, there is none; the log keeps what it was.
                if text is not None or name in record.unread or (held.row[name] is None and self._log_hurt):
                    keep(name, text)
        for name, question in kind.questions.items():
            if isinstance(question.kind, Links) and held.links.get(name) != logged.links.get(name):
                whole = link_table(kind, question) not in self.damage.hurt
                to = RECORDS.get(question.kind.to)
                there = [one for one in held.links.get(name, ()) if is_there(self.database, to, one)]
                if whole and (there or self._log_hurt):
                    keep(name, " ".join(there) or None)
        found += self._only_held_marks(record, held)
        return found

    def _only_held_marks(self, record: Replayed, held: Content) -> list[tuple[Edit, dt.datetime | None]]:
        found: list[tuple[Edit, dt.datetime | None]] = []
        logged, kind = record.content, record.kind

        def keep(name: str, text: str | None) -> None:
            found.append((Edit(kind.kind, record.record_id, name, text), None))

        for name in held.marks.keys() | (logged.marks.keys() if self._log_hurt else set()):
            for part in MARK_PARTS:
                text = held.marks.get(name, {}).get(part)
                if f"{name}:{part}" in record.unread or (text is not None and not is_part(part, text)):
                    continue
                if text != logged.marks.get(name, {}).get(part) and (
                    text is not None or (self._log_hurt and "mark" not in self.damage.hurt)
                ):
                    keep(f"{name}:{part}", text)
        for place in record.unread:
            name, colon, part = place.partition(":")
            text = held.marks.get(name, {}).get(part)
            if colon:
                keep(place, text if is_part(part, text) else None)
        return found

    @property
    def _log_hurt(self) -> bool:
        return "change" in self.damage.hurt

    def _agree_beyond_the_log(self) -> None:
        """Records of which no change is left at all, and what hangs on no record."""
        no_change = "NOT EXISTS (SELECT 1 FROM change c WHERE c.record_id = {}.{})"
        for kind in RECORDS.values():
            # A record is of one kind; a row of it in the table of another was never ours.
            self.database.execute(
                f"DELETE FROM {kind.kind} WHERE id IN (SELECT record_id FROM change WHERE kind <> ?)"
                " AND id NOT IN (SELECT record_id FROM change WHERE kind = ?)",
                kind.kind,
                kind.kind,
            )
            for (record_id,) in self.database.rows(
                f"SELECT id FROM {kind.kind} WHERE {no_change.format(kind.kind, 'id')}"
            ):
                self._agree(
                    Replayed(kind, record_id, Content()), held_content(self.database, kind, record_id)
                )
        for kind in RECORDS.values():
            for question in kind.questions.values():
                if isinstance(question.kind, Links):
                    table, column = link_table(kind, question), f"{kind.kind}_id"
                    self._take_away(table, no_change.format(table, column))
        self._take_away("mark", no_change.format("mark", "record_id"))

    def _take_away(self, table: str, where: str) -> None:
        [(many,)] = self.database.rows(f"SELECT count(*) FROM {table} WHERE {where}")
        if many:
            self.database.execute(f"DELETE FROM {table} WHERE {where}")
            self.done.loose += many

    # What refers to what is gone

    def _give_parents(self) -> None:
        """Let records whose parent is lost with all its changes have an empty one, so that they are seen."""
        profiles: dict[str, str] = {}
        for kind in reversed(list(RECORDS.values())):
            if kind.parent is None:
                continue
            column = parent_column(kind)
            for child, wanted in self.database.rows(
                f"SELECT min(id), {column} FROM {kind.kind}"
                f" WHERE {column} NOT IN (SELECT id FROM {kind.parent.kind}) GROUP BY {column}"
            ):
                profile = profiles.get(child) or self._profile_in_whose_view(child)
                missing = self._parent_in_place_of(kind, wanted)
                above = ROOT if kind.parent.parent is None else new_id()
                if kind.parent.parent is Profile:
                    above = profile or above
                profiles[missing] = profile
                self._bear(kind.parent, missing, above)
                if made := replayed(self.database, missing):
                    write_content(self.database, made)
                title = kind.parent.questions[kind.parent.title_field]
                if isinstance(title.kind, Text | Prose):
                    self.append(Edit(kind.parent.kind, missing, title.name, say("(lost; repaired)")))

    def _parent_in_place_of(self, kind: type[Record], wanted: str) -> str:
        """The id of a parent for records that wait for `wanted`; a new one where that can be no such id."""
        others = [other for other in RECORDS if kind.parent and other != kind.parent.kind]
        is_taken = any(self.database.rows(f"SELECT 1 FROM {other} WHERE id = ?", wanted) for other in others)
        if is_id(wanted) and not is_taken:
            return wanted
        parent = new_id()
        for (child,) in self.database.rows(
            f"SELECT id FROM {kind.kind} WHERE {parent_column(kind)} = ?", wanted
        ):
            self.append(Edit(kind.kind, child, PARENT, parent))
        return parent

    def _profile_in_whose_view(self, record_id: str) -> str:
        """The profile to which a record without a way up belongs; "" where nothing tells it."""
        found = self.database.rows(
            "SELECT scope FROM change WHERE record_id = ? AND scope NOT IN ('', ?) LIMIT 1",
            record_id,
            self.batch,
        )
        if found:
            return str(found[0]["scope"])
        below = [kind for kind in RECORDS.values() if kind.parent is Profile]
        named = " UNION ".join(f"SELECT {parent_column(kind)} FROM {kind.kind}" for kind in below)
        profiles = self.database.rows(f"SELECT id FROM {Profile.kind} UNION {named} LIMIT 2")
        return str(profiles[0][0]) if len(profiles) == 1 else ""

    def _drop_loose_links(self) -> None:
        """Take links to records that are nowhere out of log and tables."""
        for kind in RECORDS.values():
            for question in kind.questions.values():
                if isinstance(question.kind, Link) and question.kind.to:
                    there = f"SELECT id FROM {question.kind.to}"
                    for (record_id,) in self.database.rows(
                        f"SELECT id FROM {kind.kind} WHERE {question.name} NOT IN ({there})"
                    ):
                        self.append(Edit(kind.kind, record_id, question.name, None))
                elif isinstance(question.kind, Links):
                    table = link_table(kind, question)
                    self._take_away(table, f"{kind.kind}_id NOT IN (SELECT id FROM {kind.kind})")
                    self._drop_loose_rows(kind, question.name, table, question.kind.to)

    def _drop_loose_rows(self, kind: type[Record], name: str, table: str, to: str) -> None:
        for (record_id,) in self.database.rows(
            f"SELECT DISTINCT {kind.kind}_id FROM {table} WHERE {to}_id NOT IN (SELECT id FROM {to})"
        ):
            held = held_content(self.database, kind, record_id).links.get(name, ())
            kept = [one for one in held if self.database.rows(f"SELECT 1 FROM {to} WHERE id = ?", one)]
            self.append(Edit(kind.kind, record_id, name, " ".join(kept) or None))
