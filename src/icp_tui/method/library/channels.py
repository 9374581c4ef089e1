"""Places where customers can be met, online and in real life (R-162, R-175 to R-178).

Each says what people find there and by what the right ones can be chosen; nothing proposes to choose them by
a protected trait.
"""

from __future__ import annotations

from icp_tui.method.library.entry import Entry
from icp_tui.texts import Words, _


def _online(title: Words, hint: Words, *, value: Words, targeting: Words) -> Entry:
    return Entry(title, (("medium", "online"), ("value_there", value), ("targeting", targeting)), hint)


def _real_life(title: Words, hint: Words, *, value: Words, targeting: Words) -> Entry:
    return Entry(title, (("medium", "real_life"), ("value_there", value), ("targeting", targeting)), hint)


FOR_ALL: tuple[Entry, ...] = (
    _online(
        _("Search ads"),
        _("Paid lines above the results of a search"),
        value=_("An answer in the minute they look for one"),
        targeting=_("Words searched, region, hours; words to leave out"),
    ),
    _online(
        _("Display ads"),
        _("Banners on pages that they read"),
        value=_("Nothing sought; they are reminded of us"),
        targeting=_("Subject of the page, region, visitors of our website"),
    ),
    _online(
        _("Social ads"),
        _("Paid posts on a social network"),
        value=_("Something worth a pause between posts of people they know"),
        targeting=_("Interests, profession, region, people like our customers"),
    ),
    _online(
        _("Results of a search"),
        _("Our pages, found without paying for the place"),
        value=_("A full answer to the question they typed"),
        targeting=_("One page for each question that they ask"),
    ),
    _online(
        _("Our newsletter"),
        _("To people who asked for it"),
        value=_("Something useful every month, even without buying"),
        targeting=_("What they signed up for, customer or not yet"),
    ),
    _online(
        _("Newsletter of somebody they trust"),
        _("A line or an article in it"),
        value=_("A choice made for them by somebody who knows the field"),
        targeting=_("Who reads it; ask for the figures"),
    ),
    _online(
        _("Groups and forums"),
        _("Where they ask each other"),
        value=_("Honest advice from people in the same place"),
        targeting=_("Subject of the group; answer, do not advertise"),
    ),
    _online(
        _("Reviews and comparisons"),
        _("Sites where offers stand side by side"),
        value=_("Proof from others before they spend money"),
        targeting=_("Category and region; ask content customers to write"),
    ),
    _online(
        _("Videos"),
        _("Short films that show how it is done"),
        value=_("They see it done before they try it themselves"),
        targeting=_("Words searched, channels on the same subject"),
    ),
    _online(
        _("Podcast"),
        _("As a guest, or with an advert read aloud"),
        value=_("Company on the road, and stories from the field"),
        targeting=_("Subject and listeners; ask for the figures"),
    ),
    _real_life(
        _("Recommendation"),
        _("A content customer tells another one"),
        value=_("The word of somebody who has nothing to gain"),
        targeting=_("Best customers, asked right after a success"),
    ),
    _real_life(
        _("Association"),
        _("Trade body, club, parents’ council"),
        value=_("Their own people, and news that concern them"),
        targeting=_("Members by place and branch; a talk, not a stand"),
    ),
    _real_life(
        _("Partners who meet them first"),
        _("Those whom they call before they call us"),
        value=_("Help from somebody who is there already"),
        targeting=_("Firms with the same customers and another offer"),
    ),
    _real_life(
        _("Letter by post"),
        _("One page, signed by hand"),
        value=_("A rare thing: something personal on paper"),
        targeting=_("The list of prospects, or streets and districts"),
    ),
    _real_life(
        _("Notice board"),
        _("Where they wait, eat or fetch their children"),
        value=_("What is going on close by"),
        targeting=_("The place; a strip with the number to tear off"),
    ),
)

FOR_ORGANISATIONS: tuple[Entry, ...] = (
    _real_life(
        _("Trade fair"),
        _("A stand, or better a talk and fixed appointments"),
        value=_("All suppliers in one day, and colleagues to compare notes"),
        targeting=_("List of exhibitors and visitors; invite by name"),
    ),
    _online(
        _("Professional network"),
        _("Posts, messages, contacts of contacts"),
        value=_("News of their trade, and whom to ask"),
        targeting=_("Branch, headcount, job title, region"),
    ),
    _online(
        _("Webinar"),
        _("Half an hour on one problem of theirs"),
        value=_("They learn something without travelling"),
        targeting=_("Invitation to one branch, with a customer as guest"),
    ),
    _online(
        _("Directory of suppliers"),
        _("Marketplace or list of the trade"),
        value=_("A short list to begin with"),
        targeting=_("Category, certificates, region"),
    ),
    _real_life(
        _("Trade magazine"),
        _("An article on a case, rather than an advert"),
        value=_("How others in the trade have solved it"),
        targeting=_("Subject of the issue; ask for the yearly plan"),
    ),
    _real_life(
        _("Phone call"),
        _("After a trigger event, with a reason to ring"),
        value=_("Somebody who knows what is going on with them"),
        targeting=_("The list of prospects, by fit and by trigger event"),
    ),
    _real_life(
        _("Visit at a customer’s"),
        _("Prospects see it work at one of theirs"),
        value=_("Questions asked where nobody sells anything"),
        targeting=_("Three prospects of the same kind from nearby"),
    ),
)

FOR_HOUSEHOLDS: tuple[Entry, ...] = (
    _online(
        _("Local group chats"),
        _("Of the street, the class, the club"),
        value=_("Quick help from people who live close by"),
        targeting=_("A customer who is in it; never uninvited"),
    ),
    _online(
        _("People they follow"),
        _("Someone with few but true followers"),
        value=_("A life like theirs, a step ahead"),
        targeting=_("Subject and place; count answers, not followers"),
    ),
    _real_life(
        _("Day to try it out"),
        _("In the market square, at the school fair"),
        value=_("They try it with those who will use it, for free"),
        targeting=_("Place and hour at which they are there anyway"),
    ),
    _real_life(
        _("Shops they like"),
        _("A shelf, a leaflet, a word at the till"),
        value=_("Advice from a face they know"),
        targeting=_("Shops with the same customers and another offer"),
    ),
    _real_life(
        _("Nursery, school, club"),
        _("An evening for parents, a lesson, a training"),
        value=_("What is good for the children, from people in charge"),
        targeting=_("Within reach of our place; ask the head first"),
    ),
    _real_life(
        _("Local paper and radio"),
        _("A story about a family, rather than an advert"),
        value=_("What is new in town"),
        targeting=_("District editions, programmes at breakfast"),
    ),
    _real_life(
        _("Posters"),
        _("On the way that they take every day"),
        value=_("Something to look at while they wait"),
        targeting=_("Stops and crossings on their daily way"),
    ),
)

BY_MODE = {"b2b": FOR_ALL + FOR_ORGANISATIONS, "b2c": FOR_ALL + FOR_HOUSEHOLDS}
