"""A second client beside the small one, who can be forgotten."""

from __future__ import annotations

from icp_tui.store.log.forgetting import known_clients
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import Workspace

OTHER = "Frigonordica"
SECRET = "schlüsselwort"


def add_other(workspace: Workspace, name: str = OTHER) -> str:
    """Add the second client with a profile; gives the client's id."""
    actions.start(workspace, {"name": "Depots", "situation": SECRET}, client={"name": name})
    return next(one.id for one in known_clients(workspace.database) if one.name == name)


def names(workspace: Workspace) -> list[str]:
    """The clients that the workspace holds, deleted or not."""
    return [one.name for one in known_clients(workspace.database)]
