"""What is wrong with a template, said with its name, its line and how to mend it.

Any error that comes out of a rendering becomes `BadTemplate`: "playbook.md.j2, line 14: unknown name
`objectivs`; did you mean `objectives`?". The place is where the mistake stands, through includes, macros and
extended templates; the way there is named as well.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection, Iterable, Iterator

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from icp_tui.documents.filters import did_you_mean
from icp_tui.documents.loader import BUILT_IN
from icp_tui.documents.run import TooMuch
from icp_tui.errors import BadTemplate
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question, Record
from icp_tui.method.length import LONGEST
from icp_tui.texts import count, say

NAMED, MOST_OF_A_TITLE = 3, 60

Place = tuple[str, int]
"""The name of a template as shown, and a line from 1."""

_NO_SUCH_TOOL = re.compile(r"No (?P<kind>filter|test) named '(?P<name>[^']*)'")
_LONG_WORD = re.compile(r"(\S{80})\S{20,}")
_ESCAPING = frozenset({"e", "escape", "forceescape", "safe"})


class AnswersTooLong(BadTemplate):
    """The template is in order; the answers are longer than a document can hold."""


def fault(
    error: Exception, template: str, *, filters: Collection[str], tests: Collection[str]
) -> BadTemplate:
    """The error to show for what went wrong in rendering `template`."""
    places = list(_places(error))
    where, *way = reversed(places) if places else [(template, 0)]
    reason = _LONG_WORD.sub(r"\1…", _reason(error, filters, tests))
    what = f"{_shown(where)}: {reason}"
    # Each template on the way once, with the line nearest to the mistake.
    callers: dict[str, int] = {}
    for name, line in way:
        if name != where[0]:
            callers.setdefault(name, line)
    if callers:
        what += " " + say("(reached from {places})", places=", ".join(map(_shown, callers.items())))
    shipped = all(name.startswith(f"{BUILT_IN}/") for name in (where[0], *callers))
    return BadTemplate(
        _sentence(what),
        means=say("No document was made; your answers are untouched."),
        do=_advice_on_ours(error) if shipped else _advice(error),
    )


def too_long(error: BadTemplate, answers: Answers) -> AnswersTooLong | None:
    """The error to show instead of `error`, where what was too much for a template are the answers."""
    if not isinstance(error.__cause__, TooMuch):
        return None
    longest = sorted(_lengths(answers), key=lambda found: found[0], reverse=True)[:NAMED]
    if not longest:
        return None
    lines = [
        say("{n:,} characters: “{field}” of {record}", n=length, field=question.label, record=_named(record))
        for length, record, question in longest
    ]
    what = count(
        len(lines),
        "An answer is longer than a document can hold:",
        "Some answers are longer than a document can hold:",
    )
    return AnswersTooLong(
        "\n  ".join([what, *lines]),
        means=say("No document was made; your answers are untouched."),
        do=say("Shorten it, or divide it among several answers."),
    )


def _lengths(answers: Answers) -> Iterator[tuple[int, Record, Question]]:
    """The answers that are longer than any that is typed here, what could not be read included."""
    for record in answers.records:
        for question in record.questions.values():
            held = (getattr(record, question.name), answers.mark(record.id, question.name).raw)
            length = max(len(text) if isinstance(text, str) else 0 for text in held)
            if length > LONGEST:
                yield length, record, question


def _named(record: Record) -> str:
    title = record.title.split("\n")[0]
    short = title if len(title) <= MOST_OF_A_TITLE else title[: MOST_OF_A_TITLE - 1] + "…"
    return f"{record.singular} “{short}”" if short else str(record.singular)


def no_such_template(name: str, names: Iterable[str]) -> BadTemplate:
    """The error for a template that is in none of the folders."""
    known = list(names)
    return BadTemplate(
        _sentence(say("There is no template `{name}`", name=name) + did_you_mean(name, known)),
        do=say("These exist: {names}.", names=", ".join(known) or "–"),
    )


def _places(error: Exception) -> Iterable[Place]:
    """The places in templates on the way to an error, outermost first."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        # Jinja2 puts such frames in the place of its compiled code.
        if "__jinja_exception__" in frame.f_globals:
            yield frame.f_code.co_filename, line
    if isinstance(error, TemplateSyntaxError):
        yield error.filename or error.name or "", error.lineno


def _reason(error: Exception, filters: Collection[str], tests: Collection[str]) -> str:
    message = str(error.message if isinstance(error, TemplateSyntaxError) else error)
    if tool := _NO_SUCH_TOOL.search(message):
        if tool["kind"] == "filter":
            return _unknown_filter(tool["name"], filters)
        return say("unknown test `{name}`", name=tool["name"]) + did_you_mean(tool["name"], tests)
    if isinstance(error, TemplateNotFound):
        return say("there is no template `{name}`", name=error.name or "")
    if isinstance(error, TooMuch):
        return say("the template was stopped: {reason}", reason=message)
    if isinstance(error, MemoryError):
        return say("there is not enough memory for it")
    if isinstance(error, RecursionError):
        return say("templates or macros use one another without end, or something is nested too deep")
    return say("division by zero") if isinstance(error, ZeroDivisionError) else message


def _unknown_filter(name: str, filters: Collection[str]) -> str:
    if name in _ESCAPING:
        return say("no filter `{name}` is needed: texts are escaped, and `prose` keeps Markdown", name=name)
    return say("unknown filter `{name}`", name=name) + did_you_mean(name, filters)


def _advice(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return say("`icp-tui templates fields` lists all names that a template may use.")
    return say("Correct the template and try again.")


def _advice_on_ours(error: Exception) -> str:
    """What to do about a template that nobody can correct."""
    if isinstance(error, TooMuch | MemoryError):
        return say("The profile is larger than a document can be: divide it among several profiles.")
    return say("That template is a part of icp-tui: update icp-tui, or put a template of your own before it.")


def _shown(place: Place) -> str:
    name, line = place
    return say("{name}, line {line}", name=name, line=line) if line else name


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", ")")) else text + "."
