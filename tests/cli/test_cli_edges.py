"""What nobody means to type, such as empty or endless names, is refused in words and changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from calling import Icp, own_environment, run
from rich.cells import cell_len

from icp_tui.cli.printing import LONGEST_QUOTE, brief
from icp_tui.documents.files import write_file
from icp_tui.errors import BadFile
from icp_tui.settings import load_settings

PROFILE = "Wholesalers before an audit"
ENDLESS = "a" * 5000

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and devices")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        ("set", PROFILE, "offer=Another"),
        ("new", "--client", "A", "--profile", "B", "--offer", "Another", "--json"),
    ],
)
def test_a_change_whose_message_cannot_be_written_is_said_to_be_saved(
    icp: Icp, words: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "icp_tui", "-w", str(icp.workspace), *words],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            env=own_environment(icp.home),
        )
    assert done.returncode == 1
    assert "The change was saved; only the message could not be written." in done.stderr.decode()
    assert icp.answers("B" if words[0] == "new" else PROFILE).profile.offer == "Another"


@pytest.mark.parametrize(
    "words",
    [
        ("-w", ENDLESS, "list"),
        ("-w", ENDLESS, "new", "--client", "A", "--profile", "B"),
        (ENDLESS,),
        (ENDLESS + ".db",),
        ("open", ENDLESS),
    ],
)
def test_a_name_that_no_file_can_have_is_refused(home: Path, words: tuple[str, ...]) -> None:
    outcome = Icp(home / "none.db", home).bare(*words)
    assert (outcome.code, outcome.out) == (1, "")
    assert "cannot be used" in outcome.err
    assert len(outcome.err) < 300


@posix
def test_a_workspace_that_is_a_pipe_or_a_link_to_itself_is_refused(icp: Icp, tmp_path: Path) -> None:
    pipe, circle = tmp_path / "pipe.db", tmp_path / "circle.db"
    os.mkfifo(pipe)
    circle.symlink_to(circle)
    for path in (pipe, circle):
        outcome = icp.bare("-w", str(path), "list")
        assert (outcome.code, f"{path} cannot be used" in outcome.err) == (1, True)


@posix
@pytest.mark.parametrize("device", ["", "/dev/zero"])
def test_a_template_is_read_from_an_ordinary_file_only(icp: Icp, tmp_path: Path, device: str) -> None:
    if not device:
        os.mkfifo(tmp_path / "pipe")
    said = icp.refused(1, "render", PROFILE, "--template", device or str(tmp_path / "pipe"))
    assert "no ordinary file" in said


@posix
def test_settings_are_read_from_an_ordinary_file_only(tmp_path: Path) -> None:
    pipe, circle = tmp_path / "pipe", tmp_path / "circle"
    os.mkfifo(pipe)
    circle.symlink_to(circle)
    for path in (pipe, circle):
        with pytest.raises(BadFile, match="cannot be read"):
            load_settings(path)


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_undo_and_redo_go_by_a_profile_or_by_the_library(icp: Icp, command: str) -> None:
    icp.done("set", PROFILE, "offer=Another")
    assert "exclude each other" in icp.refused(2, command, PROFILE, "--library")


@pytest.mark.parametrize("name", ["", "  ", "\x1b[31m", "\u202e"])
def test_a_profile_or_client_keeps_a_name(icp: Icp, name: str) -> None:
    for record in (PROFILE, icp.answers().client.id):
        assert "A name cannot be empty." in icp.refused(2, "set", record, f"name={name}")
    assert "A name cannot be empty." in icp.refused(
        2, "new", "--client", "A", "--profile", "B", "--set", f"name={name}"
    )


def test_a_field_is_given_once(icp: Icp) -> None:
    assert "“offer” is given twice" in icp.refused(2, "set", PROFILE, "offer=x", "offer=y")
    short = icp.short("Sheets get lost")
    said = icp.refused(2, "set", short, "cost_each:ground=told", "cost-each:ground=measured")
    assert "“cost_each:ground” is given twice" in said
    icp.done("set", short, "cost_each=3", "cost_each:ground=told")


def test_an_answer_of_which_nothing_is_kept_clears_nothing(icp: Icp) -> None:
    assert "offer: There is nothing to read" in icp.refused(1, "set", PROFILE, "offer=\u202e")
    assert "offer: There is nothing" in icp.refused(1, "set", PROFILE, "offer=-", stdin="\x1b[2J\n")
    new = ("new", "--client", "A", "--profile", "B", "--offer", "\u202e")
    assert "offer: There is nothing to read" in icp.refused(1, *new)
    icp.done("set", PROFILE, "offer= ")
    assert icp.answers().profile.offer is None


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_what_belongs_to_a_workspace_is_never_written_over(icp: Icp, ending: str) -> None:
    beside = icp.workspace.with_name(icp.workspace.name + ending)
    assert "belongs to the database" in icp.refused(1, "render", PROFILE, "-o", str(beside))
    assert not beside.exists()
    other = icp.workspace.with_name(f"other.db{ending}")
    assert write_file(other, "text") is False


@posix
def test_devices_and_pipes_get_the_document_as_it_is(icp: Icp, tmp_path: Path) -> None:
    wanted = icp.done("render", PROFILE).out.encode()
    done = run("-w", str(icp.workspace), "render", PROFILE, "-o", "/dev/stdout", home=icp.home)
    assert (done.returncode, done.stdout, done.stderr) == (0, wanted, b"")
    icp.done("render", PROFILE, "-o", os.devnull)
    assert Path(os.devnull).is_char_device()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        icp.done("render", PROFILE, "-o", str(pipe))
        assert reader.communicate(timeout=60)[0] == wanted


@posix
def test_standard_output_that_is_added_to_a_file_leaves_what_is_there(icp: Icp, tmp_path: Path) -> None:
    log = tmp_path / "log.md"
    log.write_bytes(b"earlier\n")
    words = ("-w", str(icp.workspace), "render", PROFILE, "-o", "/dev/stdout")
    with log.open("ab") as end:
        subprocess.run(
            [sys.executable, "-m", "icp_tui", *words],
            stdout=end,
            timeout=60,
            check=True,
            env=own_environment(icp.home),
        )
    assert log.read_bytes() == b"earlier\n" + icp.done("render", PROFILE).out.encode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_device_that_takes_no_more_is_said(icp: Icp) -> None:
    assert "Cannot write /dev/full" in icp.refused(1, "render", PROFILE, "-o", "/dev/full")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("delete", ""), 1, "There is no record with an empty name."),
        (("set", " ", "offer=x"), 1, "There is no profile or record with an empty name."),
        (("render", ""), 1, "There is no profile with an empty name."),
        (("undo", ""), 1, "There is no profile with an empty name."),
        (("-w", "", "list"), 2, "The name of the file is empty."),
        (("open", ""), 2, "The name of the file is empty."),
    ],
)
def test_an_empty_name_means_nothing(icp: Icp, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in icp.refused(code, *words)


def test_an_unknown_kind_is_answered_with_those_that_can_be_added(icp: Icp) -> None:
    said = icp.refused(1, "add", "prolbem", "--to", PROFILE, "X")
    assert "Nothing was changed." in said
    assert "objective" in said
    assert "client" not in said
    assert "profile" not in said


@pytest.mark.parametrize(
    "words",
    [("zz" * 99,), ("show", "a b " * 99), ("set", PROFILE, "a" * 9999), ("delete", "x y " * 99)],
)
def test_an_error_repeats_no_more_than_the_beginning_of_a_long_text(icp: Icp, words: tuple[str, ...]) -> None:
    said = icp.refused(icp(*words).code, *words)
    assert brief(words[-1]) in said
    assert words[-1][: LONGEST_QUOTE + 1] not in said
    assert len(said) < 400


@pytest.mark.parametrize("letter", ["w", "界", "Z\u0337\u0322", "🚐"])
def test_what_an_error_repeats_takes_no_more_columns_than_it_may(letter: str) -> None:
    assert cell_len(brief(letter * 2000)) <= LONGEST_QUOTE
    assert brief(letter * 2000).endswith("…")
    few = letter * 5
    assert brief(few) == few


def test_a_file_that_may_not_be_read_is_told_in_our_own_words(
    icp: Icp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, *_more: object, **_named: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "open", refused)
    for words in (("list",), ("show", PROFILE), ("check",), ("import", str(icp.workspace))):
        outcome = icp(*words)
        assert outcome.code == 1
        said = outcome.out + outcome.err
        assert "Permission denied" in said and "Invalid value" not in said
