"""Who the ideal customer is, in the tree and in the playbook: true to the figures, silent without them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from icp_tui.documents.catalogue import DOCUMENTS, make_document
from icp_tui.documents.context import context
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, Period, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerAnswer,
    CustomerGroup,
    Fit,
    LostReason,
    Metric,
    Part,
    Persona,
    Profile,
    RedFlag,
    Severity,
    Status,
    Trait,
    ValueSource,
)

TEN = [
    (420, 1180),
    (380, 990),
    (560, 1610),
    (300, 640),
    (720, 1500),
    (260, 610),
    (480, 700),
    (350, 910),
    (610, 1900),
    (290, 480),
]
"""What the method's ten best customers pay and gain (formulas 1)."""


def answers(*records: Record, marks: dict[tuple[str, str], Mark] | None = None, **profile: Any) -> Answers:
    made = Profile(id="p", parent_id="c", **{"currency": "EUR", **profile})
    return Answers("p", [Client(id="c", name="ColdLine"), made, *records], marks)


def tree(of: Answers) -> dict[str, Any]:
    return context(of, title=DOCUMENTS["playbook"].title, reader=DOCUMENTS["playbook"].reader)


def customer(number: int, group: CustomerGroup = CustomerGroup.BEST, **values: Any) -> Customer:
    made: dict[str, Any] = {"name": f"Customer {number}", "per": Period.MONTH, **values}
    return Customer(id=f"k{number:02}", parent_id="p", position=number, customer_group=group, **made)


def ten(**values: Any) -> list[Customer]:
    return [
        customer(n, price_paid=price * 100, value_obtained=gain * 100, **values)
        for n, (price, gain) in enumerate(TEN)
    ]


def others(number: int = 10, **values: Any) -> list[Customer]:
    return [customer(50 + n, CustomerGroup.COMPARISON, **values) for n in range(number)]


def attribute(attribute_id: str, name: str, **values: Any) -> Attribute:
    made: dict[str, Any] = {"chosen": YesNo.YES, "trait": Trait.WANTED, "target": "Yes", **values}
    return Attribute(id=attribute_id, parent_id="p", name=name, **made)


def cells(of: str, customers: Sequence[Customer], yes: int) -> list[CustomerAnswer]:
    """The first `yes` of the customers have the attribute, the others have not."""
    return [
        CustomerAnswer(
            id=f"{of}-{c.id}", parent_id=c.id, attribute=of, answer=Fit.YES if place < yes else Fit.NO
        )
        for place, c in enumerate(customers)
    ]


def section(markdown: str, title: str) -> str:
    """A section of a document, without its title; "" where there is none."""
    _before, _title, after = markdown.partition(f"\n## {title}\n")
    return after.split("\n## ")[0]


# Statement and story


def test_the_statement_and_the_story_stand_on_the_first_page() -> None:
    made = make_document(
        answers(statement="Our ideal customer runs vans.", story="Fiona drives.", story_name="Fiona")
    )
    page = section(made, "Read this page first")
    assert "### Our ideal customer\n\nOur ideal customer runs vans.\n" in page
    assert "### The story of Fiona\n\nFiona drives.\n" in page


def test_a_draft_puts_a_statement_together_and_says_so() -> None:
    vans = attribute("a", "Vans", phrase="runs 10 to 60 vans")
    made = make_document(answers(vans))
    assert "runs 10 to 60 vans" in section(made, "Read this page first")
    assert "nobody has worded it yet" in made
    released = make_document(answers(vans, status=Status.RELEASED))
    assert "runs 10 to 60 vans" not in released


def test_whom_we_do_not_serve_names_what_rules_out_and_nothing_milder() -> None:
    flags = [
        RedFlag(id="f1", parent_id="p", sign="Pays late", severity=Severity.PENALTY, points=Decimal(10)),
        RedFlag(id="f2", parent_id="p", sign="Fewer than ten vans", severity=Severity.KNOCK_OUT),
    ]
    made = section(make_document(answers(*flags)), "Who we do not serve")
    assert "Fewer than ten vans" in made
    assert "Pays late" not in made


def test_red_flags_stand_with_the_gravest_first() -> None:
    flags = [
        RedFlag(id=f"f{n}", parent_id="p", sign=str(severity), severity=severity, points=Decimal(10))
        for n, severity in enumerate((None, Severity.NOTE, Severity.PENALTY, Severity.KNOCK_OUT))
    ]
    made = tree(answers(*flags))
    assert [flag["grave"] for flag in made["red_flags"]] == ["knock-out", "penalty, 10 points", "note", None]
    assert [flag["grave"] for flag in made["knock_outs"]] == ["knock-out"]


# Customers


def test_the_figures_of_the_best_customers_are_those_of_the_method() -> None:
    figures = tree(answers(*ten(value_source=ValueSource.CALL)))["customers"]["figures"]
    assert figures["pooled"] == "2.41 times what they pay"
    assert figures["at_target"] == "8 of 10"
    assert figures["known_by"] == "10 of 10"
    assert figures["guessed"] == 0


def test_where_there_is_no_80_20_the_playbook_says_so() -> None:
    made = make_document(answers(*ten()))
    assert "7 of these 10 customers bring 81% of the revenue; there is no 80/20 among them" in made


def test_where_a_fifth_brings_four_fifths_that_is_all_it_says() -> None:
    paying = [customer(n, price_paid=price) for n, price in enumerate((90_000, 100, 100, 100, 100))]
    figures = tree(answers(*paying))["customers"]["figures"]
    assert figures["pareto"] == "1 of these 5 customers bring 99% of the revenue"


def test_a_revenue_that_is_not_known_is_told_and_a_handful_has_no_pareto() -> None:
    known = [customer(n, price_paid=100) for n in range(5)]
    figures = tree(answers(*known, customer(7)))["customers"]["figures"]
    assert figures["pareto"].endswith("the revenue of one more is not known")
    assert tree(answers(*known[:4]))["customers"]["figures"]["pareto"] is None


def test_without_figures_nothing_is_said_about_them() -> None:
    figures = tree(answers(customer(1)))["customers"]["figures"]
    assert [figures[name] for name in ("pooled", "at_target", "known_by", "pareto")] == [None] * 4
    assert "times what they pay" not in make_document(answers(customer(1)))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RELEASED])
def test_a_value_that_nobody_asked_for_is_marked_as_a_guess_in_every_document(status: Status) -> None:
    guess = customer(1, price_paid=10_000, value_obtained=70_000, value_source=ValueSource.GUESS)
    made = make_document(answers(guess, status=status))
    assert "| €700 a month (guess) |" in made
    assert "a guess: 1" in made
    assert "7 times what they pay (partly guessed)" in made
    assert (
        tree(answers(guess, status=status))["everything"]["customer"][0]["value_obtained"] == "€700 (guess)"
    )
    assert "**What they gain is our guess; ask them:** Customer 1" in made


def test_the_best_stand_in_the_order_of_the_numbers_chosen_for_it() -> None:
    rich, loyal = (
        customer(1, price_paid=900, referrals=Decimal(0)),
        customer(2, price_paid=100, referrals=Decimal(3)),
    )

    def order(*metrics: Metric) -> list[str]:
        made = tree(answers(rich, loyal, best_by=metrics or None))
        return [c["title"] for c in made["customers"]["best"]]

    assert order() == order(Metric.REVENUE) == ["Customer 1", "Customer 2"]
    assert order(Metric.REFERRALS) == ["Customer 2", "Customer 1"]


def test_candidates_stand_in_a_short_list_with_what_they_lack() -> None:
    candidate = customer(1, CustomerGroup.CANDIDATE, missing_to_best="Only 6 of 24 vans are fitted")
    made = section(make_document(answers(candidate)), "Value both ways")
    assert "### Nearly among the best" in made
    assert "| Customer 1 | Only 6 of 24 vans are fitted |" in made


def test_lost_deals_are_counted_by_reason_and_not_named() -> None:
    price = others(2, reason=LostReason.PRICE, lost_stage="After the quote")
    late = customer(80, CustomerGroup.COMPARISON, reason=LostReason.URGENCY)
    made = make_document(answers(*price, late))
    assert "| price | 2 | After the quote |" in made
    assert "| no urgency | 1 |  |" in made
    assert "Customer" not in section(made, "Value both ways").replace("### What the best customers", "")


def test_where_customers_heard_of_us_is_counted_whatever_the_case() -> None:
    heard = [customer(n, first_heard=place) for n, place in enumerate(("Trade fair", "trade fair", "Web"))]
    assert tree(answers(*heard))["customers"]["first_heard"] == ["Trade fair (2)", "Web"]


# Attributes


def compared(picked_by: YesNo | None = None, **values: Any) -> Answers:
    best, lost = ten(), others()
    vans = attribute("a", "Number of vans", importance=5, picked_by=picked_by, **values)
    return answers(*best, *lost, vans, *cells("a", best, 9), *cells("a", lost, 3))


def test_an_attribute_stands_with_its_weight_its_lift_and_what_that_says() -> None:
    (vans,) = tree(compared(must_have=YesNo.YES))["attributes"]["chosen"]
    assert (vans["weight"], vans["best"], vans["comparison"]) == ("5 of 5, must have", "9 of 10", "3 of 10")
    assert (vans["lift"], vans["says"]) == ("2.71 times", "distinctive (p 0.010)")
    assert vans["label"] == "distinctive"
    made = section(make_document(compared()), "How to recognise them")
    assert "| Number of vans | 9 of 10 | 3 of 10 | 2.71 times | distinctive (p 0.010) |" in made
    # 9 of 10 against 3 of 10 are three times as many: why it says 2.71 stands beside it.
    assert "half a yes and half a no are added to each group" in made
    assert "Attributes compared: 1. By luck alone, about 0.05 of these would look distinctive." in made


def test_without_a_comparison_group_no_lift_is_printed() -> None:
    best = ten()
    made = make_document(answers(*best, attribute("a", "Vans"), *cells("a", best, 9)))
    evidence = section(made, "How to recognise them")
    assert "| Vans | 9 of 10 |" in evidence
    assert "There is nobody to compare them with yet" in evidence
    assert "times" not in evidence
    assert "As frequent" not in evidence
    assert "half a yes" not in evidence
    assert "By luck" not in evidence


def test_what_the_best_were_picked_by_is_not_tested_on_them() -> None:
    (vans,) = tree(compared(picked_by=YesNo.YES))["attributes"]["chosen"]
    assert (vans["lift"], vans["says"]) == (None, "used to pick them")


def test_unknown_answers_are_counted_and_are_no_no() -> None:
    best, lost = ten(), others()
    made = tree(answers(*best, *lost, attribute("a", "Vans"), *cells("a", best[:8], 7), *cells("a", lost, 1)))
    assert made["attributes"]["chosen"][0]["best"] == "7 of 8, 2 unknown"


def test_the_most_important_attribute_is_first_and_what_is_merely_common_has_no_weight() -> None:
    minor = attribute("a", "Own vans", importance=2, trait=Trait.COMMON)
    major = attribute("b", "Audit soon", importance=4)
    found = tree(answers(minor, major))["attributes"]["chosen"]
    assert [(a["title"], a["weight"]) for a in found] == [
        ("Audit soon", "4 of 5"),
        ("Own vans", "none: merely common"),
    ]


@pytest.mark.parametrize("number", [0, 1, 9])
def test_fewer_than_ten_best_customers_make_a_hypothesis(number: int) -> None:
    made = make_document(answers(attribute("a", "Vans"), *[customer(n) for n in range(number)]))
    assert "it is a hypothesis until there are ten" in section(made, "How to recognise them")


def test_ten_best_customers_make_it_more_than_a_hypothesis() -> None:
    assert "until there are ten" not in make_document(answers(attribute("a", "Vans"), *ten()))


def test_a_protected_trait_is_described_and_never_chosen_or_measured() -> None:
    best, lost = ten(), others()
    gender = attribute("a", "Gender of the owner", target="Mostly women", importance=5, must_have=YesNo.YES)
    of = answers(*best, *lost, gender, *cells("a", best, 10), *cells("a", lost, 1))
    found = tree(of)["attributes"]
    assert found["chosen"] == found["others"] == []
    assert set(found["described"][0]) == {"title", "name", "target"}
    made = section(make_document(of), "How to recognise them")
    assert "nobody is chosen or scored by it" in made
    assert [line for line in make_document(of).splitlines() if "Gender of the owner" in line] == [
        "| Gender of the owner | Mostly women |"
    ]
    assert "times" not in made
    assert "must have" not in made


def test_what_was_collected_and_not_chosen_is_named_in_a_line() -> None:
    made = make_document(answers(attribute("a", "Vans"), attribute("b", "GPS tracking", chosen=YesNo.NO)))
    assert "**Looked at, not chosen:** GPS tracking\n" in made
    only = section(
        make_document(answers(attribute("b", "GPS tracking", chosen=None))), "How to recognise them"
    )
    assert "which of these matter is not chosen yet" in only
    assert "| GPS tracking | Yes |" in only


def test_the_ground_of_a_target_is_told_and_a_guess_is_marked_in_a_draft() -> None:
    marks = {("a", "target"): Mark(ground=Ground.ASSUMED)}
    made = make_document(answers(attribute("a", "Vans", target="10 to 60"), marks=marks))
    assert "| Vans | 10 to 60 (assumed) |" in made
    assert "| Vans | assumed |" in made


def test_customers_are_counted_by_how_well_they_fit() -> None:
    of = compared()
    found = tree(of)["attributes"]["tiers"]
    assert [(tier["name"], tier["points"], tier["count"]) for tier in found] == [
        ("A", "from 80", 12),
        ("D", "below 40", 8),
    ]
    assert found[0]["revenue"].startswith("at least €")
    assert tree(answers(*ten()))["attributes"]["tiers"] == []


def test_only_a_price_makes_the_revenue_of_a_tier_one_of_a_year() -> None:
    without = [customer(n, price_paid=42_000, per=None) for n in range(2)]
    silent = customer(3, per=Period.MONTH)
    vans = attribute("a", "Vans", importance=5)

    def revenue(*of: Customer) -> str | None:
        tiers = tree(answers(*of, vans, *cells("a", of, len(of))))["attributes"]["tiers"]
        found: str | None = tiers[0]["revenue"]
        return found

    assert revenue(*without, silent) == "at least €840"
    assert revenue(customer(4, price_paid=42_000)) == "€5,040 a year"


def test_a_chance_of_nearly_nothing_is_said_to_be_less() -> None:
    best, lost = ten(), others()
    of = answers(*best, *lost, attribute("a", "Vans"), *cells("a", best, 10), *cells("a", lost, 0))
    (vans,) = tree(of)["attributes"]["chosen"]
    assert vans["says"] == "distinctive (p < 0.001)"
    assert "| distinctive (p < 0.001) |" in make_document(of)


# People


def test_who_takes_part_is_told_and_in_a_draft_who_is_missing() -> None:
    fiona = Persona(
        id="x", parent_id="p", nickname="Fleet Fiona", parts=(Part.DECIDES, Part.USES), fear="Blame"
    )
    made = tree(answers(fiona))
    assert [(g["part"], g["who"]) for g in made["buying_group"]][:3] == [
        ("decides", ["Fleet Fiona"]),
        ("pays", []),
        ("uses", ["Fleet Fiona"]),
    ]
    draft = section(make_document(answers(fiona)), "Who takes part in the purchase")
    assert "| Fleet Fiona | decides, uses |" in draft
    assert "**Nobody is named yet of whom one can say:** pays" in draft
    assert "Nobody is named" not in make_document(answers(fiona, status=Status.RELEASED))
