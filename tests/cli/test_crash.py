"""A crash report helps to find the defect and tells nothing about anyone."""

from __future__ import annotations

import shutil
from pathlib import Path

from icp_tui import crash
from icp_tui.texts import say


def _failed() -> BaseException:
    secret = "Frigo Nord pays 45 600"
    try:
        try:
            say("{Frigo}", other=secret)
        except KeyError as error:
            raise LookupError(f"{secret} at /home/somebody/clients.db") from error
    except LookupError as error:
        return error
    raise AssertionError


def test_a_report_names_kinds_places_and_versions() -> None:
    text = crash.report(_failed())
    assert "builtins.LookupError" in text
    assert "builtins.KeyError" in text
    assert "icp_tui/texts.py:" in text
    assert ": say" in text
    assert "icp-tui 0." in text
    assert "textual " in text
    assert "SQLite 3." in text


def test_a_report_holds_no_value_no_message_and_no_folder_of_the_user() -> None:
    text = crash.report(_failed())
    assert "Frigo" not in text
    assert "45 600" not in text
    assert "somebody" not in text
    assert str(Path(__file__).parent) not in text
    assert str(Path.home()) not in text


def test_a_report_looks_into_groups_and_ends_where_errors_name_each_other() -> None:
    one, two = KeyError("a"), ValueError("b")
    one.__context__, two.__context__ = two, one
    text = crash.report(ExceptionGroup("several", [one, two]))
    assert text.count("builtins.KeyError") == text.count("builtins.ValueError") == 1


def test_a_report_is_for_its_owner_and_its_folder_is_made(tmp_path: Path) -> None:
    path = crash.write_report(KeyError("x"))
    assert path is not None and path.is_relative_to(tmp_path / "state")
    assert path.read_text(encoding="utf-8") == crash.report(KeyError("x"))
    shutil.rmtree(path.parent)
    path.parent.write_text("in the way")
    assert crash.write_report(KeyError("x")) is None
