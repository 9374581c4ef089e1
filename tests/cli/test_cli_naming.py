"""Nothing is guessed: a name means one thing, or all that it can mean are listed and nothing is done."""

from __future__ import annotations

import pytest
from calling import Icp
from hypothesis import given
from hypothesis import strategies as st

from icp_tui.cli.naming import is_part, short_ids, slug
from icp_tui.store.log.ids import new_id

PROFILE = "Wholesalers before an audit"


@given(st.lists(st.sampled_from("ab01").flatmap(lambda end: st.just(new_id()[:-1] + end)), unique=True))
def test_a_short_id_means_one_record_only(ids: list[str]) -> None:
    short = short_ids(ids)
    assert set(short) == set(ids)
    for record_id, part in short.items():
        assert [other for other in ids if is_part(other, part)] == [record_id]


def test_short_ids_grow_where_ids_end_alike() -> None:
    assert set(short_ids(["1-abcdef", "2-abcdef", "2-fedcba"]).values()) == {"1-abcdef", "2-abcdef", "fedcba"}


@pytest.mark.parametrize(
    "typed",
    [PROFILE, "wholesalers-before-an-audit", "WHOLESÀLERS  before an audit", "whole", "ColdLine " + PROFILE],
)
def test_a_profile_is_found_by_its_name_however_it_is_written(icp: Icp, typed: str) -> None:
    assert icp.done("show", typed, "--json").json["profile"] == icp.answers().profile_id


def test_a_profile_is_found_by_either_end_of_its_id(icp: Icp) -> None:
    profile_id = icp.answers().profile_id
    for part in (profile_id, profile_id[:30], profile_id[-6:], profile_id[-6:].upper()):
        assert icp.done("show", part, "--json").json["profile"] == profile_id


def test_a_name_that_means_several_lists_them(icp: Icp) -> None:
    first = icp.answers().profile_id
    second = icp.done("new", "--client", "Other", "--profile", PROFILE, "--json").json["id"]
    said = icp.refused(2, "show", "wholesalers")
    assert first[-6:] in said
    assert second[-6:] in said
    assert "Other › " + PROFILE in said
    assert icp.done("show", "other wholesalers before an audit", "--json").json["profile"] == second


def test_a_part_of_an_id_that_means_several_changes_nothing(icp: Icp) -> None:
    icp.done("add", "problem", "--to", icp.short("Pass every audit"), "One", "Two")
    begin = next(r.id for r in icp.answers().records if r.title == "Two")[:8]
    assert "means several" in icp.refused(2, "delete", begin)


def test_a_name_that_is_nearly_right_gets_a_suggestion(icp: Icp) -> None:
    said = icp.refused(1, "show", "Wolesalers before audit")
    assert f"Did you mean “{PROFILE}”?" in said


def test_a_record_of_another_profile_is_not_shown_as_one_of_this(icp: Icp) -> None:
    icp.done("duplicate", PROFILE, "Copy")
    copied = next(r.id for r in icp.answers("Copy").records if r.title == "Sheets get lost")
    assert "There is no record" in icp.refused(1, "show", PROFILE, "--record", copied)
    assert icp.done("show", "Copy", "--record", copied, "--json").json["id"] == copied


def test_a_whole_id_of_a_client_or_a_record_is_found(icp: Icp) -> None:
    answers = icp.answers()
    for record in (answers.client, answers.records[-1]):
        assert icp.done("show", record.id, "--json").json["kind"] == record.kind


def test_a_slug_is_one_word_in_plain_letters() -> None:
    assert slug("Łódź, autumn (B2B)") == "lodz-autumn-b2b"
    assert slug("…") == ""
