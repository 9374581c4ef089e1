"""A program that opens a file at a sign, says what came of it, and holds it until its input ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from icp_tui.errors import InUse
from icp_tui.opening import open_workspace


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(path: Path) -> None:
    say("ready")
    sys.stdin.readline()
    try:
        workspace = open_workspace(path)
    except InUse as error:
        say(f"refused {' '.join(str(error).split())}")
        return
    say(f"owner {os.getpid()} {'left open' if workspace.file.left_open else ''}")
    sys.stdin.read()
    workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
