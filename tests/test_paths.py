"""What is kept apart from a workspace is found by a name made of its path, which never changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from icp_tui import paths
from icp_tui.store.safety.backups import folder_of
from icp_tui.store.safety.rescue import journal_path

pytestmark = pytest.mark.skipif(
    os.name != "posix" or sys.getfilesystemencoding() != "utf-8", reason="paths as POSIX writes them"
)

WORKSPACE = Path("/srv/Frío Nord/Frío (2).db")
DIGITS = "86d75c9d1e78140d"
"""The first 16 of the SHA-256 of its bytes, by another program."""


def test_backups_and_rescue_journals_keep_their_names() -> None:
    assert folder_of(WORKSPACE) == paths.state_folder() / "backups" / f"Frío (2)-{DIGITS[:12]}"
    assert journal_path(WORKSPACE) == paths.state_folder() / "rescue" / f"Fr_o__2_-{DIGITS[:12]}.jsonl"


def test_a_path_has_the_same_fingerprint_through_links_and_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.fingerprint(WORKSPACE)[:16] == DIGITS
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "link").symlink_to(tmp_path / "real.db")
    found = {paths.fingerprint(path) for path in (Path("~/real.db"), tmp_path / "link", tmp_path / "real.db")}
    assert len(found) == 1


def test_a_name_that_is_no_text_has_one_too() -> None:
    odd = Path(os.fsdecode(b"/srv/sp\xe4t.db"))
    assert paths.fingerprint(odd)[:12] == "eaf439a33685"
    assert folder_of(odd).name.endswith("-eaf439a33685")
