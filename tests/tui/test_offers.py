"""Ready-made answers: offered while one types, never forced, taken with one undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from driving import Seen, opened
from inks import INKS, plain
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import Input

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import RECORDS
from icp_tui.method.library import Entry, answers_of, offered
from icp_tui.method.records import Attribute, Channel, Client, Customer, Mode, Profile, RedFlag
from icp_tui.settings import Settings
from icp_tui.store.work.actions import add, start
from icp_tui.store.work.library import Place
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import Words
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.offers import MOST, Offers, offers_for
from icp_tui.tui.widgets.outline import Outline
from small import Small

WORDS = [(f"Word {n}", f"about {n}") for n in range(8)]


def offers(found: Sequence[tuple[str, str]] = WORDS) -> Offers:
    """What is offered for any text."""
    made = Offers(lambda typed: [offer for offer in found if typed.strip() in offer[0]])
    made.look_for("Word")
    return made


def drawn(found: Offers) -> list[str]:
    return plain(*found.lines(INKS)).splitlines()


# The list itself


def test_nothing_is_chosen_until_one_goes_down() -> None:
    found = offers()
    assert found.chosen is None
    assert found.move(1) and found.chosen == "Word 0"
    assert found.move(1) and found.chosen == "Word 1"


def test_up_leads_out_at_the_top_and_then_further() -> None:
    found = offers()
    found.move(1)
    assert found.move(-1) and found.chosen is None
    assert not found.move(-1)


def test_down_stays_at_the_last_one() -> None:
    found = offers()
    for _ in range(20):
        assert found.move(1)
    assert found.chosen == "Word 7"


def test_where_there_is_nothing_the_keys_are_left_to_others() -> None:
    found = offers([])
    assert not found.move(1) and not found.move(-1)
    assert drawn(found) == [] and found.height == 0


def test_typing_on_lets_go_of_what_was_chosen() -> None:
    found = offers()
    found.move(1)
    found.look_for("Word 3")
    assert found.chosen is None


def test_an_answer_that_is_typed_out_is_not_offered() -> None:
    found = offers()
    found.look_for(" Word 3 ")
    assert drawn(found) == []


def test_a_few_are_shown_around_the_place_with_how_many_are_left() -> None:
    found = offers()
    assert len(drawn(found)) == found.height == MOST
    assert drawn(found)[0].strip() == "Word 0   about 0"
    assert drawn(found)[-1].endswith("… +3")
    for _ in range(7):
        found.move(1)
    assert drawn(found)[0].strip().startswith("Word 2")
    assert drawn(found)[-1].startswith("▸ Word 6") and drawn(found)[-1].endswith("… +1")
    found.move(1)
    assert drawn(found)[-1] == "▸ Word 7   about 7"


@pytest.mark.parametrize("line", range(MOST))
def test_a_line_of_a_scrolled_list_is_the_offer_that_stands_in_it(line: int) -> None:
    found = offers()
    for _ in range(7):
        found.move(1)
    words = drawn(found)[line].lstrip("▸ ")
    assert found.choose_line(line)
    assert found.chosen and words.startswith(f"{found.chosen} ")


@pytest.mark.parametrize("line", [-1, 2, 99])
def test_where_no_offer_stands_none_is_chosen(line: int) -> None:
    found = offers(WORDS[:2])
    assert not found.choose_line(line) and found.chosen is None


def profile(mode: Mode) -> Answers:
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c", mode=mode)])


def test_only_questions_with_a_list_are_offered_answers() -> None:
    with_list = {
        question.library
        for kind in RECORDS.values()
        for question in kind.questions.values()
        if offers_for(question, profile(Mode.B2B))
    }
    assert with_list == {"attributes", "red_flags", "triggers", "channels"}


def test_what_the_profile_has_already_is_not_offered_again() -> None:
    name = Attribute.questions["name"]
    found = offers_for(name, profile(Mode.B2B), taken=["headcount "])
    assert found
    found.look_for("head")
    assert drawn(found) == []


@pytest.mark.parametrize(
    ("mode", "protected", "there"),
    [(Mode.B2C, True, True), (Mode.B2C, False, False), (Mode.B2B, True, False)],
)
def test_protected_traits_are_offered_of_people_and_only_where_asked_for(
    mode: Mode, protected: bool, there: bool
) -> None:
    found = offers_for(Attribute.questions["name"], profile(mode), protected=protected)
    assert found
    found.look_for("gender")
    assert bool(drawn(found)) is there


# Below the + line


def line(seen: Seen) -> str:
    return seen.find("#add", Input).value


def below(seen: Seen) -> str:
    """What is offered below the + line."""
    return seen.reads("#offers") if seen.find("#offers", Lines).display else ""


async def test_an_empty_page_offers_a_beginning_and_enter_alone_takes_nothing(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="red_flags") as seen:
        first = str(offered("red_flags", "b2b")[0].title)
        assert first in below(seen) and "… +" in below(seen)
        await seen.press("enter")
        assert seen.titles(RedFlag) == []
        await seen.press("down", "down", "up", "enter")
        assert seen.titles(RedFlag) == [first]


async def test_what_is_taken_brings_its_answers_and_one_undo_takes_all_of_it_back(small: Small) -> None:
    entry = offered("red_flags", "b2b")[0]
    async with opened(small.workspace, small.profile_id, at="red_flags") as seen:
        await seen.press("down", "enter")
        [flag] = small.in_the_file.of(RedFlag)
        filled = {name: getattr(flag, name) for name in answers_of(entry)}
        wanted = {name: flag.questions[name].kind.parse(text) for name, text in answers_of(entry).items()}
        assert filled == wanted and all(wanted.values())
        assert seen.interview.form.record == flag
        assert line(seen) == ""
        await seen.press("ctrl+z")
        assert small.in_the_file.of(RedFlag) == []


async def test_letters_narrow_the_offers_and_the_one_taken_replaces_them(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        await seen.write("dep")
        await seen.until_saved()
        assert below(seen).startswith("Number of departments")
        await seen.press("down")
        assert "▸ Number of departments" in below(seen)
        await seen.press("enter")
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["Number of departments"]
        assert line(seen) == ""
        await seen.write("dep")
        assert "Number of departments" not in below(seen)


async def test_ones_own_words_are_never_replaced(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        await seen.write("Head")
        assert "Headcount" in below(seen)
        await seen.press("enter")
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["Head"]


async def test_a_click_takes_an_offer(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="channels") as seen:
        await seen.pilot.click("#offers", offset=(6, 1))
        await seen.settle()
        assert [c.title for c in small.in_the_file.of(Channel)] == [str(offered("channels", "b2b")[1].title)]


async def test_a_click_on_a_scrolled_list_takes_the_offer_that_was_clicked(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="channels") as seen:
        await seen.press(*["down"] * (MOST + 2))
        titles = [str(entry.title) for entry in offered("channels", "b2b")]
        assert titles[3] in seen.within("#offers")[1]
        await seen.pilot.click("#offers", offset=(6, 1))
        await seen.settle()
        assert [c.title for c in small.in_the_file.of(Channel)] == [titles[3]]


async def test_an_outline_draws_before_it_was_told_what_to_show() -> None:
    async with Bare().run_test() as pilot:
        pilot.app.query_one(Outline).on_resize()
        assert pilot.app.query_one("#rows", Lines).count == 0


async def test_records_leave_the_offers_to_those_who_type(small: Small) -> None:
    add(small.workspace, small.profile_id, RedFlag, small.profile_id, [{"sign": "No address"}] * 2)
    async with opened(small.workspace, small.profile_id, at="red_flags") as seen:
        assert below(seen) == ""
        await seen.press("up", "up")
        assert "No address" in seen.chosen("#rows")


async def test_a_page_without_a_list_offers_nothing_after_one_with_it(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="red_flags") as seen:
        await seen.press("ctrl+pageup", "ctrl+pagedown", "ctrl+pagedown", "ctrl+pagedown", "ctrl+pagedown")
        assert seen.interview.position.page.id == "personas"
        await seen.write("budget")
        assert below(seen) == ""


@pytest.mark.parametrize("allowed", [True, False])
async def test_the_setting_alone_brings_protected_traits_in(workspace: Workspace, allowed: bool) -> None:
    profile_id = start(workspace, {"name": "Families", "mode": "b2c"})
    settings = Settings(protected_traits=allowed)
    async with opened(workspace, profile_id, at="attributes", settings=settings) as seen:
        await seen.write("gender")
        assert ("Gender" in below(seen)) is allowed
        await seen.write("")
        await seen.press("ctrl+b")
        await seen.until(lambda: "Ready-made" in seen.text)
        await seen.write("gender")
        assert seen.shows("Gender  ") is allowed


async def test_where_one_may_only_read_nothing_is_taken(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="red_flags") as seen:
        small.workspace.database.why_read_only = "Another program holds it."
        await seen.press("down", "enter")
        assert seen.told("can only be read here")
        await seen.write("No address")
        await seen.press("enter")
        assert seen.titles(RedFlag) == []


class Bare(App[None]):
    """An outline alone, to which nothing was said yet."""

    def compose(self) -> ComposeResult:
        yield Outline()


async def test_what_the_list_of_ready_made_answers_says_stands_below_each_other_in_any_script(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [Entry(Words(title), (), Words("about it")) for title in ("見本市", "Trade fair", "Long " * 9)]
    monkeypatch.setattr("icp_tui.method.library.offered", lambda *_, **__: tuple(entries))
    async with opened(small.workspace, small.profile_id, at="channels") as seen:
        await seen.press("ctrl+b")
        await seen.until_on(PickScreen)
        await seen.until(lambda: "about it" in seen.text)
        said = [line for line in seen.within("#picks") if "about it" in line]
        assert len({cell_len(line.partition("about it")[0]) for line in said}) == 1 and len(said) == 3
        assert any("Long " * 9 in line for line in said)


# Below a field of the form


def heard(small: Small) -> Place:
    """A customer's field that has the list of channels."""
    [customer] = add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Quellmoor"}])
    return Place("best_customers", record_id=customer.id, field="first_heard")


async def test_a_field_with_a_list_offers_while_one_types_and_goes_on_when_it_is_taken(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=heard(small)) as seen:
        title = str(offered("channels", "b2b")[0].title)
        assert title not in seen.text
        await seen.write(title.split(maxsplit=1)[0].lower())
        assert title in seen.reads("#form")
        await seen.press("down", "enter")
        assert seen.field == "promise"
        await seen.until_saved()
        assert small.in_the_file.of(Customer)[0].first_heard == title
        assert title in seen.reads("#form")


async def test_offers_below_the_last_field_in_view_come_into_view(small: Small) -> None:
    at = replace(heard(small), field="name")
    async with opened(small.workspace, small.profile_id, at=at, size=(80, 24)) as seen:
        for _ in Customer.questions:
            if seen.field != "first_heard":
                await seen.press("tab")
        await seen.write("a")
        await seen.settle()
        form = seen.within("#form")
        assert any("First heard" in line for line in form)
        found = offers_for(Customer.questions["first_heard"], profile(Mode.B2B))
        assert found
        found.look_for("a")
        for words in drawn(found):
            assert any(words.strip()[:20] in line for line in form)


async def test_without_a_letter_the_arrows_lead_to_other_fields(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=heard(small)) as seen:
        await seen.press("down")
        assert seen.field == "promise"
        await seen.press("up")
        assert seen.field == "first_heard"
        await seen.write("a")
        await seen.press("down", "up")
        assert seen.field == "first_heard"
        await seen.press("up")
        assert seen.field == "why_best"
        await seen.until_saved()
        assert small.in_the_file.of(Customer)[0].first_heard == "a"


async def test_ones_own_words_stay_in_the_field(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=heard(small)) as seen:
        await seen.write("From the baker")
        await seen.press("enter")
        assert seen.field == "promise"
        assert small.in_the_file.of(Customer)[0].first_heard == "From the baker"
