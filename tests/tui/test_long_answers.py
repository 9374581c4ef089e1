"""Nothing typed, pasted or written elsewhere is longer than an answer can be, and nothing is cut unasked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from driving import Seen, opened
from textual.widgets import Input, TextArea

from icp_tui import paths
from icp_tui.method.declaration import Record
from icp_tui.method.length import LONGEST
from icp_tui.method.records import Finding, Objective, Problem
from icp_tui.method.steps import PAGES
from icp_tui.store.log.changes import Edit
from icp_tui.store.work import actions
from icp_tui.store.work.library import Place
from icp_tui.tui.position import position_at
from small import Small

MUCH = "w" * (LONGEST + 1)


def in_field(small: Small, field: str) -> Place:
    return Place("objectives", record_id=small.first(Objective).id, field=field)


def an_older_file_holds(small: Small, record: Record, answers: dict[str, str | None]) -> None:
    edits = [Edit(record.kind, record.id, name, text) for name, text in answers.items()]
    small.workspace.change(small.profile_id, edits)


def stands_in(seen: Seen, field: str) -> str:
    """The text in the editor of a field."""
    return seen.find("#line", Input).value if field == "result" else seen.find("#prose", TextArea).text


@pytest.mark.parametrize("field", ["result", "in_their_words"])
async def test_a_paste_that_is_too_long_is_refused_with_its_length(small: Small, field: str) -> None:
    before = small.set(small.first(Objective), {field: "as it was"})
    async with opened(small.workspace, small.profile_id, at=in_field(small, field), toasts=True) as seen:
        await seen.paste(MUCH)
        assert seen.told("can have 100,000 characters; with this it would have 100,010")
        assert seen.told("What you copied is still where it was.")
        assert stands_in(seen, field) == "as it was"
        await seen.press("x")
        await seen.until_saved()
    assert getattr(small.now(before), field) == "as it wasx"


@pytest.mark.parametrize("field", ["result", "in_their_words"])
async def test_a_key_too_many_is_refused_and_taking_away_makes_room(small: Small, field: str) -> None:
    objective = small.set(small.first(Objective), {field: "w" * LONGEST})
    async with opened(small.workspace, small.profile_id, at=in_field(small, field)) as seen:
        await seen.press("x")
        assert len(stands_in(seen, field)) == LONGEST
        await seen.press("backspace", "y")
        await seen.until_saved()
    assert getattr(small.now(objective), field) == "w" * (LONGEST - 1) + "y"


@pytest.mark.parametrize("pasted", [MUCH, f"Short\n{MUCH}\nAnother"], ids=["one line", "one of three"])
async def test_the_line_for_new_ones_refuses_it_too(small: Small, pasted: str) -> None:
    before = small.changes()
    async with opened(small.workspace, small.profile_id, at="problems") as seen:
        await seen.paste(pasted)
        assert seen.told("with this it would have 100,001")
        assert seen.find("#add", Input).value == ""
    assert small.changes() == before


@pytest.mark.parametrize("field", ["result", "in_their_words", "by_when"])
async def test_an_answer_that_is_longer_already_is_shown_in_part_and_kept_whole(
    small: Small, field: str
) -> None:
    held = f"{field}:raw" if field == "by_when" else field
    an_older_file_holds(small, small.first(Objective), {field: None, held: MUCH})
    before = small.changes()
    async with opened(small.workspace, small.profile_id, at=in_field(small, field)) as seen:
        assert seen.shows("100,001 charac") and (field == "by_when" or seen.shows("F9 opens"))
        await seen.press("x", "backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w")
        await seen.paste("pasted")
        await seen.press("down", "up", "ctrl+o")
        await seen.until(lambda: not seen.app.screen.query("#form"))
    assert small.changes() == before


@pytest.mark.parametrize(("letter", "many"), [("w", 1_600_000), ("界 ", 150_000)])
async def test_with_answers_far_too_long_every_page_comes_at_once(
    small: Small, letter: str, many: int
) -> None:
    much = letter * many
    actions.add(
        small.workspace, small.profile_id, Finding, small.profile_id, [{"what": "A", "source": "interview"}]
    )
    for record in small.answers.records:
        an_older_file_holds(small, record, {record.title_field: much})
    async with opened(small.workspace, small.profile_id, at="client", size=(120, 40)) as seen:
        for page in PAGES:
            start = time.process_time()
            seen.interview.go(position_at(Place(page.id), seen.answers))
            await seen.settle()
            assert time.process_time() - start < 2.0, page.id
    assert small.in_the_file.of(Problem)[0].what == much


async def test_what_is_too_long_makes_no_other_record_and_says_so(small: Small) -> None:
    [finding] = actions.add(
        small.workspace, small.profile_id, Finding, small.profile_id, [{"what": "A", "source": "interview"}]
    )
    an_older_file_holds(small, finding, {finding.title_field: MUCH})
    async with opened(small.workspace, small.profile_id, at=Place("findings", record_id=finding.id)) as seen:
        before = small.changes()
        await seen.press("ctrl+b", "enter")
        await seen.until(lambda: seen.told("This is 100,001 characters long"))
        assert small.changes() == before


@contextmanager
def stands_aside() -> Iterator[None]:
    """There is no terminal to be given back here."""
    yield


def set_editor(folder: Path, monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    """An editor that puts something in the place of the `text` of its file."""
    script = folder / "editor.py"
    lines = ("import pathlib, sys", "file = pathlib.Path(sys.argv[1])", "text = file.read_text()")
    script.write_text("\n".join([*lines, f"file.write_text({python})"]))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


async def test_what_comes_back_too_long_from_an_editor_is_kept_and_named(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objective = small.set(small.first(Objective), {"in_their_words": "as it was"})
    set_editor(tmp_path, monkeypatch, "text + 'w' * 200_000")
    place = in_field(small, "in_their_words")
    async with opened(small.workspace, small.profile_id, at=place, toasts=True) as seen:
        monkeypatch.setattr(seen.app, "suspend", stands_aside)
        await seen.press("f9")
        [kept] = (paths.state_folder() / "written").glob("*/answer.md")
        assert kept.read_text() == "as it was" + "w" * 200_000
        assert kept.stat().st_mode & 0o077 == 0
        assert seen.told("This is 200,009 characters long; an answer can have 100,000.")
        assert seen.told(f"The answer is as it was. What you wrote is kept in {kept}.")
        assert stands_in(seen, "in_their_words") == "as it was"
    assert small.now(objective).in_their_words == "as it was"


@pytest.mark.parametrize("field", ["in_their_words", "by_when"])
async def test_an_answer_that_is_too_long_is_shortened_in_an_editor(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    held = f"{field}:raw" if field == "by_when" else field
    an_older_file_holds(small, small.first(Objective), {field: None, held: "2027-05-01 " + MUCH})
    set_editor(tmp_path, monkeypatch, "text[:10] + chr(10)")
    async with opened(small.workspace, small.profile_id, at=in_field(small, field)) as seen:
        monkeypatch.setattr(seen.app, "suspend", stands_aside)
        await seen.press("f9")
        await seen.until_saved()
        assert not seen.told("characters")
    assert str(getattr(small.first(Objective), field)) == "2027-05-01"


async def test_an_answer_that_is_too_long_can_be_looked_at_in_an_editor(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_older_file_holds(small, small.first(Objective), {"in_their_words": MUCH})
    before = small.changes()
    set_editor(tmp_path, monkeypatch, "text + chr(10)")
    async with opened(small.workspace, small.profile_id, at=in_field(small, "in_their_words")) as seen:
        monkeypatch.setattr(seen.app, "suspend", stands_aside)
        await seen.press("f9")
        await seen.settle()
        assert not (paths.state_folder() / "written").exists()
        assert not seen.told("")
    assert small.changes() == before
