"""An application that tends its file behind the screen: backups, and a word about the file's place."""

from __future__ import annotations

import threading

from icp_tui.errors import IcpError
from icp_tui.store.file.places import new_warnings_about
from icp_tui.store.safety.keeping import LOOK, BackupKeeper
from icp_tui.texts import say
from icp_tui.tui.troubles import TroubledApp

LOOK_WHETHER_FREE = 2.0
"""Seconds between two looks whether another program still has the file."""

READ_FOR = 20.0
"""Seconds for which a warning can be read."""


class TendingApp(TroubledApp):
    """Backs up the open workspace, and says once where its place is less safe than it seems."""

    _keeper: BackupKeeper | None = None

    def tend_file(self) -> None:
        """Tend the file that was just opened, instead of the one before."""
        self.stop_tending()
        self._keeper = BackupKeeper(
            self.workspace.database, lambda error: self.call_later(self._tell_failed, error)
        )
        self.call_after_refresh(threading.Thread(target=self._look_around, daemon=True).start)

    def keep_tending(self) -> None:
        """Tend whatever file is open, from the first screen on."""
        self.set_interval(LOOK, self._look_for_backup)
        self.set_interval(LOOK_WHETHER_FREE, self.look_whether_free)
        self.tend_file()

    def stop_tending(self) -> None:
        """Give up what was begun, before the file is let go of."""
        if self._keeper:
            self._keeper.close()

    def _look_for_backup(self) -> None:
        # Whoever allows writing in the state folder has not to start again for it.
        self.look_at_state_folder()
        if self._keeper:
            self._keeper.look()

    def _tell_failed(self, error: IcpError) -> None:
        self.notify(str(error), title=error.what, severity="warning", timeout=READ_FOR, markup=False)

    def _look_around(self) -> None:
        """In a thread: a network drive can take its time."""
        for words in new_warnings_about(self.workspace.database.path):
            self.call_later(self._tell_of_place, words)

    def _tell_of_place(self, words: str) -> None:
        self.notify(
            words, title=say("Where your file is"), severity="warning", timeout=READ_FOR, markup=False
        )
