"""Bundles: the same changes give the same bytes, and nothing that is not whole and fit gets in."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from colleagues import copies

from icp_tui.errors import BadFile, InUse, NotFound
from icp_tui.method.records import Customer, Evidence, Objective, Persona, Problem
from icp_tui.opening import open_workspace
from icp_tui.store.exchange import bundles, merging
from icp_tui.store.exchange.bundles import FORMAT, export, read_bundle
from icp_tui.store.file.locks import lock_path
from icp_tui.store.work import actions
from icp_tui.store.work.library import summaries
from icp_tui.store.work.workspace import Workspace
from small import Small


@pytest.fixture
def bundle(small: Small, tmp_path: Path) -> Path:
    """The small profile as a bundle."""
    path = tmp_path / "small.icp"
    export(small.workspace, path)
    return path


def _changed(bundle: Path, change: Callable[[list[dict[str, Any]]], object], *, header: bool = False) -> Path:
    """The bundle with some lines changed, and a hash that fits again."""
    lines = [json.loads(line) for line in bundle.read_text().splitlines()]
    change(lines if header else lines[1:])
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines[1:])
    if not header:
        lines[0]["sha256"] = hashlib.sha256(body).hexdigest()
    bundle.write_bytes(json.dumps(lines[0], separators=(",", ":")).encode() + b"\n" + body)
    return bundle


def _raw(bundle: Path, line: int, text: bytes) -> Path:
    """The bundle with one line replaced by `text`, and a hash that fits again."""
    lines = bundle.read_bytes().splitlines(keepends=True)
    lines[line - 1] = text + b"\n"
    header = json.loads(lines[0])
    header["sha256"] = hashlib.sha256(b"".join(lines[1:])).hexdigest()
    lines[0] = json.dumps(header, separators=(",", ":")).encode() + b"\n"
    bundle.write_bytes(b"".join(lines))
    return bundle


# Writing


def test_a_bundle_holds_every_change_as_one_line_behind_its_header(small: Small, bundle: Path) -> None:
    header, *lines = bundle.read_bytes().splitlines(keepends=True)
    told = json.loads(header)
    assert told["format"] == FORMAT
    assert told["holds"] == "ColdLine · 1 profile"
    assert told["changes"] == len(lines) == small.changes()
    assert told["sha256"] == hashlib.sha256(b"".join(lines)).hexdigest()
    assert all("came" not in json.loads(line) for line in lines)


def test_the_same_changes_give_the_same_bytes_readable_by_the_owner_only(
    small: Small, bundle: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.icp"
    assert not export(small.workspace, again).replaced
    assert again.read_bytes() == bundle.read_bytes()
    assert stat.S_IMODE(again.stat().st_mode) == 0o600
    assert export(small.workspace, again).replaced


def test_what_is_being_typed_is_in_it_and_closed(small: Small, tmp_path: Path) -> None:
    problem = small.first(Problem)
    small.workspace.typed(small.profile_id, problem, "sufferers", "The drivers")
    export(small.workspace, tmp_path / "typed.icp")
    small.workspace.typed(small.profile_id, problem, "sufferers", "The drivers of all vans")
    small.workspace.leave()
    sent = {change.id for change in read_bundle(tmp_path / "typed.icp").changes}
    [grown] = small.workspace.database.rows("SELECT id FROM change WHERE new = 'The drivers of all vans'")
    assert grown["id"] not in sent


def test_a_profile_goes_with_its_client_and_a_client_with_its_profiles(small: Small, tmp_path: Path) -> None:
    workspace = small.workspace
    client = small.answers.client
    second = actions.start(workspace, {"name": "Spring"}, client_id=client.id)
    actions.start(workspace, {"name": "Autumn"}, client={"name": "Family Wheels"})
    deleted = small.first(Problem)
    actions.delete(workspace, small.profile_id, deleted)
    names = []
    for number, record_id in enumerate((second, small.profile_id, client.id)):
        path = tmp_path / f"{number}.icp"
        export(workspace, path, record_id)
        fresh = open_workspace(tmp_path / f"{number}.db")
        merging.apply(fresh, merging.plan(fresh, merging.read(path)))
        names.append([(row.client, row.profile) for row in summaries(fresh.database)])
        fresh.let_go()
    whole = ("ColdLine", "Wholesalers before an audit")
    assert names == [[("ColdLine", "Spring")], [whole], [whole, ("ColdLine", "Spring")]]
    assert deleted.id in {change.record_id for change in read_bundle(tmp_path / "1.icp").changes}


def test_nothing_and_what_is_no_client_cannot_be_exported(
    workspace: Workspace, small: Small, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="nothing to export"):
        export(workspace, tmp_path / "none.icp")
    with pytest.raises(NotFound, match="neither a client nor a profile"):
        export(small.workspace, tmp_path / "none.icp", small.first(Problem).id)
    assert not (tmp_path / "none.icp").exists()


def test_a_database_is_never_replaced_by_a_bundle(small: Small, tmp_path: Path) -> None:
    path = small.workspace.database.path
    before = path.read_bytes()
    for target in (path, tmp_path):
        with pytest.raises(BadFile):
            export(small.workspace, target)
    assert path.read_bytes() == before


def test_nothing_is_exported_while_another_one_is_writing(small: Small, tmp_path: Path) -> None:
    looking = open_workspace(small.workspace.database.path, look="a test looks")
    with pytest.raises(InUse):
        export(looking, tmp_path / "open.icp")
    looking.let_go()
    assert not (tmp_path / "open.icp").exists()


def test_an_export_leaves_the_mark_of_a_program_that_ended_without_closing(
    small: Small, tmp_path: Path
) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    mark = lock_path(path)
    mark.write_text("4711\nelsewhere\n")
    looking = open_workspace(path, look="a test looks")
    export(looking, tmp_path / "open.icp")
    looking.let_go()
    assert mark.read_text() == "4711\nelsewhere\n"


@pytest.mark.parametrize("whole", [True, False])
def test_too_many_changes_are_refused_before_they_are_read(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("they were read")

    many = small.changes()
    monkeypatch.setattr(bundles, "MOST_CHANGES", many - 1)
    monkeypatch.setattr(bundles, "_changes", never)
    with pytest.raises(BadFile, match=f"These are {many} changes"):
        export(small.workspace, tmp_path / "many.icp", "" if whole else small.answers.client.id)


def test_ones_own_workspace_is_not_opened_to_see_what_it_is(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = small.workspace.database.path
    (link := tmp_path / "another.icp").hardlink_to(own)
    opened: list[Path] = []
    first = Path.open

    def watched(path: Path, *args: Any, **named: Any) -> Any:
        opened.append(path)
        return first(path, *args, **named)

    monkeypatch.setattr(Path, "open", watched)
    for target in (own, link):
        with pytest.raises(BadFile, match="it is a database"):
            export(small.workspace, target)
    assert opened == []


# Names left out


@pytest.fixture
def told(small: Small) -> Small:
    """The small profile with customers, a persona and proofs that name people."""
    work, profile = small.workspace, small.profile_id
    actions.add(work, profile, Customer, profile, [{"name": "Quellmoor Foods"}, {"name": "Anna Żak"}])
    actions.add(work, profile, Persona, profile, [{"nickname": "Fleet Fiona"}])
    proofs = [
        {"what": "quellmoor   foods lost no load", "source": "A call with Mr Brandt"},
        {"what": "Named", "source": "Tarnbeck Ltd", "permission": "may be named"},
    ]
    actions.add(work, profile, Evidence, profile, proofs)
    small.set(small.first(Objective), {"in_their_words": "Anna Z\u0307ak and Quellmoor Foods’ driver agree"})
    return small


def test_a_redacted_bundle_names_nobody_in_any_version(told: Small, tmp_path: Path) -> None:
    path = tmp_path / "redacted.icp"
    told.set(told.first(Customer), {"name": "Other Foods Ltd"})
    export(told.workspace, path, redact=True)
    text = path.read_text()
    for name in ("Quellmoor", "quellmoor", "Żak", "Fiona", "Brandt", "Other Foods", "Ada"):
        assert name not in text
    assert "Tarnbeck Ltd" in text
    assert "ColdLine" in text
    assert "Customer 1 lost no load" in text
    assert "Customer 2 and Customer 1’ driver agree" in text


def test_a_redacted_copy_stands_beside_the_original_and_twice_is_one(told: Small, tmp_path: Path) -> None:
    path = tmp_path / "redacted.icp"
    export(told.workspace, path, redact=True)
    before = told.answers.records
    for _ in range(2):
        export(told.workspace, path, told.answers.client.id, redact=True)
        merging.apply(told.workspace, merging.plan(told.workspace, merging.read(path)))
    assert told.answers.records == before
    rows = summaries(told.workspace.database)
    assert len(rows) == 2
    copy = told.workspace.answers(next(r.profile_id for r in rows if r.profile_id != told.profile_id))
    assert [customer.name for customer in copy.of(Customer)] == ["Customer 1", "Customer 2"]
    kept = [(type(one), one.position) for one in copy.records[2:]]
    assert kept == [(type(one), one.position) for one in before[2:]]
    assert [len(copy.linked(one, "proves_problems")) for one in copy.of(Evidence)] == [2, 0, 0]


# Reading


def test_a_bundle_gives_the_changes_that_went_in(small: Small, bundle: Path) -> None:
    incoming = read_bundle(bundle)
    rows = small.workspace.database.rows("SELECT * FROM change ORDER BY clock, id")
    assert [(c.id, c.new, c.base) for c in incoming.changes] == [(r["id"], r["new"], r["base"]) for r in rows]


@pytest.mark.parametrize(
    "harm",
    [
        lambda held: held[:-1],
        lambda held: held[: len(held) // 2],
        lambda held: held.replace(b"Sheets", b"Sheetz"),
        lambda held: held + b"{}\n",
        lambda held: b"\n".join(held.split(b"\n")[:1] + held.split(b"\n")[2:]),
    ],
    ids=["no last line end", "half of it", "one letter", "a line more", "a line less"],
)
def test_a_bundle_changed_on_its_way_is_refused_whole(
    small: Small, bundle: Path, harm: Callable[[bytes], bytes]
) -> None:
    bundle.write_bytes(harm(bundle.read_bytes()))
    with pytest.raises(BadFile, match="changed or cut short") as told:
        merging.read(bundle)
    assert "your data is as it was" in told.value.means


def _set(**values: object) -> Callable[[list[dict[str, Any]]], object]:
    return lambda lines: lines[2].update(values)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set(clock=True), "“clock” must be a whole number"),
        (_set(clock=-1), "“clock” must be a whole number"),
        (_set(clock=1.5), "“clock” must be a whole number"),
        (_set(id="me"), "“id” must be an id"),
        (_set(base="'; DROP TABLE change"), "“base” must be an id"),
        (_set(scope="*"), "“scope” must be an id"),
        (_set(author=None), "“author” must be a text"),
        (_set(at="9999-12-31T00:00:00.000Z"), "“at” must be a moment"),
        (_set(at="1969-12-31T00:00:00.000Z"), "“at” must be a moment"),
        (_set(at="2026-02-30T00:00:00.000Z"), "“at” must be a moment"),
        (_set(at="yesterday"), "“at” must be a moment"),
        (_set(new=7), "“new” must be a text"),
        (_set(new="a\0b"), "“new” holds characters"),
        (_set(new="\ud800"), "“new” holds characters"),
        (_set(new="x" * 1_000_001), "“new” is too long"),
        (_set(more=1), "not made of what a change is made of"),
        (_set(came=None), "not made of what a change is made of"),
        (lambda lines: lines[2].pop("old"), "not made of what a change is made of"),
        (lambda lines: lines[2].update(id=lines[1]["id"]), "of the same name"),
        (lambda lines: lines[0].update(new=None), "beginning of its record is missing"),
        (lambda lines: lines[3].update(base="0" * 8 + "-0000-0000-0000-" + "0" * 12), "is missing"),
        (lambda lines: lines[3].update(base=lines[9]["id"]), "cannot have been before it"),
        (lambda lines: lines[3].update(undoes=lines[3]["id"]), "cannot have been before it"),
        (lambda lines: lines[-1].update(record_id=lines[0]["record_id"]), "of two kinds"),
    ],
)
def test_one_change_that_does_not_fit_refuses_the_bundle_with_its_line(
    small: Small, bundle: Path, change: Callable[[list[dict[str, Any]]], object], words: str
) -> None:
    with pytest.raises(BadFile) as told:
        merging.read(_changed(bundle, change))
    assert words in told.value.what
    assert "line " in told.value.what
    assert "your data is as it was" in told.value.means


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cost_each", "12.5"),
        ("cost_each", "9" * 30),
        ("times", "Infinity"),
        ("times", "NaN"),
        ("times", "1e999"),
        ("severity", "6"),
        ("per", "century"),
        ("what", " "),
        ("what", "two\nlines"),
        ("step", "nobody"),
        ("step", "0" * 8 + "-0000-0000-0000-" + "0" * 12),
        ("position", "inf"),
        ("times:state", "maybe"),
        ("parent", "workspace"),
        ("parent:known", "-1"),
    ],
)
def test_a_value_that_no_answer_can_have_is_refused(
    small: Small, bundle: Path, field: str, value: str
) -> None:
    lines = [json.loads(line) for line in bundle.read_text().splitlines()][1:]
    problem = next(line for line in lines if line["kind"] == "problem" and line["field"] == "parent")
    added = {
        **problem,
        "id": problem["id"][:-4] + "ffff",
        "clock": 10_000,
        "field": field,
        "old": None,
        "new": value,
        "base": None,
    }
    body = [*lines, added]
    header = json.loads(bundle.read_text().splitlines()[0])
    raw = b"".join(json.dumps(line).encode() + b"\n" for line in body)
    header |= {"changes": len(body), "sha256": hashlib.sha256(raw).hexdigest()}
    bundle.write_bytes(json.dumps(header, separators=(",", ":")).encode() + b"\n" + raw)
    with pytest.raises(BadFile, match=rf"line {len(body) + 1}: "):
        merging.read(bundle)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (b'{"clock":' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"clock":NaN}', "not JSON"),
        (b'{"id":"a","id":"b"}', "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"7", "no change"),
        (b"", "not JSON"),
    ],
    ids=["brackets", "a huge number", "NaN", "a name twice", "no UTF-8", "a number", "nothing"],
)
def test_a_line_that_is_no_change_is_refused_in_words(
    small: Small, bundle: Path, line: bytes, words: str
) -> None:
    with pytest.raises(BadFile, match=words):
        merging.read(_raw(bundle, 3, line))


def test_control_characters_in_a_text_do_not_get_in(small: Small, bundle: Path, tmp_path: Path) -> None:
    def harm(lines: list[dict[str, Any]]) -> None:
        next(line for line in lines if line["new"] == "Sheets get lost")["new"] = "Sheets\x1b[2J get\x9b lost"

    incoming = merging.read(_changed(bundle, harm))
    assert "Sheets get lost" in {change.new for change in incoming.changes}
    # To whoever wrote it, it is the same change and not another one.
    assert not merging.plan(small.workspace, incoming).brings


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "icp-tui bundle 2"}, "icp-tui 9.9 made it"),
        ({"compat": 99}, "icp-tui 9.9 made it"),
    ],
)
def test_a_newer_bundle_is_refused_by_the_version_that_wrote_it(
    small: Small, bundle: Path, change: dict[str, object], words: str
) -> None:
    _changed(bundle, lambda lines: lines[0].update(program="9.9", **change), header=True)
    with pytest.raises(BadFile, match=words) as told:
        merging.read(bundle)
    assert "up to date" in told.value.do


def test_a_change_of_a_field_that_only_a_newer_program_has_names_that_version(
    small: Small, bundle: Path
) -> None:
    lines = bundle.read_text().splitlines()
    header = json.loads(lines[0]) | {"program": "9.9"}
    bundle.write_text("\n".join([json.dumps(header, separators=(",", ":")), *lines[1:]]) + "\n")
    with pytest.raises(BadFile, match=r"icp-tui 9\.9 made it.*problem\.smell"):
        merging.read(_changed(bundle, lambda rows: rows[40].update(kind="problem", field="smell")))


@pytest.mark.parametrize(
    "held",
    [b"", b"PK\x03\x04", b"{}\n", b'{"format":"icp-tui case 1"}\n', b"\xff" * 300, b"[" * 100_000],
    ids=["empty", "an archive", "an object", "a case", "no text", "brackets"],
)
def test_what_is_no_bundle_is_told_so(small: Small, tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "other.icp"
    path.write_bytes(held)
    with pytest.raises(BadFile, match="it is no bundle of icp-tui"):
        merging.read(path)


def test_a_file_that_is_not_there_and_ones_own_workspace_are_refused(small: Small, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="Cannot merge"):
        merging.read(tmp_path / "missing.icp")
    with pytest.raises(BadFile, match="no ordinary file"):
        merging.read(tmp_path)
    own = small.workspace.database.path
    with pytest.raises(BadFile, match="this workspace itself"):
        merging.read(own, own)


def test_a_clock_out_of_all_reason_is_refused_and_an_honest_one_is_not(
    small_file: Path, tmp_path: Path
) -> None:
    ada, ben = copies(small_file, tmp_path, ("Ada", "Ben"))
    problem = ada.first(Problem)
    ada.edit(problem, "times", "30")
    path = ada.send(tmp_path / "ada.icp")
    _changed(path, lambda lines: lines[-1].update(clock=10**11))
    with pytest.raises(BadFile, match="changes ahead"):
        ben.take(path)
    assert ben.now(problem).times == 2
    _changed(path, lambda lines: lines[-1].update(clock=5000))
    ben.take(path)
    ben.edit(ben.now(problem), "times", "31")
    assert ben.log[-1].clock == 5001
    [cy] = copies(small_file, tmp_path, ("Cy",))
    cy.take(ben.send(tmp_path / "ben.icp"))
    assert cy.now(problem).times == 31
    for one in (ada, ben, cy):
        one.workspace.let_go()


def test_a_change_that_is_another_one_here_refuses_the_file(small_file: Path, tmp_path: Path) -> None:
    [ada] = copies(small_file, tmp_path, ("Ada",))
    path = ada.send(tmp_path / "ada.icp")
    _changed(path, lambda lines: lines[-1].update(clock=lines[-1]["clock"] + 1))
    with pytest.raises(BadFile, match="is another one here"):
        ada.take(path)
    ada.workspace.let_go()
