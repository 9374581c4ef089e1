"""ColdLine in little: one profile with one whole thread, from which many tests start."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    ParkedSituation,
    Problem,
    ProcessStep,
)
from icp_tui.opening import open_workspace
from icp_tui.store.work.actions import add, start
from icp_tui.store.work.loading import load_answers
from icp_tui.store.work.workspace import Workspace

R = TypeVar("R", bound=Record)


class Small:
    """An open workspace with the small profile in it."""

    def __init__(self, workspace: Workspace, profile_id: str) -> None:
        self.workspace = workspace
        self.profile_id = profile_id

    @classmethod
    def opened(cls, path: Path) -> Small:
        """The small profile in a file that `make_small` made."""
        workspace = open_workspace(path, "Ada")
        return cls(workspace, workspace.database.rows("SELECT id FROM profile ORDER BY id")[0]["id"])

    def restart(self) -> None:
        """Close the file and open it again, as after a restart of the program."""
        self.workspace.close()
        self.workspace = open_workspace(self.workspace.database.path, "Ada")

    @property
    def answers(self) -> Answers:
        """What the workspace holds in memory."""
        return self.workspace.answers(self.profile_id)

    @property
    def in_the_file(self) -> Answers:
        """What the file holds."""
        return load_answers(self.workspace.database, self.profile_id)

    def first(self, kind: type[R]) -> R:
        """The first record of a kind."""
        return self.answers.of(kind)[0]

    def now(self, record: R) -> R:
        """The record as it is now."""
        found = self.answers.get(record.id)
        assert isinstance(found, type(record))
        return found

    def set(self, record: R, values: dict[str, str]) -> R:
        """Answer fields of a record; gives the record as it is then."""
        self.workspace.set(self.profile_id, record, values)
        return self.now(record)

    def changes(self) -> int:
        """How many changes the log holds."""
        return int(self.workspace.database.rows("SELECT count(*) AS n FROM change")[0]["n"])

    def same(self) -> bool:
        """Whether memory and file agree."""
        there = self.in_the_file
        return there.records == self.answers.records and there.marks == self.answers.marks


def make_small(workspace: Workspace) -> Small:
    """Put the small profile into an empty workspace."""
    profile_id = start(
        workspace,
        {"name": "Wholesalers before an audit", "offer": "Monitoring for 10 to 60 vans"},
        client={"name": "ColdLine", "sells": "Temperature monitoring"},
    )

    def put(kind: type[R], parent_id: str, *rows: dict[str, str]) -> list[R]:
        made = add(workspace, profile_id, kind, parent_id, rows)
        return [record for record in made if isinstance(record, kind)]

    put(ParkedSituation, profile_id, {"situation": "Hospital pharmacies"})
    (objective,) = put(Objective, profile_id, {"result": "Pass every audit", "can_help": "yes"})
    paper, _typing, _new = put(
        ProcessStep,
        objective.id,
        {"what": "Driver notes it on paper", "side": "current", "minutes": "6", "times": "3", "per": "day"},
        {"what": "Office types it", "side": "current", "minutes": "25", "times": "1", "per": "day"},
        {"what": "Alert to the phone", "side": "new", "minutes": "1", "times": "3", "per": "day"},
    )
    problems = put(
        Problem,
        objective.id,
        {"what": "Load refused at the dock", "times": "2", "per": "month", "cost_each": "1900"},
        {"what": "Sheets get lost", "step": paper.id},
        {"what": "Alarm noticed late", "severity": "4"},
    )
    put(
        Evidence,
        profile_id,
        {"what": "3.1% to 0.8%", "proves_problems": f"{problems[0].id} {problems[1].id}"},
    )
    put(DiscoveryQuestion, objective.id, {"question": "What did it cost?", "problem": problems[0].id})
    put(Objection, profile_id, {"words": "We have loggers.", "objective": objective.id})
    return Small(workspace, profile_id)
