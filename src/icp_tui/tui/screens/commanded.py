"""A screen whose keys come from the table of commands: each is done by its method `do_<id>`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from textual.screen import Screen

from icp_tui.errors import IcpError, SaveFailed
from icp_tui.method.declaration import Record
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say
from icp_tui.tui.commands import Command, command_named, commands_on
from icp_tui.tui.theme import inks_of
from icp_tui.tui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from icp_tui.store.safety.rescue_lines import Waiting
    from icp_tui.tui.pen import Saving
    from icp_tui.tui.widgets.banner import Trouble


class Shell(Protocol):
    """What screens ask of the application, which they never import."""

    show_preview: bool
    protected_traits: bool

    def open_profile(self, profile_id: str, goal: tuple[Record, str] | None = None) -> None:
        """Ask about a profile, where one left off or at a record's field."""

    def open_sample(self) -> None:
        """Open the two sample cases."""

    def open_file(self, path: Path) -> None:
        """Open another workspace; raises `IcpError` where it cannot be opened."""

    def save_all(self) -> bool:
        """Save what is pending on any screen; False where it could not be."""

    def put_away_told(self) -> None:
        """Take away what was told, once there was time to read it."""

    def ask_copy(self) -> None:
        """Ask for the name of a copy, make it and go on there."""

    def saving_changed(self, saving: Saving) -> None:
        """Hear how saving goes."""

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong now."""


class CommandedScreen(Screen[Any]):
    """Does commands by key, by click and from the palette, and says why one cannot be done now."""

    where: ClassVar[str]
    workspace: Workspace

    @property
    def shell(self) -> Shell:
        """The application, as far as screens know it."""
        return cast("Shell", self.app)

    def save_pending(self) -> bool:
        """Save what was typed here and note the place; False where it could not be saved."""
        return True

    def brought_up(self) -> None:
        """The file has changed below this screen: show it as it is now."""

    def waiting(self) -> list[Waiting]:
        """What was typed here and could not be saved."""
        return []

    def move_to(self, workspace: Workspace) -> str:
        """All is in another workspace now: forget what waits here, note the place there.

        Gives the id of the profile that one goes on with, if it is this screen's.
        """
        del workspace
        return ""

    def on_mount(self) -> None:
        """Say what is wrong from the start."""
        if self.shell.trouble:
            self.show_trouble(self.shell.trouble)

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Say what is wrong below the top line, for as long as it is."""
        from icp_tui.tui.widgets.banner import Banner  # noqa: PLC0415 - only when something is wrong

        self.set_class(trouble is not None, "-troubled")
        found = self.query(Banner)
        if trouble is None:
            found.remove()
        elif found:
            found.first().tell(trouble)
        else:
            self.mount(Banner(trouble), after="#top")

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands_on(self.where)

    def foot(self) -> list[Command]:
        """What the line of keys shows."""
        return [command for command in self.commands() if command.foot]

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done now; empty where it can."""
        del command_id
        return ""

    def action_do(self, command_id: str) -> None:
        """Do a command, or say why not. What goes wrong is said in words."""
        self.shell.put_away_told()
        reason = self.why_not(command_id)
        if reason:
            self.notify(reason, title=str(command_named(command_id).words), severity="warning", markup=False)
            return
        try:
            getattr(self, f"do_{command_id}")()
        except IcpError as error:
            self.complain(error)

    def complain(self, error: IcpError) -> None:
        """Say what went wrong, what it means, and what to do."""
        words = "\n".join(part for part in (error.means, error.do) if part)
        self.notify(words or error.what, title=error.what, severity="error", timeout=10, markup=False)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Do what was clicked in the line of keys."""
        event.stop()
        self.action_do(event.command.id)

    def do_save(self) -> None:
        """Save now; where that cannot be, save a copy elsewhere."""
        if self.workspace.read_only or not self.shell.save_all():
            self.do_save_copy()
            return
        try:
            self.workspace.database.check_still_there()
        except SaveFailed as error:
            # Nothing waits, and yet what was saved is there no more.
            self.complain(error)
            self.do_save_copy()
        else:
            self.say_done(say("Everything is saved in {path}.", path=self.workspace.database.path.name))

    def do_save_copy(self) -> None:
        """Save a copy of everything under another name, and go on there."""
        self.shell.ask_copy()

    def do_palette(self) -> None:
        """Choose from everything that can be done here; what cannot be done now says why."""
        from icp_tui.tui.screens.picking import PickScreen, command_choices  # noqa: PLC0415

        def chosen(command_id: str | None) -> None:
            if command_id:
                self.action_do(command_id)

        inks = inks_of(self.app)
        picks = command_choices([(c, self.why_not(c.id)) for c in self.commands() if c.id != "palette"], inks)
        self.app.push_screen(PickScreen(say("Commands"), picks), chosen)

    def do_quit(self) -> None:
        """Save and leave, once the keys typed before have arrived."""
        self.call_after_refresh(self.app.action_quit)

    def do_theme(self) -> None:
        """Wear the next theme."""
        self.app.call_later(self.app.run_action, "next_theme")

    def do_help(self) -> None:
        """Show all keys of this screen."""
        from icp_tui.tui.screens.help import HelpScreen  # noqa: PLC0415 - not on the way to the first paint

        self.app.push_screen(HelpScreen(self.commands()))

    def open_profile(self, profile_id: str, goal: tuple[Record, str] | None = None) -> None:
        """Ask about a profile; where it cannot be read, say why and stay."""
        try:
            self.shell.open_profile(profile_id, goal)
        except IcpError as error:
            self.complain(error)

    def search(self, workspace: Workspace, profile_id: str = "") -> None:
        """Search all answers and open the chosen one; a client's own in `profile_id` if it can be."""
        from icp_tui.tui.screens.search import Found, SearchScreen  # noqa: PLC0415

        def found(hit: Found | None) -> None:
            if hit:
                self.app.call_later(self.open_profile, hit[0], hit[1:])

        self.app.push_screen(SearchScreen(workspace, profile_id), found)

    def say_done(self, words: str) -> None:
        """Tell that something was done."""
        self.notify(words, timeout=4, markup=False)
