"""The commands that look print all that is there, for people and for programs, and change nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from calling import Icp

PROFILE = "Wholesalers before an audit"


def by_hand(icp: Icp, statement: str) -> None:
    """Change the closed file as another program would."""
    with closing(sqlite3.connect(icp.workspace)) as connection:
        connection.execute(statement)
        connection.commit()


def test_list_shows_each_profile_below_its_client(icp: Icp) -> None:
    icp.done("new", "--client", "Family Wheels", "--profile", "Nursery", "--mode", "b2c")
    lines = icp.done("list").out.splitlines()
    assert lines[0] == "ColdLine"
    assert PROFILE in lines[1]
    assert "hypothesis" in lines[1]
    assert "%" in lines[1]
    assert "gaps" in lines[1]
    assert lines[3] == "Family Wheels"
    assert "B2C" in lines[4]


def test_list_as_json_holds_the_full_id_and_the_figures(icp: Icp) -> None:
    (row,) = icp.done("list", "--json").json
    assert row["id"] == icp.answers().profile_id
    assert (row["client"], row["name"], row["mode"]) == ("ColdLine", PROFILE, "b2b")
    assert row["gaps"] == row["asked"] - row["answered"] > 0
    assert row["percent"] == 100 * row["answered"] // row["asked"]
    assert row["next_review"] is None


@pytest.mark.parametrize(
    ("column", "value"),
    [("summary.edited_at", "nodate"), ("profile.mode", "zzz"), ("profile.status", "zzz")],
)
def test_a_row_with_what_cannot_be_read_is_listed_and_told_until_repair_mends_it(
    icp: Icp, column: str, value: str
) -> None:
    table, name = column.split(".")
    by_hand(icp, f"UPDATE {table} SET {name} = '{value}'")
    told = icp.done("list")
    assert PROFILE in told.out
    assert f"{icp.workspace} holds what this program cannot read, in {column}." in told.err
    assert "`icp-tui repair` mends it" in told.err
    as_json = icp.done("list", "--json")
    assert value not in as_json.out
    assert as_json.json[0]["name"] == PROFILE
    icp.done("backup")
    icp.done("backups")
    assert icp("check").code == 1
    icp.done("repair")
    assert icp.done("list").err == ""


def test_a_moment_of_the_log_that_is_none_hides_no_version(icp: Icp) -> None:
    by_hand(icp, "UPDATE change SET at = 'garbage' WHERE field = 'name'")
    profile = icp.answers().profile_id[-6:]
    said = icp.done("history", profile, "name").out
    assert "(at no moment that can be read)" in said
    assert PROFILE in said


def test_a_mark_that_was_never_set_is_named_as_it_was_asked_for(icp: Icp) -> None:
    profile = icp.answers().profile_id[-6:]
    assert "“name:state” was never answered." in icp.done("history", profile, "name:state").out


def test_a_first_list_on_a_new_machine_invites_and_makes_no_file(home: Path) -> None:
    icp = Icp(home / "usual.db", home)
    outcome = icp.bare("list")
    assert outcome.code == 0
    assert "icp-tui new" in outcome.out
    assert icp.bare("list", "--json").json == []
    assert not icp.workspace.exists()


@pytest.mark.parametrize(
    "words", [("list",), ("show", "x"), ("search", "x"), ("undo",), ("set", "x", "offer=1"), ("render", "x")]
)
def test_a_workspace_that_was_named_and_is_not_there_is_not_made(empty: Icp, words: tuple[str, ...]) -> None:
    assert "There is no workspace at" in empty.refused(1, *words)
    assert not empty.workspace.exists()


def test_show_groups_answers_by_step_and_objective(icp: Icp) -> None:
    out = icp.done("show", "wholesalers").out
    problems = out[out.index("\nProblems\n") : out.index("\nNew process\n")]
    assert problems.index("Objective “Pass every audit”") < problems.index("Load refused at the dock")
    assert "€1,900" in problems
    assert "4 of 5" in problems
    assert "Hospital pharmacies" in out
    assert "We have loggers." in out
    evidence = out[out.index("\nEvidence\n") :]
    assert "Sheets get lost" in evidence


def test_show_keeps_the_lines_of_prose_in_their_column(icp: Icp) -> None:
    icp.done("set", PROFILE, "situation=-", stdin="First.\n\nSecond.")
    lines = icp.done("show", PROFILE).out.splitlines()
    first = next(line for line in lines if line.endswith("First."))
    place = lines.index(first)
    assert lines[place + 1] == ""
    assert lines[place + 2] == " " * first.index("First.") + "Second."


def test_show_lists_what_names_no_objective_once(icp: Icp) -> None:
    icp.done("add", "objection", "--to", PROFILE, "Heard of everyone")
    assert icp.done("show", PROFILE).out.count("Heard of everyone") == 1


def test_show_as_json_is_complete(icp: Icp) -> None:
    shown = icp.done("show", PROFILE, "--json").json
    answers = icp.answers()
    assert shown["profile"] == answers.profile_id
    assert [record["id"] for record in shown["records"]] == [record.id for record in answers.records]
    by_title = {next(iter(record["fields"].values())): record for record in shown["records"]}
    problem, proof = by_title["Load refused at the dock"], by_title["3.1% to 0.8%"]
    assert problem["kind"] == "problem"
    assert problem["parent"] == by_title["Pass every audit"]["id"]
    assert problem["fields"]["cost_each"] == 1900
    assert problem["fields"]["per"] == "month"
    assert problem["fields"]["severity"] is None
    assert proof["fields"]["proves_problems"] == [problem["id"], by_title["Sheets get lost"]["id"]]
    assert by_title["ColdLine"]["parent"] is None


def test_json_values_can_be_set_as_they_were_shown(icp: Icp) -> None:
    problem = icp.short("Load refused at the dock")
    icp.done("set", problem, "cost_each=12.05", "times=2.5", "per=week", "severity=3")
    fields = icp.done("show", problem, "--json").json["fields"]
    assert (fields["cost_each"], fields["times"]) == (12.05, 2.5)
    icp.done("set", problem, "cost_each=", "times=", "per=", "severity=")
    icp.done(
        "set", problem, *(f"{name}={fields[name]}" for name in ("cost_each", "times", "per", "severity"))
    )
    assert icp.done("show", problem, "--json").json["fields"] == fields


def test_show_of_a_record_names_its_fields(icp: Icp) -> None:
    for words in ((icp.short("Alarm noticed late"),), (PROFILE, "--record", icp.short("Alarm noticed late"))):
        out = icp.done("show", *words).out
        assert "Problem “Alarm noticed late”" in out
        assert "cost_each" in out
        assert "–" in out


def test_show_tells_marks_and_what_cannot_be_read(icp: Icp) -> None:
    problem = icp.short("Sheets get lost")
    icp.done("set", problem, "cost_each=5", "cost_each:ground=measured", "times:state=ask")
    out = icp.done("show", problem).out
    assert "€5 (measured)" in out
    assert "(ask the client)" in out
    marks = icp.done("show", problem, "--json").json["marks"]
    assert marks == {"cost_each": {"ground": "measured"}, "times": {"state": "ask"}}


def test_search_finds_without_accents_and_says_where(icp: Icp) -> None:
    icp.done("set", PROFILE, "situation=Magazyn w Łodzi\nczeka")
    out = icp.done("search", "lodz").out
    assert out.startswith(icp.answers().profile_id[-6:])
    assert "Situation" in out
    assert "Magazyn w Łodzi" in out
    (hit,) = icp.done("search", "lodz", "--json").json
    assert (hit["kind"], hit["field"], hit["line"]) == ("profile", "situation", "Magazyn w Łodzi")


def test_a_search_that_finds_nothing_says_so(icp: Icp) -> None:
    assert "Nothing holds “zebra”" in icp.done("search", "zebra").out
    assert icp.done("search", "zebra", "--json").json == []


def test_history_shows_every_value_newest_first(icp: Icp) -> None:
    for value in ("Second", "Third", ""):
        icp.done("set", PROFILE, f"offer={value}")
    values = [version["value"] for version in icp.done("history", PROFILE, "offer", "--json").json]
    assert values == [None, "Third", "Second", "Monitoring for 10 to 60 vans"]
    out = icp.done("history", PROFILE, "offer").out
    assert out.index("(empty)") < out.index("Third") < out.index("Second")


def test_history_of_a_mark_and_of_a_field_that_was_never_answered(icp: Icp) -> None:
    problem = icp.short("Sheets get lost")
    icp.done("set", problem, "cost_each:ground=told")
    assert icp.done("history", problem, "cost_each:ground", "--json").json[0]["value"] == "told"
    assert "never answered" in icp.done("history", problem, "severity").out
    assert "There is no mark" in icp.refused(2, "history", problem, "cost_each:colour")


def test_path_shows_where_everything_is(icp: Icp) -> None:
    out = icp.done("path").out
    assert str(icp.workspace) in out
    assert set(icp.done("path", "--json").json) == {"workspace", "settings", "templates", "state"}
