"""Attributes as the method names them: of organisations (R-085 to R-098), of households (R-101 to R-103).

The last of each list are shown by behaviour and situation; those tell good customers from others better than
size or age. Outside `PROTECTED`, none speaks of gender, marital status or ethnic origin.
"""

from __future__ import annotations

from icp_tui.method.library.entry import Entry
from icp_tui.texts import Words, _


def _attribute(title: Words, hint: Words, target_type: str, see: Words, *, before_call: str = "no") -> Entry:
    """An attribute, with how to see it, and whether that is possible before the first call.

    A yes/no attribute is met by “yes”; every other target is the client's to say.
    """
    target = (("target", _("yes")),) if target_type == "yes_no" else ()
    seen = (("how_to_see", see), ("seen_before_call", before_call))
    return Entry(title, (("target_type", target_type), *target, *seen), hint)


OF_ORGANISATIONS: tuple[Entry, ...] = (
    _attribute(
        _("Industry"),
        _("The sectors they work in, such as food wholesale"),
        "list",
        _("First line of their website, or the trade register"),
        before_call="yes",
    ),
    _attribute(
        _("Kind of organisation"),
        _("Company, public body or association"),
        "list",
        _("Legal form in the imprint"),
        before_call="yes",
    ),
    _attribute(
        _("Headcount"),
        _("People on the payroll, such as 10 to 60"),
        "range",
        _("Company page on a professional network"),
        before_call="yes",
    ),
    _attribute(
        _("Number of departments"),
        _("How many, such as 3 to 6"),
        "range",
        _("“About us” and the contacts on their website"),
        before_call="yes",
    ),
    _attribute(
        _("Size of the team concerned"),
        _("Product, service or sales team, such as 5 to 20"),
        "range",
        _("Count the job titles on a professional network"),
        before_call="yes",
    ),
    _attribute(
        _("Valuation"),
        _("Large and established, or a lean start-up"),
        "list",
        _("Business press, last investment round"),
        before_call="yes",
    ),
    _attribute(
        _("Yearly budget"),
        _("Money they can spend in a year, such as 50k to 200k"),
        "range",
        _("“What may your department spend in a year?”"),
    ),
    _attribute(
        _("Budget for this"),
        _("What they can spend on it in a year, such as 3k to 9k"),
        "range",
        _("“What does it cost you today, all in all?”"),
    ),
    _attribute(
        _("Annual revenue"),
        _("Turnover in a year, such as 5 to 40 million"),
        "range",
        _("Published accounts"),
        before_call="yes",
    ),
    _attribute(
        _("Funding structure"),
        _("Where their money comes from: owners, investors, grants"),
        "list",
        _("Trade register, news about investors"),
        before_call="yes",
    ),
    _attribute(
        _("Location"),
        _("Where they are active, such as within 100 km of us"),
        "text",
        _("Addresses on their website"),
        before_call="yes",
    ),
    _attribute(
        _("Area served"),
        _("Where their own customers are, such as two regions"),
        "list",
        _("Delivery area or branches on their website"),
        before_call="yes",
    ),
    _attribute(
        _("Physical or online"),
        _("A place that people visit, sales mainly online, or both"),
        "list",
        _("Opening hours or a basket on their website"),
        before_call="yes",
    ),
    _attribute(
        _("Age of the company"),
        _("Years since it was founded, such as 5 to 30"),
        "range",
        _("Founding date in the trade register"),
        before_call="yes",
    ),
    _attribute(
        _("Whom they serve"),
        _("Their own customers, such as supermarkets and caterers"),
        "list",
        _("References and logos on their website"),
        before_call="yes",
    ),
    _attribute(
        _("Their goals"),
        _("What they are after, such as passing every audit"),
        "text",
        _("“About us”, annual report, job adverts"),
        before_call="yes",
    ),
    _attribute(
        _("Technology in use"),
        _("Tools they use every day, such as GPS tracking"),
        "list",
        _("Job adverts name the tools they work with"),
        before_call="yes",
    ),
    _attribute(
        _("Network in the sector"),
        _("How well connected, such as active in a trade body"),
        "text",
        _("Lists of members, speakers at trade events"),
        before_call="yes",
    ),
    _attribute(
        _("Likely to recommend"),
        _("They tell others in the trade what works for them"),
        "yes_no",
        _("“Who has heard from you about a good supplier?”"),
    ),
    _attribute(
        _("Their problems"),
        _("Pains and bottlenecks, such as refused loads"),
        "list",
        _("“What went wrong in the last month?”"),
    ),
    _attribute(
        _("Their competitors"),
        _("Whom they are compared with, such as two chains"),
        "list",
        _("Search for their main product and their town"),
        before_call="yes",
    ),
    _attribute(
        _("Decision makers"),
        _("Who decides, such as the owner alone below 10k"),
        "list",
        _("“Who signs for something like this?”"),
    ),
    _attribute(
        _("Someone owns the problem"),
        _("One named person answers for it, such as a fleet manager"),
        "yes_no",
        _("“Whose phone rings when it goes wrong?”"),
    ),
    _attribute(
        _("A date presses them"),
        _("An audit, a contract or a law within 12 months"),
        "yes_no",
        _("“By when must it work, and what happens if not?”"),
    ),
    _attribute(
        _("Pays for something like it"),
        _("A tool, a service or a person does part of it today"),
        "yes_no",
        _("“How do you do it today, and what do you pay for that?”"),
    ),
    _attribute(
        _("Has changed suppliers before"),
        _("Left a supplier within 3 years because of the problem"),
        "yes_no",
        _("“When did you last change, and what was the reason?”"),
    ),
)

OF_HOUSEHOLDS: tuple[Entry, ...] = (
    _attribute(
        _("Age range"),
        _("In years, such as 28 to 45"),
        "range",
        _("Offer ranges to tick; nobody likes to be asked the year"),
    ),
    _attribute(
        _("Occupation"),
        _("What they do for a living, such as shifts in care"),
        "list",
        _("“What does your working day look like?”"),
    ),
    _attribute(
        _("Education"),
        _("School or training, such as a finished apprenticeship"),
        "list",
        _("Ask only where the offer builds on it"),
    ),
    _attribute(
        _("Income"),
        _("Of the household a month, such as 3,000 to 5,000"),
        "range",
        _("Offer ranges to tick, and say what it is for"),
    ),
    _attribute(
        _("Interests and hobbies"),
        _("What they like to do, such as cycling in town"),
        "list",
        _("“What is a good Saturday for you?”"),
    ),
    _attribute(
        _("Lifestyle"),
        _("How they live, such as two jobs and one calendar"),
        "text",
        _("“Walk me through a usual Tuesday.”"),
    ),
    _attribute(
        _("Location"),
        _("Where they live, such as within 6 km of work"),
        "text",
        _("The address they give with the first order or question"),
        before_call="yes",
    ),
    _attribute(
        _("Buying behaviour"),
        _("How they choose and pay, such as trying before buying"),
        "text",
        _("“How did you buy the last thing of that kind?”"),
    ),
    _attribute(
        _("Priorities"),
        _("What comes first for them, such as time before money"),
        "list",
        _("“If you could have only one of these, which one?”"),
    ),
    _attribute(
        _("Household"),
        _("Who lives together, such as two children under 8"),
        "text",
        _("“For how many people should it do?”"),
    ),
    _attribute(
        _("Room for it at home"),
        _("Space and place, such as storage on the ground floor"),
        "text",
        _("“Where would it stand?”"),
    ),
    _attribute(
        _("What they use today"),
        _("How they manage without us, such as bus and taxi"),
        "list",
        _("“How did you do it this morning?”"),
    ),
    _attribute(
        _("Distance"),
        _("How far they go or come for it, such as 1 to 6 km"),
        "range",
        _("Measure it on the map from the address they give"),
    ),
    _attribute(
        _("Where they ask for advice"),
        _("People and media they trust, such as parents’ groups"),
        "list",
        _("“Whom did you ask before you came to us?”"),
    ),
    _attribute(
        _("Who else has a say"),
        _("Such as grandparents who pay, or children who ride"),
        "list",
        _("“Who will have to like it too?”"),
    ),
    _attribute(
        _("Their life is changing"),
        _("A child, a move, a new job within 6 months"),
        "yes_no",
        _("“What made you look for it now?”"),
    ),
    _attribute(
        _("Pays for something like it"),
        _("A product or a service does part of it today"),
        "yes_no",
        _("“What do you pay for it today, all in all?”"),
    ),
)


def _described(title: Words, hint: Words) -> Entry:
    # Merely common: that alone keeps it out of the score, even if nobody looks at its name.
    return Entry(title, (("target_type", "list"), ("trait", "common")), hint, protected=True)


PROTECTED: tuple[Entry, ...] = (
    _described(_("Gender"), _("Only to describe whom we picture; never in a score")),
    _described(_("Marital status"), _("Only to describe; the household says more")),
    _described(_("Ethnic origin"), _("Only to describe; language and place say more")),
)

BY_MODE = {"b2b": OF_ORGANISATIONS, "b2c": OF_HOUSEHOLDS + PROTECTED}
