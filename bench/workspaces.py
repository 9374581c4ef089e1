"""Workspaces of any number of profiles, every one a whole sample case with its change log.

The two cases are taken in once, through the store; more profiles are copies of their rows under new ids, made
by SQL in the time that the disk needs.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from icp_tui.method.records import Objective, Problem
from icp_tui.opening import figures, open_workspace
from icp_tui.paths import sample_folder
from icp_tui.store.file.database import create_database, open_database
from icp_tui.store.intake.cases import import_case
from icp_tui.store.log.schema import make_current
from icp_tui.store.work.library import Place, write_place
from icp_tui.store.work.workspace import Workspace

CASES = ("coldline", "family_wheels")

# The third group of a UUIDv7 is free for a counter: it numbers the copies.
_FIRST, _COPY = "-7000-8", "-7{number:03x}-8"
_NOT_COPIED = ("about", "place")
_COUNTED = (("change", "clock"), ("search_row", "id"), ("client", "position"))


def sample(path: Path) -> str:
    """Make a workspace of the two sample cases at `path`; gives the id of the larger profile."""
    create_database(path, make_current)
    workspace = Workspace(open_database(path), figures, names=_names())
    try:
        made = [profile for case in CASES for profile in _imported(workspace, case)]
        return max(made, key=lambda profile: len(workspace.answers(profile).records))
    finally:
        workspace.close()


def many(path: Path, profiles: int) -> None:
    """Make a workspace of `profiles` profiles at `path`, an even number of them."""
    sample(path)
    case = path.with_suffix(".case")
    shutil.copyfile(path, case)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # Nothing of it has to survive a power cut.
        for setting in ("PRAGMA synchronous=OFF", "PRAGMA journal_mode=OFF", "PRAGMA cache_size=-200000"):
            connection.execute(setting)
        connection.execute("ATTACH ? AS sample", (str(case),))
        connection.execute("BEGIN")
        statements = list(_copying(connection))
        for number in range(1, profiles // len(CASES)):
            for statement in statements:
                connection.execute(statement, {"number": number, "group": _COPY.format(number=number)})
        connection.execute("COMMIT")
    finally:
        connection.close()
        case.unlink()


def remember(path: Path, profile_id: str, *, page: str, field: str | None = None) -> None:
    """Leave the profile on `page`, in `field`, at the first problem of its largest objective."""
    workspace = open_workspace(path)
    try:
        answers = workspace.answers(profile_id)
        objective = max(answers.of(Objective), key=lambda found: len(answers.of(Problem, found.id)))
        problem = answers.of(Problem, objective.id)[0]
        record = problem.id if page == "problems" else None
        write_place(workspace.database, profile_id, Place(page, objective.id, problem.id, record, field))
    finally:
        workspace.close()


def _imported(workspace: Workspace, case: str) -> tuple[str, ...]:
    return import_case(workspace, sample_folder() / f"{case}.json").profile_ids


def _names() -> Callable[[], str]:
    """Ids like those of the program, counted, so that a copy's differ from them in one group."""
    numbers = itertools.count(1)
    return lambda: f"01a1fd55-7a80{_FIRST}000-{next(numbers):012x}"


def _copying(connection: sqlite3.Connection) -> Iterator[str]:
    """The statements that copy all rows of the sample under the ids of the copy `:number`."""
    tables = connection.execute(
        "SELECT name FROM sample.sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'"
    ).fetchall()
    for (table,) in tables:
        if table not in _NOT_COPIED:
            columns = connection.execute(f"PRAGMA sample.table_info({table})").fetchall()
            values = [_copied(connection, table, name, kind) for _, name, kind, *_ in columns]
            yield f"INSERT INTO main.{table} SELECT {', '.join(values)} FROM sample.{table}"
    row = _copied(connection, "search_row", "id", "INTEGER")
    yield f"INSERT INTO main.search_text (rowid, body) SELECT {row}, c0 FROM sample.search_text_content"


def _copied(connection: sqlite3.Connection, table: str, column: str, kind: str) -> str:
    """The value of a column in a copy: ids get their own group, counters and positions go on."""
    if kind == "TEXT":
        return f"replace({column}, '{_FIRST}', :group)"
    if (table, column) in _COUNTED:
        (last,) = connection.execute(f"SELECT max({column}) FROM sample.{table}").fetchone()
        return f"{column} + :number * {last}"
    return column
