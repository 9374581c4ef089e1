"""From a template and plain values to Markdown.

The same template, values and language always give the same bytes. Whatever is wrong with a template comes
out as `BadTemplate`, never as anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, overload

from jinja2 import TemplateNotFound

from icp_tui import paths
from icp_tui.documents.faults import fault, no_such_template
from icp_tui.documents.layout import tidy
from icp_tui.documents.loader import FolderLoader, template_text
from icp_tui.documents.run import Limits, Run, current_run
from icp_tui.documents.sandbox import TemplateEnvironment
from icp_tui.documents.tracing import Trace, Traced, split_marks
from icp_tui.errors import BadTemplate
from icp_tui.texts import say

Translate = Callable[[str], str]

DEFAULT_LIMITS = Limits()


@overload
def render(
    template: str | Path,
    context: Mapping[str, object],
    *,
    user_folder: Path | None = None,
    traced: Literal[False] = False,
    translate: Translate = str,
    limits: Limits = ...,
) -> str: ...


@overload
def render(
    template: str | Path,
    context: Mapping[str, object],
    *,
    user_folder: Path | None = None,
    traced: Literal[True],
    translate: Translate = str,
    limits: Limits = ...,
) -> Traced: ...


def render(
    template: str | Path,
    context: Mapping[str, object],
    *,
    user_folder: Path | None = None,
    traced: bool = False,
    translate: Translate = str,
    limits: Limits = DEFAULT_LIMITS,
) -> str | Traced:
    """The document that a template makes of some values.

    Args:
        template: The name of a template ("playbook.md.j2"), or the path of a template file, whose folder is
            then searched first for what it includes.
        context: What the template may speak of: text, `Answer`s, numbers, lists and mappings of these; None
            where there is no answer.
        user_folder: The consultant's own templates, which go before the built-in ones; need not exist.
        traced: Mark where each `Answer` stands; `untrace` takes the marks out and tells the lines.
        translate: Gives the template's own words (`_("Problems")`) in the document's language.
        limits: What the rendering may use.

    Raises:
        BadTemplate: The template is missing, is at fault or uses more than the limits.
    """
    if isinstance(template, Path):
        try:
            template = template.resolve()
        except (OSError, RuntimeError) as error:
            # RuntimeError: a link that leads to itself, before Python 3.13.
            raise BadTemplate(
                say("{name} cannot be read: it is a link that leads nowhere.", name=template.name),
                means=say("No document was made."),
                do=say("Name the template file itself."),
            ) from error
        template_text(template, template.name)
    environment, name = _environment_for(template, user_folder)
    run = Run(limits, translate, {*context, *environment.globals}, Trace() if traced else None)
    token, shown = current_run.set(run), name
    try:
        compiled = environment.get_template(name)
        shown = compiled.filename or name
        document = tidy("".join(_counted(compiled.generate(context), run)))
    except BadTemplate:
        raise
    except TemplateNotFound as error:
        if error.name == name:
            raise no_such_template(name, template_names(user_folder)) from error
        raise fault(error, name, filters=environment.filters, tests=environment.tests) from error
    except Exception as error:
        raise fault(error, shown, filters=environment.filters, tests=environment.tests) from error
    finally:
        current_run.reset(token)
    return run.trace.of(document) if run.trace else document


def template_names(user_folder: Path | None = None) -> list[str]:
    """The names of the templates that can be rendered, own and built-in."""
    return FolderLoader(_existing(user_folder), paths.templates_folder()).list_templates()


def _environment_for(template: str | Path, user_folder: Path | None) -> tuple[TemplateEnvironment, str]:
    own = _existing(user_folder)
    if isinstance(template, Path):
        own = (template.parent, *own)
        return _environment(own, paths.templates_folder(), template.name), template.name
    return _environment(own, paths.templates_folder()), template


@lru_cache(maxsize=8)
def _environment(own: tuple[Path, ...], built_in: Path, named: str = "") -> TemplateEnvironment:
    """Compiled templates are kept from one rendering to the next, until their files change."""
    return TemplateEnvironment(FolderLoader(own, built_in, named))


def _existing(user_folder: Path | None) -> tuple[Path, ...]:
    return (user_folder.absolute(),) if user_folder else ()


def _counted(pieces: Iterator[str], run: Run) -> Iterator[str]:
    for piece in pieces:
        run.step()
        run.add(len(split_marks(piece)[1]))
        yield piece
