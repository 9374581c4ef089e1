"""Phase 2, the customers: the ten best, those who could join them, and those to compare them with.

All three groups are one kind of record, so that a customer moves from one to another with all that is known
(R-052, R-061, R-062). Price and value of a customer are of the same period (formulas.md 1).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from icp_tui.method.choices import Period, YesNo
from icp_tui.method.declaration import (
    Record,
    choice,
    choices,
    date,
    money,
    number,
    prose,
    record,
    scale,
    text,
)
from icp_tui.method.records.customer_choices import (
    Adoption,
    ComparisonKind,
    ContactBy,
    CustomerGroup,
    LostReason,
    Sign,
    ValueSource,
)
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


@record(_("Customer"), _("Customers"), parent=Profile)
class Customer(Record):
    """A real customer, or one that was lost: what they pay and gain, and what having them is like.

    Price and value: R-053 to R-057. The three stages of value (promise, use, review): R-058 to R-060. Signs
    of a good customer: R-012, R-063 to R-069, R-073 to R-077. Contact: R-154, R-155. Origin: R-174.
    """

    name: str | None = text(
        _("Customer"),
        _("Which customer is it?"),
        hint=_("The name is enough for now; the rest can follow"),
        why=_(
            "Real customers, the best ones and some that went wrong, tell more than any picture of an ideal."
        ),
        how=_("“If you could copy ten of your customers, which ones? And whom would you not want again?”"),
        b2b=(_("Quellmoor Foods"), _("Tarnbeck Catering Supply")),
        b2c=(_("Family D."), _("Family M.")),
        core=True,
    )
    comparison_kind: ComparisonKind | None = choice(
        ComparisonKind,
        _("What happened"),
        _("Did they not buy, or buy and not fit?"),
        hint=_("Lost before the order, or won and regretted"),
        why=_("What the best ones share stands out only beside those with whom it did not work."),
        how=_("“Whom did you lose at the last moment? And whom do you wish you had never signed?”"),
        b2b=(_("lost deal"),),
        b2c=(_("poor fit"),),
        core=True,
        column=True,
        only=("customer_group", "comparison"),
    )
    reason: LostReason | None = choice(
        LostReason,
        _("Main reason"),
        _("What was it that decided it?"),
        hint=_("One reason, as they would tell it themselves"),
        why=_(
            "A reason that comes up again and again is worth asking about before the next offer is written."
        ),
        how=_("Ring the one who said no: “What would have had to be different for you to say yes?”"),
        b2b=(_("no urgency"), _("missing function")),
        b2c=(_("price"), _("no decision")),
        core=True,
        column=True,
        only=("customer_group", "comparison"),
    )
    lost_stage: str | None = text(
        _("Lost at"),
        _("How far had it come by then?"),
        hint=_("First call, visit, offer, trial, after the start"),
        why=_("Lost early it costs an hour, lost late it costs weeks. It shows what should be asked sooner."),
        how=_("“What was the last thing that both sides did before it went quiet?”"),
        b2b=(_("After the quote, before the owner signed"),),
        b2c=(_("After the trial ride"), _("In the second month")),
        only=("customer_group", "comparison"),
    )
    told_by: str | None = text(
        _("Told by"),
        _("Who told us so?"),
        hint=_("They themselves, the seller, or nobody: then it is our guess"),
        why=_(
            "The seller remembers “too dear”; the buyer, asked some weeks later, often names something else."
        ),
        how=_("“Did they say so themselves, and to whom?” If nobody asked, a short call can still be made."),
        b2b=(_("Their quality manager, on the phone, 9 Oct 2026"),),
        b2c=(_("The father, in the shop, 24 Oct 2026"),),
        only=("customer_group", "comparison"),
    )
    price_paid: int | None = money(
        _("They pay"),
        _("How much do they pay?"),
        hint=_("0 if they have it for nothing; empty means unknown"),
        why=_("It is the first of two numbers. Beside what they gain, it tells whether they will stay."),
        how=_("“What stands on their last invoice, and how often do they get one?”"),
        b2b=(_("420"),),
        b2c=(_("89"),),
        core=True,
        column=True,
        section=_("What they pay and gain"),
    )
    per: Period | None = choice(
        Period,
        _("per"),
        _("In which time?"),
        hint=_("for price and gain alike"),
        why=_("Price and gain can be compared over the same time only, so this one answer holds for both."),
        how=_("“Is that for a month or for a year?” Then ask for the gain over the same time."),
        b2b=(_("a month"),),
        b2c=(_("a month"),),
        beside=True,
    )
    value_obtained: int | None = money(
        _("They gain"),
        _("What do they gain from it in the same time?"),
        hint=_("In money, as they reckon it; empty means unknown"),
        why=_(
            "Those who gain a good deal more than they pay have every reason to stay. Twice is a sound aim."
        ),
        how=_(
            "Ask the customer: “What did it save you or bring you last month?” "
            "What is not money goes into their own words."
        ),
        b2b=(_("1180"),),
        b2c=(_("210"),),
        core=True,
        column=True,
    )
    value_source: ValueSource | None = choice(
        ValueSource,
        _("Known by"),
        _("How do we know what they gain?"),
        hint=_("By asking or measuring; a guess is marked as one"),
        why=_("A figure of their own can be shown to others. A guess helps for now, and documents say so."),
        how=_("Start with three of the ten: “We should like to know what it really brings you. May I ask?”"),
        b2b=(_("phone call"),),
        b2c=(_("questionnaire"),),
        core=True,
    )
    margin: Decimal | None = number(
        _("We keep"),
        _("How much of the price is left after all costs?"),
        hint=_("In percent of the price; a rough figure will do"),
        why=_("Two customers pay the same, and one of them eats it up. What is left tells them apart."),
        how=_("“Of what they pay, how much is left when everything is done?”"),
        b2b=(_("46"),),
        b2c=(_("22"),),
        unit=_("%"),
        grounded=True,
    )
    how_computed: str | None = text(
        _("Made up of"),
        _("How does the gain add up?"),
        hint=_("Its parts, so that anybody can check the sum"),
        why=_("A sum that can be followed convinces, and its largest part is what to speak about first."),
        how=_("“Which costs went down, what more came in, and how much was each?”"),
        b2b=(_("760 in refused loads, 420 in paperwork"),),
        b2c=(_("160 for a second car, 50 for parking"),),
    )
    aware: YesNo | None = choice(
        YesNo,
        _("Aware of it"),
        _("Do they know what they gain?"),
        hint=_("Yes if they could name it without our help"),
        why=_("A gain that nobody notices keeps no customer, and nobody tells a friend about it."),
        how=_("Ask them before you show any figure: “What has changed for you since you have had it?”"),
        b2b=(_("yes"),),
        b2c=(_("not known yet"),),
    )
    since: dt.date | None = date(
        _("Customer since"),
        _("Since when have they been a customer?"),
        hint=_("The day of the first order; roughly will do"),
        why=_("Winning a customer is paid for once. Those who stay give it back year after year."),
        how=_("“When did they first order, and have they ever been close to leaving?”"),
        b2b=(_("2022-04-01"),),
        b2c=(_("2024-09-02"),),
        section=_("Their years with the client"),
    )
    days_to_close: Decimal | None = number(
        _("Time to order"),
        _("How many days passed from the first talk to the order?"),
        hint=_("A rough count will do"),
        why=_("A short way shows that the need was pressing and that the right person was at the table."),
        how=_("“When did you first speak, and when did they sign?” Old e-mails know it if nobody else does."),
        b2b=(_("48"),),
        b2c=(_("6"),),
        unit=_("days"),
        whole=True,
    )
    referrals: Decimal | None = number(
        _("Has sent"),
        _("How many customers have come through them?"),
        hint=_("0 if none came; empty means unknown"),
        why=_("Each of them came with trust and without advertising, so every new customer costs less."),
        how=_("“Who came to you on their word?” Ask new customers, too, who told them about you."),
        b2b=(_("2"),),
        b2c=(_("3"),),
        unit=_("customers"),
        whole=True,
    )
    ease_of_sale: int | None = scale(
        0,
        4,
        _("Ease of sale"),
        _("How easy was it to win them?"),
        hint=_("0 hard · 4 easy"),
        why=_("Look first for those who are easy to win and gain much; both together are rare and worth it."),
        how=_("“How many visits and doubts did it take? More than usual, or fewer?”"),
        b2b=(_("3"),),
        b2c=(_("4"),),
        ends=(_("hard"), _("easy")),
    )
    support_load: int | None = scale(
        0,
        4,
        _("Support load"),
        _("How much support do they take?"),
        hint=_("0 none · 4 drains us"),
        why=_("A customer may pay well and still cost more than they bring. It hardly shows on an invoice."),
        how=_("Ask whoever answers the phone: “Whose name makes you sigh, and whose makes you smile?”"),
        b2b=(_("1"),),
        b2c=(_("0"),),
        ends=(_("none"), _("drains us")),
    )
    effort_hours: Decimal | None = number(
        _("Our effort"),
        _("How many hours a month go into looking after them?"),
        hint=_("Visits, calls and repairs, all together"),
        why=_("It shows where the team’s time really goes: to the best ones, or to the loudest."),
        how=_("“Think of last month: who spent time on them, and how much?”"),
        b2b=(_("1.5"),),
        b2c=(_("0.5"),),
        unit=_("hours a month"),
    )
    signs: tuple[Sign, ...] | None = choices(
        Sign,
        _("Good signs"),
        _("Which signs of a good customer do they show?"),
        hint=_("As many as you have really seen"),
        why=_(
            "Paying is not all: those who stay, speak up and send others carry a business through bad years."
        ),
        how=_("“What do they do that you wish every customer did?”"),
        b2b=(_("stays for years"), _("gives feedback")),
        b2c=(_("sends others"), _("speaks well of us")),
    )
    why_best: str | None = prose(
        _("Why best"),
        _("Why are they among the best?"),
        hint=_("What they gain, what they bring, and what caused it"),
        why=_("The reasons of ten customers, read side by side, lead to the traits to look for."),
        how=_("“If they left tomorrow, what would you miss besides the money?”"),
        b2b=(_("The fleet manager acts on every alert; not one load refused since May."),),
        b2c=(_("Ride every day, come for each check, and brought three families along."),),
        grounded=True,
        only=("customer_group", "best"),
    )
    missing_to_best: str | None = text(
        _("Still missing"),
        _("What keeps them from being one of the best?"),
        hint=_("One thing that they or we could change"),
        why=_(
            "The tenth best customer is often here already, one step short; quicker than winning a new one."
        ),
        how=_("“What would have to happen for them to be among your favourites?”"),
        b2b=(_("Only 6 of their 24 vans are fitted"),),
        b2c=(_("They ride at weekends only: no safe place at school"),),
        only=("customer_group", "candidate"),
    )
    first_heard: str | None = text(
        _("First heard"),
        _("Where did they first hear of the client?"),
        hint=_("A place or a person, as they remember it"),
        why=_("Where good customers came from, more of them can be met."),
        how=_("Ask the customer: “Do you remember where you first came across us?”"),
        b2b=(_("Trade fair for chilled food"), _("Fridge repair shop")),
        b2c=(_("Notice board at the nursery"),),
        library="channels",
        section=_("How it came about"),
    )
    promise: str | None = text(
        _("What won them"),
        _("What convinced them before they bought?"),
        hint=_("What they were promised, and what made them believe it"),
        why=_(
            "Before anyone pays, they must see that it can work for them. What did it once can do it again."
        ),
        how=_("Ask the customer: “What made you think that it would be worth the money?”"),
        b2b=(_("One van measured for a week: two warm nights found"),),
        b2c=(_("An hour’s ride on their own way to school"),),
    )
    adoption: Adoption | None = choice(
        Adoption,
        _("In use"),
        _("How far do they use what they bought?"),
        hint=_("Not started, set up, used sometimes or every day"),
        why=_("What lies in its box helps nobody. Using it takes time of theirs, and some need a hand."),
        how=_("“Who uses it there, how often, and what did it take them to get going?”"),
        b2b=(_("used every day"),),
        b2c=(_("used every day"), _("set up")),
    )
    value_review: dt.date | None = date(
        _("Gain reviewed"),
        _("When was their gain last gone through with them?"),
        hint=_("The day you looked at the figures together"),
        why=_(
            "People get used to a gain and forget where it comes from. Half an hour together brings it back."
        ),
        how=_("“When did you last show them what they gained?” If never, agree on a day now."),
        b2b=(_("2026-09-17"),),
        b2c=(_("2026-10-03"),),
    )
    last_contact: dt.date | None = date(
        _("Last contact"),
        _("When did somebody last talk with them?"),
        hint=_("A real conversation; a newsletter does not count"),
        why=_(
            "Customers change while our notes stay the same. A talk every few months keeps the picture true."
        ),
        how=_("“With which of the ten have you not spoken for half a year?” Those come first."),
        b2b=(_("2026-11-05"),),
        b2c=(_("2026-10-28"),),
    )
    contact_by: ContactBy | None = choice(
        ContactBy,
        _("how"),
        _("How did you talk?"),
        hint=_("in person, if it can be"),
        why=_("On a visit one sees the yard, the faces, and what stands unused in the corner."),
        how=_("“When will you be near them next, with half an hour to spare?”"),
        b2b=(_("met in person"),),
        b2c=(_("phone call"),),
        beside=True,
    )
    in_their_words: str | None = prose(
        _("In their words"),
        _("What do they say about it themselves?"),
        hint=_("Their sentence about what it means to them"),
        why=_("One true sentence of a good customer reaches others of the kind sooner than a page of ours."),
        how=_("“If a friend asked you about it, what would you say?” Write it down as it comes."),
        b2b=(_("“I hand the auditor one page, and then we have coffee.”"),),
        b2c=(_("“We got an hour a day back. I could not put a price on that.”"),),
    )
    customer_group: CustomerGroup | None = choice(
        CustomerGroup,
        _("Group"),
        _("To which group do they belong?"),
        hint=_("Best, for comparison, or could become best"),
        why=_("Change it, and they move to the other list with all that is known of them."),
        how=_(
            "“Would you want ten more like them?” Yes: a best customer. Nearly: could become best. "
            "No: for comparison."
        ),
        b2b=(_("best customer"),),
        b2c=(_("could become best"),),
        always=True,
        section=_("In which list they stand"),
    )
