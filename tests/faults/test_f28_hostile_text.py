"""Fault 28: markup and control characters in every answer are shown as they stand, or dropped."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from calling import Icp
from driving import Seen, opened
from hostile_text import AT_A_TERMINAL, ATTACKS, FORBIDDEN, MARKUP, poisoned
from pty_terminal import Open
from rich.cells import cell_len
from tallying import Tally

from icp_tui import paths
from icp_tui.documents.catalogue import DOCUMENTS, make_document
from icp_tui.documents.html import to_html
from icp_tui.method.declaration import RECORDS
from icp_tui.method.steps import PAGES
from icp_tui.opening import open_workspace
from icp_tui.store.log.history import versions
from icp_tui.store.work.library import Place, summaries
from icp_tui.store.work.search import search
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.position import position_at
from icp_tui.tui.screens.interview import InterviewScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.screens.picking import PickScreen
from icp_tui.tui.screens.preview import PreviewScreen
from icp_tui.tui.screens.search import SearchScreen
from icp_tui.tui.screens.versions import VersionsScreen

pytestmark = pytest.mark.fault(28)

SHOWN = MARKUP.split(" ", maxsplit=1)[0]


@pytest.fixture(scope="module")
def poison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A poisoned file, to be copied."""
    return poisoned(tmp_path_factory.mktemp("hostile") / "hostile.db")


@pytest.fixture
def file(poison: Path, tmp_path: Path) -> Path:
    """A poisoned file of the test's own."""
    path = tmp_path / "hostile.db"
    path.write_bytes(poison.read_bytes())
    return path


@pytest.fixture
def workspace(file: Path) -> Iterator[Workspace]:
    """The poisoned file, open."""
    made = open_workspace(file)
    yield made
    made.let_go()


def told_of(tally: Tally, where: object, text: str) -> None:
    tally.tried()
    for found in FORBIDDEN.finditer(text.replace("\n", "").replace("\t", "")):
        tally.lost(f"{where}: {found[0]!r}")


def test_what_is_loaded_is_harmless_whoever_wrote_it(workspace: Workspace, tally: Tally) -> None:
    attacked = 0
    for row in summaries(workspace.database):
        told_of(tally, "library", f"{row.client}{row.sells}{row.profile}")
        for record in workspace.answers(row.profile_id).records:
            for name, value in vars(record).items():
                told_of(tally, f"{record.kind}.{name}", str(value))
                attacked += MARKUP in str(value)
    assert attacked > 500
    for record in workspace.answers(row.profile_id).records[:40]:
        for name in record.questions:
            for version in versions(workspace.database, record.id, name):
                told_of(tally, f"history of {record.kind}.{name}", f"{version.author}{version.value}")
    for hit in search(workspace.database, "click"):
        told_of(tally, "search", hit.line)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_and_pages_hold_nothing_that_could_do_harm(
    workspace: Workspace, document: str, tally: Tally
) -> None:
    for row in summaries(workspace.database):
        made = make_document(workspace.answers(row.profile_id), document)
        told_of(tally, document, made)
        assert "\\[/x\\]" in made
        page = to_html(made, title=row.client, language="en")
        told_of(tally, f"{document} as HTML", page)
        assert "<script" not in page
        assert "<b>" not in page


@pytest.fixture
def icp(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Icp:
    """Calls on the poisoned file, with a home folder apart."""
    for name in ("settings_file", "user_templates_folder"):
        monkeypatch.setattr(paths, name, lambda place=tmp_path / "home" / name: place)
    return Icp(file, tmp_path / "home")


def test_what_commands_print_holds_nothing_that_could_do_harm(icp: Icp, tally: Tally) -> None:
    ids = [one["id"] for one in json.loads(icp.done("list", "--json").out)]
    answers = icp.answers()
    calls = [
        ("list",),
        ("list", "--json"),
        ("search", "click"),
        ("search", "click", "--json"),
        ("search", ATTACKS["clear"]),
        ("path",),
        *(("show", one) for one in ids),
        ("show", ids[0], "--json"),
        ("agenda", ids[0]),
        ("render", ids[1], "--document", "survey"),
        ("render", ids[0], "--document", "agenda", "--html"),
        ("history", answers.client.id, "name"),
        ("history", answers.client.id, "name", "--json"),
        ("show", ATTACKS["clear"]),
        ("forget", ATTACKS["clipboard"], "--yes"),
        ("delete", next(record.id for record in answers.records if record.kind == "problem")),
        ("undo", "--library"),
    ]
    for words in calls:
        outcome = icp(*words)
        told_of(tally, words, outcome.out + outcome.err)


def test_a_value_that_nobody_can_read_is_named_without_harm(icp: Icp, tally: Tally) -> None:
    with closing(sqlite3.connect(icp.workspace)) as connection, connection:
        connection.execute("UPDATE profile SET mode = ?", (ATTACKS["clear"] + MARKUP,))
    outcome = icp("show", "ColdLine")
    assert outcome.code == 1
    told_of(tally, "error", outcome.err)


def test_ids_that_somebody_made_up_do_no_harm(icp: Icp, tally: Tally) -> None:
    with closing(sqlite3.connect(icp.workspace)) as connection, connection:
        (found,) = connection.execute("SELECT id FROM objection LIMIT 1").fetchone()
        made_up = f"{ATTACKS['clipboard']}{ATTACKS['clear']}{MARKUP}"
        connection.execute("UPDATE objection SET id = ? WHERE id = ?", (made_up, found))
        connection.execute("UPDATE change SET record_id = ? WHERE record_id = ?", (made_up, found))
    for words in (
        ("show", "Wholesale"),
        ("list",),
        ("search", "click"),
        ("render", "Wholesale"),
        ("show", found),
    ):
        outcome = icp(*words)
        assert outcome.code in (0, 1)
        told_of(tally, words, outcome.out + outcome.err)


async def look_at(seen: Seen, tally: Tally, where: object) -> None:
    told_of(tally, where, seen.text)
    width = seen.app.size.width
    wrong = [line for line in seen.lines if cell_len(line) != width]
    if wrong:
        tally.lost(f"{where}: {wrong[0]!r} is {cell_len(wrong[0])} wide")


PAGES_EACH = [page.id for page in PAGES]


@pytest.mark.long
@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_every_page_shows_the_text_as_it_stands(
    workspace: Workspace, size: tuple[int, int], tally: Tally
) -> None:
    profile_id = summaries(workspace.database)[0].profile_id
    shown = 0
    async with opened(workspace, profile_id, at=PAGES_EACH[0], size=size, toasts=True) as seen:
        for page in PAGES_EACH:
            seen.interview.go(position_at(Place(page), seen.answers))
            await seen.settle()
            await look_at(seen, tally, page)
            if not seen.interview.position.page.single:
                await seen.press("enter")
                await look_at(seen, tally, f"{page}, first field")
            shown += SHOWN in seen.text
    assert shown > len(PAGES_EACH) / 3


@pytest.mark.long
async def test_every_other_screen_shows_the_text_as_it_stands(workspace: Workspace, tally: Tally) -> None:
    profile_id = summaries(workspace.database)[0].profile_id
    problem = workspace.answers(profile_id).of(RECORDS["problem"])[0]
    place = Place("problems", record_id=problem.id, field="in_their_words")
    async with opened(workspace, profile_id, at=place, toasts=True) as seen:
        for key, kind in (
            ("f1", InterviewScreen),
            ("f1", InterviewScreen),
            ("f2", PickScreen),
            ("ctrl+p", PickScreen),
            ("f4", PreviewScreen),
            ("ctrl+f", SearchScreen),
            ("ctrl+r", VersionsScreen),
        ):
            await seen.press(key)
            await seen.until_on(kind)
            if kind is SearchScreen:
                await seen.write("click")
                await seen.until(lambda: SHOWN in seen.text)
            if kind is PreviewScreen:
                await seen.until(lambda: SHOWN in seen.text)
            await look_at(seen, tally, key)
            if kind is not InterviewScreen:
                await seen.press("escape")
                await seen.until_on(InterviewScreen)
        await seen.press("f8")
        await seen.until(lambda: seen.shows("Deleted:"))
        await look_at(seen, tally, "message")
        await seen.press("ctrl+o")
        await seen.until_on(LibraryScreen)
        await look_at(seen, tally, "library")
        assert seen.app.is_running


@pytest.mark.long
def test_no_control_byte_of_an_answer_reaches_the_terminal(file: Path, started: Open, tally: Tally) -> None:
    terminal = started(file)
    terminal.wait_for("ColdLine")
    terminal.press("enter")
    terminal.wait_for("[/x]")
    for _ in range(8):
        terminal.press("ctrl+pagedown", "enter", "down", "down")
        terminal.watch(0.2)
    for key in ("f1", "f1", "f2", "escape", "ctrl+p", "escape", "f4", "pagedown", "escape", "ctrl+f"):
        terminal.press(key)
        terminal.watch(0.3)
    terminal.type("click")
    terminal.wait_for("[@click=app.quit]")
    terminal.press("escape")
    terminal.watch(0.3)
    terminal.paste("".join(ATTACKS.values()) + MARKUP)
    terminal.watch(0.5)
    terminal.press("ctrl+q")
    code = terminal.exit_code()
    if code:
        tally.lost(f"exit code {code}")
    # Textual itself asks for a shape of the pointer, and ends that with a bell.
    output = re.sub(rb"\x1b\]22;[a-z-]*\x07", b"", bytes(terminal.output))
    for attack in AT_A_TERMINAL:
        tally.tried()
        if attack in output:
            at = output.index(attack)
            tally.lost(f"{attack!r} in {output[max(0, at - 40) : at + 40]!r}")
    tally.heard(bytes(terminal.output))
