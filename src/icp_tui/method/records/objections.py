"""Phase 3, the objections: what prospects really say, and what is answered (R-209 to R-212)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from icp_tui.method.declaration import Record, choice, date, link, links, number, prose, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class ObjectionCategory(Choice):
    """What stands behind an objection."""

    PRICE = "price", _("price")
    NEED = "need", _("need")
    URGENCY = "urgency", _("urgency")
    TRUST = "trust", _("trust")
    AUTHORITY = "authority", _("authority")
    COMPETITOR = "competitor", _("competitor")
    STATUS_QUO = "status_quo", _("status quo")
    CHANGE_EFFORT = "change_effort", _("effort of change")


@record(_("Objection"), _("Objections"), parent=Profile, within="objective")
class Objection(Record):
    """What a prospect says against it. Without an objective it is heard whatever they want to reach.

    It is met in the order of its fields: listen, acknowledge, explore, and only then respond.
    """

    words: str | None = text(
        _("They say"),
        _("What do they say, in their own words?"),
        hint=_("Their sentence, even an unfair one"),
        why=_("Only what was really said can be answered; worries that we invent keep everyone busy."),
        how=_("“The last one who did not buy: what did they say, word for word?”"),
        b2b=(_("We already have loggers."), _("Too dear per van.")),
        b2c=(_("It is too heavy for me."), _("What if it gets stolen?")),
        core=True,
    )
    category: ObjectionCategory | None = choice(
        ObjectionCategory,
        _("Behind it"),
        _("What stands behind it?"),
        hint=_("The worry beneath the words"),
        why=_("“Too dear” may mean doubt, or fear of change. The answer must meet the worry, not the words."),
        how=_("Let the buyer tell you: “What makes you say that?”"),
        b2b=(_("status quo"), _("price")),
        b2c=(_("effort of change"), _("trust")),
        core=True,
        column=True,
    )
    objective: str | None = link(
        "objective",
        _("About objective"),
        _("Which objective does it touch?"),
        hint=_("One objective; empty if it comes up with all"),
        why=_("An answer is strongest when it leads back to what they wanted in the first place."),
        how=_("“Which of the things you want to reach does that put at risk?”"),
        b2b=(_("Cut rejected loads from 3% to 1%"),),
        b2c=(_("Get to school in under 25 minutes"),),
        thread=True,
    )
    problem: str | None = link(
        "problem",
        _("About problem"),
        _("Which problem does it touch?"),
        hint=_("The one they make light of, or doubt we can solve"),
        why=_("Its cost and its proof are then at hand when the objection comes."),
        how=_("“And if all stays as it is, how will you deal with that?”"),
        b2b=(_("Alarm noticed only the next day"),),
        b2c=(_("Late for school"),),
    )
    times_heard: Decimal | None = number(
        _("Heard"),
        _("How often have you heard it?"),
        hint=_("0 if nobody has said it yet"),
        why=_("What comes up often deserves the best answer. What nobody has said can wait."),
        how=_("Ask each seller: “In your last ten talks, how often did you hear this?”"),
        b2b=(_("7"),),
        b2c=(_("11"),),
        unit=_("times"),
        whole=True,
        column=True,
    )
    last_heard: dt.date | None = date(
        _("last on"),
        _("When was it last heard?"),
        hint=_("the latest talk"),
        why=_("Prices and rivals change; an objection of two years ago may have gone with them."),
        how=_("“When did somebody last say that to you?”"),
        b2b=(_("2026-11-12"),),
        b2c=(_("2026-11-14"),),
        beside=True,
    )
    acknowledge: str | None = prose(
        _("Acknowledge"),
        _("How do you show that you understand?"),
        hint=_("One sentence that takes it seriously, without a “but”"),
        why=_("People listen once they feel heard; an answer that comes too fast starts a quarrel."),
        how=_("Try it on the client: “If I said this to you, would you feel understood?”"),
        b2b=(_("“That makes sense: you paid for them, and they do record.”"),),
        b2c=(_("“It is heavier than the bike you are used to, that is true.”"),),
    )
    explore: str | None = text(
        _("Ask first"),
        _("What do you ask before you answer?"),
        hint=_("One open question about what is behind it"),
        why=_("What is said is seldom all of it; one question tells which answer is wanted, if any."),
        how=_("Ask the client’s calmest seller: “What do you ask back before you explain anything?”"),
        b2b=(_("What happens between a reading and somebody acting?"),),
        b2c=(_("Which stretch of the way worries you most?"),),
        core=True,
    )
    response: str | None = prose(
        _("We answer"),
        _("What do you answer?"),
        hint=_("Two sentences that lead back to what they want"),
        why=_("One answer for the whole team: true, short, and within what can be delivered."),
        how=_("“Which answer has worked more than once?” Say it aloud and strike what nobody would say."),
        b2b=(_("Loggers tell you the next day; an alert comes while the load can still be saved."),),
        b2c=(_("Ride your own way to school for an hour, children on board, then decide."),),
        core=True,
    )
    evidence_used: tuple[str, ...] | None = links(
        "evidence",
        _("With proof"),
        _("Which proof do you show?"),
        hint=_("One or two that settle this very doubt"),
        why=_("With proof an answer ends the debate; without, it is one opinion against another."),
        how=_("“What could you put on the table at this point?”"),
        b2b=(_("Rejected loads fall from 3.1% to 0.8% in five months"),),
        b2c=(_("A beginner can ride with two children"),),
    )
    if_still_no: str | None = prose(
        _("If still no"),
        _("What if they still say no?"),
        hint=_("A smaller step, a later day, or a friendly goodbye"),
        why=_("A no of today can be a yes after the next bad week, if nobody was pushed."),
        how=_("“Which small step would be easy for both sides? And when do you let go?”"),
        b2b=(_("Leave the audit letter; agree a call after their next audit."),),
        b2c=(_("Offer an hour’s ride in spring, and thank them for being frank."),),
    )
    do_not_say: str | None = prose(
        _("Do not say"),
        _("What must nobody answer?"),
        hint=_("What would hurt, belittle, or promise too much"),
        why=_("One careless sentence undoes a good talk; one promise too many undoes a customer."),
        how=_("“Which answer has gone wrong before?”"),
        b2b=(_("“We can fit all your vans next week.” We fit six customers a month."),),
        b2c=(_("“Nothing ever gets stolen.” It does; say what happens then."),),
    )
    content_idea: str | None = text(
        _("Content idea"),
        _("What could marketing publish so that it is not even raised?"),
        hint=_("A page, a film, a letter: what it shows and to whom"),
        why=_("A doubt settled beforehand costs no meeting. Marketing takes its list from here."),
        how=_("“What could they read or watch beforehand, so that they need not ask?”"),
        b2b=(_("One page: what a logger tells you, and when"),),
        b2c=(_("Short film: the first ride with two children"),),
    )
    competitor: str | None = text(
        _("Competitor"),
        _("Which competitor do they mean?"),
        hint=_("A name or a kind; empty if they mean none"),
        why=_("Against a rival it helps to know when they win and when we win, and to say both."),
        how=_("“What else are you looking at? What do you like about it?”"),
        b2b=(_("Cheap loggers from the fridge dealer"),),
        b2c=(_("A second-hand cargo bike"),),
    )
