"""The commands: everything that the screens do to data, as plain words for scripts and screen readers.

A command reads its arguments, asks the layers below and prints; it decides nothing of its own. Each imports
what it needs when it runs, so that `icp-tui --help` loads little more than click.
"""

from icp_tui.cli.program import main

__all__ = ["main"]
