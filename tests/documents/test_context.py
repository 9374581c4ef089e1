from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from filled import filled
from icp_tui.documents.catalogue import DOCUMENTS
from icp_tui.documents.context import context
from icp_tui.documents.markdown import Answer
from icp_tui.documents.record_values import RESERVED
from icp_tui.documents.wording import Wording
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, Period, State, YesNo
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link, Links
from icp_tui.method.records import (
    Client,
    DiscoveryQuestion,
    Evidence,
    EvidenceKind,
    GoalKind,
    Objection,
    Objective,
    Permission,
    Problem,
    ProcessStep,
    Profile,
    QuestionStage,
    Side,
    Status,
)

ASSUMED = Mark(ground=Ground.ASSUMED)


def answers(*records: Record, marks: dict[tuple[str, str], Mark] | None = None, **profile: Any) -> Answers:
    made = Profile(id="p", parent_id="c", **{"currency": "EUR", **profile})
    objective = Objective(id="o", parent_id="p", result="Pass every audit")
    return Answers("p", [Client(id="c", name="ColdLine"), made, objective, *records], marks)


def tree(of: Answers, language: str | None = None) -> dict[str, Any]:
    document = DOCUMENTS["playbook"]
    return context(of, title=document.title, reader=document.reader, language=language)


def thread(
    *records: Record, marks: dict[tuple[str, str], Mark] | None = None, **profile: Any
) -> dict[str, Any]:
    made: dict[str, Any] = tree(answers(*records, marks=marks, **profile))["objectives"][0]
    return made


def step(number: int, side: Side, minutes: int | None, **more: Any) -> ProcessStep:
    often: dict[str, Any] = {"times": Decimal(2), "per": Period.MONTH}
    return ProcessStep(
        id=f"s{number}",
        parent_id="o",
        position=number,
        what=f"Step {number}",
        side=side,
        minutes=None if minutes is None else Decimal(minutes),
        **{**often, **more},
    )


def values_in(value: object, depth: int = 0) -> Iterator[object]:
    assert depth < 12, "the tree goes round in a circle"
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        for each in value.values():
            yield from values_in(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from values_in(each, depth + 1)
    else:
        yield value


# Every record


def test_every_field_of_every_record_is_there_under_its_name() -> None:
    found = tree(filled())["everything"]
    assert {
        (kind, part): set(declared.questions)
        - set(found[kind][0] if part == "words" else found[kind][0][part])
        for kind, declared in RECORDS.items()
        for part in ("words", "values", "marks")
    } == {(kind, part): set() for kind in RECORDS for part in ("words", "values", "marks")}


def test_every_field_is_there_without_an_answer_too() -> None:
    found = tree(filled(wanted=lambda kind, question: False))["everything"]
    for kind, declared in RECORDS.items():
        for name, question in declared.questions.items():
            if not question.fixed:
                assert not found[kind][0][name], (kind, name)


def test_every_answer_knows_its_field() -> None:
    for kind, records in tree(filled())["everything"].items():
        for name, question in RECORDS[kind].questions.items():
            printed = records[0][name]
            if question.kind == Link(""):
                # The filled profile has no record to link to of every kind.
                continue
            for answer in printed if isinstance(question.kind, Links) else [printed]:
                assert isinstance(answer, Answer)
                assert answer.source == f"{kind}/{records[0]['id']}/{name}"


def test_templates_get_plain_values_only() -> None:
    kinds = {type(value) for value in values_in(tree(filled()))}
    assert kinds <= {str, Answer, int, float, bool, type(None)}


def test_no_field_is_named_as_what_every_record_has() -> None:
    assert [(k, name) for k, r in RECORDS.items() for name in r.questions if name in RESERVED] == []


def test_a_link_prints_the_title_and_its_value_is_the_id() -> None:
    for kind, records in tree(filled())["everything"].items():
        for name, question in RECORDS[kind].questions.items():
            if isinstance(question.kind, Link) and question.kind.to:
                target = question.kind.to
                assert records[0][name] == f"Text of {target}.{RECORDS[target].title_field}"
                assert records[0]["values"][name] == f"{target}-1"


def test_a_link_to_what_is_gone_is_no_answer() -> None:
    problem = Problem(id="q", parent_id="o", what="Late", step="gone")
    assert thread(problem)["problems"][0]["step"] is None


def test_a_record_without_its_first_answer_is_called_by_its_kind_and_number() -> None:
    first, second = (Problem(id=f"q{n}", parent_id="o", position=n, severity=3) for n in (1, 2))
    assert [p["title"] for p in thread(first, second)["problems"]] == ["Problem 1", "Problem 2"]


# Words and figures


def test_answers_are_in_the_words_and_figures_of_the_document() -> None:
    problem = Problem(
        id="q", parent_id="o", what="Late", times=Decimal("1900.5"), cost_each=123_450, severity=4
    )
    profile = answers(problem, next_review=dt.date(2027, 9, 30), goal_kind=GoalKind.MARGIN)
    english, polish = tree(profile, "en"), tree(profile, "pl")
    assert english["objectives"][0]["problems"][0]["cost_each"] == "€1,234.50"
    assert polish["objectives"][0]["problems"][0]["cost_each"] == "1\u00a0234,50\u00a0€"
    assert english["objectives"][0]["problems"][0]["times"] == "1,900.5"
    assert english["profile"]["next_review"] == "30 Sep 2027"
    assert polish["profile"]["next_review"] == "30 wrz 2027"
    assert english["profile"]["goal_kind"] == "margin"
    assert english["objectives"][0]["problems"][0]["severity"] == "4 of 5"


def test_bare_values_can_be_reckoned_with() -> None:
    problem = Problem(id="q", parent_id="o", times=Decimal("1.5"), cost_each=1250, per=Period.WEEK)
    made = thread(problem, next_review=dt.date(2027, 9, 30))["problems"][0]["values"]
    assert (made["times"], made["cost_each"], made["per"]) == (1.5, 1250, "week")


@pytest.mark.parametrize(
    ("times", "per", "words"),
    [
        ("1", Period.MONTH, "once a month"),
        ("2", Period.DAY, "twice a day"),
        ("3", Period.WEEK, "3 times a week"),
        ("0.5", Period.YEAR, "0.5 times a year"),
        ("0", Period.YEAR, "0 times a year"),
        ("1", Period.ONCE, "once"),
        ("4", None, "4 times"),
    ],
)
def test_how_often_something_happens_is_said_in_words(times: str, per: Period | None, words: str) -> None:
    assert Wording("en").how_often(Decimal(times), per) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ("0", "0 min"),
        ("1.25", "1.2 min"),
        ("43.3", "43 min"),
        ("120", "120 min"),
        ("180", "3 h"),
        ("920", "15 h 20 min"),
    ],
)
def test_long_times_are_given_in_hours(minutes: str, words: str) -> None:
    assert Wording("en").minutes(Decimal(minutes)) == words


def test_the_goal_is_one_phrase() -> None:
    whole: dict[str, Any] = {
        "goal_amount": Decimal(12),
        "goal_unit": "wholesalers",
        "goal_deadline": dt.date(2027, 9, 30),
    }
    assert tree(answers(**whole))["profile"]["goal"] == "12 wholesalers by 30 Sep 2027"
    kind: dict[str, Any] = {"goal_kind": GoalKind.CUSTOMERS}
    assert tree(answers(goal_amount=Decimal(12), **kind))["profile"]["goal"] == "12 new customers"
    assert tree(answers(**kind))["profile"]["goal"] == "new customers"
    assert tree(answers())["profile"]["goal"] is None


def test_what_can_be_delivered_is_one_phrase() -> None:
    per_month: dict[str, Any] = {"capacity_per": Period.MONTH}
    assert tree(answers(capacity=Decimal(1), **per_month))["profile"]["delivery"] == "1 new customer a month"
    assert tree(answers(capacity=Decimal(6)))["profile"]["delivery"] == "6 new customers"


# Marks


def test_a_guess_says_so_until_the_document_is_released() -> None:
    problem = Problem(
        id="q", parent_id="o", what="Late", times=Decimal(2), per=Period.MONTH, cost_each=190_000
    )
    marks = {("q", "cost_each"): ASSUMED}
    draft = thread(problem, marks=marks, status=Status.HYPOTHESIS)
    assert draft["problems"][0]["cost_each"] == "€1,900 (assumed)"
    assert draft["problems"][0]["cost_a_year"] == "€45,600 (assumed)"
    assert draft["problems"][0]["marks"]["cost_each"]["assumed"] is True
    assert draft["cost_a_year"] == "€45,600 a year (partly assumed)"
    released = thread(problem, marks=marks, status=Status.RELEASED)
    assert released["problems"][0]["cost_each"] == "€1,900"
    assert released["cost_a_year"] == "€45,600 a year"


def test_a_guess_in_a_long_answer_says_so_in_a_line_of_its_own() -> None:
    made = tree(answers(why_us="- quick\n- near", marks={("p", "why_us"): ASSUMED}))
    assert made["profile"]["why_us"] == "- quick\n- near\n\n(assumed)"


def test_a_guess_without_an_answer_is_no_guess() -> None:
    made = tree(answers(marks={("p", "why_us"): ASSUMED}))
    assert made["profile"]["why_us"] is None
    assert made["open"]["assumed"] == []


def test_marks_are_in_words() -> None:
    marks = {
        ("p", "why_us"): Mark(ground=Ground.TOLD),
        ("p", "budget"): Mark(state=State.ASK),
        ("p", "capacity"): Mark(raw="a few"),
    }
    made = tree(answers(why_us="Quick", marks=marks))["profile"]["marks"]
    assert made["why_us"]["ground"] == "told by the customer"
    assert made["budget"]["state"] == "ask the client"
    assert made["capacity"]["unread"] == "a few"
    assert made["offer"]["ground"] is made["offer"]["state"] is made["offer"]["unread"] is None


def test_a_problem_stands_on_its_weakest_ground() -> None:
    problem = Problem(id="q", parent_id="o", what="Late", times=Decimal(2), cost_each=100)
    marks = {("q", "times"): Mark(ground=Ground.MEASURED), ("q", "cost_each"): Mark(ground=Ground.OBSERVED)}
    assert thread(problem, marks=marks)["problems"][0]["ground"] == "observed"
    assert thread(problem)["problems"][0]["ground"] is None


# The thread


def test_what_problems_cost_in_a_year_is_worked_out() -> None:
    load = Problem(
        id="a", parent_id="o", what="Refused", times=Decimal(2), per=Period.MONTH, cost_each=190_000
    )
    call = Problem(id="b", parent_id="o", what="Call", times=Decimal(6), per=Period.MONTH, cost_each=3_500)
    made = thread(load, call)
    assert [problem["cost_a_year"] for problem in made["problems"]] == ["€45,600", "€2,520"]
    assert made["cost_a_year"] == "€48,120 a year"


def test_a_sum_with_unknown_parts_is_at_least() -> None:
    load = Problem(
        id="a", parent_id="o", what="Refused", times=Decimal(2), per=Period.MONTH, cost_each=190_000
    )
    unknown = Problem(id="b", parent_id="o", what="Call", times=Decimal(6), per=Period.MONTH)
    made = thread(load, unknown)
    assert made["problems"][1]["cost_a_year"] is None
    assert made["cost_a_year"] == "at least €45,600 a year"


def test_a_cost_that_nobody_knows_is_no_zero() -> None:
    assert thread(Problem(id="a", parent_id="o", what="Refused"))["cost_a_year"] is None


def test_a_gain_is_said_with_its_sign() -> None:
    made = thread(step(1, Side.CURRENT, 6), step(2, Side.CURRENT, 25), step(3, Side.NEW, 1))
    assert made["current_takes"] == "2 steps, 62 min a month"
    assert made["new_takes"] == "1 step, 2 min a month"
    assert made["differences"] == ["1 step fewer", "60 min a month less"]


def test_a_longer_way_is_not_called_a_gain() -> None:
    made = thread(
        step(1, Side.CURRENT, 5, cost=100), step(2, Side.NEW, 6, cost=300), step(3, Side.NEW, 1, cost=0)
    )
    assert made["differences"] == ["1 step more", "4 min a month more", "€4 a month more"]


def test_a_gain_over_unknown_parts_is_at_least() -> None:
    known, unknown, new = step(1, Side.CURRENT, 6), step(2, Side.CURRENT, None), step(3, Side.NEW, 1)
    assert thread(known, unknown, new)["differences"] == ["1 step fewer", "at least 10 min a month less"]
    assert thread(known, unknown, new)["current_takes"] == "2 steps, at least 12 min a month"


def test_nothing_is_said_of_a_gain_where_the_new_way_is_not_known() -> None:
    made = thread(step(1, Side.CURRENT, 6), step(2, Side.NEW, 1), step(3, Side.NEW, None))
    assert made["differences"] == ["1 step more"]


def test_without_a_frequency_the_processes_are_compared_once_through() -> None:
    made = thread(step(1, Side.CURRENT, 6, times=None), step(2, Side.NEW, 1, times=None))
    assert made["differences"] == ["as many steps", "5 min each time less"]


def test_the_two_processes_stand_side_by_side() -> None:
    made = thread(step(1, Side.CURRENT, 6, who="Driver"), step(2, Side.CURRENT, 25), step(3, Side.NEW, 1))
    rows = [(row["current"]["title"], row["new"]["title"]) for row in made["side_by_side"]]
    assert rows == [("Step 1", "Step 3"), ("Step 2", None)]
    assert made["current"][0]["effort"] == "Driver · 6 min, twice a month"


def test_only_steps_that_ask_for_a_change_are_named() -> None:
    made = thread(
        step(1, Side.NEW, 1, change_asked=0, who_changes="Nobody"),
        step(2, Side.NEW, 1, change_asked=2, who_changes="Drivers: answer alerts"),
        step(3, Side.NEW, 1, change_asked=1),
        step(4, Side.NEW, 1),
    )
    assert made["changes"] == ["Drivers: answer alerts (2)", "Step 3 (1)"]


def test_the_strongest_proof_goes_first_and_serves_the_objective_of_its_problem() -> None:
    problem = Problem(id="q", parent_id="o", what="Late")
    weak = Evidence(id="e1", parent_id="p", what="A quote", strength=2, proves_objectives=("o",))
    strong = Evidence(id="e2", parent_id="p", what="A number", strength=5, proves_problems=("q",))
    other = Evidence(id="e3", parent_id="p", what="Unused", strength=5)
    made = thread(problem, weak, strong, other)
    assert [proof["title"] for proof in made["proofs"]] == ["A number", "A quote"]
    assert [proof["title"] for proof in made["problems"][0]["proofs"]] == ["A number"]


@pytest.mark.parametrize(
    ("permission", "kind", "may"),
    [
        (Permission.NAMED, EvidenceKind.CASE, True),
        (Permission.ANONYMOUS, EvidenceKind.CASE, False),
        (Permission.NOT_ASKED, EvidenceKind.DEMONSTRATION, False),
        (None, EvidenceKind.QUOTE, False),
        (None, EvidenceKind.DEMONSTRATION, None),
    ],
)
def test_silence_is_no_permission_to_name_a_customer(
    permission: Permission | None, kind: EvidenceKind, may: bool | None
) -> None:
    proof = Evidence(id="e", parent_id="p", what="3.1% to 0.8%", permission=permission, evidence_kind=kind)
    assert tree(answers(proof))["proofs"][0]["may_be_named"] is may


def test_questions_stand_by_the_stage_of_the_conversation() -> None:
    stages = (QuestionStage.CONFIRM, None, QuestionStage.QUALIFY)
    asked = [
        DiscoveryQuestion(id=f"d{place}", parent_id="o", question=f"Question {place}", stage=stage)
        for place, stage in enumerate(stages)
    ]
    groups = [(g["stage"], [q["title"] for q in g["questions"]]) for g in thread(*asked)["question_groups"]]
    assert groups == [("qualify", ["Question 2"]), ("confirm", ["Question 0"]), (None, ["Question 1"])]


def test_what_is_heard_most_is_answered_first() -> None:
    said = [
        Objection(
            id=f"b{times}", parent_id="p", words=f"Heard {times}", objective="o", times_heard=Decimal(times)
        )
        for times in (0, 1, 7)
    ]
    made = thread(*said)["objections"]
    assert [o["said"] for o in made] == ["“Heard 7”", "“Heard 1”", "“Heard 0”"]
    assert [o["heard"] for o in made] == ["heard 7 times", "heard once", "not heard from anyone yet"]


def test_quotes_that_were_typed_are_not_doubled() -> None:
    typed = ("“No.”", '"No."', "„No.“", "“No”, he said: “no”")
    said = [Objection(id=f"b{n}", parent_id="p", words=words) for n, words in enumerate(typed)]
    found = [objection["said"] for objection in tree(answers(*said))["objections"]]
    assert found == ["“No.”", "“No.”", "“No.”", "“No”, he said: “no”"]


def test_an_objection_stands_with_the_objective_of_its_problem_or_with_all() -> None:
    problem = Problem(id="q", parent_id="o", what="Late")
    of_problem = Objection(id="b1", parent_id="p", words="Never late", problem="q")
    of_none = Objection(id="b2", parent_id="p", words="Too dear")
    made = tree(answers(problem, of_problem, of_none))
    assert [o["title"] for o in made["objectives"][0]["objections"]] == ["Never late"]
    assert [o["title"] for o in made["objections"]] == ["Too dear"]


def test_an_objective_that_we_cannot_help_with_is_named_and_left_alone() -> None:
    declined = Objective(id="no", parent_id="p", result="Fly", can_help=YesNo.NO)
    problem = Problem(
        id="q", parent_id="no", what="No wings", cost_each=100, times=Decimal(1), per=Period.YEAR
    )
    said = Objection(id="b", parent_id="p", words="But we want to fly", objective="no")
    made = tree(answers(declined, problem, said, marks={("q", "cost_each"): ASSUMED}))
    assert [objective["title"] for objective in made["declined"]] == ["Fly"]
    assert [objective["title"] for objective in made["objectives"]] == ["Pass every audit"]
    assert made["profile"]["problems_cost"] is None
    assert made["open"]["assumed"] == []
    assert [objection["title"] for objection in made["objections"]] == ["But we want to fly"]


def test_records_that_say_nothing_yet_are_left_out() -> None:
    made = thread(
        Problem(id="q", parent_id="o", per=Period.MONTH),
        ProcessStep(id="s", parent_id="o", side=Side.NEW),
        DiscoveryQuestion(id="d", parent_id="o", problem="q"),
        Objection(id="b", parent_id="p", objective="o"),
    )
    assert made["problems"] == made["new"] == made["questions"] == made["objections"] == []


# What is open


def test_what_is_open_is_said_in_the_order_of_the_document() -> None:
    other = Objective(id="o2", parent_id="p", position=1, result="Sleep")
    late = Problem(id="q1", parent_id="o", what="Late", cost_each=100, times=Decimal(2), per=Period.MONTH)
    night = Problem(id="q2", parent_id="o2", what="Night calls", cost_each=100)
    walk = step(1, Side.CURRENT, 5)
    marks = {("q1", "times"): ASSUMED, ("q2", "cost_each"): ASSUMED, ("s1", "minutes"): ASSUMED}
    found = tree(answers(other, late, night, walk, marks=marks))["open"]["assumed"]
    assert [(point["title"], point["answer"]) for point in found] == [
        ("Step 1", "5 minutes"),
        ("Late", "twice a month"),
        ("Night calls", "€1"),
    ]


def test_what_the_client_is_to_be_asked_stands_in_one_list_only() -> None:
    marks = {("o", "measure"): Mark(state=State.ASK)}
    found = tree(answers(marks=marks))["open"]
    assert [(p["title"], p["ask"]) for p in found["ask"]] == [
        ("Pass every audit", "How would they see that it is reached?")
    ]
    (objective,) = (point for point in found["unanswered"] if point["title"] == "Pass every audit")
    assert objective["labels"] == ["Can we help"]


def test_what_could_not_be_read_is_shown_as_it_was_typed() -> None:
    found = tree(answers(marks={("p", "capacity"): Mark(raw="a few")}))["open"]["unread"]
    assert [(point["title"], point["label"], point["answer"]) for point in found] == [
        ("Profile", "Can deliver", "a few")
    ]


def test_problems_without_a_question_or_proof_are_named() -> None:
    asked, bare = (Problem(id=f"q{n}", parent_id="o", position=n, what=f"Problem {n}") for n in (1, 2))
    question = DiscoveryQuestion(id="d", parent_id="o", question="How often?", problem="q1")
    proof = Evidence(id="e", parent_id="p", what="A number", proves_problems=("q1",))
    found = tree(answers(asked, bare, question, proof))["open"]
    assert found["unasked"] == ["Problem 2"]
    assert found["unproved"] == ["Problem 2"]


def test_pages_with_nothing_on_them_are_named_by_objective() -> None:
    found = tree(answers())["open"]["empty"]
    assert [point["title"] for point in found] == ["Pass every audit", None]
    assert found[0]["pages"] == ["Current process", "Problems", "New process", "Questions", "Objections"]
    assert found[1]["pages"] == ["Evidence"]
