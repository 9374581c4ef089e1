"""Events that make people act, with where they can be seen from outside and what they set in motion (R-118).

Events of households are life events. What happens to a person's health or faith is left out: nobody wants to
be written to because of it.
"""

from __future__ import annotations

from icp_tui.method.library.entry import Entry
from icp_tui.texts import Words, _


def _event(title: Words, hint: Words, *, seen_by: Words, opens: Words) -> Entry:
    return Entry(title, (("seen_by", seen_by), ("opens", opens)), hint)


OF_ORGANISATIONS: tuple[Entry, ...] = (
    _event(
        _("Merger or acquisition"),
        _("Two ways of working become one"),
        seen_by=_("Trade press, trade register"),
        opens=_("Suppliers and tools of both sides are looked at anew"),
    ),
    _event(
        _("New investment"),
        _("A round of funding, a loan, a grant"),
        seen_by=_("Business press, lists of grants awarded"),
        opens=_("There is money, and a plan that has to be met with it"),
    ),
    _event(
        _("Insolvency"),
        _("Theirs, or that of a supplier they rely on"),
        seen_by=_("Public notices of the courts"),
        opens=_("Costs must come down at once, or a supplier be replaced"),
    ),
    _event(
        _("Hiring"),
        _("Several people, or the first one in a new role"),
        seen_by=_("Job adverts on their website"),
        opens=_("What few could do by hand no longer works with many"),
    ),
    _event(
        _("Lay-offs"),
        _("The same work for fewer people"),
        seen_by=_("Local press, works council, posts of those who leave"),
        opens=_("The work remains, and the hands for it are missing"),
    ),
    _event(
        _("Tender"),
        _("They ask for offers, or must win one themselves"),
        seen_by=_("Official gazette, tender portals"),
        opens=_("The need is stated, with a budget and a date"),
    ),
    _event(
        _("New location"),
        _("A branch, a warehouse, a new country"),
        seen_by=_("Building notices, local press, job adverts in a new town"),
        opens=_("Everything is set up from nothing, and habits are open"),
    ),
    _event(
        _("Change at the top"),
        _("A new manager, or the owner hands over"),
        seen_by=_("Trade register, announcements on a professional network"),
        opens=_("The new one wants a visible success in the first 100 days"),
    ),
    _event(
        _("Large new customer"),
        _("A contract that asks more of them"),
        seen_by=_("Their own news, the customer’s list of suppliers"),
        opens=_("The customer demands what they have not needed so far"),
    ),
    _event(
        _("Failed audit or accident"),
        _("Something went wrong, and others saw it"),
        seen_by=_("Public notices, recalls, people in the trade"),
        opens=_("It must not happen again, and someone has to answer for it"),
    ),
    _event(
        _("Their supplier lets them down"),
        _("Product withdrawn, price raised, firm sold"),
        seen_by=_("The supplier’s announcements"),
        opens=_("They have to choose anew, by a day that is known"),
    ),
    _event(
        _("Start of their budget round"),
        _("Next year’s money is being shared out"),
        seen_by=_("Ask once in which month it is, and note it"),
        opens=_("What is not in the plan by then waits for a year"),
    ),
)

OF_HOUSEHOLDS: tuple[Entry, ...] = (
    _event(
        _("A child is born"),
        _("The first one, or one more"),
        seen_by=_("Courses for parents, midwives, baby shops tell us"),
        opens=_("The day has a new shape, and old ways are too slow"),
    ),
    _event(
        _("Nursery or school begins"),
        _("New ways and new hours every day"),
        seen_by=_("Dates on which places are given out"),
        opens=_("A new daily way has to be found by a certain day"),
    ),
    _event(
        _("They move house"),
        _("Another home, another district, another town"),
        seen_by=_("New housing estates, removal firms, post redirected"),
        opens=_("Habits and contracts end with the old address"),
    ),
    _event(
        _("New job"),
        _("Other hours, other ways, another income"),
        seen_by=_("Companies that hire; welcome days for new staff"),
        opens=_("The week is planned anew, often with more money"),
    ),
    _event(
        _("Loss of a job"),
        _("Less money and more time"),
        seen_by=_("News of lay-offs nearby"),
        opens=_("What costs much each month is put to the test"),
    ),
    _event(
        _("Children leave home"),
        _("Room and time come free"),
        seen_by=_("End of the school year, start of terms"),
        opens=_("Things wait that they put off for years"),
    ),
    _event(
        _("Retirement"),
        _("Time is theirs, income is fixed"),
        seen_by=_("Courses and advice for those about to retire"),
        opens=_("They plan long, and have the time to compare"),
    ),
    _event(
        _("The old one breaks"),
        _("The car, the boiler, the phone"),
        seen_by=_("Repair shops send people to us"),
        opens=_("Something has to be there by next week"),
    ),
    _event(
        _("A contract runs out"),
        _("Lease, subscription, insurance"),
        seen_by=_("“Until when does yours run?” Note the day"),
        opens=_("Once a year they may leave, and look around"),
    ),
    _event(
        _("What they use gets dearer"),
        _("Fares, fees, energy, parking"),
        seen_by=_("Local press, the town’s announcements"),
        opens=_("A sum they had got used to is felt again"),
    ),
    _event(
        _("A friend has it"),
        _("They have seen it work next door"),
        seen_by=_("“Who told you of us?”"),
        opens=_("Doubt is gone: somebody they trust uses it daily"),
    ),
)

OF_ALL: tuple[Entry, ...] = (
    _event(
        _("New rule"),
        _("A law, a standard, an order of the town"),
        seen_by=_("Official gazette, newsletters of associations"),
        opens=_("From a known day on, the old way is not allowed"),
    ),
    _event(
        _("The season begins"),
        _("Weeks in which the need is there each year"),
        seen_by=_("The calendar, and last year’s orders by week"),
        opens=_("It has to work before the busy weeks come"),
    ),
)

BY_MODE = {"b2b": OF_ORGANISATIONS + OF_ALL, "b2c": OF_HOUSEHOLDS + OF_ALL}
