"""What an outline says at the right of each record: its figures, and what still hangs in the air."""

from __future__ import annotations

from functools import lru_cache

from rich.text import Text

from icp_tui.formats import UNKNOWN, fixed, money, number
from icp_tui.insight.customers import Band, band, told_ratio, value_ratio
from icp_tui.insight.value import cost_a_year
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Scale
from icp_tui.method.records import (
    Customer,
    CustomerGroup,
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
    ValueSource,
)
from icp_tui.texts import count, interface_language, say
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import first_part
from icp_tui.tui.widgets.outline import Row
from icp_tui.tui.widgets.sheet import shown


def row_of(record: Record, answers: Answers, inks: Inks) -> Row:
    """A record as one line of an outline."""
    match record:
        case Problem():
            columns = _problem(record, answers, inks)
        case ProcessStep():
            columns = _process_step(record, answers, inks)
        case Objective():
            columns = _objective(record, answers, inks)
        case Evidence():
            columns = _evidence(record, answers, inks)
        case DiscoveryQuestion():
            columns = (*_columns(record, answers, inks), _titles(record, "problem", answers, inks))
        case Objection():
            columns = (*_columns(record, answers, inks), _objection_state(record, inks))
        case Customer():
            columns = _customer(record, answers, inks)
        case _:
            columns = _columns(record, answers, inks)
    return Row(record.id, record.title, columns)


def waiting_row(record_id: str, title: str, columns: int, inks: Inks) -> Row:
    """A record that could not be saved yet as one line of an outline, with the id that it is to have.

    It says so in the last of the `columns` that the others have: the first ones give way where it is narrow.
    """
    told = Text(say("! not saved yet"), inks.bad)
    return Row(record_id, title, (*(Text() for _ in range(columns - 1)), told))


def _columns(record: Record, answers: Answers, inks: Inks) -> tuple[Text, ...]:
    """The fields declared as columns."""
    made = []
    for question in record.questions.values():
        if question.column and question.asked_of(record):
            value = getattr(record, question.name)
            if isinstance(question.kind, Scale) and value is not None:
                made.append(
                    Text.assemble(("■" * value, inks.accent), ("□" * (question.kind.high - value), inks.dim))
                )
            else:
                made.append(Text(first_part(shown(answers, record, question)), inks.dim))
    return tuple(made)


def _problem(problem: Problem, answers: Answers, inks: Inks) -> tuple[Text, ...]:
    language, currency = interface_language(), answers.profile.currency or ""
    often = ""
    if problem.times is not None and problem.per:
        often = f"{number(problem.times, language)} {problem.per.words}"
    cost = cost_a_year(problem)
    a_year = Text(UNKNOWN, inks.dim)
    if cost is not None:
        a_year = Text(say("{money} / yr", money=money(cost, currency, language)), inks.strong)
    questions = len(answers.linking(DiscoveryQuestion, "problem", problem.id))
    proofs = len(answers.linking(Evidence, "proves_problems", problem.id))
    if not questions:
        state = Text(say("! no question"), inks.warn)
    elif not proofs:
        state = Text(say("! no proof"), inks.warn)
    else:
        state = Text(count(questions, "{n} question", "{n} questions"), inks.dim)
    return Text(often, inks.dim), a_year, state


def _process_step(step: ProcessStep, answers: Answers, inks: Inks) -> tuple[Text, ...]:
    language, currency = interface_language(), answers.profile.currency or ""
    minutes = UNKNOWN if step.minutes is None else say("{n} min", n=number(step.minutes, language))
    often = ""
    if step.times is not None and step.per:
        often = f"{number(step.times, language)} {step.per.words}"
    cost = "" if step.cost is None else money(step.cost, currency, language)
    return Text(often, inks.dim), Text(cost, inks.dim), Text(minutes)


def _objective(objective: Objective, answers: Answers, inks: Inks) -> tuple[Text, ...]:
    problems = len(answers.of(Problem, objective.id))
    told = Text(count(problems, "{n} problem", "{n} problems"), inks.dim)
    if not problems:
        told = Text(say("! no problem yet"), inks.warn)
    return *_columns(objective, answers, inks), told


def _customer(customer: Customer, answers: Answers, inks: Inks) -> tuple[Text, ...]:
    """What they pay and gain, and how many times the price that is; of those lost, why."""
    if customer.customer_group is CustomerGroup.COMPARISON:
        return tuple(
            Text(str(choice.words) if choice else "", inks.dim)
            for choice in (customer.comparison_kind, customer.reason)
        )
    language, currency = interface_language(), answers.profile.currency or ""
    per = f" {customer.per.words}" if customer.per and _have_periods(answers) else ""
    paid, gained = (
        Text(UNKNOWN if amount is None else money(amount, currency, language) + per, inks.dim)
        for amount in (customer.price_paid, customer.value_obtained)
    )
    ratio = value_ratio(customer)
    if ratio is None:
        return Text(), paid, gained, Text(say("! ask") if customer.price_paid != 0 else "", inks.warn)
    ink = {Band.GOOD: inks.good, Band.THIN: inks.warn, Band.LOSING: inks.bad}[band(ratio)]
    full = min(round(float(ratio) * 2), 8)
    shown_ratio = f" {fixed(told_ratio(ratio), 2, language):>5}"
    drawn = Text.assemble(("━" * full, ink), ("━" * (8 - full), inks.rule), (shown_ratio, ink))
    guess = Text(say("guess"), inks.warn) if customer.value_source is ValueSource.GUESS else Text()
    return guess, paid, gained, drawn


# Each row of a list asks for it.
@lru_cache(maxsize=2)
def _have_periods(answers: Answers) -> bool:
    """Whether the customers' amounts are of several periods, so that each has to name its own."""
    return len({c.per for c in answers.of(Customer) if c.price_paid is not None}) > 1


def _evidence(proof: Evidence, answers: Answers, inks: Inks) -> tuple[Text, ...]:
    used = len(answers.linked(proof, "proves_problems")) + len(answers.linked(proof, "proves_objectives"))
    told = (
        Text(count(used, "proves {n}", "proves {n}"), inks.dim) if used else Text(say("! unused"), inks.warn)
    )
    return *_columns(proof, answers, inks), told


def _titles(record: Record, field: str, answers: Answers, inks: Inks) -> Text:
    titles = ", ".join(first_part(found.title) for found in answers.linked(record, field))
    text = Text(titles, inks.dim)
    text.truncate(26, overflow="ellipsis")
    return text


def _objection_state(objection: Objection, inks: Inks) -> Text:
    if not objection.response:
        return Text(say("! no answer"), inks.warn)
    if not objection.evidence_used:
        return Text(say("no proof"), inks.dim)
    return Text(say("answered"), inks.good)
