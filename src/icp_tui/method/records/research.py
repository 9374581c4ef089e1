"""Phase 4, the research: what was found out about customers and rivals, where, and what it changes."""

from __future__ import annotations

import datetime as dt

from icp_tui.method.declaration import Record, choice, date, link, prose, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class FindingSource(Choice):
    """Where a finding comes from (R-143, R-146, R-147, R-152, R-153, R-156, R-158, R-166, R-169, R-173)."""

    BRAINSTORM = "brainstorm", _("brainstorm")
    SURVEY = "survey", _("customer survey")
    ANALYTICS = "analytics", _("website figures")
    SOCIAL = "social", _("social networks")
    COMPETITOR = "competitor", _("competitor")
    LOST_DEALS = "lost_deals", _("lost deals")
    INTERVIEW = "interview", _("interview")
    SUCCESSES = "successes", _("our successes")


class Tells(Choice):
    """What a finding is about (R-165)."""

    REACTION = "reaction", _("how they react to us")
    RIVAL_ANSWER = "rival_answer", _("how a rival helps them")
    NEW_CUSTOMER = "new_customer", _("a new kind of customer")
    CUSTOMER_LIFE = "customer_life", _("how they live and work")


@record(_("Competitor"), _("Competitors"), parent=Profile)
class Competitor(Record):
    """Another way in which the customer can solve it, the old way included (R-166, R-167, R-172)."""

    name: str | None = text(
        _("Competitor"),
        _("Who or what else could they choose?"),
        hint=_("A rival, another kind of solution, or leaving all as it is"),
        why=_("Buyers compare, whether we like it or not. Better to know with whom."),
        how=_("“If we did not exist, what would you do?” Ask customers, then those who said no."),
        b2b=(_("Cheap loggers"), _("Sensors of the truck maker")),
        b2c=(_("Second-hand cargo bike"), _("A second car")),
        core=True,
    )
    when_they_win: str | None = text(
        _("They win when"),
        _("When do customers choose them, and rightly so?"),
        hint=_("What the buyer has, wants or fears in those cases"),
        why=_("Knowing where they are better saves the hours of a race that cannot be won."),
        how=_("“The last one who went to them: what did they get there that you cannot give?”"),
        b2b=(_("Only the lowest price counts and no audit is due"),),
        b2c=(_("Someone in the family likes to repair bikes"),),
        core=True,
    )
    when_we_win: str | None = text(
        _("We win when"),
        _("When do customers choose us instead?"),
        hint=_("Look for the same cases turned round"),
        why=_("These are the customers to look for; every seller should know the signs by heart."),
        how=_("Ask one who came over to you: “What was it in the end that settled it?”"),
        b2b=(_("A load was refused although a logger was on board"),),
        b2c=(_("Both work, and nobody has time for a repair"),),
        core=True,
    )
    one_line: str | None = text(
        _("One line to say"),
        _("What do you say when a buyer names them?"),
        hint=_("One fair sentence; no bad word about anyone"),
        why=_("A short and fair word shows calm. Whoever runs down others is believed less, not more."),
        how=_("“Say it to me as if I had just told you that I am looking at them, too.”"),
        b2b=(_("Loggers tell you tomorrow; we call while it is still cold."),),
        b2c=(_("Buying is fine if you like to repair; we come to you."),),
    )
    our_move: str | None = text(
        _("Our move"),
        _("What do you do differently because of them?"),
        hint=_("One thing to take up, to drop or to show more clearly"),
        why=_("Watching others is worth the time only if something of one’s own gets better by it."),
        how=_("“What do they do well that you could do in your own way by next month?”"),
        b2b=(_("Show the alert live in the first ten minutes"),),
        b2c=(_("Put “repairs included” on the front of the card"),),
    )
    lead_magnet: str | None = text(
        _("Draws them in"),
        _("With what do they get people’s names and addresses?"),
        hint=_("A checklist, a calculator, a quiz, a newsletter"),
        why=_("It shows which question moves buyers early on. One can answer it, too, and better."),
        how=_("Go to their page together as a buyer would: “What would you click on first?”"),
        b2b=(_("Checklist for the audit, for an e-mail address"),),
        b2c=(_("Quiz: which bike suits your family?"),),
    )
    free_offer: str | None = text(
        _("Gives for free"),
        _("What can one have or try there without paying?"),
        hint=_("A trial, a sample, a first talk, free delivery"),
        why=_("Their gift sets the standard: ours has to be as easy to take, or plainly better."),
        how=_("“What did they let you try? What did you like about it, and what was missing?”"),
        b2b=(_("One logger for thirty days"),),
        b2c=(_("A test ride in the shop’s yard"),),
    )
    buyer_they_want: str | None = text(
        _("Whom they want"),
        _("Which buyers do they speak to?"),
        hint=_("Whom their pictures show and their words address"),
        why=_("Where they court others, nobody is in your way. Where they court the same, be clearer."),
        how=_("Look at their page together: “Who is meant here? Are those your people?”"),
        b2b=(_("Small caterers who count every euro"),),
        b2c=(_("Sporty couples, from the pictures"),),
    )
    as_of: dt.date | None = date(
        _("As of"),
        _("On which day did you last look?"),
        hint=_("The day on which you saw it yourself"),
        why=_("Rivals change prices and offers. Old knowledge, said aloud, makes a seller look foolish."),
        how=_("“When did you last look at their offer with your own eyes?”"),
        b2b=(_("2026-11-02"),),
        b2c=(_("2026-11-07"),),
        column=True,
    )


@record(_("Finding"), _("Findings"), parent=Profile)
class Finding(Record):
    """One thing that was found out, with its source and what follows from it.

    Surveys: R-147 to R-152. Website: R-156, R-157. Social networks: R-158 to R-163, R-165.
    """

    what: str | None = text(
        _("Finding"),
        _("What have you found out?"),
        hint=_("One thing, as you saw or heard it; what it means comes below"),
        why=_("One fact from outside weighs more than ten opinions round the table."),
        how=_("“Why do you work with us? What pleases you, what bothers you, what should we do better?”"),
        b2b=(_("Seven of ten called after a remark in an audit"), _("Nobody opens the weekly mail")),
        b2c=(_("Most hear of us at the nursery gate"), _("Rain is asked about before the price")),
        core=True,
    )
    source: FindingSource | None = choice(
        FindingSource,
        _("Source"),
        _("Where does it come from?"),
        hint=_("Ask customers first; figures and networks show the rest"),
        why=_("A hunch and a count are both welcome, but nobody should take the one for the other."),
        how=_("“How do we know? Did somebody say so, did we count it, or do we think so?”"),
        b2b=(_("customer survey"), _("lost deals")),
        b2c=(_("social networks"), _("website figures")),
        core=True,
        column=True,
    )
    dated: dt.date | None = date(
        _("Date"),
        _("On which day was it found?"),
        hint=_("When it was said, counted or seen"),
        why=_("Markets move. The day tells whether it still holds or should be looked at again."),
        how=_("“When was that? Would you hear the same today?”"),
        b2b=(_("2026-10-20"),),
        b2c=(_("2026-11-05"),),
        column=True,
    )
    changes: str | None = text(
        _("What it changes"),
        _("What do you do differently because of it?"),
        hint=_("In the profile, the message or the way of selling; “nothing” is allowed"),
        why=_("Research that changes nothing was a pastime. This line turns it into a step."),
        how=_("“Now that we know this: what do we stop, start, or say in another way?”"),
        b2b=(_("Call in the weeks after an audit, not before"),),
        b2c=(_("Move the adverts’ money to cards at nurseries"),),
        core=True,
    )
    tells: Tells | None = choice(
        Tells,
        _("It tells"),
        _("What does it tell about?"),
        hint=_("Us, a rival, the customer’s own life, or a new kind of customer"),
        why=_("A new kind of customer deserves a profile of its own: park the situation, then come back."),
        how=_("“Is that about us, about them, or about somebody we have not thought of yet?”"),
        b2b=(_("how they react to us"), _("a new kind of customer")),
        b2c=(_("how they live and work"), _("how a rival helps them")),
    )
    customer: str | None = link(
        "customer",
        _("From customer"),
        _("Which customer said or showed it?"),
        hint=_("Empty if it comes from many, or from nobody you know"),
        why=_("One can ask back, and see whether the best customers say it or the others."),
        how=_("“May I note that this comes from you, and ring you again about it?”"),
        b2b=(_("Quellmoor Foods"),),
        b2c=(_("Family D."),),
    )
    competitor: str | None = link(
        "competitor",
        _("On competitor"),
        _("Which competitor does it concern?"),
        hint=_("Only where it is about one of them"),
        why=_("All that is known of one rival then stands together when a buyer names them."),
        how=_("“With whom did you compare us when you noticed that?”"),
        b2b=(_("Cheap loggers"),),
        b2c=(_("Second-hand cargo bike"),),
    )
    in_their_words: str | None = prose(
        _("In their words"),
        _("How did they put it?"),
        hint=_("The sentence itself, with its slips"),
        why=_("The best headlines were said by a customer before anyone wrote them."),
        how=_("“Could you say that once more, just as you said it now? I would like to write it down.”"),
        b2b=(_("“The inspector went straight to the cupboard, and I knew.”"),),
        b2c=(_("“I saw three of these outside and thought: they all manage, so can I.”"),),
    )
    network: str | None = text(
        _("Network"),
        _("On which network was it seen?"),
        hint=_("The one where they spend time gladly; one finding for each"),
        why=_("To be good on the one network where they are beats being everywhere a little."),
        how=_("“Which of these do you open every day, and which only when somebody sends you there?”"),
        b2b=(_("A professional network, group of fleet managers"),),
        b2c=(_("The parents’ group of the quarter"),),
        section=_("What the network shows"),
        only=("source", "social"),
    )
    formats: str | None = text(
        _("Formats"),
        _("Which formats do they look at and answer most?"),
        hint=_("Text, pictures, short films, long articles; the best one first"),
        why=_("The same message is passed on in one format and passed over in another."),
        how=_("Open the network’s own figures: “Which five posts were seen and answered most?”"),
        b2b=(_("Photos of refused loads, with three lines of text"),),
        b2c=(_("Short films from the saddle"),),
        only=("source", "social"),
    )
    topics: str | None = text(
        _("Topics"),
        _("Which topics interest them most?"),
        hint=_("What they read to the end, answer and pass on"),
        why=_("It is easier to join a talk that is going on than to start a new one."),
        how=_("“What was the last thing you sent on to a colleague or a friend?”"),
        b2b=(_("Audit questions, drivers who leave, diesel price"),),
        b2c=(_("Safe ways to school, rain gear, places to park"),),
        only=("source", "social"),
    )
    who_they_are: str | None = text(
        _("Who they are"),
        _("Who are the people who follow and answer?"),
        hint=_("Roles, kinds of firm or family, where they live"),
        why=_("Hold it against the statement: these are whom we reach, those are whom we want."),
        how=_("Read the last twenty answers together: “Who of these could become a customer?”"),
        b2b=(_("Fleet managers of 15 to 40 vans, few owners"),),
        b2c=(_("Parents of the inner districts, many with one child"),),
        only=("source", "social"),
    )
    what_they_like: str | None = text(
        _("What they like"),
        _("What are they like, and what do they like?"),
        hint=_("Humour, values, what they praise and what makes them cross"),
        why=_("It sets the tone: what is meant well can still sound wrong in their ears."),
        how=_("“Which posts made you smile, and which made you leave?”"),
        b2b=(_("Dry humour, pictures from the yard, no slogans"),),
        b2c=(_("Honest tips; they dislike perfect families"),),
        only=("source", "social"),
    )
    where_they_are: str | None = text(
        _("Where they are"),
        _("Where else do they spend their time?"),
        hint=_("Other groups, pages and places; real ones, too"),
        why=_("Every such place is a candidate for a channel, and some of them cost nothing."),
        how=_("“Where would I meet ten people like you at once?”"),
        b2b=(_("The trade fair in March, the fridge repair shop"),),
        b2c=(_("The playground by the canal, the Saturday market"),),
        only=("source", "social"),
    )
    period_seen: str | None = text(
        _("Period"),
        _("Which days do the figures cover?"),
        hint=_("First and last day, and how many visitors or buyers"),
        why=_("A holiday week looks like a trend until one sees the dates."),
        how=_("“From when to when are these figures, and was anything unusual in that time?”"),
        b2b=(_("1 Mar to 31 Aug 2026, 14 enquiries"),),
        b2c=(_("1 Sep to 31 Oct 2026, 62 new subscribers"),),
        section=_("What the website shows"),
        only=("source", "analytics"),
    )
    path: str | None = text(
        _("Their path"),
        _("By which way did those who bought come to you?"),
        hint=_("First contact, what they looked at, what came before the order"),
        why=_("Go backwards from the order: there the next one like them will come along."),
        how=_("“Take the last ten who bought: from where did each come, and what did they open first?”"),
        b2b=(_("Newsletter, audit page, price page, phone call"),),
        b2c=(_("Card at the nursery, page on rain, ride booked"),),
        only=("source", "analytics"),
    )
    becomes: str | None = link(
        "",
        _("Became"),
        _("What did you make of it in this profile?"),
        hint=_("The problem, attribute, channel or parked situation it led to"),
        why=_("Years later one still sees why it stands in the profile, and on what ground."),
        how=_("“Where in our picture does this belong: who they are, what troubles them, where they are?”"),
        b2b=(_("Sheets get lost before the audit"),),
        b2c=(_("Taxi whenever it rains"),),
    )
