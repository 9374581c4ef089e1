"""Which profile, record or field a word means.

A record is named by its id, by its first characters, or by its last ones. Ids begin with the time of their
making, so records of one evening begin alike: what is printed, and easy to type, is the ending. Nothing is
guessed: where a word means several, they are listed and nothing is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

from icp_tui.cli.printing import brief
from icp_tui.errors import NotFound, WrongUse
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link
from icp_tui.method.folding import fold
from icp_tui.method.records import Client
from icp_tui.store.work.library import Summary, summaries
from icp_tui.texts import say

if TYPE_CHECKING:
    from icp_tui.method.answers import Answers
    from icp_tui.store.work.workspace import Workspace

SHORTEST = 6
"""Characters of an id that are printed where no other ends alike."""

FEWEST = 4
"""Characters of an id that are taken for one; fewer are too easily meant as something else."""


def slug(name: str) -> str:
    """A name as one word for file names and arguments: `Łódź, autumn` is `lodz-autumn`."""
    return "-".join(re.findall(r"\w+", fold(name)))


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """For each id its shortest ending, of at least `SHORTEST` characters, that no other of them has."""
    turned = sorted({name[::-1] for name in ids})
    shared = [0, *(_alike(one, other) for one, other in pairwise(turned)), 0]
    return {
        name[::-1]: name[: max(SHORTEST, before + 1, after + 1)][::-1]
        for name, before, after in zip(turned, shared, shared[1:], strict=False)
    }


def _alike(one: str, other: str) -> int:
    """How many first characters two texts share."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def is_part(record_id: str, typed: str) -> bool:
    """Whether `typed` names the record: all of its id, its beginning or its end."""
    typed = typed.lower()
    return record_id == typed or (
        len(typed) >= FEWEST and (record_id.startswith(typed) or record_id.endswith(typed))
    )


def profile_named(workspace: Workspace, typed: str) -> Summary:
    """The profile with this name (case, accents and signs do not matter), id or part of an id.

    Raises:
        NotFound: there is none.
        WrongUse: there are several.
    """
    _refuse_blank(typed, say("There is no profile with an empty name."))
    there = summaries(workspace.database)
    wanted = slug(typed)
    for found in (
        [row for row in there if row.profile_id == typed],
        [row for row in there if wanted in (slug(row.profile), slug(f"{row.client} {row.profile}"))],
        [row for row in there if is_part(row.profile_id, typed)],
        [row for row in there if wanted and slug(row.profile).startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            short = short_ids(row.profile_id for row in there)
            _refuse_several(
                typed, [f"{short[row.profile_id]}  {row.client} › {row.profile}" for row in found]
            )
    raise NotFound(
        say("There is no profile “{name}”.", name=typed),
        means=say("Nothing was changed."),
        do=meant(typed, [row.profile for row in there]) or say("See them all with `icp-tui list`."),
    )


def record_named(workspace: Workspace, typed: str, *, within: str | None = None) -> tuple[str, Record]:
    """The record with this id or part of an id, and the profile in whose view it is changed.

    For a client that is its first profile. `within` is the one profile to look in.

    Raises:
        NotFound: there is none.
        WrongUse: there are several.
    """
    _refuse_blank(typed, say("There is no record with an empty name."))
    if exact := _exactly(workspace, typed, within):
        return exact
    found: dict[str, tuple[str, Record]] = {}
    profiles = [within] if within else [row.profile_id for row in summaries(workspace.database)]
    for answers in map(workspace.answers, profiles):
        for record in answers.records:
            if record.id not in found and is_part(record.id, typed):
                found[record.id] = answers.profile_id, record
    if len(found) > 1:
        _refuse_several(typed, [f"{record.id}  {named(record)}" for _, record in found.values()])
    if not found:
        raise NotFound(
            say("There is no record {id}.", id=brief(typed)),
            means=say("It may have been deleted; nothing was changed."),
            do=say("See the ids with `icp-tui show PROFILE`."),
        )
    return next(iter(found.values()))


def anything_named(workspace: Workspace, typed: str) -> tuple[str, Record]:
    """The profile or record that a word means, and the profile in whose view it is changed.

    Raises:
        NotFound: there is none.
        WrongUse: there are several.
    """
    _refuse_blank(typed, say("There is no profile or record with an empty name."))
    try:
        profile_id = profile_named(workspace, typed).profile_id
    except NotFound as no_profile:
        try:
            return record_named(workspace, typed)
        except NotFound:
            raise NotFound(
                say("There is no profile or record “{name}”.", name=typed),
                means=no_profile.means,
                do=no_profile.do,
            ) from None
    return profile_id, workspace.answers(profile_id).profile


def _exactly(workspace: Workspace, record_id: str, within: str | None) -> tuple[str, Record] | None:
    """The record with this whole id, found without loading any profile but its own."""
    try:
        record = workspace.find(record_id)
        profile_id = workspace.profile_of(record)
    except NotFound:
        return None
    if not profile_id:
        rows = summaries(workspace.database)
        profile_id = next((row.profile_id for row in rows if row.client_id == record.id), "")
    return (profile_id, record) if profile_id and within in (None, profile_id) else None


def client_named(workspace: Workspace, typed: str) -> Client | None:
    """The client of this name, if it is known; case, accents and signs do not matter."""
    wanted = slug(typed)
    for row in summaries(workspace.database):
        if wanted and slug(row.client) == wanted:
            return workspace.answers(row.profile_id).client
    return None


def client_or_profile_named(workspace: Workspace, typed: str) -> Record:
    """The client or profile with this name, id or part of an id; a client's own name goes first.

    Raises:
        NotFound: there is none.
        WrongUse: there are several.
    """
    _refuse_blank(typed, say("There is no client or profile with an empty name."))
    rows, wanted = summaries(workspace.database), slug(typed)
    found = {row.client_id: row.client for row in rows if wanted and slug(row.client) == wanted}
    found |= {
        row.profile_id: f"{row.client} › {row.profile}"
        for row in rows
        if wanted and slug(row.profile) == wanted
    }
    if len(found) > 1:
        _refuse_several(typed, [f"{record_id}  {brief(name)}" for record_id, name in found.items()])
    try:
        # A client without a profile is in no list, but has an id.
        return workspace.find(next(iter(found), typed))
    except NotFound:
        return anything_named(workspace, typed)[1]


def linked_ids(answers: Answers, kind: str, typed: str) -> list[str]:
    """The full ids of the records of `kind` that the words of `typed` name.

    Raises:
        WrongUse: a word names none, or several.
    """
    there = [record for record in answers.records if Link(kind).fits(record.kind)]
    ids = []
    for word in typed.split():
        found = [record for record in there if is_part(record.id, word)]
        if len(found) > 1:
            _refuse_several(word, [f"{record.id}  {named(record)}" for record in found])
        if not found:
            short = short_ids(record.id for record in answers.records)
            raise WrongUse(
                say("There is no {kind} {id} in this profile.", kind=kind or say("record"), id=brief(word)),
                means=say("Nothing was changed."),
                do=say("There are:") + "".join(f"\n  {short[record.id]}  {record.title}" for record in there)
                if there
                else say("Add one first: `icp-tui add {kind} --to …`.", kind=kind),
            )
        ids.append(found[0].id)
    return ids


def question_named(kind: type[Record], typed: str) -> Question:
    """The question of a kind of record by its name, such as `cost_each` or `cost-each`.

    Raises:
        WrongUse: there is none; names the nearest one and all of them.
    """
    name = typed.replace("-", "_")
    if name in kind.questions:
        return kind.questions[name]
    raise WrongUse(
        say("{kind} has no field “{name}”.", kind=str(kind.singular), name=typed),
        means=say("Nothing was changed."),
        do=" ".join(
            filter(
                None,
                (
                    meant(name, list(kind.questions)),
                    say("It has: {names}.", names=", ".join(kind.questions)),
                ),
            )
        ),
    )


def named(record: Record) -> str:
    """A record in a sentence: its kind and the beginning of its title."""
    kind = str(record.singular)
    return f"{kind} “{brief(record.title)}”" if record.title else kind


def meant(typed: str, names: Sequence[str]) -> str:
    """The name that was probably meant, as a question; "" where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way to an error

    by_slug = {slug(name): name for name in names}
    found = get_close_matches(slug(typed[:100]), by_slug, 1, 0.5)
    return say("Did you mean “{name}”?", name=by_slug[found[0]]) if found else ""


def _refuse_blank(typed: str, what: str) -> None:
    if not typed.strip():
        raise NotFound(
            what, means=say("Nothing was changed."), do=say("See what there is with `icp-tui list`.")
        )


def _refuse_several(typed: str, candidates: Sequence[str]) -> NoReturn:
    raise WrongUse(
        say("“{typed}” means several:", typed=typed) + "".join(f"\n  {line}" for line in candidates),
        means=say("Nothing was changed."),
        do=say("Name one by its id, or by more of it."),
    )
