"""Case files: a client with all its answers comes in whole or not at all, and out as it came in."""

from __future__ import annotations

import datetime as dt
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from case_content import content
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from icp_tui.errors import BadFile, NotFound, SaveFailed
from icp_tui.method.choices import Ground, Period, State
from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerAnswer,
    Evidence,
    Objective,
    Problem,
    ProcessStep,
    Profile,
    Rating,
)
from icp_tui.store.intake.case_json import FORMAT, children_of
from icp_tui.store.intake.case_reading import read_case
from icp_tui.store.intake.cases import as_json, case_of, import_case, write_case
from icp_tui.store.work import actions
from icp_tui.store.work.library import profiles_of, summaries
from icp_tui.store.work.search import search
from icp_tui.store.work.workspace import LIBRARY, Workspace
from small import Small


def _case(**profile: Any) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "client": {
            "name": "ColdLine",
            "profile": [
                {
                    "name": "Wholesalers",
                    "goal_deadline": "2027-09-30",
                    "budget": 8000.5,
                    "hours_per_week": 16,
                    "evidence": [{"what": "A case", "proves_problems": ["late", "lost"]}],
                    "objective": [
                        {
                            "result": "Pass every audit",
                            "can_help": "yes",
                            "process_step": [
                                {"what": "Note it", "side": "current", "minutes": 6.5, "key": "note"},
                                {"what": "Alert", "side": "new"},
                            ],
                            "problem": [
                                {"key": "lost", "what": "Lost", "step": "note"},
                                {
                                    "key": "late",
                                    "what": "Late",
                                    "times": 1.125,
                                    "per": "month",
                                    "cost_each": 1900,
                                    "_marks": {"times": {"ground": "told"}, "severity": {"state": "ask"}},
                                },
                            ],
                        },
                        {"result": "Less paper"},
                    ],
                    **profile,
                }
            ],
        },
    }


def _file(folder: Path, case: object) -> Path:
    path = folder / "case.json"
    path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
    return path


def _tables(workspace: Workspace) -> list[int]:
    rows = workspace.database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [workspace.database.rows(f"SELECT count(*) FROM {row['name']}")[0][0] for row in rows]


# In


def test_a_case_becomes_a_client_with_its_profiles_and_all_their_answers(
    workspace: Workspace, tmp_path: Path
) -> None:
    imported = import_case(workspace, _file(tmp_path, _case()))
    (profile_id,) = imported.profile_ids
    answers = workspace.answers(profile_id)
    assert (answers.client.id, answers.client.name) == (imported.client_id, "ColdLine")
    profile = answers.profile
    assert (profile.goal_deadline, profile.budget) == (dt.date(2027, 9, 30), 800_050)
    assert profile.hours_per_week == 16 and profile.currency is None
    assert [o.title for o in answers.of(Objective)] == ["Pass every audit", "Less paper"]
    lost, late = answers.of(Problem)
    assert (late.times, late.per, late.cost_each) == (Decimal("1.125"), Period.MONTH, 190_000)
    assert lost.step == answers.of(ProcessStep)[0].id
    assert answers.of(Evidence)[0].proves_problems == (late.id, lost.id)
    assert answers.mark(late.id, "times").ground is Ground.TOLD
    assert answers.mark(late.id, "severity").state is State.ASK


def test_an_imported_case_is_in_the_library_found_by_search_and_undone_as_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_case(workspace, _file(tmp_path, _case()))
    (summary,) = summaries(workspace.database)
    assert (summary.client, summary.profile) == ("ColdLine", "Wholesalers") and summary.answered > 5
    assert [hit.record.title for hit in search(workspace.database, "coldl")] == ["ColdLine"]
    assert [hit.record.title for hit in search(workspace.database, "pass audit")] == ["Pass every audit"]
    workspace.undo(LIBRARY)
    assert summaries(workspace.database) == [] and search(workspace.database, "coldl") == []
    workspace.redo(LIBRARY)
    assert len(summaries(workspace.database)) == 1


def test_a_case_comes_behind_the_clients_that_are_there(small: Small, tmp_path: Path) -> None:
    small.workspace.typed(small.profile_id, small.first(Problem), "sufferers", "Drivers")
    import_case(small.workspace, _file(tmp_path, _case()))
    assert [s.profile for s in summaries(small.workspace.database)][1] == "Wholesalers"
    assert small.first(Problem).sufferers == "Drivers"


def test_a_client_may_have_several_profiles_or_none(workspace: Workspace, tmp_path: Path) -> None:
    case = _case()
    case["client"]["profile"] = [{"name": "A"}, {"name": "B"}]
    imported = import_case(workspace, _file(tmp_path, case))
    assert tuple(profiles_of(workspace.database, imported.client_id)) == imported.profile_ids
    assert [s.profile for s in summaries(workspace.database)] == ["A", "B"]
    alone = import_case(workspace, _file(tmp_path, {"format": FORMAT, "client": {"name": "Alone"}}))
    assert alone.profile_ids == ()
    assert [hit.record.id for hit in search(workspace.database, "alone")] == [alone.client_id]
    assert case_of(workspace, alone.client_id)["client"] == {"name": "Alone"}


def test_null_and_a_blank_text_are_no_answers(workspace: Workspace, tmp_path: Path) -> None:
    case = _case(offer=None, situation=" \n ", why_us="")
    imported = import_case(workspace, _file(tmp_path, case))
    profile = workspace.answers(imported.profile_ids[0]).profile
    assert (profile.offer, profile.situation, profile.why_us) == (None, None, None)


def test_control_characters_of_a_file_do_not_get_in(workspace: Workspace, tmp_path: Path) -> None:
    case = _case(offer="a\x1b[31mb\x07c", situation="d\u202ee\r\nf", why_us="x\ufffey")
    imported = import_case(workspace, _file(tmp_path, json.dumps(case)))
    profile = workspace.answers(imported.profile_ids[0]).profile
    assert (profile.offer, profile.situation, profile.why_us) == ("abc", "de\nf", "x\ufffdy")


# Refused


def _at(path: str, value: object) -> dict[str, Any]:
    """The case with one thing changed, such as `client.profile.0.budget`."""
    case: Any = _case()
    *way, last = path.split(".")
    there = case
    for part in way:
        there = there[int(part)] if part.isdigit() else there[part]
    there[int(last) if last.isdigit() else last] = value
    return dict(case)


LATE = "client.profile.0.objective.0.problem.1"
AT_LATE = "$.client.profile[0].objective[0].problem[1]"


@pytest.mark.parametrize(
    "wrong",
    [
        ("format", "icp-tui case 2", "$.format", "no case file", "icp-tui case 1"),
        ("format", None, "$.format", "no case file", "icp-tui case 1"),
        ("cilent", {}, "$", "“cilent”", "“client”"),
        ("client", [], "$.client", "braces", "sample"),
        ("client.profile", {"name": "A"}, "$.client.profile", "brackets", "sample"),
        ("client.profile.0", "A", "$.client.profile[0]", "braces", "sample"),
        (f"{LATE}.cost_eech", 5, AT_LATE, "“cost_eech”", "“cost_each”"),
        (f"{LATE}.problem", [], AT_LATE, "“problem”", "what"),
        ("client.objective", [], "$.client", "“objective”", "name"),
        (f"{LATE}.times", "2", f"{AT_LATE}.times", "without quotes", "Correct"),
        (f"{LATE}.times", True, f"{AT_LATE}.times", "A number", "Correct"),
        (f"{LATE}.times", -1, f"{AT_LATE}.times", "below zero", "Correct"),
        (f"{LATE}.times", 1e300, f"{AT_LATE}.times", "too long", "Correct"),
        (f"{LATE}.times", 1234567890123456789, f"{AT_LATE}.times", "too long", "Correct"),
        (f"{LATE}.cost_each", 1.005, f"{AT_LATE}.cost_each", "At most 2 digits", "Correct"),
        (f"{LATE}.severity", 6, f"{AT_LATE}.severity", "from 1 to 5", "Correct"),
        (f"{LATE}.severity", 2.5, f"{AT_LATE}.severity", "from 1 to 5", "Correct"),
        (f"{LATE}.per", "a month", f"{AT_LATE}.per", "day, week, month", "Correct"),
        (f"{LATE}.per", 12, f"{AT_LATE}.per", "day, week, month", "Correct"),
        (f"{LATE}.what", 12, f"{AT_LATE}.what", "text in quotes", "Correct"),
        (f"{LATE}.what", {}, f"{AT_LATE}.what", "text in quotes", "Correct"),
        (
            "client.profile.0.goal_deadline",
            "30.9.2027",
            "$.client.profile[0].goal_deadline",
            "2027-09-30",
            "",
        ),
        (
            "client.profile.0.goal_deadline",
            "2027-02-30",
            "$.client.profile[0].goal_deadline",
            "no such day",
            "",
        ),
        (f"{LATE}.step", "nowhere", f"{AT_LATE}.step", "“nowhere”", "note"),
        (f"{LATE}.step", "lost", f"{AT_LATE}.step", "“lost”", "note"),
        (f"{LATE}.step", ["note"], f"{AT_LATE}.step", "key of another record", "text"),
        (
            "client.profile.0.evidence.0.proves_problems",
            ["late", "lots"],
            "$.client.profile[0].evidence[0].proves_problems[1]",
            "“lots”",
            "“lost”",
        ),
        (
            "client.profile.0.evidence.0.proves_problems",
            "late",
            "$.client.profile[0].evidence[0].proves_problems",
            "brackets",
            "",
        ),
        (f"{LATE}.key", "lost", f"{AT_LATE}.key", "problem[0] already", "key of its own"),
        (f"{LATE}.key", 7, f"{AT_LATE}.key", "A key is a text", "word"),
        (f"{LATE}._marks", {"tymes": {}}, f"{AT_LATE}._marks", "“tymes”", "“times”"),
        (f"{LATE}._marks", {"times": "told"}, f"{AT_LATE}._marks.times", "braces", ""),
        (f"{LATE}._marks", {"times": {"grund": "told"}}, f"{AT_LATE}._marks.times", "“grund”", "“ground”"),
        (
            f"{LATE}._marks",
            {"times": {"ground": "x"}},
            f"{AT_LATE}._marks.times.ground",
            "measured",
            "Correct",
        ),
        (f"{LATE}._marks", {"times": {"state": None}}, f"{AT_LATE}._marks.times.state", "ask", "Correct"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place_and_what_to_do(
    workspace: Workspace, tmp_path: Path, wrong: tuple[str, object, str, str, str]
) -> None:
    path, value, where, what, do = wrong
    before = _tables(workspace)
    file = _file(tmp_path, _at(path, value))
    with pytest.raises(BadFile) as refused:
        import_case(workspace, file)
    error = refused.value
    assert f"{file}: at {where}: " in error.what
    assert what in error.what and do in error.do
    assert error.means == "Nothing was imported."
    assert _tables(workspace) == before


def _with(**profile: Any) -> dict[str, Any]:
    return {"format": FORMAT, "client": {"name": "A", "profile": [profile]}}


ANSWERED = {"attribute": "vans", "answer": "yes"}


@pytest.mark.parametrize(
    ("profile", "where", "what"),
    [
        ({"rating": [{"score": 3}]}, "rating[0].dimension", "never without an answer"),
        ({"buying_step": [{"what": "A"}]}, "buying_step[0].side", "never without an answer"),
        (
            {"objective": [{"process_step": [{"what": "A", "side": None}]}]},
            "process_step[0].side",
            "never without",
        ),
        (
            {"customer": [{"customer_group": "best", "customer_answer": [{"answer": "yes"}]}]},
            "customer[0].customer_answer[0].attribute",
            "never without an answer",
        ),
        (
            {"rating": [{"dimension": "ready"}, {"dimension": "able"}, {"dimension": "ready"}]},
            "rating[2].dimension",
            "The same stands at $.client.profile[0].rating[0].dimension already",
        ),
        (
            {
                "attribute": [{"name": "Vans", "key": "vans"}],
                "customer": [{"customer_group": "best", "customer_answer": [ANSWERED, ANSWERED]}],
            },
            "customer[0].customer_answer[1].attribute",
            "The same stands at",
        ),
    ],
)
def test_a_record_without_its_place_or_twice_in_one_place_is_refused(
    workspace: Workspace, tmp_path: Path, profile: dict[str, Any], where: str, what: str
) -> None:
    before = _tables(workspace)
    with pytest.raises(BadFile) as refused:
        import_case(workspace, _file(tmp_path, _with(**profile)))
    assert where in refused.value.what and what in refused.value.what
    assert _tables(workspace) == before


def test_two_customers_may_answer_alike_and_two_profiles_rate_alike(
    workspace: Workspace, tmp_path: Path
) -> None:
    customer = {"customer_group": "best", "customer_answer": [ANSWERED]}
    profile = {
        "attribute": [{"name": "Vans", "key": "vans"}],
        "customer": [customer, customer],
        "rating": [{"dimension": "ready"}],
    }
    case = _with(**profile)
    case["client"]["profile"].append({"rating": [{"dimension": "ready"}]})
    assert len(import_case(workspace, _file(tmp_path, case)).profile_ids) == 2


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\udfff"])
def test_half_a_letter_or_a_nul_is_refused_with_its_place(
    workspace: Workspace, tmp_path: Path, sign: str
) -> None:
    before = _tables(workspace)
    with pytest.raises(BadFile, match=rf"situation: .*U\+{ord(sign):04X}\), in place 4") as refused:
        import_case(workspace, _file(tmp_path, json.dumps(_case(situation=f"abc{sign}d"))))
    assert refused.value.means == "Nothing was imported."
    assert _tables(workspace) == before


def test_a_case_of_too_many_records_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    before = _tables(workspace)
    with pytest.raises(BadFile, match=r"objective\[19\d{3}\]: There are more records"):
        import_case(workspace, _file(tmp_path, _case(objective=[{"result": "A"}] * 30_000)))
    assert _tables(workspace) == before


def test_names_that_stand_twice_are_found_in_a_file_full_of_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    names = ", ".join(f'"n{n}": 1' for n in range(200_000))
    with pytest.raises(BadFile, match="“n7” stands here more than once"):
        import_case(workspace, _file(tmp_path, f'{{{names}, "n7": 2}}'))


def test_links_do_not_lead_from_one_profile_to_another(workspace: Workspace, tmp_path: Path) -> None:
    case = _case()
    case["client"]["profile"].append({"name": "B", "evidence": [{"proves_problems": ["late"]}]})
    with pytest.raises(BadFile, match="of this profile has the key “late”"):
        import_case(workspace, _file(tmp_path, case))


def test_a_name_that_stands_twice_is_refused_with_its_place(workspace: Workspace, tmp_path: Path) -> None:
    written = as_json(_case()).replace('"times": 1.125', '"times": 1.125, "times": 2')
    with pytest.raises(BadFile, match=r"problem\[1\]: “times” stands here more than once"):
        import_case(workspace, _file(tmp_path, written))


GOOD = as_json(_case())


NO_CASES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "line 1, column 1"),
    "a word": (b"hello", "line 1, column 1"),
    "a comma missing": (GOOD.replace('",\n', '"\n', 1).encode(), "line 3, column 3"),
    "cut off": (GOOD.encode()[:-9], "not JSON"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD.encode(), "byte order mark"),
    "UTF-16": (GOOD.encode("utf-16"), "byte order mark"),
    "Latin-1": (GOOD.replace("ColdLine", "Gefäß").encode("latin-1"), "Line 4 is not UTF-8"),
    "100,000 brackets": (b"[" * 100_000, "nested too deeply"),
    "100,000 braces": (b'{"a":' * 100_000, "nested too deeply"),
    "not a number": (GOOD.replace("1.125", "NaN").encode(), "a number that is none"),
    "without end": (GOOD.replace("1.125", "-Infinity").encode(), "a number that is none"),
    "no computer's number": (GOOD.replace("1.125", "1e99999999999999999999").encode(), "number"),
    "a great number": (GOOD.replace("1.125", "1e999999").encode(), "too long"),
    "200,000 digits": (GOOD.replace("1.125", "9" * 200_000).encode(), "too long"),
    "200,000 digits of a day": (GOOD.replace("2027-09-30", "9" * 200_000).encode(), "200,000 characters"),
    "a list": (b"[]", "$: Something in braces"),
    "null": (b"null", "$: Something in braces"),
    "no client": (b'{"format": "icp-tui case 1"}', "client is missing"),
    "a database": (b"SQLite format 3\x00\xff", "Line 1 is not UTF-8"),
}


@pytest.mark.parametrize("name", NO_CASES)
def test_what_is_no_case_file_is_refused(workspace: Workspace, tmp_path: Path, name: str) -> None:
    held, what = NO_CASES[name]
    before, file = _tables(workspace), tmp_path / "case.json"
    file.write_bytes(held)
    with pytest.raises(BadFile) as refused:
        import_case(workspace, file)
    assert what in refused.value.what and refused.value.means and refused.value.do
    assert len(str(refused.value)) < 600
    assert _tables(workspace) == before


def test_a_file_that_is_not_there_or_a_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(BadFile):
            import_case(workspace, path)


def test_a_failing_transaction_imports_nothing(small: Small, tmp_path: Path) -> None:
    database, before = small.workspace.database, _tables(small.workspace)
    database.rows(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")
    file = _file(tmp_path, _case(situation="word " * 19_000))
    with pytest.raises(SaveFailed, match="full"):
        import_case(small.workspace, file)
    assert _tables(small.workspace) == before and small.same()
    database.rows("PRAGMA max_page_count = 1000000")
    import_case(small.workspace, file)


# Out


def test_a_case_comes_out_as_it_came_in(workspace: Workspace, tmp_path: Path) -> None:
    imported = import_case(workspace, _file(tmp_path, _case()))
    out = case_of(workspace, imported.client_id)
    assert content(out) == content(_case())
    again = import_case(workspace, _file(tmp_path, as_json(out)))
    assert case_of(workspace, again.client_id) == out
    assert case_of(workspace, imported.profile_ids[0]) == out


def test_a_number_with_three_decimals_is_not_taken_for_thousands(
    workspace: Workspace, tmp_path: Path
) -> None:
    imported = import_case(workspace, _file(tmp_path, _at(f"{LATE}.times", 1.125)))
    assert workspace.answers(imported.profile_ids[0]).of(Problem)[1].times == Decimal("1.125")


def test_what_was_typed_and_could_not_be_read_goes_along(small: Small, tmp_path: Path) -> None:
    small.workspace.typed(small.profile_id, small.first(Problem), "cost_each", "about 19oo")
    small.workspace.leave()
    written = as_json(case_of(small.workspace, small.profile_id))
    imported = import_case(small.workspace, _file(tmp_path, written))
    answers = small.workspace.answers(imported.profile_ids[0])
    assert answers.mark(answers.of(Problem)[0].id, "cost_each").raw == "about 19oo"


def test_what_was_deleted_stays_behind_with_the_links_to_it(small: Small) -> None:
    actions.delete(small.workspace, small.profile_id, small.first(Problem))
    said = content(case_of(small.workspace, small.profile_id))
    problems = "client.profile[0].objective[0].problem"
    assert [path for path in said if path.startswith(problems)] == [f"{problems}[0]", f"{problems}[1]"]
    assert said["client.profile[0].evidence[0]"]["proves_problems"] == [f"{problems}[0]"]
    assert "problem" not in said["client.profile[0].objective[0].discovery_question[0]"]


def test_what_hangs_on_what_was_deleted_is_left_out_and_the_case_can_be_taken_in(
    small: Small, tmp_path: Path
) -> None:
    [customer] = actions.add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Q"}])
    vans, staff = actions.add(
        small.workspace, small.profile_id, Attribute, small.profile_id, [{"name": "Vans"}, {"name": "Staff"}]
    )
    cells = [{"attribute": one.id, "answer": "yes"} for one in (vans, staff)]
    actions.add(small.workspace, small.profile_id, CustomerAnswer, customer.id, cells)
    actions.delete(small.workspace, small.profile_id, vans)
    case = case_of(small.workspace, small.profile_id)
    [written] = case["client"]["profile"][0]["customer"]
    assert len(written["customer_answer"]) == 1 and "attribute" in written["customer_answer"][0]
    import_case(small.workspace, _file(tmp_path, as_json(case)))
    small.workspace.undo(LIBRARY)
    small.workspace.undo(small.profile_id)
    [written] = case_of(small.workspace, small.profile_id)["client"]["profile"][0]["customer"]
    assert len(written["customer_answer"]) == 2


def test_of_two_ratings_of_one_dimension_the_one_that_counts_is_written(small: Small, tmp_path: Path) -> None:
    rows = [{"dimension": "ready", "score": score} for score in "14"]
    actions.add(small.workspace, small.profile_id, Rating, small.profile_id, rows)
    case = case_of(small.workspace, small.profile_id)
    assert [rating["score"] for rating in case["client"]["profile"][0]["rating"]] == [4]
    import_case(small.workspace, _file(tmp_path, as_json(case)))


def test_a_case_is_looked_at_without_a_workspace(tmp_path: Path) -> None:
    numbers = iter(range(100))
    case = read_case(as_json(_case()).encode(), "a file", lambda: f"id-{next(numbers)}")
    assert list(case.names.values()) == ["ColdLine", "Wholesalers"]
    assert dict(case.counts) == {
        "client": 1, "profile": 1, "objective": 2, "process_step": 2, "problem": 2, "evidence": 1,
    }  # fmt: skip


def test_a_written_case_is_for_its_owner_only_and_replaces_no_database(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert not write_case(small.workspace, small.profile_id, path)
    assert write_case(small.workspace, small.profile_id, path)
    assert path.read_text(encoding="utf-8") == as_json(case_of(small.workspace, small.profile_id))
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other.db"
    other.write_bytes(b"SQLite format 3\0 and more")
    for wrong in (small.workspace.database.path, other, tmp_path, tmp_path / "no" / "folder.json"):
        with pytest.raises(BadFile, match="Cannot write"):
            write_case(small.workspace, small.profile_id, wrong)
    assert other.read_bytes() == b"SQLite format 3\0 and more"
    assert not [found for found in tmp_path.iterdir() if found.name.endswith(".new")]


def test_only_clients_and_profiles_make_a_case(small: Small) -> None:
    for record_id in (small.first(Problem).id, "nobody"):
        with pytest.raises(NotFound):
            case_of(small.workspace, record_id)


def test_no_field_is_called_like_what_nests_below_it() -> None:
    taken = {"key", "_marks"}
    for kind in RECORDS.values():
        assert not set(kind.questions) & ({child.kind for child in children_of(kind)} | taken)


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_FIGURES = st.integers(0, 10**15 - 1) | st.decimals(0, 10**6, places=3).map(float)
_ANSWERS = st.fixed_dictionaries(
    {
        "name": _TEXTS,
        "situation": _TEXTS,
        "hours_per_week": _FIGURES,
        "budget": st.integers(0, 10**12).map(lambda hundredths: hundredths / 100),
        "next_review": st.dates().map(str),
    }
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_answers=_ANSWERS)
def test_whatever_was_answered_comes_out_and_in_again(
    workspace: Workspace, tmp_path: Path, given_answers: dict[str, Any]
) -> None:
    imported = import_case(workspace, _file(tmp_path, _case(**given_answers)))
    profile = workspace.answers(imported.profile_ids[0]).profile
    assert profile.hours_per_week == Decimal(repr(given_answers["hours_per_week"]))
    assert profile.budget == round(given_answers["budget"] * 100)
    assert str(profile.next_review) == given_answers["next_review"]
    out = case_of(workspace, imported.client_id)
    again = import_case(workspace, _file(tmp_path, as_json(out)))
    assert case_of(workspace, again.client_id) == out


def test_a_case_of_the_small_profile_is_the_same_profile(small: Small, tmp_path: Path) -> None:
    written = as_json(case_of(small.workspace, small.profile_id))
    imported = import_case(small.workspace, _file(tmp_path, written))
    copy = small.workspace.answers(imported.profile_ids[0])
    assert [(r.kind, r.title) for r in copy.records] == [(r.kind, r.title) for r in small.answers.records]
    assert {type(r) for r in copy.records} >= {Client, Profile, Evidence}
