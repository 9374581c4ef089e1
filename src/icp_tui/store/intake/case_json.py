"""The text of a case file: JSON in UTF-8, read strictly, and the values that stand in it.

Whatever is not right is an error that says what to do; nothing is guessed and nothing is dropped unseen.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NoReturn

from icp_tui.errors import BadAnswer, BadFile
from icp_tui.files import SQLITE
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Choice, Date, Money, Number, OneOf, Prose, Scale, Several
from icp_tui.method.length import check_length
from icp_tui.method.numbers import MOST_DIGITS, plain
from icp_tui.method.safe import safe_text
from icp_tui.texts import say

FORMAT = "icp-tui case 1"
"""The first line of every case file; a later format gets another number."""

KEY = "key"
MARKS = "_marks"

LARGEST = 20_000_000
"""Bytes of a file that is imported; the samples have 70,000."""

_MOST_NAMES = 100
"""Known names that an error lists; a profile has fewer questions, and only a hostile file has more keys."""


class Entry(dict[str, Any]):
    """A JSON object; `twice` is a name that stands in it more than once."""

    twice: str | None = None


def children_of(kind: type[Record]) -> list[type[Record]]:
    """The kinds of record that nest below `kind`."""
    return [child for child in RECORDS.values() if child.parent is kind]


def read_held(path: Path) -> bytes:
    """What is in the file at `path`.

    Raises:
        BadFile: it cannot be read, or is larger than any that can be imported.
    """
    try:
        with path.open("rb") as file:
            held = file.read(LARGEST + 1)
    except OSError as error:
        raise bad_case(
            path, str(error.strerror or error), say("Check the name and that you may read it.")
        ) from error
    check_size(held, path)
    return held


def check_size(held: bytes, name: str | Path) -> None:
    """Refuse what is larger than any file that can be imported.

    Raises:
        BadFile: it is.
    """
    if len(held) > LARGEST:
        most = say("At most {size} MB can be imported at once.", size=LARGEST // 1_000_000)
        raise bad_case(name, say("It is too large."), most)


def looks_like(held: bytes) -> Literal["workspace", "bundle", "json", "text"]:
    """What a file seems to hold, by its beginning; whether it is right is for its reader to say."""
    start = held[:1000].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if held.startswith(SQLITE):
        return "workspace"
    if start.startswith(b"{") and b'"icp-tui bundle ' in start.partition(b"\n")[0]:
        return "bundle"
    return "json" if start.startswith((b"{", b"[")) else "text"


def read_json(held: bytes, name: str | Path) -> object:
    """The JSON of a case file that is called `name`: its objects are `Entry`, its numbers Decimals.

    Raises:
        BadFile: it cannot be read.
    """
    save_as = say("Save it as UTF-8 without a byte order mark.")
    if held.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise bad_case(name, say("It begins with a byte order mark."), save_as)
    try:
        return json.loads(
            held.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError as error:
        line = held.count(b"\n", 0, error.start) + 1
        raise bad_case(name, say("Line {line} is not UTF-8 text.", line=line), save_as) from error
    except json.JSONDecodeError as error:
        raise bad_case(
            name,
            say("It is not JSON: line {line}, column {column}.", line=error.lineno, column=error.colno),
            say("Look there for a missing comma, quote or bracket."),
        ) from error
    except (ArithmeticError, ValueError) as error:
        raise bad_case(
            name, say("It holds a number that is none."), say("Write figures in digits.")
        ) from error
    except RecursionError as error:
        line = held.count(b"\n", 0, _too_deep(held)) + 1
        raise bad_case(
            name,
            say("It is nested too deeply from line {line} on.", line=line),
            say("Check that it is the right file."),
        ) from error


_DEEP = 100
"""Brackets within brackets; a case has less than twenty."""


def _too_deep(held: bytes) -> int:
    """Where the brackets get deeper than those of any case; those inside texts are not looked at."""
    depth = 0
    for found in re.finditer(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', held):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(found[0], 0)
        if depth > _DEEP:
            return found.start()
    return 0


def _object(pairs: list[tuple[str, Any]]) -> Entry:
    made = Entry(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                made.twice = name
                break
            seen.add(name)
    return made


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def value_of(question: Question, given: object) -> Any:
    """The value of an answer that is no link.

    Raises:
        BadAnswer: it is not written as a case file writes it.
    """
    kind = question.kind
    if isinstance(kind, Number | Money | Scale):
        if not isinstance(given, Decimal):
            raise BadAnswer(say("A number must stand here, such as 12.5, without quotes."))
        if abs(given.adjusted()) > MOST_DIGITS or len(given.as_tuple().digits) > MOST_DIGITS:
            raise BadAnswer(say("That number is too long; 15 digits are kept exactly."))
        return kind.parse(plain(given))
    if isinstance(kind, OneOf):
        return chosen(kind.options, given)
    if isinstance(kind, Several):
        if not isinstance(given, list):
            first = next(iter(kind.options))
            raise BadAnswer(say("A list must stand here, such as [{value}].", value=f'"{first}"'))
        named = [chosen(kind.options, one) for one in given]
        return tuple(member for member in kind.options if member in named) or None
    text = safe_text(text_of(given))
    if isinstance(kind, Date) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise BadAnswer(say("A day must stand here, such as {day}.", day=f'"{dt.date(2027, 9, 30)}"'))
    return kind.parse(text if isinstance(kind, Prose) else text.replace("\n", " "))


def chosen(options: type[Choice], given: object) -> Choice:
    """The option that is stored as `given`.

    Raises:
        BadAnswer: there is none.
    """
    for member in options:
        if member.value == given:
            return member
    raise BadAnswer(say("One of these must stand here: {values}.", values=", ".join(options)))


def text_of(given: object) -> str:
    """`given`, which must be a text.

    Raises:
        BadAnswer: it is something else, or holds half a letter or none, as a text that was cut wrongly does.
        TooLong: it is longer than an answer can be.
    """
    if not isinstance(given, str):
        raise BadAnswer(say("A text in quotes must stand here."))
    if found := re.search("[\0\ud800-\udfff]", given):
        sign = f"U+{ord(found[0]):04X}"
        raise BadAnswer(
            say("The text holds what is no letter ({sign}), in place {n}.", sign=sign, n=found.start() + 1)
        )
    check_length(safe_text(given))
    return given


def shown(name: str) -> str:
    """A name out of the file as it can be shown."""
    return safe_text(name).replace("\n", " ")[:60]


def instead(name: str, known: list[str]) -> str:
    """What to write instead of a wrong name: the nearest known one, or all of them."""
    close = difflib.get_close_matches(name[:60], known, 1)
    if close:
        return say("Did you mean “{name}”?", name=shown(close[0]))
    if not known:
        return say("Nothing can stand there.")
    names = [shown(name) for name in known[:_MOST_NAMES]] + ["…"] * (len(known) > _MOST_NAMES)
    return say("There are: {names}.", names=", ".join(names))


def bad_case(name: str | Path, what: str, do: str) -> BadFile:
    """The error of a file that cannot be taken in."""
    return BadFile(
        say("Cannot import {path}: {what}", path=name, what=what), means=say("Nothing was imported."), do=do
    )
