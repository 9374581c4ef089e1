"""Making profiles and records out of arguments: what is asked for is checked before anything is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from icp_tui.cli.naming import anything_named, client_named, is_part, meant, named, short_ids, slug
from icp_tui.cli.printing import brief
from icp_tui.cli.typed import (
    STDIN,
    a_name,
    check_kept,
    dumped_answer,
    first_answers,
    from_stdin,
    refuse_second,
)
from icp_tui.errors import NotFound, WrongUse
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Link, Links
from icp_tui.method.records import Client, Profile
from icp_tui.store.intake.once import ONCE, standing_in
from icp_tui.store.work.actions import add, start
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.cli.request import Request
    from icp_tui.method.answers import Answers
    from icp_tui.store.work.workspace import Workspace


_STARTED = (Client, Profile)
"""What `add` cannot make: only `new` does."""


def start_profile(
    request: Request, client: str, given: Mapping[str, str | None], values: Sequence[str]
) -> Answers:
    """Start a profile for the client of that name, known or new; gives its answers.

    Raises:
        BadAnswer: one value cannot be read; nothing was made, not even the workspace.
        WrongUse: there is no name, or an argument cannot be understood.
    """
    client = a_name(client)
    answered = {name: value for name, value in given.items() if value is not None}
    answered["name"] = a_name(answered["name"])
    for field, raw in answered.items():
        check_kept(field, raw)
    answered |= first_answers(Profile, values, None)
    with request.workspace(create=True) as workspace:
        known = client_named(workspace, client)
        profile_id = start(
            workspace, answered, client_id=known.id if known else None, client={"name": client}
        )
        return workspace.answers(profile_id)


def add_records(
    workspace: Workspace,
    kind_name: str,
    *,
    to: str,
    titles: Sequence[str],
    values: Sequence[str],
    after: str | None,
) -> list[Record]:
    """Add records of a kind below the record or profile that `to` names; gives them.

    Raises:
        BadAnswer: one value cannot be read.
        NotFound: no such kind, or no such parent.
        WrongUse: it cannot stand there, or an argument cannot be understood.
    """
    kind = kind_meant(kind_name)
    profile_id, target = anything_named(workspace, to)
    answers = workspace.answers(profile_id)
    parent_id, links = place_of(answers, kind, target)
    row = {**links, **first_answers(kind, values, answers)}
    named = _titles(titles)
    if named and kind.title_field in row:
        raise WrongUse(
            say("“{field}” is given twice.", field=kind.title_field),
            means=say("Nothing was changed."),
            do=say("Leave out the title, or --set {field}=….", field=kind.title_field),
        )
    rows: list[dict[str, str]] = [{**row, kind.title_field: title} for title in named]
    if not rows and values:
        rows = [row]
    if not rows:
        raise WrongUse(
            say("There is nothing to add."),
            means=say("Nothing was changed."),
            do=say("Name a title, or a - to take one from each line of standard input."),
        )
    siblings = answers.of(kind, parent_id)
    for row in rows:
        _check_fixed(answers, kind, row)
    _check_once(answers, kind, rows, siblings)
    return add(workspace, profile_id, kind, parent_id, rows, after=_sibling(siblings, after))


def kind_meant(name: str) -> type[Record]:
    """The kind of record that a word means: its name or the words of the screens, one or many of them.

    Raises:
        NotFound: there is none.
        WrongUse: it is a client or a profile, which only `new` makes.
    """
    wanted = _one_word(name)
    words = {
        _one_word(word): kind
        for kind in RECORDS.values()
        for word in (str(kind.plural), str(kind.singular), f"{kind.kind}s", kind.kind)
    }
    # Of two kinds that share a word the one of that very name is meant.
    words |= {_one_word(kind.kind): kind for kind in RECORDS.values()}
    if words.get(wanted) in _STARTED:
        raise WrongUse(
            say("A client or a profile is not added but started."),
            means=say("Nothing was changed."),
            do=say("Use `icp-tui new --client NAME --profile NAME`."),
        )
    if wanted in words:
        return words[wanted]
    kinds = [kind.kind for kind in RECORDS.values() if kind not in _STARTED]
    raise NotFound(
        say("There is no kind of record “{name}”.", name=name),
        means=say("Nothing was changed."),
        do=f"{meant(name, kinds)} {say('There are: {names}.', names=', '.join(kinds))}".strip(),
    )


def _one_word(name: str) -> str:
    return slug(name).replace("_", "-")


def _titles(titles: Sequence[str]) -> list[str]:
    lines = from_stdin().splitlines() if list(titles) == [STDIN] else titles
    return [line for line in lines if line.strip()]


def place_of(answers: Answers, kind: type[Record], target: Record) -> tuple[str, dict[str, str]]:
    """Below which record a new one stands, and the links that it has from the start.

    Raises:
        WrongUse: it cannot stand there.
    """
    if kind.parent is type(target):
        return target.id, {}
    for question in kind.questions.values():
        if question.thread and isinstance(question.kind, Link | Links) and question.kind.to == target.kind:
            above: Record | None = target
            while above and type(above) is not kind.parent:
                above = answers.get(above.parent_id)
            if above:
                return above.id, {question.name: target.id}
    raise WrongUse(
        say("{child} cannot hang on {parent}.", child=str(kind.singular), parent=named(target)),
        means=say("Nothing was changed."),
        do=say("Name one of these after --to: {kinds}.", kinds=", ".join(_parents(kind))),
    )


def _parents(kind: type[Record]) -> list[str]:
    """The words for what a kind of record can hang on."""
    threads = [
        question.kind.to
        for question in kind.questions.values()
        if question.thread and isinstance(question.kind, Link | Links)
    ]
    own = [kind.parent.kind] if kind.parent else []
    return [str(RECORDS[name].singular).lower() for name in dict.fromkeys([*own, *threads])]


def _check_fixed(answers: Answers, kind: type[Record], row: Mapping[str, str]) -> None:
    """Refuse a record without what only its making can say, such as the side of a process step."""
    for question in kind.questions.values():
        if question.fixed and not row.get(question.name, "").strip():
            raise WrongUse(
                say("{kind} needs “{field}”.", kind=str(kind.singular), field=question.name),
                means=say("Nothing was changed."),
                do=_fixed_by(answers, kind, question),
            )


def _fixed_by(answers: Answers, kind: type[Record], question: Question) -> str:
    """How to say what only the making of a record can say."""
    options = [option.value for option in getattr(question.kind, "options", ())]
    if options and question.name == kind.title_field:
        return say("Name one in place of the title: {names}.", names=", ".join(options))
    if options:
        choices = say(" or ").join(f"--set {question.name}={option}" for option in options)
        return say("Say which: {choices}.", choices=choices)
    there = [record for record in answers.records if record.kind == getattr(question.kind, "to", "")]
    if not there:
        return say("Add one first: `icp-tui add {kind} --to …`.", kind=question.name)
    short = short_ids(record.id for record in answers.records)
    return say("Say which with --set {field}=ID. There are:", field=question.name) + "".join(
        f"\n  {short[record.id]}  {record.title}" for record in there
    )


def _check_once(
    answers: Answers, kind: type[Record], rows: Sequence[Mapping[str, str]], siblings: Sequence[Record]
) -> None:
    """Refuse a second line of the scorecard or a second answer for one cell of the grid."""
    if field := ONCE.get(kind.kind):
        question, seen = kind.questions[field], set()
        for row in rows:
            dumped = dumped_answer(question, row[field])
            standing = standing_in(siblings, field, dumped)
            if standing or dumped in seen:
                linked = answers.get(dumped)
                refuse_second(question, linked.title if linked else row[field], standing)
            seen.add(dumped)


def _sibling(siblings: Sequence[Record], after: str | None) -> str | None:
    if after is None:
        return None
    found = [record.id for record in siblings if is_part(record.id, after)]
    if len(found) != 1:
        raise WrongUse(
            say("{id} names none of the records beside which it would stand.", id=brief(after)),
            means=say("Nothing was changed."),
            do=say("Leave out --after, or see the ids with `icp-tui show PROFILE`."),
        )
    return found[0]
