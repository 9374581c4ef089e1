"""Full-text search over all answers of a workspace. Accents and case do not matter: “lodz” finds “Łódź”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Prose, Text
from icp_tui.method.folding import fold
from icp_tui.store.file.database import Database
from icp_tui.store.work.loading import load_record


@dataclass(frozen=True, slots=True)
class Hit:
    """A found answer: which field of which record, and the line that holds what was looked for."""

    profile_id: str
    record: Record
    field: str
    line: str


def index_record(database: Database, profile_id: str, record: Record) -> None:
    """Make a record's answers findable; inside the transaction that changed it."""
    body = fold("\n".join(text for _, text in _texts(record)))
    found = database.rows("SELECT id FROM search_row WHERE record_id = ?", record.id)
    if found:
        database.execute("UPDATE search_text SET body = ? WHERE rowid = ?", body, found[0]["id"])
        return
    if not body:
        return
    row = database.execute(
        "INSERT INTO search_row (record_id, kind, profile_id) VALUES (?, ?, ?)",
        record.id,
        record.kind,
        profile_id,
    )
    database.execute("INSERT INTO search_text (rowid, body) VALUES (?, ?)", row, body)


def search(database: Database, wanted: str, limit: int = 50) -> list[Hit]:
    """The best answers that hold all words of `wanted`, each as the beginning of a word; best first."""
    words = re.findall(r"\w+", fold(wanted))
    if not words:
        return []
    hits: list[Hit] = []
    for start in count(0, 2 * limit):
        rows = database.rows(
            "SELECT r.record_id, r.kind, r.profile_id FROM search_text t JOIN search_row r ON r.id = t.rowid"
            " WHERE search_text MATCH ? ORDER BY rank, r.id LIMIT ? OFFSET ?",
            " ".join(f'"{word}"*' for word in words),
            2 * limit,
            start,
        )
        for row in rows:
            if row["kind"] not in RECORDS:
                continue
            record = load_record(database, RECORDS[row["kind"]], row["record_id"])
            if record and _is_alive(database, record):
                hits.append(_hit(row["profile_id"], record, words))
        # What was deleted stays in the index, so that one page of it need not hold enough.
        if len(hits) >= limit or len(rows) < 2 * limit:
            break
    return hits[:limit]


def _texts(record: Record) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, question in record.questions.items()
        if isinstance(question.kind, Text | Prose) and (value := getattr(record, name))
    ]


def _is_alive(database: Database, record: Record) -> bool:
    """Whether nothing above the record is deleted."""
    while record.parent:
        above = load_record(database, record.parent, record.parent_id)
        if not above:
            return False
        record = above
    return True


def _hit(profile_id: str, record: Record, words: list[str]) -> Hit:
    """The field and line of `record` that hold most of the words."""
    lines = [(name, line) for name, text in _texts(record) for line in text.split("\n") if line.strip()]
    field, line = max(
        lines,
        key=lambda found: sum(re.search(rf"\b{re.escape(w)}", fold(found[1])) is not None for w in words),
        default=(record.title_field, record.title),
    )
    return Hit(profile_id, record, field, line)
