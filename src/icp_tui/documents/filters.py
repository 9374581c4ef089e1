"""The filters of templates: what writes an answer into a document, and what works on text and lists.

A filter that writes gives Markdown; a filter of text wants text and gives text, so it stands before the one
that writes: `{{ problem.what | truncate(80) | heading }}`. Answers keep their source through both kinds.
Only filters that are harmless, quick and always give the same result are here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import pass_environment
from jinja2.filters import FILTERS
from jinja2.runtime import Undefined
from jinja2.sandbox import SandboxedEnvironment

from icp_tui.documents import markdown
from icp_tui.documents.markdown import Answer, Markdown, is_markdown, joined
from icp_tui.documents.prose import prose
from icp_tui.documents.run import ITEM, LARGEST_VALUE, TooMuch, current_run, made, make, sized, step
from icp_tui.documents.tables import table
from icp_tui.texts import say

Filter = Callable[..., Any]

_WRITING: Mapping[str, Filter] = {
    "inline": markdown.inline,
    "cell": markdown.cell,
    "heading": markdown.heading,
    "block": markdown.block,
    "quote": markdown.quote,
    "prose": prose,
    "code": markdown.code,
    "link": markdown.link,
    "yaml": markdown.yaml,
}
_OF_TEXT = ("capitalize", "lower", "title", "truncate", "upper", "wordcount")
# fmt: off
_OF_LISTS = (
    "abs", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last", "length",
    "list", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
)
# fmt: on


def all_filters() -> dict[str, Filter]:
    """Every filter by its name."""
    filters: dict[str, Filter] = {name: _of_lists(FILTERS[name]) for name in _OF_LISTS}
    filters |= {name: _of_text(FILTERS[name]) for name in _OF_TEXT}
    filters |= {name: _writing(function) for name, function in _WRITING.items()}
    return filters | {
        "join": join,
        "replace": _of_text(replace),
        "sum": total,
        "table": table_filter,
        "trim": trim,
    }


def written(value: object) -> Markdown:
    """What `{{ value }}` prints: Markdown as it is, text escaped, nothing for no answer.

    Raises:
        TypeError: The value is not something to print.
    """
    text = printable(value)
    return text if isinstance(text, Markdown) else _traced(value, markdown.inline(text))


def printable(value: object) -> str:
    """The text of a value: answers, other text and numbers; "" where there is no answer.

    Raises:
        TypeError: The value is a list, a record, a yes or no, or something else without one obvious text.
    """
    if value is None:
        return ""
    if is_markdown(value):
        return Markdown(value)
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)
    raise TypeError(say("{kind} cannot be printed; {instead}", kind=kind_of(value), instead=_instead(value)))


def kind_of(value: object) -> str:
    """What a value is, in the words of the documentation of templates."""
    if isinstance(value, bool):
        return say("a yes or no")
    if isinstance(value, str):
        return say("text")
    if isinstance(value, (int, float)):
        return say("a number")
    if isinstance(value, Mapping):
        return say("a record")
    if isinstance(value, (list, tuple)):
        return say("a list")
    return say("a function or other tool") if callable(value) else say("such a value")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: "; did you mean `objectives`?", or nothing."""
    near = difflib.get_close_matches(name, [str(word) for word in known], n=1)
    return say("; did you mean `{name}`?", name=near[0]) if near else ""


def translated(english: str, /, **values: object) -> str:
    """`_("Words of the template")` in the document's language; `{places}` are filled with the values.

    The result is text: it is escaped where it is printed.
    """
    run = current_run.get()
    sentence = run.translate(english) if run else english
    texts = {name: printable(value) for name, value in values.items()}
    _check_length(sum(sentence.count("{" + name + "}") * len(text) for name, text in texts.items()))
    return sized(re.sub(r"\{(\w+)\}", lambda place: texts.get(place[1], place[0]), sentence))


def join(values: Iterable[object], separator: str = "") -> str:
    """Texts side by side; what is not answered is left out, so that no separator stands alone."""
    texts = []
    for value in values:
        step()
        if text := printable(value):
            make(ITEM)
            texts.append(text)
    _check_length(sum(map(len, texts)) + len(separator) * len(texts))
    pieces = [piece for text in texts for piece in (separator, text)][1:]
    return sized(joined(pieces))


def trim(value: object) -> Any:
    """Text or Markdown without white space around it."""
    text = printable(value)
    return _with_source(value, text.strip())


def replace(text: str, old: str, new: str) -> str:
    """Text with every `old` replaced."""
    _check_length(text.count(old) * len(new))
    return text.replace(old, new)


@pass_environment
def total(
    environment: SandboxedEnvironment, values: Iterable[object], attribute: str = "", start: float = 0
) -> float:
    """The sum of numbers, or of a key of records; what is not answered counts for nothing."""
    found = start
    for value in values:
        step()
        number = _at_path(environment, value, attribute)
        if isinstance(number, Undefined):
            return number  # type: ignore[return-value]  # says what is unknown when it is used
        if number is not None and (isinstance(number, bool) or not isinstance(number, (int, float))):
            raise TypeError(say("only numbers can be summed up, not {kind}", kind=kind_of(number)))
        found += number or 0
    return found


def _at_path(environment: SandboxedEnvironment, value: object, path: str) -> object:
    for name in filter(None, path.split(".")):
        value = environment.getitem(value, int(name) if name.isdecimal() else name)
    return value


def _check_length(characters: int) -> None:
    if characters > LARGEST_VALUE:
        raise TooMuch(say("the text would become too long"))


@pass_environment
def table_filter(
    environment: SandboxedEnvironment,
    records: Iterable[object],
    columns: Mapping[str, object],
    right: Iterable[str] = (),
) -> Markdown:
    r"""A table of records, one row each; `columns` are keys with headings, `right` the keys of figures.

    Columns and rows without an answer are left out; without any answer there is no table.

    Example:
        {{ problems | table({"what": _("Problem"), "step.name": _("Step"), "cost": _("Cost")}, ["cost"]) }}

        | Problem | Cost |
        | --- | ---: |
        | Rejected \| returned | € 120 |
        | Late |  |
    """

    def in_cell(value: object) -> str:
        step()
        return _traced(value, made(markdown.cell(printable(value))))

    lines = made(table(records, columns, right, read=environment.getitem, write=in_cell))
    return markdown.standing_alone(lines) if lines else Markdown()


def _writing(function: Filter) -> Filter:
    """A filter that writes Markdown, for whatever can be printed."""

    @wraps(function)
    def write(value: object, *args: Any, **kwargs: Any) -> Markdown:
        text = printable(value)
        # A prefix is written before each line.
        each_line = sum(len(given) for given in (*args, *kwargs.values()) if isinstance(given, str))
        _check_length((text.count("\n") + 1) * each_line)
        written = made(function(text, *args, **kwargs))
        step()
        return _traced(value, written)

    return write


def _of_text(function: Filter) -> Filter:
    """A filter of text, which must not cut Markdown to pieces."""

    @wraps(function)
    def filter_text(first: Any, *args: Any, **kwargs: Any) -> Any:
        # Some of Jinja2's own want their environment before the text.
        value = args[0] if isinstance(first, SandboxedEnvironment) else first
        if is_markdown(value):
            raise TypeError(say("this filter works on text; put it before the filter that writes Markdown"))
        result = made(function(first, *args, **kwargs))
        step()
        return _with_source(value, result)

    return filter_text


def _of_lists(function: Filter) -> Filter:
    """A filter of lists; what it makes of what it goes through is counted."""

    @wraps(function)
    def filter_list(*args: Any, **kwargs: Any) -> Any:
        return made(function(*map(_each_counted, args), **kwargs))

    return filter_list


def _each_counted(value: object) -> object:
    """The same values; of those that are not there yet, each is counted when it comes."""
    return _counted(value) if isinstance(value, Iterator) else value


def _counted(values: Iterator[object]) -> Iterator[object]:
    for value in values:
        step()
        make(ITEM)
        yield value


def _with_source(value: object, result: Any) -> Any:
    if isinstance(value, Answer) and isinstance(result, str):
        return Answer(result, value.source)
    return result


def _traced(value: object, markdown_of_value: Markdown) -> Markdown:
    run = current_run.get()
    if run and run.trace and isinstance(value, Answer) and markdown_of_value:
        return run.trace.marked(value, markdown_of_value)
    return markdown_of_value


def _instead(value: object) -> str:
    if isinstance(value, bool):
        return say("ask with “if” and print words")
    if isinstance(value, Mapping):
        return say("print one of its keys: {names}", names=", ".join(map(str, value)))
    if isinstance(value, (list, tuple)):
        return say("go through it with “for”, or use the filter `join` or `table`")
    return say("is something missing behind it?")
