"""Phase 2, the red flags: by what to know those who will not be good customers, and what to do then (R-135).

A flag is a sign to look into, not a verdict: it says how to check it and what settles it (R-142).
"""

from __future__ import annotations

from decimal import Decimal

from icp_tui.method.declaration import Record, choice, number, prose, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class Severity(Choice):
    """What a flag does to the fit score: nothing, points off, or out (formulas.md 5)."""

    NOTE = "note", _("note")
    PENALTY = "penalty", _("penalty")
    KNOCK_OUT = "knock_out", _("knock-out")


@record(_("Red flag"), _("Red flags"), parent=Profile)
class RedFlag(Record):
    """A sign that somebody will not be a good customer (R-135 to R-142)."""

    sign: str | None = text(
        _("Sign"),
        _("By what do we know early that it will not go well?"),
        hint=_("Something they do or say, early enough to say no"),
        why=_("One wrong customer takes the time of three good ones; most gave a sign in the first talk."),
        how=_("“Whom do you wish you had turned down? When could you have known?”"),
        b2b=(
            _("Asks for a free pilot on more than 5 vans"),
            _("Wants 24-hour support at the basic price"),
            _("Pays after 90 days"),
        ),
        b2c=(
            _("Expects the bike at the door every day"),
            _("Wants to sublet the bike"),
            _("Has no safe place to park it"),
        ),
        core=True,
        library="red_flags",
    )
    severity: Severity | None = choice(
        Severity,
        _("How grave"),
        _("How grave is it?"),
        hint=_("Note: mind it · penalty: costs points · knock-out: not a customer"),
        why=_("If everything is a knock-out, nobody is left; most signs call for a talk, not for a no."),
        how=_("“Has it ever gone well in spite of it?” If it has, it is no knock-out."),
        b2b=(_("knock-out"), _("penalty")),
        b2c=(_("penalty"), _("note")),
        core=True,
        column=True,
    )
    points: Decimal | None = number(
        _("Points off"),
        _("How many points of 100 does it cost?"),
        hint=_("5 a little · 10 clearly · 20 a whole tier"),
        why=_("They come off the fit score, so a good match can outweigh a small flaw."),
        how=_("“How much better must they be elsewhere to make up for it?”"),
        b2b=(_("10"),),
        b2c=(_("5"),),
        unit=_("points"),
        whole=True,
        only=("severity", "penalty"),
    )
    how_to_check: str | None = text(
        _("How to check"),
        _("How do we find out whether it is there?"),
        hint=_("One question, or one look, before the offer goes out"),
        why=_("A flag that nobody checks turns up after the contract is signed."),
        how=_("“What could you have asked in the first talk to find that out?”"),
        b2b=(_("Ask who answers for temperature today"), _("Ask for their usual terms")),
        b2c=(_("Ask to see where the bike will stand"),),
        core=True,
    )
    what_to_do: str | None = prose(
        _("What to do"),
        _("What do we do when we see it?"),
        hint=_("What is said or sent, who does it, and when to stop"),
        why=_("In the talk there is no time to think; a friendly sentence made ready keeps the peace."),
        how=_("“What did you say the last time? And what do you wish you had said?”"),
        b2b=(_("Offer a paid pilot on two vans; if they insist, part as friends."),),
        b2c=(_("Remind kindly and ask if they are happy with it; send the bill anew the same day."),),
    )
    reason: str | None = text(
        _("What is behind it"),
        _("Why might they do so?"),
        hint=_("A mistake, a worry, short money; seldom ill will"),
        why=_("Most people are reasonable. Once the reason is known, a way out can be found together."),
        how=_("Ask them openly: “What keeps you from it?” Then listen to the end."),
        b2b=(_("Burnt by a supplier who vanished after the sale"),),
        b2c=(_("The bill went to an old address"),),
    )
    in_their_words: str | None = prose(
        _("In their words"),
        _("What do they say when it shows?"),
        hint=_("The sentence by which to recognise it"),
        why=_("A new colleague recognises a sentence sooner than a description."),
        how=_("“How did they put it, as far as you remember?”"),
        b2b=(_("“Fit out the whole fleet first, then we shall talk about money.”"),),
        b2c=(_("“Could you not just bring it round every morning?”"),),
    )
    lifted_when: str | None = text(
        _("Settled when"),
        _("What would settle it?"),
        hint=_("What has to be agreed or seen so that it no longer counts"),
        why=_("A flag should be able to come down again; someone worth having may have had one bad month."),
        how=_("“What would they have to do for you to trust them again?”"),
        b2b=(_("Names one person who answers for temperature"),),
        b2c=(_("Three bills in a row paid in time"),),
    )
