"""The command `icp-tui`, and the one place where a command's errors become words and an exit code."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
from click_default_group import DefaultGroup

from icp_tui import __version__
from icp_tui.cli import (
    agenda,
    backups,
    checking,
    exchanging,
    importing,
    privacy,
    reading,
    rendering,
    screens,
    showing,
    templates,
    writing,
)
from icp_tui.cli.printing import make_streams_safe, named_workspace, note, show_error
from icp_tui.cli.request import Request, check_legible, file_named, is_there
from icp_tui.errors import IcpError, WrongUse
from icp_tui.signals import ENDINGS
from icp_tui.texts import say

INTERRUPTED = 130
"""What a command ends with after ctrl+c: 128 and the number of SIGINT."""


class Program(DefaultGroup):  # type: ignore[misc]  # click_default_group ships no types
    """A group of commands that takes a file for `open FILE` and ends every error in the same way."""

    def main(self, args: list[str] | None = None, standalone_mode: bool = True, **more: Any) -> Any:
        """Run what `args` name and exit; without `standalone_mode`, return or raise as click does."""
        more["prog_name"] = self.name
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **more)
        make_streams_safe()

        def run() -> Any:
            check_legible(sys.argv[1:] if args is None else args)
            return super(Program, self).main(args, standalone_mode=False, **more)

        for number in ENDINGS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _ended)
        sys.exit(_ending(run))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order in which they are added: as they are met, not by the alphabet."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without a sign that nobody knows at the one for files."""
        click.Group.format_commands(self, ctx, formatter)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that the first word names, or `open` for a file."""
        word = args[0]
        known = ctx.resilient_parsing or word in self.commands or word.startswith("-")
        if not (known or word.lower().endswith(".db") or (word and is_there(Path(word)))):
            _refuse_word(word, list(self.commands))
        return super().resolve_command(ctx, args)


def _ended(number: int, _frame: FrameType | None) -> NoReturn:
    """End as after an error of our own: what is half done is taken back and put away first."""
    raise SystemExit(128 + number)


def _refuse_word(word: str, commands: list[str]) -> NoReturn:
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way to an error

    meant = get_close_matches(word, commands, 1, 0.5)
    what = say("There is no file or command “{word}”.", word=word)
    if meant:
        what += " " + say("Did you mean `{command}`?", command=meant[0])
    raise WrongUse(what, do=say("See all commands with `icp-tui --help`; a new workspace ends in .db."))


def _ending(run: Callable[[], Any]) -> int:
    """Run a command; gives its exit code, with what went wrong on standard error."""
    try:
        return run() or 0
    except IcpError as error:
        show_error(error)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        show_error(_worded(error))
        return error.exit_code
    except Exception as error:
        from icp_tui.crash import EXIT_CODE, write_report  # noqa: PLC0415 - only after a defect

        report = write_report(error)
        defect = say(
            "This is a defect of icp-tui ({kind}); what was saved is safe.", kind=type(error).__name__
        )
        where = (
            say("A report without your texts: {path}", path=report)
            if report
            else say("A report could not be written.")
        )
        note(f"{defect} {where}")
        for told in getattr(error, "__notes__", ()):
            note(told)
        return EXIT_CODE


def _worded(error: click.ClickException) -> WrongUse:
    """What click has to say, in the shape of our own errors."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "icp-tui"
    if context and (file := re.search(r"extra arguments? \((\S+\.db)\b", error.format_message())):
        return WrongUse(
            say("“{command}” takes no file.", command=context.info_name),
            do=say(
                "Name the workspace first: `icp-tui -w {file} {command}`.",
                file=file[1],
                command=context.info_name,
            ),
        )
    return WrongUse(error.format_message(), do=say("See `{command} --help`.", command=command))


@click.group(
    cls=Program,
    name="icp-tui",
    default="open",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`icp-tui FILE.db` opens a workspace. PROFILE is a name, or an id’s beginning or end.",
)
@click.option(
    "-w",
    "--workspace",
    type=click.Path(readable=False),
    callback=file_named,
    help="The workspace file; else ICP_TUI_WORKSPACE, else the one in your data folder.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, workspace: Path | None) -> int | None:
    """Ideal customer profiles and sales playbooks, in one file, offline.

    Without a command the screens open. Everything else works in scripts and pipes too.
    """
    ctx.obj = Request(workspace)
    named_workspace.set(workspace)
    if ctx.invoked_subcommand is None:
        return int(ctx.invoke(screens.open_screens))
    return None


for _command in (
    screens.open_screens,
    screens.demo,
    reading.list_profiles,
    showing.show,
    writing.new,
    writing.add,
    writing.set_fields,
    writing.delete,
    writing.undo,
    writing.redo,
    writing.duplicate,
    reading.history,
    rendering.render,
    agenda.agenda,
    templates.templates,
    reading.search,
    reading.path,
    privacy.forget,
    importing.import_file,
    importing.case,
    backups.backup,
    backups.backups,
    backups.restore,
    checking.check,
    checking.repair,
    exchanging.export,
    exchanging.merge,
):
    main.add_command(_command)
