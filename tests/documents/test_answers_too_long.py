"""Answers that are longer than a document can hold: they are named, and no template of ours is blamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from filled import filled
from icp_tui.documents.catalogue import DOCUMENTS, make_document
from icp_tui.documents.context import context
from icp_tui.documents.render import render
from icp_tui.documents.run import Limits
from icp_tui.errors import BadTemplate
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Mark
from icp_tui.method.records import Objective

HUGE = "x" * 999_999


def refused(answers: Answers, document: str = "playbook", template: Path | None = None) -> BadTemplate:
    with pytest.raises(BadTemplate) as caught:
        make_document(answers, document, template=template)
    assert "emplate" not in f"{caught.value.what}{caught.value.do}"
    return caught.value


def test_a_huge_text_that_could_not_be_read_is_named_with_its_record() -> None:
    answers = filled()
    [objective] = answers.of(Objective)
    marks = {(objective.id, "result"): Mark(raw=HUGE)}
    error = refused(Answers(answers.profile_id, answers.records, marks))
    label = Objective.questions["result"].label
    assert f"999,999 characters: “{label}” of Objective “{objective.title}”" in error.what
    assert "your answers are untouched" in error.means
    assert "Shorten" in error.do


def test_many_huge_answers_are_named_the_longest_first_and_shortly() -> None:
    error = refused(filled(lambda place: (place + HUGE)[:999_999] if place != "profile.currency" else "EUR"))
    assert error.what.count("characters: “") == 3
    assert len(error.what) < 700


def test_a_template_of_ones_own_that_runs_for_ever_is_still_told_so(tmp_path: Path) -> None:
    path = tmp_path / "t.md.j2"
    path.write_text("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}")
    with pytest.raises(BadTemplate, match=r"t\.md\.j2, line 1: the template was stopped") as caught:
        make_document(filled(), template=path)
    assert "Correct the template" in caught.value.do


def test_nobody_is_told_to_correct_a_template_of_ours() -> None:
    playbook = DOCUMENTS["playbook"]
    values = context(filled(), title=playbook.title, reader=playbook.reader)
    for given, limits, do in (
        (values, Limits(steps=50), "divide it among several profiles"),
        ({}, Limits(), "That template is a part of icp-tui"),
    ):
        with pytest.raises(BadTemplate, match="built-in/") as caught:
            render(playbook.template, given, limits=limits)
        assert do in caught.value.do
