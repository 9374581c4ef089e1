"""Phase 3, the problems: what goes wrong on the way to an objective, how often, and what it costs (R-200)."""

from __future__ import annotations

from decimal import Decimal

from icp_tui.method.choices import Period
from icp_tui.method.declaration import Record, choice, link, money, number, prose, record, scale, text
from icp_tui.method.records.objectives import Objective
from icp_tui.texts import _


@record(_("Problem"), _("Problems"), parent=Objective)
class Problem(Record):
    """A difficulty in the current process or in reaching the objective (R-200, R-144).

    Its cost in a year is occurrences × cost of one × periods in a year (formulas.md 7).
    """

    what: str | None = text(
        _("What goes wrong"),
        _("What goes wrong?"),
        hint=_("One thing that breaks, seen from their side"),
        why=_("A problem they feel is the reason to act; each gets a question, a proof and a better step."),
        how=_("“What goes wrong on the way there? What else?” Collect first, sort later."),
        b2b=(
            _("Load refused at the dock"),
            _("Sheets get lost before the audit"),
            _("Alarm noticed only the next day"),
        ),
        b2c=(_("Late for school"), _("Taxi whenever it rains")),
        core=True,
    )
    times: Decimal | None = number(
        _("How often"),
        _("How often does it happen?"),
        hint=_("Counted over the last weeks, if they can"),
        why=_("How often, times what one costs: that is the price of leaving things as they are."),
        how=_("“When did it happen last? And the time before?” Two dates tell more than “often”."),
        b2b=(_("2"),),
        b2c=(_("3"),),
        core=True,
        grounded=True,
        column=True,
    )
    per: Period | None = choice(
        Period,
        _("per"),
        _("In which time?"),
        hint=_("a week, a month…"),
        why=_("The cost is reckoned for a year: twice a week is more than four times twice a month."),
        how=_("“Is that in a week or in a month? All year round?”"),
        b2b=(_("a month"),),
        b2c=(_("a week"),),
        beside=True,
    )
    cost_each: int | None = money(
        _("One time costs"),
        _("What does it cost each time?"),
        hint=_("Everything that follows from it; empty means unknown"),
        why=_(
            "Two loads a month at 1,900 are 45,600 a year: beside that, a price looks small. "
            "It has to be their figure; ours would be argued with."
        ),
        how=_(
            "“What did the last one cost you, with all that came after?” "
            "If they cannot say, add it up with them rather than for them."
        ),
        b2b=(_("1900"),),
        b2c=(_("14"),),
        core=True,
        grounded=True,
        column=True,
    )
    severity: int | None = scale(
        1,
        5,
        _("How bad"),
        _("How bad is it for them?"),
        hint=_("1 a nuisance · 5 unbearable"),
        why=_("People act on what hurts. A 4 or 5 deserves a question about what else it leads to."),
        how=_("“If nothing changes for another year, what then?” Listen to the voice as much as the words."),
        b2b=(_("5"),),
        b2c=(_("4"),),
        ends=(_("a nuisance"), _("unbearable")),
        core=True,
    )
    sufferers: str | None = text(
        _("Who suffers"),
        _("Who feels it?"),
        hint=_("Who has the work, who pays, who gets the blame"),
        why=_("Those who suffer will speak for a change; those who pay must hear what it costs."),
        how=_("“When it happens, whose phone rings?”"),
        b2b=(_("Drivers, the fleet manager at night, the owner who pays"),),
        b2c=(_("The parent who drops off, and both children"),),
    )
    step: str | None = link(
        "process_step",
        _("At which step"),
        _("At which step of the current process does it happen?"),
        hint=_("A step of today; empty if it is the whole way"),
        why=_("It shows what the new process has to mend, and where nothing needs to change."),
        how=_("“Here is your way of today as I noted it. Where does it go wrong?”"),
        b2b=(_("Driver notes the temperature on paper"),),
        b2c=(_("Bus with the buggy"),),
        where=(("side", "current"),),
    )
    in_their_words: str | None = prose(
        _("In their words"),
        _("How do they describe it themselves?"),
        hint=_("Their sentence, unpolished"),
        why=_("Others with the same trouble recognise it at once; no sentence of ours does that."),
        how=_("Repeat their last words and wait: “The whole truck?”"),
        b2b=(_("“They sent the whole truck back.”"),),
        b2c=(_("“When it rains, we lose the morning and fourteen euros.”"),),
    )
