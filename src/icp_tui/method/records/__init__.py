"""All records of the questionnaire.

Importing this package declares them all; `declaration.RECORDS` then lists them, parents before children.
"""

from icp_tui.method.records.client import Client
from icp_tui.method.records.objections import Objection, ObjectionCategory
from icp_tui.method.records.objectives import Objective, ProcessStep, Side
from icp_tui.method.records.problems import Problem
from icp_tui.method.records.profile_choices import GoalKind, Language, Mode, Organisation, Status
from icp_tui.method.records.proof import Evidence, EvidenceKind, Permission
from icp_tui.method.records.questions import DiscoveryQuestion, QuestionKind, QuestionStage
from icp_tui.method.records.situation import ParkedSituation, Profile

__all__ = [
    "Client",
    "DiscoveryQuestion",
    "Evidence",
    "EvidenceKind",
    "GoalKind",
    "Language",
    "Mode",
    "Objection",
    "ObjectionCategory",
    "Objective",
    "Organisation",
    "ParkedSituation",
    "Permission",
    "Problem",
    "ProcessStep",
    "Profile",
    "QuestionKind",
    "QuestionStage",
    "Side",
    "Status",
]
