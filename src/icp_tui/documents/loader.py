"""Where templates are found: the consultant's own folders before the built-in one, and nowhere else.

A template is named by its path below a folder (`playbook.md.j2`, `partials/step.md.j2`). `built-in/NAME` is
always the shipped one, so that an own template can extend the one that it stands before. What lies outside
the folders, by `..` or by a link in the file system, is refused.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from icp_tui.documents.run import current_run
from icp_tui.documents.tracing import without_private
from icp_tui.errors import BadTemplate
from icp_tui.method.safe import safe_text
from icp_tui.texts import say

BUILT_IN = "built-in"
SUFFIX = ".md.j2"
ENDING = ".j2"
"""What every included file ends with: what else lies beside a stranger's template is none of its business."""

LARGEST = 200_000
"""Bytes of a template file; the longest of ours has 4,000, and each 10,000 take up to 0.2 s to compile."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of templates; `label` stands before their names in messages."""

    path: Path
    label: str = ""


class FolderLoader(BaseLoader):
    """Reads templates from folders, the first that has the name wins."""

    def __init__(self, own: tuple[Path, ...], built_in: Path, named: str = "") -> None:
        """Search the own folders, which need not exist, and then the built-in one.

        `named` is the one template that may have any name, as a person gave it.
        """
        self._named = named
        self._folders = [*(Folder(path) for path in own), Folder(built_in, BUILT_IN + "/")]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, the name to show for it, and whether it is still the same."""
        found = self._find(template)
        if found is None:
            raise TemplateNotFound(template)
        folder, path = found
        shown = folder.label + path.relative_to(folder.path.resolve()).as_posix()
        text = template_text(path, shown)
        stamp = _stamp(path)

        def is_current() -> bool:
            run = current_run.get()
            if run and template in run.unchanged:
                return True
            same = self._find(template) == found and _stamp(path) == stamp
            if run and same:
                run.unchanged.add(template)
            return same

        return text, shown, is_current

    def list_templates(self) -> list[str]:
        """The names of all documents that can be rendered; partials are not among them."""
        return sorted({name for folder in self._folders for name in _documents(folder.path)})

    def _find(self, name: str) -> tuple[Folder, Path] | None:
        # split_template_path refuses `..`; a link out of the folder is found by resolving it.
        folders = self._folders
        if not name.endswith(ENDING) and name != self._named:
            return None
        if name.startswith(BUILT_IN + "/"):
            folders, name = folders[-1:], name.removeprefix(BUILT_IN + "/")
        for folder in folders:
            path = folder.path.joinpath(*split_template_path(name)).resolve()
            if path.is_file() and path.is_relative_to(folder.path.resolve()):
                return folder, path
        return None


def template_text(path: Path, shown: str) -> str:
    """The text of a template file.

    Raises:
        BadTemplate: It is no ordinary file, cannot be read, is too large, or is not UTF-8 text.
    """
    try:
        status = path.stat()
        # A pipe would be waited for, and a device can be without an end.
        if not stat.S_ISREG(status.st_mode):
            raise BadTemplate(
                say("{name} cannot be read: it is no ordinary file.", name=shown),
                do=say("Name a file, not a folder, device or pipe."),
            )
        if status.st_size > LARGEST:
            raise BadTemplate(
                say("{name} is larger than a template may be ({most} bytes).", name=shown, most=LARGEST),
                do=say("Is it really a template? Split it with “include” if it is."),
            )
        raw = path.read_bytes()
    except OSError as error:
        raise BadTemplate(
            say("{name} cannot be read: {reason}.", name=shown, reason=error.strerror or error),
            do=say("Check that the file is there and that you may read it."),
        ) from error
    save_as = say("Save it as plain text in UTF-8 and try again.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadTemplate(
            say("{name}, line {line}: not UTF-8 text.", name=shown, line=line), do=save_as
        ) from error
    if "\0" in text:
        raise BadTemplate(say("{name} is not a text file.", name=shown), do=save_as)
    return without_private(safe_text(text))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _documents(folder: Path) -> Iterator[str]:
    return (path.name for path in folder.glob("*" + SUFFIX) if not path.name.startswith("_"))
