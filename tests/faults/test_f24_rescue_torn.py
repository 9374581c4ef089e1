"""A rescue journal torn at any byte, or read twice: each whole line counts once, nothing newer gives way."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from tallying import Tally

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.declaration import Record
from icp_tui.method.records import Objective, Problem
from icp_tui.store.log.changes import Edit
from icp_tui.store.log.ids import new_id
from icp_tui.store.safety import rescue
from icp_tui.store.safety.rescue import append_safely, journal_path
from icp_tui.store.safety.rescue_lines import Waiting, _sum
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import Workspace
from small import Small

pytestmark = pytest.mark.fault(24)

SUFFERERS = ["Kierowcy i spedytorzy", "Señores conductores", "Clerks"]


def answer(small: Small, record: Record, field: str, text: str) -> Waiting:
    edits = small.workspace.answer_edits(small.profile_id, record, field, text)
    return Waiting(f"{record.id}/{field}", new_id(), small.profile_id, tuple(edits))


def begun(small: Small, title: str) -> Waiting:
    record_id, parent = new_id(), small.first(Objective).id
    edits = actions.adding(small.workspace, small.profile_id, Problem, parent, {record_id: {"what": title}})
    return Waiting(record_id, new_id(), small.profile_id, tuple(edits))


def kept(small: Small, *waiting: Waiting) -> Path:
    assert small.workspace.rescue.keep(waiting)
    return small.workspace.rescue.journal.path


def problems(small: Small) -> list[tuple[str, str | None]]:
    return [(problem.title, problem.sufferers) for problem in small.in_the_file.of(Problem)]


def three_and_one(small: Small) -> list[Waiting]:
    """Answers to three problems, and a fourth problem."""
    waiting = [
        answer(small, record, "sufferers", text)
        for record, text in zip(small.answers.of(Problem), SUFFERERS, strict=True)
    ]
    return [*waiting, begun(small, "Łańcuch zerwany")]


def test_torn_at_any_byte_the_whole_lines_count_once(small: Small, tally: Tally) -> None:
    path = kept(small, *three_and_one(small))
    content = path.read_bytes()
    small.workspace.close()
    before = small.workspace.database.path.read_bytes()
    ends = [n for n, byte in enumerate(content) if byte == ord("\n")]
    cuts = sorted({*range(0, len(content), 97), *(n + d for n in ends for d in (-1, 0, 1)), len(content)})
    for cut in cuts:
        small.workspace.database.path.write_bytes(before)
        path.write_bytes(content[:cut])
        again = Small.opened(small.workspace.database.path)
        # A line whose line break is missing is whole all the same: its sum says so.
        whole = sum(end <= cut for end in ends)
        found = problems(again)
        expected = (
            [SUFFERERS[n] if n < whole else None for n in range(3)],
            ["Łańcuch zerwany"] if whole == 4 else [],
        )
        if ([told for _, told in found[:3]], [title for title, _ in found[3:]]) != expected:
            tally.lost(f"cut at {cut} of {len(content)}: {found}")
        if len(again.workspace.rescue.brought_back.back) != whole or path.exists():
            tally.lost(f"cut at {cut}: {again.workspace.rescue.brought_back}")
        assert again.workspace.rescue.brought_back.aside == 0
        again.workspace.close()
        tally.tried()


def test_read_twice_is_read_once(small: Small, tally: Tally) -> None:
    path = kept(small, *three_and_one(small))
    content = path.read_bytes()
    small.restart()
    first, changes = problems(small), small.changes()
    for _ in range(3):
        path.write_bytes(content)
        small.restart()
        if problems(small) != first or small.changes() != changes or not small.same():
            tally.lost(problems(small))
        assert not small.workspace.rescue.brought_back.words
        tally.tried()


def test_what_was_given_since_stands_and_the_older_text_is_put_aside(small: Small) -> None:
    problem = small.first(Problem)
    path = kept(small, answer(small, problem, "sufferers", "Older"))
    content = path.read_bytes()
    small.set(problem, {"sufferers": "Newer"})
    small.workspace.close()
    path.write_bytes(content)
    again = Small.opened(small.workspace.database.path)
    assert again.now(problem).sufferers == "Newer"
    told = again.workspace.rescue.brought_back
    assert (told.back, told.aside) == ((), 1)
    assert told.aside_at
    assert "Older" in told.aside_at.read_text(encoding="utf-8")
    assert "did not fit" in told.words
    again.workspace.close()


def test_what_was_given_in_the_same_millisecond_was_given_since(small: Small) -> None:
    problem = small.first(Problem)
    path = kept(small, answer(small, problem, "sufferers", "Older"))
    small.set(problem, {"sufferers": "Newer"})
    [[at]] = small.workspace.database.rows("SELECT max(at) FROM change WHERE field = 'sufferers'")
    content = list(rewritten(path, at=at))
    small.workspace.close()
    append_safely(path, content)
    again = Small.opened(small.workspace.database.path)
    assert again.now(problem).sufferers == "Newer"
    again.workspace.close()


def test_what_was_undone_after_it_came_back_stays_undone(small: Small) -> None:
    problem = small.first(Problem)
    path = kept(small, answer(small, problem, "sufferers", "Kierowcy"))
    content = path.read_bytes()
    small.restart()
    small.workspace.undo(small.profile_id)
    assert small.now(problem).sufferers is None
    path.write_bytes(content)
    small.restart()
    assert small.now(problem).sufferers is None


def test_a_clock_that_goes_wrong_loses_nothing(small: Small) -> None:
    problem = small.first(Problem)
    small.set(problem, {"sufferers": "Before"})
    small.workspace.rescue._now = lambda: dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    kept(small, answer(small, problem, "sufferers", "After"))
    small.restart()
    assert small.now(problem).sufferers == "After"


def test_what_was_taken_back_does_not_come_back(small: Small) -> None:
    waiting = three_and_one(small)
    kept(small, *waiting)
    kept(small, *waiting[:2])
    small.restart()
    assert [text for _, text in problems(small)] == [*SUFFERERS[:2], None]


@pytest.fixture
def still_full(small: Small, monkeypatch: pytest.MonkeyPatch) -> Iterator[Small]:
    """The program started a second time, while nothing can be saved yet; “Pierwsza” waits from the first."""

    def full(*_: object) -> None:
        raise SaveFailed("The disk is full.")

    kept(small, answer(small, small.first(Problem), "sufferers", "Pierwsza"))
    small.workspace.close()
    monkeypatch.setattr(Workspace, "bring_in", full)
    again = Small.opened(small.workspace.database.path)
    assert again.workspace.rescue.brought_back.failed
    yield again
    again.workspace.let_go()


def test_what_waits_from_last_time_outlives_a_text_that_is_typed_and_erased(still_full: Small) -> None:
    kept(still_full, answer(still_full, still_full.first(Problem), "sufferers", "a"))
    kept(still_full)
    lines, unread = still_full.workspace.rescue.journal.read()
    assert ([line.waiting.edits[0].new for line in lines], unread) == (["Pierwsza"], [])


def test_what_waits_from_last_time_comes_before_what_is_typed_now(still_full: Small) -> None:
    kept(still_full, answer(still_full, still_full.first(Problem), "sufferers", "Dr"))
    kept(still_full, answer(still_full, still_full.first(Problem), "sufferers", "Druga"))
    lines, _ = still_full.workspace.rescue.journal.read()
    assert [line.waiting.edits[0].new for line in lines] == ["Pierwsza", "Druga"]


def test_both_are_versions_in_the_end(
    small: Small, still_full: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(still_full, answer(still_full, still_full.first(Problem), "sufferers", "Druga"))
    monkeypatch.undo()
    still_full.restart()
    assert still_full.now(still_full.first(Problem)).sufferers == "Druga"
    rows = still_full.workspace.database.rows(
        "SELECT new FROM change WHERE field = 'sufferers' ORDER BY clock"
    )
    assert [row["new"] for row in rows] == ["Pierwsza", "Druga"]
    assert not still_full.workspace.rescue.journal.exists()


def test_a_journal_that_cannot_be_read_is_told_and_stays(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Kierowcy"))
    content, read = path.read_bytes(), Path.read_bytes

    def closed(one: Path) -> bytes:
        if one == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(one)

    monkeypatch.setattr(Path, "read_bytes", closed)
    small.restart()
    assert "Permission denied" in str(small.workspace.rescue.brought_back.failed)
    small.workspace.rescue.nothing_waits()
    monkeypatch.undo()
    assert path.read_bytes() == content
    small.restart()
    assert small.now(small.first(Problem)).sufferers == "Kierowcy"


def test_the_same_text_is_written_once_and_again_where_the_journal_was_taken_away(small: Small) -> None:
    waiting = three_and_one(small)
    path = kept(small, *waiting)
    size = path.stat().st_size
    kept(small, *waiting)
    assert path.stat().st_size == size
    path.unlink()
    kept(small, *waiting)
    assert path.stat().st_size == size


def test_a_line_after_a_torn_one_stands_for_itself(small: Small) -> None:
    one, two, *_ = three_and_one(small)
    path = kept(small, one)
    path.write_bytes(path.read_bytes() + b'{"sum": "torn')
    small.workspace.rescue.journal._size = path.stat().st_size
    kept(small, one, two)
    small.restart()
    assert [text for _, text in problems(small)] == [*SUFFERERS[:2], None]
    assert small.workspace.rescue.brought_back.aside == 1


def rewritten(path: Path, **other: object) -> Iterable[str]:
    """The lines of a journal with something else in them and a sum that fits."""
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line) | other
        told.pop("sum")
        yield json.dumps({"sum": _sum(told), **told})


@pytest.mark.parametrize(
    "edit",
    [
        ["a_kind_of_tomorrow", "1", "name", "x", ""],
        ["problem", "RECORD", "a_field_of_tomorrow", "x", ""],
        ["problem", "nobody", "what", "x", ""],
        ["problem", "RECORD", "severity", "no number", ""],
        ["problem", "RECORD", "step", "nobody", ""],
        ["problem", "new", "parent", "nobody", ""],
    ],
    ids=["kind", "field", "record", "value", "link", "parent"],
)
def test_what_is_unknown_is_put_aside_and_the_rest_comes_back(
    small: Small, edit: list[str], tally: Tally
) -> None:
    first, second, *_ = small.answers.of(Problem)
    path = kept(small, answer(small, first, "sufferers", SUFFERERS[0]))
    edit = [part.replace("RECORD", second.id) for part in edit]
    strange = [*rewritten(path, about="strange", edits=[edit])]
    append_safely(path, strange)
    small.restart()
    if problems(small)[0][1] != SUFFERERS[0]:
        tally.lost(SUFFERERS[0])
    told = small.workspace.rescue.brought_back
    assert (told.back, told.aside) == (("Who suffers",), 1)
    assert told.aside_at
    assert told.aside_at.read_text(encoding="utf-8").splitlines() == strange
    assert not path.exists()
    assert small.same()


def test_a_journal_that_cannot_be_read_again_is_kept(small: Small) -> None:
    path = kept(small, *three_and_one(small))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("Se\\u00f1ores", "Se\\u00f1oras")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    small.restart()
    assert [text for _, text in problems(small)] == [SUFFERERS[0], None, SUFFERERS[2], None]
    told = small.workspace.rescue.brought_back
    assert (len(told.back), told.aside) == (3, 1)


def test_a_write_that_fails_in_the_middle_leaves_the_journal_whole(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, *_ = three_and_one(small)
    path = kept(small, one)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not small.workspace.rescue.keep([one, two])
    assert path.read_bytes() == before


def test_a_last_line_that_ended_is_kept_though_nobody_can_read_it(small: Small, tally: Tally) -> None:
    """As a newer program may write it: only a line without its line break was torn."""
    path = small.workspace.rescue.journal.path
    append_safely(path, ['{"of": "tomorrow"}'])
    small.restart()
    told = small.workspace.rescue.brought_back
    assert told.aside == 1
    assert told.aside_at
    if told.aside_at.read_text(encoding="utf-8") != '{"of": "tomorrow"}\n':
        tally.lost("of tomorrow")
    assert not path.exists()


def test_what_cannot_be_put_aside_stays_in_the_journal_until_it_can(
    small: Small, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Clerks"))
    append_safely(path, ['{"of": "tomorrow"}'])
    with monkeypatch.context() as full:
        full.setattr(rescue.Journal, "put_aside", no_room)
        small.restart()
        told = small.workspace.rescue.brought_back
        assert (told.back, told.aside) == (("Who suffers",), 0)
        assert "No space left" in str(told.failed)
        small.workspace.rescue.nothing_waits()
    if not path.exists():
        tally.lost("of tomorrow")
    small.workspace.rescue.nothing_waits()
    assert small.workspace.rescue.brought_back.aside == 1
    assert not path.exists()


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def unreadable(*_: object) -> list[str]:
    raise BadFile("Cannot read it.")


@pytest.mark.parametrize("what", ["lines", "strays"])
def test_a_file_that_cannot_be_read_is_told_and_the_journal_waits(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Clerks"))
    if what == "strays":
        path = path.rename(journal_path(tmp_path / "elsewhere.db"))
        path.write_text("\n".join(rewritten(path, file=str(tmp_path / "elsewhere.db"))), encoding="utf-8")
    with monkeypatch.context() as damaged:
        damaged.setattr(small.workspace.database, "rows", unreadable)
        small.workspace.rescue.bring_back()
        assert "Cannot read it" in str(small.workspace.rescue.brought_back.failed)
        assert path.exists()
    small.workspace.rescue.nothing_waits()
    assert small.workspace.rescue.brought_back.back == ("Who suffers",)
    assert small.in_the_file.of(Problem)[0].sufferers == "Clerks"


def unplugged(small: Small, path: Path) -> Path:
    """A copy of the workspace, on another disk than the one that is taken away."""
    small.workspace.let_go()
    copy = path.parent.parent / "copy.db"
    shutil.copyfile(path, copy)
    path.parent.rename(path.parent.with_name("away"))
    return copy


def on_a_stick(small: Small, folder: Path) -> Small:
    """The workspace in a folder of its own."""
    folder.mkdir()
    small.workspace.close()
    path = small.workspace.database.path.rename(folder / "small.db")
    return Small.opened(path)


def test_a_copy_leaves_the_journal_of_the_workspace_on_a_stick_that_is_away(
    small: Small, tmp_path: Path, tally: Tally
) -> None:
    small = on_a_stick(small, tmp_path / "stick")
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Clerks"))
    home = small.workspace.database.path
    copy = Small.opened(unplugged(small, home))
    assert copy.in_the_file.of(Problem)[0].sufferers is None
    assert not copy.workspace.rescue.brought_back.words
    copy.workspace.close()
    if not path.exists():
        tally.lost("Clerks")
    (tmp_path / "away").rename(home.parent)
    again = Small.opened(home)
    assert again.in_the_file.of(Problem)[0].sufferers == "Clerks"
    again.workspace.close()


def test_lines_that_name_no_inode_are_left_where_their_folder_is_away(small: Small, tmp_path: Path) -> None:
    """As programs wrote them before they noted it."""
    small = on_a_stick(small, tmp_path / "stick")
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Clerks"))
    path.write_text("\n".join(rewritten(path, inode=0)), encoding="utf-8")
    copy = Small.opened(unplugged(small, small.workspace.database.path))
    assert copy.in_the_file.of(Problem)[0].sufferers is None
    assert path.exists()
    (tmp_path / "stick").mkdir()
    copy.restart()
    assert copy.in_the_file.of(Problem)[0].sufferers == "Clerks"
    assert not path.exists()
    copy.workspace.close()


def test_a_workspace_whose_folder_was_renamed_finds_its_text_and_the_journal_stays(
    small: Small, tmp_path: Path
) -> None:
    small = on_a_stick(small, tmp_path / "before")
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Clerks"))
    small.workspace.close()
    moved = (tmp_path / "before").rename(tmp_path / "after") / "small.db"
    again = Small.opened(moved)
    assert again.in_the_file.of(Problem)[0].sufferers == "Clerks"
    assert path.exists()
    again.restart()
    assert not again.workspace.rescue.brought_back.words
    again.workspace.close()


def test_what_does_not_fit_to_a_file_that_was_moved_stays_in_its_journal(
    small: Small, tmp_path: Path
) -> None:
    path = kept(small, answer(small, small.first(Problem), "sufferers", "Clerks"))
    append_safely(path, ['{"of": "tomorrow"}'])
    small.workspace.close()
    moved = small.workspace.database.path.rename(tmp_path / "moved.db")
    again = Small.opened(moved)
    told = again.workspace.rescue.brought_back
    assert (told.back, told.aside, told.aside_at) == (("Who suffers",), 1, path)
    assert path.exists()
    again.workspace.close()


def test_the_journal_of_another_workspace_is_none_of_our_business(small: Small, tmp_path: Path) -> None:
    theirs = journal_path(tmp_path / "theirs.db")
    (tmp_path / "theirs.db").touch()
    path = kept(small, Waiting("x", new_id(), "somebody", (Edit("client", "nobody", "name", "x"),)))
    path.rename(theirs)
    small.restart()
    assert theirs.exists()
    assert not small.workspace.rescue.brought_back.words
