"""Names stay in no text of a redacted copy, however they are written, and common words stay."""

from __future__ import annotations

import unicodedata

import pytest

from icp_tui.method.records import Customer, Objective
from icp_tui.store.exchange.redacting import redacted
from icp_tui.store.log.changes import Change
from icp_tui.store.work import actions
from small import Small


def all_changes(small: Small) -> list[Change]:
    rows = small.workspace.database.rows("SELECT * FROM change ORDER BY clock, id")
    return [Change(**row) for row in rows]


def told_of(small: Small, text: str) -> str:
    """What a redacted copy says where `text` was typed."""
    small.set(small.first(Objective), {"in_their_words": text})
    changes = [
        Change(**row) for row in small.workspace.database.rows("SELECT * FROM change ORDER BY clock, id")
    ]
    return next(c.new or "" for c in reversed(redacted(changes)) if c.field == "in_their_words")


def add_customer(small: Small, name: str) -> None:
    actions.add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": name}])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("İstanbul Gıda", "İstanbul Gıda"),
        ("İstanbul Gıda", "istanbul gıda"),
        ("İstanbul Gıda", "ISTANBUL GIDA"),
        ("İstanbul Gıda", "İstanbul Gıda".lower()),
        ("O'Brien", "O’Brien"),
        ("O’Brien", "O'BRIEN"),
        ("Straße AG", "STRASSE AG"),
        ("Strasse AG", "Straße AG"),
        ("Quellmoor Foods", "Quellmoor-Foods"),
        ("Quellmoor Foods", "Quellmoor_Foods"),
        ("Quellmoor-Foods", "quellmoor \n foods"),
        ("Żak & Syn", unicodedata.normalize("NFD", "ŻAK & SYN")),
        ("HP", "HP"),
    ],
)
def test_a_name_is_found_however_it_is_written(small: Small, name: str, written: str) -> None:
    add_customer(small, name)
    assert told_of(small, f"Große Fracht bei {written}, sagt er") == "Große Fracht bei Customer 1, sagt er"


@pytest.mark.parametrize("text", ["Hp sauce and hp", "HPs and OHP", "a chip", "Größe"])
def test_a_name_of_two_letters_is_found_only_as_it_is_written(small: Small, text: str) -> None:
    add_customer(small, "HP")
    assert told_of(small, text) == text


@pytest.mark.parametrize(
    ("people", "text", "told"),
    [
        ("Anna Weber, Karl Huber", "Karl Huber and Anna Weber", "{0} and {0}"),
        ("Anna Weber; Karl Huber", "KARL HUBER", "{0}"),
        ("Anna und Karl", "Karl met Anna", "{0} met {0}"),
        ("Anna y Karl / Ewa i Jan & Tim and Tom", "Ewa, Jan, Tim, Tom, Anna", "{0}, {0}, {0}, {0}, {0}"),
        ("Anna Weber, Karl Huber", "Mr Huber, Frau WEBER", "Mr {0}, Frau {0}"),
        ("Ludwig van der Meer", "Mr Meer at sea: das meer", "Mr {0} at sea: das meer"),
        ("Karl Koch", "a koch and Kochs Kochbuch", "a koch and Kochs Kochbuch"),
        ("Head of Logistics", "Logistics is late", "Logistics is late"),
        ("Anna, the driver, sales", "the driver of sales", "the driver of sales"),
        ("Bo Li", "Li and li", "Li and li"),
    ],
)
def test_each_of_several_people_is_found_and_a_last_name_by_itself(
    small: Small, people: str, text: str, told: str
) -> None:
    small.set(small.answers.profile, {"people": people})
    assert told_of(small, text) == told.format("People 1")


def test_names_in_what_is_not_given_away_are_found_too(small: Small) -> None:
    add_customer(small, "Quellmoor Foods")
    small.set(small.first(Objective), {"in_their_words": "As at Quellmoor Foods"})
    every = all_changes(small)
    given = [change for change in every if change.kind != Customer.kind]
    assert "As at Quellmoor Foods" in [change.new for change in redacted(given)]
    made = redacted(given, every)
    assert len(made) == len(given) < len(every)
    assert "As at Customer 1" in [change.new for change in made]
