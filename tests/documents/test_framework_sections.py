"""The fit framework in the tree and in the playbook: what is rated, how they buy, what winning them costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from icp_tui.documents.catalogue import DOCUMENTS, make_document
from icp_tui.documents.context import context
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, Period, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    BuyingSide,
    BuyingStep,
    Client,
    Customer,
    CustomerGroup,
    Dimension,
    Evidence,
    ExpansionItem,
    Objective,
    ProcessStep,
    Profile,
    Rating,
    Side,
    TriggerEvent,
)

INPUTS = [dimension for dimension in Dimension if dimension.is_input]
FIT = "Are they ready, and will they succeed?"


def answers(*records: Record, marks: dict[tuple[str, str], Mark] | None = None, **profile: Any) -> Answers:
    made = Profile(id="p", parent_id="c", **{"currency": "EUR", **profile})
    return Answers("p", [Client(id="c", name="ColdLine"), made, *records], marks)


def tree(of: Answers) -> dict[str, Any]:
    return context(of, title=DOCUMENTS["playbook"].title, reader=DOCUMENTS["playbook"].reader)


def rating(dimension: Dimension, score: int | None, **values: Any) -> Rating:
    return Rating(id=f"r-{dimension}", parent_id="p", dimension=dimension, score=score, **values)


def step(number: int, side: BuyingSide, days: int | None, who: str | None = None) -> BuyingStep:
    return BuyingStep(
        id=f"b{number}",
        parent_id="p",
        position=number,
        what=f"Step {number}",
        side=side,
        days=None if days is None else Decimal(days),
        who=who,
    )


def section(markdown: str, title: str) -> str:
    return markdown.partition(f"\n## {title}\n")[2].split("\n## ")[0]


# The scorecard


def test_a_score_stands_with_what_it_means_why_and_its_proof() -> None:
    proof = Evidence(id="e", parent_id="p", what="Audit report")
    made = make_document(answers(proof, rating(Dimension.READY, 3, note="Seven of ten called", proof=("e",))))
    assert "| Ready | 3: several said so | Seven of ten called | Audit report |" in made


def test_a_score_that_was_not_given_is_left_out_and_its_gate_is_not_rated() -> None:
    made = tree(answers(rating(Dimension.READY, 2), rating(Dimension.ABLE, None, note="Nobody knows")))
    assert [row["dimension"] for row in made["framework"]["rows"]] == ["Ready"]
    assert made["framework"]["not_rated"] == ["Willing", "Able"]
    assert made["framework"]["open"] is False
    assert tree(answers())["framework"]["rows"] == []
    assert FIT not in make_document(answers())


def test_expansion_and_advocacy_count_no_more_than_the_chance_of_success() -> None:
    inputs = [rating(dimension, 2) for dimension in INPUTS]
    made = tree(answers(*inputs, rating(Dimension.EXPANSION, 4), rating(Dimension.ADVOCACY, 2)))
    rows = {row["dimension"]: row for row in made["framework"]["rows"]}
    assert rows["Expansion"]["score"] == "4: measured; counts 2"
    assert "who does not succeed buys no more" in rows["Expansion"]["why"]
    assert rows["Advocacy"]["score"] == "2: one customer said so"
    assert rows["Advocacy"]["why"] is None


def test_the_chance_of_success_names_its_weakest_input() -> None:
    made = tree(answers(rating(Dimension.TECHNICAL, 4), rating(Dimension.RESOURCE, 1)))
    success = made["framework"]["success"]
    assert (success["value"], success["known"], success["weakest"]) == ("2.5 of 4", "2 of 6", "Resources")
    nothing = tree(answers(rating(Dimension.READY, 4)))["framework"]["success"]
    assert nothing == {"value": None, "known": "0 of 6", "weakest": None}
    assert "Chance of success" not in make_document(answers(rating(Dimension.READY, 4)))


def test_a_closed_gate_is_told_and_so_are_three_open_ones() -> None:
    gates = [rating(dimension, 3) for dimension in (Dimension.READY, Dimension.WILLING)]
    closed = section(make_document(answers(*gates, rating(Dimension.ABLE, 0))), FIT)
    assert "**Closed: Able.** Until that changes, nobody is ranked A." in closed
    assert "three gates are open" in section(make_document(answers(*gates, rating(Dimension.ABLE, 1))), FIT)


def test_what_the_gates_tell_beside_the_score_stands_with_its_gate() -> None:
    ready = rating(Dimension.READY, 3, aware=YesNo.YES, urgency="Before March", peers="left from before")
    made = section(make_document(answers(ready, rating(Dimension.ABLE, 1, has_budget=YesNo.UNKNOWN))), FIT)
    assert "- **Ready:** They know it: yes · Why now: Before March\n" in made
    assert "left from before" not in made
    assert "Have the money" not in made


def test_the_wanted_outcome_stands_beside_the_scores_with_a_caution() -> None:
    made = section(
        make_document(answers(rating(Dimension.READY, 3), desired_outcome="Every audit passed.")), FIT
    )
    assert "Every audit passed.\n" in made
    assert "a chance, no promise" in made
    assert "a chance, no promise" not in make_document(answers(desired_outcome="Every audit passed."))


def test_trigger_events_stand_in_a_table() -> None:
    trigger = TriggerEvent(id="t", parent_id="p", what="Fails an audit", opens="A second visit costs money")
    made = make_document(answers(trigger, marks={("t", "opens"): Mark(ground=Ground.ASSUMED)}))
    assert "| Fails an audit | A second visit costs money (assumed) |" in made


# How they buy, how we sell


def test_buying_and_selling_stand_side_by_side_with_their_days() -> None:
    of = answers(
        step(1, BuyingSide.THEIRS, 14, "Owner"),
        step(2, BuyingSide.THEIRS, None),
        step(3, BuyingSide.OURS, 1),
        sale_mismatch="We send the quote too early.",
    )
    made = section(make_document(of), "How they buy, how we sell")
    assert "| Step 1 | Owner · 14 days | Step 3 | 1 day |" in made
    assert "| Step 2 |  |  |  |" in made
    assert "- **They take:** 2 steps, at least 14 days\n" in made
    assert "- **We take:** 1 step, 1 day\n" in made
    assert "We send the quote too early." in made


def test_days_that_nobody_knows_are_not_added_up() -> None:
    assert tree(answers(step(1, BuyingSide.THEIRS, None)))["buying"]["theirs_take"] == "1 step"
    assert tree(answers())["buying"]["theirs_take"] is None


# Cost and growth

COSTS: dict[str, Any] = {"acquisition_cost": 90_000, "service_cost": 25_000}
REFERRALS: dict[str, Any] = {"referral_reward": 5_000, "referrals_per_win": Decimal("0.4")}


def test_winning_a_customer_costs_less_with_those_whom_customers_send() -> None:
    payer = Customer(
        id="k",
        parent_id="p",
        name="Quellmoor",
        customer_group=CustomerGroup.BEST,
        price_paid=40_000,
        per=Period.MONTH,
    )
    costs = tree(answers(payer, **COSTS, **REFERRALS))["costs"]
    assert (costs["without_referrals"], costs["with_referrals"]) == ("€1,150", "€907.14")
    assert costs["saved"] == "€242.86"
    assert costs["payback"] == "2.3 months"


def test_a_cost_that_nobody_knows_is_left_out() -> None:
    costs = tree(answers(**COSTS))["costs"]
    assert costs["without_referrals"] == "€1,150"
    assert (costs["with_referrals"], costs["saved"], costs["payback"]) == (None, None, None)
    made = section(make_document(answers(**COSTS)), "What winning them costs, and how they grow")
    assert made.strip() == "- **To win and serve one customer costs us:** €1,150"
    assert tree(answers(acquisition_cost=100))["costs"]["without_referrals"] is None


def test_an_assumed_cost_says_so_in_a_draft() -> None:
    marks = {("p", "service_cost"): Mark(ground=Ground.ASSUMED)}
    assert tree(answers(marks=marks, **COSTS))["costs"]["without_referrals"] == "€1,150 (assumed)"


def test_what_more_they_may_buy_waits_for_a_success_of_theirs() -> None:
    item = ExpansionItem(
        id="x",
        parent_id="p",
        what="Cold store",
        value=14_000,
        per=Period.MONTH,
        milestone="First audit passed",
    )
    assert "| Cold store | €140 a month | First audit passed |" in make_document(answers(item))


def test_the_working_time_saved_is_worth_what_an_hour_of_theirs_costs() -> None:
    often: dict[str, Any] = {"times": Decimal(10), "per": Period.MONTH}
    steps = [
        ProcessStep(
            id=f"s{minutes}", parent_id="o", what="Step", side=side, minutes=Decimal(minutes), **often
        )
        for side, minutes in ((Side.CURRENT, 70), (Side.NEW, 10))
    ]
    objective = Objective(id="o", parent_id="p", result="Pass every audit")
    assert tree(answers(objective, *steps, hour_cost=3_210))["objectives"][0]["gain"] == "€321 a month"
    assert tree(answers(objective, *steps))["objectives"][0]["gain"] is None
    assert tree(answers(objective, steps[1], hour_cost=3_210))["objectives"][0]["gain"] is None
