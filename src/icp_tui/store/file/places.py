"""Folders in which a workspace is less safe than it seems: synced, on a network, beside a second truth.

A program that syncs copies a file while it is written to and puts an older one in its place; a network drive
may promise a lock or a save that it does not keep. Neither is forbidden, but one should know.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from icp_tui import paths
from icp_tui.texts import say

_SYNCED = re.compile(
    r"(dropbox|onedrive|google ?drive|my drive|icloud ?drive|mobile documents|cloudstorage|nextcloud"
    r"|owncloud|seafile|pcloud ?drive|mega ?sync|sync\.com|tresorit|syncthing)( [-(].*)?",
    re.IGNORECASE,
)
_LEFT_BY_SYNC = (".dropbox", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log", ".tresorit", ".sync")
_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "ncpfs", "davfs", "fuse.sshfs", "fuse.davfs2",
    "fuse.gvfsd-fuse", "fuse.rclone", "9p", "vboxsf", "fuse.vmhgfs-fuse",
}  # fmt: skip
_CONFLICTED = (
    r"conflicted copy|conflict(ed)? version|sync-conflict-|_conflict-|\(conflict|case conflict|_conf\("
    r"|copia en conflicto|konflikt|copie en conflit|copia in conflitto|kopia powodująca"
)


def warnings_about(path: Path) -> list[str]:
    """What one should know about the place of the workspace at `path`, in sentences."""
    return [*_synced(path), *_on_a_network(path), *_conflicted(path)]


def new_warnings_about(path: Path) -> list[str]:
    """The same, but only what was not told for this path before; what cannot be noted is told again."""
    found = warnings_about(path)
    told = paths.state_folder() / "told" / paths.fingerprint(path)[:16]
    try:
        before = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        fresh = [words for words in found if _mark(words) not in before]
        if fresh:
            paths.make_private(told.parent)
            told.touch(mode=0o600)
            told.write_text("\n".join([*before, *map(_mark, fresh)]), encoding="utf-8")
    except (OSError, UnicodeError):
        return found
    return fresh


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _synced(path: Path) -> Iterator[str]:
    for folder in path.resolve().parents:
        if _SYNCED.fullmatch(folder.name) or any((folder / name).exists() for name in _LEFT_BY_SYNC):
            yield say(
                "{folder} is synced with other computers. Have the workspace open on one of them only, and"
                " wait until it is synced before you open it on another.",
                folder=folder.name or folder,
            )
            return


def _on_a_network(path: Path) -> Iterator[str]:
    if _file_system(path.resolve()) in _NETWORK or str(path).startswith(("\\\\", "//")):
        yield say(
            "{path} is on a network drive, where a save can be lost with the connection."
            " A folder of this computer is safer; backups are kept here in any case.",
            path=path.name,
        )


def _file_system(path: Path) -> str:
    """The kind of file system that holds `path`, as Linux names it; empty elsewhere."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        # The fifth word is where it is mounted; spaces in it are written as octal.
        at = re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), before.split()[4])
        if len(at) >= len(best) and path.is_relative_to(at):
            best, kind = at, after.split()[0]
    return kind


def _conflicted(path: Path) -> Iterator[str]:
    named = re.compile(rf"{re.escape(path.stem)}.*({_CONFLICTED}).*{re.escape(path.suffix)}", re.IGNORECASE)
    try:
        beside = sorted(other.name for other in path.parent.iterdir() if named.fullmatch(other.name))
    except OSError:
        return
    if beside:
        yield say(
            "Beside the workspace lies {name}: a program that syncs kept two versions of it."
            " `icp-tui merge` brings them together.",
            name=beside[0],
        )
