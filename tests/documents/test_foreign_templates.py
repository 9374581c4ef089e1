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
