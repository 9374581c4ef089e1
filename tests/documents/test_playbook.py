"""The full playbook as its readers get it: complete, in order, and never disturbed by what was typed."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token

from filled import PROFILE, filled, in_euros
from icp_tui import paths
from icp_tui.documents.catalogue import DOCUMENTS, make_document
from icp_tui.documents.front_matter import split_front_matter
from icp_tui.documents.parser import markdown_parser
from icp_tui.documents.tracing import Traced, untrace
from icp_tui.errors import BadTemplate, NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, State, YesNo
from icp_tui.method.declaration import RECORDS, Question
from icp_tui.method.fields import Links, Prose, Text
from icp_tui.method.records import Client, Objection, Objective, Profile, Status
from icp_tui.method.safe import safe_text
from icp_tui.store.intake.cases import import_case
from icp_tui.store.work.workspace import Workspace

NOT_FOR_READERS = {"client.notes", "customer.why_best", "attribute.phrase"} | {
    f"profile.story_{slot}"
    for slot in ("setting", "passion", "frustration", "first_look", "dream", "serves", "media", "moment")
}
"""What the consultant keeps to themselves, and what statement, story and choice are made from."""

ASSUMED = Mark(ground=Ground.ASSUMED)

HOSTILE = (
    "a | b",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<b>bold</b> & &amp; &#35;",
    "# not a heading",
    "- not a list",
    "1. not a list",
    "> not a quote",
    "```",
    "---",
    "*stars* _lines_ ~~strokes~~ `ticks`",
    "[label]: https://example.com",
    "![picture](https://example.com/x.png)",
    "back\\slash \\| \\",
    "{{ 7 * 7 }} {% raw %} {name}",
    "https://example.com/a_b*c",
    "zażółć gęślą jaźń",
    "👩‍👩‍👧 🚚 → “quoted”",
)

TEXTS = {
    f"{kind}.{name}": question
    for kind, declared in RECORDS.items()
    for name, question in declared.questions.items()
    if isinstance(question.kind, Text | Prose)
}

NOT_ASKED = {
    place
    for place, question in TEXTS.items()
    if not any(question.asked_of(record) for record in filled().of(RECORDS[place.split(".")[0]]))
}
"""What is asked of other records of the kind than those in `filled`."""

LEFT_OUT = NOT_FOR_READERS | NOT_ASKED


def body(markdown: str) -> list[Token]:
    return markdown_parser().parse(split_front_matter(markdown)[1])


def words_of(tokens: Sequence[Token]) -> str:
    """All text of a parsed document, a line for each block."""
    return "\n".join(_text(token) for token in tokens if token.type == "inline")


def _text(token: Token) -> str:
    if token.children:
        return "".join(_text(child) for child in token.children)
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


def shape_of(tokens: Sequence[Token]) -> list[str]:
    return [f"{token.type} {token.tag}" for token in tokens]


def headings(tokens: Sequence[Token]) -> list[tuple[int, str]]:
    return [
        (int(token.tag[1]), _text(tokens[place + 1]))
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def faults_of(markdown: str) -> Iterator[str]:
    """What a reader would take for a mistake of the program."""
    tokens = body(markdown)
    for place, token in enumerate(tokens):
        following = tokens[place + 3] if len(tokens) > place + 3 else None
        if token.type == "heading_open":
            if following is None or (following.type == "heading_open" and following.tag <= token.tag):
                yield f"empty section: {_text(tokens[place + 1])}"
            if not _text(tokens[place + 1]).strip():
                yield "empty heading"
        if token.type == "inline" and not _text(token).strip() and tokens[place - 1].type != "td_open":
            yield f"empty {tokens[place - 1].type}"
        if token.type == "list_item_open" and tokens[place + 1].type == "list_item_close":
            yield "empty point"
        if token.type == "table_close" and tokens[place - 1].type != "tbody_close":
            yield "table without rows"
        if token.type == "inline" and re.search(r"[:·–]\s*\Z|\A\s*[·–]|(?:\A|[ (])None\Z", _text(token)):
            after = tokens[place + 2].type if len(tokens) > place + 2 else ""
            if after not in ("bullet_list_open", "table_open", "ordered_list_open"):
                yield f"something is missing: {_text(token)}"
    if tokens and tokens[-1].type == "hr":
        yield "a rule with nothing below it"
    for row in re.findall(r"^\|.*\|$", markdown, re.MULTILINE):
        if not row.replace("|", "").replace(" ", ""):
            yield "empty row"


def levels_skipped(tokens: Sequence[Token]) -> list[str]:
    found = headings(tokens)
    return [after[1] for before, after in pairwise(found) if after[0] > before[0] + 1]


@pytest.fixture(scope="module")
def full() -> str:
    return make_document(filled())


# Whole and in order


def test_everything_that_was_answered_is_in_it(full: str) -> None:
    said = words_of(body(full))
    assert {place for place in TEXTS if f"Text of {place}" not in said} == LEFT_OUT


def test_what_the_consultant_notes_about_the_client_stays_out(full: str) -> None:
    assert "Text of client.notes" not in full


def test_the_sections_come_in_the_order_in_which_they_are_read() -> None:
    general = Objection(id="b", parent_id=PROFILE, words="Too dear")
    made = make_document(filled().replaced(general))
    assert [words for level, words in headings(body(made)) if level == 2] == [
        "How to use this in one minute",
        "Read this page first",
        "Who we do not serve",
        "Situation, goal and means",
        "How to recognise them",
        "Value both ways",
        "Are they ready, and will they succeed?",
        "How they buy, how we sell",
        "What winning them costs, and how they grow",
        "Who takes part in the purchase",
        "Objective 1: Text of objective.result",
        "What they say whatever the objective",
        "Red flags",
        "Where and how to meet them",
        "What else they could choose",
        "What we found out",
        "Proof library",
        "What is still open",
        "What we have learnt",
        "When this is reviewed",
    ]


def test_an_objective_reads_from_its_aim_to_the_last_objection(full: str) -> None:
    tokens = body(full)
    found = headings(tokens)
    start = next(place for place, (_, words) in enumerate(found) if words.startswith("Objective 1"))
    assert found[start : start + 7] == [
        (2, "Objective 1: Text of objective.result"),
        (3, "Today, and with Text of client.name"),
        (3, "What goes wrong, and what it costs them"),
        (3, "What we can show"),
        (3, "Questions to ask"),
        (3, "What they say, what we answer"),
        (4, "“Text of objection.words”"),
    ]


def test_no_heading_skips_a_level(full: str) -> None:
    assert levels_skipped(body(full)) == []


def test_it_has_one_title_and_says_what_it_is_about() -> None:
    made = make_document(filled())
    assert [words for level, words in headings(body(made)) if level == 1] == [
        "Sales playbook: Text of profile.name"
    ]
    facts, _ = split_front_matter(made)
    assert facts["title"] == "Sales playbook: Text of profile.name"
    assert facts["client"] == "Text of client.name"
    assert facts["offer"] == "Text of profile.offer"
    assert facts["period"] == "30 Sep 2026 – 30 Sep 2026"
    assert facts["status"] == "hypothesis"
    assert facts["language"] == "en"


def test_it_says_how_firm_it_is() -> None:
    def of(status: Status) -> str:
        return make_document(filled().replaced(_with_status(status)))

    assert "This is a hypothesis" in of(Status.HYPOTHESIS)
    assert "This is a draft" in of(Status.DRAFT)
    assert "This profile is retired" in of(Status.RETIRED)
    assert "draft" not in of(Status.RELEASED)


def _with_status(status: Status) -> Profile:
    return dataclasses.replace(filled(in_euros).profile, status=status)


def test_a_released_playbook_keeps_its_assumptions_for_the_end() -> None:
    answers = (
        filled(in_euros).replaced(_with_status(Status.RELEASED)).marked("problem-1", "cost_each", ASSUMED)
    )
    made = make_document(answers)
    assert "(assumed)" not in made
    assert "| Text of problem.what | One time costs | €12.50 |" in made


def test_a_draft_shows_guesses_and_gaps_where_they_are() -> None:
    def without_measure(kind: str, question: Question) -> bool:
        return question.name != "measure"

    made = make_document(filled(in_euros, without_measure).marked("problem-1", "cost_each", ASSUMED))
    assert "| €12.50 (assumed) |" in made
    assert "*(open: Measured by)*" in made


def test_a_customer_who_was_not_asked_is_not_to_be_named() -> None:
    def without_permission(kind: str, question: Question) -> bool:
        return question.name != "permission"

    assert "The customer may be named." in make_document(filled())
    unasked = make_document(filled(wanted=without_permission))
    assert "**Do not name the customer.**" in unasked
    assert "The customer may be named." not in unasked


def test_an_objective_we_cannot_help_with_is_one_line() -> None:
    declined = Objective(id="no", parent_id="profile-1", position=9, result="Fly to work", can_help=YesNo.NO)
    made = make_document(filled().replaced(declined))
    assert "**What we cannot help with:** Fly to work\n" in made
    assert made.count("Fly to work") == 1


# The same again


def test_the_same_answers_give_the_same_bytes(full: str) -> None:
    again = filled()
    shuffled = Answers(again.profile_id, reversed(again.records), again.marks)
    assert make_document(again) == full
    assert make_document(shuffled) == full


def test_a_traced_playbook_is_the_same_playbook(full: str) -> None:
    traced = make_document(filled(), traced=True)
    assert isinstance(traced, Traced)
    assert untrace(traced)[0] == full


def test_the_trace_leads_to_fields_that_there_are() -> None:
    traced = make_document(filled(), traced=True)
    assert isinstance(traced, Traced)
    answers = filled()
    places = [source.split("/") for _, source in untrace(traced)[1]]
    assert all(field in RECORDS[kind].questions and answers.get(found) for kind, found, field in places)
    traceable = {f"{kind}.{field}" for kind, _, field in places}
    # These stand in one line with another answer, which leads to the same form, or within a figure.
    elsewhere = {"process_step.who", "process_step.tool", "objective.who_said", "objection.competitor"}
    elsewhere |= {"profile.goal_unit", "profile.currency", "profile.story_name", "buying_step.who"}
    assert set(TEXTS) - traceable <= LEFT_OUT | elsewhere


# Whatever was typed


@pytest.mark.parametrize("text", HOSTILE)
def test_short_answers_stand_as_they_were_typed(text: str) -> None:
    made = make_document(filled(say=lambda place: f"{text} {place}" if _is_short(place) else place))
    said = words_of(body(made))
    short = {place for place in TEXTS if _is_short(place)} - LEFT_OUT
    assert {place for place in short if f"{text} {place}" not in said} == set()


def _is_short(place: str) -> bool:
    return isinstance(TEXTS[place].kind, Text)


@pytest.mark.parametrize("text", HOSTILE)
def test_short_answers_leave_the_shape_of_the_document_alone(text: str) -> None:
    plain = make_document(filled(say=lambda place: place))
    made = make_document(filled(say=lambda place: text if _is_short(place) else place))
    assert shape_of(body(made)) == shape_of(body(plain))


@pytest.mark.parametrize(
    "text", [*HOSTILE, "# heading\n\n- list\n\n1. number\n\n| a | b |\n| - | - |\n| 1 | 2 |"]
)
def test_long_answers_neither_outrank_the_sections_nor_hide_them(text: str) -> None:
    plain = make_document(filled(say=lambda place: place))
    made = make_document(filled(say=lambda place: place if _is_short(place) else text))
    upper = [words for level, words in headings(body(made)) if level <= 2]
    assert upper == [words for level, words in headings(body(plain)) if level <= 2]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_answer_becomes_html_or_an_unsafe_link(text: str) -> None:
    made = make_document(filled(say=lambda place: text))
    parsed = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parsed.parse(split_front_matter(made)[1])
    inner = [child for token in tokens for child in token.children or ()]
    assert Counter(token.type for token in (*tokens, *inner) if "html" in token.type) == Counter()
    assert not [token.attrs for token in inner if str(token.attrs.get("href", "")).startswith("javascript")]
    assert not [token for token in inner if token.type == "image"]


@pytest.mark.parametrize("text", HOSTILE)
def test_open_points_leave_the_shape_of_the_document_alone(text: str) -> None:
    def marked(text: str) -> Answers:
        answers = filled(say=lambda place: text if _is_short(place) else place)
        for kind, field in (("profile", "offer"), ("problem", "cost_each"), ("evidence", "source")):
            answers = answers.marked(f"{kind}-1", field, ASSUMED)
        answers = answers.marked("objection-1", "times_heard", Mark(raw=text))
        return answers.marked("discovery_question-1", "good_sign", Mark(state=State.ASK))

    made = body(make_document(marked(text)))
    assert shape_of(made) == shape_of(body(make_document(marked("plain"))))
    assert f"{text}: Heard is noted as “{text}”, which cannot be reckoned with" in words_of(made)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40).map(safe_text).map(Text().parse).filter(bool))
def test_any_short_answer_is_read_back(typed: str) -> None:
    made = make_document(filled(say=lambda place: typed if place.endswith("good_sign") else place))
    assert f"Good sign: {typed}" in words_of(body(made))


# What is not answered


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(sorted(f"{k}.{n}" for k, r in RECORDS.items() for n in r.questions))))
def test_what_has_no_answer_leaves_nothing_empty_behind(left_out: set[str]) -> None:
    made = make_document(filled(wanted=lambda kind, question: f"{kind}.{question.name}" not in left_out))
    assert list(faults_of(made)) == []
    assert levels_skipped(body(made)) == []


@settings(max_examples=30, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(f"{k}.{n}" for k, r in RECORDS.items() for n in r.questions)), max_size=6)
)
def test_a_thin_profile_leaves_nothing_empty_behind_either(kept: set[str]) -> None:
    made = make_document(filled(wanted=lambda kind, question: f"{kind}.{question.name}" in kept))
    assert list(faults_of(made)) == []
    assert levels_skipped(body(made)) == []


def test_an_empty_profile_gives_a_short_playbook_that_says_what_is_missing() -> None:
    made = make_document(Answers("p", [Client(id="c"), Profile(id="p", parent_id="c")]))
    assert list(faults_of(made)) == []
    assert len(made.splitlines()) < 25
    assert "# Sales playbook\n" in made
    assert "**Nothing noted yet:** Objectives, Current process, Problems" in made


# The sample cases


@pytest.mark.parametrize("name", ["coldline", "family_wheels"])
def test_a_sample_case_makes_a_playbook_that_can_be_handed_over(workspace: Workspace, name: str) -> None:
    case = import_case(workspace, paths.sample_folder() / f"{name}.json")
    made = make_document(workspace.answers(case.profile_ids[0]))
    tokens = body(made)
    assert list(faults_of(made)) == []
    assert levels_skipped(tokens) == []
    assert str(workspace.answers(case.profile_ids[0]).client.notes)[:40] not in made
    # About forty pages of paper, with every step of the method answered; longer ones stay unread.
    assert len(words_of(tokens).split()) < 14_000


# Other documents, templates and languages


def test_an_unknown_document_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(NotFound, match="playbook"):
        make_document(filled(), "novel")


def test_every_document_has_its_template() -> None:
    missing = [d.id for d in DOCUMENTS.values() if not (paths.templates_folder() / d.template).is_file()]
    assert missing == []


def test_a_block_of_the_playbook_can_be_replaced(tmp_path: Path) -> None:
    own = """{% extends "built-in/playbook.md.j2" %}
{% block value %}
## Our value

{{ profile.why_us }}
{% endblock %}
"""
    (tmp_path / "playbook.md.j2").write_text(own, encoding="utf-8")
    made = make_document(filled(), user_templates=tmp_path)
    assert "## Our value\n\nText of profile.why_us\n" in made
    assert "What they bring us" not in made


def test_a_template_of_ones_own_sees_every_field(tmp_path: Path) -> None:
    own = tmp_path / "all.md.j2"
    lines = [
        f"{kind}.{name}: {{{{ everything.{kind}[0].{name} }}}}"
        for kind, declared in RECORDS.items()
        for name, question in declared.questions.items()
        if not isinstance(question.kind, Links)
    ]
    own.write_text("\n\n".join(lines), encoding="utf-8")
    made = make_document(filled(in_euros), template=own)
    assert "problem.cost_each: €12.50" in made


def test_a_name_that_there_is_not_is_a_mistake_in_the_template(tmp_path: Path) -> None:
    own = tmp_path / "mine.md.j2"
    own.write_text("{{ profile.ofer }}", encoding="utf-8")
    with pytest.raises(BadTemplate, match="offer"):
        make_document(filled(), template=own)


def _built_in() -> list[Path]:
    return sorted(paths.templates_folder().rglob("*.md.j2"))


def test_all_words_of_the_templates_can_be_translated() -> None:
    bare = {
        (path.name, word)
        for path in _built_in()
        for data in Environment(extensions=[]).parse(path.read_text("utf-8")).find_all(nodes.TemplateData)
        for word in re.findall(r"[^\W\d_]+", data.data)
    }
    # The two keys that the HTML export looks for.
    with_keys = ("front_matter.md.j2", "survey.md.j2")
    assert bare == {(name, key) for name in with_keys for key in ("title", "language")}


def test_translators_find_every_sentence_of_the_templates() -> None:
    options = {"**.md.j2": {"silent": "false"}}
    found = extract_from_dir(paths.templates_folder(), [("**.md.j2", "jinja2")], options)
    messages = {message for _, _, message, *_ in found}
    written = {
        call.args[0].value
        for path in _built_in()
        for call in Environment(extensions=[]).parse(path.read_text("utf-8")).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name == "_"
        and isinstance(call.args[0], nodes.Const)
    }
    assert written == messages
    assert len(written) > 60


def test_the_figures_speak_the_language_of_the_document() -> None:
    assert "| 12,50\u00a0€ |" in make_document(filled(in_euros), language="pl")
    assert "| €12.50 |" in make_document(filled(in_euros), language="en")
