"""A profile with an answer to every question, made without a store: one record a kind, and a new step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import icp_tui.method.records  # noqa: F401 - declares the records
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import RECORDS, Question
from icp_tui.method.fields import Date, Link, Links, Money, Number, OneOf, Prose, Scale, Several, Text

Wanted = Callable[[str, Question], bool]
Say = Callable[[str], str]

PROFILE = "profile-1"
NEW_STEP = "process_step-2"


def everything(kind: str, question: Question) -> bool:
    """Every question is answered."""
    return True


def named(place: str) -> str:
    """The place itself as the text of an answer."""
    return f"Text of {place}"


def in_euros(place: str) -> str:
    """The same, but for the currency, so that amounts are written as amounts."""
    return "EUR" if place == "profile.currency" else named(place)


def filled(say: Say = named, wanted: Wanted = everything) -> Answers:
    """A profile in which every wanted question is answered, its texts being `say("kind.field")`."""
    records = []
    for kind, declared in RECORDS.items():
        parent_id = f"{declared.parent.kind}-1" if declared.parent else ""
        values = {
            name: _answer(kind, question, say)
            for name, question in declared.questions.items()
            if question.fixed or wanted(kind, question)
        }
        records.append(declared(id=f"{kind}-1", parent_id=parent_id, **values))
        if kind == "process_step":
            side = declared.questions["side"].kind.load("new")
            records.append(declared(id=NEW_STEP, parent_id=parent_id, **{**values, "side": side}))
    return Answers(PROFILE, records)


def _answer(kind: str, question: Question, say: Say) -> Any:
    answer: Any = None
    match question.kind:
        case Text() | Prose():
            answer = say(f"{kind}.{question.name}")
        case Number():
            answer = Decimal(3)
        case Money():
            answer = 1250
        case Date():
            answer = dt.date(2026, 9, 30)
        case OneOf(options=options):
            answer = next(iter(options))
        case Several(options=options):
            answer = tuple(options)[-2:]
        case Scale(high=high):
            answer = high
        case Link(to=to):
            answer = f"{to}-1"
        case Links(to=to):
            answer = (f"{to}-1",)
    assert answer is not None, f"a kind without a sample answer: {question.kind}"
    return answer
