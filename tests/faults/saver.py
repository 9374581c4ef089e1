"""A program that works on the file it is given until it is killed, and says of each commit what is saved.

One line of JSON a commit: the changes that are new in the log or have another text now, by their id.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from at_work import AtWork

from icp_tui.opening import open_workspace


def main(path: Path, seed: int) -> None:
    workspace = open_workspace(path, "Ada")
    profile_id = workspace.database.rows("SELECT id FROM profile ORDER BY id")[0]["id"]
    told: dict[str, str | None] = {}
    for _ in AtWork(workspace, profile_id, random.Random(seed)).saves():
        there = dict(map(tuple, workspace.database.rows("SELECT id, new FROM change")))
        news = {name: new for name, new in there.items() if name not in told or told[name] != new}
        os.write(1, json.dumps(news).encode() + b"\n")
        told = there


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
