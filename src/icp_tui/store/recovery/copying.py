"""A copy of the open workspace under another name: whole, checked, and never over another file."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
from pathlib import Path

from icp_tui.errors import BadFile, IcpError, SaveFailed
from icp_tui.files import sync, sync_names
from icp_tui.store.file.database import Database, open_database
from icp_tui.store.work.admission import check_pages
from icp_tui.texts import say


def save_copy(database: Database, target: Path) -> None:
    """Write all that is saved in the open workspace to the new file `target`, readable by its owner only.

    It appears under its name only when it is whole. Works also where the workspace itself was deleted, cannot
    be written, or lies on a full disk.

    Raises:
        BadFile: there is something under that name, or no folder for it.
        SaveFailed: it could not be written.
    """
    refuse_taken(target)
    # Short, whatever the name: SQLite adds to it, and a name has 255 bytes at most.
    unfinished = target.with_name(f".icp-{secrets.token_hex(6)}.new")
    try:
        database.copy_into(unfinished)
        _check(unfinished)
        _put_in_place(unfinished, target)
    except IcpError as error:
        # Nobody asked for a file of that name.
        parts = (part.replace(str(unfinished), str(target)) for part in (error.what, error.means, error.do))
        what, means, do = parts
        raise type(error)(what, means=means, do=do) from error
    except (OSError, ValueError) as error:
        raise SaveFailed(
            say(
                "Could not write the copy {path}: {error}.",
                path=target,
                error=getattr(error, "strerror", None) or error,
            ),
            means=say("The workspace itself was not touched."),
            do=say("Name another place that you can write to."),
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_taken(target: Path) -> None:
    """Refuse a name under which no copy can be made.

    Raises:
        BadFile: there is something under that name, or no folder for it.
    """
    if os.path.lexists(target):
        raise BadFile(
            say("There is a file {path} already.", path=target),
            means=say("It was not touched: a copy never takes the place of another file."),
            do=say("Choose another name."),
        )
    if not target.parent.is_dir():
        raise BadFile(
            say("There is no folder {path}.", path=target.parent),
            means=say("Nothing was written."),
            do=say("Name a folder that is there."),
        )


def _check(copy: Path) -> None:
    made = open_database(copy, why_read_only=say("It is only checked."))
    try:
        check_pages(made)
    finally:
        made.close()


def _put_in_place(unfinished: Path, target: Path) -> None:
    sync(unfinished)
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links, such as a memory stick's.
        refuse_taken(target)
        unfinished.rename(target)
    sync_names(target.parent)


def suggested(workspace: Path, day: dt.date, size: int) -> Path:
    """A name for a copy made on `day`: in the same folder if `size` bytes fit there, else at home."""
    folders = [workspace.parent, Path.home()]
    return free_name(next((one for one in folders if _has_room(one, size)), folders[-1]), workspace, day)


def free_name(folder: Path, workspace: Path, day: dt.date) -> Path:
    """A name in a folder for a copy made on `day`, which nothing there has, as far as numbers go."""
    stem = f"{workspace.stem} {day.isoformat()}"
    names = (f"{stem}{number}.db" for number in ("", *(f" {n}" for n in range(2, 100))))
    return next(
        (folder / name for name in names if not os.path.lexists(folder / name)), folder / f"{stem}.db"
    )


def _has_room(folder: Path, size: int) -> bool:
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 * size
    except OSError:
        return False
