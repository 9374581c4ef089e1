"""Phase 2, the statement and the story: the profile's fields that say in words who the ideal customer is.

Each of the story's short answers goes on after the name (“Fiona … runs 25 vans”), as an attribute's phrase
goes on after “Our ideal customer …”, so that one paragraph can be composed from them.
"""

from __future__ import annotations

from icp_tui.method.declaration import Record, part, prose, text
from icp_tui.texts import _


@part
class StoryPart(Record):
    """Statement (R-216), who is not served (R-045, R-046), and the story with its slots (R-214, R-215)."""

    statement: str | None = prose(
        _("Statement"),
        _("Who is the ideal customer, in one or two sentences?"),
        hint=_("Who they are and what presses them now; two sentences at most"),
        why=_(
            "This is what people remember and pass on. What does not fit into two sentences is not clear yet."
        ),
        how=_("Read it to someone new, wait a minute, then ask: “Whom are we looking for?”"),
        b2b=(
            _("Our ideal customer is a regional food wholesaler with 10–60 chilled vans and an audit due."),
        ),
        b2c=(
            _("Our ideal customer is a city family with two children under eight and ground-floor storage."),
        ),
        core=True,
        page="statement",
    )
    not_served: str | None = prose(
        _("Not for us"),
        _("Whom do you not serve, however much they ask?"),
        hint=_("Kinds of customer, and what goes wrong with them"),
        why=_(
            "Who serves everyone serves no one. A bad fit costs time, nerves and, in the end, the good name."
        ),
        how=_("“Which customers would you rather not have taken? What did they cost you, beside the money?”"),
        b2b=(_("Fleets below ten vans, and anyone who wants guards at night: we would let them down."),),
        b2c=(_("People who need a bike for one weekend, or have no dry place for it."),),
        core=True,
        page="statement",
    )
    story_name: str | None = text(
        _("Name"),
        _("What is the person called in your story?"),
        hint=_("Invented, easy to remember, never a real customer’s"),
        why=_("One talks differently to Fiona than to “the target group”; the name makes the words human."),
        how=_("“If your ideal customer stood in the door now, what would you call them?”"),
        b2b=(_("Fiona"),),
        b2c=(_("Paula"),),
        page="story",
    )
    story_setting: str | None = text(
        _("Setting"),
        _("Where do they live and work, and with whom?"),
        hint=_("Goes on after the name: runs…, lives…, works…"),
        why=_("A place and a few people round them, and everyone on the team sees the same picture."),
        how=_("“Take me along on an ordinary day of theirs. Where are we, and who is there?”"),
        b2b=(_("runs 25 chilled vans for a family firm near the ring road"),),
        b2c=(_("lives on the ground floor with two small children"),),
        page="story",
    )
    story_passion: str | None = text(
        _("Passion"),
        _("What do they care about, and with which people?"),
        hint=_("What they do gladly, and the circle they belong to"),
        why=_("People listen to their own circle first. Here is how to be welcome in it."),
        how=_("“What do they talk about when nobody has to? With whom?”"),
        b2b=(_("is proud of her drivers and meets other fleet managers"),),
        b2c=(_("grows tomatoes with the neighbours in the yard"),),
        page="story",
    )
    story_frustration: str | None = text(
        _("Frustration"),
        _("What gets on their nerves most?"),
        hint=_("The one thing that spoils their week"),
        why=_("The story turns on it: without a trouble there is nothing to change, and nothing to buy."),
        how=_("“What did the last one complain about, before you said a word about your offer?”"),
        b2b=(_("spends her Fridays looking for lost temperature sheets"),),
        b2c=(_("starts three mornings a week by missing the bus"),),
        page="story",
    )
    story_first_look: str | None = text(
        _("Looks first"),
        _("Where do they look first for an answer, and on what device?"),
        hint=_("A person, a page or a place; phone, laptop or paper"),
        why=_("Whoever is found there, and can be read on that screen, is heard before all others."),
        how=_("“When that happened to you: whom did you ask, or what did you type, and on what?”"),
        b2b=(_("asks a colleague first, by message on her phone"),),
        b2c=(_("asks the parents’ group on her phone, late at night"),),
        page="story",
    )
    story_dream: str | None = text(
        _("Dream"),
        _("What do they hope for in the long run?"),
        hint=_("Years ahead, far beyond your offer"),
        why=_("An offer that is a step towards the dream needs less of a discount."),
        how=_("“In five years, if all goes well, what is different for you?”"),
        b2b=(_("wants to lead all the firm’s depots one day"),),
        b2c=(_("dreams of a street where children ride by themselves"),),
        page="story",
    )
    story_serves: str | None = text(
        _("Is there for"),
        _("Whom do they want to do good work for?"),
        hint=_("Their own customers, or the people who rely on them"),
        why=_("People buy to do right by others; help them with that and you matter twice."),
        how=_("“Who is glad when your day goes well? Who notices when it does not?”"),
        b2b=(_("wants to supply the strict retailers without a worry"),),
        b2c=(_("wants to be there for her children and her mother"),),
        page="story",
    )
    story_media: str | None = text(
        _("Shops and media"),
        _("Which shops, pages and programmes do they like?"),
        hint=_("What they read, hear and visit of their own accord"),
        why=_("It shows where to be seen, and which look and tone they find pleasant."),
        how=_("“What did you read or listen to this week? Where do you like to buy, and why there?”"),
        b2b=(_("reads the trade weekly and trusts the fridge repair shop"),),
        b2c=(_("likes the market, the city radio and a blog on family trips"),),
        page="story",
    )
    story_moment: str | None = text(
        _("The moment"),
        _("When and how does your offer come into their day?"),
        hint=_("The very moment at which it is welcome"),
        why=_("The same message bothers people on one day and is a relief on another."),
        how=_("“Where were you when you first heard of us, and what was going on just then?”"),
        b2b=(_("hears of us the week the audit letter comes"),),
        b2c=(_("sees our card at the nursery on a rainy Monday"),),
        page="story",
    )
    story: str | None = prose(
        _("Story"),
        _("How do you tell it in one paragraph?"),
        hint=_("The answers above, told as you would tell them to a friend"),
        why=_(
            "Figures tell whom to look for. A story makes the people who write and call want to help them."
        ),
        how=_("Read it aloud to the client: “Do you know somebody like this?” A smile is a yes."),
        b2b=(_("Fiona runs 25 chilled vans. On Fridays she hunts for sheets. Then the audit letter comes."),),
        b2c=(_("Paula misses the bus in the rain again. At the nursery a card says: try one for an hour."),),
        page="story",
    )
