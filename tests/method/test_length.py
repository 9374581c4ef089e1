"""One limit for the length of an answer."""

from __future__ import annotations

import pytest

from icp_tui.errors import TooLong
from icp_tui.method.length import LONGEST, check_length
from icp_tui.method.records import Objective
from small import Small


def test_as_long_as_can_be_is_taken_and_the_end_of_its_last_line_does_not_count() -> None:
    check_length("w" * LONGEST + "\n")


def test_what_is_longer_is_told_with_its_length() -> None:
    with pytest.raises(TooLong) as error:
        check_length("w" * (LONGEST + 1))
    assert error.value.what == "This is 100,001 characters long; an answer can have 100,000."
    assert error.value.means and error.value.do


@pytest.mark.parametrize("field", ["result", "in_their_words", "by_when", "priority"])
def test_no_field_takes_more_whatever_its_kind(small: Small, field: str) -> None:
    objective, before = small.first(Objective), small.changes()
    with pytest.raises(TooLong):
        small.set(objective, {field: "w" * (LONGEST + 1)})
    with pytest.raises(TooLong):
        small.workspace.answer_edits(small.profile_id, objective, field, "w" * (LONGEST + 1))
    assert small.changes() == before


def test_what_is_not_kept_does_not_count(small: Small) -> None:
    objective = small.first(Objective)
    assert small.set(objective, {"result": "\x1b[31m" + "w" * LONGEST}).result == "w" * LONGEST
