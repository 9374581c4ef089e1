"""Where files live: the user's workspace and settings, and what the program ships.

Nothing here creates anything by itself; whoever writes a file makes its folder by `make_private`.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).parent

WORKSPACE_VARIABLE = "ICP_TUI_WORKSPACE"


def _shipped(folder: str) -> Path:
    """A folder that stands at the top of a checkout and inside the package of an installed wheel.

    The checkout wins where there is one, so that an editable install never reads a stale copy.
    """
    checkout = PACKAGE.parents[1] / folder
    if (PACKAGE.parents[1] / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return PACKAGE / folder


def templates_folder() -> Path:
    """The built-in Jinja2 templates."""
    return _shipped("templates")


def sample_folder() -> Path:
    """The sample cases as JSON, and the sample workspace built from them."""
    return _shipped("sample_db")


def settings_file() -> Path:
    """The user's settings (TOML); need not exist."""
    from platformdirs import user_config_path  # noqa: PLC0415 - 10 ms, not needed with a file named

    return user_config_path("icp-tui", appauthor=False) / "settings.toml"


def user_templates_folder() -> Path:
    """The consultant's own templates, which go before the built-in ones; need not exist."""
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("icp-tui", appauthor=False) / "templates"


def state_folder() -> Path:
    """What is kept apart from the data: backups, rescue journals, crash reports, the copy of the sample."""
    from platformdirs import user_state_path  # noqa: PLC0415

    return user_state_path("icp-tui", appauthor=False)


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing, all for their owner only, whatever the umask.

    `Path.mkdir` with `parents` would give its mode to the last one alone.

    Raises:
        OSError: one of them cannot be made.
    """
    for above in reversed([parent for parent in folder.parents if not parent.exists()]):
        above.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def fingerprint(path: Path) -> str:
    """Where a path leads as 64 hexadecimal digits, the same through every link to it.

    What is kept apart from a workspace is named by it and found by that name again: it never changes.
    """
    import hashlib  # noqa: PLC0415 - not needed to start

    return hashlib.sha256(os.fsencode(path.expanduser().resolve())).hexdigest()


def default_workspace() -> Path:
    """The workspace that `icp-tui` opens when none is named: the variable, else the user's data folder."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("icp-tui", appauthor=False) / "workspace.db"
