"""Phase 2, the fit framework: what makes them act, how they buy beside how we sell, and how they may grow.

These lists stand beside the ratings; none of them changes a score.
"""

from __future__ import annotations

from decimal import Decimal

from icp_tui.method.choices import Period
from icp_tui.method.declaration import Record, choice, money, number, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


@record(_("Trigger event"), _("Trigger events"), parent=Profile)
class TriggerEvent(Record):
    """Something that happens to them and makes them act (R-118)."""

    what: str | None = text(
        _("What happens"),
        _("What happens to them that makes them act?"),
        hint=_("An event that can be seen from outside, with a day"),
        why=_("Most people put up with a problem until something happens; a call the week after is welcome."),
        how=_("“Think of your last three orders: what had happened in the month before?”"),
        b2b=(_("Wins a contract with a retailer"), _("Fails an audit point")),
        b2c=(_("A second child is born"), _("Moves house")),
        core=True,
        library="triggers",
    )
    seen_by: str | None = text(
        _("How we see it"),
        _("How do we notice that it has happened?"),
        hint=_("A notice, a job advert, a person who hears of it first"),
        why=_("A trigger that nobody sees helps nobody. Name one place to look, and look there weekly."),
        how=_("“Who hears of it before we do, and would they tell us?”"),
        b2b=(_("The retailer’s list of new suppliers"), _("The fridge repair shop tells us")),
        b2c=(_("Nursery sends out its places in November"),),
    )
    opens: str | None = text(
        _("Why they act"),
        _("Why does it make them act?"),
        hint=_("What stops working, or becomes possible, on that day"),
        why=_("It is the first sentence of the call: it shows that we know what is going on with them."),
        how=_("“What was different for you from that day on?”"),
        b2b=(_("New retailers ask for gapless records from day one"),),
        b2c=(_("With two children the bus takes both hands and an hour"),),
        grounded=True,
    )


class BuyingSide(Choice):
    """Whose process a step belongs to (R-120)."""

    THEIRS = "theirs", _("they buy")
    OURS = "ours", _("we sell")


@record(_("Buying step"), _("Buying steps"), parent=Profile)
class BuyingStep(Record):
    """One step from the first thought to the order, on their side or on ours (R-120, R-125).

    The two stand side by side; where they do not meet is noted in the profile.
    """

    what: str | None = text(
        _("What happens"),
        _("What happens in this step?"),
        hint=_("One step, in the order in which it really happens"),
        why=_("Good customers are lost where we press while they still think, or wait while they are ready."),
        how=_("“Take the last order: what came first? And then?” Ask both sides; they differ."),
        b2b=(_("Owner compares two quotes"), _("Visit with the live map")),
        b2c=(_("Parents talk it over at home"), _("An hour’s ride, children on board")),
        core=True,
    )
    who: str | None = text(
        _("Who takes part"),
        _("Who takes part in it?"),
        hint=_("Roles on both sides"),
        why=_("Each step has somebody who can stop it; better to have met them before."),
        how=_("“Who was in the room, and who was asked afterwards?”"),
        b2b=(_("Owner and fleet manager"),),
        b2c=(_("Both parents"),),
        column=True,
    )
    days: Decimal | None = number(
        _("Takes"),
        _("How many days does it take?"),
        hint=_("Days on the calendar, waiting included"),
        why=_("Added up, it says when to start so that the order comes in time."),
        how=_("“From when to when was that? What were you waiting for?”"),
        b2b=(_("14"),),
        b2c=(_("3"),),
        unit=_("days"),
        grounded=True,
        column=True,
    )
    side: BuyingSide | None = choice(BuyingSide, _("Whose step"), fixed=True)


class ExpansionKind(Choice):
    """In which way a customer buys more (R-126, R-127)."""

    SEATS = "seats", _("more of the same")
    UPSELL = "upsell", _("upsell")
    CROSS_SELL = "cross_sell", _("cross-sell")


@record(_("Expansion item"), _("Expansion items"), parent=Profile)
class ExpansionItem(Record):
    """Something more that they may buy, and the success of theirs that it waits for (R-126 to R-130)."""

    what: str | None = text(
        _("What more"),
        _("What more could they buy once it works for them?"),
        hint=_("One thing that grows with their own success"),
        why=_("Of two who pay the same today, one may pay three times as much in three years."),
        how=_("“Your oldest customers: what did they add after the first year?”"),
        b2b=(_("Sensors for the cold store"), _("Monitoring for their new vans")),
        b2c=(_("A second bike for the other parent"), _("Rain cover and child seats")),
        core=True,
    )
    expansion_kind: ExpansionKind | None = choice(
        ExpansionKind,
        _("Kind"),
        _("In which way do they buy more?"),
        hint=_("More seats or units, a better version, or another product"),
        why=_("More of the same needs no second decision; another product is sold anew."),
        how=_("“Is it the same once more, a better one, or something else?”"),
        b2b=(_("cross-sell"), _("more of the same")),
        b2c=(_("more of the same"), _("cross-sell")),
        column=True,
    )
    value: int | None = money(
        _("Worth"),
        _("What would it bring the client?"),
        hint=_("The price they would pay; empty means unknown"),
        why=_("It tells how much more than today’s price such a customer may be worth."),
        how=_("“What do customers who have it pay for it?”"),
        b2b=(_("140"),),
        b2c=(_("69"),),
        grounded=True,
        column=True,
    )
    per: Period | None = choice(
        Period,
        _("per"),
        _("In which time?"),
        hint=_("a month, a year, once…"),
        why=_("A sum each month and a sum paid once are far apart after three years."),
        how=_("“Is that every month, or paid once?”"),
        b2b=(_("a month"),),
        b2c=(_("a month"),),
        beside=True,
    )
    milestone: str | None = text(
        _("Waits for"),
        _("Which success of theirs does it wait for?"),
        hint=_("Something they have reached, seen by both"),
        why=_("Offered before they succeed, it is pushing; offered after, it is the natural next step."),
        how=_("“When did they ask for more? What had gone well just before?”"),
        b2b=(_("First audit passed without a finding"),),
        b2c=(_("Three months without the bus"),),
        core=True,
    )
