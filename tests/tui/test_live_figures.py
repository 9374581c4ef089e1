"""Figures follow each key, before anything is saved; saving then changes nothing that is seen."""

from __future__ import annotations

import re

import pytest
from driving import Seen, opened

from icp_tui.method.choices import YesNo
from icp_tui.method.records import (
    Attribute,
    Customer,
    CustomerGroup,
    ExpansionItem,
    Metric,
    Objective,
    ProcessStep,
    RedFlag,
    Severity,
)
from icp_tui.store.work.actions import add
from icp_tui.store.work.library import Place
from icp_tui.tui.widgets.editors import OptionRow
from icp_tui.tui.widgets.meaning import Meaning
from small import Small

patient = pytest.mark.usefixtures("patient")


def best(small: Small, *rows: dict[str, str]) -> list[Customer]:
    """Best customers with these answers."""
    named = [{"name": f"Customer {n}", **row} for n, row in enumerate(rows)]
    add(small.workspace, small.profile_id, Customer, small.profile_id, named)
    return small.answers.of(Customer)


def at(customer: Customer, field: str, page: str = "best_customers") -> Place:
    return Place(page, record_id=customer.id, field=field)


def means(seen: Seen) -> str:
    """What the page says that its answers mean."""
    shown = seen.app.screen.query(Meaning)
    return seen.reads("#means") if shown and shown[0].region.area else ""


def typing(seen: Seen) -> bool:
    """Whether what is shown is not saved yet."""
    return "… typing" in seen.top


# Typed, not saved yet


@patient
async def test_a_price_moves_the_row_and_the_figures_with_each_key(small: Small) -> None:
    [customer] = best(small, {"value_obtained": "300"})
    async with opened(small.workspace, small.profile_id, at=at(customer, "price_paid")) as seen:
        assert "! ask" in seen.chosen("#rows") and "Value for price" not in means(seen)
        ratios = []
        for key in "150":
            await seen.press(key)
            assert typing(seen)
            ratios.append(seen.chosen("#rows").split()[-1])
            assert f"{float(ratios[-1]):g} times the price" in means(seen)
        assert ratios == ["300.00", "20.00", "2.00"]
        assert "1 of 1 at 2 or more" in means(seen)
        assert small.in_the_file.of(Customer)[0].price_paid is None
        await seen.press("backspace", "backspace", "backspace")
        await seen.until(lambda: "! ask" in seen.chosen("#rows") and "Value for price" not in means(seen))


async def test_saving_changes_nothing_that_was_seen_before(small: Small) -> None:
    [customer] = best(small, {"value_obtained": "300"})
    async with opened(small.workspace, small.profile_id, at=at(customer, "price_paid")) as seen:
        await seen.write("150")
        before = means(seen), seen.chosen("#rows")
        await seen.until_saved()
        assert small.in_the_file.of(Customer)[0].price_paid == 15000
        assert (means(seen), seen.chosen("#rows")) == before


@patient
async def test_what_cannot_be_read_is_no_figure_and_is_kept(small: Small) -> None:
    [customer] = best(small, {"price_paid": "100", "value_obtained": "300"})
    async with opened(small.workspace, small.profile_id, at=at(customer, "price_paid")) as seen:
        for typed in ("a lot", "12 apples", "100 USD", "-5"):
            await seen.write(typed)
            assert "! ask" in seen.chosen("#rows"), typed
            assert "times the price" not in means(seen), typed
            await seen.press("ctrl+s")
            assert "Kept as you typed it." in seen.reads("#form")
            assert small.in_the_file.mark(customer.id, "price_paid").raw == typed
            await seen.write("150")
            assert "2 times the price" in means(seen)


@patient
async def test_costs_are_worked_out_while_they_are_typed(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=Place("costs", field="acquisition_cost")) as seen:
        for value in ("900", "250", "50", "0.4"):
            await seen.write(value)
            await seen.press("tab")
        assert "€907.14 €242.86 less each" in means(seen)
        await seen.go_to("referrals_per_win")
        await seen.write("0")
        assert "€1,150" in means(seen)
        assert "With referrals" not in means(seen)
        assert str(small.in_the_file.profile.referrals_per_win) == "0.4"


@patient
async def test_the_length_of_the_statement_is_counted_while_one_writes(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="statement") as seen:
        await seen.write("One. Two.")
        assert "2 sentences 2 words short enough" in means(seen)
        await seen.press(*" Three.")
        assert "3 sentences 3 words ! longer than two sentences" in means(seen)
        assert small.in_the_file.profile.statement is None


@patient
async def test_minutes_of_a_step_change_the_comparison(small: Small) -> None:
    step = small.first(ProcessStep)
    place = Place("current_process", small.first(Objective).id, record_id=step.id, field="minutes")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        assert "31 min per run" in means(seen)
        await seen.write("10")
        assert "35 min per run" in means(seen) and typing(seen)


@patient
async def test_what_they_may_buy_next_is_summed_up_as_it_is_typed(small: Small) -> None:
    [item] = add(small.workspace, small.profile_id, ExpansionItem, small.profile_id, [{"what": "Seats"}])
    place = Place("expansion", record_id=item.id, field="value")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        assert "not known yet" in means(seen)
        await seen.write("50")
        assert "€600 a year" in means(seen) and typing(seen)
        assert "€50" in seen.chosen("#rows")


# Chosen, and saved at once


@patient
async def test_a_choice_is_saved_and_its_warning_goes_at_once(small: Small) -> None:
    [flag] = add(
        small.workspace, small.profile_id, RedFlag, small.profile_id, [{"sign": "Late", "severity": "note"}]
    )
    place = Place("red_flags", record_id=flag.id, field="severity")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        assert "None of them is a knock-out" in means(seen)
        await seen.press("k")
        assert "knock-out ■ 1" in means(seen) and "None of them" not in means(seen)
        assert small.in_the_file.of(RedFlag)[0].severity is Severity.KNOCK_OUT


@patient
async def test_each_box_ranks_the_customers_anew(small: Small) -> None:
    best(
        small,
        {"price_paid": "100", "referrals": "5"},
        {"price_paid": "300", "referrals": "1"},
        {"price_paid": "200", "referrals": "0"},
    )

    def order() -> list[str]:
        return re.findall(r"Customer (\d)", means(seen))

    async with opened(small.workspace, small.profile_id, at="ranking") as seen:
        assert order() == []
        await seen.press("r")
        assert order() == ["1", "2", "0"]
        await seen.press("backspace", "c")
        assert order() == ["0", "1", "2"]
        assert small.in_the_file.profile.best_by == (Metric.REFERRALS,)


@patient
async def test_a_customer_put_into_another_group_is_followed_to_its_list(small: Small) -> None:
    first, second = best(small, {}, {})
    async with opened(small.workspace, small.profile_id, at=at(first, "customer_group")) as seen:
        await seen.press("c")
        assert small.in_the_file.of(Customer)[0].customer_group is CustomerGroup.CANDIDATE
        assert (seen.interview.position.page.id, seen.interview.record) == ("candidates", small.now(first))
        assert seen.field == "customer_group" and seen.find("#options", OptionRow).has_focus
        await seen.press("left")
        assert seen.interview.position.page.id == "comparison_group"
        assert "1 4 more, and figures say something" in means(seen)
        await seen.press("ctrl+z", "ctrl+z")
        assert (seen.interview.position.page.id, seen.titles(Customer)) == (
            "best_customers",
            [first.title, second.title],
        )
        assert small.now(first).customer_group is CustomerGroup.BEST


@patient
async def test_a_customer_is_always_in_a_group(small: Small) -> None:
    [customer] = best(small, {})
    async with opened(small.workspace, small.profile_id, at=at(customer, "customer_group")) as seen:
        before = small.changes()
        await seen.press("backspace", "delete")
        assert small.now(customer).customer_group is CustomerGroup.BEST
        assert small.changes() == before
        assert customer.title in seen.chosen("#rows")
        await seen.press("right")
        assert small.now(customer).customer_group is CustomerGroup.COMPARISON


# Boards


@patient
async def test_each_answer_of_the_grid_counts_at_its_foot_at_once(small: Small) -> None:
    rows = [{"customer_group": group} for group in ("best", "best", "comparison")]
    best(small, *rows)
    add(small.workspace, small.profile_id, Attribute, small.profile_id, [{"name": "Vans"}])

    def foot(name: str) -> str:
        lines = [line for line in seen.within("#grid") if line.startswith(name)]
        return lines[-1].split()[-1]

    async with opened(small.workspace, small.profile_id, at="grid") as seen:
        await seen.until(lambda: "Vans" in seen.reads("#grid"))
        await seen.press("y")
        assert foot("Best") == "1/1"
        await seen.press("n")
        assert foot("Best") == "1/2"
        await seen.press("u")
        assert foot("Compar") in ("–", "0/0")
        await seen.press("up", "y")
        assert foot("Best") == "2/2"
        await seen.press("ctrl+z")
        assert foot("Best") == "1/2"


@patient
async def test_each_digit_of_the_scorecard_counts_at_once(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="ratings") as seen:
        await seen.until(lambda: "Ready" in seen.reads("#scorecard"))
        await seen.press("down", "0")
        assert "shut by Willing" in seen.reads("#scorecard")
        await seen.press("3")
        assert "shut by" not in seen.reads("#scorecard")


@patient
async def test_what_is_chosen_on_the_board_enters_the_statement(small: Small) -> None:
    rows = [{"name": "Vans", "phrase": "runs 10 to 60 vans"}, {"name": "Audit", "phrase": "faces an audit"}]
    add(small.workspace, small.profile_id, Attribute, small.profile_id, rows)
    async with opened(small.workspace, small.profile_id, at="choice") as seen:
        await seen.until(lambda: "Vans" in seen.reads("#choice"))
        await seen.press("space", "down", "space")
        assert "2 chosen" in seen.reads("#choice")
        assert [a.chosen for a in small.in_the_file.of(Attribute)] == [YesNo.YES] * 2
        await seen.press("f2")
        await seen.until(lambda: seen.shows("Steps"))
        await seen.write("statement")
        await seen.press("enter")
        await seen.until(lambda: "Our ideal customer runs 10 to 60 vans and faces an audit." in means(seen))


# Wherever it stands


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_nothing_that_is_composed_is_cut_at_any_size(small: Small, size: tuple[int, int]) -> None:
    phrases = [f"has the {n}th of a good many properties of an ideal customer" for n in range(5)]
    rows = [{"name": phrase, "phrase": phrase, "chosen": "yes"} for phrase in phrases]
    add(small.workspace, small.profile_id, Attribute, small.profile_id, rows)
    async with opened(small.workspace, small.profile_id, at="statement", size=size) as seen:
        await seen.until(lambda: "a good many properties of an ideal customer." in means(seen))
        assert "…" not in means(seen)
        await seen.press("f1")
        await seen.until(lambda: "Why it is asked" in seen.text)
        await seen.settle()
        if size[0] > 80:
            assert "…" not in means(seen)
            assert all(phrase in means(seen) for phrase in phrases[:4])
