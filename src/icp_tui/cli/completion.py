"""What the shell offers for PROFILE: names as one word each. It never fails and never writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from icp_tui.cli.request import Request
from icp_tui.errors import IcpError

if TYPE_CHECKING:
    from icp_tui.store.work.library import Summary


def complete_profile(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The profiles whose names begin like `incomplete`."""
    from icp_tui.cli.naming import short_ids, slug  # noqa: PLC0415 - 60 ms

    try:
        rows = _profiles(Request(context.find_root().params.get("workspace")))
    except (IcpError, OSError):
        # Completion has nowhere to show an error; the command itself will.
        return []
    names = [slug(row.profile) for row in rows]
    short = short_ids(row.profile_id for row in rows)
    offered = [
        (name if name and names.count(name) == 1 else short[row.profile_id], row)
        for name, row in zip(names, rows, strict=True)
    ]
    wanted = slug(incomplete)
    return [
        CompletionItem(word, help=f"{row.client} › {row.profile}")
        for word, row in offered
        if word.startswith(wanted)
    ]


def _profiles(request: Request) -> list[Summary]:
    from icp_tui.store.file.database import open_database  # noqa: PLC0415
    from icp_tui.store.work.library import summaries  # noqa: PLC0415

    path = request.path()
    if not path.exists():
        return []
    # Not through `open_workspace`, which would bring an older file up to date.
    database = open_database(path)
    try:
        return summaries(database)
    finally:
        database.close()
