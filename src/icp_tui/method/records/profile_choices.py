"""The fixed sets of answers of a profile."""

from __future__ import annotations

from icp_tui.method.fields import Choice
from icp_tui.texts import _


class Mode(Choice):
    """Whom the profile describes; changes wording and the attribute library, nothing else (R-006, R-007)."""

    B2B = "b2b", _("B2B")
    B2C = "b2c", _("B2C")


class Organisation(Choice):
    """What the ideal customer is (R-002)."""

    COMPANY = "company", _("company")
    PUBLIC_BODY = "public_body", _("public body")
    NGO = "ngo", _("non-profit")
    HOUSEHOLD = "household", _("household or person")


class GoalKind(Choice):
    """What is to be reached with this profile (R-035, R-190)."""

    REVENUE = "revenue", _("new revenue")
    CUSTOMERS = "customers", _("new customers")
    ADVOCATES = "advocates", _("advocates")
    MARGIN = "margin", _("margin")
    SHARE = "share", _("market share")
    OTHER = "other", _("something else")


class Language(Choice):
    """Languages that documents can be written in."""

    EN = "en", _("English")
    ES = "es", _("Spanish")
    PT = "pt", _("Portuguese")
    PL = "pl", _("Polish")
    IT = "it", _("Italian")
    FR = "fr", _("French")


class Status(Choice):
    """How far a profile is trusted; below ten best customers it stays a hypothesis (R-061, R-072)."""

    HYPOTHESIS = "hypothesis", _("hypothesis")
    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")
    RETIRED = "retired", _("retired")
