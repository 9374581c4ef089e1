"""What helps beside a field: of a protected trait it says why it only describes."""

from __future__ import annotations

import pytest
from driving import opened
from inks import INKS, plain

from icp_tui.method.declaration import Record
from icp_tui.method.library import WHY_PROTECTED
from icp_tui.method.records import Attribute, Customer, Problem
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from icp_tui.tui.widgets.coach import guide_lines
from small import Small

TRAIT = Attribute.questions["trait"]


def guide(record: Record | None) -> str:
    return " ".join(plain(*guide_lines(TRAIT, "b2c", 38, INKS, record)).split())


def test_the_guide_of_a_protected_attribute_says_first_why_it_is_one() -> None:
    said = guide(Attribute(name="Marital status"))
    assert str(WHY_PROTECTED) in said
    assert said.index("Why it is protected") < said.index("Why it is asked")


@pytest.mark.parametrize("record", [None, Attribute(), Attribute(name="Vans"), Customer(name="Women")])
def test_the_guide_of_anything_else_says_nothing_of_it(record: Record | None) -> None:
    assert "protected" not in guide(record)


@pytest.mark.parametrize(("name", "is_told"), [("Gender", True), ("Number of vans", False)])
async def test_coach_and_guide_tell_it_while_one_is_in_the_form(
    small: Small, name: str, is_told: bool
) -> None:
    [made] = add(small.workspace, small.profile_id, Attribute, small.profile_id, [{"name": name}])
    at = Place("attributes", record_id=made.id, field="target")
    async with opened(small.workspace, small.profile_id, at=at) as seen:
        assert ("Gender, marital status and ethnic origin" in seen.reads("#coach")) is is_told
        assert str(Attribute.questions["target"].ask) in seen.reads("#coach")
        await seen.press("f1")
        assert (str(WHY_PROTECTED) in seen.reads("#guide")) is is_told


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_hint_too_long_for_its_field_is_said_whole_above_the_keys(
    small: Small, size: tuple[int, int]
) -> None:
    problem = small.answers.of(Problem)[-1]
    at = Place("problems", record_id=problem.id)
    async with opened(small.workspace, small.profile_id, at=at, size=size) as seen:
        for question in problem.questions.values():
            if question.asked_of(problem) and question.hint and not getattr(problem, question.name):
                await seen.go_to(question.name)
                assert seen.field == question.name
                here, coached = seen.reads("#form"), seen.reads("#coach")
                assert str(question.ask) in coached
                assert str(question.hint) in coached or str(question.hint) in here, question.name
