"""Several answers in one, links to any record, answers that are never missing: kept through everything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from case_content import content

from icp_tui.errors import BadAnswer, BadFile
from icp_tui.insight.attributes import columns, counted, fits
from icp_tui.method.choices import Mark, State
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Link, Links, Several
from icp_tui.method.records import (
    Attribute,
    Channel,
    Customer,
    CustomerAnswer,
    CustomerGroup,
    Finding,
    Fit,
    Metric,
    Objection,
    ParkedSituation,
    Part,
    Persona,
    Problem,
    Rating,
    RedFlag,
    Sign,
)
from icp_tui.store.intake.case_json import FORMAT
from icp_tui.store.intake.cases import as_json, case_of, import_case
from icp_tui.store.log.changes import Edit
from icp_tui.store.work import actions
from icp_tui.store.work.search import search
from icp_tui.tui.screens.interview_bringing import BECOMES
from small import Small


def put(small: Small, kind: type[Record], *rows: dict[str, str], parent: str = "") -> list[Any]:
    """Add records to the small profile, or below another parent."""
    return actions.add(small.workspace, small.profile_id, kind, parent or small.profile_id, rows)


def exported(small: Small, folder: Path) -> Path:
    """The small profile as a case file."""
    path = folder / "case.json"
    path.write_text(as_json(case_of(small.workspace, small.profile_id)), encoding="utf-8")
    return path


def again(small: Small, folder: Path) -> str:
    """The small profile exported and imported again, whose case says the same; gives its id."""
    path = exported(small, folder)
    [profile_id] = import_case(small.workspace, path).profile_ids
    written = json.loads(path.read_text(encoding="utf-8"))
    assert content(case_of(small.workspace, profile_id)) == content(written)
    return profile_id


# Several of a fixed set


def test_several_answers_are_kept_in_the_order_of_the_set(small: Small) -> None:
    [persona] = put(small, Persona, {"nickname": "Fiona", "parts": "uses; Decides, uses"})
    assert persona.parts == (Part.DECIDES, Part.USES)
    assert small.workspace.database.rows("SELECT parts FROM persona")[0]["parts"] == "decides uses"
    small.restart()
    assert small.first(Persona).parts == (Part.DECIDES, Part.USES)
    assert small.same()


def test_one_word_that_is_none_of_them_keeps_all_as_typed(small: Small) -> None:
    [persona] = put(small, Persona, {"nickname": "Fiona", "parts": "pays"})
    with pytest.raises(BadAnswer, match="One of these, please"):
        small.set(persona, {"parts": "pays, sleeps"})
    assert small.now(persona).parts == (Part.PAYS,)
    small.workspace.typed(small.profile_id, persona, "parts", "pays, sleeps")
    small.workspace.leave()
    assert small.now(persona).parts is None
    assert small.in_the_file.mark(persona.id, "parts").raw == "pays, sleeps"
    assert small.set(persona, {"parts": "uses"}).parts == (Part.USES,)
    assert small.in_the_file.mark(persona.id, "parts").raw is None


def test_several_answers_are_taken_back_and_done_again(small: Small) -> None:
    [persona] = put(small, Persona, {"nickname": "Fiona", "parts": "pays"})
    small.set(persona, {"parts": "pays, uses"})
    small.set(persona, {"parts": ""})
    seen = []
    for step in (small.workspace.undo, small.workspace.undo, small.workspace.redo, small.workspace.redo):
        step(small.profile_id)
        seen.append(small.in_the_file.of(Persona)[0].parts)
    both = (Part.PAYS, Part.USES)
    assert seen == [both, (Part.PAYS,), both, None]
    assert small.same()


def test_several_answers_are_copied_with_their_profile_and_go_out_and_in(
    small: Small, tmp_path: Path
) -> None:
    put(small, Customer, {"name": "Quellmoor", "signs": "sends others, buys regularly"})
    small.set(small.answers.profile, {"best_by": "revenue, years as a customer"})
    copy = actions.duplicate(small.workspace, small.profile_id, "Copy")
    for profile_id in (copy, again(small, tmp_path)):
        answers = small.workspace.answers(profile_id)
        assert answers.of(Customer)[0].signs == (Sign.BUYS_REGULARLY, Sign.REFERS)
        assert answers.profile.best_by == (Metric.REVENUE, Metric.YEARS)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("pays", "A list must stand here"),
        (["sleeps"], "One of these must stand here"),
        ([["pays"]], "One of these must stand here"),
        ({"pays": True}, "A list must stand here"),
    ],
)
def test_several_answers_written_wrongly_in_a_case_are_refused(
    small: Small, tmp_path: Path, given: object, said: str
) -> None:
    case = {"format": FORMAT, "client": {"profile": [{"persona": [{"nickname": "F", "parts": given}]}]}}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    with pytest.raises(BadFile, match=said):
        import_case(small.workspace, tmp_path / "case.json")


def test_an_empty_list_in_a_case_is_no_answer(small: Small, tmp_path: Path) -> None:
    case = {"format": FORMAT, "client": {"profile": [{"persona": [{"nickname": "F", "parts": []}]}]}}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    [profile_id] = import_case(small.workspace, tmp_path / "case.json").profile_ids
    assert small.workspace.answers(profile_id).of(Persona)[0].parts is None


def several() -> list[Question]:
    return [q for kind in RECORDS.values() for q in kind.questions.values() if isinstance(q.kind, Several)]


def test_the_words_of_all_sets_can_be_typed_with_commas_between_them() -> None:
    assert len(several()) >= 3
    for question in several():
        assert isinstance(question.kind, Several)
        options = tuple(question.kind.options)
        for chosen in (options, options[::2], *((option,) for option in options)):
            assert question.kind.parse(question.kind.format(chosen)) == chosen, question.name


def test_what_a_newer_program_wrote_into_a_set_is_read_as_far_as_it_is_known(small: Small) -> None:
    [persona] = put(small, Persona, {"nickname": "Fiona", "parts": "pays"})
    small.workspace.change(small.profile_id, [Edit(Persona.kind, persona.id, "parts", "dances pays")])
    small.restart()
    assert small.first(Persona).parts == (Part.PAYS,)
    with pytest.raises(BadAnswer):
        Persona.questions["parts"].kind.load("dances")


# A link to any record


def test_a_finding_can_lead_to_a_record_of_any_kind(small: Small) -> None:
    [finding] = put(small, Finding, {"what": "They ask for loggers"})
    for target in (small.first(Problem), small.first(Objection), small.first(ParkedSituation)):
        found = small.set(finding, {"becomes": target.id})
        assert small.answers.linked(found, "becomes") == [target]
        small.restart()
        assert small.first(Finding).becomes == target.id
    small.workspace.undo(small.profile_id)
    assert small.answers.linked(small.first(Finding), "becomes") == [small.first(Objection)]
    assert small.same()


def test_a_link_to_what_is_not_there_or_belongs_to_several_profiles_is_refused(small: Small) -> None:
    [finding] = put(small, Finding, {"what": "They ask for loggers"})
    for target in ("nowhere", small.answers.client.id):
        with pytest.raises(BadAnswer, match="There is no such record in this profile"):
            small.set(finding, {"becomes": target})
    with pytest.raises(BadAnswer, match=r"in this profile\. Needed: Problem\."):
        small.set(small.first(Objection), {"problem": "nowhere"})
    assert small.now(finding).becomes is None
    assert not Link("").fits("client") and not Links("").fits("client")
    assert (
        Link("").fits("profile") and Link("problem").fits("problem") and not Link("problem").fits("finding")
    )


def test_a_link_leads_to_the_copy_in_a_copied_profile(small: Small) -> None:
    target = small.first(Problem)
    put(small, Finding, {"what": "They ask for loggers", "becomes": target.id})
    copy = small.workspace.answers(actions.duplicate(small.workspace, small.profile_id, "Copy"))
    [found] = copy.linked(copy.of(Finding)[0], "becomes")
    assert (found.title, found.id) == (target.title, copy.of(Problem)[0].id) and found.id != target.id


def test_a_copied_finding_leads_to_the_same_record(small: Small) -> None:
    [finding] = put(small, Finding, {"what": "Loggers", "becomes": small.first(Problem).id})
    copy = actions.duplicate_record(small.workspace, small.profile_id, finding)
    assert isinstance(copy, Finding) and copy.becomes == finding.becomes


def test_a_link_goes_out_and_in_and_one_to_what_was_deleted_is_left_out(small: Small, tmp_path: Path) -> None:
    objection = small.first(Objection)
    put(small, Finding, {"what": "Loggers", "becomes": objection.id})
    put(small, Finding, {"what": "Itself", "becomes": small.profile_id})
    answers = small.workspace.answers(again(small, tmp_path))
    first, second = answers.of(Finding)
    assert [r.title for r in answers.linked(first, "becomes")] == [objection.title]
    assert answers.linked(second, "becomes") == [answers.profile]
    actions.delete(small.workspace, small.profile_id, objection)
    answers = small.workspace.answers(again(small, tmp_path))
    assert answers.of(Finding)[0].becomes is None
    small.workspace.undo(small.profile_id)
    assert small.answers.linked(small.first(Finding), "becomes") == [objection]


@pytest.mark.parametrize("key", ["client", "elsewhere", "none"])
def test_a_case_cannot_link_to_what_is_not_in_the_same_profile(
    small: Small, tmp_path: Path, key: str
) -> None:
    profiles = [
        {"finding": [{"what": "F", "becomes": key}]},
        {"finding": [{"what": "G", "key": "elsewhere"}]},
    ]
    case = {"format": FORMAT, "client": {"key": "client", "profile": profiles}}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    with pytest.raises(BadFile, match="No “record” of this profile has the key"):
        import_case(small.workspace, tmp_path / "case.json")


# Search


def test_words_of_the_new_records_are_found_and_links_and_choices_are_no_words(small: Small) -> None:
    put(small, Persona, {"nickname": "Fiona", "fear": "Łódź at night", "parts": "pays, uses"})
    put(small, Finding, {"what": "They ask for loggers", "becomes": small.first(Problem).id})
    database = small.workspace.database
    assert [(hit.record.title, hit.field) for hit in search(database, "lodz")] == [("Fiona", "fear")]
    assert search(database, "pays") == []
    assert [hit.record.kind for hit in search(database, "ask loggers")] == ["finding"]
    assert search(database, small.first(Problem).id) == []


# Never without an answer


def always() -> list[tuple[type[Record], str]]:
    return [(kind, q.name) for kind in RECORDS.values() for q in kind.questions.values() if q.always]


def test_what_is_always_answered_is_so_from_the_start(small: Small) -> None:
    assert always() == [(Customer, "customer_group")]
    for row in ({}, {"customer_group": ""}, {"customer_group": "  "}):
        [customer] = put(small, Customer, {"name": "Quellmoor", **row})
        assert customer.customer_group is CustomerGroup.BEST


@pytest.mark.parametrize("raw", ["", "  ", "none of them", "\u202e"])
def test_clearing_it_changes_nothing(small: Small, raw: str) -> None:
    [customer] = put(small, Customer, {"name": "Quellmoor", "customer_group": "candidate"})
    before = small.changes()
    small.workspace.typed(small.profile_id, customer, "customer_group", raw)
    small.workspace.leave()
    assert small.changes() == before
    assert small.now(customer).customer_group is CustomerGroup.CANDIDATE
    assert small.in_the_file.mark(customer.id, "customer_group").raw is None


def test_clearing_it_beside_another_answer_leaves_that_one(small: Small) -> None:
    [customer] = put(small, Customer, {"name": "Quellmoor"})
    small.set(customer, {"customer_group": "", "name": "Tarnbeck"})
    assert small.now(customer).name == "Tarnbeck"
    assert small.now(customer).customer_group is CustomerGroup.BEST


@pytest.mark.parametrize("given", [{}, {"customer_group": None}])
def test_a_case_without_it_is_refused_with_the_place(
    small: Small, tmp_path: Path, given: dict[str, object]
) -> None:
    case = {"format": FORMAT, "client": {"profile": [{"customer": [{"name": "Quellmoor", **given}]}]}}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    with pytest.raises(BadFile, match=r"customer\[0\].customer_group: It is never without an answer"):
        import_case(small.workspace, tmp_path / "case.json")


# Two answers for one cell


@pytest.fixture
def cell(small: Small) -> tuple[Customer, Attribute, list[CustomerAnswer]]:
    """A customer with two answers about one attribute, as two who work on one file can give them."""
    [customer], [attribute] = (
        put(small, Customer, {"name": "Quellmoor"}),
        put(small, Attribute, {"name": "Vans"}),
    )
    rows = [{"attribute": attribute.id, "answer": answer} for answer in ("yes", "no")]
    return customer, attribute, put(small, CustomerAnswer, *rows, parent=customer.id)


def test_of_two_answers_for_one_cell_the_later_counts_once(
    small: Small, tmp_path: Path, cell: tuple[Customer, Attribute, list[CustomerAnswer]]
) -> None:
    customer, attribute, (_earlier, later) = cell
    for profile_id in (
        small.profile_id,
        actions.duplicate(small.workspace, small.profile_id, "Copy"),
        again(small, tmp_path),
    ):
        answers = small.workspace.answers(profile_id)
        assert list(fits(answers).values()) == [Fit.NO]
        [there], [vans] = answers.of(Customer), answers.of(Attribute)
        found = counted(columns(answers).get(vans.id, {}), [there])
        assert (found.yes, found.known, found.unknown) == (0, 1, 0)
    small.set(later, {"answer": ""})
    assert fits(small.answers) == {}
    small.workspace.undo(small.profile_id)
    actions.delete(small.workspace, small.profile_id, later)
    assert fits(small.answers) == {(customer.id, attribute.id): Fit.YES}


def test_answers_go_with_their_customer_and_lead_nowhere_without_their_attribute(
    small: Small, cell: tuple[Customer, Attribute, list[CustomerAnswer]]
) -> None:
    customer, attribute, _answers = cell
    actions.delete(small.workspace, small.profile_id, attribute)
    assert small.answers.linked(small.first(CustomerAnswer), "attribute") == []
    actions.delete(small.workspace, small.profile_id, customer)
    assert small.answers.of(CustomerAnswer) == [] == small.in_the_file.of(CustomerAnswer)
    small.workspace.undo(small.profile_id)
    small.workspace.undo(small.profile_id)
    assert list(fits(small.in_the_file)) == [(customer.id, attribute.id)]


# What a finding becomes


@pytest.mark.parametrize("name", [*BECOMES, ParkedSituation.kind])
def test_what_a_finding_becomes_is_one_step_to_take_back(small: Small, name: str) -> None:
    kind = RECORDS[name]
    put(small, kind, {kind.title_field: "The first one"})
    [finding] = put(small, Finding, {"what": "They meet at the fish market"})
    before = [record.title for record in small.answers.of(kind)]
    made = actions.make_of_finding(small.workspace, small.profile_id, finding, kind)
    assert [record.title for record in small.in_the_file.of(kind)] == [*before, finding.what]
    assert small.now(finding).becomes == made.id
    small.restart()
    assert small.same()
    small.workspace.undo(small.profile_id)
    assert [record.title for record in small.in_the_file.of(kind)] == before
    assert small.first(Finding).becomes is None
    small.workspace.redo(small.profile_id)
    assert small.answers.linked(small.first(Finding), "becomes") == [small.answers.of(kind)[-1]]
    assert [hit.record.kind for hit in search(small.workspace.database, "fish market")].count(name) == 1


def test_a_finding_that_becomes_two_things_leads_to_the_later_one(small: Small) -> None:
    [finding] = put(small, Finding, {"what": "They meet at the fish market"})
    actions.make_of_finding(small.workspace, small.profile_id, finding, Channel)
    flag = actions.make_of_finding(small.workspace, small.profile_id, small.now(finding), RedFlag)
    assert small.now(finding).becomes == flag.id
    small.workspace.undo(small.profile_id)
    assert small.now(finding).becomes == small.first(Channel).id


def test_what_a_finding_becomes_ends_its_mark_and_what_was_not_understood(small: Small) -> None:
    [finding] = put(small, Finding, {"what": "They meet at the fish market"})
    edits = [("becomes:raw", "no such record"), ("becomes:state", "ask")]
    small.workspace.change(small.profile_id, [Edit(Finding.kind, finding.id, *edit) for edit in edits])
    before = small.answers.mark(finding.id, "becomes")
    assert before == Mark(state=State.ASK, raw="no such record")
    made = actions.make_of_finding(small.workspace, small.profile_id, finding, Channel)
    assert small.now(finding).becomes == made.id
    assert small.answers.mark(finding.id, "becomes") == Mark()
    small.workspace.undo(small.profile_id)
    assert small.answers.mark(finding.id, "becomes") == before
    assert small.same()


def test_scores_of_nothing_survive_out_and_in(small: Small, tmp_path: Path) -> None:
    put(small, Rating, {"dimension": "willing", "score": "0"})
    put(small, RedFlag, {"sign": "Pays late", "severity": "penalty", "points": "0"})
    answers = small.workspace.answers(again(small, tmp_path))
    assert answers.of(Rating)[0].score == answers.of(RedFlag)[0].points == 0
    assert answers.of(Rating)[0].dimension == small.first(Rating).dimension
