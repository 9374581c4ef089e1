"""Phase 3, the objectives: what the customer wants to reach, and the way there today and with the offer.

An objective is the root of a thread (R-213): its process steps, problems and discovery questions belong to
it, proof and objections are linked to it. R-198, R-199, R-201 to R-203.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from icp_tui.method.choices import Period, YesNo
from icp_tui.method.declaration import Record, choice, date, money, number, prose, record, scale, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class Side(Choice):
    """Which of the two processes a step belongs to."""

    CURRENT = "current", _("current process")
    NEW = "new", _("new process")


@record(_("Objective"), _("Objectives"), parent=Profile)
class Objective(Record):
    """A result that the customer wants to reach (R-198), with the words in which they said so (R-197)."""

    result: str | None = text(
        _("They want to"),
        _("What do they want to reach?"),
        hint=_("A verb and a result; theirs, not yours"),
        why=_("All the rest hangs on it: problems, proof and questions matter only on the way to it."),
        how=_("“Leave our product aside for a moment: what has to go right for you this year? What else?”"),
        b2b=(_("Pass every audit"), _("Cut rejected loads from 3% to 1%")),
        b2c=(_("Get to school in under 25 minutes"), _("Avoid a second car")),
        core=True,
    )
    measure: str | None = text(
        _("Measured by"),
        _("How would they see that it is reached?"),
        hint=_("A figure they look at already, and its target"),
        why=_("With a measure you can show them later what they gained; without one it is a matter of mood."),
        how=_("“How will you notice that you are there? What do you look at today?”"),
        b2b=(_("Share of loads refused, from the delivery notes"), _("Findings in the audit report: none")),
        b2c=(_("Minutes from front door to school gate"), _("No more than EUR 120 a month on getting about")),
        core=True,
    )
    by_when: dt.date | None = date(
        _("By when"),
        _("By which day do they need it?"),
        hint=_("A day with a reason: an audit, a first day at school"),
        why=_("People act when a day presses. Where there is none, expect to hear “later”."),
        how=_("“When does it have to work, and what happens on that day?”"),
        b2b=(_("2027-03-15"),),
        b2c=(_("2027-02-01"),),
        column=True,
    )
    priority: int | None = scale(
        1,
        5,
        _("Priority"),
        _("How much does it press them?"),
        hint=_("1 nice to have · 5 most pressing"),
        why=_("A call or a presentation is built around one objective: the one that presses most."),
        how=_("“If only one of these came true this year, which one should it be?”"),
        b2b=(_("5"),),
        b2c=(_("4"),),
        ends=(_("nice to have"), _("most pressing")),
    )
    can_help: YesNo | None = choice(
        YesNo,
        _("Can we help"),
        _("Can the client help them reach it?"),
        hint=_("Yes only for what can be delivered"),
        why=_("You sell from the objectives marked yes. “Not known yet” is a fair answer, never a no."),
        how=_("Ask the client: “Whom have you helped with this? Could you do it again with today’s people?”"),
        b2b=(_("yes"),),
        b2c=(_("yes"), _("not known yet")),
        core=True,
        column=True,
    )
    in_their_words: str | None = prose(
        _("In their words"),
        _("How do they say it themselves?"),
        hint=_("The sentence as it was said"),
        why=_("Buyers believe words that could be their own; these end up in calls, letters and headlines."),
        how=_("“May I write that down just as you said it?”"),
        b2b=(_("“I want to sleep the night before an audit.”"),),
        b2c=(_("“One morning without running for the bus, that is all.”"),),
    )
    who_said: str | None = text(
        _("Who said it"),
        _("Who said so, and when?"),
        hint=_("Role, occasion and day"),
        why=_("What a customer said weighs more than what we think they meant, and one can ask back."),
        how=_("“May I note that this comes from you?”"),
        b2b=(_("The owner, on the phone, 3 Nov 2026"),),
        b2c=(_("A mother of two, at the nursery gate, 10 Nov 2026"),),
    )


@record(_("Process step"), _("Process steps"), parent=Objective)
class ProcessStep(Record):
    """One thing that happens on the way to the objective, today (R-199) or with the offer (R-201).

    The two processes stand side by side: is the new one shorter (R-202), and what must change (R-203)?
    """

    what: str | None = text(
        _("What happens"),
        _("What happens in this step?"),
        hint=_("One action, in the order in which it happens"),
        why=_("Laid side by side, the old way and the new one show what gets shorter and what stays."),
        how=_(
            "“What happens first? And then?” Keep on to the end, the silly steps too. "
            "Go through the new way with those who will do it."
        ),
        b2b=(_("Driver notes the temperature on paper"), _("Alert reaches the driver’s phone")),
        b2c=(_("Bus with the buggy"), _("Ride to school")),
        core=True,
    )
    side: Side | None = choice(Side, _("Process"), fixed=True)
    who: str | None = text(
        _("Who does it"),
        _("Who does it?"),
        hint=_("A role rather than a name"),
        why=_("Those who do the work decide whether a change lasts, so they belong in the conversation."),
        how=_("“Who does this on a normal day, and who when they are away?”"),
        b2b=(_("Driver"), _("Office clerk")),
        b2c=(_("The parent who drops off"),),
    )
    tool: str | None = text(
        _("With what"),
        _("Which tool, form or program do they use?"),
        hint=_("Paper, spreadsheet, phone, bus…"),
        why=_("The offer has to replace it or get along with it."),
        how=_("“Could you show me the sheet or the screen you use for it?”"),
        b2b=(_("Paper sheet on a clipboard"), _("Spreadsheet")),
        b2c=(_("City bus, folding buggy"), _("Taxi")),
    )
    minutes: Decimal | None = number(
        _("Takes"),
        _("How many minutes does it take each time?"),
        hint=_("Minutes of somebody’s time; 0 if it runs by itself"),
        why=_("Minutes given back are the plainest gain there is, and nobody argues with a watch."),
        how=_("“The last time you did it, how long did it take?” If nobody knows, let them time it once."),
        b2b=(_("6"), _("25")),
        b2c=(_("12"), _("18")),
        unit=_("minutes"),
        core=True,
        grounded=True,
        column=True,
    )
    times: Decimal | None = number(
        _("How often"),
        _("How often does it happen?"),
        hint=_("A number; the period stands beside it"),
        why=_("Six minutes are nothing; six minutes three times a day are nearly two working weeks a year."),
        how=_("“How many times was that last week?”"),
        b2b=(_("3"),),
        b2c=(_("5"),),
        grounded=True,
        column=True,
    )
    per: Period | None = choice(
        Period,
        _("per"),
        _("In which time?"),
        hint=_("a day, a week…"),
        why=_("Both processes are reckoned for a year, so it matters whether it is each day or each month."),
        how=_("“Is that every day, or every week?”"),
        b2b=(_("a day"),),
        b2c=(_("a week"),),
        beside=True,
    )
    cost: int | None = money(
        _("Costs"),
        _("What does it cost each time, beside the working time?"),
        hint=_("Material, fares, fees; 0 means nothing, empty means unknown"),
        why=_("Working time is counted from the minutes; this is what is paid on top."),
        how=_("“What do you pay each time: material, fares, somebody from outside?”"),
        b2b=(_("0.20"), _("35")),
        b2c=(_("14"),),
        grounded=True,
        column=True,
    )
    change_asked: int | None = scale(
        0,
        4,
        _("Change asked"),
        _("How much must they change to do it this way?"),
        hint=_("0 nothing · 4 everything"),
        why=_(
            "A better way that upsets the whole day is not taken up. For a 3 or 4, add a step to learn it."
        ),
        how=_("“From Monday on, what would your people have to do differently?”"),
        b2b=(_("2"),),
        b2c=(_("3"),),
        ends=(_("nothing"), _("everything")),
        only=("side", "new"),
        core=True,
    )
    who_changes: str | None = text(
        _("Who must change"),
        _("Who has to learn or give up something?"),
        hint=_("Who, and what will be new to them"),
        why=_("Those who must change can stop what all others want. Early on, they can still shape it."),
        how=_("“Who will like this least, and what would make it easier for them?”"),
        b2b=(_("Drivers: pull over and answer each alert"),),
        b2c=(_("The parent: trust the new route in traffic"),),
        only=("side", "new"),
    )
