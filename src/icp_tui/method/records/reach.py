"""Phase 4, reach and review: where customers are met, how they should feel, and what was learnt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Record, choice, date, money, number, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class Medium(Choice):
    """Channels are places of both kinds (R-178)."""

    ONLINE = "online", _("online")
    REAL_LIFE = "real_life", _("in real life")


class Stage(Choice):
    """The customer's journey in its order (R-179 to R-181)."""

    DISCOVER = "discover", _("discover")
    CONSIDER = "consider", _("consider")
    BUY = "buy", _("buy")
    START = "start", _("start")
    USE = "use", _("use")
    RENEW = "renew", _("renew")
    RECOMMEND = "recommend", _("recommend")


@record(_("Channel"), _("Channels"), parent=Profile)
class Channel(Record):
    """A place where ideal customers are and find something of value (R-162, R-164, R-174 to R-178)."""

    place: str | None = text(
        _("Place"),
        _("Where do they spend time when they feel the problem?"),
        hint=_("As narrow as you can: this fair, that group, one repair shop"),
        why=_("One need not be everywhere. Two or three places where they really are will do."),
        how=_("“Where did you first hear of us? And where do you go when this happens again?”"),
        b2b=(_("Trade fair in March"), _("Newsletter of the audit body"), _("Fridge repair shops")),
        b2c=(_("Notice board at the nursery"), _("Parents’ group"), _("Bike shop round the corner")),
        core=True,
        library="channels",
    )
    medium: Medium | None = choice(
        Medium,
        _("Kind"),
        _("Is the place online or in real life?"),
        hint=_("A few of each make a good mix"),
        why=_("Online one can be found at night; in real life one is believed sooner. Most need both."),
        how=_("“Do you read that on a screen, or do you meet people there?”"),
        b2b=(_("in real life"), _("online")),
        b2c=(_("online"), _("in real life")),
        core=True,
        column=True,
    )
    value_there: str | None = text(
        _("What they get"),
        _("What do they find there that is of value to them?"),
        hint=_("News, help, company, a laugh; what makes them come back"),
        why=_("Whoever adds to what they come for is welcome. Whoever only advertises is scrolled past."),
        how=_("“Why do you go there? What would you miss if it closed tomorrow?”"),
        b2b=(_("Learn what the next audit will look at"),),
        b2c=(_("Tips from parents one street away"),),
    )
    message: str | None = text(
        _("Our message"),
        _("What do you say to them there?"),
        hint=_("One thought, made for this place, in their words"),
        why=_("The same customer hears differently at a fair and on a phone at night; one thought fits."),
        how=_("“If you had three seconds there, what would make you look up?”"),
        b2b=(_("Show the auditor one page, not a cupboard"),),
        b2c=(_("School run in 18 minutes, dry"),),
        core=True,
    )
    call_to_action: str | None = text(
        _("Call to action"),
        _("What do you invite them to do?"),
        hint=_("One small step, begun with a verb"),
        why=_("A message without a next step is forgotten by the evening."),
        how=_("“What would you be ready to do right there, on the spot?”"),
        b2b=(_("Let the demo sensor call your own phone"),),
        b2c=(_("Book an hour’s ride on your own route"),),
        core=True,
    )
    reach: str | None = text(
        _("Reach"),
        _("How many of the right people do you meet there?"),
        hint=_("A number and a time; only those who fit the profile"),
        why=_("A hall full of others is worth less than a shop with five of the right ones."),
        how=_("“How many come by in a month, and how many of them are like you?”"),
        b2b=(_("About 40 fleet managers in three days"),),
        b2c=(_("70 families, twice a day"),),
        grounded=True,
        column=True,
    )
    targeting: str | None = text(
        _("Narrowed to"),
        _("How do you narrow it down to the right people?"),
        hint=_("What can be set or chosen there: role, area, search word, hall"),
        why=_("Paid reach is bought by the head. Your attributes tell which heads to leave out."),
        how=_("Go through your attributes one by one: “Can this be chosen there, or be seen in passing?”"),
        b2b=(_("Fleet managers within three hours’ drive"),),
        b2c=(_("Parents within 6 km, search “way to school”"),),
    )


@record(_("Touchpoint"), _("Touchpoints"), parent=Profile)
class Touchpoint(Record):
    """A moment at which the customer meets the client, and how it should feel (R-179 to R-181)."""

    what: str | None = text(
        _("What happens"),
        _("At which moment do they meet you?"),
        hint=_("One moment, seen from their side"),
        why=_("People remember moments. A journey is as good as its weakest one."),
        how=_(
            "“Tell me about your first weeks with us: when did you hear from us, or miss hearing from us?”"
        ),
        b2b=(_("First audit with our report"), _("Sensors are fitted on a Saturday")),
        b2c=(_("First morning on the bike"), _("A flat tyre on the way to school")),
        core=True,
    )
    stage: Stage | None = choice(
        Stage,
        _("Stage"),
        _("At which stage of their journey is it?"),
        hint=_("From discover to recommend; try for one moment at each"),
        why=_("Most care goes into winning customers. The stages left empty are where they are lost."),
        how=_("“Did you know us then already, had you bought, or were you about to tell others?”"),
        b2b=(_("use"), _("start")),
        b2c=(_("start"), _("use")),
        core=True,
        column=True,
    )
    feeling: str | None = text(
        _("Should feel"),
        _("How should they feel at that moment?"),
        hint=_("One or two feelings: safe, proud, expected, relieved"),
        why=_("A purchase is a feeling with reasons attached; the feeling is what they tell others about."),
        how=_("“How did you feel just then? How would you have liked to feel?”"),
        b2b=(_("Calm before the audit, proud after it"),),
        b2c=(_("Safe, and a little proud"),),
        core=True,
    )
    delight: str | None = text(
        _("A little extra"),
        _("What could surprise them pleasantly?"),
        hint=_("Small, personal and not expected; nothing they have to pay for"),
        why=_("What is promised is taken for granted. What nobody expected is told to friends."),
        how=_("“When did a firm last make you smile? What had they done?”"),
        b2b=(_("Thank-you call after the first audit that is passed"),),
        b2c=(_("Handwritten card after the first month"),),
    )
    cost: int | None = money(
        _("Costs us"),
        _("What does it cost each time?"),
        hint=_("Material and postage, per customer; 0 if it only takes a minute"),
        why=_("A kind gesture for ten is cheap; for a thousand it has to be reckoned."),
        how=_("“What would it cost you to do this for each new customer?”"),
        b2b=(_("0"), _("12")),
        b2c=(_("2.50"),),
        column=True,
    )
    owner: str | None = text(
        _("Who sees to it"),
        _("Who sees to it that it happens?"),
        hint=_("One role, not “all of us”"),
        why=_("What everyone should do is done by nobody, and kind ideas die of it first."),
        how=_("“Who will do this next Monday? And who when they are away?”"),
        b2b=(_("The seller who won the customer"),),
        b2c=(_("The guide who rode along"),),
    )


@record(_("Review"), _("Reviews"), parent=Profile)
class Review(Record):
    """One look back at the profile: what was learnt and decided (R-191, R-220 to R-224)."""

    what: str | None = text(
        _("What we learnt"),
        _("What have you learnt since the last review?"),
        hint=_("One thing that the last ten deals taught, won and lost"),
        why=_("A profile is a guess that gets better each time somebody looks at what came of it."),
        how=_("“Your last ten offers: which went as the profile says, and which did not? Why?”"),
        b2b=(_("GPS tracking decides nothing: four losses with it"),),
        b2c=(_("With e-bikes, 8 km are no longer too far"),),
        core=True,
    )
    dated: dt.date | None = date(
        _("Date"),
        _("On which day was the review?"),
        hint=_("At least once a year, even when all goes well"),
        why=_("The next review is counted from this day."),
        how=_("“Shall we take the same week next year, or earlier, before your season?”"),
        b2b=(_("2026-10-02"),),
        b2c=(_("2026-10-12"),),
        column=True,
    )
    decision: str | None = text(
        _("What we decided"),
        _("What do you change because of it?"),
        hint=_("In the profile, or in how you work; “nothing” is a decision, too"),
        why=_("What is learnt and not decided is learnt again next year."),
        how=_("“What does that mean for Monday? Who tells the others?”"),
        b2b=(_("Drop “uses GPS” from the attributes"),),
        b2c=(_("Widen the radius from 6 to 8 km"),),
        core=True,
    )
    evidence: str | None = text(
        _("On what ground"),
        _("What shows that it is so?"),
        hint=_("Deals, figures, talks: how many and from when"),
        why=_("Two loud cases are not a trend. With the ground written down, one can check it next time."),
        how=_("“How many cases is that? Do we know of any that went the other way?”"),
        b2b=(_("Four of the last nine losses had GPS tracking"),),
        b2c=(_("Eleven families beyond 6 km, ten of them stayed"),),
    )
    old_habit: str | None = text(
        _("Habit to drop"),
        _("Which old habit of selling do you give up?"),
        hint=_("Something done because it was always done"),
        why=_("A new profile changes little while everyone goes on as before. Name one habit and let it go."),
        how=_("“What do we still do only because we always have? What would happen if we stopped?”"),
        b2b=(_("Writing an offer before anyone has seen the yard"),),
        b2c=(_("Answering every message with the price list"),),
    )
    new_version: Decimal | None = number(
        _("New version"),
        _("Which version of the profile came out of it?"),
        hint=_("The next whole number; empty if nothing changed"),
        why=_("With the number on every page, nobody sells by last year’s picture."),
        how=_("Say it when you hand it over: “From today on, version 3 counts.”"),
        b2b=(_("3"),),
        b2c=(_("2"),),
        whole=True,
    )
    deep: YesNo | None = choice(
        YesNo,
        _("From scratch"),
        _("Did you go through the whole profile from the start?"),
        hint=_("Best customers and comparison again; every two or three years"),
        why=_("Firms grow and change. Small repairs hide it when the whole picture no longer fits."),
        how=_("“If we began today, with today’s customers, would we come to the same picture?”"),
        b2b=(_("no"),),
        b2c=(_("yes"),),
    )
