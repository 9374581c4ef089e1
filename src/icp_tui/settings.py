"""The consultant's settings: one TOML file, read once, never guessed at.

A file that cannot be read, an unknown name or a wrong kind of value stops the program with the place in the
file, because a setting that is silently left out is worse than none. Whether a theme, a command or a key
exists is known to the screens alone, and checked there.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NoReturn

from icp_tui.errors import BadFile
from icp_tui.texts import say

LANGUAGES = ("en", "es", "pt", "pl", "it", "fr")
"""The languages that the interface can speak."""

MOST_BYTES = 100_000

LONGEST_AUTHOR = 200
"""Letters of the name under which changes are written; a colleague's program takes no longer one."""

_SPACE = 0x20
_LINE_ENDS = "\x7f\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file says, with the usual value for what it leaves out.

    Attributes:
        language: of the screens and commands; a document has its profile's.
        theme: name of a theme; empty for the one that the program chooses.
        author: who answers, as the history names them.
        plain_glyphs: only signs that every font has.
        show_preview: the preview stands beside the interview where there is room.
        protected_traits: offer gender, marital status and ethnic origin as descriptions; they never score.
        keys: command id to the keys that it has instead of its own.
    """

    language: str = "en"
    theme: str = ""
    author: str = ""
    plain_glyphs: bool = False
    show_preview: bool = True
    protected_traits: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_settings(path: Path) -> Settings:
    """The settings in the TOML file at `path`; the usual ones where there is no file.

    Raises:
        BadFile: the file cannot be used; names the line.
    """
    try:
        # A pipe would be waited for, and a device can be without an end.
        if not stat.S_ISREG(path.stat().st_mode):
            _refuse(path, say("cannot be read: it is no ordinary file"))
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        _refuse(path, say("cannot be read: {reason}", reason=error.strerror or error))
    if len(raw) > MOST_BYTES:
        _refuse(path, say("is too large for settings"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(path, say("is not UTF-8 text"), line=raw.count(b"\n", 0, error.start) + 1)
    return _Reading(path, text).settings() if text.strip() else Settings()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One settings file; every complaint names the line that it is about."""

    path: Path
    text: str

    def settings(self) -> Settings:
        import tomllib  # noqa: PLC0415 - 6 ms, only where there is a file

        try:
            found = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            # Its words end in "(at line 3, column 9)".
            _refuse(self.path, say("is not valid TOML: {reason}", reason=error))
        except ValueError:
            # Python reads no number of so many digits.
            _refuse(self.path, say("holds a number that is too long"))
        except RecursionError:
            _refuse(self.path, say("its brackets are nested too deep"))
        known = [setting.name for setting in fields(Settings)]
        for name in found:
            if name not in known:
                self.refuse_unknown(name, known)
        values: dict[str, Any] = {name: self.value(name, value) for name, value in found.items()}
        return Settings(**values)

    def value(self, name: str, value: object) -> object:
        """One setting's value, checked."""
        if name == "keys":
            return self.keys(value)
        usual = getattr(Settings(), name)
        if type(value) is not type(usual):
            wanted = say("true or false") if isinstance(usual, bool) else say("a text in quotes")
            self.refuse(name, say("“{name}” takes {wanted}", name=name, wanted=wanted))
        if name == "language" and value not in LANGUAGES:
            self.refuse(
                name,
                say(
                    "“{name}” is one of {all}, not “{value}”",
                    name=name,
                    all=", ".join(LANGUAGES),
                    value=value,
                ),
            )
        if name == "author" and (why := _not_a_name(str(value))):
            self.refuse(name, why)
        return value

    def keys(self, table: object) -> dict[str, tuple[str, ...]]:
        """The keys by command; one key may stand without a list."""
        if not isinstance(table, dict):
            self.refuse("keys", say('“keys” is a table: write [keys] and below it next_gap = "f3"'))
        found = {}
        for command, keys in table.items():
            listed = [keys] if isinstance(keys, str) else keys
            if not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
                self.refuse(
                    command,
                    say('“{name}” takes a key such as "f3", or a list of keys', name=command),
                )
            found[command] = tuple(listed)
        return found

    def refuse_unknown(self, name: str, known: list[str]) -> NoReturn:
        """Refuse a name that is no setting, with the one that was probably meant."""
        from difflib import get_close_matches  # noqa: PLC0415 - only on the way to an error

        meant = get_close_matches(name, known, 1, 0.5)
        hint = (
            say("Did you mean “{name}”?", name=meant[0])
            if meant
            else say("There are: {names}.", names=", ".join(known))
        )
        self.refuse(name, say("there is no setting “{name}”. {hint}", name=name, hint=hint))

    def refuse(self, name: str, why: str) -> NoReturn:
        """Refuse the file for what stands in the line that begins with `name`."""
        start = rf"\s*\[?\s*[\"']?{re.escape(name)}[\"']?\s*[\]=.]"
        lines = enumerate(self.text.splitlines(), 1)
        _refuse(self.path, why, line=next((number for number, line in lines if re.match(start, line)), 0))


def _not_a_name(author: str) -> str:
    """Why nobody can be called so in the history: colleagues could not merge what was written under it."""
    if any(ord(letter) < _SPACE or letter in _LINE_ENDS for letter in author):
        return say("“author” takes one line, such as a name")
    if len(author) > LONGEST_AUTHOR:
        return say("“author” takes at most {n} letters", n=LONGEST_AUTHOR)
    return ""


def _refuse(path: Path, why: str, *, line: int = 0) -> NoReturn:
    place = say("{path}, line {line}", path=path, line=line) if line else str(path)
    raise BadFile(
        say("The settings cannot be used: {place}: {why}", place=place, why=why.rstrip(".") + _end(why)),
        means=say("Nothing was opened or changed."),
        do=say("Mend that line, or move the file away to go on with the usual settings."),
    )


def _end(sentence: str) -> str:
    return "" if sentence.endswith("?") else "."
