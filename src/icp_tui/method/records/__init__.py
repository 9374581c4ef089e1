"""All records of the questionnaire.

Importing this package declares them all; `declaration.RECORDS` then lists them, parents before children.
"""

from icp_tui.method.records.attributes import Attribute, CustomerAnswer, Fit, TargetType, Trait
from icp_tui.method.records.client import Client
from icp_tui.method.records.customer_choices import (
    Adoption,
    ComparisonKind,
    ContactBy,
    CustomerGroup,
    LostReason,
    Sign,
    ValueSource,
)
from icp_tui.method.records.customers import Customer
from icp_tui.method.records.objections import Objection, ObjectionCategory
from icp_tui.method.records.objectives import Objective, ProcessStep, Side
from icp_tui.method.records.personas import Part, Persona
from icp_tui.method.records.problems import Problem
from icp_tui.method.records.profile_best import Metric
from icp_tui.method.records.profile_choices import GoalKind, Language, Mode, Organisation, Status
from icp_tui.method.records.proof import Evidence, EvidenceKind, Permission
from icp_tui.method.records.questions import DiscoveryQuestion, QuestionKind, QuestionStage
from icp_tui.method.records.ratings import Dimension, Rating
from icp_tui.method.records.reach import Channel, Medium, Review, Stage, Touchpoint
from icp_tui.method.records.red_flags import RedFlag, Severity
from icp_tui.method.records.research import Competitor, Finding, FindingSource, Tells
from icp_tui.method.records.selling import BuyingSide, BuyingStep, ExpansionItem, ExpansionKind, TriggerEvent
from icp_tui.method.records.situation import ParkedSituation, Profile

__all__ = [
    "Adoption",
    "Attribute",
    "BuyingSide",
    "BuyingStep",
    "Channel",
    "Client",
    "ComparisonKind",
    "Competitor",
    "ContactBy",
    "Customer",
    "CustomerAnswer",
    "CustomerGroup",
    "Dimension",
    "DiscoveryQuestion",
    "Evidence",
    "EvidenceKind",
    "ExpansionItem",
    "ExpansionKind",
    "Finding",
    "FindingSource",
    "Fit",
    "GoalKind",
    "Language",
    "LostReason",
    "Medium",
    "Metric",
    "Mode",
    "Objection",
    "ObjectionCategory",
    "Objective",
    "Organisation",
    "ParkedSituation",
    "Part",
    "Permission",
    "Persona",
    "Problem",
    "ProcessStep",
    "Profile",
    "QuestionKind",
    "QuestionStage",
    "Rating",
    "RedFlag",
    "Review",
    "Severity",
    "Side",
    "Sign",
    "Stage",
    "Status",
    "TargetType",
    "Tells",
    "Touchpoint",
    "Trait",
    "TriggerEvent",
    "ValueSource",
]
