"""Builds sample_db/sample.db from the JSON cases beside it: the same cases always give the same file.

Names and times are counted instead of taken from the clock, so that a rebuilt sample differs only where the
cases or the tables do. Run it after every change of a case or of a record: `python tools/build_samples.py`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from icp_tui.opening import figures
from icp_tui.paths import sample_folder
from icp_tui.store.file.database import create_database, open_database
from icp_tui.store.intake.cases import import_case
from icp_tui.store.log.schema import make_current
from icp_tui.store.work.workspace import Workspace

CASES = ("coldline", "family_wheels")
MADE_AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def counted_names() -> Callable[[], str]:
    """Names like those of the program (UUIDv7, rising), of one moment and counted."""
    moment = int(MADE_AT.timestamp() * 1000)
    numbers = itertools.count(1)

    def name() -> str:
        return str(UUID(int=moment << 80 | 0x7 << 76 | 0b10 << 62 | next(numbers)))

    return name


def build(cases: list[Path], target: Path) -> None:
    """Make the workspace `target` anew from `cases`, in their order."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made, packed = Path(folder) / "made.db", Path(folder) / "packed.db"
        create_database(made, make_current)
        database = open_database(made)
        workspace = Workspace(database, figures, now=lambda: MADE_AT, names=counted_names())
        for case in cases:
            import_case(workspace, case)
        with database.transaction():
            database.execute("UPDATE _sqlite_migrations SET applied_at = ?", MADE_AT.isoformat())
        # Pages in the order of the tables, none of them empty.
        database.rows("VACUUM INTO ?", str(packed))
        workspace.close()
        packed.chmod(0o644)
        packed.replace(target)


def main() -> None:
    """Build the sample that is shipped, or another one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=sample_folder() / "sample.db")
    target: Path = parser.parse_args().target
    build([sample_folder() / f"{name}.json" for name in CASES], target)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
