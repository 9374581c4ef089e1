"""What the pages say of their answers: every figure that is promised, and none where nothing is known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from inks import INKS
from rich.text import Text

from icp_tui.insight.composing import compose_statement, compose_story
from icp_tui.insight.customers import best, ranking
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    Attribute,
    Client,
    Customer,
    CustomerGroup,
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    Part,
    Persona,
    Problem,
    ProcessStep,
    Profile,
    RedFlag,
    Severity,
    Side,
    Stage,
    Touchpoint,
)
from icp_tui.method.steps import PAGES, page_named
from icp_tui.opening import open_workspace
from icp_tui.paths import sample_folder
from icp_tui.store.work.library import summaries
from icp_tui.tui.means import View, means
from icp_tui.tui.means.pages import MEANINGS
from icp_tui.tui.position import Position, settled

BEST, LOST = CustomerGroup.BEST, CustomerGroup.COMPARISON
MONTH = Period.MONTH


def asked(*records: Record, **profile: Any) -> Answers:
    """A profile in euros with these records."""
    made = Profile(id="p", parent_id="c", currency="EUR", **profile)
    return Answers("p", [Client(id="c"), made, *records])


def lines(answers: Answers, page: str, width: int = 89, *, narrow: bool = False, **at: str) -> list[Text]:
    """What a page says, as it is drawn."""
    position = settled(Position(page_named(page), **at), answers)
    return means(View(answers, position, INKS, width, narrow))


def said(answers: Answers, page: str, width: int = 89, *, narrow: bool = False, **at: str) -> str:
    """What a page says, its lines and the spaces between figures each as one space."""
    return " ".join(" ".join(line.plain for line in lines(answers, page, width, narrow=narrow, **at)).split())


OBJECTIVE = Objective(id="o", parent_id="p", result="Pass every audit")


def step(side: Side, minutes: int | None, cost: int | None = 0) -> ProcessStep:
    """A step that is done ten times a month."""
    known = None if minutes is None else Decimal(minutes)
    return ProcessStep(
        id=side.value,
        parent_id="o",
        what="Note it",
        side=side,
        minutes=known,
        times=Decimal(10),
        per=MONTH,
        cost=cost,
    )


def without_bars(told: str) -> str:
    """Bars are longer where there is room."""
    return told.replace("━", "")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Answers]]:
    """The two sample cases by the name of their client."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copyfile(sample_folder() / "sample.db", path)
    workspace = open_workspace(path)
    yield {row.client: workspace.answers(row.profile_id) for row in summaries(workspace.database)}
    workspace.close()


@pytest.fixture(scope="module")
def coldline(samples: dict[str, Answers]) -> Answers:
    """The sample for organisations."""
    return samples["ColdLine"]


# What is promised of the sample


def test_the_ten_of_the_sample_gain_two_and_a_half_times_what_they_pay(coldline: Answers) -> None:
    told = said(coldline, "best_customers")
    assert "10 / 10 enough to be more than a hypothesis" in told
    assert "2.41 times the price" in told
    assert "8 of 10 at 2 or more" in told
    assert "7 of 10 bring 80% of the revenue no 80/20 here" in told
    assert "9 of 10 values asked or measured. 1 is a guess" in told


def test_a_customer_of_the_sample_costs_less_through_referrals(coldline: Answers) -> None:
    told = said(coldline, "costs")
    assert "Without referrals ━━━━━━━━━━━━━━━━ €1,150 " in told
    assert "With referrals ━━━━━━━━━━━━━━━━ €907.14 €242.86 less each" in told


def test_the_statement_and_the_story_of_the_sample_are_composed(coldline: Answers) -> None:
    told = said(coldline, "statement")
    assert compose_statement(coldline) in told
    assert "2 sentences" in told and "short enough to be said aloud" in told
    assert compose_story(coldline) in said(coldline, "story")


def test_the_sample_is_ranked_as_the_figures_chosen_say(coldline: Answers) -> None:
    metrics = coldline.profile.best_by
    assert metrics
    places = [line.plain.split("━")[0].split(maxsplit=1) for line in lines(coldline, "ranking")[1:]]
    found = ranking(best(coldline), metrics)
    assert [(int(place), name.strip()) for place, name in places] == [
        (n, rank.customer.title) for n, rank in enumerate(found, 1)
    ]
    assert len(lines(coldline, "ranking", narrow=True)) == 1 + 5


def test_the_sample_takes_longer_to_buy_than_we_take_to_sell(coldline: Answers) -> None:
    told = said(coldline, "buying_theirs")
    assert "They take 5 steps 47 days We take 5 steps 41 days They need 6 days more" in told
    assert said(coldline, "buying_ours") == told


# Everywhere


@pytest.mark.parametrize("width", [56, 67, 78, 89, 116])
def test_no_line_is_cut_on_any_page_and_none_is_lost(samples: dict[str, Answers], width: int) -> None:
    for answers in samples.values():
        for page in MEANINGS:
            assert max((line.cell_len for line in lines(answers, page, width)), default=0) <= width, page
            assert without_bars(said(answers, page, width)) == without_bars(said(answers, page, 400)), page


def test_what_goes_on_below_stands_below_the_figures_not_below_the_label(coldline: Answers) -> None:
    first, second, *_ = (line.plain for line in lines(coldline, "touchpoints", 67))
    assert first.index("■") == second.index("■") > len("The journey")


def test_only_pages_that_there_are_say_what_they_mean(coldline: Answers) -> None:
    assert set(MEANINGS) <= {page.id for page in PAGES}
    assert lines(coldline, "client") == lines(coldline, "problems") == []


def test_an_empty_profile_is_told_no_figure() -> None:
    for page in MEANINGS:
        told = said(asked(), page)
        assert "!" not in told, page
        if page not in ("current_process", "new_process"):
            assert not any(letter.isdigit() for letter in told), page
    assert said(asked(), "new_process").startswith("Today 0 steps – min per run")


def test_a_small_screen_is_told_the_figures_without_the_advice(coldline: Answers) -> None:
    narrow = said(coldline, "best_customers", 76, narrow=True)
    assert "2.41 times the price" in narrow and "guess" not in narrow
    first = coldline.of(Objective)[0].id
    assert said(coldline, "objectives", narrow=True, record_id=first) == "Its thread ━━━━━━━━━━ 100%"


# Red flags and people


def flags(*severities: Severity | None, check: str | None = "Ask") -> Answers:
    return asked(
        *(
            RedFlag(id=str(n), parent_id="p", sign=f"Sign {n}", severity=severity, how_to_check=check)
            for n, severity in enumerate(severities)
        )
    )


def test_red_flags_without_a_knock_out_turn_nobody_down() -> None:
    told = said(flags(Severity.NOTE, Severity.PENALTY, Severity.PENALTY), "red_flags")
    assert "How severe note ■ 1 penalty ■■ 2" in told
    assert "! None of them is a knock-out" in told
    assert "None of them" not in said(flags(Severity.NOTE, Severity.KNOCK_OUT), "red_flags")


def test_flags_not_rated_yet_are_not_held_against_anybody() -> None:
    assert lines(flags(None, None), "red_flags") == []


def test_signs_that_nobody_can_check_are_named() -> None:
    found = flags(Severity.KNOCK_OUT, None, check=None)
    assert said(found, "red_flags").endswith("! No way to check yet: Sign 0; Sign 1")
    assert "No way" not in said(found, "red_flags", narrow=True)


def people(*parts: tuple[Part, ...] | None) -> str:
    made = (Persona(id=str(n), parent_id="p", nickname="Fiona", parts=own) for n, own in enumerate(parts))
    return said(asked(*made), "personas")


def test_somebody_has_to_decide_or_pay() -> None:
    assert "■ uses ■ advises □ can block ! Nobody here decides or pays" in people((Part.USES, Part.ADVISES))
    assert "Nobody" in people(None)
    assert "Nobody" not in people((Part.USES,), (Part.DECIDES,))
    assert "Nobody" not in people((Part.PAYS, Part.USES))


# Statement and story


ATTRIBUTES = (
    Attribute(id="a", parent_id="p", name="Vans", phrase="runs 10 to 60 vans", chosen=YesNo.YES),
    Attribute(id="b", parent_id="p", name="Audit", phrase="faces an audit", chosen=YesNo.YES),
    Attribute(id="n", parent_id="p", name="Colour", phrase="drives white vans"),
)
DRAFT = "Our ideal customer runs 10 to 60 vans and faces an audit."


def test_the_statement_is_composed_from_what_is_chosen() -> None:
    assert said(asked(*ATTRIBUTES), "statement").endswith(f"^b puts it into the field: {DRAFT}")
    assert said(asked(*ATTRIBUTES, statement=DRAFT), "statement") == (
        "Length 1 sentence 12 words short enough to be said aloud"
    )
    assert said(asked(ATTRIBUTES[2]), "statement").startswith("Choose five to seven attributes first")


@pytest.mark.parametrize(
    ("text", "length", "is_long"),
    [
        ("One. Two.", "2 sentences 2 words", False),
        ("One. Two. Three.", "3 sentences 3 words", True),
        ("word " * 60, "1 sentence 60 words", False),
        ("word " * 61, "1 sentence 61 words", True),
    ],
)
def test_the_length_of_the_statement_is_told(text: str, length: str, is_long: bool) -> None:
    told = said(asked(statement=text), "statement")
    assert length in told
    assert ("! longer than two sentences or 60 words" in told) is is_long


def test_a_protected_trait_enters_no_statement_whatever_was_answered() -> None:
    gender = Attribute(
        id="g", parent_id="p", name="Gender", phrase="is a woman", chosen=YesNo.YES, importance=5
    )
    assert said(asked(*ATTRIBUTES, gender), "statement").endswith(DRAFT)
    assert "Choose five to seven attributes first" in said(asked(gender), "statement")


def test_the_story_is_composed_until_it_is_taken() -> None:
    slots = {"story_name": "Fiona", "story_setting": "runs 25 vans"}
    assert lines(asked(), "story") == []
    assert said(asked(**slots), "story").endswith("^b puts it into the last field: Fiona runs 25 vans.")
    assert lines(asked(**slots, story="Fiona runs 25 vans."), "story") == []


# The thread and the way to them


def test_a_thread_says_what_it_still_lacks() -> None:
    told = said(asked(OBJECTIVE), "objectives")
    assert "14% □ step today □ problem □ new step □ proof □ question □ objection with an answer" in told
    whole = (
        OBJECTIVE,
        step(Side.CURRENT, 6),
        step(Side.NEW, 1),
        Problem(id="r", parent_id="o", what="Lost sheets"),
        Evidence(id="e", parent_id="p", what="3.1% to 0.8%", proves_problems=("r",)),
        DiscoveryQuestion(id="q", parent_id="o", question="What did it cost?", problem="r"),
        Objection(id="b", parent_id="p", words="We have loggers.", objective="o"),
    )
    told = said(asked(*whole), "objectives")
    assert "■ step today ■ problem ■ new step ■ proof ■ question □ objection with an answer" in told
    assert "100%" not in told
    answered = Objection(**{**whole[-1].__dict__, "response": "Do they call you at night?"})
    assert "100%" in said(asked(*whole[:-1], answered), "objectives")


def test_the_thread_in_view_is_told_and_none_of_what_we_cannot_help_with() -> None:
    other = Objective(id="z", parent_id="p", position=1.0, result="Grow", can_help=YesNo.NO)
    answers = asked(OBJECTIVE, other)
    assert "Its thread" in said(answers, "objectives", record_id="o")
    assert lines(answers, "objectives", record_id="z") == []


def test_the_thread_is_that_of_the_objective_one_stands_on_whichever_thread_one_came_from() -> None:
    other = Objective(id="z", parent_id="p", position=1.0, result="Grow")
    grown = Problem(id="r", parent_id="z", what="Too few vans")
    answers = asked(OBJECTIVE, other, grown)
    # Nothing is chosen yet: one stands on the last objective, and the first is in view elsewhere.
    assert "■ problem" in said(answers, "objectives")
    position = Position(page_named("objectives"), objective_id="z", record_id="o")
    told = " ".join(line.plain for line in means(View(answers, position, INKS, 89)))
    assert "□ problem" in told


def test_stages_without_a_touchpoint_are_empty_boxes() -> None:
    told = said(asked(Touchpoint(id="t", parent_id="p", what="A call", stage=Stage.BUY)), "touchpoints")
    assert "□ consider ■ buy □ start" in told


def test_where_the_best_heard_of_the_client_is_counted_on_the_channels_page() -> None:
    heard = ("Trade fair", "a friend", "trade fair", None)
    found = [
        Customer(id=str(n), parent_id="p", name="K", customer_group=BEST, first_heard=text)
        for n, text in enumerate(heard)
    ]
    assert said(asked(*found), "channels") == "The best came by Trade fair ■■ 2 a friend ■ 1"
    assert lines(asked(found[3]), "channels") == []
