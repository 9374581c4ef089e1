"""The commands for one's own templates: what there is, a copy to change, what is wrong, what may be named.

The built-in templates are only read. What a template may name is found by making contexts and looking at
them, so that a question or a value that is added stands in the list by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from icp_tui import paths
from icp_tui.cli.completion import complete_profile
from icp_tui.cli.printing import columns, out, out_json
from icp_tui.cli.reading import as_json
from icp_tui.cli.request import Request
from icp_tui.errors import BadFile
from icp_tui.texts import _, say

if TYPE_CHECKING:
    from icp_tui.method.answers import Answers
    from icp_tui.method.declaration import Question, Record

BUILT_IN, YOURS, IN_PLACE = _("built-in"), _("yours"), _("yours in place of ours")


@click.group()
def templates() -> None:
    """Write your own templates: `list`, `copy`, `check` and `fields`.

    They lie in a folder of yours and go before the built-in ones of the same name.
    """


@templates.command("list")
@as_json
@click.pass_obj
def list_templates(request: Request, *, as_json: bool) -> None:
    """List the templates, documents before the parts that they include."""
    request.settings  # noqa: B018 - from here on in their language
    ours, yours = _files(paths.templates_folder()), _files(paths.user_templates_folder())
    rows = [
        (name, (IN_PLACE if name in ours else YOURS) if name in yours else BUILT_IN, str(path))
        for name, path in sorted((ours | yours).items(), key=lambda item: ("/" in item[0], item))
    ]
    if as_json:
        out_json([{"name": name, "origin": whose.english, "path": path} for name, whose, path in rows])
        return
    for line in columns([(name, str(whose), path) for name, whose, path in rows]):
        out(line)


@templates.command("copy")
@click.argument("name")
@click.option("--force", is_flag=True, help="Replace a template of yours that has this name.")
@click.pass_obj
def copy_template(request: Request, name: str, *, force: bool) -> None:
    """Copy the built-in template NAME into your folder, to change it there.

    The copy goes before ours from then on. One that is there already is left as it is.
    """
    request.settings  # noqa: B018 - from here on in their language
    from icp_tui.documents.faults import no_such_template  # noqa: PLC0415 - Jinja2, 50 ms, as below
    from icp_tui.documents.files import write_file  # noqa: PLC0415
    from icp_tui.documents.loader import SUFFIX  # noqa: PLC0415

    ours, folder = _files(paths.templates_folder()), paths.user_templates_folder()
    name = name.removeprefix("built-in/").removesuffix(SUFFIX) + SUFFIX
    if name not in ours:
        raise no_such_template(name, sorted(ours))
    target = folder / name
    if not force and (target.exists() or target.is_symlink()):
        raise BadFile(
            say("There is a {name} of yours already: {path}", name=name, path=target),
            means=say("It was left as it is."),
            do=say("Change that one, or replace it by ours with --force."),
        )
    try:
        for made in (folder, target.parent):
            paths.make_private(made)
        replaced = write_file(target, ours[name].read_bytes())
        if not replaced:
            target.chmod(0o600)
    except OSError as error:
        raise BadFile(say("Cannot make {path}: {why}.", path=target, why=error.strerror or error)) from error
    out(say("Replaced {path}.", path=target) if replaced else say("Wrote {path}.", path=target), saved=True)
    out(say("It goes before ours now; delete it to have ours again."), saved=True)
    out(say("Change it, then see with `icp-tui templates check playbook` whether it is fine."), saved=True)


@templates.command("check")
@click.argument("template", metavar="NAME|FILE")
@click.argument("profile", required=False, shell_complete=complete_profile)
@click.pass_obj
def check_template(request: Request, template: str, profile: str | None) -> None:
    """Render a template with PROFILE, or else with the sample, and say what is wrong with it.

    A FILE goes before a template of that NAME. Nothing is written; something wrong ends with exit code 1.
    """
    request.settings  # noqa: B018 - from here on in their language
    from icp_tui.documents.context import language_of  # noqa: PLC0415
    from icp_tui.documents.loader import SUFFIX  # noqa: PLC0415
    from icp_tui.documents.render import render  # noqa: PLC0415
    from icp_tui.texts import catalogue  # noqa: PLC0415

    is_file = os.path.isfile(template)  # noqa: PTH113 - a name may be too long for Path.is_file
    named = Path(template) if is_file else template.removesuffix(SUFFIX) + SUFFIX
    cases = _cases(request, profile) if profile else _sample()
    for answers in cases:
        translate = catalogue(language_of(answers)).gettext
        render(named, _context(answers), user_folder=paths.user_templates_folder(), translate=translate)
    titles = say(" and ").join(f"“{answers.profile.title}”" for answers in cases)
    out(say("{template} is fine. It was rendered with {profiles}.", template=named, profiles=titles))


@templates.command("fields")
@as_json
@click.pass_obj
def list_fields(request: Request, *, as_json: bool) -> None:
    """List every name that a template may use, with the question that it answers.

    `objectives[].result` is the result of each objective: a list is gone through with `for`. Where a name
    answers no question, an example is given.
    """
    request.settings  # noqa: B018 - from here on in their language
    cases = _sample()
    fields = list(_fields("", [_context(answers) for answers in (*cases, *_variants(cases[0]))], {}))
    if as_json:
        out_json([field._asdict() for field in fields])
        return
    groups: dict[str, list[tuple[str, str]]] = {}
    above = {field.name.rpartition(".")[0].removesuffix("[]") for field in fields}
    for name, question, example in fields:
        place = name.rpartition(".")[0]
        if name not in above and not {"values", "marks"}.intersection(place.split(".")):
            meaning = question or (say("such as: {example}", example=example) if example else "")
            groups.setdefault(place, []).append((name, meaning))
    for group in groups.values():
        out("\n".join([*columns(group), ""]))
    parts = dict.fromkeys(f.name.split(".")[-1] for f in fields if f.name.split(".")[-3:-2] == ["marks"])
    out(say("Every record has `values.NAME` too, the bare answer for conditions and sums,"))
    out(say("and `marks.NAME` with {parts}; --json lists them all.", parts=", ".join(parts)))


class Field(NamedTuple):
    """A name that a template may use, the question behind it, and an example of its value."""

    name: str
    question: str | None
    example: str | None


def _fields(path: str, values: Sequence[object], inherited: Mapping[str, Question]) -> Iterator[Field]:
    """The names below a place, from all values that were found there."""
    from icp_tui.documents.record_values import RESERVED  # noqa: PLC0415
    from icp_tui.method.declaration import RECORDS  # noqa: PLC0415

    lists = [value for value in values if isinstance(value, list)]
    if lists:
        yield from _fields(f"{path}[]", list(chain.from_iterable(lists)), {})
    records = [value for value in values if isinstance(value, Mapping)]
    if not records or len(records) < len(values):
        return
    questions = kind.questions if (kind := RECORDS.get(str(records[0].get("kind")))) else inherited
    # A step beside which there is none has fewer names than another; only what both have is always there.
    for key in (key for key in records[0] if all(key in record for record in records)):
        name, found = f"{path}.{key}" if path else key, [record[key] for record in records]
        question = questions.get(key) or _source(found)
        yield Field(name, str(question.ask or question.label) if question else None, _example(found))
        yield from _fields(name, found, questions if key in RESERVED else {})


def _source(values: Iterable[object]) -> Question | None:
    """The question whose answer all these values were made from, if it is one."""
    from icp_tui.documents.markdown import Answer  # noqa: PLC0415
    from icp_tui.method.declaration import RECORDS  # noqa: PLC0415

    sources = {tuple(value.source.split("/")[::2]) for value in values if isinstance(value, Answer)}
    kind, field = sources.pop() if len(sources) == 1 else ("", "")
    return RECORDS[kind].questions[field] if kind else None


def _example(values: Iterable[object]) -> str | None:
    flat = chain.from_iterable(value if isinstance(value, list) else [value] for value in values)
    words = (str(value) for value in flat if isinstance(value, str | int) and str(value))
    return shorten(next(words, ""), 60, placeholder="…") or None


def _variants(answers: Answers) -> Iterator[Answers]:
    """A profile with each choice made everywhere, and all marks, so that no list is empty in all of them."""
    from icp_tui.method.answers import Answers  # noqa: PLC0415
    from icp_tui.method.choices import Ground, Mark, State  # noqa: PLC0415
    from icp_tui.method.fields import OneOf  # noqa: PLC0415

    answers = _few_of_each(answers)
    fields = [(record, question) for record in answers.records for question in record.questions.values()]
    marks = {(record.id, q.name): Mark(State.ASK, Ground.ASSUMED, "?") for record, q in fields}
    choices = [(record.id, q.name, list(q.kind.options)) for record, q in fields if isinstance(q.kind, OneOf)]
    for place in range(max(len(options) for *_ids, options in choices)):
        chosen: dict[str, dict[str, Any]] = {record.id: {} for record in answers.records}
        for record_id, name, options in choices:
            chosen[record_id][name] = options[place % len(options)]
        yield Answers(answers.profile_id, (replace(r, **chosen[r.id]) for r in answers.records), marks)
    yield Answers(answers.profile_id, (type(r)(id=r.id, parent_id=r.parent_id) for r in answers.records))


def _few_of_each(answers: Answers) -> Answers:
    """A profile with the records that answer something none before them does, and what these refer to."""
    from icp_tui.method.answers import Answers  # noqa: PLC0415
    from icp_tui.method.fields import Link, Links  # noqa: PLC0415

    told: dict[tuple[str, str | None], set[str]] = {}
    few: dict[str, Record] = {}
    for record in answers.records:
        seen = told.setdefault((record.kind, record.parent_id), set())
        new = {name for name in record.questions if getattr(record, name) is not None} - seen
        if new:
            seen |= new
            few[record.id] = record
            links = (q.name for q in record.questions.values() if isinstance(q.kind, Link | Links))
            few |= {one.id: one for name in links for one in answers.linked(record, name)}
    return Answers(answers.profile_id, few.values())


def _context(answers: Answers) -> Mapping[str, object]:
    from icp_tui.documents.catalogue import DOCUMENTS  # noqa: PLC0415
    from icp_tui.documents.context import context  # noqa: PLC0415

    return context(answers, title=DOCUMENTS["playbook"].title, reader=DOCUMENTS["playbook"].reader)


def _cases(request: Request, profile: str = "") -> list[Answers]:
    from icp_tui.cli.naming import profile_named  # noqa: PLC0415
    from icp_tui.store.work.library import summaries  # noqa: PLC0415

    with request.reading() as workspace:
        rows = [profile_named(workspace, profile)] if profile else summaries(workspace.database)
        return [workspace.answers(row.profile_id) for row in rows]


def _sample() -> list[Answers]:
    """The sample cases, from a copy that nobody has changed."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - not needed for help

    from icp_tui.sample import copy_sample  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        copy_sample(copy := Path(folder) / "sample.db")
        return _cases(Request(copy))


def _files(folder: Path) -> dict[str, Path]:
    """The template files below a folder by their names; what a link leads out of it is none of them."""
    from icp_tui.documents.loader import SUFFIX  # noqa: PLC0415

    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob(f"*{SUFFIX}")
        if path.is_file() and path.resolve().is_relative_to(folder.resolve())
    }
