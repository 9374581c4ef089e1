"""Phase 2, the attributes: what the best customers have in common, and which customer has it.

The long list comes first and without a filter (R-079); the five to ten that matter are chosen from it
(R-082, R-083). The standard attributes are offered by the library (R-085 to R-103).
"""

from __future__ import annotations

from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Record, choice, link, prose, record, scale, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.customers import Customer
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class TargetType(Choice):
    """In which form an attribute's target is given (R-085)."""

    YES_NO = "yes_no", _("yes or no")
    RANGE = "range", _("range")
    LIST = "list", _("list")
    TEXT = "text", _("text")


class Trait(Choice):
    """Whether an attribute is looked for, or is only shared; the latter stays out of the score (R-066)."""

    WANTED = "wanted", _("wanted")
    COMMON = "common", _("merely common")


class Fit(Choice):
    """How an attribute holds for a customer or a prospect; unknown is never "no"."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known yet")


@record(_("Attribute"), _("Attributes"), parent=Profile)
class Attribute(Record):
    """A trait that the best customers share (R-078 to R-081), seen quickly by anybody (R-084).

    Its importance is the weight in the fit score (formulas.md 5). What was used to pick the best customers
    cannot be tested on them.
    """

    name: str | None = text(
        _("Attribute"),
        _("What do the best customers have in common?"),
        hint=_("One trait; write down all of them first and sort later"),
        why=_(
            "What the best ones share tells where to look for more. A long list now makes a good short one."
        ),
        how=_(
            "With the ten names on the table: “What do these share? What else? And what would surprise me?”"
        ),
        b2b=(
            _("Number of refrigerated vans"),
            _("Supplies supermarkets or caterers"),
            _("Next audit"),
        ),
        b2c=(_("Children under eight"), _("Distance to work"), _("Ground-floor storage")),
        core=True,
        library="attributes",
    )
    target_type: TargetType | None = choice(
        TargetType,
        _("Kind of target"),
        _("What form does the right answer have?"),
        hint=_("Yes or no, a range, a list to pick from, or free text"),
        why=_("A range or a plain yes is checked at a glance; free text leaves room for debate."),
        how=_("“Could you say that as a number, or as a yes or no?”"),
        b2b=(_("range"), _("list")),
        b2c=(_("range"), _("yes or no")),
    )
    target: str | None = text(
        _("Target"),
        _("What is the right answer for an ideal customer?"),
        hint=_("From … to …, the ones that count, or simply yes"),
        why=_("“Large enough” means something else to everybody. With “10 to 60 vans”, any two agree."),
        how=_("“From which number on does it pay for them? And where does it get too much?”"),
        b2b=(_("10 to 60"), _("Within 12 months")),
        b2c=(_("Two or more"), _("Up to 6 km")),
        core=True,
        grounded=True,
        column=True,
    )
    trait: Trait | None = choice(
        Trait,
        _("Wanted or common"),
        _("Do we look for it, or do they merely share it?"),
        hint=_("Wanted if it helps them gain from the offer"),
        why=_("All ten may drive white vans. What has no part in their success stays out of the score."),
        how=_("“Would they be just as good a customer without it?” If so, it is merely common."),
        b2b=(_("wanted"),),
        b2c=(_("wanted"), _("merely common")),
        core=True,
        column=True,
    )
    chosen: YesNo | None = choice(
        YesNo,
        _("Chosen"),
        _("Is it one of the few that matter?"),
        hint=_("Five to seven serve best, ten is the most"),
        why=_("Seven traits are known by heart and used; twenty are filed and forgotten."),
        how=_("“If you could ask a stranger five things only, would this be one of them?”"),
        b2b=(_("yes"),),
        b2c=(_("yes"),),
    )
    importance: int | None = scale(
        1,
        5,
        _("Importance"),
        _("How much does it matter?"),
        hint=_("1 minor · 5 decisive"),
        why=_("It is the weight in the score, so that one decisive trait outweighs several minor ones."),
        how=_("“Two prospects, and each lacks one of these: which of the two would you rather visit?”"),
        b2b=(_("5"),),
        b2c=(_("4"),),
        ends=(_("minor"), _("decisive")),
        column=True,
    )
    must_have: YesNo | None = choice(
        YesNo,
        _("Must have"),
        _("Does every customer need to have it?"),
        hint=_("Yes only if nothing else makes up for it"),
        why=_("Whoever lacks it can never rank high, however good the rest looks. So let there be few."),
        how=_("“Have you ever had a good customer without it?” One is enough to make it a no."),
        b2b=(_("yes"),),
        b2c=(_("no"),),
    )
    how_to_see: str | None = text(
        _("Seen by"),
        _("How can one see it in ten seconds?"),
        hint=_("Where a new colleague would look, or the one thing to ask"),
        why=_("A profile helps only if everyone sees quickly who fits, not just the one who wrote it."),
        how=_("“I give you the name of a stranger: where do you look first?”"),
        b2b=(_("Count the vans on their website or in the yard"),),
        b2c=(_("Ask for the children’s ages on the first call"),),
    )
    seen_before_call: YesNo | None = choice(
        YesNo,
        _("Before the call"),
        _("Can it be seen before the first call?"),
        hint=_("Yes if the web, a register or a look from outside will do"),
        why=_("What shows from outside sorts a long list before anybody has to pick up the phone."),
        how=_("Take a name from the client’s list and try it: “Show me where you would find that.”"),
        b2b=(_("yes"),),
        b2c=(_("no"),),
    )
    why: str | None = prose(
        _("Why it matters"),
        _("Why does it make a good customer?"),
        hint=_("What it makes easier, for them or for us"),
        why=_("A trait with a reason can be explained, and dropped when the reason has gone."),
        how=_("“What would go differently with a customer who does not have it?”"),
        b2b=(_("Below 10 vans one person keeps watch; above 60 they have a system of their own."),),
        b2c=(_("With two small children, neither the bus nor an ordinary bike will do."),),
    )
    need: str | None = text(
        _("So they need"),
        _("What do they need because of it?"),
        hint=_("What this trait makes hard or urgent for them"),
        why=_("Traits tell whom to look for; the needs behind them tell what to talk about."),
        how=_("Ask one of the best customers: “What does that mean for your days? What do you need for it?”"),
        b2b=(_("To know at night which van is getting warm"),),
        b2c=(_("Room for two children and their bags in one trip"),),
    )
    our_answer: str | None = text(
        _("We answer with"),
        _("How does the offer meet that need?"),
        hint=_("The one part of it that does"),
        why=_("A need of the best ones that is met well is the reason for others like them to come."),
        how=_("“Which part of what you sell would they miss most?”"),
        b2b=(_("An alert on the driver’s phone within a minute"),),
        b2c=(_("A bench with two belts and a box in front"),),
    )
    phrase: str | None = text(
        _("In the statement"),
        _("How does this sentence go on: “Our ideal customer …”?"),
        hint=_("From the verb on, without a full stop"),
        why=_("The chosen traits are put together into one sentence that everybody can remember."),
        how=_("Say it aloud: “Our ideal customer …” Would the client’s newest colleague put it so?"),
        b2b=(_("runs 10 to 60 refrigerated vans"), _("faces an audit within a year")),
        b2c=(_("has two children under eight"), _("lives 6 km or less from work")),
    )
    picked_by: YesNo | None = choice(
        YesNo,
        _("Picked by it"),
        _("Were the best customers picked by it?"),
        hint=_("Then all of them have it, and that proves nothing"),
        why=_("Pick the tallest, and they will turn out tall. It may stay, but it is not tested on them."),
        how=_("“When you wrote down the ten names, did you have this in mind already?”"),
        b2b=(_("no"),),
        b2c=(_("no"), _("not known yet")),
    )


@record(_("Answer"), _("Answers"), parent=Customer)
class CustomerAnswer(Record):
    """Whether one customer has one attribute: a cell of the grid (R-078, R-081)."""

    answer: Fit | None = choice(
        Fit,
        _("Has it"),
        _("Does this customer have it?"),
        hint=_("Yes, partly or no; leave it unknown rather than guess"),
        why=_(
            "Side by side, the answers show what the best have and others lack. Unknown never counts as no."
        ),
        how=_("“Is that so with them, and how do we know?” What nobody knows goes on the agenda."),
        b2b=(_("yes"),),
        b2c=(_("partly"),),
    )
    attribute: str | None = link("attribute", _("Attribute"), fixed=True)
