"""The attributes as lines to choose and weigh: what can be read, at every width."""

from __future__ import annotations

from typing import Any

import pytest
from inks import INKS, plain
from rich.cells import cell_len
from rich.text import Text

from icp_tui.insight.attributes import Comparison, Comparisons, Counted, Label
from icp_tui.method.choices import YesNo
from icp_tui.method.records import Attribute, Trait
from icp_tui.tui.choosing import head, is_common, keys, rows

MARK = Text("▸ ")


def compared(
    name: str = "Vans",
    label: Label = Label.DISTINCTIVE,
    lift: float | None = 2.714,
    weight: float | None = 2.5,
    **answered: Any,
) -> Comparison:
    """An attribute with what the answers say of it."""
    attribute = Attribute(id=name, parent_id="p", name=name, **answered)
    p = None if lift is None else 0.01
    return Comparison(attribute, Counted(9, 10, 0), Counted(3, 10, 0), label, lift, p, weight)


def untested(label: Label, name: str = "Vans", **answered: Any) -> Comparison:
    return compared(name, label, None, None, **answered)


def said(*found: Comparison, width: int = 120) -> str:
    return plain(*rows(found, None, INKS, width, MARK))


def counted(chosen: int) -> str:
    many = tuple(untested(Label.TOO_FEW, f"A{n}", chosen=YesNo.YES) for n in range(chosen))
    return plain(*head(Comparisons((*many, untested(Label.TOO_FEW))), INKS, 76))


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (0, "choose 5 more"),
        (3, "choose 2 more"),
        (5, "five to seven is best, ten at most"),
        (7, "five to seven is best, ten at most"),
        (8, "fewer is clearer"),
        (10, "fewer is clearer"),
        (11, "too many"),
    ],
)
def test_the_head_says_how_many_are_chosen_and_whether_that_is_good(chosen: int, words: str) -> None:
    line = counted(chosen)
    assert line.startswith(f"  {chosen} chosen  ")
    assert words in line
    assert line.count("━") == chosen
    assert line.count("─") == max(0, 10 - chosen)


def test_forty_chosen_ones_do_not_burst_the_line() -> None:
    assert cell_len(counted(40)) <= 76


def test_what_is_protected_does_not_count_though_it_was_marked_as_chosen() -> None:
    found = Comparisons((untested(Label.PROTECTED, "Gender", chosen=YesNo.YES),))
    assert plain(*head(found, INKS, 76)).startswith("  0 chosen")


def test_luck_is_named_as_soon_as_one_is_distinctive() -> None:
    one = head(Comparisons((compared(), compared("Audit", Label.HINT, 1.4, 0.5))), INKS, 76)
    assert plain(*one[1:]).strip() == "Of 2 tested, luck alone lets 0.10 pass: does each make sense?"
    assert len(head(Comparisons((compared("Audit", Label.HINT, 1.4, 0.5),)), INKS, 76)) == 1


def test_a_line_says_all_that_one_chooses_by() -> None:
    line = said(
        compared(
            "Number of vans",
            target="10 to 60 of them",
            trait=Trait.WANTED,
            chosen=YesNo.YES,
            importance=3,
            must_have=YesNo.YES,
        )
    )
    told = [
        "■",
        "Number of vans",
        "10 to 60 of them",
        "wanted",
        "■■■□□",
        "suggests 4",
        "must",
        "distinctive 2.71",
    ]
    assert line.strip() == "  ".join(told).replace("■  N", "■ N")


def test_a_lift_of_two_keeps_its_digits() -> None:
    assert said(compared(lift=2.0)).endswith("distinctive 2.00")


def test_a_weight_that_the_answers_bear_out_is_not_suggested_again() -> None:
    assert "suggests 4" in said(compared(importance=3))
    assert "suggests" not in said(compared(importance=4))


def test_without_a_comparison_group_only_the_frequency_is_told() -> None:
    assert said(untested(Label.NO_COMPARISON)).endswith("9 of 10 have it")
    asked_nobody = Comparison(Attribute(id="a"), Counted(0, 0, 10), Counted(0, 0, 0), Label.NO_COMPARISON)
    assert said(asked_nobody).endswith("no answers yet")


def test_what_is_protected_has_no_box_and_no_weight() -> None:
    line = said(untested(Label.PROTECTED, "Gender", chosen=YesNo.YES, importance=5, must_have=YesNo.YES))
    assert line.split() == ["·", "Gender", "description", "only"]


def test_a_chosen_one_that_is_merely_common_stands_out_by_a_sign() -> None:
    assert "! common" in said(compared(trait=Trait.COMMON, chosen=YesNo.YES))
    assert "!" not in said(compared(trait=Trait.COMMON))


def test_common_is_what_was_called_so_and_what_the_answers_show_to_be() -> None:
    assert is_common(compared(trait=Trait.COMMON))
    assert is_common(untested(Label.COMMON_ONLY))
    assert not is_common(compared(trait=Trait.WANTED))


def test_only_the_attribute_in_view_has_the_mark() -> None:
    lines = rows([compared("A"), compared("B")], "B", INKS, 80, MARK)
    assert [line.plain[:2] for line in lines] == ["  ", "▸ "]


MANY = [
    compared("Number of refrigerated vans", target="10 to 60", trait=Trait.WANTED, must_have=YesNo.YES),
    compared("冷凍車の数と保証", target="any of 冷蔵, Testo, Onset", chosen=YesNo.YES, trait=Trait.COMMON),
    untested(Label.PROTECTED, "Gender"),
    compared("Logger brand", Label.PLAIN, 0.65, -0.6, importance=5),
    untested(Label.PICKED_BY, "Keeps temperature sheets for all of its suppliers and customers"),
]
SAID = ("distinctive 2.71", "distinctive 2.71", "description only", "tells nothing 0.65", "used to pick them")


@pytest.mark.parametrize("width", [64, 76, 78, 89, 128, 200])
def test_the_columns_stand_below_each_other_and_within_the_width(width: int) -> None:
    lines = [line.plain for line in rows(MANY, None, INKS, width, MARK)]
    assert all(cell_len(line) <= width for line in lines)
    starts = {cell_len(line[: line.index(words)]) for line, words in zip(lines, SAID, strict=True)}
    assert len(starts) == 1


def test_the_name_is_spared_before_suggestion_and_target() -> None:
    short = MANY[:4]
    assert "suggests 4" in said(*short, width=128)
    assert "10 to 60" in said(*short, width=128)
    narrow = said(*short, width=82)
    assert "Number of refrigerated vans" in narrow
    assert "→ 4" in narrow
    assert "10 to 60" not in narrow
    assert "→" not in said(*short, width=60)


@pytest.mark.parametrize("suggested", [None, 4])
def test_the_keys_fit_a_small_screen(suggested: int | None) -> None:
    line = keys(suggested, INKS, 78).plain
    assert cell_len(line) <= 78
    assert "space choose · w wanted · c common · 1–5 weight · m must-have" in line
    assert ("s takes 4" in line) is bool(suggested)
    assert keys(None, INKS, 78).plain.endswith("Enter form")
    assert cell_len(keys(suggested, INKS, 64).plain) <= 64
