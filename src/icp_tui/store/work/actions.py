"""What a consultant does to records: add, move, rehang, delete, start, duplicate. Each is one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from icp_tui.errors import NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Link, Links
from icp_tui.method.records import Client, CustomerAnswer, Finding, ParkedSituation, Profile
from icp_tui.method.steps import DEFAULTS
from icp_tui.store.log import history
from icp_tui.store.log.changes import PARENT, POSITION, ROOT, Edit
from icp_tui.store.work.workspace import LIBRARY, Workspace
from icp_tui.texts import say


def add(
    workspace: Workspace,
    profile_id: str,
    kind: type[Record],
    parent_id: str,
    rows: Sequence[Mapping[str, str]],
    *,
    after: str | None = None,
) -> list[Record]:
    """Add one record for each row of typed values below `parent_id`, after the sibling `after` or last.

    Raises:
        BadAnswer: one value cannot be read as its kind; nothing was changed.
        SaveFailed: nothing was changed.
    """
    ids = [workspace.new_id() for _ in rows]
    edits = adding(workspace, profile_id, kind, parent_id, dict(zip(ids, rows, strict=True)), after=after)
    answers = workspace.change(profile_id, edits)
    return [found for record_id in ids if (found := answers.get(record_id))]


def adding(
    workspace: Workspace,
    profile_id: str,
    kind: type[Record],
    parent_id: str,
    rows: Mapping[str, Mapping[str, str]],
    *,
    after: str | None = None,
) -> list[Edit]:
    """The edits that `add` makes, for rows by the ids that their records are to have.

    Raises:
        BadAnswer: one value cannot be read as its kind.
    """
    siblings = workspace.answers(profile_id).of(kind, parent_id)
    made = [kind(id=record_id, parent_id=parent_id) for record_id in rows]
    edits: list[Edit] = []
    for record in made:
        edits += [birth(record), *_first_answers(workspace, profile_id, record, rows[record.id])]
    return edits + _placing(siblings, made, after)


def start(
    workspace: Workspace,
    values: Mapping[str, str],
    *,
    client_id: str | None = None,
    client: Mapping[str, str] | None = None,
) -> str:
    """Start a profile for the client with id `client_id`, or for a new one; gives the profile's id.

    Raises:
        BadAnswer: one value cannot be read as its kind; nothing was changed.
    """
    workspace.leave()
    edits: list[Edit] = []
    if client_id is None:
        made = Client(id=workspace.new_id(), parent_id=ROOT)
        edits += [birth(made), *_first_answers(workspace, "", made, client or {})]
        edits.append(at_the_end(workspace, made))
        client_id = made.id
    profile = Profile(id=workspace.new_id(), parent_id=client_id)
    edits += _starting(workspace, profile, values)
    workspace.change(profile.id, edits, scope=LIBRARY)
    return profile.id


def _starting(workspace: Workspace, profile: Profile, values: Mapping[str, str]) -> list[Edit]:
    """The edits that a profile begins with, last of all."""
    return [
        birth(profile),
        *_first_answers(workspace, "", profile, values),
        at_the_end(workspace, profile),
    ]


def serve_parked(workspace: Workspace, profile_id: str, parked: ParkedSituation) -> str:
    """Turn a parked situation into a profile of its own with the same offer (R-034); gives its id.

    One undo in the library takes the profile back and parks the situation again.

    Raises:
        SaveFailed: nothing was changed.
    """
    workspace.leave()
    old = workspace.answers(profile_id).profile
    values = {"name": parked.title, "situation": parked.title, "offer": old.offer or ""}
    values |= {name: getattr(old, name) or "" for name in ("mode", "currency", "language")}
    new = Profile(id=workspace.new_id(), parent_id=old.parent_id)
    served = Edit(parked.kind, parked.id, PARENT, None)
    workspace.change_library([*_starting(workspace, new, values), served])
    return new.id


def make_of_finding(workspace: Workspace, profile_id: str, finding: Finding, kind: type[Record]) -> Record:
    """Make a record of what a finding says, after all others of its kind, and link the finding to it."""
    made = kind(id=workspace.new_id(), parent_id=profile_id)
    edits = [birth(made), *_first_answers(workspace, profile_id, made, {kind.title_field: finding.title})]
    edits += _placing(workspace.answers(profile_id).of(kind, profile_id), [made], None)
    # As every answer does, this one ends what was typed and not understood, and what was marked.
    values = {"becomes": made.id, "becomes:raw": None, "becomes:state": None}
    edits += [Edit(Finding.kind, finding.id, field, value) for field, value in values.items()]
    return workspace.change(profile_id, edits).get(made.id) or made


def duplicate(workspace: Workspace, profile_id: str, name: str) -> str:
    """Copy a profile with everything that hangs on it as the base of a new situation; gives the copy's id.

    The copy is a hypothesis again, version 1, and was never reviewed: it has to earn its status.
    """
    workspace.leave()
    answers = workspace.answers(profile_id)
    copied = [r for r in answers.records if r.kind != Client.kind and not _says_of_what_is_gone(answers, r)]
    names = {record.id: workspace.new_id() for record in copied}
    edits: list[Edit] = []
    for record in copied:
        copy = replace(record, id=names[record.id], parent_id=names.get(record.parent_id, record.parent_id))
        edits += [birth(copy), Edit(copy.kind, copy.id, POSITION, repr(record.position))]
    for record in copied:
        edits += _copied_answers(workspace, profile_id, record, names)
    profile = names[profile_id]
    again = {"name": name, "status": "hypothesis", "version": "1", "last_review": None, "next_review": None}
    edits = [e for e in edits if not (e.record_id == profile and e.field in again)]
    edits += [Edit(Profile.kind, profile, field, value) for field, value in again.items() if value]
    edits.append(at_the_end(workspace, Profile(id=profile)))
    workspace.change(profile, edits, scope=LIBRARY)
    return profile


def _says_of_what_is_gone(answers: Answers, record: Record) -> bool:
    """Whether a record is nothing but an answer to an attribute that was deleted."""
    return isinstance(record, CustomerAnswer) and not answers.linked(record, "attribute")


def _copied_answers(
    workspace: Workspace, profile_id: str, record: Record, names: Mapping[str, str]
) -> list[Edit]:
    """The answers and marks of `record` for its copy; links lead to the copies of what they led to."""
    answers, edits = workspace.answers(profile_id), []
    for field, question in record.questions.items():
        value = getattr(record, field)
        if isinstance(question.kind, Link | Links):
            targets = [names[found.id] for found in answers.linked(record, field) if found.id in names]
            value = (tuple(targets) if isinstance(question.kind, Links) else targets[0]) if targets else None
        if value is not None:
            edits.append(Edit(record.kind, names[record.id], field, question.kind.dump(value)))
        mark = answers.mark(record.id, field)
        for part in MARK_PARTS:
            if (marked := getattr(mark, part)) is not None:
                edits.append(Edit(record.kind, names[record.id], f"{field}:{part}", str(marked)))
    return edits


def move(workspace: Workspace, profile_id: str, record: Record, steps: int, among: Sequence[Record]) -> bool:
    """Move a record up (-1) or down (+1) within `among`, the records in the order in which they are seen.

    Gives False where it is at that end already.
    """
    ids = [sibling.id for sibling in among]
    place = ids.index(record.id) + steps
    if not 0 <= place < len(ids):
        return False
    others = [sibling for sibling in among if sibling.id != record.id]
    workspace.change(profile_id, _placing(others, [record], others[place - 1].id if place else ""))
    return True


def rehang(workspace: Workspace, profile_id: str, record: Record, parent_id: str) -> None:
    """Hang a record below another parent of the same kind, last of its children."""
    answers = workspace.answers(profile_id)
    if (
        record.parent is None
        or (parent := answers.get(parent_id)) is None
        or parent.kind != record.parent.kind
    ):
        raise NotFound(
            say("The record cannot stand there."),
            means=say("Nothing was changed."),
            do=say("Choose another place for it."),
        )
    siblings = answers.of(type(record), parent_id)
    edits = [Edit(record.kind, record.id, PARENT, parent_id), *_placing(siblings, [record], None)]
    workspace.change(profile_id, edits)


def delete(workspace: Workspace, profile_id: str, record: Record) -> None:
    """Delete a record with all that hangs on it; undo brings all of it back.

    A deleted profile is undone from the library, since it cannot be seen from anywhere else.
    """
    scope = LIBRARY if record.kind in (Profile.kind, Client.kind) else None
    workspace.change(profile_id, [Edit(record.kind, record.id, PARENT, None)], scope=scope)


def lost_by_undo(workspace: Workspace) -> list[str]:
    """The ids of the profiles with answers that the next undo in the library takes out of the list.

    A profile in which nothing was written, and on which nothing hangs, can be begun again.
    """
    database = workspace.database
    batch = history.next_undo(database, LIBRARY)
    edits = history.inverse(database, batch, LIBRARY) if batch else []
    gone = {edit.record_id for edit in edits if edit.field == PARENT and edit.new is None}
    there = database.rows("SELECT id, client_id FROM profile WHERE deleted_at IS NULL") if gone else []
    return [row["id"] for row in there if gone & {*row} and _is_begun(workspace, row["id"])]


def _is_begun(workspace: Workspace, profile_id: str) -> bool:
    written = workspace.database.rows("SELECT 1 FROM change WHERE scope = ? LIMIT 1", profile_id)
    return bool(written) or any(
        record.kind not in (Client.kind, Profile.kind) for record in workspace.answers(profile_id).records
    )


def take_back_new(workspace: Workspace, profile_id: str, record: Record) -> None:
    """Take back a record that was only just begun: an undo, where nothing else was done since.

    Raises:
        SaveFailed: nothing was changed.
    """
    workspace.leave()
    if _is_last_done(workspace, profile_id, record.id):
        workspace.undo(profile_id)
    elif workspace.answers(profile_id).get(record.id):
        delete(workspace, profile_id, record)


def take_back_empty(workspace: Workspace, profile_id: str) -> bool:
    """Take back a profile that was just begun and in which nothing was written; whether it was.

    Raises:
        SaveFailed: nothing was changed.
    """
    workspace.leave()
    empty = not _is_begun(workspace, profile_id) and _is_last_done(workspace, LIBRARY, profile_id)
    return empty and bool(workspace.undo(LIBRARY))


def _is_last_done(workspace: Workspace, scope: str, record_id: str) -> bool:
    """Whether the beginning of a record is what undo takes back next in `scope`."""
    born = workspace.database.rows(
        "SELECT batch FROM change WHERE record_id = ? AND field = ? ORDER BY clock DESC, id DESC LIMIT 1",
        record_id,
        PARENT,
    )
    return bool(born) and history.next_undo(workspace.database, scope) == born[0]["batch"]


def birth(record: Record) -> Edit:
    """The edit that a record begins with."""
    return Edit(record.kind, record.id, PARENT, record.parent_id)


def _first_answers(
    workspace: Workspace, profile_id: str, record: Record, row: Mapping[str, str]
) -> list[Edit]:
    edits = []
    given = {f: raw for f, raw in row.items() if raw.strip() or not record.questions[f].always}
    for field, raw in {**DEFAULTS.get(record.kind, {}), **given}.items():
        value = workspace.parsed(profile_id, record, field, raw)
        if value is not None:
            edits.append(Edit(record.kind, record.id, field, record.questions[field].kind.dump(value)))
    return edits


def at_the_end(workspace: Workspace, record: Record) -> Edit:
    """The edit that puts a client or profile last of all."""
    last = workspace.database.rows(f"SELECT max(position) AS last FROM {record.kind}")[0]["last"]
    return Edit(record.kind, record.id, POSITION, repr((last or 0.0) + 1))


def _placing(siblings: Sequence[Record], placed: Sequence[Record], after: str | None) -> list[Edit]:
    """The edits that put `placed` behind the sibling `after`, at the start (""), or at the end (None).

    Where there is no room left between two positions, all siblings are numbered anew.
    """
    ids = [sibling.id for sibling in siblings]
    start = len(ids) if after not in ids else ids.index(after) + 1
    start = 0 if after == "" else start
    low = siblings[start - 1].position if start else None
    high = siblings[start].position if start < len(ids) else None
    if low is None:
        low = 0.0 if high is None else high - len(placed) - 1
    step = 1.0 if high is None else (high - low) / (len(placed) + 1)
    if step >= 1e-9:
        places = {record.id: low + step * (n + 1) for n, record in enumerate(placed)}
    else:
        order = [*siblings[:start], *placed, *siblings[start:]]
        places = {record.id: float(n + 1) for n, record in enumerate(order)}
    kinds: dict[str, str] = {record.id: record.kind for record in (*siblings, *placed)}
    return [Edit(kinds[record_id], record_id, POSITION, repr(place)) for record_id, place in places.items()]


def duplicate_record(workspace: Workspace, profile_id: str, record: Record) -> Record:
    """Copy one record, without what hangs on it, to the place behind it."""
    answers = workspace.answers(profile_id)
    siblings = answers.of(type(record), record.parent_id)
    copy = replace(record, id=workspace.new_id())
    edits = [birth(copy), *_copied_answers(workspace, profile_id, record, {record.id: copy.id})]
    for field, question in record.questions.items():
        if isinstance(question.kind, Link | Links) and (value := getattr(record, field)) is not None:
            edits.append(Edit(record.kind, copy.id, field, question.kind.dump(value)))
    edits += _placing(siblings, [copy], record.id)
    return workspace.change(profile_id, edits).get(copy.id) or copy
