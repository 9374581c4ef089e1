"""`icp-tui export` and `icp-tui merge`: send what you have, take in what a colleague has, choose, undo."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from calling import Icp

from icp_tui.cli import exchanging
from icp_tui.method.records import Problem, Profile
from icp_tui.opening import open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.bundles import export
from icp_tui.store.log.changes import PARENT, ChangeLog, Edit
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import LIBRARY
from small import Small


@pytest.fixture
def ben(small_file: Path, tmp_path: Path) -> Iterator[Small]:
    """A colleague who began with the same file."""
    path = tmp_path / "ben.db"
    shutil.copyfile(small_file, path)
    made = Small.opened(path)
    made.workspace.let_go()
    made.workspace = open_workspace(path, "Ben")
    yield made
    made.workspace.let_go()


@pytest.fixture
def mail(icp: Icp, ben: Small, tmp_path: Path) -> str:
    """What Ben sent after both changed one answer, and he another one."""
    icp.done("set", icp.short("Load refused at the dock"), "times=30")
    problem, other, _ = ben.answers.of(Problem)
    for times in ("11", "12"):
        ben.set(problem, {"times": times})
    ben.set(other, {"sufferers": "The drivers"})
    path = tmp_path / "ben.icp"
    export(ben.workspace, path)
    return str(path)


def _times(icp: Icp) -> object:
    return icp.answers().of(Problem)[0].times


# Export


def test_everything_is_written_into_a_file_named_after_the_workspace(
    icp: Icp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = icp.done("export").out
    assert "Wrote work.icp." in said
    assert "ColdLine · 1 profile: " in said
    assert stat.S_IMODE((tmp_path / "work.icp").stat().st_mode) == 0o600
    assert "replaced an earlier file" in icp.done("export").out


def test_a_client_or_a_profile_is_named_as_everywhere(
    icp: Icp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    icp.done("new", "--client", "Family Wheels", "--profile", "Autumn")
    assert icp.done("export", "coldline", "--json").json["holds"] == "ColdLine · 1 profile"
    told = icp.done("export", "Autumn", "--json").json
    assert told["holds"] == "Family Wheels · 1 profile"
    assert told["file"] == "autumn.icp"
    assert icp.done("export", "--redact", "--json").json["file"] == "work-redacted.icp"
    assert "There is no profile or record" in icp.refused(1, "export", "nobody")
    assert "neither a client nor a profile" in icp.refused(1, "export", icp.short("Sheets get lost"))


def test_nothing_is_exported_while_a_program_is_writing(icp: Icp, tmp_path: Path) -> None:
    other = open_workspace(icp.workspace)
    target = tmp_path / "open.icp"
    assert icp("export", "-o", str(target)).code == 1
    other.let_go()
    assert not target.exists()
    icp.done("export", "-o", str(target))


def test_a_bundle_goes_into_a_pipe_and_what_it_holds_is_said_beside_it(
    icp: Icp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = icp.done("export", "-o", "-")
    assert "ColdLine · 1 profile: " in done.err
    assert not (tmp_path / "-").exists()
    icp.done("export", "-o", "all.icp")
    assert done.out.encode() == (tmp_path / "all.icp").read_bytes()
    redacted = icp.done("export", "ColdLine", "--redact", "-o", "-").out
    assert redacted.startswith('{"format":"icp-tui bundle 1"')
    assert redacted != done.out


def test_a_bundle_is_not_printed_on_a_screen_or_among_something_else(
    icp: Icp, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "With --json, only that" in icp.refused(2, "export", "-o", "-", "--json")
    monkeypatch.setattr(exchanging, "is_terminal", lambda _: True)
    assert "not for a screen" in icp.refused(2, "export", "-o", "-")


# Merge


def test_a_dry_run_tells_what_would_change_and_changes_nothing(icp: Icp, mail: str) -> None:
    before = icp.workspace.read_bytes()
    said = icp.done("merge", mail, "--dry-run").out
    assert "3 changes are new here." in said
    assert "Problem “Sheets get lost” › Who suffers: (empty) → The drivers" in said
    assert "1 answer was changed by both:" in said
    mine, theirs = (line for line in said.splitlines() if " mine " in line or " theirs " in line)
    assert mine.endswith("  30")
    assert theirs.lstrip().startswith("▸")
    assert "Ben · " in theirs
    assert theirs.endswith("  12")
    assert "This was a dry run: nothing was merged." in said
    assert icp.workspace.read_bytes() == before


@pytest.mark.parametrize(("choice", "times"), [((), 12), (("--mine",), 30), (("--theirs",), 12)])
def test_a_merge_takes_all_in_and_undo_takes_all_back(
    icp: Icp, mail: str, choice: tuple[str, ...], times: int
) -> None:
    said = icp.done("merge", mail, *choice).out
    assert "Merged. `icp-tui undo --library` takes it back." in said
    assert ("left open" in said) is (choice == ())
    assert _times(icp) == times
    assert icp.answers().of(Problem)[1].sufferers == "The drivers"
    icp.done("undo", "--library")
    assert _times(icp) == 30
    assert icp.answers().of(Problem)[1].sufferers is None


def test_what_is_left_open_is_listed_until_it_is_settled(icp: Icp, mail: str) -> None:
    assert "Nothing is left open." in icp.done("merge", "--list").out
    icp.done("merge", mail)
    assert "Problem “Load refused at the dock” › How often" in icp.done("merge", "--list").out
    [conflict] = icp.done("merge", "--list", "--json").json["conflicts"]
    assert [(side["mine"], side["shown"], side["value"]) for side in conflict["sides"]] == [
        (True, False, "30"),
        (False, True, "12"),
    ]
    assert "Settled: 1." in icp.done("merge", "--list", "--mine").out
    assert _times(icp) == 30
    assert "Nothing is left open." in icp.done("merge", "--list").out


def test_merging_again_says_that_all_is_here(icp: Icp, mail: str) -> None:
    icp.done("merge", mail)
    before = icp.workspace.read_bytes()
    assert "All of it is here already; nothing was changed." in icp.done("merge", mail).out
    assert icp.workspace.read_bytes() == before


def test_a_bundle_of_who_was_forgotten_has_one_clear_outcome(icp: Icp, mail: str) -> None:
    icp.done("new", "--client", "Family Wheels", "--profile", "Autumn")
    icp.done("forget", "ColdLine", "--yes")
    before = icp.workspace.read_bytes()
    *_, last = icp.done("merge", mail).out.splitlines()
    said = icp.done("merge", mail).out
    assert last == "All of it was forgotten here for good; nothing was changed."
    assert "here already" not in said
    assert "0 changes are new" not in said
    assert icp.workspace.read_bytes() == before


def test_where_only_a_part_was_forgotten_the_rest_is_told_apart(icp: Icp, tmp_path: Path) -> None:
    icp.done("new", "--client", "Family Wheels", "--profile", "Autumn")
    bundle = tmp_path / "all.icp"
    icp.done("export", "-o", str(bundle))
    icp.done("forget", "ColdLine", "--yes")
    said = icp.done("merge", str(bundle)).out
    assert "changes are left out: their client was forgotten here." in said
    assert "The rest of it is here already; nothing was changed." in said


def test_a_list_of_what_is_open_takes_no_file(icp: Icp, mail: str) -> None:
    said = icp.refused(2, "merge", mail, "--list")
    assert "--list takes no file" in said
    assert "`icp-tui merge --list`" in said
    assert "exclude each other" in icp.refused(2, "merge", "--list", "--dry-run")


def test_merging_again_what_was_taken_back_brings_it_again(icp: Icp, mail: str) -> None:
    icp.done("merge", mail)
    icp.done("undo", "--library")
    said = icp.done("merge", mail).out
    assert "2 answers stand again: the merge that brought them was taken back here." in said
    assert "30 → 12" in said
    assert "Merged. `icp-tui undo --library` takes it back." in said
    assert _times(icp) == 12
    icp.done("undo", "--library")
    assert _times(icp) == 30


def test_undo_is_not_promised_where_it_would_take_back_something_else(
    icp: Icp, ben: Small, tmp_path: Path
) -> None:
    early, late = tmp_path / "early.db", tmp_path / "late.icp"
    ben.workspace.typed(ben.profile_id, ben.first(Problem), "in_their_words", "Quin")
    ben.workspace.flush()
    ben.workspace.database.copy_into(early)
    ben.workspace.typed(ben.profile_id, ben.first(Problem), "in_their_words", "Quince jam")
    export(ben.workspace, late)
    icp.done("merge", str(early))
    said = icp.done("merge", str(late)).out
    assert "Quin → Quince jam" in said
    assert "Undo cannot take it back" in said


def test_a_profile_that_goes_to_another_client_is_told(icp: Icp, ben: Small, mail: str) -> None:
    actions.start(ben.workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    [other] = ben.workspace.database.rows("SELECT id FROM client WHERE name = 'Family Wheels'")
    move = Edit(Profile.kind, ben.profile_id, PARENT, other["id"])

    def write(log: ChangeLog) -> list[Edit]:
        log.append(move, ben.workspace.new_id(), LIBRARY, ben.workspace.now())
        return [move]

    ben.workspace.change_many(write)
    export(ben.workspace, Path(mail))
    said = icp.done("merge", mail, "--dry-run").out
    assert "Moved:\n  Profile “Wholesalers before an audit” to Client “Family Wheels”\n" in said
    [moved, *_] = icp.done("merge", mail, "--dry-run", "--json").json["changed"]
    assert (moved["field"], moved["after"]) == (PARENT, other["id"])


def test_json_tells_all_of_it(icp: Icp, mail: str) -> None:
    told = icp.done("merge", mail, "--json").json
    assert (told["merged"], told["new_changes"], told["open"], told["settled"]) == (True, 3, 1, 0)
    assert [(one["field"], one["after"]) for one in told["changed"]] == [
        ("times", "12"),
        ("sufferers", "The drivers"),
    ]
    assert Path(told["backup"]).exists()
    assert not icp.done("merge", mail, "--json", "--dry-run").json["merged"]


def test_a_colleagues_file_is_taken_in_as_well(icp: Icp, ben: Small, mail: str) -> None:
    ben.workspace.close()
    icp.done("merge", str(ben.workspace.database.path), "--theirs")
    assert _times(icp) == 12


def test_a_workspace_that_is_not_there_yet_is_made(empty: Icp, mail: str) -> None:
    assert empty("merge", mail, "--dry-run").code == 1
    assert not empty.workspace.exists()
    empty.done("merge", mail)
    assert empty.answers().client.name == "ColdLine"


def test_a_file_that_is_not_right_changes_nothing(icp: Icp, mail: str, tmp_path: Path) -> None:
    harmed = tmp_path / "harmed.icp"
    harmed.write_bytes(Path(mail).read_bytes()[:-10])
    for words, file in (
        ("changed or cut short", str(harmed)),
        ("Cannot merge", str(tmp_path / "missing.icp")),
        ("this workspace itself", str(icp.workspace)),
        ("no ordinary file", str(tmp_path)),
    ):
        assert words in icp.refused(1, "merge", file)


def test_ctrl_c_ends_a_merge_with_one_line_that_is_true(
    icp: Icp, mail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = icp.workspace.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "_write", interrupted)
    outcome = icp("merge", mail)
    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err == f"Stopped. {icp.workspace} is as it was.\n"
    assert icp.workspace.read_bytes() == before
    monkeypatch.undo()
    monkeypatch.setattr(merging, "next_undo", interrupted)
    outcome = icp("merge", mail)
    assert outcome.code == 130
    assert outcome.err.startswith("Stopped. It is merged;")
    assert "is here already" in icp.done("merge", mail).out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--list", "a.icp"),
        ("--list", "--dry-run"),
        ("a.icp", "--mine", "--theirs"),
        ("",),
    ],
)
def test_what_makes_no_sense_together_is_told(icp: Icp, words: tuple[str, ...]) -> None:
    said = icp.refused(2, "merge", *words)
    assert "`icp-tui merge --help`" in said or "merged" in said or "empty" in said


def test_hostile_texts_are_printed_without_control_characters(icp: Icp, ben: Small, mail: str) -> None:
    ben.set(ben.first(Problem), {"sufferers": "[/x] \x1b]52;c;aGk=\x07 drivers"})
    export(ben.workspace, Path(mail))
    said = icp.done("merge", mail, "--dry-run").out
    assert "[/x]  drivers" in said or "[/x] drivers" in said
    assert "\x1b" not in said
