"""Phase 2, the personas: the people inside the ideal customer who take part in the purchase (R-022, R-025).

A persona belongs to one profile and describes a person. What concerns the whole organisation or household is
an attribute (R-027, R-030).
"""

from __future__ import annotations

from icp_tui.method.declaration import Record, choices, money, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class Part(Choice):
    """What a person does in the purchase; one person can do several (R-025)."""

    DECIDES = "decides", _("decides")
    PAYS = "pays", _("pays")
    USES = "uses", _("uses")
    ADVISES = "advises", _("advises")
    BLOCKS = "blocks", _("can block")


@record(_("Persona"), _("Personas"), parent=Profile)
class Persona(Record):
    """One kind of person in the purchase: in an organisation a role, else a member of the household.

    R-022 to R-026, R-028, R-029, R-031, R-032; how to address them: R-183 to R-185.
    """

    nickname: str | None = text(
        _("Nickname"),
        _("What do you call this person among yourselves?"),
        hint=_("Role and a first name; never a real customer’s"),
        why=_("“What would Fiona say?” is asked in every meeting. “What would the user say?” never is."),
        how=_("“Who sits at the table when it is decided? Let us give each of them a name.”"),
        b2b=(_("Fleet Fiona"), _("Owner Otto"), _("Quality Quinn")),
        b2c=(_("Planner Paula"), _("Rider Ravi"), _("Grandma")),
        core=True,
    )
    role: str | None = text(
        _("Role"),
        _("What are they, at work or in the family?"),
        hint=_("A job title, or the place in the household with age range and interests"),
        why=_("The role tells what they answer for, and with that what they have to gain or to lose."),
        how=_("“What stands on their card, and what do they really do all day?”"),
        b2b=(_("Fleet manager"), _("Owner and managing director")),
        b2c=(_("Parent who plans the week, 30 to 45"), _("Parent who drops off")),
        core=True,
        column=True,
    )
    parts: tuple[Part, ...] | None = choices(
        Part,
        _("In the purchase"),
        _("Which part do they play when it is bought?"),
        hint=_("One or several: decides, pays, uses, advises, can block"),
        why=_("Deals stall when one of these was never spoken to. Without a payer there is no deal at all."),
        how=_("“Who says yes, who pays, who has to work with it, whom do you ask, and who could stop it?”"),
        b2b=(_("uses, advises"), _("decides, pays"), _("can block")),
        b2c=(_("decides"), _("uses"), _("advises")),
        core=True,
        column=True,
    )
    goal: str | None = text(
        _("Wants"),
        _("What do they want to reach for themselves?"),
        hint=_("Their own aim, beside that of the firm or the family"),
        why=_("Everyone at the table has an aim of their own; the offer has to be good news for each."),
        how=_("“What would make this a good year for you, personally?”"),
        b2b=(_("Be ready for an audit on any day"), _("Keep the retailer contract")),
        b2c=(_("A week that runs without a phone call"), _("Arrive on time and dry")),
        core=True,
    )
    frustration: str | None = text(
        _("Is annoyed by"),
        _("What annoys them day after day?"),
        hint=_("As this person feels it; others at the table feel other things"),
        why=_("Start with what annoys the one you talk to. The trouble of others leaves them cold."),
        how=_("“What do you do again and again and think: this cannot be true?”"),
        b2b=(_("Chasing drivers for missing sheets"),),
        b2c=(_("Settling every evening who takes the children"),),
    )
    fear: str | None = text(
        _("Is afraid of"),
        _("What could go wrong for them if they buy?"),
        hint=_("Blame, more work, a wasted sum, danger for the children"),
        why=_("Fear is seldom said aloud and often decides. Proof and a small first step take it away."),
        how=_("“If this went wrong, what would it mean for you?” Ask it alone, not in the round."),
        b2b=(_("The drivers ignore it and I am to blame"),),
        b2c=(_("The traffic, with both children on board"),),
    )
    sources: str | None = text(
        _("Trusts"),
        _("Where do they look for advice, and whom do they believe?"),
        hint=_("People, papers, groups, fairs; the first one first"),
        why=_("What comes from a source they trust needs no more selling."),
        how=_("“The last time you bought something like this: whom did you ask first?”"),
        b2b=(_("Other fleet managers, the auditor’s newsletter"),),
        b2c=(_("The parents’ group, friends from the nursery"),),
        section=_("How they buy"),
    )
    device: str | None = text(
        _("Device"),
        _("On what do they read and write?"),
        hint=_("Phone in the cab, laptop in the office, paper on the fridge door"),
        why=_("An offer that cannot be read where they are is read later, and that is often never."),
        how=_("“When I send you something, where will you open it?”"),
        b2b=(_("Phone in the yard, shared computer in the office"),),
        b2c=(_("Phone, with one hand free"),),
    )
    buying_pattern: str | None = text(
        _("Buys like this"),
        _("How do they go about buying?"),
        hint=_("Alone or with others, fast or slow, tries or compares"),
        why=_("Two people in the same house buy in different ways; one wants a table, the other a try."),
        how=_("“The last bigger thing you bought: how did you come to the decision?”"),
        b2b=(_("Tries it in two vans, then asks the owner"),),
        b2c=(_("Compares three offers, then wants to ride one"),),
    )
    budget: int | None = money(
        _("May spend"),
        _("How much can they spend without asking anyone?"),
        hint=_("In one go, or a month for a subscription; 0 if they have to ask"),
        why=_("Below that sum you need one yes, above it two. It also shows how big the first step may be."),
        how=_("“Up to which amount can you sign yourself?”"),
        b2b=(_("10000"), _("500")),
        b2c=(_("90"),),
        grounded=True,
    )
    words_to_use: str | None = text(
        _("Words to use"),
        _("Which words do they use themselves?"),
        hint=_("Three or four, separated by commas"),
        why=_("Who speaks their language is taken for one of them; who does not has to explain everything."),
        how=_("Listen and note. Then ask: “What do you call this among yourselves?”"),
        b2b=(_("refused load, dock, round, the binder"),),
        b2c=(_("school run, drop-off, our street"),),
        section=_("How to speak to them"),
    )
    words_to_avoid: str | None = text(
        _("Words to avoid"),
        _("Which words put them off?"),
        hint=_("Jargon, big promises, and what sounds like work"),
        why=_("One wrong word and they think: that is not meant for me."),
        how=_("“Which word in our leaflet would you strike at once?”"),
        b2b=(_("monitoring of drivers, big data, solution"),),
        b2c=(_("mobility concept, sporty, sacrifice"),),
    )
    tone: str | None = text(
        _("Tone"),
        _("In which tone do you speak to them?"),
        hint=_("As one would describe a voice: calm, brisk, cheerful…"),
        why=_("Whoever writes the mail or the advert needs to hear the voice, not only know the facts."),
        how=_("“Read me the last message you liked getting. How does it sound to you?”"),
        b2b=(_("Calm and exact, from practice"),),
        b2c=(_("Cheerful, with a wink, never preaching"),),
    )
    call_to_action: str | None = text(
        _("Call to action"),
        _("What do you invite them to do next?"),
        hint=_("One small step, begun with a verb"),
        why=_("People who agree do nothing as long as nobody tells them what to do."),
        how=_("“Which step would have been easy for you at that point?”"),
        b2b=(_("See a van of your size live for ten minutes"),),
        b2c=(_("Ride your own school run for an hour"),),
    )
    look: str | None = text(
        _("Look"),
        _("What should our pages and pictures look like to them?"),
        hint=_("What suits their taste and our values, and what does not"),
        why=_("A look that is not to their taste says “not for you” before a word is read."),
        how=_(
            "Lay three pictures on the table: “Which of these would you stop at? Which would you turn over?”"
        ),
        b2b=(_("Plain, real yards and vans, no smiling models"),),
        b2c=(_("Warm colours, rain and crumbs allowed, no neon"),),
    )
