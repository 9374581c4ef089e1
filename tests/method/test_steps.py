"""The questionnaire asks every question of every record on exactly one page of each process."""

from __future__ import annotations

from typing import Any

import pytest

from icp_tui.errors import BadAnswer
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Several
from icp_tui.method.records import (
    Client,
    CustomerAnswer,
    Dimension,
    Objective,
    Problem,
    ProcessStep,
    Profile,
    Rating,
    Side,
)
from icp_tui.method.steps import DEFAULTS, PAGES, PHASES, STEPS, page_for, page_named, pages_of, step_of


def test_the_quick_path_is_the_situation_and_the_sales_thread() -> None:
    quick = [phase for phase in PHASES if phase.quick]
    assert [str(phase.title) for phase in quick] == ["Situation", "Why they buy"]
    assert [step.id for phase in quick for step in phase.steps] == [
        "situation",
        "objectives",
        "current_process",
        "problems",
        "new_process",
        "evidence",
        "questions",
        "objections",
    ]


def test_evidence_stands_between_the_two_and_after_them() -> None:
    assert [str(phase.title) for phase in PHASES] == [
        "Situation",
        "Who: the ideal customer",
        "Why they buy",
        "Reach and use",
    ]
    assert [step.id for phase in PHASES if not phase.quick for step in phase.steps] == [
        "best_customers",
        "comparison_group",
        "attributes",
        "fit_framework",
        "red_flags",
        "statement",
        "personas",
        "research",
        "channels",
        "review",
    ]


def test_every_hint_of_a_step_is_seen_whole_in_a_terminal_of_80_columns() -> None:
    margin = 1
    assert [step.id for step in STEPS if len(str(step.hint)) > 80 - 2 * margin] == []


def test_pages_and_steps_have_names_of_their_own() -> None:
    assert len({page.id for page in PAGES}) == len(PAGES)
    assert len({step.id for step in STEPS}) == len(STEPS)
    for page in PAGES:
        assert page in step_of(page).pages and page_named(page.id) is page
    assert page_named("no page of that name") is PAGES[0]


def test_every_kind_of_record_is_edited_somewhere() -> None:
    on_the_grid = {CustomerAnswer.kind}
    assert {page.record.kind for page in PAGES} | on_the_grid == set(RECORDS)


def test_every_question_is_asked_on_one_page_and_fixed_ones_on_none() -> None:
    def records(kind: type[Any]) -> list[Any]:
        """One record for each list in which such a record can stand."""
        made = {page.fixed for page in pages_of(kind)}
        return [kind(**{n: kind.questions[n].kind.load(v) for n, v in fixed}) for fixed in made]

    for kind in RECORDS.values():
        for record in records(kind):
            # The boards show the attributes of the list once more.
            pages = [
                page
                for page in pages_of(kind)
                if all(str(getattr(record, name)) == value for name, value in page.fixed)
                and page.layout not in ("grid", "choice")
            ]
            asked = [question.name for page in pages for question in page.questions(record)]
            assert len(asked) == len(set(asked))
            assert set(asked) == {q.name for q in kind.questions.values() if q.asked_of(record)}
            assert not [q.name for q in kind.questions.values() if q.fixed and q.name in asked]


def test_what_stands_on_the_comparison_page_is_not_asked_for_its_value() -> None:
    best, lost = (page_named(name) for name in ("best_customers", "comparison_group"))
    assert {"price_paid", "value_obtained", "value_source"} <= {q.name for q in best.core_questions()}
    assert [q.name for q in lost.core_questions()] == ["name", "comparison_kind", "reason"]


def test_a_field_is_found_on_the_page_that_asks_it() -> None:
    assert page_for(Profile(), "capacity").id == "goal"
    assert page_for(Profile(), "currency").id == "life"
    assert page_for(Problem(), "times").id == "problems"
    assert page_for(ProcessStep(side=Side.NEW), "change_asked").id == "new_process"
    assert page_for(ProcessStep(side=Side.CURRENT)).id == "current_process"
    assert page_for(Client()).id == "client"


def test_only_the_new_process_asks_what_must_change() -> None:
    current, new = (page_named(name) for name in ("current_process", "new_process"))
    assert {q.name for q in new.core_questions()} - {q.name for q in current.core_questions()} == {
        "change_asked"
    }


def test_lists_invite_to_add_and_forms_do_not() -> None:
    for page in PAGES:
        assert bool(page.add) is not (page.single or page.is_board)
        assert (page.layout == "form") is page.single


def test_what_a_record_is_made_with_can_be_read() -> None:
    given = [(kind, name, raw) for kind, values in DEFAULTS.items() for name, raw in values.items()]
    given += [(page.record.kind, name, raw) for page in PAGES for name, raw in page.fixed]
    for kind, name, raw in given:
        assert RECORDS[kind].questions[name].kind.parse(raw) is not None


def test_links_lead_to_kinds_and_fields_that_there_are() -> None:
    for kind in RECORDS.values():
        for question in kind.questions.values():
            target = getattr(question.kind, "to", None)
            # "" is a record of any kind.
            assert target in (None, "") or target in RECORDS
            for name, value in getattr(question.kind, "where", ()):
                assert RECORDS[target or ""].questions[name].kind.parse(value) is not None
            if question.only:
                assert kind.questions[question.only[0]].kind.parse(question.only[1]) is not None
        assert kind.within is None or kind.questions[kind.within].kind.name == "link"


def test_every_record_is_named_by_a_line_of_text_or_the_words_of_a_choice() -> None:
    for kind in RECORDS.values():
        assert kind.questions[kind.title_field].kind.name in ("text", "choice")
        assert kind().title == ""
    assert Rating(dimension=Dimension.READY).title == "Ready"
    assert Objective(result="Pass every audit").title == "Pass every audit"


def test_the_first_question_of_a_page_stands_beside_no_other() -> None:
    for page in PAGES:
        record = page.record(**{n: page.record.questions[n].kind.load(v) for n, v in page.fixed})
        assert not page.questions(record)[0].beside


def test_parents_are_declared_before_their_children() -> None:
    names = list(RECORDS)
    for kind in RECORDS.values():
        assert kind.parent is None or names.index(kind.parent.kind) < names.index(kind.kind)


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(BadAnswer, match="sideways"):
        Side.of("sideways")
    assert Side.of(None) is None


def test_no_words_of_a_set_hold_the_comma_that_stands_between_them() -> None:
    kinds = [question.kind for kind in RECORDS.values() for question in kind.questions.values()]
    sets = [kind.options for kind in kinds if isinstance(kind, Several)]
    assert sets
    assert [str(one.words) for options in sets for one in options if set(",;") & set(str(one.words))] == []
