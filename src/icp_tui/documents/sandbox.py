"""Where templates run: escaped by default, unable to change anything, and bound to end.

Whatever a template prints is escaped as Markdown unless it is Markdown already. It sees plain values and the
filters of filters.py, and nothing of Python. Every loop turn, call and operation takes from a budget, so that
a template can neither hang the program nor fill its memory. What one operation goes through at once is
bounded by weighing.py: each list and record is weighed where a template makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, ClassVar

from jinja2 import BaseLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.environment import Template, TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner, Namespace, missing

from icp_tui.documents import filters
from icp_tui.documents.markdown import is_markdown, joined
from icp_tui.documents.run import TooMuch, current_run, made, make, sized, step
from icp_tui.documents.weighing import (
    check_together,
    holds_others,
    is_passing,
    weighed,
    weighed_from,
    weighed_one_by_one,
    weights_kept,
)
from icp_tui.texts import say

LARGEST_NUMBER = 10**30
LARGEST_OF_RANGE = 10**15

_METHODS: Mapping[type, frozenset[str]] = {
    Mapping: frozenset({"items", "keys", "values", "get"}),
    str: frozenset({"startswith", "endswith", "split"}),
    list: frozenset({"index", "count"}),
    tuple: frozenset({"index", "count"}),
    Macro: frozenset({"name", "arguments"}),
    Cycler: frozenset({"current", "next", "reset"}),
}
"""The methods of values that templates may call; the rest have filters, or no use in a document."""

_OF_TEXT = frozenset({"capitalize", "lower", "title", "truncate", "upper", "wordcount"})
# fmt: off
_GIVING_TEXT = frozenset({
    "block", "cell", "code", "heading", "inline", "join", "link", "prose", "quote", "replace", "sum", "table",
    "trim", "yaml",
})
# fmt: on
"""The filters that print what they get, or refuse it, and give text, Markdown or a number."""

_WITH_PARTS = (
    LoopContext,
    TemplateModule,
    TemplateReference,
    BlockReference,
    Namespace,
    Joiner,
    StrictUndefined,
)
"""Jinja2's own tools whose parts have no fixed names, and an unknown name, which says so itself."""


class Unknown(StrictUndefined):
    """A name or key that there is not; any use of it is an error that says which and what there is."""

    @property
    def _undefined_message(self) -> str:
        name, value = str(self._undefined_name), self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if value is missing:
            run = current_run.get()
            return say("unknown name `{name}`", name=name) + filters.did_you_mean(
                name, run.names if run else ()
            )
        if value is None:
            return say("there is no answer to take `{name}` from; ask with “if” first", name=name)
        if not isinstance(self._undefined_name, str) and isinstance(value, (list, tuple)):
            return say("there is no item {number} in this list; they count from 0", number=name)
        if isinstance(value, Mapping):
            known = [str(key) for key in value]
            others = say("; there is: {names}", names=", ".join(known) or "–")
            return say("there is no `{name}` here", name=name) + (filters.did_you_mean(name, known) or others)
        return say("`{name}` cannot be taken from {kind}", name=name, kind=filters.kind_of(value))


class _Compiler(CodeGenerator):
    """Compiles `~` to our way of joining, counts the turns of loops, and escapes words of the template."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        # Jinja2 would escape a constant as HTML when it compiles; only the template's own Markdown is ready.
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        # Jinja2 slices without asking the environment.
        self._visit_held(super().visit_Getitem, node, frame, is_value=isinstance(node.arg, nodes.Slice))

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        self._visit_held(super().visit_List, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        # Otherwise it is the names that `set` and `for` give.
        self._visit_held(super().visit_Tuple, node, frame, is_value=node.ctx == "load")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        self._visit_held(super().visit_Dict, node, frame)

    def _visit_held(
        self, visit: Callable[[Any, Frame], None], node: nodes.Node, frame: Frame, *, is_value: bool = True
    ) -> None:
        """Write the code of a node, and around it that its value is weighed."""
        self.write("environment.held(" if is_value else "")
        visit(node, frame)
        self.write(")" if is_value else "")

    def visit_Operand(self, node: nodes.Operand, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        self.write(f" {operators[node.op]} environment.compared(")
        self.visit(node.expr, frame)
        self.write(")")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        counted = nodes.EnvironmentAttribute("counted", lineno=node.lineno)
        node.iter = nodes.Call(counted, [node.iter], [], None, None, lineno=node.iter.lineno)
        super().visit_For(node, frame)


class _Template(Template):
    """A template whose document keeps what was weighed until it is made."""

    def generate(self, *args: Any, **kwargs: Any) -> Iterator[str]:
        """The pieces of the document."""
        with weights_kept():
            yield from super().generate(*args, **kwargs)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 for Markdown.

    One environment serves many renderings; what belongs to one of them is in `current_run`.
    """

    code_generator_class = _Compiler
    template_class = _Template
    intercepted_binops: ClassVar[frozenset[str]] = frozenset({"+", "-", "*", "**", "%"})  # type: ignore[misc]

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=Unknown,
            autoescape=True,
            finalize=filters.written,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters = {name: _bounded(name, one) for name, one in filters.all_filters().items()}
        self.tests = {name: _counted(test) for name, test in self.tests.items()}
        self.globals.pop("lipsum")
        self.globals["range"] = _small_range
        self.globals["_"] = filters.translated

    @staticmethod
    def joined(parts: Iterable[object]) -> str:
        """What `~` does."""
        step()
        return sized(joined("" if part is None else part for part in parts))

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """What a macro, a block or `{% set %}` wrote; counted before it becomes one text."""
        pieces = list(pieces)
        make(sum(map(len, pieces)))
        return "".join(pieces)

    @staticmethod
    def held(value: Any) -> Any:
        """A list, tuple or record as it stands in the template, or a slice of one."""
        return weighed(made(value))

    @staticmethod
    def compared(value: object) -> object:
        """What stands behind `==`, `<` or `in`."""
        step()
        return TemplateEnvironment.counted(value) if is_passing(value) else value

    @staticmethod
    def counted(values: Iterable[object] | None) -> Iterator[object]:
        """What a loop goes through: nothing, where there is no answer."""
        for value in () if values is None else values:
            step()
            yield value

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, a function or a method from a template."""
        step()
        if obj is self.counted or obj is filters.translated:
            return made(super().call(context, obj, *args, **kwargs))
        is_macro = isinstance(obj, Macro)
        if not is_macro or obj.catch_varargs or obj.catch_kwargs:
            # Such a macro has a list made of them.
            check_together((*args, *kwargs.values()))
        # A macro goes through nothing by itself, and may want to ask a `loop` that it is given.
        given = args if is_macro else _passing_weighed(args)
        # What a macro wrote was counted when it was put together.
        result = super().call(context, obj, *given, **kwargs)
        return result if is_markdown(result) else weighed(made(result))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a record or one of its few methods; keys win, so that `{{ plan.items }}` is the answer."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        allowed = next((names for kind, names in _METHODS.items() if isinstance(obj, kind)), frozenset())
        if attribute not in allowed and not isinstance(obj, _WITH_PARTS):
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A key, a place or a slice."""
        try:
            # Of anything else, such as `dict`, brackets could make a tool of Python.
            if isinstance(obj, (Mapping, str, list, tuple)):
                return obj[argument]
            return self.getattr(obj, str(argument))
        except (TypeError, LookupError):
            if isinstance(argument, str):
                return self.getattr(obj, argument)
            return self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """`+`, `-`, `*`, `**` and `%`, kept from making something enormous."""
        step()
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return sized(joined((left, right)))
        if operator == "%" and isinstance(left, str):
            raise SecurityError(say("`%` does not fill texts here; join them with `~`"))
        if operator == "*":
            _check_repetition(left, right)
        if operator == "**" and not (abs(left) <= 10**6 and abs(right) <= 16):
            raise TooMuch(say("the power is too large"))
        if operator == "+" and isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
            sized(range(len(left) + len(right)))
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int) and abs(result) > LARGEST_NUMBER:
            raise TooMuch(say("the number is too large"))
        return made(result) if is_markdown(result) else weighed(sized(result))


def _small_range(*args: Any) -> range:
    """A `range` of numbers that differ where records are looked up by them.

    Raises:
        TooMuch: A number is so large that many could share one place in a record.
    """
    if any(isinstance(number, int) and abs(number) > LARGEST_OF_RANGE for number in args):
        raise TooMuch(say("the number is too large"))
    return safe_range(*args)


def _bounded(name: str, function: filters.Filter) -> filters.Filter:
    """A filter that gives no list, or weighs what it gives."""
    if name in _GIVING_TEXT:
        return function
    if name in _OF_TEXT:
        return _wanting_text(function)

    @wraps(function)
    def filter_weighed(*args: Any, **kwargs: Any) -> Any:
        step()
        return weighed_from(function(*_passing_weighed(args), **kwargs), args)

    return filter_weighed


def _wanting_text(function: filters.Filter) -> filters.Filter:
    """A filter of text, which does not write out a list."""

    @wraps(function)
    def filter_text(*args: Any, **kwargs: Any) -> Any:
        # Some of Jinja2's own want their environment before the text.
        value = args[1] if isinstance(args[0], TemplateEnvironment) else args[0]
        if holds_others(value):
            filters.printable(value)
        return function(*args, **kwargs)

    return filter_text


def _counted(test: Any) -> Callable[..., Any]:
    """A test that takes a step."""

    @wraps(test)
    def test_counted(*args: Any, **kwargs: Any) -> Any:
        step()
        return test(*_passing_weighed(args), **kwargs)

    return test_counted


def _passing_weighed(values: Iterable[object]) -> Iterator[object]:
    return (weighed_one_by_one(value) if is_passing(value) else value for value in values)


def _check_repetition(left: Any, right: Any) -> None:
    for many, times in ((left, right), (right, left)):
        if isinstance(many, (str, list, tuple)) and isinstance(times, int):
            sized(range(len(many) * max(times, 0)))
