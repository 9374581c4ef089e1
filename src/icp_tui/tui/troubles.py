"""An application that says what is wrong for as long as it is, and can go on in a copy of the workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from icp_tui.errors import BadFile, IcpError, InUse, SaveFailed
from icp_tui.opening import open_workspace
from icp_tui.store.file.failing import is_emptied
from icp_tui.store.file.locks import FileLock, lock_path
from icp_tui.store.safety.state import Unkept, unkept
from icp_tui.texts import say
from icp_tui.tui.commands import LIBRARY
from icp_tui.tui.endings import EndingApp
from icp_tui.tui.screens.commanded import CommandedScreen

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import AwaitMount

    from icp_tui.store.safety.rescue_lines import Waiting
    from icp_tui.store.work.workspace import Workspace
    from icp_tui.tui.pen import Saving
    from icp_tui.tui.widgets.banner import Trouble

Answer = TypeVar("Answer")

ALONE = 2
"""Screens where the list of profiles is alone: there is an empty one below all others."""

TRY_AGAIN_AFTER = 2.0
"""Seconds after which is tried again to bring back what waits from an earlier time."""


class TroubledApp(EndingApp):
    """Shows a banner on its screens while saving fails, the file is damaged, or can only be read.

    Attributes:
        author: in whose name changes are made.
        trouble: what the banner says now, if anything is wrong.
    """

    workspace: Workspace
    author: str
    trouble: Trouble | None = None
    _saving: Saving | None = None
    _damage: BadFile | None = None
    _unkept: Unkept | None = None
    _held_elsewhere = False

    def go_on_in(self, workspace: Workspace, profile_id: str | None) -> None:
        """Show another workspace instead of this one: its library, or a profile where one left off."""
        raise NotImplementedError

    def push_screen(  # type: ignore[override]  # Textual's own takes what we never give
        self, screen: Screen[Answer], callback: Callable[[Answer | None], None] | None = None
    ) -> AwaitMount:
        """Show a screen; what goes wrong in what its answer sets off is said, as for any command."""

        def answered(answer: Answer | None) -> None:
            try:
                if callback:
                    callback(answer)
            except IcpError as error:
                self.complain(error)

        return super().push_screen(screen, answered)

    def complain(self, error: IcpError) -> None:
        """Say what went wrong, what it means, and what to do."""
        words = "\n".join(part for part in (error.means, error.do) if part)
        self.notify(words or error.what, title=error.what, severity="error", timeout=10, markup=False)

    # What is wrong

    def watch_file(self) -> None:
        """Say what is known of the file that was just opened, and check in the background what is not."""
        found = self.workspace.rescue.brought_back
        if found.words:
            self.notify(found.words, title=say("Brought back"), timeout=12, markup=False)
        if found.failed:
            self.set_timer(TRY_AGAIN_AFTER, self._bring_back_again)
        self.workspace.file.check_behind(partial(self._tell_checked, self.workspace))
        self._held_elsewhere = self.workspace.read_only and FileLock.is_held(self.workspace.database.path)
        self.look_at_state_folder()

    def tend_file(self) -> None:
        """Tend the file that was just opened, instead of the one before."""
        raise NotImplementedError

    def look_whether_free(self) -> None:
        """Where another program had the file and has ended: change it here, once nothing else is in view."""
        database = self.workspace.database
        if not self._held_elsewhere or FileLock.is_held(database.path):
            return
        seen = self.screen_stack[-1] if len(self.screen_stack) == ALONE else None
        if isinstance(seen, CommandedScreen) and seen.where == LIBRARY:
            # One that is only just coming is not drawn yet: the next look finds it.
            if seen.is_mounted:
                self._take_file(seen)
            return
        words = say("Nobody else has this file open now: in the list of profiles it can be changed again.")
        if database.why_read_only != words:
            database.why_read_only = words
            self.look_for_trouble()

    def _take_file(self, library: CommandedScreen) -> None:
        """Open the file for writing below the list of profiles, which stays as it is."""
        old = self.workspace
        try:
            new = open_workspace(old.database.path, self.author)
        except InUse:
            # Another one was faster.
            return
        except IcpError as error:
            self._held_elsewhere = False
            self.complain(error)
            return
        self.workspace = library.workspace = new
        self.watch_file()
        self.tend_file()
        library.brought_up()
        old.let_go()
        if not new.read_only:
            self.notify(say("Nobody else has this file open now: it can be changed here."), markup=False)

    def look_at_state_folder(self) -> None:
        """See whether backups and the rescue journal can be kept, before they are needed."""
        path = self.workspace.database.path
        self._unkept = None if self.workspace.read_only else unkept(path)
        self.look_for_trouble()

    def _tell_checked(self, checked: Workspace, damage: BadFile | None) -> None:
        """Hear it in the thread that has checked."""
        self.call_later(self._checked, checked, damage)

    def _checked(self, checked: Workspace, damage: BadFile | None) -> None:
        # Another file can have taken its place meanwhile.
        if checked is self.workspace:
            self._damage = damage
            self.look_for_trouble()

    def _bring_back_again(self) -> None:
        self.workspace.rescue.bring_back()
        if self.workspace.rescue.brought_back.back:
            for screen in self.screen_stack:
                if isinstance(screen, CommandedScreen):
                    screen.brought_up()
        self.watch_file()

    def saving_changed(self, saving: Saving) -> None:
        """Hear how saving goes; once it works again, that is said."""
        before, self._saving = self._saving, saving
        if before and before.failure and not saving.failure:
            self.notify(say("Everything is saved again."), timeout=4, markup=False)
        if before is None or (before.failure, before.kept) != (saving.failure, saving.kept):
            self.look_for_trouble()

    @property
    def all_kept(self) -> bool:
        """Whether all that could not be saved is in the rescue journal."""
        return self._saving is None or self._saving.failure is None or self._saving.kept

    @property
    def why_not_saved(self) -> str:
        """What stands in the way of saving, in a sentence; empty where nothing does."""
        failure = self._saving.failure if self._saving else None
        path = self.workspace.database.path
        return failure.what.replace(str(path), path.name) if failure else ""

    def look_for_trouble(self) -> None:
        """Show on all screens what is wrong now."""
        self.trouble = self._trouble()
        for screen in self.screen_stack:
            if isinstance(screen, CommandedScreen) and screen.is_mounted:
                screen.show_trouble(self.trouble)

    def _trouble(self) -> Trouble | None:
        failure = self._saving.failure if self._saving else None
        waits = self.workspace.rescue.brought_back.failed
        if not (failure or waits or self._damage or self.workspace.read_only or self._unkept):
            return None
        from icp_tui.store.safety.backups import backups_of  # noqa: PLC0415 - only when something is wrong
        from icp_tui.tui.widgets import banner  # noqa: PLC0415

        path = self.workspace.database.path
        if failure and self._saving and is_emptied(path):
            there = len(backups_of(path))
            return banner.emptied(self.why_not_saved, kept=self._saving.kept, backups=there)
        if failure and self._saving:
            return banner.not_saved(self.why_not_saved, failure.do, kept=self._saving.kept)
        if self._damage:
            what = self._damage.what.replace(str(path), path.name)
            return banner.Trouble(what, self._damage.means, self._damage.do)
        if waits:
            what = say("What could not be saved last time is still in the rescue journal.")
            return banner.Trouble(what, waits.what.replace(str(path), path.name), waits.do)
        if self._unkept:
            return banner.not_kept(self._unkept)
        return banner.only_to_read(self.workspace.database.why_read_only.replace(str(path), path.name))

    # Leaving

    def keep_all(self) -> bool:
        """Put all that is not saved into the rescue journal; False where it could not be written."""
        return self.workspace.rescue.keep(list(self._waiting()))

    def what_is_left(self, *, kept: bool | None = None) -> SaveFailed:
        """What to say of text that is not in the file; `kept` where it is in the rescue journal."""
        what = say("What you typed last could not be saved in {path}.", path=self.workspace.database.path)
        if not (self.all_kept if kept is None else kept):
            return SaveFailed(what, means=say("It is lost: nothing else could be written either."))
        return SaveFailed(
            what,
            means=say("It is kept in {path}.", path=self.workspace.rescue.journal.path),
            do=say("The next start of icp-tui with this workspace brings it back by itself."),
        )

    def ask_leaving(self) -> None:
        """Ask what is to become of what can be saved nowhere."""
        from icp_tui.tui.screens.leaving import AGAIN, COPY, LEAVE, LeavingScreen  # noqa: PLC0415

        if isinstance(self.screen, LeavingScreen):
            return

        def chosen(way: str | None) -> None:
            if way == COPY:
                self.ask_copy(leaving=True)
            elif way == AGAIN:
                self.call_later(self.action_quit)
            elif way == LEAVE:
                self.leave(1)

        self.push_screen(LeavingScreen(self.why_not_saved), chosen)

    # Going on in a copy

    def ask_copy(self, *, leaving: bool = False) -> None:
        """Ask for the name of a copy, make it and go on there, or leave it there."""
        from icp_tui.store.recovery.copying import refuse_taken, suggested  # noqa: PLC0415
        from icp_tui.tui.screens.asking import AskScreen  # noqa: PLC0415

        def refused(typed: str) -> str:
            meant = _as_file(typed)
            try:
                refuse_taken(meant)
            except IcpError as error:
                return error.what.replace(str(meant), meant.name)
            return ""

        def take(typed: str) -> str:
            try:
                self.save_copy(typed)
            except IcpError as error:
                return str(error)
            if leaving:
                self.call_later(self.action_quit)
            return ""

        here = suggested(self.workspace.database.path, dt.datetime.now().astimezone().date(), self._bytes())
        done = say("Enter writes it and goes on there; Escape goes back.")
        self.push_screen(AskScreen(say("Save a copy as"), str(here), refuse=refused, take=take, done=done))

    def _bytes(self) -> int:
        try:
            return self.workspace.database.path.stat().st_size
        except OSError:
            return 0

    def save_copy(self, name: str) -> None:
        """Write everything, with what could not be saved, to a new file and go on there.

        Raises:
            IcpError: there is no copy, and one stays where one is.
        """
        old = self.workspace
        waiting = [] if self.save_all() else list(self._waiting())
        new = self._copied(_as_file(name), waiting)
        old.rescue.safe_elsewhere()
        profile_id = None
        for screen in self.screen_stack:
            if isinstance(screen, CommandedScreen):
                profile_id = screen.move_to(new) or profile_id
        self.go_on_in(new, profile_id)
        old.let_go()
        path = new.database.path
        self.notify(say("You are working in {path} now.", path=path), timeout=8, markup=False)

    def _waiting(self) -> Iterator[Waiting]:
        for screen in self.screen_stack:
            if isinstance(screen, CommandedScreen):
                yield from screen.waiting()

    def _copied(self, target: Path, waiting: list[Waiting]) -> Workspace:
        from icp_tui.store.recovery.copying import save_copy  # noqa: PLC0415
        from icp_tui.store.recovery.refilling import begin_copy, refill  # noqa: PLC0415

        old, emptied = self.workspace.database, is_emptied(self.workspace.database.path)
        backup_at = None
        if emptied:
            backup_at = begin_copy(old.path, target)
        else:
            save_copy(old, target)
        again = self._gives_way(target)
        new = None
        try:
            new = open_workspace(target, self.author)
            if emptied:
                refill(new, self.workspace, self._profiles_in_memory(new))
            new.rescue.take_over(self.workspace.rescue, waiting)
        except IcpError:
            # Only what is whole may look like a copy.
            if new:
                new.let_go()
            if not again:
                target.unlink(missing_ok=True)
            raise
        if emptied:
            self._tell_made_of(backup_at)
        return new

    def _gives_way(self, target: Path) -> bool:
        """Whether the copy has the very name of the file that is gone: that one's lock then goes with it.

        Such a copy stays in any case: what waited for the file is brought into it by its name alone.
        """
        file = self.workspace.file
        if lock_path(target) != lock_path(file.database.path):
            return False
        if file.lock:
            file.lock.release()
        return True

    def _profiles_in_memory(self, copy: Workspace) -> list[str]:
        """The ids of all profiles that memory may still hold: of the copy's own, and of those in view."""
        from icp_tui.store.work.library import summaries  # noqa: PLC0415
        from icp_tui.tui.screens.interview import InterviewScreen  # noqa: PLC0415

        there = [row.profile_id for row in summaries(copy.database)]
        in_view = [screen.profile_id for screen in self.screen_stack if isinstance(screen, InterviewScreen)]
        return list(dict.fromkeys((*there, *in_view)))

    def _tell_made_of(self, backup_at: dt.datetime | None) -> None:
        """Say what is in a copy of an emptied file: not all that was in the file need be."""
        words = say("There was no backup: the copy holds the profiles that you had open, and no others.")
        if backup_at:
            words = say(
                "The copy holds the backup of {at} and, as they are now, the profiles that you had open.",
                at=f"{backup_at.astimezone():%Y-%m-%d %H:%M}",
            )
        self.notify(words, title=say("Made from what is left"), timeout=20, markup=False)


def _as_file(typed: str) -> Path:
    """The file that was meant: with the ending of a workspace, wherever the home folder is."""
    from icp_tui.tui.screens.asking import file_meant  # noqa: PLC0415

    path = file_meant(typed).absolute()
    # The root of a disk has no name yet: one is just beginning to type.
    return path if path.suffix or not path.name else path.with_name(f"{path.name}.db")
