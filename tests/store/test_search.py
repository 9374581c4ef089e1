"""Full-text search: found without accents and by the beginnings of words; nothing that was deleted."""

from __future__ import annotations

import pytest

from icp_tui.method.records import Client, Objective, Problem, Profile
from icp_tui.store.work import actions
from icp_tui.store.work.search import search
from icp_tui.store.work.workspace import LIBRARY
from small import Small


def _titles(small: Small, wanted: str, limit: int = 50) -> list[str]:
    return [hit.record.title for hit in search(small.workspace.database, wanted, limit)]


def test_an_answer_is_found_with_its_record_its_field_and_its_line(small: Small) -> None:
    problem = small.set(small.first(Problem), {"in_their_words": "They sent it back.\n\nThe whole lorry."})
    (hit,) = search(small.workspace.database, "lorry whole")
    assert (hit.profile_id, hit.record, hit.field) == (small.profile_id, problem, "in_their_words")
    assert hit.line == "The whole lorry."


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Łódź by night", "lodz"),
        ("Lodz by night", "łódź"),
        ("Œuvre complète", "oeuvre complete"),
        ("Große Straße", "grosse strasse"),
        ("GROẞE STRASSE", "große"),
        ("Ærø, Ørsted", "aero orsted"),
        ("São João", "SAO joao"),
        ("naïve coöperation", "naive coop"),
        ("3.1% to 0.8%", "0.8"),
        ("late-loads", "loads late"),
    ],
)
def test_accents_case_and_order_do_not_matter(small: Small, said: str, wanted: str) -> None:
    small.set(small.first(Objective), {"who_said": said})
    assert [hit.line for hit in search(small.workspace.database, wanted) if hit.field == "who_said"] == [said]


def test_the_beginning_of_a_word_is_enough_but_not_its_middle(small: Small) -> None:
    assert _titles(small, "lo refu") == ["Load refused at the dock"]
    assert _titles(small, "oad") == []


def test_all_words_must_be_there(small: Small) -> None:
    assert _titles(small, "load bicycle") == []


def test_what_is_typed_is_found_and_what_it_replaced_is_not(small: Small) -> None:
    small.workspace.typed(small.profile_id, small.first(Problem), "what", "Pallet refused")
    small.workspace.flush()
    assert _titles(small, "pallet") == ["Pallet refused"]
    assert _titles(small, "dock") == []
    small.workspace.undo(small.profile_id)
    assert _titles(small, "dock") == ["Load refused at the dock"]


def test_what_was_deleted_is_not_found_until_undo_brings_it_back(small: Small) -> None:
    actions.delete(small.workspace, small.profile_id, small.first(Problem))
    assert _titles(small, "dock") == []
    small.workspace.undo(small.profile_id)
    assert _titles(small, "dock") == ["Load refused at the dock"]


def test_what_hangs_on_something_deleted_is_not_found(small: Small) -> None:
    actions.delete(small.workspace, small.profile_id, small.first(Objective))
    assert _titles(small, "dock") == []
    small.workspace.undo(small.profile_id)
    actions.delete(small.workspace, small.profile_id, small.answers.profile)
    assert _titles(small, "dock") == [] and _titles(small, "coldline") == ["ColdLine"]
    small.workspace.undo(LIBRARY)
    assert _titles(small, "dock") == ["Load refused at the dock"]


def test_many_deleted_answers_do_not_hide_the_living_ones(small: Small) -> None:
    objective = small.first(Objective)
    made = actions.add(
        small.workspace, small.profile_id, Problem, objective.id, [{"what": "pallet"} for _ in range(30)]
    )
    for problem in made:
        actions.delete(small.workspace, small.profile_id, problem)
    small.set(objective, {"in_their_words": "We lose many words around one pallet, and hours with it."})
    assert _titles(small, "pallet", limit=5) == ["Pass every audit"]


def test_no_more_are_found_than_were_asked_for(small: Small) -> None:
    objective = small.first(Objective)
    actions.add(
        small.workspace, small.profile_id, Problem, objective.id, [{"what": "pallet"} for _ in range(9)]
    )
    assert len(_titles(small, "pallet", limit=4)) == 4


def test_a_client_is_found_once_and_under_its_newest_name(small: Small) -> None:
    actions.duplicate(small.workspace, small.profile_id, "The next")
    assert _titles(small, "coldline") == ["ColdLine"]
    small.set(small.first(Client), {"name": "WarmLine"})
    assert (_titles(small, "coldline"), _titles(small, "warmline")) == ([], ["WarmLine"])
    small.workspace.undo(small.profile_id)
    assert _titles(small, "coldline") == ["ColdLine"]


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        '"',
        "'",
        "*",
        "load*",
        '"load',
        "load NEAR dock",
        "NEAR(load dock, 2)",
        "AND OR NOT",
        "body:load",
        "load -dock",
        "load^2",
        "{load} + (dock",
        "; DROP TABLE change; --",
        "🚚",
        "🚚 load",
        pytest.param("\x00load", id="NUL"),
        "[/x] load",
        "_",
        "½ ² ٣",
        pytest.param("a" * 100_000, id="long word"),
        pytest.param("a " * 2_000, id="many words"),
    ],
)
def test_hostile_words_are_only_words(small: Small, hostile: str) -> None:
    before = small.changes()
    assert set(_titles(small, hostile)) <= {"Load refused at the dock", *_titles(small, "a")}
    assert small.changes() == before


def test_a_star_and_an_emoji_are_passed_over(small: Small) -> None:
    for wanted in ("load*", '"load', "🚚 load"):
        assert _titles(small, wanted) == ["Load refused at the dock"]


def test_the_profile_itself_is_found(small: Small) -> None:
    (hit,) = search(small.workspace.database, "wholesalers")
    assert isinstance(hit.record, Profile) and hit.profile_id == small.profile_id
