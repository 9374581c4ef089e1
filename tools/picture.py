"""Draws the picture in the README from the program itself: the sample, in the interview, as an SVG."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from icp_tui.method.records import Objective, Problem
from icp_tui.opening import open_workspace
from icp_tui.settings import Settings
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.app import IcpApp

ROOT = Path(__file__).resolve().parents[1]
SIZE = (120, 36)


async def picture(workspace: Workspace) -> str:
    """The interview at the problems of the second objective of the first sample case."""
    profile_id = summaries(workspace.database)[0].profile_id
    app = IcpApp(workspace, Settings())
    async with app.run_test(size=SIZE) as pilot:
        answers = workspace.answers(profile_id)
        objective = answers.of(Objective)[1]
        app.open_profile(profile_id, (answers.of(Problem, objective.id)[0], "severity"))
        await pilot.pause(0.5)
        drawn = app.export_screenshot(title="icp-tui")
    # The picture must not make a reader's browser fetch fonts.
    drawn = re.sub(r"@font-face\s*{.*?}", "", drawn, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", drawn).replace("Fira Code", "ui-monospace, Menlo, Consolas")


def main() -> None:
    """Write docs/picture.svg."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sample.db"
        copy.write_bytes((ROOT / "sample_db" / "sample.db").read_bytes())
        workspace = open_workspace(copy)
        try:
            drawn = asyncio.run(picture(workspace))
        finally:
            workspace.close()
    (ROOT / "docs" / "picture.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
