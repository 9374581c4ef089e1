"""One or two lines under the top line while something is wrong: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from icp_tui.store.safety.state import Unkept
from icp_tui.texts import count, say
from icp_tui.tui.commands import key_of
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped

WIDE = 100
"""Columns from which there is room for the whole advice."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong until it is solved.

    Attributes:
        what: what happened, one sentence.
        safe: what is safe, and where.
        do: what to do; on a narrow screen `short` says it instead.
        grave: something is not saved; else it only has to be known.
    """

    what: str
    safe: str = ""
    do: str = ""
    short: str = ""
    grave: bool = True


class Banner(Lines):
    """Says what is wrong, for as long as it is."""

    DEFAULT_CSS = "Banner { height: auto; padding: 0 1; background: $panel; }"

    def __init__(self, trouble: Trouble) -> None:
        """Say this."""
        super().__init__()
        self.trouble = trouble

    def tell(self, trouble: Trouble) -> None:
        """Say this instead."""
        self.trouble = trouble
        self._draw()

    def on_mount(self) -> None:
        """Draw in the first theme, and again in another."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())
        self._draw()

    def on_resize(self) -> None:
        """Break the lines elsewhere."""
        super().on_resize()
        self._draw()

    def _draw(self) -> None:
        trouble, inks = self.trouble, self.inks
        width = self.size.width or self.app.size.width - 2
        words = Text.assemble(("! " if trouble.grave else "", inks.bad), (trouble.what, inks.strong))
        for sentence in (trouble.safe, trouble.do if width >= WIDE else trouble.short or trouble.do):
            if sentence:
                words.append(f" {sentence}")
        self.show(wrapped(words, width))


def not_saved(what: str, do: str, *, kept: bool) -> Trouble:
    """Saving fails: `kept` where all that was typed is in the rescue journal."""
    copy = say("{key} saves a copy elsewhere.", key=key_of("save"))
    return Trouble(
        what,
        safe=say("What you type is kept in the rescue journal until it can be saved.")
        if kept
        else say("What you type is ONLY on this screen now."),
        do=f"{do} {copy}" if do else copy,
        short=copy,
    )


def emptied(what: str, *, kept: bool, backups: int) -> Trouble:
    """Something else has emptied the file: a copy is made of what is left."""
    there = count(backups, "One backup is safe.", "{n} backups are safe.") if backups else ""
    typed = (
        say("What you type is kept in the rescue journal.")
        if kept
        else say("What you type is ONLY on this screen now.")
    )
    key = key_of("save")
    if backups:
        do = say("{key} makes a copy of the newest and of what you have open, and goes on there.", key=key)
    else:
        do = say("There is no backup: {key} makes a copy of what you have open, and goes on there.", key=key)
    return Trouble(what, safe=f"{there} {typed}".strip(), do=do, short=say("{key} saves a copy.", key=key))


def not_kept(found: Unkept) -> Trouble:
    """All is saved; what is kept beside the data cannot be."""
    return Trouble(found.what, safe=found.means, do=found.do, grave=False)


def only_to_read(why: str) -> Trouble:
    """The file can only be read here."""
    copy = say("{key} saves a copy that you can change.", key=key_of("save"))
    return Trouble(say("Read only."), do=f"{why} {copy}", short=f"{why} {copy}", grave=False)
