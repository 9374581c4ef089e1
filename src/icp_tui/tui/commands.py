"""The one table of commands: what each is called, by which keys, where, and what it says of itself.

Key bindings, the line of keys at the foot, the command palette, the help and docs/keys.md all come from
here. Keys can be remapped in the settings by a command's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from icp_tui.texts import Words, _

KEPT, ALWAYS = 2, 3
"""In the foot line also where it is narrow, or very narrow."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    Attributes:
        id: its name in the settings; a screen does it in its method `do_<id>`.
        keys: the keys, as Textual names them, separated by commas.
        words: two words for the foot line and the palette.
        help: one sentence.
        screens: where it can be done; empty means everywhere.
        foot: shown in the foot line of these screens where there is room, the higher numbers first.
        priority: taken before the field in focus sees the key.
    """

    id: str
    keys: str
    words: Words
    help: Words
    screens: tuple[str, ...] = ()
    foot: int = 0
    priority: bool = False

    @property
    def keys_now(self) -> tuple[str, ...]:
        """The keys that it has by the settings, as Textual names them."""
        return _remapped.get(self.id) or tuple(self.keys.split(","))

    @property
    def shown_key(self) -> str:
        """The first key as people write it, such as `F4`, `^n` or `Alt+←`."""
        return show_key(self.keys_now[0])


LIBRARY, INTERVIEW, PREVIEW = "library", "interview", "preview"

COMMANDS: tuple[Command, ...] = (
    # Library
    Command("open", "enter", _("Open"), _("Open the profile where you left off."), (LIBRARY,), foot=KEPT),
    Command("new", "n", _("New"), _("Start a profile for this client."), (LIBRARY,), foot=KEPT),
    Command("new_client", "c", _("New client"), _("Start a profile for a new client."), (LIBRARY,), foot=1),
    Command(
        "preview_profile",
        "f4,e",
        _("Preview"),
        _("Read or write the playbook of the profile."),
        (LIBRARY,),
        foot=1,
    ),
    Command(
        "duplicate",
        "d",
        _("Duplicate"),
        _("Copy the profile as the base of a new situation."),
        (LIBRARY,),
        foot=1,
    ),
    Command(
        "delete_profile", "f8,delete", _("Delete"), _("Delete the profile; undo brings it back."), (LIBRARY,)
    ),
    Command("sample", "s", _("Sample"), _("Open the two sample cases."), (LIBRARY,)),
    Command("open_file", "o", _("Open file"), _("Open another workspace file."), (LIBRARY,)),
    Command("backups", "b", _("Backups"), _("Bring back an earlier state of this file."), (LIBRARY,)),
    Command("merge", "m", _("Merge"), _("Take in what a colleague sent, after a look at it."), (LIBRARY,)),
    Command(
        "conflicts", "x", _("Left open"), _("Choose where two people changed the same answer."), (LIBRARY,)
    ),
    Command(
        "undo_library", "ctrl+z", _("Undo"), _("Take back the last thing done in the library."), (LIBRARY,)
    ),
    Command("redo_library", "ctrl+y", _("Redo"), _("Do again what was taken back."), (LIBRARY,)),
    # Interview
    Command(
        "guide",
        "f1",
        _("Guide"),
        _("Why this is asked, how to ask it, good examples."),
        (INTERVIEW,),
        foot=KEPT,
    ),
    Command("steps", "f2", _("Steps"), _("Go to any step."), (INTERVIEW,), foot=KEPT),
    Command(
        "next_open",
        "f3",
        _("Next open"),
        _("Go to the next core question without an answer."),
        (INTERVIEW,),
        foot=KEPT,
    ),
    Command("preview", "f4", _("Preview"), _("Read the playbook as it stands now."), (INTERVIEW,), foot=1),
    Command(
        "agenda",
        "ctrl+j",
        _("Agenda"),
        _("Everything marked “ask the client” or unknown in the grid, with how to ask it."),
        (INTERVIEW,),
    ),
    Command("add", "ctrl+n", _("New"), _("Add a record: the line with +."), (INTERVIEW,), foot=1),
    Command(
        "undo",
        "ctrl+z",
        _("Undo"),
        _("Take back the last change in this profile."),
        (INTERVIEW,),
        foot=KEPT,
        priority=True,
    ),
    Command("redo", "ctrl+y", _("Redo"), _("Do again what was taken back."), (INTERVIEW,), priority=True),
    Command(
        "next_page",
        "ctrl+pagedown,f6",
        _("Next page"),
        _("Go on to the next page or step."),
        (INTERVIEW,),
        priority=True,
    ),
    Command(
        "previous_page",
        "ctrl+pageup,f5",
        _("Page before"),
        _("Go back to the page before."),
        (INTERVIEW,),
        priority=True,
    ),
    Command(
        "next_objective",
        "alt+right",
        _("Next objective"),
        _("Turn to the next objective."),
        (INTERVIEW,),
        priority=True,
    ),
    Command(
        "previous_objective",
        "alt+left",
        _("Objective before"),
        _("Turn to the objective before."),
        (INTERVIEW,),
        priority=True,
    ),
    Command(
        "next_problem",
        "ctrl+down",
        _("Next problem"),
        _("Turn to the next problem."),
        (INTERVIEW,),
        priority=True,
    ),
    Command(
        "previous_problem",
        "ctrl+up",
        _("Problem before"),
        _("Turn to the problem before."),
        (INTERVIEW,),
        priority=True,
    ),
    Command("move_up", "alt+up", _("Move up"), _("Move the record up."), (INTERVIEW,), priority=True),
    Command("move_down", "alt+down", _("Move down"), _("Move the record down."), (INTERVIEW,), priority=True),
    Command(
        "to_next_objective",
        "alt+shift+right",
        _("To next objective"),
        _("Hang the record below the next objective."),
        (INTERVIEW,),
        priority=True,
    ),
    Command(
        "to_previous_objective",
        "alt+shift+left",
        _("To objective before"),
        _("Hang the record below the objective before."),
        (INTERVIEW,),
        priority=True,
    ),
    Command("duplicate_record", "f7", _("Duplicate"), _("Copy the record."), (INTERVIEW,), priority=True),
    Command("delete", "f8", _("Delete"), _("Delete the record; undo brings it back."), (INTERVIEW,)),
    Command(
        "ground",
        "ctrl+g",
        _("How sure"),
        _("Say how you know it: measured, told, observed or assumed."),
        (INTERVIEW,),
    ),
    Command(
        "state",
        "ctrl+t",
        _("Ask the client"),
        _("Mark as “ask the client”, then “does not apply”, then neither."),
        (INTERVIEW,),
    ),
    Command(
        "history", "ctrl+r", _("History"), _("What stood in this field before; restore it."), (INTERVIEW,)
    ),
    Command("editor", "f9", _("Editor"), _("Write this answer in your own editor ($EDITOR)."), (INTERVIEW,)),
    Command(
        "bring_in",
        "ctrl+b",
        _("Bring in"),
        _("A ready-made answer, a composed text, a record of a finding, a profile of a parked situation."),
        (INTERVIEW,),
    ),
    Command(
        "save",
        "ctrl+s",
        _("Save"),
        _("Save now, as is done by itself; where that cannot be, save a copy elsewhere."),
        (INTERVIEW, LIBRARY, PREVIEW),
    ),
    Command(
        "save_copy",
        "f11",
        _("Save a copy"),
        _("Save everything under another name, and go on there."),
        (INTERVIEW, LIBRARY, PREVIEW),
    ),
    Command(
        "back",
        "escape",
        _("Back"),
        _("From the answer to the list, from the list to the library."),
        (INTERVIEW,),
    ),
    Command("library", "ctrl+o", _("Library"), _("Back to all profiles."), (INTERVIEW, PREVIEW)),
    # Preview
    Command(
        "open_source",
        "enter",
        _("Open the answer"),
        _("Go to the answer that this line came from."),
        (PREVIEW,),
        foot=1,
    ),
    Command(
        "documents",
        "d",
        _("Documents"),
        _("Read another document of the profile: playbook, agenda, survey."),
        (PREVIEW,),
        foot=1,
    ),
    Command("write", "w", _("Write"), _("Write the document to a Markdown file."), (PREVIEW,), foot=KEPT),
    Command("write_html", "h", _("HTML"), _("Write the document to one HTML file."), (PREVIEW,), foot=1),
    Command("copy", "c", _("Copy"), _("Copy the document to the clipboard."), (PREVIEW,), foot=1),
    Command("next_heading", "n,ctrl+down", _("Next part"), _("Go to the next heading."), (PREVIEW,)),
    Command("previous_heading", "p,ctrl+up", _("Part before"), _("Go to the heading before."), (PREVIEW,)),
    Command("close_preview", "escape,f4,q", _("Back"), _("Back to the answers."), (PREVIEW,), foot=KEPT),
    # Everywhere
    Command(
        "search",
        "ctrl+f,slash",
        _("Search"),
        _("Search all answers of all profiles."),
        (LIBRARY, PREVIEW),
        foot=1,
    ),
    Command("search_answers", "ctrl+f", _("Search"), _("Search all answers of all profiles."), (INTERVIEW,)),
    Command(
        "palette",
        "ctrl+p",
        _("Commands"),
        _("Everything that can be done, by name."),
        foot=KEPT,
        priority=True,
    ),
    Command(
        "help", "f1,question_mark", _("Help"), _("All keys of this screen."), (LIBRARY, PREVIEW), foot=ALWAYS
    ),
    Command("keys", "ctrl+l", _("Keys"), _("All keys of this screen."), (INTERVIEW,)),
    Command("theme", "f12", _("Colours"), _("Dark, light, or the terminal's own colours."), priority=True),
    Command("quit", "ctrl+q,f10", _("Quit"), _("Save and leave."), foot=KEPT, priority=True),
)

_BY_ID = {command.id: command for command in COMMANDS}

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "delete": "Del",
    "slash": "/",
    "question_mark": "?",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "alt": "Alt",
    "shift": "Shift",
    "ctrl": "Ctrl",
}


_remapped: Mapping[str, tuple[str, ...]] = {}


def name_keys(remapped: Mapping[str, tuple[str, ...]]) -> None:
    """Let words that name a key name those of the settings, by the commands' ids; {} for our own.

    It tells only: the application gives Textual the same keys.
    """
    global _remapped  # noqa: PLW0603 - one process has one keyboard
    _remapped = remapped


def key_of(command_id: str) -> str:
    """The first key of a command as people write it, for a sentence that names it."""
    return command_named(command_id).shown_key


def keys_of(one_id: str, other_id: str) -> str:
    """The first keys of two commands that belong together, as briefly as can be: `Alt+← →`, `^↑ ↓`."""
    one, other = (key_of(command_id).replace(f"{_NAMES['ctrl']}+", "^") for command_id in (one_id, other_id))
    held = "^" if one.startswith("^") else one[: one.rfind("+") + 1]
    return f"{one} {other.removeprefix(held)}"


def command_named(command_id: str) -> Command:
    """The command with this id."""
    return _BY_ID[command_id]


def commands_on(screen: str) -> list[Command]:
    """What can be done on a screen, in the order of the table."""
    return [command for command in COMMANDS if not command.screens or screen in command.screens]


def bindings_on(screen: str) -> list[BindingType]:
    """The key bindings of a screen. Their ids let the settings remap them."""
    return [
        Binding(
            command.keys, f"do('{command.id}')", str(command.words), id=command.id, priority=command.priority
        )
        for command in commands_on(screen)
    ]


def show_key(key: str) -> str:
    """A key as people write it: `ctrl+n` is `^n`, `alt+left` is `Alt+←`, `f4` is `F4`."""
    parts = key.split("+")
    if len(parts) == 2 and parts[0] == "ctrl" and len(parts[1]) == 1:
        return f"^{parts[1]}"
    return "+".join(
        _NAMES.get(part, part.upper() if part.startswith("f") and part[1:].isdigit() else part)
        for part in parts
    )
