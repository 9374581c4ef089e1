"""Phase 3, the evidence: what proves that an objective is reached or a problem removed (R-204)."""

from __future__ import annotations

import datetime as dt

from icp_tui.method.declaration import Record, choice, date, links, prose, record, scale, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.situation import Profile
from icp_tui.texts import _


class EvidenceKind(Choice):
    """Kinds of proof (R-204, R-189)."""

    NUMBER = "number", _("number")
    CASE = "case", _("case")
    QUOTE = "quote", _("quote")
    DEMONSTRATION = "demonstration", _("demonstration")
    CERTIFICATE = "certificate", _("certificate")
    REFERENCE_CALL = "reference_call", _("reference call")
    SERVICE_LEVEL = "service_level", _("service level")


class Permission(Choice):
    """Whether the customer behind a proof may be named."""

    NAMED = "named", _("may be named")
    ANONYMOUS = "anonymous", _("without the name only")
    NOT_ASKED = "not_asked", _("not asked yet")


@record(_("Proof"), _("Evidence"), parent=Profile)
class Evidence(Record):
    """One proof, dated and with its source (R-186, R-204).

    It can serve any number of problems and objectives.
    """

    what: str | None = text(
        _("It proves that"),
        _("What does it prove, in one sentence?"),
        hint=_("One claim that a sceptic could check"),
        why=_("Anyone can promise. One thing that bears the promise out settles what ten promises do not."),
        how=_("“To convince your most doubtful customer, which one thing would you show?”"),
        b2b=(_("Rejected loads fall from 3.1% to 0.8% in five months"), _("Auditors accept the report")),
        b2c=(_("A family can do with one car"), _("A beginner can ride with two children")),
        core=True,
    )
    evidence_kind: EvidenceKind | None = choice(
        EvidenceKind,
        _("Kind"),
        _("What kind of proof is it?"),
        hint=_("A number, a case, a quote, something to try…"),
        why=_("Owners like a number, users like to try it. With several kinds, everyone finds theirs."),
        how=_("“What do you have: figures, a letter, somebody I may ring, something to try?”"),
        b2b=(_("number"), _("reference call")),
        b2c=(_("demonstration"), _("quote")),
        core=True,
        column=True,
    )
    details: str | None = prose(
        _("The proof itself"),
        _("What would you show or read out?"),
        hint=_("The figures or the quote, and where the original is kept"),
        why=_("In the meeting there is no time to look for it; here it is ready to be read out."),
        how=_("“Could you send me the page, the letter or the photo itself?”"),
        b2b=(_("Refused loads at wholesaler A, month by month, before and after, on one page."),),
        b2c=(_("31 families kept to one car. Riders give 4.7 of 5 in 212 reviews."),),
    )
    source: str | None = text(
        _("Source"),
        _("Where does it come from?"),
        hint=_("Who measured it or said it"),
        why=_("Without its source a proof is one more claim, and the careful buyer asks for it first."),
        how=_("“Who measured that, and could we see the original?”"),
        b2b=(_("Wholesaler A’s delivery notes, March to July 2026"),),
        b2c=(_("Our survey of subscribers, September 2026"),),
        core=True,
    )
    dated: dt.date | None = date(
        _("Date"),
        _("From which day is it?"),
        hint=_("When it was measured, said or issued"),
        why=_("An old figure makes people doubt the good ones. After two years a proof is due for renewal."),
        how=_("“When was that? Has it changed since?”"),
        b2b=(_("2026-07-31"),),
        b2c=(_("2026-09-30"),),
        column=True,
    )
    expires: dt.date | None = date(
        _("good until"),
        _("Until when can it be used?"),
        hint=_("a certificate’s last day"),
        why=_("Certificates run out and people move on; better to know before a buyer finds out."),
        how=_("“Does it run out? Until when may we show it?”"),
        b2b=(_("2028-07-31"),),
        b2c=(_("2027-09-30"),),
        beside=True,
    )
    permission: Permission | None = choice(
        Permission,
        _("May we name them"),
        _("May the customer behind it be named?"),
        hint=_("Until they have agreed, the name stays out"),
        why=_("A name makes a proof stronger. Used without asking, it can cost you that customer."),
        how=_("Ask that customer: “May we tell others what you achieved? With your name, or without?”"),
        b2b=(_("without the name only"),),
        b2c=(_("may be named"),),
    )
    strength: int | None = scale(
        1,
        5,
        _("Strength"),
        _("Would it convince a sceptic?"),
        hint=_("1 hardly · 5 at once"),
        why=_("The strongest proof goes first; a weak one shows where to go and collect a better one."),
        how=_("“If you heard this from a rival, what would you still doubt?”"),
        b2b=(_("5"),),
        b2c=(_("4"),),
        ends=(_("hardly"), _("at once")),
        column=True,
    )
    proves_problems: tuple[str, ...] | None = links(
        "problem",
        _("Answers problems"),
        _("Which problems does it show to be solved?"),
        hint=_("As many as it really settles"),
        why=_("A problem without proof is where doubt stays; the links show which ones are still bare."),
        how=_("Ask the customer behind it: “Which troubles are gone since then?”"),
        b2b=(_("Load refused at the dock"),),
        b2c=(_("Late for school"),),
        thread=True,
    )
    proves_objectives: tuple[str, ...] | None = links(
        "objective",
        _("Proves objectives"),
        _("Which objectives does it show to be reached?"),
        hint=_("Only those that were really reached"),
        why=_("When a buyer names a goal, you know at once what to put on the table."),
        how=_("Ask the customer behind it: “Which of your goals did you reach with it?”"),
        b2b=(_("Cut rejected loads from 3% to 1%"),),
        b2c=(_("Avoid a second car"),),
        thread=True,
    )
