"""The form as lines: every answer whole and within its width, whatever it is written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from inks import INKS, plain
from rich.cells import cell_len
from rich.text import Text

import icp_tui.method.records  # noqa: F401 - declares the records
from filled import filled
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, State
from icp_tui.method.declaration import Question, Record
from icp_tui.method.records import Objection, Objective, Problem, Profile
from icp_tui.method.steps import PAGES
from icp_tui.tui.widgets.sheet import LABEL_WIDTH, Live, Sheet, lay_out, shown, typed
from small import Small

WIDTHS = (40, 61, 93)
SPOKEN = {
    "Polish": "Zażółć gęślą jaźń, bo przyczepa stoi w Łodzi i nikt nie odbiera telefonu nocą",
    "Japanese": "監査の前に温度の記録がなくなり、運転手は夜中に電話に出ないので、荷物は戻される",
    "families": "Family 👨‍👩‍👧‍👦 of four, 👩🏽‍🚒 on call, 🇵🇱 at home, ❤️ the bike" * 2,
    "one word": "Temperaturüberwachungsanlagenwartungsvertragsverlängerungsschreiben" * 2,
}


def laid_out(
    answers: Answers, record: Record, questions: list[Question], width: int = 93, live: Live | None = None
) -> Sheet:
    return lay_out(answers, record, questions, width, INKS, live or Live())


def forms(answers: Answers) -> Iterator[tuple[Record, list[Question]]]:
    """Every form of the questionnaire."""
    for page in PAGES:
        fixed: dict[str, Any] = {n: page.record.questions[n].kind.load(value) for n, value in page.fixed}
        record = replace(answers.of(page.record)[0], **fixed)
        yield record, page.questions(record)


def of_problem(answers: Answers, width: int = 93, live: Live | None = None) -> Sheet:
    problem = answers.of(Problem)[0]
    return laid_out(answers, problem, list(problem.questions.values()), width, live)


def test_every_question_has_a_place_of_its_own_in_reading_order() -> None:
    for record, questions in forms(filled()):
        sheet = laid_out(filled(), record, questions)
        assert [cell.question.name for cell in sheet.cells] == [q.name for q in questions]
        places = [(cell.line, cell.column) for cell in sheet.cells]
        assert places == sorted(set(places))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", list(SPOKEN))
def test_no_answer_reaches_beyond_the_form(language: str, width: int) -> None:
    answers = filled(lambda _: SPOKEN[language])
    for record, questions in forms(answers):
        sheet = laid_out(answers, record, questions, width)
        prose = [cell for cell in sheet.cells if cell.question.kind.many_lines]
        for cell in prose:
            for line in sheet.lines[cell.line : cell.line + cell.lines]:
                assert line.cell_len <= width, line.plain


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", list(SPOKEN))
def test_no_letter_of_an_answer_is_lost(language: str, width: int) -> None:
    answers = filled(lambda _: SPOKEN[language])
    record = answers.of(Problem)[0]
    sheet = laid_out(answers, record, [record.questions["in_their_words"]], width)
    read = "".join(line.plain[LABEL_WIDTH:] for line in sheet.lines)
    assert "".join(read.split()) == "".join(SPOKEN[language].split())


@pytest.mark.parametrize("width", WIDTHS)
def test_every_editor_stands_within_the_form(width: int) -> None:
    for record, questions in forms(filled()):
        for cell in laid_out(filled(), record, questions, width).cells:
            assert 0 < cell.column < cell.column + min(8, cell.width) <= width, cell.question.name


def test_lines_that_were_typed_stay_lines() -> None:
    answers = filled()
    problem = replace(answers.of(Problem)[0], in_their_words="One\n\nTwo")
    answers = answers.replaced(problem)
    sheet = laid_out(answers, problem, [problem.questions["in_their_words"]])
    assert [line.plain.strip() for line in sheet.lines] == ["In their words     One", "", "Two"]


def test_an_open_core_question_has_a_ring_and_another_a_dot() -> None:
    problem = Problem(id="p", parent_id="o")
    answers = Answers("", [problem])
    words = plain(*laid_out(answers, problem, list(problem.questions.values())).lines)
    assert "What goes wrong    ○" in words
    assert "Who suffers        ·" in words


def test_figures_are_shown_with_their_units_and_their_ground() -> None:
    answers = filled(lambda place: "EUR" if place == "profile.currency" else "x")
    problem = answers.of(Problem)[0]
    words = plain(*of_problem(answers.marked(problem.id, "cost_each", Mark(ground=Ground.TOLD))).lines)
    assert "€12.50" in words
    assert "told by the customer" in words
    assert "■■■■■" in words


def test_a_state_stands_where_the_answer_would() -> None:
    problem = Problem(id="p", parent_id="o")
    answers = Answers("", [problem]).marked("p", "what", Mark(state=State.ASK))
    assert "ask the client" in plain(*laid_out(answers, problem, [problem.questions["what"]]).lines)


def test_what_could_not_be_read_is_shown_as_typed_with_words() -> None:
    problem = Problem(id="p", parent_id="o")
    answers = Answers("", [problem]).marked("p", "times", Mark(raw="a lot"))
    sheet = laid_out(answers, problem, [problem.questions["times"]])
    assert "a lot" in sheet.lines[0].plain
    assert sheet.lines[1].plain.strip().startswith("! ")
    words = " ".join(line.plain.strip() for line in sheet.lines[1:])
    assert words.endswith("Kept as you typed it.")
    assert typed(answers, problem, problem.questions["times"]) == "a lot"


def test_a_date_is_read_in_words_and_edited_as_it_is_stored() -> None:
    profile = Profile(id="p", next_review=dt.date(2026, 9, 30))
    answers, question = Answers("p", []), Profile.questions["next_review"]
    assert shown(answers, profile, question) == "30 Sep 2026"
    assert typed(answers, profile, question) == "2026-09-30"


def test_links_are_read_as_titles_one_a_line(small: Small) -> None:
    objection = small.first(Objection)
    assert shown(small.answers, objection, objection.questions["objective"]) == "Pass every audit"
    gone = replace(objection, objective="of a deleted objective")
    assert shown(small.answers, gone, objection.questions["objective"]) == ""


def test_the_field_in_focus_gives_room_to_its_editor_and_to_what_is_offered() -> None:
    answers = filled()
    before = of_problem(answers)
    after = of_problem(answers, live=Live("in_their_words", 3))
    assert after.cells[-1].lines == 3
    assert len(after.lines) == len(before.lines) + 2
    after = of_problem(answers, live=Live("step", 2, [Text("first"), Text("second")]))
    cell = next(c for c in after.cells if c.question.name == "step")
    assert [line.plain.strip() for line in after.lines[cell.line + cell.lines :]][:2] == ["first", "second"]


def test_what_stands_beside_shares_the_line_and_is_found_there() -> None:
    sheet = of_problem(filled())
    times, per = (next(c for c in sheet.cells if c.question.name == name) for name in ("times", "per"))
    assert times.line == per.line
    assert sheet.at(per.line, per.column) is per
    assert sheet.at(times.line, times.column) is times
    assert sheet.at(times.line, 0) is times
    assert sheet.at(10_000, 0) is None


def test_a_label_in_another_language_is_cut_with_a_mark() -> None:
    for record, questions in forms(filled()):
        for question in questions:
            sheet = laid_out(filled(), record, [question])
            line = sheet.lines[sheet.cells[0].line]
            label = line.plain[: LABEL_WIDTH - 1].rstrip()
            assert cell_len(label) < LABEL_WIDTH
            assert label == str(question.label) or label.endswith("…")


def test_an_objective_without_problems_has_an_empty_form_that_can_be_drawn() -> None:
    objective = Objective(id="o", parent_id="p")
    assert laid_out(Answers("", [objective]), objective, []).lines == []
