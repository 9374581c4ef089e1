"""The commands that change do all that was asked or nothing, say what they did, and can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from calling import Icp

from icp_tui.method.choices import Ground, State
from icp_tui.method.records import Evidence, Mode, Objective, Problem, ProcessStep, Side
from icp_tui.opening import open_workspace
from icp_tui.store.work import actions

PROFILE = "Wholesalers before an audit"


def test_new_starts_the_workspace_the_client_and_the_profile(empty: Icp) -> None:
    made = empty.done(
        "new", "--client", "Hôtel Sol", "--profile", "Groups", "--mode", "B2C", "--offer", "Half board",
        "--set", "goal_amount=90k", "--set", "goal-unit=EUR", "--json",
    ).json  # fmt: skip
    answers = empty.answers()
    profile = answers.profile
    assert (profile.id, answers.client.id) == (made["id"], made["client_id"])
    assert (answers.client.name, profile.name, profile.offer) == ("Hôtel Sol", "Groups", "Half board")
    assert (profile.mode, profile.goal_amount, profile.goal_unit) == (Mode.B2C, Decimal(90_000), "EUR")


def test_new_takes_the_client_of_that_name_again(icp: Icp) -> None:
    client = icp.answers().client.id
    made = icp.done("new", "--client", "COLDLINE", "--profile", "Caterers", "--json").json
    assert made["client_id"] == client


@pytest.mark.parametrize(
    "wrong", ["goal_amount=plenty", "goal_amuont=3", "goal_amount", "goal_amount:state=ask"]
)
def test_a_new_that_is_refused_makes_nothing_at_all(empty: Icp, wrong: str) -> None:
    outcome = empty("new", "--client", "A", "--profile", "B", "--set", wrong)
    assert outcome.code in (1, 2)
    assert "goal_am" in outcome.err
    assert not empty.workspace.exists()


@pytest.mark.parametrize("names", [(" ", "B"), ("A", ""), ("A", "\x1b[31m")])
def test_new_needs_names(empty: Icp, names: tuple[str, str]) -> None:
    assert "A name cannot be empty." in empty.refused(2, "new", "--client", names[0], "--profile", names[1])
    assert not empty.workspace.exists()


def test_add_makes_a_record_of_each_title(icp: Icp) -> None:
    out = icp.done(
        "add", "problem", "--to", icp.short("Pass every audit"), "One", "Two", "--set", "severity=2"
    ).out
    one, two = icp.answers().of(Problem)[-2:]
    assert (one.what, two.what, one.severity, two.severity) == ("One", "Two", 2, 2)
    assert out.splitlines() == [f"{one.id[-6:]}  Problem “One”", f"{two.id[-6:]}  Problem “Two”"]


def test_add_reads_titles_from_the_lines_of_standard_input(icp: Icp) -> None:
    made = icp.done(
        "add", "objective", "--to", PROFILE, "--json", "-", stdin="Łączność\r\n\n  Save time \n".encode()
    ).json
    assert [o.result for o in icp.answers().of(Objective)][1:] == ["Łączność", "Save time"]
    assert [one["id"] for one in made] == [o.id for o in icp.answers().of(Objective)][1:]


def test_add_puts_a_record_behind_another(icp: Icp) -> None:
    icp.done(
        "add",
        "problem",
        "--to",
        icp.short("Pass every audit"),
        "--after",
        icp.short("Load refused at the dock"),
        "New",
    )
    assert [p.what for p in icp.answers().of(Problem)][:2] == ["Load refused at the dock", "New"]
    said = icp.refused(
        2, "add", "problem", "--to", icp.short("Pass every audit"), "--after", "abcdef", "Other"
    )
    assert "abcdef" in said


def test_a_proof_added_to_a_problem_hangs_on_the_profile_and_is_linked(icp: Icp) -> None:
    icp.done("add", "evidence", "--to", icp.short("Alarm noticed late"), "Letter")
    proof = icp.answers().of(Evidence)[-1]
    assert proof.parent_id == icp.answers().profile_id
    assert [r.title for r in icp.answers().linked(proof, "proves_problems")] == ["Alarm noticed late"]


def test_a_question_added_to_a_problem_hangs_on_its_objective(icp: Icp) -> None:
    made = icp.done(
        "add", "discovery-question", "--to", icp.short("Alarm noticed late"), "When?", "--json"
    ).json
    assert made[0]["parent"] == icp.answers().of(Objective)[0].id


def test_a_process_step_must_say_its_side(icp: Icp) -> None:
    objective = icp.short("Pass every audit")
    assert "side=current or --set side=new" in icp.refused(2, "add", "process_step", "--to", objective, "X")
    icp.done("add", "process_step", "--to", objective, "X", "--set", "side=new")
    assert icp.answers().of(ProcessStep)[-1].side is Side.NEW


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("problem", "--to", PROFILE, "X"), 2, "Problem cannot hang on Profile"),
        (("profile", "--to", PROFILE, "X"), 2, "icp-tui new"),
        (("prolbem", "--to", PROFILE, "X"), 1, "There is no kind of record “prolbem”"),
        (("objective", "--to", PROFILE), 2, "There is nothing to add"),
        (("objective", "--to", PROFILE, "X", "--set", "priority=9"), 1, "priority: A number from 1 to 5"),
        (("evidence", "--to", PROFILE, "X", "--set", "proves_problems=ffffff"), 2, "no problem ffffff"),
        (("objective", "--to", "nowhere", "X"), 1, "no profile or record “nowhere”"),
    ],
)
def test_an_add_that_makes_no_sense_changes_nothing(
    icp: Icp, words: tuple[str, ...], code: int, said: str
) -> None:
    assert said in icp.refused(code, "add", *words)


def test_set_answers_clears_and_marks_in_one_action(icp: Icp) -> None:
    short = icp.short("Load refused at the dock")
    icp.done(
        "set", short, "cost_each=2 100,50", "cost-each:ground=told by", "times=", "per:state=not_applicable"
    )
    answers = icp.answers()
    problem = answers.of(Problem)[0]
    assert (problem.cost_each, problem.times) == (210_050, None)
    assert answers.mark(problem.id, "cost_each").ground is Ground.TOLD
    assert answers.mark(problem.id, "per").state is State.DOES_NOT_APPLY
    icp.done("undo")
    answers = icp.answers()
    assert (answers.of(Problem)[0].cost_each, answers.of(Problem)[0].times) == (190_000, Decimal(2))
    assert answers.marks == {}


def test_an_answer_ends_ask_the_client_and_one_undo_brings_it_back(icp: Icp) -> None:
    short = icp.short("Sheets get lost")
    icp.done("set", short, "times:state=ask")
    icp.done("set", short, "times=3", "times:state=ask")
    icp.done("undo")
    answers = icp.answers()
    problem = next(p for p in answers.of(Problem) if p.what == "Sheets get lost")
    assert answers.mark(problem.id, "times").state is State.ASK
    icp.done("set", short, "times=3")
    assert icp.answers().mark(problem.id, "times").state is None


def test_set_takes_prose_from_standard_input(icp: Icp) -> None:
    icp.done("set", PROFILE, "situation=-", stdin="\ufeffFirst – line\n\n* second\n".encode())
    assert icp.answers().profile.situation == "First – line\n\n* second"


def test_set_links_by_parts_of_ids(icp: Icp) -> None:
    parts = [icp.short("Alarm noticed late"), icp.short("Sheets get lost")]
    icp.done("set", icp.short("3.1% to 0.8%"), f"proves_problems={' '.join(parts)}")
    answers = icp.answers()
    linked = answers.linked(answers.of(Evidence)[0], "proves_problems")
    assert [problem.title for problem in linked] == ["Alarm noticed late", "Sheets get lost"]


def test_set_changes_the_client_and_search_finds_it(icp: Icp) -> None:
    icp.done("set", icp.answers().client.id, "sells=Kühlketten")
    assert icp.answers().client.sells == "Kühlketten"
    assert "Kühlketten" in icp.done("search", "kuhl").out


@pytest.mark.parametrize(
    ("argument", "code", "said"),
    [
        ("cost_eech=1", 2, "Did you mean “cost_each”?"),
        ("cost_each", 2, "“cost_each” is no answer"),
        ("cost_each=lots", 1, "cost_each: Not a number"),
        ("cost_each:ground=rumour", 1, "cost_each:ground: One of these"),
        ("cost_each:colour=red", 2, "cannot be set"),
        ("cost_each:raw=x", 2, "cannot be set"),
        ("what:ground=told", 2, "does not say on what ground"),
        ("step=ffffff", 2, "no process_step ffffff"),
    ],
)
def test_one_bad_answer_leaves_the_good_ones_out_too(icp: Icp, argument: str, code: int, said: str) -> None:
    assert said in icp.refused(code, "set", icp.short("Sheets get lost"), "severity=5", argument)


def test_text_that_is_not_utf_8_is_refused_instead_of_damaged(icp: Icp) -> None:
    assert "not UTF-8" in icp.refused(2, "set", PROFILE, "offer=-", stdin=b"Caf\xe9")
    assert "not text" in icp.refused(2, "set", PROFILE, "offer=Caf\udce9")
    assert "Only one field" in icp.refused(2, "set", PROFILE, "offer=-", "people=-", stdin="x")


def test_no_control_character_gets_into_an_answer_or_onto_the_terminal(icp: Icp) -> None:
    icp.done("set", PROFILE, "offer=a\x1b[2Jb\x07\u202ec")
    assert icp.answers().profile.offer == "abc"
    said = icp.refused(1, "show", "\x1b]52;c;evil\x07")
    assert "\x1b" not in said
    assert "\x07" not in said


def test_deleting_says_what_went_and_how_to_get_it_back(icp: Icp) -> None:
    before = icp.answers().records
    said = icp.done("delete", icp.short("Pass every audit")).out
    assert "Objective “Pass every audit”" in said
    assert "7 records below" in said
    assert not icp.answers().of(Objective)
    words = said.split("`icp-tui ")[1].split("`")[0].split()
    icp.done(*words)
    assert icp.answers().records == before


def test_a_deleted_profile_comes_back_with_all_that_hangs_on_it(icp: Icp) -> None:
    before = icp.answers().records
    said = icp.done("delete", icp.answers().profile_id[-6:]).out
    assert icp.done("list", "--json").json == []
    assert "icp-tui undo --library" in said
    icp.done("undo", "--library")
    assert icp.answers().records == before


def test_undo_without_a_profile_takes_back_the_last_actions_one_by_one(icp: Icp) -> None:
    icp.done("duplicate", PROFILE, "Copy")
    icp.done("set", "Copy", "offer=Of the copy")
    icp.done("set", PROFILE, "offer=Of the first")
    assert f"“{PROFILE}”" in icp.done("undo").out
    assert "“Copy”" in icp.done("undo").out
    assert (
        icp.answers("Copy").profile.offer
        == icp.answers(PROFILE).profile.offer
        == "Monitoring for 10 to 60 vans"
    )
    assert "“Copy”" in icp.done("redo").out
    assert icp.answers("Copy").profile.offer == "Of the copy"
    icp.done("undo", "Copy")
    assert "the list of profiles" in icp.done("undo").out
    assert [row["name"] for row in icp.done("list", "--json").json] == [PROFILE]


def test_undo_and_redo_name_what_they_changed(icp: Icp) -> None:
    profile = icp.answers().profile_id
    titles = ("One", "Two", "Three", "Four", "Five")
    icp.done("add", "problem", *titles, "--to", icp.answers().of(Objective)[0].id)
    said = f"in “{PROFILE}”: Problem “One”, Problem “Two”, Problem “Three” and 2 more."
    assert f"Undone {said}" in icp.done("undo").out
    assert f"Redone {said}" in icp.done("redo").out
    icp.done("set", profile, "offer=Another")
    assert f"Undone in “{PROFILE}”: Profile “{PROFILE}” › " in icp.done("undo").out
    icp.done("delete", icp.short("One"))
    assert f"Undone in “{PROFILE}”: Problem “One”." in icp.done("undo").out
    icp.done("duplicate", PROFILE, "Copy")
    assert "Undone in the list of profiles: Profile “Copy”, " in icp.done("undo", "--library").out


def test_undo_of_a_name_leaves_no_empty_quotes(empty: Icp) -> None:
    workspace = open_workspace(empty.workspace)
    profile_id = actions.start(workspace, {})
    workspace.set(profile_id, workspace.answers(profile_id).profile, {"name": "First"})
    workspace.close()
    assert empty.done("undo").out == "Undone in “First”: Profile “First”.\n"
    assert empty.done("redo").out == "Redone in a profile without a name: Profile “First”.\n"


def test_undo_and_redo_say_when_there_is_nothing_left(icp: Icp) -> None:
    assert "nothing to redo" in icp.refused(1, "redo")
    while icp("undo", PROFILE).code == 0:
        pass
    assert "nothing to undo" in icp.refused(1, "undo", PROFILE)
    assert icp.answers().of(Objective) == []


def test_a_duplicate_is_a_hypothesis_with_all_answers(icp: Icp) -> None:
    icp.done("set", PROFILE, "status=released")
    made = icp.done("duplicate", "wholesalers", "Caterers", "--json").json
    copy = icp.answers("Caterers")
    assert copy.profile_id == made["id"]
    assert str(copy.profile.status) == "hypothesis"
    assert len(copy.records) == len(icp.answers(PROFILE).records)


def test_changes_are_written_in_the_name_of_the_author(icp: Icp) -> None:
    (icp.home / "settings_file").write_text('author = "Zoë"', encoding="utf-8")
    icp.done("set", PROFILE, "offer=New")
    assert icp.done("history", PROFILE, "offer", "--json").json[0]["author"] == "Zoë"


def test_a_workspace_that_may_only_be_read_is_not_changed(icp: Icp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icp_tui.store.file.database.COMPAT", 0)
    assert "reading only" in icp.refused(1, "set", PROFILE, "offer=x")
    assert PROFILE in icp.done("list").out
