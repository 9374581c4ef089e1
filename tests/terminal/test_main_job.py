"""The main job, by keyboard only: from an empty workspace to a written playbook, nothing lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pty_terminal import Terminal, own_environment
from reading import column, is_whole

MOST_KEYS = 120
"""Keys beyond the text itself that the whole job may take."""

CLIENT = "Señalización Ñandú & Żółć"
SELLS = "Rótulos para tiendas — „szyldy”, z montażem 🍎"
PROFILE = "Panaderías antes de Navidad"
OFFER = "Rótulo nuevo en 10 días, ¡sin obra! 👩‍🔧"
SITUATION = "Se jubila el panadero; la hija cambia el nombre. Źdźbło?"
OBJECTIVE = "Abrir con el nombre nuevo antes del 1 de diciembre 🥖"
PROBLEMS = {
    "El rótulo viejo confunde a los clientes": "¿Cómo se enteran hoy de que el dueño es otro?",
    "Permiso del ayuntamiento: 6 semanas": "¿Qué pasó con el último permiso?",
    "Montaż w sobotę zatrzymuje sprzedaż": "Ile kosztuje sobota bez sprzedaży?",
}
PROOF = "Trzy piekarnie otwarte w 9 dni, według protokołów odbioru"
OBJECTIONS = {
    "Za drogo, mój szwagier zrobi taniej": (
        "Ile sobót poświęci szwagier?",
        "Z montażem i pozwoleniem wychodzi taniej niż dwa dni bez utargu.",
    ),
    "Ya tenemos rótulo 🤷": (
        "¿Qué lee quien pasa por delante?",
        "Lee el nombre de antes: cámbielo en 10 días.",
    ),
}


def typed_line(terminal: Terminal, text: str) -> None:
    """A line of the outline: its text, and Enter."""
    terminal.type(text)
    terminal.press("enter")


def do_the_job(terminal: Terminal) -> None:
    """Everything from the first key to the written playbook."""
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    terminal.type(CLIENT)
    terminal.press("enter")
    terminal.type(SELLS)
    terminal.press("ctrl+pagedown")
    terminal.type(PROFILE)
    terminal.press("enter", "enter", "enter")
    terminal.type(OFFER)
    terminal.press("enter")
    terminal.type(SITUATION)
    # The quick path: from the situation to the objectives.
    terminal.press("f2")
    typed_line(terminal, "objectives")
    typed_line(terminal, OBJECTIVE)
    terminal.press("ctrl+pagedown", "ctrl+pagedown")
    for problem in PROBLEMS:
        typed_line(terminal, problem)
    terminal.press("ctrl+down", "ctrl+pagedown", "ctrl+pagedown")
    typed_line(terminal, PROOF)
    terminal.press("ctrl+pagedown")
    for question in PROBLEMS.values():
        typed_line(terminal, question)
        terminal.press("ctrl+down")
    terminal.press("ctrl+pagedown")
    for objection, (first_ask, response) in OBJECTIONS.items():
        terminal.type(objection)
        terminal.press("tab", "2", "f3")
        terminal.type(first_ask)
        terminal.press("f3")
        terminal.type(response)
        # A terminal sends a lone Escape and the beginning of other keys alike: the next key waits for it.
        terminal.wait_for(response[-20:])
        terminal.press("escape")
        terminal.wait_for("What do they say, in their own words?")
    terminal.press("f4")
    terminal.wait_for("Sales playbook", PROFILE)
    terminal.press("w")
    terminal.wait_for("Write to")
    terminal.press("enter")
    terminal.wait_for("Written:")
    terminal.press("escape")
    terminal.wait_for("✓ saved")
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which the job is done."""
    return tmp_path_factory.mktemp("main-job")


@pytest.fixture(scope="module")
def keys(home: Path) -> int:
    """How many keys the job took, beyond its text."""
    with Terminal(home / "work.db", home=home) as terminal:
        do_the_job(terminal)
        assert terminal.left_on == []
        return terminal.keys


@pytest.fixture
def done(home: Path, keys: int) -> Path:
    """The workspace with the job done."""
    assert keys
    return home / "work.db"


def test_the_main_job_takes_few_keys_beyond_its_text(keys: int) -> None:
    assert 20 < keys < MOST_KEYS


def test_everything_typed_is_in_the_file_character_for_character(done: Path) -> None:
    assert column(done, "SELECT name FROM client") == [CLIENT]
    assert column(done, "SELECT sells FROM client") == [SELLS]
    assert column(done, "SELECT name FROM profile") == [PROFILE]
    assert column(done, "SELECT offer FROM profile") == [OFFER]
    assert column(done, "SELECT situation FROM profile") == [SITUATION]
    assert column(done, "SELECT result FROM objective") == [OBJECTIVE]
    assert column(done, "SELECT what FROM problem ORDER BY position") == list(PROBLEMS)
    assert column(done, "SELECT what FROM evidence") == [PROOF]
    assert column(done, "SELECT words FROM objection ORDER BY position") == list(OBJECTIONS)
    assert column(done, "SELECT explore FROM objection ORDER BY position") == [
        a for a, _ in OBJECTIONS.values()
    ]
    assert column(done, "SELECT response FROM objection ORDER BY position") == [
        r for _, r in OBJECTIONS.values()
    ]
    asked = "SELECT p.what || '|' || q.question FROM discovery_question q JOIN problem p ON p.id = q.problem"
    assert sorted(column(done, asked)) == sorted(f"{what}|{ask}" for what, ask in PROBLEMS.items())
    assert is_whole(done)


def test_the_command_show_tells_the_same(done: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "icp_tui", "-w", str(done), "show", PROFILE, "--json"],
        capture_output=True,
        env=own_environment(done.parent),
        check=True,
    )
    records = json.loads(shown.stdout)["records"]
    told: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        told.setdefault(record["kind"], []).append(record["fields"])
    assert (told["client"][0]["name"], told["client"][0]["sells"]) == (CLIENT, SELLS)
    assert (told["profile"][0]["offer"], told["profile"][0]["situation"]) == (OFFER, SITUATION)
    assert [fields["result"] for fields in told["objective"]] == [OBJECTIVE]
    assert [fields["what"] for fields in told["problem"]] == list(PROBLEMS)
    assert [fields["what"] for fields in told["evidence"]] == [PROOF]
    assert [fields["question"] for fields in told["discovery_question"]] == list(PROBLEMS.values())
    assert [fields["words"] for fields in told["objection"]] == list(OBJECTIONS)
    assert [(f["explore"], f["response"]) for f in told["objection"]] == list(OBJECTIONS.values())


def test_the_written_playbook_holds_it(done: Path) -> None:
    [written] = done.parent.glob("*.md")
    playbook = written.read_text(encoding="utf-8")
    for text in (
        CLIENT.partition(" &")[0],
        PROFILE,
        OBJECTIVE,
        *PROBLEMS,
        *PROBLEMS.values(),
        PROOF,
        *OBJECTIONS,
    ):
        assert text in playbook


def test_the_program_opens_again_at_the_same_step_and_field(done: Path) -> None:
    with Terminal(done, home=done.parent) as terminal:
        terminal.wait_for(CLIENT, PROFILE)
        terminal.press("enter")
        terminal.wait_for("step 15 of 18", *OBJECTIONS)
        # The first core questions that are still open stand on another page.
        terminal.press("f3", "f3")
        terminal.wait_for("▸ Goal and means", "How much of it?")
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
    with Terminal(done, home=done.parent) as terminal:
        terminal.wait_for(PROFILE)
        terminal.press("enter")
        terminal.wait_for("▸ Goal and means", "How much of it?")
        terminal.type("12")
        terminal.wait_for("How much           12")
