"""A workspace into which somebody wrote hostile text by another program, past everything that cleans it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from icp_tui import paths
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Prose, Text

MARKUP = "[/x] [@click=app.quit]x[/] [b]y [link=https://e.x]z[/link] {{ 7*7 }} <b>&amp;"
"""What a widget or a template could take for its own; it has to be shown as it stands."""

ATTACKS = {
    "clipboard": "\x1b]52;c;SGFja2Vk\x07",
    "title": "\x1b]0;HACKED\x07",
    "link": "\x1b]8;;https://e.x\x1b\\",
    "clear": "\x1b[2J\x1b[H",
    "colour": "\x1b[31;5m",
    "device": "\x1bP+q544e\x1b\\",
    "query": "\x1b[6n\x1b[c",
    "c1": "\x9b2J\x9d52;c;SGFja2Vk\x9c",
    "bell": "\x07\x08\x7f\x0e",
    "bidi": "\u202egnirts\u202c \u2066in\u2069",
    "order": "\ufeff\ufff9",
    "null": "a\x00b",
    "lines": "a\rb\x0bc\x0cd\x85e\u2028f\u2029",
    "half": "\ufffe\uffff",
}
"""What must never come out as it went in."""

MARKS = ("Z" + "\u0337\u0322\u031b\u0341" * 30 + "algo", "👩\u200d👩\u200d👧\u200d👦 क्\u200dष", "漢字" * 30)
"""What is wide, high or joined, and has to be cut with care."""

HOSTILE = " ".join((MARKUP, *ATTACKS.values(), *MARKS))

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb]"
)
"""What no output may hold."""

AT_A_TERMINAL = (
    *(
        b"\x1b]52",
        b"\x1b]0;",
        b"\x1b]8;",
        b"\x1bP",
        b"HACKED\x07",
        b"\x07",
        b"\xc2\x9b",
        b"\xc2\x9d",
        b"\x1b[31;5m",
    ),
    *("\u202e".encode(), "\u2066".encode(), "\ufeff".encode(), "\u2028".encode()),
)
"""What a terminal must not be sent; Textual itself sends none of it."""


def poisoned(path: Path, text: str = HOSTILE) -> Path:
    """The sample at `path`, each text in it and in its history ended by `text`; some is no UTF-8 at all."""
    shutil.copyfile(paths.sample_folder() / "sample.db", path)
    raw = text.encode("utf-8", "surrogatepass")
    with closing(sqlite3.connect(path)) as connection, connection:
        for kind in RECORDS.values():
            for question in kind.questions.values():
                if isinstance(question.kind, Text | Prose):
                    name = question.name
                    connection.execute(
                        f"UPDATE {kind.kind} SET {name} = CAST(CAST({name} AS BLOB) || ? AS TEXT)"
                        f" WHERE {name} IS NOT NULL",
                        (raw,),
                    )
                    connection.execute(
                        "UPDATE change SET new = CAST(CAST(new AS BLOB) || ? AS TEXT)"
                        " WHERE kind = ? AND field = ? AND new IS NOT NULL",
                        (raw, kind.kind, name),
                    )
        connection.execute("UPDATE change SET author = CAST(? AS TEXT)", (raw + b"\xff\xfe\xed\xa0\x80",))
        connection.execute("UPDATE mark SET raw = CAST(? AS TEXT) WHERE raw IS NOT NULL", (raw,))
        connection.execute("UPDATE client SET name = CAST(x'ff41c328' || CAST(name AS BLOB) AS TEXT)")
    return path
