"""Phase 4, the message: the profile's fields for what is said and shown wherever customers meet us."""

from __future__ import annotations

from icp_tui.method.declaration import Record, part, prose, text
from icp_tui.texts import _


@part
class ReachPart(Record):
    """Credibility (R-145), look (R-184), speed of answer (R-188), and where wish and reality part.

    What has changed in their expectations is R-187; whom the figures show to be reached, R-157.
    """

    credibility: str | None = prose(
        _("Why believe us"),
        _("What have you done in this field that makes you believable?"),
        hint=_("Years, cases, people who would vouch for it; “none yet” is honest"),
        why=_("Buyers ask themselves whether you know their trade. Answer before they have to ask."),
        how=_("“How often have you solved this very problem? May I ring the last one?”"),
        b2b=(_("61 wholesalers in four years; both fitters drove chilled vans themselves."),),
        b2c=(_("212 families since 2023; our guides ride the school run with their own children."),),
        grounded=True,
        page="message",
    )
    brand_look: str | None = prose(
        _("Our look"),
        _("How should everything look and sound, and what must it never?"),
        hint=_("Your values, their taste: what fits both, and what to avoid"),
        why=_("The look speaks before the words do. It should be true of you and pleasant to them."),
        how=_("“Which three words should people use about you? Now show me your van, your page, your card.”"),
        b2b=(_("Exact, down to earth, from the yard. No jargon, no stock photos, no flashing red."),),
        b2c=(_("Kind, practical, a little muddy. No neon, no athletes, no guilt about cars."),),
        page="message",
    )
    response_promise: str | None = text(
        _("We answer within"),
        _("How fast does everyone who gets in touch hear from you?"),
        hint=_("A time you can keep on your worst day, for each way in"),
        why=_("Patience for slow answers is gone. A modest promise that is always kept beats a bold one."),
        how=_("“The last five who wrote to you: how long did each of them wait?”"),
        b2b=(_("Calls at once from 5 to 18, e-mails the same day"),),
        b2c=(_("Messages within two hours, also on Saturdays"),),
        page="message",
    )
    changed_expectations: str | None = prose(
        _("What has changed"),
        _("What do they expect today that they did not two years ago?"),
        hint=_("With the day on which you noticed it"),
        why=_("Expectations move slowly and without a word. Who notices first has the better offer."),
        how=_("“What do new customers take for granted by now? What have they stopped asking for?”"),
        b2b=(_("May 2026: auditors want the figures as a file; paper alone draws a remark."),),
        b2c=(_("June 2026: parents expect to book, pause and cancel on the phone."),),
        grounded=True,
        page="message",
    )
    audience_mismatch: str | None = prose(
        _("Whom we reach"),
        _("Whom do you reach in fact, beside those you want?"),
        hint=_("What website and networks show, held against the statement"),
        why=_("The wrong visitors cost the same as the right ones. The gap shows what to say differently."),
        how=_(
            "“Shall we open your website’s figures together? Who comes, from where, and who of them buys?”"
        ),
        b2b=(_("Half the enquiries come from fleets below ten vans: the price list draws them."),),
        b2c=(_("Students open our posts most; families read them but seldom tap the button."),),
        grounded=True,
        page="message",
    )
