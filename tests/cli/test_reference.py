"""The reference pages say what the program does, or this is red."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from calling import own_environment

from icp_tui.cli import main
from icp_tui.method.declaration import RECORDS

ROOT = Path(__file__).resolve().parents[2]


def test_the_reference_pages_are_current(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "reference.py", "--check"],
        capture_output=True,
        timeout=60,
        check=False,
        env=own_environment(tmp_path),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), "run: python tools/reference.py"


def test_every_command_and_option_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        options = [option for parameter in command.params for option in parameter.opts if option[0] == "-"]
        assert all(option in section for option in options), name


def test_every_table_and_question_is_in_the_reference(small_file: Path) -> None:
    page = (ROOT / "docs" / "database.md").read_text(encoding="utf-8")
    with closing(sqlite3.connect(f"file:{small_file}?mode=ro", uri=True)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        if not table.startswith(("search_text_", "_", "sqlite_")):
            assert f"# {table}\n" in page
    for kind in RECORDS.values():
        assert all(question.ask.english in page for question in kind.questions.values())
