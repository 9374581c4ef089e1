from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui import paths
from icp_tui.documents.layout import tidy
from icp_tui.documents.markdown import Answer
from icp_tui.documents.render import DEFAULT_LIMITS, render, template_names
from icp_tui.documents.run import Limits
from icp_tui.documents.tracing import Traced, untrace
from icp_tui.errors import BadTemplate

PROBLEMS: list[Mapping[str, object]] = [
    {"what": "Load *rejected* | returned", "cost": "€ 1,450", "owner": {"name": "Ana"}, "note": None},
    {"what": "1. Late\nagain", "cost": "€ 38", "owner": None, "note": ""},
]
CONTEXT: Mapping[str, object] = {
    "title": "Playbook #",
    "objectives": ["Grow"],
    "problems": PROBLEMS,
    "notes": "# Why\n\n- a\n- b",
    "nothing": None,
    "plan": {"items": "three items"},
}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of built-in templates."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    monkeypatch.setattr(paths, "templates_folder", lambda: folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The consultant's folder."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def render_text(folder: Path, text: str, limits: Limits = DEFAULT_LIMITS) -> str:
    return render(put(folder, "t.md.j2", text), CONTEXT, limits=limits)


def complaint(folder: Path, text: str, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(BadTemplate) as caught:
        render_text(folder, text, limits)
    return caught.value.what


# What is printed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "document"),
    [
        ("{{ problems[0].what }}", "Load \\*rejected\\* \\| returned\n"),
        ('{{ "a *b*" }} {{ 12 }} {{ nothing }}', "a \\*b\\* 12\n"),
        ("## {{ title }}", "## Playbook \\#\n"),
        ("{{ plan.items }}", "three items\n"),
        ("{{ problems[0].owner.name }}", "Ana\n"),
        ('{{ problems | map(attribute="cost") | join(", ") }}', "€ 1,450, € 38\n"),
        ('{{ ["a", none, "", "b"] | join(" – ") }}', "a – b\n"),
        ('{{ "*" ~ nothing ~ "a" }}', "\\*a\n"),
        ("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(title) }}", "**Playbook \\#**\n"),
        ('{% macro m(x) %}**{{ x }}**{% endmacro %}{{ "*a* " ~ m("b") ~ " <c>" }}', "\\*a\\* **b** \\<c>\n"),
        ('{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m("b") + "*" }}', "**b**\\*\n"),
        (
            "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ title }}{% endcall %}",
            "[Playbook \\#]\n",
        ),
        ("{% set x %}*{{ title }}*{% endset %}{{ x }}", "*Playbook \\#*\n"),
        ("{{ title | upper | truncate(5, true, '…', 0) }}", "PLAY…\n"),
        ('{{ nothing | default("none", true) }}', "none\n"),
        ("# T\n{{ notes | prose(1) }}\nend", "# T\n\n## Why\n\n* a\n* b\n\nend\n"),
        ("Said: {{ title | quote }}\nend", "Said:\n\n> Playbook \\#\n\nend\n"),
        ("---\ntitle: {{ title | yaml }}\n---", '---\ntitle: "Playbook #"\n---\n'),
        ('{{ "Site" | link("example.com") }}', "[Site](<https://example.com>)\n"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", "Playbook \\#\n"),
        ("{% for p in problems if p.note %}x{% else %}none{% endfor %}", "none\n"),
        ("{% for p in nothing %}x{% else %}none{% endfor %}", "none\n"),
        ("{% macro m(obj, context) %}{{ obj ~ context }}{% endmacro %}{{ m(obj=1, context=2) }}", "12\n"),
        ("{% for p in problems %}{{ loop.index }}/{{ loop.length }} {% endfor %}", "1/2 2/2\n"),
    ],
)
def test_a_template_prints_text_escaped_and_markdown_as_it_is(
    tmp_path: Path, template: str, document: str
) -> None:
    assert render_text(tmp_path, template) == document


def test_words_of_the_template_speak_the_language_of_the_document(tmp_path: Path) -> None:
    template = put(tmp_path, "t.md.j2", '## {{ _("Problems") }}\n{{ _("{n} of *{all}*", n=2, all=title) }}')
    polish = {"Problems": "Problemy *", "{n} of *{all}*": "{n} z {all}"}
    assert render(template, CONTEXT, translate=polish.__getitem__) == "## Problemy \\*\n2 z Playbook \\#\n"
    assert render(template, CONTEXT) == "## Problems\n2 of \\*Playbook #\\*\n"


def test_a_table_has_every_cell_and_only_answered_columns(tmp_path: Path) -> None:
    columns = '{"what": _("Problem"), "cost": "Cost", "note": "Note", "owner.name": "Who|m"}'
    written = render_text(tmp_path, f'before\n{{{{ problems | table({columns}, right=["cost"]) }}}}\nafter')
    assert written.splitlines() == [
        "before",
        "",
        "| Problem | Cost | Who\\|m |",
        "| --- | ---: | --- |",
        "| Load \\*rejected\\* \\| returned | € 1,450 | Ana |",
        "| 1\\. Late&#10;again | € 38 |  |",
        "",
        "after",
    ]


def test_a_table_without_answers_is_nothing(tmp_path: Path) -> None:
    assert render_text(tmp_path, 'a\n{{ problems | table({"note": "Note"}) }}\nb') == "a\n\nb\n"
    assert render_text(tmp_path, '{{ [] | table({"note": "Note"}) }}') == ""


def test_white_space_is_put_in_order_but_not_in_code() -> None:
    untidy = "\n\na  \n\n\n\n- x\n\n  ```\n  code  \n\n\n  more\n  ```\n\n\nb\n\n\n"
    assert tidy(untidy) == "a\n\n- x\n\n  ```\n  code  \n\n\n  more\n  ```\n\nb\n"
    assert tidy(tidy(untidy)) == tidy(untidy)


# Where templates come from -----------------------------------------------------------------------


def test_an_own_template_goes_before_the_built_in_one_and_can_extend_it(shipped: Path, own: Path) -> None:
    put(
        shipped,
        "playbook.md.j2",
        "{% block head %}# built-in{% endblock %}\n\n{% include 'partials/p.md.j2' %}",
    )
    put(shipped, "partials/p.md.j2", "built-in part")
    assert render("playbook.md.j2", {}, user_folder=own) == "# built-in\nbuilt-in part\n"
    put(own, "playbook.md.j2", "{% extends 'built-in/playbook.md.j2' %}{% block head %}# own{% endblock %}")
    assert render("playbook.md.j2", {}, user_folder=own) == "# own\nbuilt-in part\n"
    put(own, "partials/p.md.j2", "own part")
    assert render("playbook.md.j2", {}, user_folder=own) == "# own\nown part\n"
    assert render("playbook.md.j2", {}) == "# built-in\nbuilt-in part\n"


def test_a_template_file_finds_its_neighbours_first(shipped: Path, own: Path, tmp_path: Path) -> None:
    put(shipped, "part.md.j2", "built-in")
    put(own, "part.md.j2", "own")
    elsewhere = put(tmp_path / "elsewhere", "brief.txt", "{% include 'part.md.j2' %}")
    assert render(elsewhere, {}, user_folder=own) == "own\n"
    put(elsewhere.parent, "part.md.j2", "neighbour")
    assert render(elsewhere, {}, user_folder=own) == "neighbour\n"


def test_the_names_of_templates_are_those_of_all_folders_without_partials(shipped: Path, own: Path) -> None:
    put(shipped, "playbook.md.j2", "")
    put(shipped, "_base.md.j2", "")
    put(shipped, "partials/p.md.j2", "")
    put(own, "brief.md.j2", "")
    put(own, "playbook.md.j2", "")
    assert template_names(own) == ["brief.md.j2", "playbook.md.j2"]
    assert template_names(own / "not there") == ["playbook.md.j2"]


def test_a_missing_template_names_those_that_exist(shipped: Path, own: Path) -> None:
    put(shipped, "playbook.md.j2", "")
    with pytest.raises(BadTemplate) as caught:
        render("playbok.md.j2", {}, user_folder=own)
    assert caught.value.what == "There is no template `playbok.md.j2`; did you mean `playbook.md.j2`?"
    assert caught.value.do == "These exist: playbook.md.j2."


@pytest.mark.parametrize(
    "name", ["../secret.md.j2", "/etc/passwd", "link.md.j2", "built-in/../../secret.md.j2", "."]
)
def test_nothing_outside_the_folders_can_be_included(shipped: Path, own: Path, name: str) -> None:
    secret = put(own.parent, "secret.md.j2", "secret")
    (own / "link.md.j2").symlink_to(secret)
    put(own, "t.md.j2", f"{{% include '{name}' %}}")
    with pytest.raises(BadTemplate, match=r"t\.md\.j2, line 1: there is no template"):
        render("t.md.j2", {}, user_folder=own)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"line one\ncaf\xe9", "t.md.j2, line 2: not UTF-8 text."),
        (b"a\x00b", "t.md.j2 is not a text file."),
        (b"x" * 200_001, "t.md.j2 is larger than a template may be (200000 bytes)."),
    ],
)
def test_a_file_that_is_no_template_is_refused(tmp_path: Path, raw: bytes, complaint: str) -> None:
    path = tmp_path / "t.md.j2"
    path.write_bytes(raw)
    with pytest.raises(BadTemplate) as caught:
        render(path, {})
    assert caught.value.what == complaint


def test_a_folder_or_nothing_at_the_path_of_a_template_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadTemplate, match="cannot be read"):
        render(tmp_path, {})
    with pytest.raises(BadTemplate, match=r"gone\.md\.j2 cannot be read: No such file"):
        render(tmp_path / "gone.md.j2", {})


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    assert render_text(tmp_path, "one") == "one\n"
    assert render_text(tmp_path, "and two") == "and two\n"


# Mistakes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "complaint_"),
    [
        ("\n{{ objectivs }}", "line 2: unknown name `objectivs`; did you mean `objectives`?"),
        ("{{ problems[0].whta }}", "line 1: there is no `whta` here; did you mean `what`?"),
        ("{{ plan.x }}", "line 1: there is no `x` here; there is: items."),
        ("{{ nothing.name }}", "line 1: there is no answer to take `name` from; ask with “if” first."),
        ("{{ problems[7].what }}", "line 1: there is no item 7 in this list; they count from 0."),
        ("{% if objectivs %}{% endif %}", "line 1: unknown name `objectivs`; did you mean `objectives`?"),
        ("{{ title | hedding }}", "line 1: unknown filter `hedding`; did you mean `heading`?"),
        ("\n\n{{ title | safe }}", "line 3: no filter `safe` is needed: texts are escaped"),
        ("{{ title is definde }}", "line 1: unknown test `definde`; did you mean `defined`?"),
        ("{% include 'nope' %}", "line 1: there is no template `nope`."),
        ("a\n{{ 1 / 0 }}", "line 2: division by zero."),
        ("{{ problems }}", "line 1: a list cannot be printed; go through it with “for”, or use the filter"),
        ("{{ plan }}", "line 1: a record cannot be printed; print one of its keys: items."),
        ("{{ true }}", "line 1: a yes or no cannot be printed; ask with “if” and print words."),
        ("{{ title | heading | upper }}", "line 1: this filter works on text; put it before"),
        (
            '{{ problems | table({"what": "W"}, ["cost"]) }}',
            "line 1: the table has no column `cost` to set right",
        ),
        ("{{ title | prose(7) }}", "line 1: prose stands below a heading of level 1 to 5, not 7."),
        ("{% for x in %}", "line 1: Expected an expression, got 'end of statement block'."),
        ("{% if title %}", "line 1: Unexpected end of template."),
        ("{{ 'a' + 1 }}", 'line 1: can only concatenate str (not "int") to str.'),
    ],
)
def test_a_mistake_is_named_with_its_line_and_how_to_mend_it(
    tmp_path: Path, template: str, complaint_: str
) -> None:
    assert complaint(tmp_path, template).startswith(f"t.md.j2, {complaint_}")


def test_a_mistake_is_found_through_includes_macros_and_extended_templates(shipped: Path, own: Path) -> None:
    put(shipped, "base.md.j2", "\n{% block body %}{% endblock %}")
    put(own, "partials/row.md.j2", "{% macro row(p) %}\n\n{{ p.whta }}{% endmacro %}")
    put(own, "partials/list.md.j2", "\n{% from 'partials/row.md.j2' import row %}{{ row(problems[0]) }}")
    put(
        own,
        "t.md.j2",
        "{% extends 'base.md.j2' %}\n\n{% block body %}{% include 'partials/list.md.j2' %}{% endblock %}",
    )
    with pytest.raises(BadTemplate) as caught:
        render("t.md.j2", CONTEXT, user_folder=own)
    assert caught.value.what == (
        "partials/row.md.j2, line 3: there is no `whta` here; did you mean `what`? "
        "(reached from partials/list.md.j2, line 2, t.md.j2, line 3, built-in/base.md.j2, line 2)"
    )


def test_a_mistake_in_an_included_file_is_named_even_if_it_cannot_be_read(own: Path) -> None:
    put(own, "broken.md.j2", "fine\n{% endif %}")
    put(own, "t.md.j2", "{% include 'broken.md.j2' %}")
    with pytest.raises(BadTemplate, match=r"^broken\.md\.j2, line 2: Encountered unknown tag 'endif'"):
        render("t.md.j2", {}, user_folder=own)


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 't.md.j2' %}",
        "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
    ],
)
def test_endless_nesting_is_a_mistake_like_any_other(tmp_path: Path, template: str) -> None:
    assert "without end" in complaint(tmp_path, template)


# Limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% for i in range(99999) %}{{ range(99999) | sum }}{% endfor %}",
        "{% set n = namespace(x='aa') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='aa') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[1, 2]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=9) %}{% for i in range(999) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{{ 'x' * 10**9 }}",
        "{{ [1] * 10**9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 3 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ ('a' * 999999) | replace('a', 'b' * 999999) }}",
        "{{ range(10**9) | list }}",
        "{% for i in range(99999) %}{{ 'a long line of text to fill the document' * 10 }}{% endfor %}",
        "{{ range(50000) | join('x' * 900000) }}",
        "{{ ([range(99999) | list] * 90000) | sum(start=[]) }}",
        "{{ ('a\\n' * 499999) | block('x' * 99999) }}",
        "{{ _('{a}' * 300000, a='b' * 999999) }}",
        "{{ ([{'a': 'b' * 99999}] * 9999) | table({'a': 'A'}) }}",
    ],
)
def test_a_template_cannot_hang_the_program_or_fill_its_memory(tmp_path: Path, template: str) -> None:
    complaint(tmp_path, template, limits=Limits(steps=100_000, seconds=0.3, characters=1_000_000))


@pytest.mark.parametrize(
    "template",
    [
        "{{ dict['a'].mro() }}",
        "{{ dict.fromkeys('ab') }}",
        "{{ '{0.__class__}'.format_map({'0': title}) }}",
        "{{ cycler('a').items }}",
        "{{ (problems | map('upper')).gi_frame.f_builtins }}",
        "{{ (problems | map('upper'))['gi_frame'] }}",
        "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
        "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
        "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
        "{{ self._TemplateReference__context }}",
        "{{ title.source }}",
        "{{ nothing.__class__ }}",
        "{% set n = namespace(title) %}",
        "{{ problems | map('attr', '__class__') | list | first }}",
        "{{ [title] | table({'__class__': 'x'}) }}",
        "{{ [title] | groupby('__class__') | first }}",
        "{% debug %}",
        "{{ title.__class__ }}",
        '{{ title["__class__"] }}',
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ problems.append(1) }}",
        "{{ title.format }}",
        '{{ title | attr("format") }}',
        '{{ problems | map(attribute="__class__") | list | first }}',
        "{{ _.__globals__ }}",
        "{{ lipsum() }}",
    ],
)
def test_a_template_sees_nothing_of_python(tmp_path: Path, template: str) -> None:
    complaint(tmp_path, template)


# Trace -------------------------------------------------------------------------------------------

EVERY_WAY = """\
---
title: {{ a | yaml }}
---
# {{ a | heading }}
{{ a }}{{ b }} and **{{ a }}**
- {{ b | inline }}
  {{ a | block("  ") }}

{{ b | prose(2) }}
{{ a | quote }}
{{ b | code }} {{ a | link("https://e.x") }} {{ a ~ " " ~ b }} {{ [a, b] | join(", ") }}
{{ [{"a": a, "b": b}, {"a": b, "b": none}] | table({"a": "A", "b": b}, right=["b"]) }}
{% macro m(x) %}({{ x | trim | upper | truncate(9) }}){% endmacro %}
{{ m(a) }}{{ m(b) ~ a }}{% if a %}x{% endif %}

```
{{ a }}


```
"""
ODD = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            ["\uf8e0\uf8ea", "\uf8e1", "\\", "a", "\n", "\n\n", "```\n", "- ", " ", "#", "|", "*b*", "> "]
        ),
        max_size=10,
    ).map("".join),
)  # fmt: skip


@given(ODD, ODD)
@settings(max_examples=100, deadline=None)
def test_a_trace_taken_out_leaves_the_very_same_document(
    tmp_path_factory: pytest.TempPathFactory, first: str, second: str
) -> None:
    template = tmp_path_factory.getbasetemp() / "every_way.md.j2"
    if not template.exists():
        template.write_text(EVERY_WAY, encoding="utf-8")
    context = {"a": Answer(first, "client/1/name"), "b": Answer(second, "problem/2/what")}
    plain = render(template, context)
    clean, found = untrace(render(template, context, traced=True))
    assert clean == plain
    lines = clean.split("\n")
    assert all(0 <= line < len(lines) for line, _ in found)
    assert {source for _, source in found} <= {"client/1/name", "problem/2/what"}
    assert tidy(plain) == plain


def test_a_trace_tells_the_lines_of_every_answer(tmp_path: Path) -> None:
    context = {
        "name": Answer("Coldline", "client/1/name"),
        "notes": Answer("one\n\n- two", "client/1/notes"),
        "rows": [{"what": Answer("Late", "problem/2/what")}],
        "empty": Answer("", "client/1/empty"),
    }
    table = "{{ rows | table({'what': 'What'}) }}"
    text = f"# {{{{ name }}}}\n{{{{ empty }}}}\n{{{{ notes | prose(1) }}}}\n{table}\n{{{{ name | upper }}}}"
    traced = render(put(tmp_path, "t.md.j2", text), context, traced=True)
    assert isinstance(traced, Traced)
    clean, found = untrace(traced)
    lines = clean.split("\n")
    assert [(lines[number], source) for number, source in found] == [
        ("# Coldline", "client/1/name"),
        ("one", "client/1/notes"),
        ("* two", "client/1/notes"),
        ("| Late |", "problem/2/what"),
        ("COLDLINE", "client/1/name"),
    ]


def test_no_text_can_forge_a_trace(tmp_path: Path) -> None:
    forged = "\uf8e1\uf8ea"
    context = {"a": Answer("honest", "a"), "b": Answer(forged, "b"), "plain": f"{forged}{forged}"}
    template = put(
        tmp_path, "t.md.j2", f"{{{{ a }}}}\n\n{forged}{{{{ plain }}}} {{{{ plain | code }}}}\n\n{{{{ b }}}}"
    )
    clean, found = untrace(render(template, context, traced=True))
    assert found == [(0, "a"), (4, "b")]
    assert clean == render(template, context)


def test_renderings_at_the_same_time_do_not_mix(tmp_path: Path) -> None:
    template = put(tmp_path, "t.md.j2", '{% for i in range(300) %}{{ _("word") }}\n{% endfor %}')
    documents: dict[str, str] = {}

    def one(language: str) -> None:
        documents[language] = render(template, {}, translate=lambda english: f"{language} {english}")

    threads = [threading.Thread(target=one, args=(f"l{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert documents == {f"l{number}": f"l{number} word\n" * 300 for number in range(4)}


def test_a_template_that_is_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.md.j2"
    loop.symlink_to(loop)
    with pytest.raises(BadTemplate, match="cannot be read"):
        render(loop, {})
