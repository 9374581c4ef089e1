"""What happens without a screen: saving an answer, and making a document.

Like on_screen.py, each contest gives a round of samples with its rivals side by side. Floors do the least
that leads to the same result: a transaction of two statements, the bare template engine, the bare parser.
"""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from markdown_it import MarkdownIt

from icp_tui.documents.catalogue import make_document
from icp_tui.documents.front_matter import split_front_matter
from icp_tui.documents.html import to_html
from icp_tui.method.answers import Answers
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.log.ids import new_id
from icp_tui.store.work.workspace import Workspace
from on_screen import Sample, turned
from replay import Replay

PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check")


def timed(does: Mapping[str, Callable[[], object]], number: int, times: int) -> Iterator[Sample]:
    """Do each of these `times` times, one after the other, beginning with another every time."""
    gc.collect()
    for turn in range(times):
        for name, do in turned(list(does.items()), number + turn):
            begun = time.perf_counter()
            do()
            yield name, (time.perf_counter() - begun) * 1000


class Saving:
    """One answer saved, beside one row updated and one row of a log inserted in the same file format."""

    def __init__(self, files: Mapping[str, Path], typing_on: Path, raw: Path, profile_id: str) -> None:
        """Save into these workspaces; all have the profile.

        Args:
            files: Series and workspace: each answer is a change of its own, as when a field is left.
            typing_on: The workspace in which one change goes on growing, as while one types.
            raw: The workspace that the bare transactions write to.
            profile_id: The profile that is written to.
        """
        self._open = [open_workspace(path) for path in (*files.values(), typing_on)]
        self._raw = _connection(raw, like=self._open[0])
        problem = self._open[0].answers(profile_id).of(Problem)[0]
        self._does: dict[str, Callable[[], object]] = {
            name: _left(workspace, profile_id, problem)
            for name, workspace in zip(files, self._open[:-1], strict=True)
        }
        self._does["save typing on"] = _typed_on(self._open[-1], profile_id, problem)
        self._does["raw transaction"] = _transaction(self._raw, problem)

    def round(self, number: int) -> Iterator[Sample]:
        """Save some answers everywhere."""
        return timed(self._does, number, 25)

    def close(self) -> None:
        """Let go of the files."""
        for workspace in self._open:
            workspace.close()
        self._raw.close()


def _left(workspace: Workspace, profile_id: str, problem: Problem) -> Callable[[], object]:
    texts = _texts()

    def save() -> None:
        workspace.typed(profile_id, problem, "what", next(texts))
        workspace.flush()
        workspace.leave()

    return save


def _typed_on(workspace: Workspace, profile_id: str, problem: Problem) -> Callable[[], object]:
    texts = _texts()

    def save() -> None:
        workspace.typed(profile_id, problem, "what", next(texts))
        workspace.flush()

    return save


def _transaction(connection: sqlite3.Connection, problem: Problem) -> Callable[[], object]:
    texts = _texts()
    (clock,) = connection.execute("SELECT max(clock) FROM change").fetchone()

    def save() -> None:
        nonlocal clock
        clock += 1
        text = next(texts)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE problem SET what = ? WHERE id = ?", (text, problem.id))
        connection.execute(
            "INSERT INTO change (id, at, author, clock, batch, scope, kind, record_id, field, new)"
            " VALUES (?, '2026-11-21T09:00:00.000Z', '', ?, ?, '', 'problem', ?, 'what', ?)",
            (new_id(), clock, new_id(), problem.id, text),
        )
        connection.execute("COMMIT")

    return save


def _texts() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"Load refused at the dock, {number} times"


def _connection(path: Path, *, like: Workspace) -> sqlite3.Connection:
    """A connection with the settings of the workspace's own."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        [value] = like.database.rows(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA {pragma} = {value[0]}")
    return connection


class Documents:
    """The playbook of a profile as Markdown and as HTML, beside the bare engines on the same content."""

    def __init__(self, answers: Answers) -> None:
        """Make the documents of this profile."""
        markdown = make_document(answers)
        _, body = split_front_matter(markdown)
        bare = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        self._does: dict[str, Callable[[], object]] = {
            "playbook": lambda: make_document(answers),
            "raw Jinja2": Replay(answers).render,
            "HTML": lambda: to_html(markdown, title="Playbook", language="en"),
            "raw markdown-it": lambda: bare.render(body),
        }

    def round(self, number: int) -> Iterator[Sample]:
        """Make each a few times."""
        return timed(self._does, number, 3)
