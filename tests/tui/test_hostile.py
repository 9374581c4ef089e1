"""Whatever is typed or pasted is shown as it is: no markup, no command to the terminal, nothing breaks."""

from __future__ import annotations

from functools import partial

from driving import Seen, opened
from rich.cells import cell_len
from textual.widgets import TextArea

from icp_tui.method.declaration import Record
from icp_tui.method.fields import Date, Money, Number, Prose, Text
from icp_tui.method.length import LONGEST
from icp_tui.method.records import Client, Evidence, Objective, ParkedSituation, Problem, Profile
from icp_tui.method.safe import safe_text
from icp_tui.method.steps import PAGES
from icp_tui.store.log.changes import Edit
from icp_tui.store.work.library import Place
from icp_tui.tui.position import position_at
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.screens.search import SearchScreen
from icp_tui.tui.screens.versions import VersionsScreen
from icp_tui.tui.widgets.lines import Lines
from small import Small

MARKUP = "[/x] [@click=app.quit]x[/] [bold red]y"
ESCAPES = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x07bell"
BIDI = "\u202egnirts\u202c \u2066in\u2069 \u200f"
ZALGO = "Z" + "\u0337\u0322\u031b\u0341" * 40 + "algo"
SURROGATE = "lone \udc80 and \ufffe"
LONG = "w" * (LONGEST - 1)
ALL = f"{MARKUP} {ESCAPES} {BIDI} {ZALGO} {SURROGATE}"


def harmless(text: str) -> bool:
    """Whether a terminal does nothing but show it."""
    return safe_text(text.replace("\n", "")) == text.replace("\n", "")


def filled_with(small: Small, text: str) -> None:
    """Answer everything with `text`; what cannot be read as its kind is kept as typed."""
    edits = []
    for record in small.answers.records:
        for name, question in record.questions.items():
            if isinstance(question.kind, Text | Prose):
                edits.append(Edit(record.kind, record.id, name, safe_text(text)))
            elif isinstance(question.kind, Number | Money | Date):
                edits.append(Edit(record.kind, record.id, name, None))
                edits.append(Edit(record.kind, record.id, f"{name}:raw", safe_text(text)))
    small.workspace.change(small.profile_id, edits)


def an_older_file_holds(small: Small, record: Record, answers: dict[str, str]) -> None:
    """Put answers into the file whatever their length, as an older program or a merge can."""
    edits = [Edit(record.kind, record.id, name, text) for name, text in answers.items()]
    small.workspace.change(small.profile_id, edits)


def is_in(seen: Seen, field: str) -> bool:
    return seen.field == field


async def look_everywhere(seen: Seen) -> list[str]:
    """Go to every page, into every field and to every screen; gives what was seen."""
    met = []
    for _ in PAGES:
        if not seen.interview.position.page.single:
            await seen.press("enter")
        met.append(seen.text)
        await seen.press("ctrl+pagedown")
    await seen.press("f1")
    met.append(seen.text)
    await seen.press("f1")
    for key, kind in (
        ("f2", PickScreen),
        ("ctrl+p", PickScreen),
        ("f4", PreviewScreen),
        ("ctrl+f", SearchScreen),
    ):
        await seen.press(key)
        await seen.until_on(kind)
        if kind is SearchScreen:
            await seen.write("x y")
        met.append(seen.text)
        await seen.press("escape")
        await seen.until_on(InterviewScreen)
    await seen.press("ctrl+o")
    await seen.until_on(LibraryScreen)
    return [*met, seen.text]


async def test_hostile_answers_are_shown_everywhere_and_break_nothing(small: Small) -> None:
    filled_with(small, ALL)
    async with opened(small.workspace, small.profile_id, at=PAGES[0].id, toasts=True) as seen:
        met = await look_everywhere(seen)
        assert seen.app.is_running
        shown = "[/x] [@click=app.quit]x[/]"
        assert all(harmless(screen) for screen in met)
        assert all(cell_len(line) == 120 for screen in met for line in screen.split("\n"))
        assert len([screen for screen in met if shown in screen]) >= len(PAGES)
        assert shown in met[-1]


async def test_a_word_of_100_kb_is_cut_with_a_mark_and_breaks_nothing(small: Small) -> None:
    small.set(small.first(Problem), {"what": LONG, "in_their_words": LONG})
    place = Place("problems", record_id=small.first(Problem).id, field="in_their_words")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        assert "wwww…" in seen.chosen("#rows")
        await seen.press("x")
        await seen.until_saved()
        assert small.first(Problem).in_their_words == LONG + "x"
        await seen.press("f4")
        screen = await seen.until_on(PreviewScreen)
        await seen.until(lambda: screen.paper.blocks)
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)


async def test_hostile_texts_are_kept_as_text_when_they_are_typed_and_pasted(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="problems", toasts=True) as seen:
        for text in (MARKUP, BIDI, ZALGO, SURROGATE, ESCAPES):
            await seen.add(text)
        await seen.paste(f"{ALL}\n{MARKUP}")
        await seen.until(lambda: len(seen.titles(Problem)) == 10)
        expected = [" ".join(safe_text(text).split()) for text in (MARKUP, BIDI, ZALGO, SURROGATE, ESCAPES)]
        assert seen.titles(Problem)[3:8] == expected
        assert "[/x] [@click=app.quit]x[/] [bold red]y" in seen.chosen("#rows")
        assert small.same()


async def test_every_kind_of_field_takes_hostile_text_without_harm(small: Small) -> None:
    async with opened(small.workspace, small.profile_id, at="client") as seen:
        for kind, page, fields in (
            (Client, "client", ("name", "notes")),
            (Profile, "goal", ("budget",)),
            (Profile, "life", ("next_review",)),
            (Problem, "problems", ("times", "per", "severity", "step")),
            (Evidence, "evidence", ("proves_problems",)),
        ):
            for field in fields:
                place = Place(page, record_id=small.first(kind).id, field=field)
                seen.interview.go(position_at(place, seen.answers))
                await seen.until(partial(is_in, seen, field))
                await seen.paste(f"{ALL}\n{LONG[:2000]}")
                await seen.press("[", "x", "]")
                await seen.until_saved()
                assert harmless(seen.text), field
                assert small.same()


async def test_messages_with_hostile_names_are_shown_as_they_are(small: Small) -> None:
    small.set(small.first(Problem), {"what": MARKUP})
    place = Place("problems", record_id=small.first(Problem).id)
    async with opened(small.workspace, small.profile_id, at=place, toasts=True) as seen:
        await seen.press("f8")
        await seen.until(lambda: seen.shows("Deleted:"))
        assert seen.told(f"Deleted: {MARKUP}")


async def test_earlier_versions_of_hostile_text_are_shown_as_they_are(small: Small) -> None:
    objective = small.set(small.first(Objective), {"in_their_words": MARKUP})
    small.set(objective, {"in_their_words": ALL})
    place = Place("objectives", record_id=objective.id, field="in_their_words")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.press("ctrl+r")
        await seen.until_on(VersionsScreen)
        await seen.press("down")
        await seen.until(lambda: MARKUP in seen.reads("#value"))


async def test_a_hostile_search_finds_nothing_and_breaks_nothing(small: Small) -> None:
    async with opened(small.workspace) as seen:
        await seen.press("slash")
        await seen.until_on(SearchScreen)
        for text in (
            '"',
            "* OR 1=1 --",
            "[/]",
            "%_\\",
            "NEAR(",
            ALL.replace("\udc80", ""),
            "\udc80",
            LONG[:5000],
        ):
            await seen.write(text)
            assert seen.app.is_running
        await seen.until(lambda: seen.shows("Nothing found."))


async def test_what_is_looked_for_in_links_is_shown_as_it_is(small: Small) -> None:
    problem = small.first(Problem)
    place = Place("problems", record_id=problem.id, field="step")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        await seen.write("[/x][@click=app.quit]")
        await seen.until(lambda: seen.shows("Nothing holds “[/x][@click=app.quit]”."))


async def test_parked_hostile_names_become_profiles(small: Small) -> None:
    parked = small.set(small.first(ParkedSituation), {"situation": MARKUP})
    async with opened(small.workspace, small.profile_id, at=Place("parked", record_id=parked.id)) as seen:
        await seen.press("ctrl+b")
        await seen.until(lambda: MARKUP in seen.top)


async def test_a_megabyte_is_cut_where_it_is_shown_and_kept_whole(small: Small) -> None:
    million = "w" * 1_000_000
    an_older_file_holds(small, small.first(Problem), {"what": million})
    words = {"result": million, "in_their_words": "many words " * 90_000}
    an_older_file_holds(small, small.first(Objective), words)
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        assert "wwww…" in seen.text
        seen.interview.go(position_at(Place("objectives", record_id=small.first(Objective).id), seen.answers))
        await seen.settle()
        lines = seen.find("#sheet", Lines).count
        assert lines < 1_000
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)
    assert small.first(Problem).what == million


async def test_prose_too_long_to_be_written_here_is_shown_and_never_cut(small: Small) -> None:
    many = ("many words " * 90_000).strip()
    objective = small.first(Objective)
    an_older_file_holds(small, objective, {"in_their_words": many})
    place = Place("objectives", record_id=objective.id, field="in_their_words")
    async with opened(small.workspace, small.profile_id, at=place) as seen:
        assert seen.field == "in_their_words"
        assert "989,999 characters" in seen.find("#prose", TextArea).text
        await seen.press("x", "backspace", "ctrl+u", "enter")
        await seen.paste("pasted")
        await seen.press("tab", "shift+tab", "ctrl+z", "ctrl+y")
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)
    assert small.now(objective).in_their_words == many
