"""The reference pages of docs/, written from the program itself, so that they cannot say something else.

`python tools/reference.py` writes them; with `--check` it only compares, and fails where one is stale. A page
is a function without arguments that gives its text, listed in `PAGES` under its name.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import click

from icp_tui.cli.program import main as program
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Date, Link, Links, Money, OneOf, Scale
from icp_tui.settings import Settings
from icp_tui.store.file.database import create_database
from icp_tui.store.file.header import APPLICATION_ID, COMPAT
from icp_tui.store.log.schema import columns, link_table, make_current, parent_column
from icp_tui.tui.commands import INTERVIEW, LIBRARY, PREVIEW, commands_on, show_key

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTICE = "<!-- Written by tools/reference.py from the program. Do not edit; run it again. -->"

KEYS_INTRODUCTION = """
`^n` is Ctrl and n together. In a form, Tab, Enter, ↑ and ↓ go from field to field; in the line with `+`,
Enter adds the record, Tab opens it, and ↑ ↓ choose one above. In a choice or a scale, arrows, digits and
first letters choose, and Backspace clears. Several pasted lines become several records.

Any command can have other keys, in the settings (`icp-tui path` says where they are):

```toml
[keys]
next_open = "f11"
preview = ["f4", "ctrl+e"]
```
"""

CLI_END = """
## Names

A profile is named by its name or the beginning of it; case, accents and signs do not matter, and
`wholesalers-autumn` stands for “Wholesalers, autumn”. Any record is named by its id, or by at least four
characters of its beginning or its end. `list` and `show` print the end, because ids begin with the time of
their making. Where a name means several, they are listed and nothing is done.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | the data or a file stood in the way; the message says what to do |
| 2 | the command cannot be understood, or the screens have no terminal |
| 70 | a defect of the program; a report without your texts was written |
| 130 | stopped with ctrl+c |

Results go to standard output, remarks and errors to standard error. JSON holds figures and amounts as
numbers, days as ISO 8601 and choices as they are stored; unanswered fields are `null`.

## Completion

| shell | line for its start file |
|---|---|
| bash | `eval "$(_ICP_TUI_COMPLETE=bash_source icp-tui)"` |
| zsh | `eval "$(_ICP_TUI_COMPLETE=zsh_source icp-tui)"` |
| fish | `_ICP_TUI_COMPLETE=fish_source icp-tui \\| source` |
"""


def cli_page() -> str:
    """docs/cli.md: every command with its arguments and options, and the settings."""
    context = click.Context(program, info_name="icp-tui")
    parts = [
        "# Commands",
        NOTICE,
        _prose(program.help),
        "`icp-tui FILE` is `icp-tui open FILE`. Every command tells about itself with `--help`.",
        _options(program, context),
    ]
    for name in program.list_commands(context):
        parts += _command(name, program.commands[name], context)
    return _page([*parts, CLI_END.strip(), *_settings()])


def _command(name: str, command: click.Command, above: click.Context) -> Iterator[str]:
    """A command, and those below it."""
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join(command.collect_usage_pieces(context))
    path = context.command_path.removeprefix("icp-tui ")
    yield f"{'##' if path == name else '###'} {path}"
    yield f"`icp-tui {path} {usage}`"
    yield _prose(command.help)
    yield _options(command, context)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _command(inner, command.commands[inner], context)


def _options(command: click.Command, context: click.Context) -> str:
    options = (option for option in command.params if isinstance(option, click.Option))
    rows = []
    for option in options:
        names, meaning = option.get_help_record(context) or ("", "")
        rows.append((f"`{names}`", " ".join(meaning.split())))
    return _table(("option", "meaning"), rows) if rows else ""


def _settings() -> Iterator[str]:
    """The settings, with their meaning from the declaration."""
    yield "## Settings"
    yield (
        "They stand in a TOML file; `icp-tui path` shows where. A name that is not in this table, or a value"
        " of the wrong kind, is an error with its line: nothing is left out silently."
    )
    told = dict(re.findall(r"^    (\w+): (.+)$", inspect.getdoc(Settings) or "", re.MULTILINE))
    usual = Settings()
    rows = []
    for setting in fields(Settings):
        value = getattr(usual, setting.name)
        shown = {True: "true", False: "false"}.get(value, f'"{value}"') if value != {} else "empty"
        rows.append((f"`{setting.name}`", f"`{shown}`" if value != {} else shown, told[setting.name]))
    yield _table(("setting", "usual value", "meaning"), rows)
    yield '```toml\nlanguage = "en"\nplain_glyphs = true\n\n[keys]\nnext_gap = ["f3", "ctrl+g"]\n```'


OWN_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "change": (
        "Everything that was ever changed, one row a field and only ever added to. The tables above follow "
        "from it: replaying it from the start gives the same rows.",
        {
            "id": "UUIDv7",
            "at": "when, UTC, ISO 8601",
            "author": "who, from the settings; may be empty",
            "clock": "order of the changes in this file (a Lamport clock)",
            "batch": "the action that it belongs to; undone as one",
            "scope": "the profile in whose view it was made; empty for the list of profiles",
            "kind": "which table",
            "record_id": "which row",
            "field": "which column, `parent`, `position`, or a part of a mark such as `cost_each:ground`",
            "old": "the value before as text; NULL: empty",
            "new": "the value since as text; NULL: empty",
            "base": "the change that it replaces",
            "undoes": "the change that it takes back",
            "settles": "the other change that it replaces, where two people had changed the field",
            "came": "the merge that brought it here; NULL: made here",
        },
    ),
    "mark": (
        "What is known about an answer beside the answer.",
        {
            "record_id": "which record",
            "field": "which of its fields",
            "state": "`ask` (ask the client) or `not_applicable`",
            "ground": "on what it stands: `measured`, `told`, `observed` or `assumed`",
            "raw": "what was typed where it cannot be read as the field’s kind yet",
        },
    ),
    "summary": (
        "How far each profile is, so that the list needs not load them.",
        {
            "profile_id": "which profile",
            "answered": "core questions with an answer",
            "asked": "core questions",
            "gaps": "core questions without an answer",
            "edited_at": "last change, UTC, ISO 8601",
        },
    ),
    "forgotten": (
        "Records of clients that were removed for good, so that no merge brings them back.",
        {"record_id": "which record"},
    ),
    "place": (
        "Where one left off in each profile; not a change, and never undone.",
        {
            "profile_id": "which profile",
            "page": "page of the interview",
            "objective_id": "the objective in view",
            "problem_id": "the problem in view",
            "record_id": "the record",
            "field": "the field",
        },
    ),
    "about": (
        "Facts about the file itself.",
        {"name": "`shape`: which version of the tables above it has", "value": "the fact"},
    ),
    "search_row": (
        "Which record each row of the full-text index `search_text` is about.",
        {
            "id": "row of the index",
            "record_id": "which record",
            "kind": "which table",
            "profile_id": "in which profile; empty for a client",
        },
    ),
    "search_text": (
        "The full-text index (FTS5) and its own tables `search_text_…`.",
        {"body": "all texts of a record, in lower case without accents"},
    ),
}


def database_page() -> str:
    """docs/database.md: every table with its columns, their types and questions."""
    parts = [
        "# The database",
        NOTICE,
        "A workspace is one SQLite file, which any SQLite program can read: one table for each kind of"
        " record, with the names that the commands use. Read it with other programs as you like, but write"
        " to it only with `icp-tui`, or the history no longer tells the truth.",
        "All tables are STRICT. Ids are UUIDv7 as text. A deleted row stays, with `deleted_at`. The header"
        f" has `application_id` {APPLICATION_ID:#x} and `user_version` {COMPAT}; a file with a higher one is"
        " opened for reading only.",
    ]
    for kind in RECORDS.values():
        parts += _record(kind)
    return _page([*parts, "# Tables beside the answers", *_own_tables()])


def _record(kind: type[Record]) -> Iterator[str]:
    yield f"## {kind.kind}"
    yield _prose(inspect.getdoc(kind))
    fixed = {
        parent_column(kind): f"the {kind.parent.kind} that it hangs on" if kind.parent else "",
        "position": "order among its siblings",
        "deleted_at": "when it was deleted; NULL while it lives",
    }
    rows = [("`id`", "TEXT", "UUIDv7")]
    for name, sql in columns(kind):
        question = kind.questions.get(name)
        rows.append((f"`{name}`", sql.split()[0], _meaning(question) if question else fixed[name]))
    yield _table(("column", "type", "question"), rows)
    for question in kind.questions.values():
        if isinstance(question.kind, Links):
            yield f"### {link_table(kind, question)}"
            yield f"{_meaning(question)} One row for each, in the order `place`."
            ids = (f"{kind.kind}_id", f"{question.kind.to}_id")
            yield _table(
                ("column", "type", "meaning"),
                [*((f"`{name}`", "TEXT", "id of a row") for name in ids), ("`place`", "INTEGER", "from 0")],
            )


def _meaning(question: Question) -> str:
    """A question in words, with what its column holds."""
    said = question.ask.english or f"{question.label.english}."
    match question.kind:
        case OneOf(options=options):
            return f"{said} " + ", ".join(f"`{option.value}`" for option in options)
        case Money():
            return f"{said} In hundredths of the profile’s currency."
        case Date():
            return f"{said} ISO 8601."
        case Scale(low=low, high=high):
            return f"{said} {low} to {high}."
        case Link(to=to):
            return f"{said} Id of a row in `{to}`."
        case _:
            return said


def _own_tables() -> Iterator[str]:
    """The tables that no record declares, as a new file has them; each column must be told."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        create_database(path, make_current)
        with closing(sqlite3.connect(path)) as connection:
            for table, (sentence, meanings) in OWN_TABLES.items():
                made = connection.execute(f"PRAGMA table_info({table})").fetchall()
                yield f"## {table}"
                yield sentence
                rows = [(f"`{column[1]}`", column[2] or "text", meanings[column[1]]) for column in made]
                yield _table(("column", "type", "meaning"), rows)


def _prose(text: str | None) -> str:
    """A docstring as paragraphs, without what is for programmers: requirement numbers and attributes."""
    told = inspect.cleandoc(text or "").split("\n\nAttributes:")[0]
    told = re.sub(r"\s*\(R-[^)]*\)", "", told)
    return "\n\n".join(" ".join(part.split()) for part in told.split("\n\n"))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def keys_page() -> str:
    """All keys of the screens, from the one table of commands."""
    titles = {LIBRARY: "Library", INTERVIEW: "Interview", PREVIEW: "Preview"}
    parts = [NOTICE, "# Keys", KEYS_INTRODUCTION.strip()]
    for screen, title in titles.items():
        rows = [
            (
                "  ".join(f"`{show_key(key)}`" for key in command.keys.split(",")),
                str(command.words),
                str(command.help),
                f"`{command.id}`",
            )
            for command in commands_on(screen)
        ]
        parts += [f"## {title}", _table(("keys", "command", "what it does", "name in the settings"), rows)]
    return _page(parts)


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "database.md": database_page,
    "keys.md": keys_page,
}


def main() -> int:
    """Write or compare the pages; gives the exit code."""
    parser = argparse.ArgumentParser(description="Write the reference pages of docs/.")
    parser.add_argument("--check", action="store_true", help="only compare; fail where a page is stale")
    check = parser.parse_args().check
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if (path.read_text(encoding="utf-8") if path.exists() else "") == text:
            continue
        stale.append(name)
        if not check:
            DOCS.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"{'Stale' if check else 'Written'}: {', '.join(stale)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
