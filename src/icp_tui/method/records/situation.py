"""Phase 1: the profile with its situation, goal and means, and the situations that wait.

One profile serves one situation and one offer (R-019, R-020, R-034); everything else is parked.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from icp_tui.method.choices import Period
from icp_tui.method.declaration import Record, choice, date, money, number, prose, record, text
from icp_tui.method.records.client import Client
from icp_tui.method.records.profile_best import BestCustomersPart
from icp_tui.method.records.profile_choices import GoalKind, Language, Mode, Organisation, Status
from icp_tui.method.records.profile_costs import CostsPart
from icp_tui.method.records.profile_reach import ReachPart
from icp_tui.method.records.profile_story import StoryPart
from icp_tui.texts import _


@record(_("Profile"), _("Profiles"), parent=Client)
class Profile(BestCustomersPart, CostsPart, StoryPart, ReachPart):
    """One ideal customer profile for one situation and one offer of a client.

    What there is one of in a profile and belongs to another step is declared in its parts, a file each.

    What is ideal depends on the situation, the goal and the means (R-036 to R-038) and holds for a period
    (R-004, R-005); value runs both ways (R-001, R-003).
    """

    name: str | None = text(
        _("Profile"),
        _("What do you call this profile?"),
        hint=_("Who they are and when they buy, in a few words"),
        why=_("Each situation gets a profile of its own; the name must tell them apart at a glance."),
        how=_("“When we speak of these customers next month, what shall we call them?”"),
        b2b=(_("Wholesalers before an audit"),),
        b2c=(_("Families at the start of nursery"),),
        core=True,
        page="situation",
    )
    mode: Mode | None = choice(
        Mode,
        _("Sold to"),
        _("Is it sold to organisations or to people?"),
        hint=_("B2B: organisations · B2C: people and households"),
        why=_("It sets the wording, the examples and the attributes on offer. Change it whenever you like."),
        how=_("“Who signs: an organisation, or a person for themselves?”"),
        b2b=(_("B2B"),),
        b2c=(_("B2C"),),
        core=True,
        page="situation",
    )
    organisation: Organisation | None = choice(
        Organisation,
        _("Kind of customer"),
        _("What kind of customer is it?"),
        hint=_("Company, public body, non-profit or household"),
        why=_("A public body buys by tender, a household at the kitchen table: each buys in its own way."),
        how=_("“Your best customers: are they firms, authorities, associations, families?”"),
        b2b=(_("company"), _("public body")),
        b2c=(_("household or person"),),
        page="situation",
    )
    offer: str | None = text(
        _("Offer"),
        _("Which one offer is this about?"),
        hint=_("One product or service; another gets its own profile"),
        why=_("Who is ideal for one offer may be wrong for the next. A profile for everything fits nobody."),
        how=_("“Which one thing would you most like to sell more of this year?”"),
        b2b=(_("Monitoring for 10 to 60 vans, monthly subscription"),),
        b2c=(_("Cargo bike for EUR 89 a month, repairs included"),),
        core=True,
        page="situation",
    )
    situation: str | None = prose(
        _("Situation"),
        _("Which situation does the offer resolve for them?"),
        hint=_("What is going on with them when they come to need it"),
        why=_(
            "People buy because of what is happening to them, more than because of who they are. "
            "Keep to one situation; the others are parked, not lost."
        ),
        how=_("“Your last good customer: what was going on with them the week before they called?”"),
        b2b=(_("A retailer they supply announces an audit, and the paper sheets have gaps."),),
        b2c=(_("A nursery place starts, and the way there takes two buses."),),
        core=True,
        page="situation",
    )
    goal_kind: GoalKind | None = choice(
        GoalKind,
        _("Goal"),
        _("What does the client want to reach with these customers?"),
        hint=_("The one result that counts most now"),
        why=_("The goal decides who is ideal: quick payers need not be keen recommenders."),
        how=_("“If this works, what will you have more of: revenue, customers, people who recommend you?”"),
        b2b=(_("new customers"), _("new revenue")),
        b2c=(_("new customers"), _("advocates")),
        core=True,
        page="goal",
    )
    goal_amount: Decimal | None = number(
        _("How much"),
        _("How much of it?"),
        hint=_("One number, such as 12 or 90k"),
        why=_("Only a number tells whether it worked, and whether the client could deliver that much."),
        how=_("“Which number would make you say: that was worth it?”"),
        b2b=(_("12"), _("90k")),
        b2c=(_("150"), _("40")),
        core=True,
        page="goal",
    )
    goal_unit: str | None = text(
        _("of what"),
        _("Counted in what?"),
        hint=_("customers, EUR a year, %"),
        why=_("A bare 90 could be vans, customers or thousands; the unit leaves no doubt."),
        how=_("“Do we count customers, contracts or money in a year?”"),
        b2b=(_("wholesalers"), _("EUR of new yearly revenue")),
        b2c=(_("subscribers"), _("customers who send a friend")),
        beside=True,
        page="goal",
    )
    goal_deadline: dt.date | None = date(
        _("By when"),
        _("By which day?"),
        hint=_("One day, such as 30 Sep 2027"),
        why=_("A day makes a goal of a wish, and shows the pace that delivery would have to keep."),
        how=_("“By which day do you need it, and what hangs on that day?”"),
        b2b=(_("2027-09-30"),),
        b2c=(_("2027-06-30"),),
        core=True,
        page="goal",
    )
    period_start: dt.date | None = date(
        _("Valid from"),
        _("From which day does this profile guide the work?"),
        hint=_("Often the day on which the team gets it"),
        why=_("A customer is ideal for a time. Naming it says where effort goes now, not for ever."),
        how=_("“From when on can your people work with this?”"),
        b2b=(_("2027-01-01"),),
        b2c=(_("2026-12-01"),),
        page="goal",
    )
    period_end: dt.date | None = date(
        _("to"),
        _("Until which day?"),
        hint=_("often the goal’s day"),
        why=_("The period stands on every document, so nobody sells by a profile that has run out."),
        how=_("“Until when do you want to put your effort into these customers?”"),
        b2b=(_("2027-09-30"),),
        b2c=(_("2027-06-30"),),
        beside=True,
        page="goal",
    )
    people: str | None = text(
        _("People"),
        _("Who does the selling?"),
        hint=_("Roles and how many"),
        why=_("The ideal customer has to be winnable with the people there are."),
        how=_("“Who will pick up the phone, and who goes to see them?”"),
        b2b=(_("One seller; the owner joins for the last talk"),),
        b2c=(_("Two in the shop, one visits the nurseries"),),
        page="goal",
    )
    hours_per_week: Decimal | None = number(
        _("Time"),
        _("How many hours a week can they give it?"),
        hint=_("Hours that are really free, all together"),
        why=_("Time often runs out before money does; it decides how many prospects can be looked after."),
        how=_("“Last week, how many hours went into winning customers?”"),
        b2b=(_("16"),),
        b2c=(_("30"),),
        unit=_("hours a week"),
        page="goal",
    )
    budget: int | None = money(
        _("Budget"),
        _("How much money is there for it?"),
        hint=_("For the whole period; 0 means none, empty means unknown"),
        why=_("Fairs, travel and advertising must fit in; a small sum favours customers who recommend."),
        how=_("“What may it cost you, all in all, to win these customers?”"),
        b2b=(_("8000"),),
        b2c=(_("6000"),),
        page="goal",
    )
    capacity: Decimal | None = number(
        _("Can deliver"),
        _("How many new customers can be served?"),
        hint=_("What can be done well, week in, week out"),
        why=_("A goal above this is a promise that cannot be kept; better seen here than by a customer."),
        how=_("“How many new customers can you start properly before the work suffers?”"),
        b2b=(_("6"),),
        b2c=(_("25"),),
        core=True,
        page="goal",
    )
    capacity_per: Period | None = choice(
        Period,
        _("per"),
        _("In which time?"),
        hint=_("a week, a month…"),
        why=_("Six a week or six a month: the goal is held against it."),
        how=_("“Is that in a week or in a month? And in your busiest season?”"),
        b2b=(_("a month"),),
        b2c=(_("a week"),),
        beside=True,
        page="goal",
    )
    value_they_get: str | None = prose(
        _("Value they get"),
        _("What does the customer gain?"),
        hint=_("What they say they gain, in money and time if they can"),
        why=_(
            "Customers stay while they gain a good deal more than they pay and know that they do. "
            "Twice the price is a sound aim."
        ),
        how=_(
            "Ask the customer, not only the client: “What did it save you or bring you last month?” "
            "If nobody knows yet, mark it as assumed."
        ),
        b2b=(_("About EUR 1,180 a month for EUR 420: fewer refused loads, less paperwork."),),
        b2c=(_("About EUR 210 a month for EUR 89: no second car, no parking."),),
        core=True,
        grounded=True,
        page="value",
    )
    value_we_get: str | None = prose(
        _("Value we get"),
        _("What does such a customer bring the client?"),
        hint=_("Money, years, recommendations, little trouble"),
        why=_(
            "The customers worth looking for give back: they stay, they are easy to look after, "
            "they send others."
        ),
        how=_("“Think of your favourite customer: what do they bring you besides the money?”"),
        b2b=(_("EUR 420 a month for years, few calls, a good word to other suppliers."),),
        b2c=(_("EUR 89 a month for two years or more, and friends from the nursery."),),
        core=True,
        page="value",
    )
    why_us: str | None = prose(
        _("Why they want us"),
        _("Why would they want to buy from this client?"),
        hint=_("What they chose it for, and who said so"),
        why=_("The customer you want must want you too; without a reason of theirs, only the price is left."),
        how=_("“Why did your last three customers choose you?” Then ring one of the three and ask the same."),
        b2b=(_("The auditor takes the report as it is; alerts come within a minute."),),
        b2c=(_("They may try it for an hour first, and nothing has to be bought."),),
        grounded=True,
        page="value",
    )
    how_we_sell: str | None = prose(
        _("How we sell"),
        _("How is it sold today, from first contact to order?"),
        hint=_("The steps, who is met, how long it takes"),
        why=_("Good customers are lost where our way of selling and their way of buying do not meet."),
        how=_("“Take your last order: what happened, step by step, from the first word to the signature?”"),
        b2b=(_("Trade fair, visit with the live map, quote, owner signs: about ten weeks."),),
        b2c=(_("Notice at the nursery, an hour’s ride, signed in the shop: about ten days."),),
        page="value",
    )
    currency: str | None = text(
        _("Currency"),
        _("In which currency are all amounts?"),
        hint=_("Three letters: EUR, GBP, PLN…"),
        why=_("What they pay and what they gain can only be compared in one currency."),
        how=_("“In which currency do you write your invoices?”"),
        b2b=(_("EUR"),),
        b2c=(_("EUR"),),
        page="life",
    )
    language: Language | None = choice(
        Language,
        _("Documents in"),
        _("In which language are the documents?"),
        hint=_("The language of the people who will sell with it"),
        why=_("A playbook is used where it speaks the team’s language. Your answers stay as you wrote them."),
        how=_("“In which language do you talk to each other about customers?”"),
        b2b=(_("English"),),
        b2c=(_("French"),),
        page="life",
    )
    status: Status | None = choice(
        Status,
        _("Status"),
        _("How far can this profile be trusted?"),
        hint=_("A hypothesis until ten best customers bear it out"),
        why=_("Readers should know how firm the ground is. A guess is a fair start, as long as it says so."),
        how=_("“How many good customers of this kind do you have?” Below ten, it stays a hypothesis."),
        b2b=(_("draft"),),
        b2c=(_("hypothesis"),),
        page="life",
    )
    version: Decimal | None = number(
        _("Version"),
        _("Which version is it?"),
        hint=_("1, and one more with each release"),
        why=_("Anyone with a print in hand can see whether it is the latest."),
        how=_("Say it when you hand it over: “This is version 3; please throw version 2 away.”"),
        b2b=(_("3"),),
        b2c=(_("2"),),
        whole=True,
        page="life",
    )
    last_review: dt.date | None = date(
        _("Last review"),
        _("When was it last reviewed?"),
        hint=_("The day you last went through it with the client"),
        why=_("Markets move on; its age tells how far a profile can still be relied on."),
        how=_("“When did we last go through this together?”"),
        b2b=(_("2026-11-16"),),
        b2c=(_("2026-11-09"),),
        page="life",
    )
    next_review: dt.date | None = date(
        _("Next review"),
        _("When is it reviewed next?"),
        hint=_("Within a year; sooner where things move fast"),
        why=_("Once a year is the least, even when all goes well: small shifts are easy to miss."),
        how=_("Agree it before you leave: “Shall we put an hour in the calendar now?”"),
        b2b=(_("2027-11-15"),),
        b2c=(_("2027-06-30"),),
        page="life",
    )
    review_triggers: str | None = prose(
        _("Review when"),
        _("What would make you review it before that day?"),
        hint=_("A new price, rival, product or rule; a run of losses"),
        why=_("The world does not wait for the date. An agreed alarm saves a year with the wrong people."),
        how=_("“What would have to happen for you to doubt this picture?”"),
        b2b=(_("A retailer changes its audit rules; four offers lost in a row."),),
        b2c=(_("E-bikes join the fleet; the city changes its cargo-bike grant."),),
        page="life",
    )


@record(_("Parked situation"), _("Parked situations"), parent=Profile)
class ParkedSituation(Record):
    """A situation that is not served now; one key turns it into a profile of its own (R-034)."""

    situation: str | None = text(
        _("Situation"),
        _("Which other situation waits for its own profile?"),
        hint=_("Who they are and what they would need"),
        why=_("What is parked is not lost, and that makes it easy to keep to one situation now."),
        how=_("“Good one. May I park it here, so that we finish this one first?”"),
        b2b=(_("Hospital pharmacies"), _("Caterers with two vans")),
        b2c=(_("Courier fleets"), _("Grandparents out of town")),
    )
