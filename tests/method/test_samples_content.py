"""The two sample cases are what the method asks for: readable by its fields, whole threads, honest gaps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from icp_tui.method import records
from icp_tui.method.choices import Ground, State
from icp_tui.method.declaration import RECORDS, Question

SAMPLES = Path(__file__).parents[2] / "sample_db"
STEMS = ("coldline", "family_wheels")


def _client(stem: str) -> dict[str, Any]:
    case = json.loads((SAMPLES / f"{stem}.json").read_text(encoding="utf-8"))
    assert case["format"] == "icp-tui case 1"
    client: dict[str, Any] = case["client"]
    return client


def _walk(entry: dict[str, Any], kind: str = "client") -> Iterator[tuple[str, dict[str, Any]]]:
    yield kind, entry
    for name in RECORDS:
        if name not in RECORDS[kind].questions:
            for below in entry.get(name, []):
                yield from _walk(below, name)


def _answered(entry: dict[str, Any], question: Question) -> bool:
    state = entry.get("_marks", {}).get(question.name, {}).get("state")
    return question.name in entry or state in list(State)


def _complete_threads(client: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for kind, entry in _walk(client) if kind == "objective" and entry.get("can_help") == "yes"]


@pytest.mark.parametrize("stem", STEMS)
def test_every_answer_is_read_by_the_field_it_belongs_to(stem: str) -> None:
    for kind, entry in _walk(_client(stem)):
        known = RECORDS[kind].questions
        assert set(entry) <= {*known, *RECORDS, "key", "_marks"}, kind
        for name, question in known.items():
            if name in entry and question.kind.name not in ("link", "links"):
                value = question.kind.parse(str(entry[name]))
                assert value is not None
                if isinstance(entry[name], str):
                    assert str(value) == entry[name]


@pytest.mark.parametrize("stem", STEMS)
def test_links_lead_to_a_record_of_the_right_kind(stem: str) -> None:
    entries = list(_walk(_client(stem)))
    keyed = [(entry["key"], kind) for kind, entry in entries if "key" in entry]
    kind_of = dict(keyed)
    assert len(kind_of) == len(keyed), "a key is used twice"
    for kind, entry in entries:
        for name, question in RECORDS[kind].questions.items():
            if question.kind.name in ("link", "links") and name in entry:
                targets = entry[name] if question.kind.name == "links" else [entry[name]]
                assert {kind_of[target] for target in targets} == {getattr(question.kind, "to", None)}


@pytest.mark.parametrize("stem", STEMS)
def test_marks_stand_where_they_make_sense(stem: str) -> None:
    states = []
    for kind, entry in _walk(_client(stem)):
        for name, mark in entry.get("_marks", {}).items():
            if "ground" in mark:
                assert mark["ground"] in list(Ground)
                assert name in entry and RECORDS[kind].questions[name].grounded
            else:
                assert name not in entry
                states.append(mark["state"])
    assert 2 <= states.count(State.ASK) <= 4


@pytest.mark.parametrize("stem", STEMS)
def test_all_of_the_profile_and_every_core_question_has_an_answer(stem: str) -> None:
    client = _client(stem)
    assert set(RECORDS["profile"].questions) <= set(client["profile"][0])
    for kind, entry in _walk(client):
        for question in RECORDS[kind].questions.values():
            if question.core and (question.only is None or entry.get(question.only[0]) == question.only[1]):
                assert _answered(entry, question), (kind, question.name, entry)


@pytest.mark.parametrize("stem", STEMS)
def test_each_complete_thread_holds_problems_questions_proof_and_objections(stem: str) -> None:
    client = _client(stem)
    profile = client["profile"][0]
    proven = {
        target
        for proof in profile["evidence"]
        for target in (*proof.get("proves_problems", ()), *proof.get("proves_objectives", ()))
    }
    threads = _complete_threads(client)
    assert len(threads) >= 3
    for thread in threads:
        problems = {problem["key"] for problem in thread["problem"]}
        asked = thread["discovery_question"]
        assert {thread["key"], *problems} <= proven
        assert problems <= {question.get("problem") for question in asked}
        assert {question["question_kind"] for question in asked} == set(records.QuestionKind)
        assert {question["stage"] for question in asked} == set(records.QuestionStage)
        heard = [o for o in profile["objection"] if o.get("objective", thread["key"]) == thread["key"]]
        assert len(heard) >= 4 and len(problems) >= 3


@pytest.mark.parametrize("stem", STEMS)
def test_questions_are_open(stem: str) -> None:
    closed = re.compile(r"(do|does|did|is|are|was|can|could|will|would|have|has|should)\b", re.IGNORECASE)
    asked = [entry["question"] for kind, entry in _walk(_client(stem)) if kind == "discovery_question"]
    assert asked and not [question for question in asked if closed.match(question)]


def test_coldline_keeps_one_honest_gap_in_its_fourth_objective() -> None:
    profile = _client("coldline")["profile"][0]
    fourth = profile["objective"][3]
    assert fourth["can_help"] == "unknown"
    assert "key" not in fourth and not [step for step in fourth["process_step"] if step["side"] == "new"]
