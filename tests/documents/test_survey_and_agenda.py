"""The survey that goes to customers, and what to ask of the client: nothing leaks, nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from filled import filled, in_euros
from icp_tui.documents.catalogue import make_document, page_title
from icp_tui.documents.front_matter import split_front_matter
from icp_tui.documents.parser import markdown_parser
from icp_tui.documents.tracing import Traced, untrace
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Mark, State, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.library.survey import SURVEY, VALUE_QUESTIONS
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerAnswer,
    CustomerGroup,
    Fit,
    Objective,
    Profile,
)

ASK = Mark(state=State.ASK)
NOTHING = "Nothing is marked “ask the client”."


def answers(*records: Record, marks: dict[tuple[str, str], Mark] | None = None, **profile: Any) -> Answers:
    made = Profile(id="p", parent_id="c", name="Wholesalers", **profile)
    return Answers("p", [Client(id="c", name="ColdLine"), made, *records], marks)


def ruled_lines(markdown: str) -> int:
    return sum(token.type == "hr" for token in markdown_parser().parse(split_front_matter(markdown)[1]))


# The survey


@pytest.mark.parametrize("mode", ["b2b", "b2c"])
def test_the_survey_asks_every_question_in_the_words_of_its_mode(mode: str) -> None:
    made = make_document(answers(mode=Profile.questions["mode"].kind.load(mode)), "survey")
    asked = re.findall(r"^(\d+)\. \*\*(.*)\*\*$", made, re.MULTILINE)
    assert [words for _number, words in asked] == [
        str(question.asked(mode)) for question in (*SURVEY, *VALUE_QUESTIONS)
    ]
    assert [int(number) for number, _words in asked] == list(range(1, len(asked) + 1))


def test_the_survey_leaves_room_to_write_within_each_question() -> None:
    made = make_document(answers(), "survey")
    tokens = markdown_parser().parse(split_front_matter(made)[1])
    inside = sum(token.type == "hr" and token.level > 0 for token in tokens)
    assert inside == 3 * (len(SURVEY) + len(VALUE_QUESTIONS))


def test_the_survey_says_whom_it_is_from_greets_and_thanks() -> None:
    made = make_document(answers(), "survey")
    assert "# A few questions from ColdLine\n" in made
    assert made.rstrip().splitlines()[-1].startswith("**Thank you.")
    assert "# A few questions\n" in make_document(
        Answers("p", [Client(id="c"), Profile(id="p", parent_id="c")]), "survey"
    )


def test_nothing_that_the_client_notes_is_in_the_survey() -> None:
    made = make_document(filled(in_euros), "survey")
    assert set(re.findall(r"Text of (\w+\.\w+)", made)) == {"client.name"}
    body = re.sub(r"(?m)^\d+\.", "", made)
    assert re.findall(r"\d", body) == []
    assert "€" not in made
    assert "hypothesis" not in made


def test_the_page_that_customers_open_bears_the_name_of_the_client_only() -> None:
    assert page_title(answers(), "survey") == "ColdLine"
    assert page_title(answers(), "agenda") == "ColdLine – Wholesalers"


# The agenda


def test_the_agenda_groups_what_is_marked_by_step_with_how_to_ask_it() -> None:
    objective = Objective(id="o", parent_id="p", result="Pass every audit")
    customer = Customer(id="k", parent_id="p", name="Quellmoor", customer_group=CustomerGroup.BEST)
    marks = {("o", "measure"): ASK, ("o", "by_when"): ASK, ("k", "aware"): ASK, ("p", "budget"): ASK}
    made = make_document(answers(objective, customer, marks=marks), "agenda")
    steps = re.findall(r"^## (.*)$", made, re.MULTILINE)
    assert steps == ["Situation", "Best customers", "Objectives"]
    asked = made.split("## Objectives")[1]
    assert "1. Pass every audit: **How would they see that it is reached?**" in asked
    assert f"How to ask: {Objective.questions['measure'].how}" in asked
    assert "2. Pass every audit: **By which day do they need it?**" in asked
    assert "1. Quellmoor: **Do they know what they gain?**" in made
    assert "1. **How much money is there for it?**" in made
    assert ruled_lines(made) == 2 * 4


def test_the_agenda_names_a_cell_of_the_grid_by_customer_and_attribute() -> None:
    records = [
        Customer(id="k", parent_id="p", name="Quellmoor", customer_group=CustomerGroup.BEST),
        Customer(id="l", parent_id="p", customer_group=CustomerGroup.BEST, position=1),
        Attribute(id="vans", parent_id="p", name="More than ten vans", chosen=YesNo.YES),
        *(CustomerAnswer(id=f"of-{k}", parent_id=k, attribute="vans", answer=Fit.UNKNOWN) for k in "kl"),
    ]
    made = make_document(answers(*records), "agenda")
    assert re.findall(r"^## (.*)$", made, re.MULTILINE) == ["Attributes"]
    assert "1. Quellmoor – More than ten vans: **Does this customer have it?**" in made
    assert "2. Customer 2 – More than ten vans: **Does this customer have it?**" in made


def test_where_nothing_is_marked_the_agenda_says_so_kindly() -> None:
    made = make_document(answers(), "agenda")
    assert NOTHING in made
    assert ruled_lines(made) == 0


def test_each_question_of_the_agenda_leads_to_its_field() -> None:
    objective = Objective(id="o", parent_id="p", result="Pass every audit")
    made = make_document(answers(objective, marks={("o", "measure"): ASK}), "agenda", traced=True)
    assert isinstance(made, Traced)
    markdown, sources = untrace(made)
    lines = markdown.splitlines()
    assert ("1. Pass every audit: **How would they see that it is reached?**", "objective/o/measure") in [
        (lines[line], source) for line, source in sources
    ]
