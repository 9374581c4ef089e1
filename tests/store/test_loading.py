"""What the file holds is read as far as the questions allow it, or refused with the place named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from icp_tui.errors import BadFile
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.method.records import Customer, Problem, ProcessStep, Rating
from icp_tui.opening import open_workspace
from icp_tui.store.log.schema import link_table
from icp_tui.store.work.actions import add
from icp_tui.store.work.loading import load_answers
from small import Small

EARLIER = ("client", "profile", "objective", "problem", "parked_situation")
"""The tables of records that an earlier program had."""


def changed_by_hand(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def reopened(small: Small, *statements: str, look: str = "") -> Small:
    """The small profile after another program has written to its file."""
    path = small.workspace.database.path
    small.workspace.close()
    changed_by_hand(path, *statements)
    small.workspace = open_workspace(path, "Ada", look=look)
    return small


def dropped() -> list[str]:
    """What takes away every table of a kind that came later, and of the links."""
    gone = [name for name in RECORDS if name not in EARLIER]
    gone += [
        link_table(kind, question)
        for kind in RECORDS.values()
        for question in kind.questions.values()
        if isinstance(question.kind, Links)
    ]
    return [f"DROP TABLE IF EXISTS {table}" for table in gone]


@pytest.mark.parametrize(
    ("place", "held"),
    [
        ("rating.score", "9"),
        ("rating.score", "-3"),
        ("problem.severity", "0"),
        ("problem.times", "9e999"),
        ("problem.times", "-9e999"),
        ("problem.times", "1e300"),
        ("problem.times", "1e-300"),
        ("problem.times", "-1"),
        ("problem.cost_each", "-100"),
        ("problem.cost_each", "9223372036854775807"),
        ("customer.price_paid", "-1"),
    ],
)
def test_a_figure_out_of_range_is_refused_and_the_place_is_named(small: Small, place: str, held: str) -> None:
    table, column = place.split(".")
    add(small.workspace, small.profile_id, Rating, small.profile_id, [{"dimension": "ready", "score": "3"}])
    add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Nord"}])
    reopened(small, f"UPDATE {table} SET {column} = {held}")
    with pytest.raises(BadFile, match=rf"small\.db .*{table}\.{column}: .*out of range") as refused:
        load_answers(small.workspace.database, small.profile_id)
    assert "Nothing was changed" in refused.value.means
    assert "correct it there" in refused.value.do


def test_no_number_is_no_answer(small: Small) -> None:
    # SQLite keeps a NaN as NULL.
    reopened(small, "UPDATE problem SET times = 9e999 - 9e999")
    assert {problem.times for problem in small.in_the_file.of(Problem)} == {None}


@pytest.mark.parametrize("part", ["state", "ground"])
def test_a_mark_that_nobody_knows_is_refused_and_the_place_is_named(small: Small, part: str) -> None:
    small.workspace.mark(small.profile_id, small.first(Problem), "times", "state", "ask")
    reopened(small, f"UPDATE mark SET {part} = 'maybe'")
    with pytest.raises(BadFile, match=rf"small\.db .*mark\.{part}: .*maybe") as refused:
        load_answers(small.workspace.database, small.profile_id)
    assert refused.value.means
    assert "correct it there" in refused.value.do


def test_an_earlier_file_that_may_only_be_read_is_read_without_what_came_later(small: Small) -> None:
    reopened(small, *dropped(), "ALTER TABLE problem DROP COLUMN cost_each", look="a test looks")
    answers = small.in_the_file
    assert len(answers.of(Problem)) == 3
    assert answers.of(ProcessStep) == []
    assert answers.of(Problem)[0].cost_each is None
    assert small.workspace.answers(small.profile_id).records


def test_an_earlier_file_that_may_be_written_gets_the_tables_that_came_later(small: Small) -> None:
    reopened(small, *dropped(), "UPDATE about SET value = 'earlier' WHERE name = 'shape'")
    add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Nord"}])
    assert [customer.name for customer in small.in_the_file.of(Customer)] == ["Nord"]
