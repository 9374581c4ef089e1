"""What the pages about people and words mean: statement, story, red flags, personas, reach, the threads."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from icp_tui.formats import percent
from icp_tui.insight.chain import ChainLink, chain
from icp_tui.insight.composing import MOST_WORDS, compose_statement, compose_story, sentences, words
from icp_tui.insight.customers import best, heard_via
from icp_tui.method.choices import YesNo
from icp_tui.method.fields import Choice
from icp_tui.method.records import Objective, Part, Persona, RedFlag, Severity, Stage, Touchpoint
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.commands import key_of
from icp_tui.tui.means import View
from icp_tui.tui.means.drawing import advice, bar, counted_bars, labelled
from icp_tui.tui.widgets.sheet import wrapped

MOST_SENTENCES = 2
"""How long a statement is at most (R-216)."""


def statement(view: View) -> list[Text]:
    """How long the statement is, and what could be composed from the chosen attributes."""
    inks = view.inks
    text = view.answers.profile.statement or ""
    lines = []
    if text:
        long = sentences(text) > MOST_SENTENCES or words(text) > MOST_WORDS
        told = [
            count(sentences(text), "{n} sentence", "{n} sentences"),
            count(words(text), "{n} word", "{n} words"),
        ]
        verdict = (
            Text(say("! longer than two sentences or 60 words: who will say it by heart?"), inks.warn)
            if long
            else Text(say("short enough to be said aloud"), inks.good)
        )
        lines += labelled(say("Length"), [*told, verdict], view)
    composed = compose_statement(view.answers)
    if not composed:
        words_ = say("Choose five to seven attributes first; the statement is then composed from them.")
        return lines + advice(words_, inks.quiet, view.width)
    if composed != text:
        told_how = say(
            "Composed from the chosen attributes; {key} puts it into the field:", key=key_of("bring_in")
        )
        lines += advice(told_how, inks.dim, view.width)
        lines += wrapped(Text(composed, inks.quiet), view.width)
    return lines


def story(view: View) -> list[Text]:
    """What could be composed from the slots."""
    inks, composed = view.inks, compose_story(view.answers)
    if not composed or composed == view.answers.profile.story:
        return []
    told_how = say(
        "Composed from the lines below; {key} puts it into the last field:", key=key_of("bring_in")
    )
    lines = advice(told_how, inks.dim, view.width)
    told = wrapped(Text(composed, inks.quiet), view.width)
    return lines + (told[:3] if view.narrow else told)


def red_flags(view: View) -> list[Text]:
    """How many of each severity; a list without a knock-out turns nobody down."""
    flags, inks = view.answers.of(RedFlag), view.inks
    if not flags:
        return []
    tally = Counter(flag.severity for flag in flags if flag.severity)
    lines: list[Text] = []
    if tally:
        severities = [(str(severity.words), tally[severity]) for severity in Severity if tally[severity]]
        lines += counted_bars(say("How severe"), severities, view)
    if tally and not tally[Severity.KNOCK_OUT]:
        told = say("None of them is a knock-out: is there really nobody whom you would turn down?")
        lines += advice(f"! {told}", inks.warn, view.width)
    unchecked = [flag.title for flag in flags if not flag.how_to_check and flag.title]
    if unchecked and not view.narrow:
        told = say("No way to check yet: {titles}", titles="; ".join(unchecked))
        lines += advice(f"! {told}", inks.warn, view.width)
    return lines


def personas(view: View) -> list[Text]:
    """Which parts in the purchase have somebody, and which nobody."""
    people, inks = view.answers.of(Persona), view.inks
    if not people:
        return []
    having = {part for person in people for part in person.parts or ()}
    lines = _covered(say("In the purchase"), Part, having, view)
    if not having & {Part.DECIDES, Part.PAYS}:
        told = say("Nobody here decides or pays: who signs?")
        lines += advice(f"! {told}", inks.warn, view.width)
    return lines


def touchpoints(view: View) -> list[Text]:
    """Which stages of the journey have a touchpoint."""
    points = view.answers.of(Touchpoint)
    if not points:
        return []
    return _covered(say("The journey"), Stage, {point.stage for point in points if point.stage}, view)


def _covered(
    label: str, options: type[Choice], having: set[Choice] | set[Part] | set[Stage], view: View
) -> list[Text]:
    inks = view.inks
    parts = [
        Text.assemble(("■ ", inks.accent), str(option.words))
        if option in having
        else Text(f"□ {option.words}", inks.dim)
        for option in options
    ]
    return labelled(label, parts, view)


def channels(view: View) -> list[Text]:
    """Where the best customers first heard of the client (R-174, R-176)."""
    heard = heard_via(best(view.answers))
    if not heard:
        return []
    return counted_bars(say("The best came by"), heard[:4], view)


def threads(view: View) -> list[Text]:
    """How complete the thread of the objective that one stands on is, and what it lacks (formulas 8)."""
    objective, inks = view.answers.get(view.position.record_id), view.inks
    if not isinstance(objective, Objective) or objective.can_help is YesNo.NO:
        return []
    found = chain(view.answers, objective)
    done = Text.assemble(
        bar(found.percent / 100, 10, inks), f" {percent(found.percent, interface_language())}"
    )
    there = [
        Text.assemble(("■ ", inks.accent), str(link.words))
        if found.has(link)
        else Text(f"□ {link.words}", inks.dim)
        for link in ChainLink
        if link is not ChainLink.OBJECTIVE
    ]
    return labelled(say("Its thread"), [done, *([] if view.narrow else there)], view)
