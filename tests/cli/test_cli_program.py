"""However a command ends, it ends in words and an exit code, and the data is whole."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import Icp, own_environment, run

from icp_tui import __version__, paths
from icp_tui.cli import reading

PROFILE = "Wholesalers before an audit"


@pytest.mark.parametrize(
    ("word", "meant"), [("lsit", "`list`"), ("udno", "`undo`"), ("serach", "`search`"), ("new.txt", "`new`")]
)
def test_a_word_that_is_nothing_gets_a_suggestion(icp: Icp, word: str, meant: str) -> None:
    said = icp.refused(2, word, "--json")
    assert f"There is no file or command “{word}”. Did you mean {meant}?" in said


def test_a_word_that_is_like_no_command_gets_no_suggestion(icp: Icp) -> None:
    assert "Did you mean" not in icp.refused(2, "zzzz")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--jsno"), "--jsno"),
        (("show",), "PROFILE"),
        (("new", "--client", "A"), "--profile"),
        (("new", "--client", "A", "--profile", "B", "--mode", "b2g"), "b2g"),
        (("--verison",), "--verison"),
    ],
)
def test_wrong_use_names_the_argument_and_the_help(icp: Icp, words: tuple[str, ...], said: str) -> None:
    err = icp.refused(2, *words)
    assert said in err
    assert "--help`" in err


def test_what_one_is_told_to_type_names_the_same_workspace(icp: Icp) -> None:
    named = icp.workspace.with_name("Peña & Co.db")
    icp.workspace.rename(named)
    [profile] = icp.bare("-w", str(named), "list", "--json").json
    for words in (["-w", str(named), "delete", profile["id"]], ["-w", str(named), "show", "nothing"]):
        told = icp.bare(*words)
        command = re.search(r"`icp-tui ([^`]*)`", told.out + told.err)
        assert command and shlex.split(command[1])[:2] == ["-w", str(named)]
        assert icp.bare(*shlex.split(command[1])).code == 0


def test_a_workspace_in_the_place_of_an_argument_is_told_where_to_stand(icp: Icp) -> None:
    said = icp.bare("list", "clients.db").err
    assert "“list” takes no file." in said
    assert "`icp-tui -w clients.db list`" in said


def test_the_version_is_shown(icp: Icp) -> None:
    assert icp.bare("--version").out == f"icp-tui {__version__}\n"


def test_a_foreign_file_is_refused_and_stays_as_it_is(icp: Icp) -> None:
    icp.workspace.write_bytes(b"PK\x03\x04" + bytes(200))
    for words in (("list",), ("set", "x", "offer=1"), ("new", "--client", "A", "--profile", "B")):
        assert "is not an icp-tui workspace" in icp.refused(1, *words)


def test_a_defect_ends_in_one_line_and_a_report_without_texts(
    icp: Icp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a secret of the client")

    monkeypatch.setattr(reading, "_print_profiles", broken)
    outcome = icp("list")
    assert outcome.code == 70
    assert len(outcome.err.splitlines()) == 1
    assert "KeyError" in outcome.err
    assert "secret" not in outcome.err
    (report,) = (paths.state_folder() / "crashes").iterdir()
    assert str(report) in outcome.err
    text = report.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "icp_tui/cli/reading.py:" in text
    assert "secret" not in text
    assert PROFILE not in text


def test_a_defect_is_told_even_where_no_report_can_be_written(
    icp: Icp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_print_profiles", lambda *_: 1 / 0)
    (icp.home / "state_folder").write_text("in the way", encoding="utf-8")
    outcome = icp("list")
    assert outcome.code == 70
    assert "could not be written" in outcome.err


def test_ctrl_c_ends_with_130_and_no_words(icp: Icp, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "_print_profiles", stopped)
    outcome = icp("list")
    assert (outcome.code, outcome.err.strip()) == (130, "")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="sees in /proc when the file is open")
def test_a_real_interrupt_while_waiting_for_standard_input_ends_with_130(icp: Icp) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "icp_tui", "-w", str(icp.workspace), "set", PROFILE, "offer=-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own_environment(icp.home) | {"PYTHONUNBUFFERED": "1"},
    )
    _wait_until(lambda: _has_open(process.pid, icp.workspace))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert icp.answers().profile.offer == "Monitoring for 10 to 60 vans"


def _has_open(pid: int, path: Path) -> bool:
    return path.resolve() in [link.resolve() for link in Path(f"/proc/{pid}/fd").iterdir()]


def _wait_until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and devices")
def test_a_reader_that_stops_early_is_no_error(icp: Icp) -> None:
    script = f'"{sys.executable}" -m icp_tui -w "{icp.workspace}" show wholesalers --json | head -c 1'
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, timeout=60, check=False, env=own_environment(icp.home)
    )
    assert done.stdout == b"{"
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_said(icp: Icp) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "icp_tui", "-w", str(icp.workspace), "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            env=own_environment(icp.home),
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("The output could not be written")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_terminal_of_any_encoding_gets_all_it_can_show(icp: Icp, encoding: str) -> None:
    icp.done("set", PROFILE, "name=Hôtel “Łódź” 寿司 €")
    done = run("-w", str(icp.workspace), "list", home=icp.home, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode(encoding)
    assert {
        "ascii": 'Hotel "?odz" ?? EUR',
        "latin-1": 'Hôtel "?ódz" ?? EUR',
        "cp1252": "Hôtel “?ódz” ?? €",
        "utf-8": "Hôtel “Łódź” 寿司 €",
    }[encoding] in shown


def test_json_and_documents_are_whole_in_any_encoding(icp: Icp) -> None:
    icp.done("set", PROFILE, "offer=Łódź 寿司")
    where = ("-w", str(icp.workspace))
    shown = run(*where, "show", PROFILE, "--json", home=icp.home, PYTHONIOENCODING="ascii")
    assert b"\\u0141\\u00f3d\\u017a" in shown.stdout
    printed = run(*where, "render", PROFILE, home=icp.home, PYTHONIOENCODING="ascii")
    assert "Łódź 寿司" in printed.stdout.decode("utf-8")


def test_the_c_locale_is_no_trouble(icp: Icp) -> None:
    icp.done("set", PROFILE, "name=Łódź")
    done = run(
        "-w", str(icp.workspace), "list", home=icp.home, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_arguments_that_are_no_text_are_no_trouble(icp: Icp) -> None:
    named = ("-w", str(icp.workspace), "show", "Caf\udce9")
    for words in (named, ("Caf\udce9",), ("-w", "Caf\udce9.db", "new", "--client", "A", "--profile", "B")):
        done = run(*words, home=icp.home)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert "Caf\N{REPLACEMENT CHARACTER}" in done.stderr.decode("utf-8")
    done = run("new", "--client", "A", "--profile", "B", home=icp.home, ICP_TUI_WORKSPACE="Caf\udce9.db")
    assert (done.returncode, b"is not text" in done.stderr) == (2, True)


HEAVY = ("textual", "sqlite_utils", "jinja2", "markdown_it", "babel", "rich", "sqlite3")


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (["--help"], (*HEAVY, "platformdirs", "icp_tui.method", "icp_tui.store")),
        (["--version"], HEAVY),
        (["render", "--help"], HEAVY),
        (["list"], ("textual", "sqlite_utils", "jinja2", "markdown_it")),
        (["show", PROFILE], ("textual", "sqlite_utils", "jinja2", "markdown_it")),
        (["set", PROFILE, "offer=x"], ("textual", "sqlite_utils", "jinja2", "markdown_it", "babel")),
        (["render", PROFILE], ("textual", "sqlite_utils")),
    ],
)
def test_a_command_loads_only_what_it_needs(icp: Icp, words: list[str], absent: tuple[str, ...]) -> None:
    program = (
        "import sys\n"
        "from icp_tui.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-w", str(icp.workspace), *words],
        capture_output=True,
        timeout=60,
        check=True,
        env=own_environment(icp.home),
    )
    loaded = set(done.stderr.decode().split())
    assert "click" in loaded
    assert not loaded & set(absent)


def test_the_shell_offers_commands_and_profiles(icp: Icp) -> None:
    icp.done("new", "--client", "A", "--profile", "Łódź, one")

    def offered(*words: str) -> list[str]:
        done = run(
            home=icp.home,
            _ICP_TUI_COMPLETE="bash_complete",
            COMP_WORDS=" ".join(["icp-tui", *words]),
            COMP_CWORD=str(len(words)),
        )
        assert done.stderr == b""
        return [line.partition(",")[2] for line in done.stdout.decode().splitlines() if line]

    assert offered("re") == ["redo", "render", "restore", "repair"]
    assert offered("-w", str(icp.workspace), "show", "w") == ["wholesalers-before-an-audit"]
    assert offered("-w", str(icp.workspace), "render", "LOD") == ["lodz-one"]
    assert offered("-w", str(icp.workspace.with_name("none.db")), "show", "w") == []
    icp.workspace.write_bytes(b"damaged")
    assert offered("-w", str(icp.workspace), "show", "w") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_gets_its_script(home: Path, shell: str) -> None:
    done = run(home=home, _ICP_TUI_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert b"_ICP_TUI_COMPLETE" in done.stdout
