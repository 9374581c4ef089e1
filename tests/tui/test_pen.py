"""The pen: what is typed is saved after a pause, at the latest after a second, and when one leaves."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from driving import Disk

from icp_tui.errors import BadFile
from icp_tui.method.records import Objective, ParkedSituation, Problem, ProcessStep
from icp_tui.method.steps import page_named
from icp_tui.store.log.history import versions
from icp_tui.store.safety.rescue_lines import Waiting
from icp_tui.tui import pen as pen_module
from icp_tui.tui.pen import Pen, Saving
from icp_tui.tui.position import Position
from small import Small

PAUSE, LONGEST, RETRY = 0.25, 1.0, 2.0


@dataclass(order=True)
class Call:
    """A call that was scheduled."""

    at: float
    number: int
    call: Callable[[], None] = field(compare=False)
    stopped: bool = field(default=False, compare=False)

    def stop(self) -> None:
        self.stopped = True


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0
        self._numbers = itertools.count()
        self._waiting: list[Call] = []

    def schedule(self, seconds: float, call: Callable[[], None]) -> Call:
        waiting = Call(self.now + seconds, next(self._numbers), call)
        self._waiting.append(waiting)
        return waiting

    def move(self, seconds: float) -> None:
        """Let time go by, and do what becomes due on the way."""
        end = self.now + seconds
        while due := sorted(w for w in self._waiting if not w.stopped and w.at <= end):
            self._waiting.remove(due[0])
            self.now = due[0].at
            due[0].call()
        self.now = end


class Desk:
    """A pen over the small profile, with all that it told."""

    def __init__(self, small: Small) -> None:
        self.small = small
        self.clock = Clock()
        self.told: list[Saving] = []
        self.commits = 0
        self.pen = Pen(
            small.workspace,
            small.profile_id,
            schedule=self.clock.schedule,
            tell=self.told.append,
            saved=self._saved,
        )
        self.problem = small.first(Problem)

    def _saved(self) -> None:
        self.commits += 1

    def type(self, raw: str, field: str = "what") -> None:
        self.pen.answer(self.small.now(self.problem), field, raw)

    def in_file(self, field: str = "what") -> object:
        """What the file says of the problem."""
        found = self.small.in_the_file.get(self.problem.id)
        assert found is not None
        return getattr(found, field)

    def problems_in_file(self) -> list[str]:
        return [problem.title for problem in self.small.in_the_file.of(Problem)]

    def journal(self) -> list[Waiting]:
        """What waits in the rescue journal."""
        lines, _ = self.small.workspace.rescue.journal.read()
        return [line.waiting for line in lines]

    def at(self, page: str) -> Position:
        objective = self.small.first(Objective)
        return Position(page_named(page), objective.id, self.problem.id)


@pytest.fixture
def desk(small: Small, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(pen_module, "PAUSE", PAUSE)
    monkeypatch.setattr(pen_module, "RETRY", RETRY)
    return Desk(small)


def test_what_is_typed_is_saved_when_typing_pauses(desk: Desk) -> None:
    desk.type("Load sent back")
    desk.clock.move(PAUSE - 0.01)
    assert desk.in_file() == "Load refused at the dock"
    desk.clock.move(0.02)
    assert desk.in_file() == "Load sent back"
    assert desk.told == [Saving(pending=True), Saving()]


def test_who_types_on_without_a_pause_is_saved_after_the_longest_time(desk: Desk) -> None:
    for n in range(8):
        desk.type("x" * (n + 1))
        desk.clock.move(0.125)
    assert desk.commits == 1
    assert desk.in_file() == "x" * 8


def test_nothing_is_saved_where_nothing_was_typed(desk: Desk) -> None:
    before = desk.small.changes()
    assert desk.pen.save()
    desk.pen.leave()
    desk.clock.move(10)
    assert desk.small.changes() == before
    assert desk.commits == 0


def test_leaving_saves_at_once(desk: Desk) -> None:
    desk.type("Load sent back")
    desk.pen.leave()
    assert desk.in_file() == "Load sent back"
    assert desk.pen.saving == Saving()


def test_no_timer_is_left_over_after_saving(desk: Desk) -> None:
    desk.type("Load sent back")
    desk.pen.leave()
    desk.clock.move(10)
    assert desk.commits == 1


def test_typing_with_pauses_is_one_version_and_one_undo(desk: Desk) -> None:
    for text in ("A", "A line", "A line in pieces"):
        desk.type(text)
        desk.clock.move(1)
    desk.pen.leave()
    assert desk.commits == 3
    assert len(versions(desk.small.workspace.database, desk.problem.id, "what")) == 2
    desk.small.workspace.undo(desk.small.profile_id)
    assert desk.in_file() == "Load refused at the dock"


def test_going_to_another_field_leaves_the_one_before(desk: Desk) -> None:
    desk.type("Load sent back")
    desk.type("Drivers", "sufferers")
    assert desk.in_file() == "Load sent back"
    desk.pen.leave()
    assert desk.in_file("sufferers") == "Drivers"


def test_a_failure_is_told_and_what_was_typed_is_tried_again(desk: Desk, disk: Disk) -> None:
    disk.full = True
    desk.type("Load sent back")
    desk.clock.move(PAUSE)
    assert desk.pen.saving.pending
    assert "disk is full" in str(desk.pen.saving.failure)
    assert desk.in_file() == "Load refused at the dock"
    disk.full = False
    desk.clock.move(RETRY)
    assert desk.in_file() == "Load sent back"
    assert desk.told[-1] == Saving()


def test_a_failure_that_goes_on_is_told_once(desk: Desk, disk: Disk) -> None:
    disk.full = True
    desk.type("Load sent back")
    desk.clock.move(PAUSE + 5 * RETRY)
    assert len([saving for saving in desk.told if saving.failure]) == 1


def test_typing_on_after_a_failure_saves_the_newest_text(desk: Desk, disk: Disk) -> None:
    disk.full = True
    desk.type("Load")
    desk.clock.move(PAUSE)
    desk.type("Load sent back")
    assert desk.pen.saving.failure
    disk.full = False
    desk.clock.move(RETRY)
    assert desk.in_file() == "Load sent back"


def test_two_fields_typed_while_saving_fails_are_both_saved_in_the_end(desk: Desk, disk: Disk) -> None:
    disk.full = True
    desk.type("Load sent back")
    assert desk.pen.leave() is None
    desk.type("Drivers", "sufferers")
    desk.type("Drivers and clerks", "sufferers")
    desk.clock.move(RETRY)
    disk.full = False
    desk.clock.move(RETRY)
    assert desk.in_file() == "Load sent back"
    assert desk.in_file("sufferers") == "Drivers and clerks"
    assert desk.pen.saving == Saving()


def test_the_plus_line_makes_one_record_that_grows(desk: Desk) -> None:
    for text in ("D", "Driver", "Driver quits"):
        desk.pen.begin(desk.at("problems"), text)
        desk.clock.move(PAUSE)
        assert desk.problems_in_file()[3:] == [text]
    made = desk.pen.leave()
    assert made is not None
    assert made.title == "Driver quits"
    assert desk.pen.draft is None


def test_the_next_text_in_the_plus_line_is_the_next_record(desk: Desk) -> None:
    for text in ("One", "Two"):
        desk.pen.begin(desk.at("problems"), text)
        desk.pen.leave()
    assert desk.problems_in_file()[3:] == ["One", "Two"]


def test_one_undo_takes_the_whole_typed_line_back(desk: Desk) -> None:
    for text in ("D", "Driver", "Driver quits"):
        desk.pen.begin(desk.at("problems"), text)
        desk.clock.move(PAUSE)
    desk.pen.leave()
    desk.small.workspace.undo(desk.small.profile_id)
    assert len(desk.problems_in_file()) == 3
    desk.small.workspace.redo(desk.small.profile_id)
    assert desk.problems_in_file()[3:] == ["Driver quits"]


def test_a_line_whose_text_is_taken_away_again_leaves_no_record(desk: Desk) -> None:
    desk.pen.begin(desk.at("problems"), "Driver")
    desk.clock.move(PAUSE)
    desk.pen.begin(desk.at("problems"), "")
    assert desk.pen.leave() is None
    assert len(desk.problems_in_file()) == 3


def test_a_line_that_is_erased_takes_its_record_back_at_once_and_redo_brings_it_back(desk: Desk) -> None:
    for text in ("Dr", "D", ""):
        desk.pen.begin(desk.at("problems"), text)
        desk.clock.move(PAUSE * bool(text))
    assert len(desk.problems_in_file()) == 3
    assert desk.pen.draft is None
    assert desk.pen.saving == Saving()
    desk.small.workspace.redo(desk.small.profile_id)
    assert desk.problems_in_file()[3:] == ["D"]


def test_what_is_typed_after_erasing_is_one_record(desk: Desk) -> None:
    for text in ("Driver", "", "Clerk"):
        desk.pen.begin(desk.at("problems"), text)
        desk.clock.move(PAUSE)
    made = desk.pen.leave()
    assert made is not None
    assert desk.problems_in_file()[3:] == ["Clerk"]


def test_a_line_erased_while_saving_fails_is_gone_in_the_end(desk: Desk, disk: Disk) -> None:
    desk.pen.begin(desk.at("problems"), "Driver")
    desk.clock.move(PAUSE)
    disk.full = True
    desk.pen.begin(desk.at("problems"), "")
    assert desk.pen.saving.kept
    disk.full = False
    desk.clock.move(RETRY)
    assert len(desk.problems_in_file()) == 3


def test_a_line_erased_and_typed_anew_while_saving_fails_is_the_same_record(desk: Desk, disk: Disk) -> None:
    desk.pen.begin(desk.at("problems"), "Driver")
    desk.clock.move(PAUSE)
    draft = desk.pen.draft
    disk.full = True
    desk.pen.begin(desk.at("problems"), "")
    desk.pen.begin(desk.at("problems"), "Clerk")
    disk.full = False
    desk.clock.move(RETRY)
    made = desk.pen.leave()
    assert made is not None and draft is not None and made.id == draft.id
    assert desk.problems_in_file()[3:] == ["Clerk"]


@pytest.mark.parametrize("text", ["", "   "])
def test_blanks_in_the_plus_line_make_no_record(desk: Desk, text: str) -> None:
    before = desk.small.changes()
    desk.pen.begin(desk.at("problems"), "D")
    desk.pen.begin(desk.at("problems"), text)
    desk.clock.move(10)
    assert desk.pen.leave() is None
    assert desk.small.changes() == before


def test_a_new_record_says_where_it_was_made(desk: Desk) -> None:
    desk.pen.begin(desk.at("new_process"), "Alarm rings")
    made = desk.pen.leave()
    assert isinstance(made, ProcessStep)
    assert (str(made.side), made.parent_id) == ("new", desk.small.first(Objective).id)


def test_a_record_that_hangs_on_the_profile_needs_no_objective(desk: Desk) -> None:
    desk.pen.begin(Position(page_named("parked")), "Bakeries")
    assert isinstance(desk.pen.leave(), ParkedSituation)


def test_a_line_without_an_objective_to_hang_on_makes_nothing(desk: Desk) -> None:
    desk.pen.begin(Position(page_named("problems")), "Nowhere")
    assert desk.pen.leave() is None
    assert len(desk.problems_in_file()) == 3


def test_a_line_that_cannot_be_saved_is_kept_and_becomes_one_record(desk: Desk, disk: Disk) -> None:
    disk.full = True
    desk.pen.begin(desk.at("problems"), "Driver quits")
    assert desk.pen.leave() is None
    assert desk.pen.saving.failure
    disk.full = False
    desk.clock.move(3 * RETRY)
    assert desk.problems_in_file()[3:] == ["Driver quits"]
    assert desk.pen.saving == Saving()


def test_a_line_is_the_same_record_however_often_it_is_tried(desk: Desk, disk: Disk) -> None:
    disk.full = True
    for text in ("K", "Ki", "Kierowcy"):
        desk.pen.begin(desk.at("problems"), text)
        desk.clock.move(RETRY + PAUSE)
    [line] = desk.journal()
    assert [edit.new for edit in line.edits if edit.field == "what"] == ["Kierowcy"]
    disk.full = False
    desk.clock.move(RETRY)
    made = desk.pen.leave()
    assert made is not None and made.id == line.about


def test_what_cannot_be_saved_is_in_the_journal_until_it_is(desk: Desk, disk: Disk) -> None:
    disk.full = True
    desk.type("Load sent back")
    desk.type("Conductores", "sufferers")
    desk.clock.move(PAUSE)
    assert desk.pen.saving.kept
    desk.type("Conductores y clientes", "sufferers")
    desk.clock.move(PAUSE)
    texts = [edit.new for line in desk.journal() for edit in line.edits if edit.new]
    assert texts == ["Load sent back", "Conductores y clientes"]
    disk.full = False
    desk.clock.move(RETRY)
    assert desk.journal() == []
    assert desk.pen.saving == Saving()


def test_while_saving_fails_typing_fills_the_journal_and_tries_nothing(
    desk: Desk, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that holds the file lets each try wait: not at every pause of somebody who types."""
    disk.full = True
    desk.type("Load")
    desk.clock.move(PAUSE)
    tried: list[int] = []
    monkeypatch.setattr(desk.pen, "save", lambda: tried.append(1))
    desk.type("Load sent back")
    desk.clock.move(PAUSE + 0.01)
    assert tried == []
    assert [edit.new for line in desk.journal() for edit in line.edits if edit.new] == ["Load sent back"]


def test_several_lines_that_cannot_be_saved_become_one_record_each(desk: Desk, disk: Disk) -> None:
    disk.full = True
    assert desk.pen.begin_all(desk.at("problems"), ["One", "Two"]) == []
    desk.pen.begin(desk.at("problems"), "Three")
    desk.clock.move(3 * RETRY)
    assert len(desk.journal()) == 2
    disk.full = False
    desk.clock.move(RETRY)
    desk.pen.leave()
    assert desk.problems_in_file()[3:] == ["One", "Two", "Three"]


def test_a_file_that_cannot_even_be_read_fails_like_any_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise BadFile("Cannot read it.", do="Close the other program.")

    monkeypatch.setattr(desk.small.workspace, "flush", unreadable)
    desk.type("Load sent back")
    assert not desk.pen.save()
    assert "Cannot read it" in str(desk.pen.saving.failure)
    monkeypatch.undo()
    assert desk.pen.save()
    assert desk.in_file() == "Load sent back"


def test_an_earlier_text_that_cannot_be_brought_back_stops_nobody_who_types(
    desk: Desk, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.full = True
    desk.type("Load sent back")
    desk.clock.move(PAUSE)
    desk.pen.drop()
    rescue = desk.small.workspace.rescue
    rescue.bring_back()
    assert rescue.brought_back.failed
    disk.full = False

    def unreadable(*_: object) -> None:
        raise BadFile("Cannot read it.")

    monkeypatch.setattr(rescue, "_bring_in", unreadable)
    desk.type("Drivers", "sufferers")
    assert desk.pen.save()
    assert desk.in_file("sufferers") == "Drivers"
    assert "Cannot read it" in str(rescue.brought_back.failed)
    assert len(desk.journal()) == 1


def test_a_record_begun_before_the_disk_was_full_keeps_growing_after_it(desk: Desk, disk: Disk) -> None:
    desk.pen.begin(desk.at("problems"), "Driver")
    desk.clock.move(PAUSE)
    disk.full = True
    desk.pen.begin(desk.at("problems"), "Driver quits")
    assert desk.pen.leave() is None
    desk.type("40", "times")
    disk.full = False
    desk.clock.move(3 * RETRY)
    desk.pen.leave()
    assert desk.problems_in_file()[3:] == ["Driver quits"]
    assert desk.in_file("times") == Decimal(40)
