"""Answers as arguments: `field=value`, `field=` clears, `field=-` reads, `field:ground=told` marks."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from icp_tui.cli.naming import SHORTEST, linked_ids, question_named
from icp_tui.errors import BadAnswer, TooLong, WrongUse
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link, Links, Money, OneOf
from icp_tui.method.length import check_length
from icp_tui.method.records import Client, Profile
from icp_tui.method.safe import safe_text
from icp_tui.method.steps import DEFAULTS
from icp_tui.store.intake.once import ONCE, standing_in
from icp_tui.store.log.changes import Edit
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.method.answers import Answers
    from icp_tui.store.work.workspace import Workspace

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Typed:
    """One argument: the answer to a question, or a part of its mark (`state` or `ground`)."""

    question: Question
    part: str
    raw: str


def assignments(kind: type[Record], arguments: Iterable[str]) -> list[Typed]:
    """Read `field=value` arguments for a kind of record.

    Raises:
        BadAnswer: one consists only of signs that are never kept.
        WrongUse: one cannot be understood, a field is given twice, two read from standard input, or one
            would clear what is never without an answer, such as the name of a client or profile.
    """
    made = []
    for argument in arguments:
        found = re.fullmatch(r"([^=:\s]+)(?::([^=\s]*))?=(.*)", argument, re.DOTALL)
        if not found:
            raise WrongUse(
                say("“{argument}” is no answer.", argument=argument),
                means=say("Nothing was changed."),
                do=say("Write field=value, such as {name}=…", name=kind.title_field),
            )
        name, part, raw = found.groups()
        made.append(_typed(question_named(kind, name), part, raw))
    if sum(one.raw == STDIN for one in made) > 1:
        raise WrongUse(
            say("Only one field can be read from standard input."), means=say("Nothing was changed.")
        )
    _refuse_twice(made)
    made = [Typed(one.question, one.part, from_stdin()) if one.raw == STDIN else one for one in made]
    for one in made:
        if kind in (Client, Profile) and one.question.name == kind.title_field and not one.part:
            a_name(one.raw)
        check_kept(one.question.name, one.raw)
        _refuse_none(one)
    return made


def _refuse_none(one: Typed) -> None:
    """Refuse to clear what is never without an answer."""
    if (one.question.always or one.question.fixed) and not one.part and not one.raw.strip():
        raise WrongUse(
            say("“{field}” is never without an answer.", field=one.question.name),
            means=say("Nothing was changed."),
            do=say("Give it another one, or leave it out."),
        )


def _refuse_twice(made: Sequence[Typed]) -> None:
    seen = set()
    for one in made:
        place = f"{one.question.name}:{one.part}".rstrip(":")
        if place in seen:
            raise WrongUse(
                say("“{field}” is given twice.", field=place),
                means=say("Nothing was changed."),
                do=say("Give each field one answer."),
            )
        seen.add(place)


def check_kept(field: str, raw: str) -> None:
    """Refuse an answer of which nothing would be left, since it would clear the field unasked.

    Raises:
        BadAnswer: it consists only of signs that are never kept, such as those that turn a line around.
    """
    if raw.strip() and not safe_text(raw).strip():
        raise BadAnswer(
            say("{field}: There is nothing to read in it, only control signs.", field=field),
            means=say("Nothing was changed."),
            do=say("Type the answer again; {field}= clears it.", field=field),
        )


def _typed(question: Question, part: str | None, raw: str) -> Typed:
    if part is None:
        return Typed(question, "", raw)
    if MARK_PARTS.get(part) is None:
        raise WrongUse(
            say("“{name}:{part}” cannot be set.", name=question.name, part=part),
            means=say("Nothing was changed."),
            do=say("There are {name}:ground and {name}:state.", name=question.name),
        )
    if part == "ground" and not question.grounded:
        raise WrongUse(
            say("“{name}” does not say on what ground it stands.", name=question.name),
            means=say("Nothing was changed."),
            do=say("Only figures and claims do, such as what a problem costs."),
        )
    return Typed(question, part, raw)


def a_name(argument: str) -> str:
    """An argument that names something.

    Raises:
        TooLong: it is longer than an answer can be.
        WrongUse: it is blank.
    """
    check_length(safe_text(argument))
    if not safe_text(argument).strip():
        raise WrongUse(say("A name cannot be empty."), means=say("Nothing was changed."))
    return argument


def from_stdin() -> str:
    """All of standard input, which must be UTF-8.

    Raises:
        WrongUse: it is not, or there is none.
    """
    stream = getattr(sys.stdin, "buffer", None)
    try:
        return (stream.read() if stream else b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse(
            say("What comes on standard input is not UTF-8 text (byte {place}).", place=error.start + 1),
            means=say("Nothing was changed."),
            do=say("Save it as UTF-8 and try again."),
        ) from error


def edits(workspace: Workspace, profile_id: str, record: Record, typed: Sequence[Typed]) -> list[Edit]:
    """The changes that give `record` what was typed.

    Raises:
        BadAnswer: one cannot be read as its kind; names the field.
        WrongUse: a link leads nowhere.
    """
    made: dict[str, Edit] = {}
    answers = workspace.answers(profile_id)
    for one in typed:
        name = one.question.name
        if one.part:
            made[f"{name}:{one.part}"] = Edit(record.kind, record.id, f"{name}:{one.part}", _mark(one))
            continue
        raw = readable(one, answers, _currency(typed, answers))
        try:
            workspace.parsed(profile_id, record, name, raw)
        except BadAnswer as error:
            raise _bad(name, error) from error
        _refuse_standing(answers, record, one.question, raw)
        # An answer changes its mark too: what is given later wins, and one undo takes it back.
        made.update((edit.field, edit) for edit in workspace.answer_edits(profile_id, record, name, raw))
    return list(made.values())


def first_answers(kind: type[Record], arguments: Iterable[str], answers: Answers | None) -> dict[str, str]:
    """What `field=value` arguments answer of a record that is yet to be made in the profile of `answers`.

    Raises:
        BadAnswer: one cannot be read as its kind; names the field.
        WrongUse: one cannot be understood, or sets a mark.
    """
    typed = assignments(kind, arguments)
    for one in typed:
        if one.part:
            raise WrongUse(
                say(
                    "“{name}:{part}” can be set once the record is there.",
                    name=one.question.name,
                    part=one.part,
                ),
                means=say("Nothing was changed."),
                do=say("Leave it out here, and use `icp-tui set` then."),
            )
    currency = _currency(typed, answers)
    return {one.question.name: readable(one, answers, currency) for one in typed}


def readable(one: Typed, answers: Answers | None, currency: str) -> str:
    """What was typed for a field, known to be readable; ids of links and plain amounts are written out.

    Raises:
        BadAnswer: it cannot be read as its kind, is too long, or is an amount in another `currency`; names
            the field.
        WrongUse: a link leads nowhere, or to several where there can be one.
    """
    kind = one.question.kind
    try:
        check_length(safe_text(one.raw))
    except TooLong as error:
        raise _bad(one.question.name, error) from error
    if isinstance(kind, Link | Links) and answers:
        ids = linked_ids(answers, kind.to, one.raw)
        if isinstance(kind, Link) and len(ids) > 1:
            raise WrongUse(
                say("“{field}” leads to one record; {n} are named.", field=one.question.name, n=len(ids)),
                means=say("Nothing was changed."),
                do=say("Name one of them."),
            )
        return " ".join(ids)
    try:
        if isinstance(kind, Money):
            kind.check_currency(safe_text(one.raw), currency)
        value = kind.parse(safe_text(one.raw))
    except BadAnswer as error:
        raise _bad(one.question.name, error) from error
    return kind.format(value) if isinstance(kind, Money) and value is not None else one.raw


def _currency(typed: Sequence[Typed], answers: Answers | None) -> str:
    """What the profile counts in once all of `typed` is answered."""
    given = [one.raw for one in typed if one.question is Profile.questions["currency"] and not one.part]
    if given:
        return safe_text(given[0]).strip()
    return (answers.profile.currency or "") if answers else DEFAULTS[Profile.kind]["currency"]


def dumped_answer(question: Question, raw: str) -> str:
    """What is kept of an answer that can be read."""
    value = question.kind.parse(safe_text(raw))
    return "" if value is None else question.kind.dump(value)


def refuse_second(question: Question, shown: str, standing: Record | None) -> NoReturn:
    """Refuse a second record where there can be one, such as two ratings of one dimension.

    Raises:
        WrongUse: always; names the one that is `standing` there.
    """
    what = say("There can be one with {field} “{value}”.", field=question.name, value=shown)
    do = say("Give each one its own.")
    if standing:
        do = say("There is one already; change it with `icp-tui set {id} …`.", id=standing.id[-SHORTEST:])
    raise WrongUse(what, means=say("Nothing was changed."), do=do)


def _refuse_standing(answers: Answers, record: Record, question: Question, raw: str) -> None:
    if ONCE.get(record.kind) != question.name:
        return
    siblings = [other for other in answers.of(type(record), record.parent_id) if other.id != record.id]
    if standing := standing_in(siblings, question.name, dumped_answer(question, raw)):
        linked = answers.get(raw)
        refuse_second(question, linked.title if linked else raw, standing)


def _mark(one: Typed) -> str | None:
    options = MARK_PARTS[one.part]
    if not one.raw.strip() or options is None:
        return None
    try:
        chosen = OneOf(options).parse(one.raw)
    except BadAnswer as error:
        raise _bad(f"{one.question.name}:{one.part}", error) from error
    return chosen.value if chosen else None


def _bad(field: str, error: BadAnswer) -> BadAnswer:
    return BadAnswer(f"{field}: {error.what}", means=say("Nothing was changed."), do=error.do)
