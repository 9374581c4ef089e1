"""Named, append-only migrations of the tables that are not derived from records. Never change an old one."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("icp-tui")


@MIGRATIONS()
def m001_log_marks_search_and_places(db: Database) -> None:
    """The change log, the marks of answers, full-text search, summaries, and where one left off."""
    db.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    db.execute(
        "CREATE TABLE change (id TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL,"
        " clock INTEGER NOT NULL, batch TEXT NOT NULL, scope TEXT NOT NULL, kind TEXT NOT NULL,"
        " record_id TEXT NOT NULL, field TEXT NOT NULL, old TEXT, new TEXT,"
        " base TEXT REFERENCES change(id), undoes TEXT REFERENCES change(id)) STRICT"
    )
    db.execute("CREATE INDEX change_by_field ON change(record_id, field, clock)")
    db.execute("CREATE INDEX change_by_scope ON change(scope, clock)")
    db.execute("CREATE INDEX change_by_clock ON change(clock)")
    db.execute(
        "CREATE TABLE mark (record_id TEXT NOT NULL, field TEXT NOT NULL, state TEXT, ground TEXT, raw TEXT,"
        " PRIMARY KEY (record_id, field)) STRICT"
    )
    db.execute(
        "CREATE TABLE search_row (id INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE,"
        " kind TEXT NOT NULL, profile_id TEXT NOT NULL) STRICT"
    )
    db.execute("CREATE VIRTUAL TABLE search_text USING fts5(body, tokenize='unicode61 remove_diacritics 2')")
    db.execute(
        "CREATE TABLE summary (profile_id TEXT PRIMARY KEY, answered INTEGER NOT NULL,"
        " asked INTEGER NOT NULL, gaps INTEGER NOT NULL, edited_at TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE place (profile_id TEXT PRIMARY KEY, page TEXT NOT NULL, objective_id TEXT,"
        " problem_id TEXT, record_id TEXT, field TEXT) STRICT"
    )


@MIGRATIONS()
def m002_merging_and_forgetting(db: Database) -> None:
    """By which merge a change came, the second change that a picked one replaces, and who was forgotten."""
    db.execute("ALTER TABLE change ADD COLUMN settles TEXT REFERENCES change(id)")
    db.execute("ALTER TABLE change ADD COLUMN came TEXT")
    db.execute("CREATE TABLE forgotten (record_id TEXT PRIMARY KEY) STRICT")
    # What came by a merge, and what ever hung on a record; each condition has to stand in the queries.
    db.execute("CREATE INDEX change_that_came ON change(record_id, field) WHERE came IS NOT NULL")
    db.execute("CREATE INDEX change_by_merge ON change(came) WHERE came IS NOT NULL")
    db.execute("CREATE INDEX change_by_parent ON change(new) WHERE field = 'parent'")
