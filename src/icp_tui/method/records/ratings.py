"""Phase 2, the fit framework: one scorecard of thirteen ratings, and what each rating is about.

The seven traits (R-105 to R-112) and the framework (R-113 to R-134) are one scorecard. Every score says how
well a thing is known to hold for customers like these, so it rises with what is learnt, never with hope.
"""

from __future__ import annotations

from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Record, choice, links, record, scale, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import Words, _


class Dimension(Choice):
    """What is rated: three gates (R-113), six inputs of success (R-122), and what success makes possible."""

    READY = "ready", _("Ready")
    WILLING = "willing", _("Willing")
    ABLE = "able", _("Able")
    TECHNICAL = "technical", _("Technical fit")
    FUNCTIONAL = "functional", _("Functional fit")
    RESOURCE = "resource", _("Resources")
    COMPETENCE = "competence", _("Competence")
    EXPERIENCE = "experience", _("Experience")
    CULTURAL = "cultural", _("Cultural fit")
    ACQUISITION = "acquisition", _("Acquisition")
    EXPANSION = "expansion", _("Expansion")
    ADVOCACY = "advocacy", _("Advocacy")
    FINANCIAL = "financial", _("Financial health")

    @property
    def is_gate(self) -> bool:
        """Whether a zero keeps a customer out of the best tier (R-113)."""
        return self in (Dimension.READY, Dimension.WILLING, Dimension.ABLE)

    @property
    def is_input(self) -> bool:
        """Whether it is one of the six inputs of the success potential (R-122)."""
        return self in (
            Dimension.TECHNICAL,
            Dimension.FUNCTIONAL,
            Dimension.RESOURCE,
            Dimension.COMPETENCE,
            Dimension.EXPERIENCE,
            Dimension.CULTURAL,
        )


ASKS: dict[Dimension, Words] = {
    Dimension.READY: _("Do they have the problem, do they know it, and does it press them?"),
    Dimension.WILLING: _("Will they act to solve it, and are they looking for a way already?"),
    Dimension.ABLE: _("Do they have the money, and do we meet the one who may spend it?"),
    Dimension.TECHNICAL: _("Does the offer work with what they have in place?"),
    Dimension.FUNCTIONAL: _("Does it do all that they need to reach their goal?"),
    Dimension.RESOURCE: _("Do they have the people, time and room to make it work?"),
    Dimension.COMPETENCE: _("Do they know how to use it well, or would they learn it?"),
    Dimension.EXPERIENCE: _("Can we treat them as they expect, so that they feel at ease with it?"),
    Dimension.CULTURAL: _("Do their values and their way of working suit ours?"),
    Dimension.ACQUISITION: _("Can they be won for what such a customer may cost, support included?"),
    Dimension.EXPANSION: _("Will they need more of it once they succeed?"),
    Dimension.ADVOCACY: _("Do they know others like themselves, and would they tell them?"),
    Dimension.FINANCIAL: _("Are they doing well, so that they need not cut corners?"),
}
"""What each dimension asks of customers like these (R-105 to R-112, R-114 to R-134)."""

MEANS: tuple[Words, ...] = (
    _("none"),
    _("assumed"),
    _("one customer said so"),
    _("several said so"),
    _("measured"),
)
"""What the scores mean, from 0 to 4."""


@record(_("Rating"), _("Ratings"), parent=Profile)
class Rating(Record):
    """One line of the scorecard: a score, why, and the proof for it (R-105).

    The gates and the advocacy line ask a little more: R-114, R-115, R-117, R-119 and R-131.
    """

    dimension: Dimension | None = choice(Dimension, _("Dimension"), fixed=True)
    score: int | None = scale(
        0,
        4,
        _("Score"),
        _("How well is it known to hold for them?"),
        hint=_("0 none · 1 assumed · 2 one said so · 3 several said so · 4 measured"),
        why=_("A hope scores 1, however strong; a low score shows what to ask next, it is no disgrace."),
        how=_("“How do you know? Who told you, and has anybody counted?”"),
        b2b=(_("3"),),
        b2c=(_("2"),),
        ends=(_("none"), _("measured")),
        core=True,
    )
    note: str | None = text(
        _("Because"),
        _("What makes you say so?"),
        hint=_("The one fact behind the score"),
        why=_("A bare number is argued about; with its reason, anyone can agree or know better."),
        how=_("“Why not one point less? And what would make it one more?”"),
        b2b=(_("Four of five failed an audit point last year"), _("Drivers ignore alarms")),
        b2c=(_("A nursery place starts in spring"), _("Most are afraid of the traffic")),
    )
    aware: YesNo | None = choice(
        YesNo,
        _("They know it"),
        _("Do they know that they have the problem?"),
        hint=_("Yes only if they bring it up themselves"),
        why=_("Whoever does not see the problem yet must be shown it first, and that takes months."),
        how=_("“Does it come from them, or do you have to point it out?”"),
        b2b=(_("yes"),),
        b2c=(_("yes"), _("not known yet")),
        only=("dimension", "ready"),
    )
    urgency: str | None = text(
        _("Why now"),
        _("By when must it be solved, and why by then?"),
        hint=_("A day or a season, and what happens if it passes"),
        why=_("A problem can be known for years. Only something with a date gets it solved."),
        how=_("“What happens if it is not in place by then?”"),
        b2b=(_("Before the March audit; a second failure ends the contract"),),
        b2c=(_("Before nursery starts in February"),),
        grounded=True,
        only=("dimension", "ready"),
    )
    searching: YesNo | None = choice(
        YesNo,
        _("Are looking"),
        _("Are they looking for a solution already?"),
        hint=_("Asked for quotes, went to see one, tried one"),
        why=_("Those who are looking need no waking up; they are the first to call."),
        how=_("“What have you tried or looked at so far?”"),
        b2b=(_("yes"),),
        b2c=(_("yes"),),
        only=("dimension", "willing"),
    )
    searching_where: str | None = text(
        _("Where they look"),
        _("Where do they look, and whom do they ask?"),
        hint=_("Places and people where one can be found by them"),
        why=_("That is where to be met: a seeker who finds us costs far less than one we must find."),
        how=_("“When you began to look, where did you go first? And then?”"),
        b2b=(_("Fridge repair shop, other suppliers, trade fair"),),
        b2c=(_("Two bike shops and the parents’ group"),),
        only=("dimension", "willing"),
    )
    has_budget: YesNo | None = choice(
        YesNo,
        _("Have the money"),
        _("Do they have the money for it?"),
        hint=_("Money they may spend on this, this year"),
        why=_("Without money the best talk ends in next year’s plan."),
        how=_("“Is there a sum set aside, or would it have to come from somewhere else?”"),
        b2b=(_("yes"),),
        b2c=(_("yes"), _("not known yet")),
        grounded=True,
        only=("dimension", "able"),
    )
    authority: str | None = text(
        _("Who decides"),
        _("Who may say yes, and up to what sum?"),
        hint=_("The one who signs, and who must agree before"),
        why=_("Money that somebody else must release is not theirs yet; meet that person early."),
        how=_("“The last time you bought something like it, who signed? Who had to agree?”"),
        b2b=(_("The owner signs anything below EUR 10,000"),),
        b2c=(_("Both parents, at the kitchen table"),),
        only=("dimension", "able"),
    )
    peers: str | None = text(
        _("Whom they reach"),
        _("Which others like themselves do they talk to?"),
        hint=_("Groups and places where they meet their equals"),
        why=_("People recommend to their equals. Those whom they cannot reach must be won another way."),
        how=_("“With whom do you talk shop? Where did you meet them last?”"),
        b2b=(_("Other suppliers of the same retailer; buying group"),),
        b2c=(_("Parents at the nursery, neighbours in the courtyard"),),
        only=("dimension", "advocacy"),
    )
    proof: tuple[str, ...] | None = links(
        "evidence",
        _("Shown by"),
        _("Which proof bears the score out?"),
        hint=_("The figures or words that a doubter would ask for"),
        why=_("A 3 or 4 without proof is a 1 in disguise."),
        how=_("“Where could I read that, or whom could I ring?”"),
        b2b=(_("Auditors accept the report"),),
        b2c=(_("A beginner can ride with two children"),),
    )
