"""A copy of an open workspace whose file something else has emptied: what of it is still elsewhere.

The newest backup holds all of it as it was then, and memory the profiles in view as they were last saved. The
copy holds the one, brought to the other; nothing of the emptied file is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from icp_tui.errors import IcpError, NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import MARK_PARTS
from icp_tui.store.file.database import create_database, open_database
from icp_tui.store.log.changes import PARENT, POSITION, Edit
from icp_tui.store.log.schema import make_current
from icp_tui.store.recovery.copying import refuse_taken, save_copy
from icp_tui.store.safety.backups import backups_of
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say


def begin_copy(workspace: Path, target: Path) -> dt.datetime | None:
    """Make `target` of the newest backup of a workspace; gives the moment of that, None where it is new.

    Raises:
        BadFile: there is something under that name, no folder for it, or the backup is damaged.
        SaveFailed: it could not be written.
    """
    newest = next(iter(backups_of(workspace)), None)
    if newest is None:
        refuse_taken(target)
        create_database(target, make_current)
        return None
    backup = open_database(newest.path, why_read_only=say("It is a backup."))
    try:
        save_copy(backup, target)
    finally:
        backup.close()
    return newest.made


def refill(copy: Workspace, emptied: Workspace, profile_ids: Iterable[str]) -> None:
    """Bring profiles of the copy to what `emptied` still holds in memory of them, as one action.

    Raises:
        SaveFailed: the copy is as it was.
    """
    edits: list[Edit] = []
    for profile_id in profile_ids:
        try:
            held = emptied.answers(profile_id)
        except IcpError:
            # It was never read since the program began, and now cannot be.
            continue
        edits += [*_gone(copy, held), *_all_of(held)]
    if edits:
        copy.change_library(edits)


def _gone(copy: Workspace, held: Answers) -> Iterator[Edit]:
    """The deletions of what was deleted since the backup."""
    try:
        before = copy.answers(held.profile_id)
    except NotFound:
        return
    for record in before.records:
        if held.get(record.id) is None:
            yield Edit(record.kind, record.id, PARENT, None)


def _all_of(held: Answers) -> Iterator[Edit]:
    """All that is known of a profile; an edit that changes nothing leaves no trace in the log."""
    for record in held.records:
        yield Edit(record.kind, record.id, PARENT, record.parent_id)
        yield Edit(record.kind, record.id, POSITION, repr(record.position))
    for record in held.records:
        for field, question in record.questions.items():
            value = getattr(record, field)
            text = None if value is None else question.kind.dump(value) or None
            yield Edit(record.kind, record.id, field, text)
            mark = held.mark(record.id, field)
            for part in MARK_PARTS:
                marked = getattr(mark, part)
                yield Edit(record.kind, record.id, f"{field}:{part}", None if marked is None else str(marked))
