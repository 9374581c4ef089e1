"""Sets, links to any record, and what is never without an answer, as they are typed in a command."""

from __future__ import annotations

import pytest
from calling import Icp

from icp_tui.method.records import Customer, CustomerGroup, Finding, Persona, Problem, Sign

PROFILE = "wholesalers-before-an-audit"


@pytest.fixture
def quellmoor(icp: Icp) -> Icp:
    """The small profile with one customer."""
    icp.done("add", "customer", "--to", PROFILE, "Quellmoor")
    return icp


@pytest.mark.parametrize("raw", ["", "  "])
def test_a_customer_cannot_be_left_without_a_group(quellmoor: Icp, raw: str) -> None:
    said = quellmoor.refused(2, "set", quellmoor.short("Quellmoor"), "name=Tarnbeck", f"customer_group={raw}")
    assert "“customer_group” is never without an answer." in said
    assert "Nothing was changed." in said
    add = ("add", "customer", "--to", PROFILE, "Tarnbeck", "--set", f"customer_group={raw}")
    assert "never without an answer" in quellmoor.refused(2, *add)
    assert [c.customer_group for c in quellmoor.answers().of(Customer)] == [CustomerGroup.BEST]


def test_a_customer_is_put_into_another_group(quellmoor: Icp) -> None:
    quellmoor.done("set", quellmoor.short("Quellmoor"), "customer_group=could", "customer_group:state=ask")
    assert quellmoor.answers().of(Customer)[0].customer_group is CustomerGroup.CANDIDATE


def test_several_answers_are_typed_with_commas_and_cleared_with_nothing(quellmoor: Icp) -> None:
    one = quellmoor.short("Quellmoor")
    quellmoor.done("set", one, "signs=sends others, BUYS")
    assert quellmoor.answers().of(Customer)[0].signs == (Sign.BUYS_REGULARLY, Sign.REFERS)
    assert "buys regularly, sends others" in quellmoor.done("show", one).out
    assert "One of these, please" in quellmoor.refused(1, "set", one, "signs=buys, dances")
    quellmoor.done("set", one, "signs=")
    assert quellmoor.answers().of(Customer)[0].signs is None


def test_several_answers_are_given_to_a_new_record(icp: Icp) -> None:
    icp.done("add", "persona", "--to", PROFILE, "Fiona", "--set", "parts=uses, decides")
    parts = icp.answers().of(Persona)[0].parts
    assert parts and [part.value for part in parts] == ["decides", "uses"]
    shown = icp.done("show", icp.short("Fiona"), "--json").json
    assert shown["fields"]["parts"] == ["decides", "uses"]


def test_a_finding_leads_to_any_record_by_a_few_characters(icp: Icp) -> None:
    problem = icp.answers().of(Problem)[0]
    icp.done("add", "finding", "--to", PROFILE, "Loggers", "--set", f"becomes={problem.id[-6:]}")
    assert icp.answers().of(Finding)[0].becomes == problem.id
    for nowhere in ("ffffff", icp.answers().client.id):
        said = icp.refused(2, "set", icp.short("Loggers"), f"becomes={nowhere}")
        assert "There is no record" in said
        assert problem.title in said
