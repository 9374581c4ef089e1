"""`agenda` makes what is to be asked of the client: to read, to print, and for other programs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from calling import Icp

from icp_tui.cli.naming import profile_named
from icp_tui.documents.catalogue import make_document
from icp_tui.insight.agenda import agenda
from icp_tui.method.records import Attribute, Customer, CustomerAnswer, Objective, Problem
from icp_tui.opening import open_workspace
from icp_tui.store.work.actions import add

PROFILE = "wholesalers-before-an-audit"


@pytest.fixture
def marked(icp: Icp) -> Icp:
    """The small profile with three questions to ask."""
    icp.done("set", icp.short("Load refused at the dock"), "sufferers:state=ask", "severity:state=ask")
    icp.done("set", icp.short("Pass every audit"), "measure:state=ask")
    return icp


def test_what_is_printed_is_the_document_byte_for_byte(marked: Icp) -> None:
    printed = marked.done("agenda", PROFILE)
    assert printed.out == make_document(marked.answers(), "agenda")
    assert printed.out == marked.done("render", PROFILE, "--document", "agenda").out
    assert printed.err == ""
    for kind, field in ((Problem, "sufferers"), (Problem, "severity"), (Objective, "measure")):
        assert str(kind.questions[field].ask) in printed.out


def test_where_nothing_is_marked_it_says_so_and_that_is_no_error(icp: Icp) -> None:
    assert "Nothing is marked “ask the client”." in icp.done("agenda", PROFILE).out
    assert icp.done("agenda", PROFILE, "--json").json == []


def test_other_programs_get_the_steps_with_their_questions(marked: Icp) -> None:
    problem, objective = (
        next(r for r in marked.answers().records if r.title == title)
        for title in ("Load refused at the dock", "Pass every audit")
    )
    objectives, problems = marked.done("agenda", PROFILE, "--json").json
    assert (objectives["step"], objectives["title"]) == ("objectives", "Objectives")
    assert objectives["questions"] == [
        {
            "record": objective.id,
            "kind": "objective",
            "about": "Pass every audit",
            "field": "measure",
            "ask": str(Objective.questions["measure"].ask),
            "how": str(Objective.questions["measure"].how),
        }
    ]
    assert problems["step"] == "problems"
    assert [(q["record"], q["field"]) for q in problems["questions"]] == [
        (problem.id, "severity"),
        (problem.id, "sufferers"),
    ]


def test_a_cell_of_the_grid_is_named_by_customer_and_attribute(icp: Icp) -> None:
    with closing(open_workspace(icp.workspace)) as workspace:
        profile_id = profile_named(workspace, PROFILE).profile_id
        [customer] = add(workspace, profile_id, Customer, profile_id, [{"name": "Quellmoor"}])
        row = {"name": "More than ten vans", "chosen": "yes"}
        [attribute] = add(workspace, profile_id, Attribute, profile_id, [row])
        cell = {"attribute": attribute.id, "answer": "unknown"}
        add(workspace, profile_id, CustomerAnswer, customer.id, [cell])
    [step] = icp.done("agenda", PROFILE, "--json").json
    [question] = step["questions"]
    assert (question["about"], question["field"]) == ("Quellmoor – More than ten vans", "answer")
    assert "Quellmoor – More than ten vans: **Does this" in icp.done("agenda", PROFILE).out


def test_each_record_named_can_be_answered_by_its_id_and_leaves_the_agenda(marked: Icp) -> None:
    while found := marked.done("agenda", PROFILE, "--json").json:
        question = found[0]["questions"][0]
        marked.done("set", question["record"], f"{question['field']}:state=")
    assert agenda(marked.answers()) == ()


def test_an_answer_ends_the_question(marked: Icp) -> None:
    marked.done("set", marked.short("Load refused at the dock"), "sufferers=Drivers")
    asked = [q["field"] for step in marked.done("agenda", PROFILE, "--json").json for q in step["questions"]]
    assert asked == ["measure", "severity"]


def test_it_is_written_to_a_file_as_markdown_or_as_one_page(marked: Icp, tmp_path: Path) -> None:
    markdown, page = tmp_path / "agenda.md", tmp_path / "agenda.html"
    said = marked.done("agenda", PROFILE, "-o", str(markdown))
    assert (said.out, said.err) == ("", f"Wrote {markdown}.\n")
    assert markdown.read_text(encoding="utf-8") == marked.done("agenda", PROFILE).out
    marked.done("agenda", PROFILE, "-o", str(page))
    written = page.read_text(encoding="utf-8")
    assert written.lower().startswith("<!doctype html>")
    assert written == marked.done("agenda", PROFILE, "--html").out
    assert "replaced an earlier file" in marked.done("agenda", PROFILE, "-o", str(page)).err


def test_its_language_can_be_chosen(marked: Icp) -> None:
    assert 'language: "pl"' in marked.done("agenda", PROFILE, "--language", "pl").out


def test_json_goes_to_standard_output_alone(marked: Icp, tmp_path: Path) -> None:
    for words in (("--html",), ("-o", str(tmp_path / "agenda.json"))):
        assert "Leave out --html and -o." in marked.refused(2, "agenda", PROFILE, "--json", *words)
    assert list(tmp_path.glob("agenda*")) == []


def test_what_makes_no_sense_is_refused_in_words(icp: Icp, tmp_path: Path) -> None:
    assert "no profile" in icp.refused(1, "agenda", "nowhere")
    assert "it is a database" in icp.refused(1, "agenda", PROFILE, "-o", str(icp.workspace))
    assert "Cannot write" in icp.refused(1, "agenda", PROFILE, "-o", str(tmp_path / "none" / "x.md"))
    assert icp("agenda", PROFILE, "--language", "xx").code == 2
    assert icp("agenda").code == 2


def test_reading_the_agenda_changes_nothing(marked: Icp) -> None:
    before = marked.workspace.read_bytes()
    marked.done("agenda", PROFILE)
    marked.done("agenda", PROFILE, "--json")
    assert marked.workspace.read_bytes() == before


def test_a_template_of_ones_own_is_used_for_it(marked: Icp) -> None:
    templates = marked.home / "user_templates_folder"
    templates.mkdir()
    (templates / "agenda.md.j2").write_text("# Ask {{ client.name }}\n", encoding="utf-8")
    assert marked.done("agenda", PROFILE).out == "# Ask ColdLine\n"
