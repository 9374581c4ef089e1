"""Red flags that turn up in most trades: by what to see them early, and what to do (R-135 to R-142).

A flag starts with the mildest severity that does it justice: only what cannot end well is a knock-out. What
to do is always said in a way that a person on the other side could hear.
"""

from __future__ import annotations

from icp_tui.method.library.entry import Entry
from icp_tui.texts import Words, _


def _flag(
    title: Words,
    hint: Words,
    severity: str,
    *,
    check: Words,
    do: Words,
    reason: Words,
    points: str = "",
    lifted_when: Words | None = None,
) -> Entry:
    answers: tuple[tuple[str, Words | str], ...] = (
        ("severity", severity),
        *((("points", points),) if points else ()),
        ("how_to_check", check),
        ("what_to_do", do),
        ("reason", reason),
        *((("lifted_when", lifted_when),) if lifted_when else ()),
    )
    return Entry(title, answers, hint)


OF_ALL: tuple[Entry, ...] = (
    _flag(
        _("Pays late"),
        _("Most are honest mistakes; begin with a friendly reminder"),
        "penalty",
        points="10",
        check=_("Look up when the last three invoices were paid"),
        do=_(
            "- Send a friendly reminder: most late payments are honest mistakes.\n"
            "- In the same talk ask first whether they are content, and only then about the invoice.\n"
            "- If it got lost or is being checked, send an updated invoice at once, so that nobody has to "
            "look for it.\n"
            "- Still unpaid: ask openly why, and listen. Are they unhappy with something, short of money, "
            "or is it something else?\n"
            "- Agree on a way together, with a date: most people are reasonable once the reason is known."
        ),
        reason=_("A mistake, a complaint nobody has heard, or short money"),
        lifted_when=_("We know the reason, and the date agreed on was kept"),
    ),
    _flag(
        _("Asks for more than was agreed"),
        _("Favours and free extras outside the scope"),
        "penalty",
        points="10",
        check=_("“What do you count as part of it?” Compare it with the offer"),
        do=_(
            "- Say yes to the wish and name its price: “Gladly; that would be extra.”\n"
            "- Write down what is part of it, and what is not, before work begins.\n"
            "- Do a favour once, and call it one."
        ),
        reason=_("The scope was never written down, or a favour became a habit"),
        lifted_when=_("The scope is signed, and extras are ordered in writing"),
    ),
    _flag(
        _("Haggles on price yet wants everything"),
        _("Brings in the least and takes the most work"),
        "penalty",
        points="20",
        check=_("“Which part could we leave out to meet your price?”"),
        do=_(
            "- Offer less for less: take something out before the price comes down.\n"
            "- Ask what it is worth to them, and reckon it with them.\n"
            "- If they want all of it for less, part as friends."
        ),
        reason=_("They do not see the value yet, or always buy that way"),
        lifted_when=_("They have chosen a smaller package or paid the full price"),
    ),
    _flag(
        _("Needs what we will not offer"),
        _("It decides for them, and we do not plan it"),
        "knock_out",
        check=_("“Without which one thing would it be useless to you?”"),
        do=_("Say so in the first talk, and name somebody who has it. They will remember it kindly."),
        reason=_("They have another problem than the one we solve"),
    ),
    _flag(
        _("Expects results nobody can promise"),
        _("Will be let down however well it goes"),
        "knock_out",
        check=_("“What must be different three months from now?”"),
        do=_("Say what others in their place have reached, and when. If that is too little, do not sell."),
        reason=_("Somebody promised it to them, perhaps in our own advertising"),
        lifted_when=_("They name a result that others have reached"),
    ),
    _flag(
        _("Speaks ill of everyone they bought from"),
        _("The next one they speak of may be us"),
        "note",
        check=_("“What did the one before you liked best do well?”"),
        do=_("Ask what went wrong, and what they did about it. Talk to somebody who served them before."),
        reason=_("Real bad luck, or wishes that they never say aloud"),
        lifted_when=_("They can name one they were content with"),
    ),
    _flag(
        _("Breaks appointments again and again"),
        _("How they treat us now is how it goes on"),
        "note",
        check=_("Count the appointments that they moved or missed"),
        do=_("Ask whether the time is right: “Shall we take it up again when there is more room for it?”"),
        reason=_("It is not urgent for them, or somebody else has to decide"),
        lifted_when=_("They propose a day themselves and keep it"),
    ),
    _flag(
        _("Is rude to our people"),
        _("Costs more good people than it brings in money"),
        "knock_out",
        check=_("Ask all who spoke with them, not only the seller"),
        do=_("Name it once, calmly, from the one in charge. The second time, end it in an orderly way."),
        reason=_("Pressure from above, or a habit that nobody has stopped"),
    ),
)

OF_ORGANISATIONS: tuple[Entry, ...] = (
    _flag(
        _("No one there owns the problem"),
        _("Nobody will use it, renew it or speak for it"),
        "knock_out",
        check=_("“Whose phone rings when it goes wrong?”"),
        do=_("Ask who loses most if all stays as it is, and talk to that person before any offer."),
        reason=_("It bothers everyone a little and nobody much"),
        lifted_when=_("One person is named, and was in the second talk"),
    ),
    _flag(
        _("Wants a free pilot without an end"),
        _("A trial that nobody ends never becomes an order"),
        "penalty",
        points="20",
        check=_("“What must come out of it for you to order, and by when?”"),
        do=_(
            "- Make it small, and paid, with the sum taken off the order.\n"
            "- Agree in writing on the measure, the day and who decides.\n"
            "- If they want none of that, leave it: a trial without a question has no answer."
        ),
        reason=_("They may not order, or have been burnt before"),
        lifted_when=_("Measure, day and decider are agreed in writing"),
    ),
    _flag(
        _("We never meet who decides"),
        _("Our words reach them second-hand, if at all"),
        "penalty",
        points="10",
        check=_("“Who else has to agree, and when may I meet them?”"),
        do=_("Offer a short talk that helps the decider, and make the second visit depend on it."),
        reason=_("Our contact guards the way, or has nobody’s ear"),
        lifted_when=_("We have spoken with the one who signs"),
    ),
    _flag(
        _("Only needs a third quote"),
        _("The order is promised to somebody else"),
        "penalty",
        points="20",
        check=_("“Whom have you in mind, and what would change that?”"),
        do=_("Ask for a talk before the quote. Without one, send the price list and spare the evening."),
        reason=_("Their rules ask for three offers"),
        lifted_when=_("They change the specification after talking with us"),
    ),
    _flag(
        _("Nothing happens if they do nothing"),
        _("Without a date or a loss there is no order"),
        "penalty",
        points="10",
        check=_("“What if you leave it as it is for another year?”"),
        do=_("Reckon with them what waiting costs. If it costs little, come back at the next trigger event."),
        reason=_("They are curious, and other things come first"),
        lifted_when=_("They name a day, and what hangs on it"),
    ),
    _flag(
        _("Would be most of our revenue"),
        _("Who depends on one customer can refuse them nothing"),
        "note",
        check=_("Their yearly price as a share of all our revenue"),
        do=_("Agree on a notice period that gives time to win others, and set a limit for the share."),
        reason=_("They are large, and we are small"),
        lifted_when=_("Their share has come down below the limit we set"),
    ),
    _flag(
        _("Wants the top service at the basic price"),
        _("Such as a person on call day and night"),
        "penalty",
        points="10",
        check=_("“How fast must somebody answer, and at what hours?”"),
        do=_("Show the packages side by side and let them choose. What is in the higher one stays there."),
        reason=_("They know it so from larger suppliers"),
        lifted_when=_("They have signed the package they want to use"),
    ),
    _flag(
        _("May soon be unable to pay"),
        _("Overdue accounts, payments stopped, rumours in the trade"),
        "knock_out",
        check=_("Published accounts, credit report, the trade’s grapevine"),
        do=_("Sell against payment in advance, or wait. Be kind: they may be a good customer in a year."),
        reason=_("They have lost a large customer or grown too fast"),
        lifted_when=_("They pay in advance, or new accounts look sound"),
    ),
)

OF_HOUSEHOLDS: tuple[Entry, ...] = (
    _flag(
        _("Expects us at all hours"),
        _("Service as at a hotel, at the price of a hostel"),
        "penalty",
        points="10",
        check=_("“When something breaks, what would you expect of us?”"),
        do=_("Say at the start when we answer and when not, and what they can do by themselves meanwhile."),
        reason=_("They fear to be left alone with it"),
        lifted_when=_("They know our hours and have once managed without us"),
    ),
    _flag(
        _("Buys only at a discount"),
        _("Gone as soon as the price is the price"),
        "penalty",
        points="10",
        check=_("Did they come by a discount code, and buy without one since?"),
        do=_("Offer a smaller package at its full price rather than the full one at a smaller price."),
        reason=_("It is a nice-to-have for them, or money is short"),
        lifted_when=_("They have bought twice at the full price"),
    ),
    _flag(
        _("Orders, sends back, orders again"),
        _("Each return costs more than the order brings"),
        "note",
        check=_("Count orders and returns of the last 12 months"),
        do=_("Ring them up and help to choose; a wrong picture of the product is our task to mend."),
        reason=_("Our description misleads, or they try things out at home"),
        lifted_when=_("Three orders in a row were kept"),
    ),
    _flag(
        _("Wants to use it against the terms"),
        _("Such as lending it on, or for a trade"),
        "knock_out",
        check=_("“Who will use it, and for what?”"),
        do=_("Explain why the terms say so, and offer what fits their use, if we have it."),
        reason=_("The terms went unread, or we have no offer for trades"),
    ),
    _flag(
        _("The others at home are against it"),
        _("Bought on Friday, cancelled on Monday"),
        "note",
        check=_("“What do the others at home say to it?”"),
        do=_("Invite all of them to try it together before anybody signs."),
        reason=_("One of them fears the cost or the change"),
        lifted_when=_("All who will use it have tried it"),
    ),
)

BY_MODE = {"b2b": OF_ALL + OF_ORGANISATIONS, "b2c": OF_ALL + OF_HOUSEHOLDS}
