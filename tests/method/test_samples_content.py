"""The two sample cases are what the method asks for: readable by its fields, whole threads, honest gaps.

The figures that they show are the worked ones of the method.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from icp_tui.insight import attributes, composing, customers
from icp_tui.insight.acquisition import acquisition
from icp_tui.insight.agenda import agenda
from icp_tui.insight.attributes import HowMany, Label
from icp_tui.insight.fit import Tier, score_of
from icp_tui.insight.framework import Gate, scorecard
from icp_tui.insight.progress import WHEN_BEGUN, is_begun, progress
from icp_tui.method import records
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, State, YesNo
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Date, Link, Links, Several
from icp_tui.method.records import Dimension, Fit, LostReason, Severity, Stage, ValueSource
from icp_tui.opening import open_workspace
from icp_tui.store.intake.cases import import_case

SAMPLES = Path(__file__).parents[2] / "sample_db"
STEMS = ("coldline", "family_wheels")
TODAY = dt.date(2026, 11, 21)
"""The day on which the cases are told."""


def _client(stem: str) -> dict[str, Any]:
    case = json.loads((SAMPLES / f"{stem}.json").read_text(encoding="utf-8"))
    assert case["format"] == "icp-tui case 1"
    client: dict[str, Any] = case["client"]
    return client


def _walk(entry: dict[str, Any], kind: str = "client") -> Iterator[tuple[str, dict[str, Any]]]:
    yield kind, entry
    for name in RECORDS:
        if name not in RECORDS[kind].questions:
            for below in entry.get(name, []):
                yield from _walk(below, name)


def _complete_threads(client: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for kind, entry in _walk(client) if kind == "objective" and entry.get("can_help") == "yes"]


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answers]:
    """The answers of each case, as the program has them."""
    workspace = open_workspace(tmp_path_factory.mktemp("cases") / "cases.db", "Ada")
    found = {}
    for stem in STEMS:
        [profile_id] = import_case(workspace, SAMPLES / f"{stem}.json").profile_ids
        found[stem] = workspace.answers(profile_id)
    workspace.close()
    return found


@pytest.fixture(params=STEMS)
def answers(request: pytest.FixtureRequest, taken_in: dict[str, Answers]) -> Answers:
    """One case after the other."""
    return taken_in[request.param]


@pytest.fixture
def coldline(taken_in: dict[str, Answers]) -> Answers:
    return taken_in["coldline"]


@pytest.fixture
def family_wheels(taken_in: dict[str, Answers]) -> Answers:
    return taken_in["family_wheels"]


# As they are written


@pytest.mark.parametrize("stem", STEMS)
def test_every_answer_is_read_by_the_field_it_belongs_to(stem: str) -> None:
    for kind, entry in _walk(_client(stem)):
        known = RECORDS[kind].questions
        assert set(entry) <= {*known, *RECORDS, "key", "_marks"}, kind
        for name, question in known.items():
            if name not in entry or isinstance(question.kind, Link | Links):
                continue
            if isinstance(question.kind, Several):
                assert entry[name] == [member for member in question.kind.options if member in entry[name]]
            else:
                value = question.kind.parse(str(entry[name]))
                assert value is not None
                if isinstance(entry[name], str):
                    assert str(value) == entry[name]


@pytest.mark.parametrize("stem", STEMS)
def test_links_lead_to_a_record_of_the_right_kind(stem: str) -> None:
    entries = list(_walk(_client(stem)))
    keyed = [(entry["key"], kind) for kind, entry in entries if "key" in entry]
    kind_of = dict(keyed)
    assert len(kind_of) == len(keyed), "a key is used twice"
    for kind, entry in entries:
        for name, question in RECORDS[kind].questions.items():
            if isinstance(question.kind, Link | Links) and name in entry:
                targets = entry[name] if isinstance(question.kind, Links) else [entry[name]]
                assert targets and all(question.kind.fits(kind_of[target]) for target in targets), (
                    kind,
                    name,
                )


@pytest.mark.parametrize("stem", STEMS)
def test_marks_stand_where_they_make_sense(stem: str) -> None:
    states = []
    for kind, entry in _walk(_client(stem)):
        for name, mark in entry.get("_marks", {}).items():
            if "ground" in mark:
                assert mark["ground"] in list(Ground)
                assert name in entry and RECORDS[kind].questions[name].grounded
            else:
                assert name not in entry
                states.append(mark["state"])
    assert 5 <= states.count(State.ASK) <= 8


@pytest.mark.parametrize("stem", STEMS)
def test_what_lies_behind_them_lies_in_the_past(stem: str) -> None:
    ahead = {"goal_deadline", "period_end", "next_review", "by_when", "expires"}
    for kind, entry in _walk(_client(stem)):
        for name, question in RECORDS[kind].questions.items():
            if isinstance(question.kind, Date) and name in entry and name not in ahead:
                assert dt.date.fromisoformat(entry[name]) <= TODAY, (kind, entry)


@pytest.mark.parametrize("stem", STEMS)
def test_every_question_of_the_profile_has_an_answer(stem: str) -> None:
    assert set(RECORDS["profile"].questions) <= set(_client(stem)["profile"][0])


# Phases 1 and 3


@pytest.mark.parametrize("stem", STEMS)
def test_each_complete_thread_holds_problems_questions_proof_and_objections(stem: str) -> None:
    client = _client(stem)
    profile = client["profile"][0]
    proven = {
        target
        for proof in profile["evidence"]
        for target in (*proof.get("proves_problems", ()), *proof.get("proves_objectives", ()))
    }
    threads = _complete_threads(client)
    assert len(threads) >= 3
    for thread in threads:
        problems = {problem["key"] for problem in thread["problem"]}
        asked = thread["discovery_question"]
        assert {thread["key"], *problems} <= proven
        assert problems <= {question.get("problem") for question in asked}
        assert {question["question_kind"] for question in asked} == set(records.QuestionKind)
        assert {question["stage"] for question in asked} == set(records.QuestionStage)
        heard = [o for o in profile["objection"] if o.get("objective", thread["key"]) == thread["key"]]
        assert len(heard) >= 4 and len(problems) >= 3


@pytest.mark.parametrize("stem", STEMS)
def test_questions_are_open(stem: str) -> None:
    closed = re.compile(r"(do|does|did|is|are|was|can|could|will|would|have|has|should)\b", re.IGNORECASE)
    asked = [entry["question"] for kind, entry in _walk(_client(stem)) if kind == "discovery_question"]
    assert asked and not [question for question in asked if closed.match(question)]


def test_coldline_keeps_one_honest_gap_in_its_fourth_objective() -> None:
    profile = _client("coldline")["profile"][0]
    fourth = profile["objective"][3]
    assert fourth["can_help"] == "unknown"
    assert "key" not in fourth and not [step for step in fourth["process_step"] if step["side"] == "new"]


def test_whatever_core_question_is_open_is_an_honest_gap(answers: Answers) -> None:
    """It is marked to be asked, or hangs on an objective of which nobody knows whether we can help."""
    found = progress(answers)
    assert found.percent >= 98
    for asked in found.open:
        objective = answers.get(asked.objective_id)
        unsure = isinstance(objective, records.Objective) and objective.can_help is YesNo.UNKNOWN
        assert unsure or answers.mark(asked.record_id or "", asked.field).state is State.ASK, asked


def test_no_page_of_phases_2_and_4_stands_empty(answers: Answers) -> None:
    assert [page.id for page in WHEN_BEGUN if not is_begun(page, answers)] == []


def test_the_agenda_has_questions_of_several_steps(answers: Answers) -> None:
    assert len(agenda(answers)) >= 5


# Phase 2: customers and attributes


def test_the_ten_best_of_coldline_show_the_figures_of_the_method(coldline: Answers) -> None:
    best = customers.best(coldline)
    found = customers.ratios(best)
    assert found.pooled is not None and round(found.pooled, 2) == Decimal("2.41")
    assert (found.at_target, found.known, found.of) == (8, 10, 10)
    assert (found.asked, found.guessed) == (9, 1)
    pareto = customers.pareto(best)
    assert pareto is not None and (pareto.customers, pareto.of, pareto.unknown) == (7, 10, 0)
    assert not pareto.holds
    assert "EUR 4,370" in (coldline.profile.value_they_get or "")
    assert sum(customer.price_paid or 0 for customer in best) == 437_000
    assert sum(customer.value_obtained or 0 for customer in best) == 1_052_000


def test_family_wheels_knows_four_figures_of_ten_and_stays_a_hypothesis(family_wheels: Answers) -> None:
    found = customers.ratios(customers.best(family_wheels))
    assert (found.of, found.asked, found.guessed) == (10, 4, 5)
    assert family_wheels.profile.status is records.Status.HYPOTHESIS


def test_customers_are_compared_with_those_who_were_lost_for_many_reasons(
    coldline: Answers, family_wheels: Answers
) -> None:
    assert len(customers.comparison(coldline)) == 10 and len(customers.comparison(family_wheels)) >= 5
    for answers in (coldline, family_wheels):
        reasons = dict(customers.lost_reasons(customers.comparison(answers)))
        assert len(reasons) >= 4
        assert 2 * reasons[LostReason.PRICE] <= sum(reasons.values())
        assert len(customers.candidates(answers)) == 2


def test_what_is_known_of_a_best_customer_is_told(answers: Answers) -> None:
    best = customers.best(answers)
    for customer in best:
        assert customer.since and customer.last_contact and customer.signs and customer.why_best
        assert (customer.how_computed is None) == (customer.value_obtained is None)
        assert not (customer.value_source is ValueSource.GUESS and customer.value_review)
    assert sum(customer.in_their_words is not None for customer in best) >= 4
    assert len(customers.heard_via(best)) >= 4


def _compared(answers: Answers, name: str) -> attributes.Comparison:
    return next(found for found in attributes.comparisons(answers).attributes if found.attribute.name == name)


@pytest.mark.parametrize(
    ("name", "best", "others", "lift", "p", "label"),
    [
        ("One named fleet manager", 9, 3, 2.71, 0.010, Label.DISTINCTIVE),
        ("Audit within twelve months", 9, 6, 1.46, 0.152, Label.HINT),
        ("Uses GPS tracking", 10, 9, 1.11, 0.5, Label.COMMON_ONLY),
    ],
)
def test_the_grid_of_coldline_shows_the_three_patterns_of_the_method(
    coldline: Answers, name: str, best: int, others: int, lift: float, p: float, label: Label
) -> None:
    found = _compared(coldline, name)
    assert (found.best.yes, found.best.known) == (best, 10)
    assert (found.comparison.yes, found.comparison.known) == (others, 10)
    assert found.lift is not None and found.p is not None
    assert (round(found.lift, 2), round(found.p, 3), found.label) == (lift, p, label)


def test_other_attributes_show_why_some_cannot_be_tested(answers: Answers) -> None:
    labels = Counter(found.label for found in attributes.comparisons(answers).attributes)
    assert labels[Label.PICKED_BY] == labels[Label.TOO_FEW] == 1
    assert labels[Label.PLAIN] and labels[Label.DISTINCTIVE] and not labels[Label.PROTECTED]


def test_a_few_attributes_are_chosen_from_a_longer_list(answers: Answers) -> None:
    chosen = attributes.chosen(answers)
    assert 10 <= len(answers.of(records.Attribute)) <= 13
    assert attributes.how_many(len(chosen)) is HowMany.RIGHT
    for attribute in chosen:
        assert attribute.importance and attribute.phrase and attribute.how_to_see
        assert attribute.why and attribute.need and attribute.our_answer
        assert attribute.picked_by is YesNo.NO and attribute.trait is records.Trait.WANTED
    assert attributes.duplicates(answers) == []


def test_the_grid_holds_each_answer_once_and_all_that_matter(answers: Answers) -> None:
    cells = [(cell.parent_id, cell.attribute) for cell in answers.of(records.CustomerAnswer)]
    assert len(cells) == len(set(cells))
    compared = [*customers.best(answers), *customers.comparison(answers)]
    chosen = attributes.chosen(answers)
    assert {(customer.id, a.id) for customer in compared for a in chosen} <= set(cells)
    assert set(attributes.fits(answers).values()) == set(Fit)


def test_the_best_customers_fit_their_own_profile(answers: Answers) -> None:
    tiers = Counter(score_of(answers, customer).tier for customer in customers.best(answers))
    assert tiers[Tier.A] >= 9 and tiers[Tier.A] + tiers[Tier.B] == 10
    others = Counter(score_of(answers, customer).tier for customer in customers.comparison(answers))
    assert others[Tier.C] + others[Tier.D] >= 3 and others[Tier.A]


def test_the_statement_can_be_remembered_as_drafted_and_as_written(answers: Answers) -> None:
    drafted = composing.compose_statement(answers)
    phrases = [attribute.phrase or "" for attribute in attributes.chosen(answers)]
    assert all(phrase in drafted for phrase in phrases)
    for statement in (drafted, answers.profile.statement or ""):
        assert composing.sentences(statement) == 2
        assert composing.words(statement) <= composing.MOST_WORDS
    assert composing.compose_story(answers).count(answers.profile.story_name or "?") >= 4


# Phase 2: framework, red flags, personas


@pytest.mark.parametrize(
    ("stem", "gates", "weakest"),
    [("coldline", (3, 2, 3), Dimension.COMPETENCE), ("family_wheels", (3, 3, 2), Dimension.EXPERIENCE)],
)
def test_the_scorecard_is_complete_with_its_weakest_input_and_a_cap(
    taken_in: dict[str, Answers], stem: str, gates: tuple[int, ...], weakest: Dimension
) -> None:
    found = scorecard(taken_in[stem])
    assert all(row.score is not None and row.rating and row.rating.note for row in found.rows)
    ready, willing, able, *_others = found.rows
    assert (ready.score, willing.score, able.score) == gates
    assert {found.gate(row.dimension) for row in (ready, willing, able)} == {Gate.OPEN}
    assert (found.success.known, found.success.weakest) == (6, weakest)
    assert [row.dimension for row in found.rows if row.capped] == [Dimension.ADVOCACY]


def test_a_customer_of_coldline_costs_what_the_method_reckons(coldline: Answers) -> None:
    found = acquisition(coldline.profile, customers.typical_price_a_year(customers.best(coldline)))
    assert found.without_referrals == 115_000
    assert found.with_referrals is not None and round(found.with_referrals / 100, 2) == Decimal("907.14")
    assert found.payback_months is not None and found.missing == ()


def test_our_steps_of_the_sale_take_as_long_as_we_say(coldline: Answers) -> None:
    steps = coldline.of(records.BuyingStep)
    ours = [step.days for step in steps if step.side is records.BuyingSide.OURS]
    theirs = [step.days for step in steps if step.side is records.BuyingSide.THEIRS]
    assert "41 days" in (coldline.profile.how_we_sell or "")
    assert sum(day or 0 for day in ours) == 41 < sum(day or 0 for day in theirs)
    assert None not in ours + theirs


def test_red_flags_are_of_every_severity_and_one_is_of_late_payers(answers: Answers) -> None:
    flags = answers.of(records.RedFlag)
    assert {flag.severity for flag in flags} == set(Severity)
    assert all((flag.points is not None) == (flag.severity is Severity.PENALTY) for flag in flags)
    [late] = [flag for flag in flags if re.search(r"\b(pays after|late pay)", flag.sign or "", re.IGNORECASE)]
    assert "friendly" in (late.what_to_do or "")


def test_somebody_decides_and_somebody_pays(answers: Answers) -> None:
    personas = answers.of(records.Persona)
    parts = {part for persona in personas for part in persona.parts or ()}
    assert len(personas) >= 3 and parts == set(records.Part)


# Phase 4


def test_findings_come_from_many_sources_and_lead_somewhere(answers: Answers) -> None:
    findings = answers.of(records.Finding)
    assert len({finding.source for finding in findings}) >= 6
    became = [record for finding in findings for record in answers.linked(finding, "becomes")]
    assert len({record.kind for record in became}) >= 4
    assert any(record.kind == "parked_situation" for record in became)
    assert {finding.competitor for finding in findings} & {c.id for c in answers.of(records.Competitor)}


def test_the_journey_and_the_channels_are_covered(answers: Answers) -> None:
    assert {touchpoint.stage for touchpoint in answers.of(records.Touchpoint)} == set(Stage)
    assert {channel.medium for channel in answers.of(records.Channel)} == set(records.Medium)


def test_the_last_review_made_the_version_that_the_profile_has(answers: Answers) -> None:
    last = max(answers.of(records.Review), key=lambda review: review.dated or dt.date.min)
    assert (last.new_version, last.dated) == (answers.profile.version, answers.profile.last_review)
