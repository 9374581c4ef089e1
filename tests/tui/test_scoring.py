"""The scorecard as lines: scores in words, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from inks import INKS, plain
from rich.cells import cell_len
from rich.text import Text

from icp_tui.insight.framework import scorecard
from icp_tui.method.answers import Answers
from icp_tui.method.records import Client, Dimension, Profile, Rating
from icp_tui.tui.scoring import asked, groups, keys, rows

MARK = Text("▸ ")
INPUTS: dict[str, int | None] = {
    "technical": 4,
    "functional": 3,
    "resource": 3,
    "competence": 0,
    "experience": 2,
    "cultural": 2,
}


def rated(scores: Mapping[str, int | None], note: str = "") -> Answers:
    """Ratings of these dimensions, each with the note."""
    ratings = [
        Rating(id=f"r{n}", parent_id="p", dimension=Dimension.of(name), score=score, note=note or None)
        for n, (name, score) in enumerate(scores.items())
    ]
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *ratings])


def lines(answers: Answers, width: int = 88, at: Dimension = Dimension.READY) -> dict[Dimension, str]:
    found = rows(scorecard(answers), at, INKS, width, MARK)
    return {dimension: line.plain.rstrip() for dimension, line in found.items()}


def heading(answers: Answers, place: int) -> str:
    return groups(scorecard(answers), INKS)[place][0].plain


def test_every_dimension_stands_in_one_group() -> None:
    found = groups(scorecard(rated({})), INKS)
    assert [dimension for _, dimensions in found for dimension in dimensions] == list(Dimension)
    assert [len(dimensions) for _, dimensions in found] == [3, 6, 4]


def test_a_score_stands_as_a_bar_and_in_words() -> None:
    found = lines(rated({"ready": 3, "willing": 0, "financial": 4}))
    assert found[Dimension.READY] == "▸ Ready             ■■■□  3 several said so"
    assert found[Dimension.FINANCIAL] == "  Financial health  ■■■■  4 measured"
    assert found[Dimension.WILLING].endswith("□□□□  0 none  ! shut")


def test_what_is_not_rated_is_no_zero() -> None:
    found = lines(rated({"able": None}))
    assert {line.split("□□□□")[1].strip() for line in found.values()} == {"not rated"}
    assert heading(rated({"able": None}), 0) == "Gates  3 not rated yet"
    assert heading(rated({}), 1) == "Success potential  not rated yet"


def test_the_gates_say_whether_they_are_open() -> None:
    assert heading(rated({"ready": 1, "willing": 2, "able": 4}), 0) == "Gates  all open"
    assert heading(rated({"ready": 1, "willing": 2}), 0) == "Gates  1 not rated yet"
    shut = heading(rated({"ready": 0, "willing": 2, "able": 0}), 0)
    assert shut == "Gates  ! shut by Ready, Able: nobody gets into tier A"


def test_a_zero_shuts_gates_only() -> None:
    assert "shut" not in lines(rated({"technical": 0}))[Dimension.TECHNICAL]


def test_the_chance_of_success_names_its_weakest_input() -> None:
    assert heading(rated(INPUTS), 1) == "Success potential  2.3, weakest: Competence"
    some = rated({"technical": 4, "competence": 1})
    assert heading(some, 1) == "Success potential  2.5, weakest: Competence  2 of 6 rated"


def test_a_score_above_the_chance_of_success_says_what_it_counts_for() -> None:
    found = lines(rated(INPUTS | {"expansion": 3, "advocacy": 2}))
    assert found[Dimension.EXPANSION].endswith("■■■□  3 → 2.3, capped by success")
    assert found[Dimension.ADVOCACY].endswith("■■□□  2 one customer said so")


def test_a_whole_chance_of_success_keeps_its_digit() -> None:
    even = rated(dict.fromkeys(INPUTS, 2) | {"expansion": 3})
    assert heading(even, 1).startswith("Success potential  2.0, ")
    assert "3 → 2.0, capped" in lines(even)[Dimension.EXPANSION]


def test_the_note_stands_at_the_right_where_there_is_room() -> None:
    answers = rated({"ready": 3, "willing": 2}, "Four of five failed 冷凍車 an audit point last year")
    assert lines(answers, 120)[Dimension.READY].endswith("an audit point last year")
    at_78 = lines(answers, 78)
    assert at_78[Dimension.READY].endswith("…")
    assert {line.index("Four") for line in at_78.values() if "Four" in line} == {50}
    assert "Four" not in lines(answers, 60)[Dimension.READY]


@pytest.mark.parametrize("width", [64, 76, 89, 128])
def test_no_line_is_longer_than_the_width(width: int) -> None:
    answers = rated(INPUTS | {"ready": 0, "expansion": 4}, "冷凍車" * 40)
    assert all(cell_len(line) <= width for line in lines(answers, width).values())
    assert all(cell_len(line.plain) <= width for line in asked(Dimension.READY, INKS, width))
    assert cell_len(keys(INKS, width).plain) <= width


@pytest.mark.parametrize("width", [60, 78, 120])
def test_the_question_takes_as_many_lines_for_one_dimension_as_for_another(width: int) -> None:
    assert len({len(asked(dimension, INKS, width)) for dimension in Dimension}) == 1
    assert "do they know it" in plain(*asked(Dimension.READY, INKS, 90))


def test_the_keys_tell_the_scale() -> None:
    wide, small = keys(INKS, 100).plain, keys(INKS, 76).plain
    assert "0 none · 1 assumed · 2 one customer said so · 3 several · 4 measured" in wide
    assert "0 none · 1 assumed · 2 one said so · 3 several · 4 measured · Enter form" in small
