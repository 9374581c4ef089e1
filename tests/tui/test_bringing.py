"""What ^b brings in: ready-made answers, composed texts, records made of findings, profiles of the parked."""

from __future__ import annotations

from dataclasses import replace

from driving import Disk, Seen, opened
from textual.widgets import Input

from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.library import answers_of, offered
from icp_tui.method.records import (
    Attribute,
    Channel,
    Finding,
    Objection,
    ParkedSituation,
    Profile,
    RedFlag,
    TriggerEvent,
)
from icp_tui.method.steps import page_named
from icp_tui.store.work.actions import add, delete
from icp_tui.store.work.library import Place, summaries
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.interview_bringing import BECOMES
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.widgets.editors import ProseArea
from small import Small

LISTS: dict[str, type[Record]] = {
    "attributes": Attribute,
    "red_flags": RedFlag,
    "triggers": TriggerEvent,
    "channels": Channel,
}
"""The pages whose records have a ready-made list, which bears the page's name."""


async def bring_in(seen: Seen, wanted: str = "") -> None:
    """Press ^b and choose the line that holds these letters."""
    await seen.press("ctrl+b")
    await seen.until_on(PickScreen)
    await seen.write(wanted)
    await seen.press("enter")
    await seen.until_on(InterviewScreen)


def line(seen: Seen) -> str:
    """What stands in the + line."""
    return seen.find("#add", Input).value


async def go(seen: Seen, page: str) -> None:
    """Turn to a page."""
    seen.interview.go(replace(seen.interview.position, page=page_named(page), record_id=None, field=None))
    await seen.settle()


def find(small: Small, *whats: str) -> list[Finding]:
    """Make findings."""
    rows = [{"what": what} for what in whats]
    add(small.workspace, small.profile_id, Finding, small.profile_id, rows)
    return small.answers.of(Finding)


# Ready-made answers


async def test_a_ready_made_answer_comes_with_all_that_it_says_and_goes_with_one_undo(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for page, kind in LISTS.items():
            entry = offered(page, "b2b")[2]
            await go(seen, page)
            await bring_in(seen, str(entry.title))
            made: Record = small.in_the_file.of(kind)[0]
            row = {made.title_field: str(entry.title), **answers_of(entry)}
            wanted = {name: made.questions[name].kind.parse(text) for name, text in row.items()}
            assert {name: getattr(made, name) for name in row} == wanted
            assert seen.interview.record == made
            assert seen.find("#add", Input).has_focus
            await seen.press("ctrl+z")
            assert small.in_the_file.of(kind) == []


async def test_what_there_is_already_is_not_offered_again(small: Small) -> None:
    add(small.workspace, small.profile_id, Attribute, small.profile_id, [{"name": "headcount"}])
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        await seen.press("ctrl+b")
        await seen.until_on(PickScreen)
        assert seen.shows("Industry") and not seen.shows("Headcount")


async def test_what_was_typed_so_far_gives_way_to_what_is_taken(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        await seen.write("num")
        await seen.until_saved()
        await bring_in(seen, "headcount")
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["Headcount"]
        assert line(seen) == ""
        await seen.write("bud")
        await bring_in(seen, "valuation")
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["Headcount", "Valuation"]


async def test_who_takes_nothing_goes_on_typing_the_same_record(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        await seen.write("num")
        await seen.until_saved()
        await seen.press("ctrl+b")
        await seen.until_on(PickScreen)
        await seen.press("escape")
        await seen.until_on(InterviewScreen)
        assert line(seen) == "num"
        await seen.write("numbers")
        await seen.press("enter")
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["numbers"]


async def test_what_is_being_typed_is_one_record_whatever_one_reads_or_begins_in_between(
    small: Small,
) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        for key in ("f4", "ctrl+j", "ctrl+f", "ctrl+b", "f2"):
            await seen.write("num")
            await seen.press(key)
            await seen.until(lambda: not isinstance(seen.app.screen, InterviewScreen))
            await seen.press("escape")
            await seen.until_on(InterviewScreen)
            await seen.write(f"{line(seen)}bers by {key}")
            await seen.press("enter")
            assert seen.titles(Attribute)[-1] == f"numbers by {key}", key
        assert len(seen.titles(Attribute)) == 5
        await seen.write("num")
        await seen.press("ctrl+n")
        assert line(seen) == "" and seen.titles(Attribute)[-1] == "num"


# Where nothing can be brought in


async def test_a_page_that_brings_nothing_in_says_so(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for page in ("client", "goal", "problems", "best_customers", "grid", "choice", "ratings"):
            await go(seen, page)
            seen.app.told.clear()
            await seen.press("ctrl+b")
            assert seen.told("Nothing can be brought in on this page."), page
            assert isinstance(seen.app.screen, InterviewScreen), page


async def test_where_no_record_is_it_says_that_there_is_none(small: Small) -> None:
    delete(small.workspace, small.profile_id, small.first(ParkedSituation))
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for page in ("parked", "findings"):
            await go(seen, page)
            seen.app.told.clear()
            await seen.press("ctrl+b")
            assert seen.told("There is no record here to do that with."), page


async def test_where_one_may_only_read_nothing_is_brought_in(small: Small) -> None:
    find(small, "They ask for loggers")
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        small.workspace.database.why_read_only = "Another program holds it."
        for page in ("attributes", "parked", "findings", "statement", "problems"):
            await go(seen, page)
            seen.app.told.clear()
            await seen.press("ctrl+b")
            assert seen.told("This file can only be read here."), page
            assert isinstance(seen.app.screen, InterviewScreen), page


# Composed texts


ROWS = [
    {"name": "Vans", "phrase": "runs 10 to 60 vans", "chosen": "yes"},
    {"name": "Audit", "phrase": "faces an audit", "chosen": "yes"},
    {"name": "Gender", "phrase": "is a woman", "chosen": "yes", "importance": "5"},
]
DRAFT = "Our ideal customer runs 10 to 60 vans and faces an audit."


async def test_the_statement_is_composed_without_protected_traits_and_undo_returns_the_old_one(
    small: Small,
) -> None:
    add(small.workspace, small.profile_id, Attribute, small.profile_id, ROWS)
    async with opened(small.workspace, small.profile_id, at="statement") as seen:
        await seen.write("Whoever calls.")
        await seen.press("ctrl+b")
        assert small.in_the_file.profile.statement == DRAFT
        assert seen.find("#prose", ProseArea).text == DRAFT
        assert seen.find("#prose", ProseArea).has_focus and seen.field == "statement"
        await seen.press("ctrl+z")
        assert small.in_the_file.profile.statement == "Whoever calls."
        assert seen.find("#prose", ProseArea).text == "Whoever calls."


async def test_what_is_composed_can_be_written_on(small: Small) -> None:
    add(small.workspace, small.profile_id, Attribute, small.profile_id, ROWS)
    async with opened(small.workspace, small.profile_id, at=Place("statement", field="not_served")) as seen:
        await seen.press("ctrl+b", "end", *" Yes")
        await seen.until_saved()
        assert small.in_the_file.profile.statement == f"{DRAFT} Yes"
        assert small.in_the_file.profile.not_served is None


async def test_with_nothing_to_compose_the_old_text_stays_and_it_says_what_comes_first(small: Small) -> None:
    add(small.workspace, small.profile_id, Attribute, small.profile_id, ROWS[2:])
    async with opened(small.workspace, small.profile_id, at="statement") as seen:
        await seen.write("Whoever calls.")
        await seen.press("ctrl+b")
        assert seen.told("Choose attributes first, on the page Choose and weigh.")
        await seen.press("ctrl+pagedown", "ctrl+b")
        assert seen.told("Fill a few of the lines above first.")
        assert small.in_the_file.profile.statement == "Whoever calls."
        assert small.in_the_file.profile.story is None


async def test_the_story_is_composed_into_its_last_field(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at=Place("story", field="story_name")) as seen:
        await seen.write("Fiona")
        await seen.press("tab")
        await seen.write("runs 25 vans")
        await seen.press("ctrl+b")
        assert small.in_the_file.profile.story == "Fiona runs 25 vans."
        assert seen.field == "story"


# Records made of others


async def test_a_finding_becomes_a_record_that_it_leads_to_and_one_undo_takes_both_back(small: Small) -> None:
    find(small, "They meet at the fish market")
    async with opened(small.workspace, small.profile_id, at="findings") as seen:
        await bring_in(seen, "channel")
        [channel], [finding] = small.in_the_file.of(Channel), small.in_the_file.of(Finding)
        assert (channel.place, finding.becomes) == (finding.what, channel.id)
        assert (seen.interview.position.page.id, seen.interview.record) == ("channels", channel)
        assert seen.field == "place"
        await seen.press("ctrl+z")
        assert small.in_the_file.of(Channel) == []
        assert small.in_the_file.of(Finding)[0].becomes is None
        await seen.press("ctrl+y")
        assert small.in_the_file.of(Finding)[0].becomes == small.in_the_file.of(Channel)[0].id
        assert small.same()


async def test_a_finding_that_became_something_says_so_and_leads_there(small: Small) -> None:
    find(small, "They meet at the fish market")
    async with opened(small.workspace, small.profile_id, at="findings") as seen:
        await bring_in(seen, "channel")
        await seen.press("f2")
        await seen.until_on(PickScreen)
        await seen.write("findings")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        before = small.changes()
        await seen.press("ctrl+b")
        await seen.until_on(PickScreen)
        assert seen.shows("It became this: Channel “They meet at the fish market”.", "▸ Go there")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        assert seen.interview.record == small.in_the_file.of(Channel)[0]
        assert small.changes() == before


async def test_a_finding_can_lead_to_something_else_where_that_is_chosen(small: Small) -> None:
    find(small, "They meet at the fish market")
    async with opened(small.workspace, small.profile_id, at="findings") as seen:
        await bring_in(seen, "channel")
        await seen.press("f2")
        await seen.until_on(PickScreen)
        await seen.write("findings")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        await bring_in(seen, "objection")
        [finding], [objection] = small.in_the_file.of(Finding), small.in_the_file.of(Objection)[1:]
        assert finding.becomes == objection.id
        assert len(small.in_the_file.of(Channel)) == 1


async def test_the_finding_that_is_being_typed_is_the_one_that_is_meant(small: Small) -> None:
    find(small, "Another one")
    async with opened(small.workspace, small.profile_id, at="findings") as seen:
        await seen.write("They ask for loggers")
        await bring_in(seen, "objection")
        assert small.in_the_file.of(Finding)[1].becomes == seen.interview.position.record_id
        await seen.press("f2")
        await seen.until_on(PickScreen)
        await seen.write("findings")
        await seen.press("enter")
        await seen.until_on(InterviewScreen)
        assert line(seen) == ""
        assert seen.titles(Finding) == ["Another one", "They ask for loggers"]


def test_a_finding_can_become_what_hangs_on_the_profile_and_has_a_title_of_words() -> None:
    for name in (*BECOMES, ParkedSituation.kind):
        kind = RECORDS[name]
        assert kind.parent is Profile, name
        assert kind.questions[kind.title_field].kind.name == "text", name


async def test_what_a_finding_became_can_be_chosen_among_all_records(small: Small) -> None:
    [finding] = find(small, "They ask for loggers")
    place = Place("findings", record_id=finding.id, field="becomes")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.write("loggers")
        assert "We have loggers. (Objection)" in seen.reads("#form")
        assert "They ask for loggers (Finding)" not in seen.reads("#form")
        await seen.write("problem lost")
        await seen.press("enter")
        problem = small.answers.get(small.in_the_file.of(Finding)[0].becomes)
        assert problem is not None and problem.title == "Sheets get lost"
        await seen.go_to("becomes")
        await seen.write("coldline")
        assert "Nothing holds “coldline”." in seen.reads("#form")


async def test_a_parked_situation_becomes_a_profile_with_the_same_offer(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="parked") as seen:
        await seen.press("ctrl+b")
        await seen.until(
            lambda: (
                isinstance(seen.app.screen, InterviewScreen) and seen.answers.profile_id != small.profile_id
            )
        )
        await seen.settle()
        served, old = seen.answers.profile, small.answers.profile
        assert (served.name, served.situation) == ("Hospital pharmacies", "Hospital pharmacies")
        assert (served.offer, served.mode, served.currency) == (old.offer, old.mode, old.currency)
        assert small.in_the_file.of(ParkedSituation) == []
        assert [row.profile for row in summaries(small.workspace.database)] == [old.name, served.name]


# Without room on the disk


async def test_without_room_on_the_disk_no_ready_made_answer_is_lost_or_left_half(
    small: Small, disk: Disk
) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        disk.full = True
        await seen.press("down", "enter")
        assert seen.told("disk is full")
        disk.full = False
        await seen.press("enter")
        await seen.add("Mine")
        await seen.until_saved()
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["Industry", "Mine"]


async def test_without_room_what_was_typed_stays_in_its_line_until_the_offer_can_be_taken(
    small: Small, disk: Disk
) -> None:
    async with opened(small.workspace, small.profile_id, at="attributes") as seen:
        disk.full = True
        await seen.write("head")
        await seen.press("down", "enter")
        await seen.until(lambda: "! not saved" in seen.top)
        assert line(seen) == "head"
        disk.full = False
        await seen.until_saved()
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["head"]
        await seen.press("enter")
        assert [a.title for a in small.in_the_file.of(Attribute)] == ["Headcount"]


async def test_without_room_a_finding_becomes_nothing_and_it_is_told(small: Small, disk: Disk) -> None:
    find(small, "They meet at the fish market")
    async with opened(small.workspace, small.profile_id, at="findings") as seen:
        disk.full = True
        await bring_in(seen, "channel")
        assert seen.told("disk is full")
        disk.full = False
        assert seen.interview.position.page.id == "findings"
    assert small.in_the_file.of(Channel) == [] and small.same()


async def test_without_room_a_composed_text_stays_in_view_until_it_is_saved(small: Small, disk: Disk) -> None:
    add(small.workspace, small.profile_id, Attribute, small.profile_id, ROWS)
    async with opened(small.workspace, small.profile_id, at="statement") as seen:
        disk.full = True
        await seen.press("ctrl+b")
        await seen.until(lambda: "! not saved" in seen.top)
        assert seen.find("#prose", ProseArea).text == DRAFT
        disk.full = False
        await seen.until_saved()
        assert small.in_the_file.profile.statement == DRAFT
        assert seen.find("#prose", ProseArea).text == DRAFT


async def test_without_room_a_parked_situation_stays_parked(small: Small, disk: Disk) -> None:
    async with opened(small.workspace, small.profile_id, at="parked") as seen:
        disk.full = True
        await seen.press("ctrl+b")
        assert seen.told("disk is full")
        disk.full = False
        assert seen.titles(ParkedSituation) == ["Hospital pharmacies"]
    assert len(summaries(small.workspace.database)) == 1
