"""Channels, touchpoints, competitors, findings and reviews, in the tree and in the playbook."""

from __future__ import annotations

import datetime as dt
from typing import Any

from icp_tui.documents.catalogue import DOCUMENTS, make_document
from icp_tui.documents.context import context
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    Channel,
    Client,
    Competitor,
    Customer,
    CustomerGroup,
    Finding,
    FindingSource,
    Medium,
    Profile,
    Review,
    Stage,
    Touchpoint,
)


def answers(*records: Record, **profile: Any) -> Answers:
    made = Profile(id="p", parent_id="c", **{"currency": "EUR", **profile})
    return Answers("p", [Client(id="c", name="ColdLine"), made, *records])


def tree(of: Answers) -> dict[str, Any]:
    return context(of, title=DOCUMENTS["playbook"].title, reader=DOCUMENTS["playbook"].reader)


def test_a_place_stands_with_its_kind_and_what_is_said_there() -> None:
    fair = Channel(
        id="x",
        parent_id="p",
        place="Trade fair",
        medium=Medium.REAL_LIFE,
        message="Hold this",
        targeting="Hall 4",
    )
    made = make_document(answers(fair))
    assert "| Trade fair (in real life) | Hold this |" in made
    assert "- **Trade fair, narrowed to:** Hall 4\n" in made


def test_moments_stand_in_the_order_of_the_journey() -> None:
    stages = (None, Stage.RENEW, Stage.DISCOVER, Stage.USE)
    moments = [
        Touchpoint(id=f"x{n}", parent_id="p", position=n, what=f"Moment {n}", stage=stage)
        for n, stage in enumerate(stages)
    ]
    found = tree(answers(*moments))["touchpoints"]
    assert [moment["stage"] for moment in found] == ["discover", "use", "renew", None]


def test_what_is_said_and_shown_is_told_without_any_place_too() -> None:
    made = make_document(answers(response_promise="Within two hours"))
    assert "### Message and look\n\n- **We answer within:** Within two hours\n" in made


def test_a_competitor_stands_with_a_fair_word_and_its_date() -> None:
    rival = Competitor(
        id="x",
        parent_id="p",
        name="Loggers",
        when_they_win="Price",
        one_line="Fine.",
        as_of=dt.date(2026, 11, 2),
    )
    assert "| Loggers | Price | Fine. | 2 Nov 2026 |" in make_document(answers(rival))


def test_a_finding_tells_where_it_comes_from_and_what_it_changes() -> None:
    quellmoor = Customer(id="k", parent_id="p", name="Quellmoor", customer_group=CustomerGroup.BEST)
    rival = Competitor(id="r", parent_id="p", name="Loggers")
    finding = Finding(
        id="x",
        parent_id="p",
        what="They call after an audit",
        source=FindingSource.SURVEY,
        dated=dt.date(2026, 10, 20),
        customer="k",
        competitor="r",
        changes="Call later",
    )
    (found,) = tree(answers(quellmoor, rival, finding))["findings"]
    assert found["origin"] == "customer survey, 20 Oct 2026 (Quellmoor, Loggers)"
    assert found["origin"].source == "finding/x/source"
    assert tree(answers(Finding(id="x", parent_id="p", what="So")))["findings"][0]["origin"] is None


def test_what_a_network_shows_is_told_of_networks_only() -> None:
    def made(source: FindingSource) -> str:
        told: dict[str, Any] = {"network": "Group of managers", "path": "Newsletter"}
        return make_document(answers(Finding(id="x", parent_id="p", what="Photos", source=source, **told)))

    assert "- **Network:** Group of managers\n" in made(FindingSource.SOCIAL)
    assert "Newsletter" not in made(FindingSource.SOCIAL)
    assert "- **Their path:** Newsletter\n" in made(FindingSource.ANALYTICS)
    assert "Group of managers" not in made(FindingSource.SURVEY)


def test_the_latest_review_is_first_and_habits_to_drop_are_named() -> None:
    reviews = [
        Review(
            id=f"v{year}",
            parent_id="p",
            what=f"Learnt in {year}",
            dated=dt.date(year, 10, 2),
            old_habit=habit,
        )
        for year, habit in ((2025, "Yes to everybody"), (2026, None))
    ]
    whole = make_document(answers(*reviews, Review(id="v", parent_id="p", what="Without a day")))
    made = whole.split("## What we have learnt")[1]
    found = tree(answers(*reviews))["reviews"]
    assert [review["title"] for review in found] == ["Learnt in 2026", "Learnt in 2025"]
    assert made.index("Learnt in 2026") < made.index("Learnt in 2025") < made.index("Without a day")
    assert "**Habits that we drop:** Yes to everybody\n" in made


def test_what_nobody_answered_has_no_section() -> None:
    made = make_document(answers())
    for title in (
        "Where and how to meet them",
        "What else they could choose",
        "What we found out",
        "Red flags",
    ):
        assert title not in made
