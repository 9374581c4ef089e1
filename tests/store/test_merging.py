"""Merging: whoever has the same changes sees the same answers, and nothing anybody wrote is hidden."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from colleagues import FIELDS, VALUES, Colleague, copies, hidden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replaying import replayed, tables

from icp_tui.errors import BadFile
from icp_tui.method.records import Objective, Problem, ProcessStep, Profile
from icp_tui.opening import figures, open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.bundles import export
from icp_tui.store.exchange.conflicts import conflicts
from icp_tui.store.exchange.telling import Teller
from icp_tui.store.log.changes import PARENT, ChangeLog, Edit
from icp_tui.store.log.history import next_redo, next_undo
from icp_tui.store.recovery.soundness import examine
from icp_tui.store.work import actions
from icp_tui.store.work.library import summaries
from icp_tui.store.work.search import search
from icp_tui.store.work.workspace import LIBRARY

NAMES = ("Ada", "Ben", "Cy")


def _swap(one: Colleague, other: Colleague, folder: Path) -> None:
    """Each merges what the other had."""
    mail = [each.send(folder / f"{each.author}.icp") for each in (one, other)]
    other.take(mail[0])
    one.take(mail[1])


# Example by example


def test_what_each_wrote_is_there_for_both(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    first, second, _ = ada.problems
    ada.edit(first, "times", "30")
    ben.edit(second, "times", "12")
    _swap(ada, ben, tmp_path)
    for one in pair:
        assert [problem.times for problem in one.problems][:2] == [30, 12]
        assert one.same()
        assert one.open_conflicts() == set()


def test_a_new_record_is_found_and_counted_at_once(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    before = summaries(ben.workspace.database)[0]
    actions.add(ada.workspace, ada.profile_id, Problem, ada.first(Objective).id, [{"what": "Quince jam"}])
    ben.take(ada.send(tmp_path / "ada.icp"))
    [hit] = search(ben.workspace.database, "quince")
    assert (hit.profile_id, hit.record.title) == (ben.profile_id, "Quince jam")
    assert summaries(ben.workspace.database)[0].asked > before.asked


def test_a_client_that_is_new_here_comes_with_all_its_profiles(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    actions.start(ada.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    ben.take(ada.send(tmp_path / "ada.icp"))
    assert [row.client for row in summaries(ben.workspace.database)] == ["ColdLine", "Family Wheels"]


def test_the_same_field_changed_by_both_is_a_conflict_and_the_newest_is_shown(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    ben.edit(problem, "times", "11")
    ben.edit(problem, "times", "12")
    planned = merging.plan(ada.workspace, merging.read(ben.send(tmp_path / "ben.icp")))
    [conflict] = planned.conflicts
    assert [side.new for side in conflict.sides] == ["30", "12"]
    assert [side.author for side in conflict.sides] == ["Ada", "Ben"]
    assert conflict.sides[conflict.shown].new == "12"
    assert [(v.before, v.after) for v in planned.changed] == [("30", "12")]
    assert ada.now(problem).times == 30
    merged = merging.apply(ada.workspace, planned)
    assert (merged.changes, merged.settled, merged.open) == (2, 0, 1)
    assert ada.now(problem).times == 12
    assert ada.open_conflicts() == {(problem.id, "times")}


def test_the_same_answer_from_both_is_no_conflict_and_never_becomes_one(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    ben.edit(problem, "times", "30")
    _swap(ada, ben, tmp_path)
    assert ada.open_conflicts() == ben.open_conflicts() == set()
    ada.edit(ada.now(problem), "times", "31")
    _swap(ada, ben, tmp_path)
    assert ada.open_conflicts() == ben.open_conflicts() == set()
    assert ben.now(problem).times == 31


@pytest.mark.parametrize("side", [0, 1])
def test_a_pick_settles_the_conflict_here_and_with_the_colleague(
    pair: list[Colleague], tmp_path: Path, side: int
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    ben.edit(problem, "times", "12")
    merged = ada.take(ben.send(tmp_path / "ben.icp"), {(problem.id, "times"): side})
    assert (merged.settled, merged.open) == (1, 0)
    ben.take(ada.send(tmp_path / "ada.icp"))
    for one in pair:
        assert one.now(problem).times == (30, 12)[side]
        assert one.open_conflicts() == set()
        assert one.same()


def test_a_conflict_left_open_can_be_settled_later_as_one_action(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    ben.edit(problem, "times", "12")
    ada.take(ben.send(tmp_path / "ben.icp"))
    found = conflicts(ada.workspace.database)
    chosen = next(place for place, side in enumerate(found[0].sides) if side.author == "Ada")
    assert merging.settle(ada.workspace, found, {found[0].place: chosen}) == 1
    assert ada.now(problem).times == 30
    assert ada.open_conflicts() == set()


def test_to_delete_what_the_other_goes_on_writing_is_a_conflict_on_both_sides(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.delete(problem)
    ben.edit(problem, "times", "12")
    _swap(ada, ben, tmp_path)
    for one in pair:
        assert one.answers.get(problem.id) is None
        [conflict] = conflicts(one.workspace.database)
        assert conflict.place == (problem.id, PARENT)
        assert conflict.unknown == 1
        assert {side.new for side in conflict.sides} == {None, "12"}
    assert [side.author for side in conflicts(ada.workspace.database)[0].sides] == ["Ada", "Ben"]
    assert [side.author for side in conflicts(ben.workspace.database)[0].sides] == ["Ben", "Ada"]


def test_a_deletion_hides_no_child_that_the_other_added(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    objective = ada.first(Objective)
    for _ in range(3):
        ben.edit(ben.first(ProcessStep), "minutes", "7")
    actions.add(ben.workspace, ben.profile_id, Problem, objective.id, [{"what": "Quince jam"}])
    ada.delete(objective)
    ben.take(ada.send(tmp_path / "ada.icp"))
    assert ben.open_conflicts() == {(objective.id, PARENT)}


def test_a_deletion_that_knew_everything_is_no_conflict(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    objective = ada.first(Objective)
    ada.edit(ada.first(Problem), "times", "12")
    ben.take(ada.send(tmp_path / "ada.icp"))
    ben.delete(objective)
    ada.take(ben.send(tmp_path / "ben.icp"))
    assert ada.open_conflicts() == set()
    assert ada.answers.get(objective.id) is None


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_in_conflict_can_be_kept_or_taken_back(
    pair: list[Colleague], tmp_path: Path, keep: bool
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.delete(problem)
    ben.edit(problem, "in_their_words", "Quince jam")
    planned = merging.plan(ada.workspace, merging.read(ben.send(tmp_path / "ben.icp")))
    [conflict] = planned.conflicts
    merging.apply(ada.workspace, planned, {conflict.place: 0 if keep else 1})
    ben.take(ada.send(tmp_path / "ada.icp"))
    for one in pair:
        assert one.open_conflicts() == set()
        assert (one.answers.get(problem.id) is None) is keep
        assert len(search(one.workspace.database, "quince")) == (0 if keep else 1)


@pytest.mark.parametrize("mine", [True, False])
def test_a_deletion_that_comes_can_be_taken_or_refused(
    pair: list[Colleague], tmp_path: Path, mine: bool
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "in_their_words", "Quince jam")
    ben.delete(problem)
    planned = merging.plan(ada.workspace, merging.read(ben.send(tmp_path / "ben.icp")))
    merging.apply(ada.workspace, planned, merging.picks_for(planned.conflicts, mine=mine))
    ben.take(ada.send(tmp_path / "ada.icp"))
    for one in pair:
        assert (one.answers.get(problem.id) is not None) is mine
        assert one.open_conflicts() == set()
        assert one.same()


def test_a_record_of_a_client_that_was_forgotten_does_not_come_back(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    new = actions.start(ada.workspace, {"name": "Spring"}, client_id=ada.answers.client.id)
    mail = ada.send(tmp_path / "ada.icp")
    database = ben.workspace.database
    with database.transaction():
        for record in ben.in_the_file.records:
            database.execute("INSERT INTO forgotten VALUES (?)", record.id)
    planned = merging.plan(ben.workspace, merging.read(mail))
    assert not planned.brings
    assert planned.left_out == len(ada.log)
    assert new not in {change.record_id for change in planned.fresh}


def test_merging_twice_changes_nothing_more(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    ada.edit(ada.first(Problem), "times", "30")
    mail = ada.send(tmp_path / "ada.icp")
    ben.take(mail)
    before = ben.log
    assert ben.take(mail).changes == 0
    assert ben.log == before


def test_what_is_typed_after_a_merge_counts_as_newer_than_all_of_it(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    for times in "123456":
        ada.edit(problem, "times", times)
    ben.take(ada.send(tmp_path / "ada.icp"))
    ben.edit(ben.now(problem), "times", "77")
    ada.take(ben.send(tmp_path / "ben.icp"))
    assert ada.now(problem).times == 77
    assert ada.open_conflicts() == set()


def test_a_change_copied_while_it_was_typed_goes_on_as_it_came(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.workspace.typed(ada.profile_id, problem, "in_their_words", "Quin")
    ada.workspace.flush()
    early = tmp_path / "early.db"
    ada.workspace.database.copy_into(early)
    ben.take(early)
    assert ben.now(problem).in_their_words == "Quin"
    ada.workspace.typed(ada.profile_id, problem, "in_their_words", "Quince jam")
    planned = merging.plan(ben.workspace, merging.read(ada.send(tmp_path / "ada.icp")))
    assert (len(planned.fresh), len(planned.grown)) == (0, 1)
    merging.apply(ben.workspace, planned)
    assert ben.now(problem).in_their_words == "Quince jam"
    assert ben.open_conflicts() == set()
    ben.take(early)
    assert ben.now(problem).in_their_words == "Quince jam"


def test_a_finished_change_is_never_rewritten_by_a_file_that_says_otherwise(
    pair: list[Colleague], tmp_path: Path
) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "in_their_words", "On Mondays")
    incoming = merging.read(ada.send(tmp_path / "ada.icp"))
    before = ada.log
    forged = tuple(
        replace(change, new="Zzz, never") if change.new == "On Mondays" else change
        for change in incoming.changes
    )
    with pytest.raises(BadFile, match="it says otherwise what was changed here"):
        merging.plan(ada.workspace, replace(incoming, changes=forged))
    assert ada.log == before
    ben.take(tmp_path / "ada.icp")
    assert ben.now(problem).in_their_words == "On Mondays"


def test_what_a_repair_had_to_guess_is_the_same_for_both(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "in_their_words", "Quin")
    ben.take(ada.send(tmp_path / "ada.icp"))
    with ada.workspace.database.transaction():
        ada.workspace.database.execute(
            "UPDATE change SET new = 'Quince jam', author = 'repair' WHERE new = 'Quin'"
        )
        ada.workspace.database.execute("UPDATE problem SET in_their_words = 'Quince jam'")
    _swap(ada, ben, tmp_path)
    assert ada.log == ben.log
    assert ben.now(problem).in_their_words == "Quince jam"


def test_a_profile_that_goes_to_another_client_is_told(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    actions.start(ada.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    [other] = ada.workspace.database.rows("SELECT id FROM client WHERE name = 'Family Wheels'")
    move = Edit(Profile.kind, ada.profile_id, PARENT, other["id"])

    def write(log: ChangeLog) -> list[Edit]:
        log.append(move, ada.workspace.new_id(), LIBRARY, ada.workspace.now())
        return [move]

    ada.workspace.change_many(write)
    planned = merging.plan(ben.workspace, merging.read(ada.send(tmp_path / "ada.icp")))
    [moved] = planned.moved
    assert moved in planned.changed and moved not in planned.new_records
    teller = Teller(ben.workspace.database, planned.fresh)
    title = "Profile “Wholesalers before an audit”"
    assert (
        teller.moved(moved.kind, moved.record_id, moved.after or "") == f"{title} to Client “Family Wheels”"
    )
    assert teller.value(moved.kind, moved.field, moved.after) == "below Client “Family Wheels”"


def test_what_is_being_typed_is_saved_before_and_stays(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ben.workspace.typed(ben.profile_id, problem, "in_their_words", "Quince jam")
    ben.take(ada.send(tmp_path / "ada.icp"))
    assert ben.now(problem).in_their_words == "Quince jam"
    assert not ben.workspace.unsaved


def test_a_backup_is_made_before(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    merged = ben.take(ada.send(tmp_path / "ada.icp"))
    assert merged.backup
    [back] = merging.plan(ada.workspace, merging.read(merged.backup.path)).incoming.changes[-1:]
    assert back.new != "30"


def test_a_merge_that_cannot_be_written_changes_nothing(
    pair: list[Colleague], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    ada.edit(ada.first(Problem), "times", "30")
    ada.edit(ada.first(Problem), "in_their_words", "Quince jam")
    mail = ada.send(tmp_path / "ada.icp")
    before, log = tables(ben.workspace.database), ben.log

    def torn(*_: object) -> None:
        raise BadFile("torn")

    monkeypatch.setattr(merging, "project", torn)
    with pytest.raises(BadFile):
        ben.take(mail)
    assert (tables(ben.workspace.database), ben.log) == (before, log)
    assert ben.same()


def test_a_change_of_which_a_repair_lost_the_base_gets_it_back(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    problem = ada.first(Problem)
    for times in ("30", "31", "32"):
        ada.edit(problem, "times", times)
    ben.take(ada.send(tmp_path / "ada.icp"))
    lost, last = [change for change in ben.log if change.new in ("31", "32")]
    database = ben.workspace.database
    with database.transaction():
        database.execute("UPDATE change SET base = ? WHERE id = ?", lost.base, last.id)
        database.execute("DELETE FROM change WHERE id = ?", lost.id)
    for one, other in ((ada, ben), (ben, ada), (ada, ben), (ben, ada)):
        other.take(one.send(tmp_path / "again.icp"))
    assert ada.log == ben.log
    assert ada.now(problem).times == ben.now(problem).times == 32


# Taking back


@pytest.mark.parametrize("year", [1970, 2099])
def test_what_was_written_under_a_wrong_clock_or_an_odd_name_can_be_merged(
    pair: list[Colleague], tmp_path: Path, year: int
) -> None:
    path = tmp_path / "Lee.db"
    shutil.copyfile(pair[0].workspace.database.path, path)
    lee, ben = open_workspace(path, "Ann\n\x1b[31mLee" + " Lee" * 999), pair[1]
    lee.now = lambda: dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    problem = ben.first(Problem)
    lee.set(ben.profile_id, problem, {"times": "30"})
    export(lee, tmp_path / "lee.icp")
    ben.take(tmp_path / "lee.icp")
    assert ben.now(problem).times == 30
    assert ben.log[-1].author.startswith("Ann Lee Lee")
    assert len(ben.log[-1].author) <= 200
    lee.close()


# Any order, any number of times

ACTIONS = (
    *("edit", "edit", "edit", "edit", "add", "delete", "undo", "move", "send", "take", "take"),
    *("settle", "unsettle", "resettle"),
)
"""What one of them can do next, as often as it happens."""

_STEPS = st.tuples(
    st.integers(0, 2),
    st.sampled_from(ACTIONS),
    st.integers(0, 9),
    st.integers(0, 4),
    st.integers(0, 2),
)


def _do(team: list[Colleague], mail: list[Path], folder: Path, step: tuple[int, str, int, int, int]) -> None:
    who, what, at, field, value = step
    one = team[who]
    problems = one.problems
    if what == "send":
        mail.append(one.send(folder / f"{len(mail)}.icp"))
    elif what == "take" and mail:
        one.take(mail[at % len(mail)])
    elif what == "undo":
        one.workspace.undo(one.profile_id)
    elif what == "settle":
        one.settle(value)
    elif what == "unsettle" and next_undo(one.workspace.database, LIBRARY) in one.settled:
        one.workspace.undo(LIBRARY)
    elif what == "resettle" and next_redo(one.workspace.database, LIBRARY):
        one.workspace.redo(LIBRARY)
        one.settled.add(next_undo(one.workspace.database, LIBRARY))
    elif what == "back" and not actions.lost_by_undo(one.workspace):
        one.workspace.undo(LIBRARY)
    elif what == "again":
        one.workspace.redo(LIBRARY)
    elif what == "add" and one.answers.of(Objective):
        rows = [{"what": f"{one.author} {at}"}]
        actions.add(one.workspace, one.profile_id, Problem, one.first(Objective).id, rows)
    elif problems and what == "delete":
        one.delete(
            one.first(Objective) if at == 0 and one.answers.of(Objective) else problems[at % len(problems)]
        )
    elif problems and what == "edit":
        one.edit(problems[at % len(problems)], FIELDS[field], VALUES[FIELDS[field]][value])
    elif problems and what == "move":
        actions.move(one.workspace, one.profile_id, problems[-1], -1, problems)


def all_agree(
    small_file: Path, steps: list[tuple[int, str, int, int, int]], *, taking_back: bool = False
) -> None:
    """Three colleagues do `steps`, then all get everything: they see the same, and nothing is hidden.

    Where they are `taking_back` merges, what is open to one was decided by another.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        team = copies(small_file, folder, NAMES)
        mail: list[Path] = []
        for step in steps:
            _do(team, mail, folder, step)
        for turn in range(2):
            for place, one in enumerate(team):
                last = one.send(folder / f"last-{turn}-{place}.icp")
                for other in team:
                    if other is not one:
                        other.take(last)
        knew = {deletion: known for one in team for deletion, known in one.knew.items()}
        first = team[0]
        for one in team:
            assert one.log == first.log
            assert tables(one.workspace.database) == tables(first.workspace.database)
            assert one.same()
            assert taking_back or one.open_conflicts() == first.open_conflicts()
            assert taking_back or hidden(one, knew) == []
            assert not [finding for finding in examine(one.workspace.database, figures) if finding.many]
        assert replayed(first.workspace.database, folder / "again.db") == tables(first.workspace.database)
        for one in team:
            one.workspace.let_go()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, min_size=5, max_size=25))
def test_late_lost_doubled_and_mixed_mail_leaves_all_with_the_same_and_hides_nothing(
    small_file: Path, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[int, str, int, int, int]]
) -> None:
    monkeypatch.setattr(merging, "make_backup", lambda _: None)
    all_agree(small_file, steps)
