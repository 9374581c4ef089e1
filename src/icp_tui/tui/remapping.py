"""Whether the settings name themes, commands and keys that exist, and whether two commands want one key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from icp_tui.errors import WrongUse
from icp_tui.settings import Settings
from icp_tui.texts import say
from icp_tui.tui.commands import COMMANDS, INTERVIEW, LIBRARY, PREVIEW, commands_on, show_key
from icp_tui.tui.theme import THEMES


def check_settings(settings: Settings) -> None:
    """Refuse settings that would be left out silently.

    Raises:
        WrongUse: an unknown theme or command, or a key that two commands of one screen want.
    """
    if settings.theme and settings.theme not in THEMES:
        _unknown(say("There is no theme “{name}”.", name=settings.theme), settings.theme, THEMES)
    ids = [command.id for command in COMMANDS]
    for command_id in settings.keys:
        if command_id not in ids:
            _unknown(say("There is no command “{name}” to give keys to.", name=command_id), command_id, ids)
    for screen in (LIBRARY, INTERVIEW, PREVIEW):
        _refuse_conflicts(screen, settings.keys)


def _refuse_conflicts(screen: str, remapped: Mapping[str, tuple[str, ...]]) -> None:
    taken: dict[str, str] = {}
    for command in commands_on(screen):
        for key in remapped.get(command.id, tuple(command.keys.split(","))):
            other = taken.setdefault(key, command.id)
            if other != command.id:
                raise WrongUse(
                    say(
                        "The key {key} is wanted by two commands: {one} and {other}.",
                        key=show_key(key),
                        one=other,
                        other=command.id,
                    ),
                    means=say("Nothing was opened."),
                    do=say(
                        "Give one of them another key under [keys] in the settings; docs/keys.md lists all."
                    ),
                )


def _unknown(what: str, name: str, known: Iterable[str]) -> None:
    known = list(known)
    near = get_close_matches(name, known, n=1)
    do = (
        say("Did you mean “{name}”?", name=near[0])
        if near
        else say("There are: {names}.", names=", ".join(known))
    )
    raise WrongUse(what, means=say("Nothing was opened."), do=do)
