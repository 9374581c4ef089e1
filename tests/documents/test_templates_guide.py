"""What docs/templates.md shows is what happens."""

from __future__ import annotations

import json
import re
from pathlib import Path

from icp_tui.documents.filters import all_filters
from icp_tui.documents.render import render
from icp_tui.documents.run import Limits

GUIDE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def sample(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


def test_the_small_example_makes_the_document_that_the_guide_shows(tmp_path: Path) -> None:
    template = tmp_path / "calls.md.j2"
    template.write_text(sample("jinja"), encoding="utf-8")
    assert render(template, json.loads(sample("json"))) == sample("markdown")


def test_the_guide_names_every_filter_and_no_other() -> None:
    rows = [row for row in GUIDE.splitlines() if row.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split(" | ")[0])}
    assert named == set(all_filters())


def test_the_guide_tells_the_limits() -> None:
    assert Limits() == Limits(steps=2_000_000, seconds=5.0, characters=5_000_000)
    told = " ".join(GUIDE.split())
    assert "two million steps, five seconds or five million characters" in told
    assert Limits().made == 64_000_000
    assert "64 million characters made on the way" in told
