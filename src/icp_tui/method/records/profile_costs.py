"""Phase 2, the fit framework: what a customer costs, and the outcome that they want.

A part of the profile. An empty figure is unknown and never counts as zero; all are in its currency.
"""

from __future__ import annotations

from decimal import Decimal

from icp_tui.method.declaration import Record, money, number, part, prose, text
from icp_tui.texts import _


@part
class CostsPart(Record):
    """The figures behind acquisition and gain (R-124, R-132, formulas.md 2 and 7), and the wanted outcome.

    With A, S, R and r as in formulas.md 2: `acquisition_cost`, `service_cost`, `referral_reward` and
    `referrals_per_win`.
    """

    acquisition_cost: int | None = money(
        _("Cost to win one"),
        _("What does it cost to win one customer directly?"),
        hint=_("Marketing and sales in a year ÷ customers won without a referral"),
        why=_("Only the real cost, working time included, shows whether they can be won at a profit."),
        how=_("“What went into adverts, fairs and sellers’ hours last year? How many came of it?”"),
        b2b=(_("900"),),
        b2c=(_("65"),),
        core=True,
        grounded=True,
        page="costs",
        section=_("What a customer costs us"),
    )
    service_cost: int | None = money(
        _("Cost to serve one"),
        _("What do onboarding and support cost for each customer?"),
        hint=_("Set-up, training and help, also for those who were sent"),
        why=_("A recommendation saves the advert, never the set-up; many reckon too low here."),
        how=_("“How many hours go into a new customer until it runs? And the calls after that?”"),
        b2b=(_("250"),),
        b2c=(_("30"),),
        core=True,
        grounded=True,
        page="costs",
    )
    referral_reward: int | None = money(
        _("Referral reward"),
        _("What does the one who recommends get for it?"),
        hint=_("For each customer won this way; 0 means nothing, empty means unknown"),
        why=_("A reward is a cost as well. It still pays while it is smaller than winning one directly."),
        how=_("“What do you give when somebody sends you a customer? Do they know of it?”"),
        b2b=(_("50"),),
        b2c=(_("20"),),
        page="costs",
    )
    referrals_per_win: Decimal | None = number(
        _("Customers sent"),
        _("How many more does one customer bring on average?"),
        hint=_("Such as 0.4: ten customers bring four more; 0 means none"),
        why=_("If each brings one more, winning a customer costs half. Those they bring are seldom larger."),
        how=_("“Of last year’s new customers, how many were sent by another? By whom?”"),
        b2b=(_("0.4"),),
        b2c=(_("0.6"),),
        grounded=True,
        page="costs",
    )
    hour_cost: int | None = money(
        _("Their hour costs"),
        _("What does an hour of working time cost the customer?"),
        hint=_("Wages and all that comes on top; what an hour is worth at home"),
        why=_("It turns the minutes that the new process saves into money."),
        how=_("“What do you reckon for an hour of your people?”"),
        b2b=(_("32"),),
        b2c=(_("15"),),
        grounded=True,
        page="costs",
        section=_("What it costs the customer"),
    )
    setup_cost: int | None = money(
        _("Their set-up cost"),
        _("What does it cost the customer once to begin?"),
        hint=_("Fitting, deposit, lost hours; 0 means nothing, empty means unknown"),
        why=_("Set against what they gain each month, it tells how soon it has paid for itself."),
        how=_("“What did you have to pay or give up before it ran?”"),
        b2b=(_("1800"),),
        b2c=(_("120"),),
        grounded=True,
        page="costs",
    )
    desired_outcome: str | None = prose(
        _("Desired outcome"),
        _("Which outcome do they want from it?"),
        hint=_("What is different in their life or work when it has succeeded"),
        why=_("A good score is a chance, no promise. It comes true only while all aim at what they want."),
        how=_("“A year from now you are glad you did this. What has changed?”"),
        b2b=(_("Every audit passed, and nobody types temperatures on a Friday night."),),
        b2c=(_("Mornings without a rush, one car at most, and children who like the ride."),),
        core=True,
        page="outcome",
    )
    sale_mismatch: str | None = prose(
        _("Mismatch"),
        _("Where do their buying and our selling not meet?"),
        hint=_("A step too early, too late, missing, or with the wrong person"),
        why=_("Where the two drift apart, good customers are lost, and ours is the side we can change."),
        how=_("Lay both lists side by side: “Where were you waiting for us? Where did we rush you?”"),
        b2b=(_("We send the quote before the owner has seen the live map."),),
        b2c=(_("They decide on Sunday evening; our shop answers on Tuesday."),),
        page="outcome",
    )
    region_note: str | None = text(
        _("By region"),
        _("What is different from one region to the next?"),
        hint=_("Customs, rules, language, distances"),
        why=_("The same words can charm in one place and annoy in the next."),
        how=_("“Where does it sell worse than elsewhere, and what do people say there?”"),
        b2b=(_("In the north the vet office checks, not the retailer"),),
        b2c=(_("In the hilly districts only e-bikes will do"),),
        page="outcome",
        section=_("Where it differs"),
    )
    industry_note: str | None = text(
        _("By industry"),
        _("What is different from one trade or walk of life to the next?"),
        hint=_("The mood of the market, its season, its own words"),
        why=_("A trade in fear of the year ahead buys safety; one in good spirits buys growth."),
        how=_("“How is business with the others in your line just now?”"),
        b2b=(_("Fish wholesalers buy before summer, dairies all year"),),
        b2c=(_("Shift workers need the bike at five in the morning"),),
        page="outcome",
    )
