"""What the tables hold of one record, written there from the log, and told as the log would say it."""

from __future__ import annotations

import math

from icp_tui.errors import BadAnswer
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Links
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, POSITION, ROOT
from icp_tui.store.log.schema import link_table, parent_column
from icp_tui.store.recovery.replay import Content, Replayed


def write_content(database: Database, record: Replayed) -> None:
    """Let the tables hold of a record what the log says, and nothing else."""
    kind, record_id, content = record.kind, record.record_id, record.content
    database.execute("DELETE FROM mark WHERE record_id = ?", record_id)
    for question in kind.questions.values():
        if isinstance(question.kind, Links):
            database.execute(f"DELETE FROM {link_table(kind, question)} WHERE {kind.kind}_id = ?", record_id)
    if content.row is None:
        database.execute(f"DELETE FROM {kind.kind} WHERE id = ?", record_id)
        return
    # What cannot be read of the log stays as the table has it.
    values = {"id": record_id} | {n: v for n, v in content.row.items() if n not in record.unread}
    names = ", ".join(values)
    updates = ", ".join(f"{name} = excluded.{name}" for name in values)
    database.execute(
        f"INSERT INTO {kind.kind} ({names}) VALUES ({', '.join('?' * len(values))})"
        f" ON CONFLICT DO UPDATE SET {updates}",
        *values.values(),
    )
    for name, targets in content.links.items():
        for place, target in enumerate(targets):
            database.execute(
                f"INSERT INTO {link_table(kind, kind.questions[name])} VALUES (?, ?, ?)",
                record_id,
                target,
                place,
            )
    for name, parts in content.marks.items():
        database.execute(
            "INSERT INTO mark (record_id, field, state, ground, raw) VALUES (?, ?, ?, ?, ?)",
            record_id,
            name,
            *(parts.get(part) for part in ("state", "ground", "raw")),
        )


def text_held(kind: type[Record], name: str, held: Content) -> str | None:
    """What the log would say of a field whose record's tables hold this; None where they hold nothing."""
    if held.row is None:
        return None
    if name == PARENT:
        return None if held.row["deleted_at"] else parent_of(kind, held.row)
    if ":" in name:
        answer, _, part = name.partition(":")
        return held.marks.get(answer, {}).get(part)
    if name in kind.questions and isinstance(kind.questions[name].kind, Links):
        return " ".join(held.links.get(name, ())) or None
    return as_logged(kind, name, held.row.get(name))


def parent_of(kind: type[Record], row: dict[str, object]) -> str:
    """What a record hangs on, as the log says it."""
    return str(row[parent_column(kind)]) if kind.parent else ROOT


def as_logged(kind: type[Record], name: str, held: object) -> str | None:
    """The text in the log for what a column holds; None where it holds nothing that the log could hold."""
    if held is None or not isinstance(held, str | int | float):
        return None
    if name == POSITION:
        is_number = not isinstance(held, str) and math.isfinite(held)
        return repr(float(held)) if is_number else None
    asked = kind.questions[name].kind
    try:
        text = asked.dump(asked.from_column(held))
        return text if asked.column(text) == held else None
    except (BadAnswer, ValueError, ArithmeticError):
        return None
