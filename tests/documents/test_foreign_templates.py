"""A template that a stranger wrote: it cannot hoard memory, nor read what lies beside it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from icp_tui.documents.render import DEFAULT_LIMITS, render
from icp_tui.documents.run import Limits
from icp_tui.errors import BadTemplate


def complaint(folder: Path, text: str, limits: Limits = DEFAULT_LIMITS) -> str:
    path = folder / "t.md.j2"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTemplate) as caught:
        render(path, {}, limits=limits)
    return caught.value.what


@pytest.mark.parametrize(
    "one",
    [
        "'a' * 999990 ~ i",
        "'a' * 999990 + '!'",
        "('a' * 999990) | upper",
        "('a' * 999990) | inline",
        "range(99999) | list",
        "('a ' * 399999).split(' ')",
        "many[:]",
        "text()",
    ],
)
def test_a_template_cannot_hoard(tmp_path: Path, one: str) -> None:
    template = (
        "{% macro text() %}{% for i in range(999) %}" + "words " * 200 + "{% endfor %}{% endmacro %}"
        "{% set many = range(99999) | list %}{% set n = namespace(x=[]) %}"
        "{% for i in range(99999) %}{% set n.x = [n.x, " + one + "] %}{% endfor %}"
    )
    tracemalloc.start()
    try:
        said = complaint(tmp_path, template, limits=Limits(seconds=60, made=10_000_000))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "t.md.j2, line 1: the template was stopped: its texts and lists have more than" in said
    assert most < 100_000_000


def test_what_lies_beside_a_template_and_is_none_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("private", encoding="utf-8")
    (tmp_path / "settings.toml").write_text("private", encoding="utf-8")
    for name in ("letter.txt", "settings.toml", "./letter.txt", "partials/../letter.txt"):
        assert "there is no template" in complaint(tmp_path, "{% include '" + name + "' %}")
    named = tmp_path / "any name.txt"
    named.write_text("fine", encoding="utf-8")
    assert render(named, {}) == "fine\n"


def test_names_in_messages_are_cut(tmp_path: Path) -> None:
    for template in ("{{ " + "a" * 9000 + " }}", "{{ 1 | " + "a" * 9000 + " }}"):
        assert len(complaint(tmp_path, template)) < 300


def test_an_answer_made_of_brackets_is_shown_as_typed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.md.j2"
    path.write_text("{{ x | prose }}", encoding="utf-8")
    for answer in ("[" * 20_000, "![" * 20_000, "*a_" * 20_000):
        assert (
            render(path, {"x": answer}, limits=Limits(seconds=3)).startswith("\\" + answer[0])
            or answer[0] == "!"
        )


def test_the_words_put_together_of_attributes_are_text_and_no_markdown(tmp_path: Path) -> None:
    path = tmp_path / "t.md.j2"
    path.write_text('{% include "built-in/partials/overview.md.j2" %}', encoding="utf-8")
    drafted = {"statement": "# A *heading*\n- [x](https://e.x)", "story": "![p](https://e.x)"}
    ideal = drafted | {"statement_drafted": True, "story_drafted": True}
    values = {"ideal": ideal, "profile": {"story_name": None}, "objectives": []}
    document = render(path, values)
    assert "\\# A \\*heading\\*" in document
    assert "](http" not in document.replace("\\]", "")
    told = render(path, values | {"ideal": ideal | {"statement_drafted": False}})
    assert "*heading*" in told


TWO = (
    "{% set n = namespace(l=(1,), m=(1,)) %}{% for i in range(60) %}"
    "{% set n.l = (n.l, n.l) %}{% set n.m = (n.m, n.m) %}{% endfor %}"
)
FLAT = "{% set a = range(99999) | list %}{% set c = range(99999) | list %}"


def doubled(made: str, start: str = "[1]") -> str:
    return (
        "{% set n = namespace(l="
        + start
        + ") %}{% for i in range(60) %}{% set n.l = "
        + made
        + " %}{% endfor %}"
    )


@pytest.mark.parametrize(
    "template",
    [
        TWO + "{{ n.l == n.m }}",
        (TWO + "{{ n.l == n.m }}").replace("(n.l, n.l)", "[n.l, n.l]").replace("(n.m, n.m)", "[n.m, n.m]"),
        TWO + "{{ n.l in [n.m] }}",
        TWO + "{{ [n.l, n.m] | unique | list | length }}",
        TWO + "{{ [n.l, n.m] | sort | length }}",
        TWO + "{{ [n.l, n.m] | max | length }}",
        TWO + "{{ {n.l: 1} | length }}",
        TWO + "{{ n.l | upper }}",
        TWO + "{% include n.l %}",
        FLAT + "{{ [a] * 9999 == [c] * 9999 }}",
        FLAT + "{{ range(99999) | map(attribute='x', default=a) | sort | length }}",
        FLAT
        + "{% for x in range(99999) | map(attribute='x', default=a) %}{{ loop | sort | length }}{% endfor %}",
        "{% set s = 'a' * 999999 %}{% set t = 'a' * 999998 ~ 'a' %}{{ [s] * 99999 == [t] * 99999 }}",
        doubled("[n.l] * 2"),
        doubled("[n.l] + [n.l]"),
        doubled("[n.l, n.l][:]"),
        doubled("[n.l, n.l] | map('list') | list"),
        doubled("[n.l, n.l] | groupby(none) | list", "(1,)"),
        doubled("dict(a=n.l, b=n.l)"),
        doubled("{'a': n.l, 'b': n.l}.values()"),
        "{% macro m(n) %}{{ m(n - 1, varargs, varargs) if n }}{{ varargs == varargs[:] }}{% endmacro %}"
        "{{ m(60, 1) }}",
        "{% macro m(n) %}{{ m(n - 1, a=kwargs, b=kwargs) if n }}{% endmacro %}{{ m(60) }}",
    ],
)
def test_nothing_is_made_that_takes_for_ever_to_compare(tmp_path: Path, template: str) -> None:
    said = complaint(tmp_path, template)
    assert (
        "the template was stopped: a list has more than 5,000,000 items, with those of the lists in it"
        in said
    )


@pytest.mark.parametrize("made", ["(n.l,)", "[n.l] | reverse", "n.l | map('upper')", "{'a': n.l}.items()"])
def test_nothing_is_nested_deeper_than_python_can_follow(tmp_path: Path, made: str) -> None:
    template = doubled(made).replace("range(60)", "range(99999)")
    assert "the template was stopped: lists are nested more than 100 deep" in complaint(tmp_path, template)


def test_many_long_comparisons_end_in_time(tmp_path: Path) -> None:
    several = " == ".join(["a"] + ["c"] * 20_000)
    for template in (
        FLAT + "{% if " + several + " %}{% endif %}",
        FLAT + "{{ a | select('eq', a) | first }}",
    ):
        assert "longer than 0.2 seconds" in complaint(tmp_path, template, Limits(seconds=0.2))


def test_numbers_that_would_share_one_place_in_a_record_are_refused(tmp_path: Path) -> None:
    template = "{% set m = 2305843009213693951 %}{{ dict(range(0, 99999 * m, m) | groupby(none)) | length }}"
    assert "the number is too large" in complaint(tmp_path, template)


def test_a_macro_can_ask_the_loop_that_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "t.md.j2"
    path.write_text(
        "{% macro m(at) %}{{ at.index }}{{ varargs | length }}{% endmacro %}"
        "{% for x in [7, 8] %}{{ m(loop, x, x) }} {% endfor %}{% include ['none.j2', 'part.j2'] %}",
        encoding="utf-8",
    )
    (tmp_path / "part.j2").write_text("part", encoding="utf-8")
    assert render(path, {}) == "12 22 part\n"


def test_lists_are_still_compared_sorted_and_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "t.md.j2"
    path.write_text(
        "{% set a, b = [1, (2, 3)], [1, (2, 3)] %}{% set at = {(1, 2): 'x'} %}"
        "{% for word, n in [('b', 2), ('a', 1)] | sort %}{{ word }}{{ n }}{% endfor %} "
        "{{ 'same' if a == b != [1] else 'other' }} {{ at[(1, 2)] }} {{ (a * 2 + b) | length }} "
        "{{ 1 if 3 in range(9) | map('abs') }}"
        "{% for n in range(3) if n is in [1, 2] %}{{ n }}{% endfor %}",
        encoding="utf-8",
    )
    assert render(path, {}) == "a1b2 same x 6 112\n"
