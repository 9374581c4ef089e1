"""The playbook by the bare template engine: a plain Environment, and every filter's result known beforehand.

One rendering by the program notes what each filter and each printed value became; the plain rendering takes
these results in their order. What is left is Jinja2 itself: the floor below sandbox, escaping and limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_eval_context
from jinja2.filters import FILTERS

from icp_tui import paths
from icp_tui.documents.catalogue import document_named, make_document
from icp_tui.documents.context import context
from icp_tui.documents.layout import tidy
from icp_tui.documents.loader import FolderLoader
from icp_tui.documents.sandbox import TemplateEnvironment
from icp_tui.method.answers import Answers


class Plain(Environment):
    """Jinja2 as it comes, but for `plan.values` being the answer of that name, as in our templates."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key before a method."""
        return self.getitem(obj, attribute)


class Replay:
    """Renders the playbook of one profile without computing what it prints."""

    def __init__(self, answers: Answers) -> None:
        """Note what the program prints.

        Raises:
            ValueError: the plain rendering is another document, so that there is nothing to compare.
        """
        kind = document_named("playbook")
        self._values = context(answers, title=kind.title, reader=kind.reader)
        self._noted: list[Any] = []
        self._results: Iterator[Any] = iter(())
        folder = paths.templates_folder()
        noting = TemplateEnvironment(FolderLoader((), folder))
        plain = Plain(
            loader=FileSystemLoader(folder), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
        )
        plain.globals["_"] = noting.globals["_"]
        for name, function in noting.filters.items():
            if FILTERS.get(name) is not function:
                noting.filters[name] = self._noting(function)
                plain.filters[name] = self._take
        if noting.finalize:
            noting.finalize = self._noting(noting.finalize)
        # One that wants the context is never called while a template is compiled, before there are results.
        plain.finalize = pass_eval_context(lambda *_: next(self._results))
        noting.get_template(kind.template).render(self._values)
        self._template = plain.get_template(kind.template)
        if tidy(self.render()) != make_document(answers):
            raise ValueError("the plain rendering differs from the program's")

    def render(self) -> str:
        """The document, but for its white space."""
        self._results = iter(self._noted)
        return self._template.render(self._values)

    def _noting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def note(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            self._noted.append(result)
            return result

        return note

    def _take(self, *_: Any, **__: Any) -> Any:
        return next(self._results)
