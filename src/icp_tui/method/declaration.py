"""How a record is declared: one frozen dataclass whose fields carry their question.

From a declaration follow the table and its columns, the form, the outline, parsing and validation, what
counts as answered, the template's values and the message ids that translators get. No other place names a
field unless it gives it a meaning of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from icp_tui.method.fields import (
    Choice,
    Date,
    Kind,
    Link,
    Links,
    Money,
    Number,
    OneOf,
    Prose,
    Scale,
    Several,
    Text,
)
from icp_tui.texts import Words

NO_WORDS = Words("")

R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True)
class Question:
    """What a field asks and how it behaves.

    Attributes:
        name: the attribute of the record, and the column.
        kind: how it is typed, read and kept.
        label: two or three words before the answer.
        ask: the whole question, one sentence.
        hint: what a good answer holds, one line, shown while the field is empty.
        why: why it is asked; shown by the guide.
        how: how to ask the client for it; shown by the guide.
        b2b, b2c: good answers for an organisation (ColdLine) and for a household (Family Wheels).
        core: counts for progress; the playbook is thin without it.
        grounded: the answer is a figure or a claim that can say on what ground it stands.
        beside: stands in the line of the field before it.
        thread: a link that a new record gets from the objective or problem in view.
        column: shown at the right of the record's line in an outline.
        only: (field, value): asked only where the record's other field has that value.
        fixed: set when the record is made; never asked.
        page: which page of the record's step asks it, where the record has several.
        section: words that stand above it in the form, where a new group of questions begins.
        library: the ready-made answers that are offered while it is typed (method/library).
        always: never without an answer; clearing it changes nothing.
    """

    name: str
    kind: Kind
    label: Words
    ask: Words = NO_WORDS
    hint: Words = NO_WORDS
    why: Words = NO_WORDS
    how: Words = NO_WORDS
    b2b: tuple[Words, ...] = ()
    b2c: tuple[Words, ...] = ()
    core: bool = False
    grounded: bool = False
    beside: bool = False
    thread: bool = False
    column: bool = False
    only: tuple[str, str] | None = None
    fixed: bool = False
    page: str = ""
    section: Words = NO_WORDS
    library: str = ""
    always: bool = False

    def examples(self, mode: str | None) -> tuple[Words, ...]:
        """Good answers for the profile's mode (`b2b` or `b2c`)."""
        return self.b2c if mode == "b2c" else self.b2b

    def asked_of(self, record: Record) -> bool:
        """Whether the form of `record` shows this question."""
        if self.fixed:
            return False
        return self.only is None or str(getattr(record, self.only[0])) == self.only[1]


def _ask(kind: Kind, label: Words, ask: Words, more: Mapping[str, Any]) -> Any:
    return field(default=None, metadata={"question": Question("", kind, label, ask, **more)})


def text(label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """A one-line answer."""
    return _ask(Text(), label, ask, more)


def prose(label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """An answer of several lines."""
    return _ask(Prose(), label, ask, more)


def number(
    label: Words, ask: Words = NO_WORDS, *, unit: Words | None = None, whole: bool = False, **more: Any
) -> Any:
    """A figure."""
    return _ask(Number(unit=unit, whole=whole), label, ask, more)


def money(label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """An amount in the profile's currency."""
    return _ask(Money(), label, ask, more)


def date(label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """A day."""
    return _ask(Date(), label, ask, more)


def choice(options: type[Choice], label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """One of a fixed set."""
    return _ask(OneOf(options), label, ask, more)


def choices(options: type[Choice], label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """Any number of a fixed set."""
    return _ask(Several(options), label, ask, more)


def scale(
    low: int,
    high: int,
    label: Words,
    ask: Words = NO_WORDS,
    *,
    ends: tuple[Words, Words],
    **more: Any,
) -> Any:
    """A whole number from `low` to `high`."""
    return _ask(Scale(low, high, ends), label, ask, more)


def link(
    to: str, label: Words, ask: Words = NO_WORDS, *, where: tuple[tuple[str, str], ...] = (), **more: Any
) -> Any:
    """Another record of the profile; `to` is its kind's name, "" any kind."""
    return _ask(Link(to, where), label, ask, more)


def links(to: str, label: Words, ask: Words = NO_WORDS, **more: Any) -> Any:
    """Any number of other records of the profile."""
    return _ask(Links(to), label, ask, more)


# Without field specifiers a type checker takes each question for a default, so that answers can be left out.
@dataclass_transform(frozen_default=True, kw_only_default=True)
def part(cls: type[R]) -> type[R]:
    """Declare some fields of a record that stands in several files; the record derives from its parts."""
    # What dataclass would write anew for each class stands once in Record: that took 15 ms at every start.
    return dataclass(init=False, eq=False, repr=False, match_args=False)(cls)


@part
class Record:
    """One entry in a step. The store sets `id` (UUIDv7), `parent_id`, `position` (order among siblings)."""

    id: str = ""
    parent_id: str = ""
    position: float = 0.0

    kind: ClassVar[str]
    parent: ClassVar[type[Record] | None]
    singular: ClassVar[Words]
    plural: ClassVar[Words]
    within: ClassVar[str | None]
    questions: ClassVar[Mapping[str, Question]]
    title_field: ClassVar[str]
    blank: ClassVar[Mapping[str, Any]] = {}

    if not TYPE_CHECKING:

        def __init__(self, **values: Any) -> None:
            if unknown := values.keys() - self.blank.keys():
                raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
            self.__dict__.update(self.blank)
            self.__dict__.update(values)

        def __setattr__(self, name: str, value: Any) -> None:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

        def __delattr__(self, name: str) -> None:
            raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        answered = (f"{name}={value!r}" for name, value in self.__dict__.items() if value is not None)
        return f"{type(self).__name__}({', '.join(answered)})"

    @property
    def title(self) -> str:
        """The answer that names the record; empty where it has none."""
        value = getattr(self, self.title_field)
        return str(value.words) if isinstance(value, Choice) else value or ""


RECORDS: dict[str, type[Record]] = {}
"""All declared kinds of record by name, parents before children."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(
    singular: Words, plural: Words, *, parent: type[Record] | None = None, within: str | None = None
) -> Callable[[type[R]], type[R]]:
    """Declare a kind of record.

    `parent` is the kind that it belongs to and is deleted with. `within` names the link field by which an
    outline shows it in an objective's thread although it belongs to the profile.
    """

    def declare(cls: type[R]) -> type[R]:
        made = part(cls)
        made.kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", made.__name__).lower()
        made.parent, made.within = parent, within
        made.singular, made.plural = singular, plural
        made.questions = {question.name: question for question in _questions(made)}
        made.title_field = next(iter(made.questions))
        made.blank = {member.name: member.default for member in fields(made)}
        RECORDS[made.kind] = made
        return made

    return declare


def _questions(made: type[Record]) -> Iterator[Question]:
    """The record's own questions, then those of its parts in the order in which it names them."""
    own = [name for cls in made.__mro__ for name in vars(cls).get("__annotations__", {})]
    for member in sorted(fields(made), key=lambda member: own.index(member.name)):
        question: Question | None = member.metadata.get("question")
        if question:
            # A dataclass field learns its name only here; the rest of the declaration stays as written.
            object.__setattr__(question, "name", member.name)
            yield question
