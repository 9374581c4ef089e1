"""What the documents name exists: commands, keys, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from icp_tui.cli.program import main as program
from icp_tui.tui.commands import COMMANDS, show_key

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
KEYS = {show_key(key).lower() for command in COMMANDS for key in command.keys.split(",")}


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_every_command_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"icp-tui(?: -w \S+)? ([a-z]{2,})\b(?!\.)", _code(page)))
    assert named <= set(program.commands), named - set(program.commands)


def test_every_key_that_is_named_does_something(page: Path) -> None:
    named = {key.lower() for key in re.findall(r"`((?:Ctrl|Alt|F\d|\^)[^`\s]*)`", page.read_text("utf-8"))}
    assert named <= KEYS | {"ctrl"}, named - KEYS


def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)`", page.read_text("utf-8"))) <= targets


def _code(page: Path) -> str:
    """What stands in code spans and blocks."""
    text = page.read_text("utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
