"""The fixed answers about a customer: in which group they are, how we know their gain, why they were lost."""

from __future__ import annotations

from icp_tui.method.fields import Choice
from icp_tui.texts import _


class CustomerGroup(Choice):
    """Best customers, those to compare them with, and those who could join the best (R-052, R-062)."""

    BEST = "best", _("best customer")
    COMPARISON = "comparison", _("for comparison")
    CANDIDATE = "candidate", _("could become best")


class ComparisonKind(Choice):
    """Why a customer stands in the comparison group: never won, or won and regretted."""

    LOST_DEAL = "lost_deal", _("lost deal")
    POOR_FIT = "poor_fit", _("poor fit")


class LostReason(Choice):
    """The main reason why it came to nothing."""

    PRICE = "price", _("price")
    URGENCY = "urgency", _("no urgency")
    AUTHORITY = "authority", _("no authority")
    FUNCTION = "missing_function", _("missing function")
    COMPETITOR = "competitor", _("competitor")
    NO_DECISION = "no_decision", _("no decision")
    OTHER = "other", _("another reason")


class ValueSource(Choice):
    """How the value that a customer obtains is known (R-055)."""

    CALL = "call", _("phone call")
    EMAIL = "email", _("e-mail")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    MEASURED = "measured", _("measured")
    GUESS = "guess", _("guess")


class Sign(Choice):
    """What good customers do (R-012, R-063 to R-068, R-076)."""

    BUYS_REGULARLY = "buys_regularly", _("buys regularly")
    STAYS = "stays", _("stays for years")
    PROMOTES = "promotes", _("speaks well of us")
    REFERS = "refers", _("sends others")
    GIVES_FEEDBACK = "gives_feedback", _("gives feedback")
    IS_ADDRESSED = "is_addressed", _("is whom our marketing speaks to")
    CLOSED_FAST = "closed_fast", _("decided quickly")


class Adoption(Choice):
    """How far the customer has come in using the offer (R-059)."""

    NOT_STARTED = "not_started", _("not started")
    SET_UP = "set_up", _("set up")
    SOMETIMES = "sometimes", _("used sometimes")
    DAILY = "daily", _("used every day")


class ContactBy(Choice):
    """How the last conversation was held, the closest first (R-155)."""

    MET = "met", _("met in person")
    CALL = "call", _("phone call")
    EMAIL = "email", _("e-mail")
    MESSAGE = "message", _("message")
