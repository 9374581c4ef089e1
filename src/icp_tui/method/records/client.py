"""The client: the business that the consultant advises. All its profiles belong to it (R-017)."""

from __future__ import annotations

from icp_tui.method.declaration import Record, prose, record, text
from icp_tui.texts import _


@record(_("Client"), _("Clients"))
class Client(Record):
    """The business that the consultant advises."""

    name: str | None = text(
        _("Client"),
        _("Which business do you advise?"),
        hint=_("The name as its own people say it"),
        why=_("It heads every document, and the library sorts your profiles by it."),
        how=_("“How should your name stand on the cover of the playbook?”"),
        b2b=(_("ColdLine"),),
        b2c=(_("Family Wheels"),),
        core=True,
    )
    sells: str | None = text(
        _("What they sell"),
        _("What does the client sell?"),
        hint=_("In words that a customer would use"),
        why=_(
            "New colleagues read it first, and every profile starts from it. "
            "It should be clear to someone who has never heard of the client."
        ),
        how=_("“If your neighbour asks what your company does, what do you say?”"),
        b2b=(_("Temperature monitoring for van fridges, by subscription"),),
        b2c=(_("Cargo bikes for city families, by monthly subscription"),),
        core=True,
    )
    notes: str | None = prose(
        _("Notes"),
        _("What else should you remember about this client?"),
        hint=_("People, habits, busy months, how they like to work"),
        why=_("You may open this file again in half a year; a line now saves a question then."),
        how=_("Just before you leave: “What should I know before we meet again?”"),
        b2b=(_("The owner decides alone. Busy from June to September. Call before nine."),),
        b2c=(_("Quiet from November to February. The workshop limits what can be delivered."),),
    )
