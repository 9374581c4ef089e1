"""Every question brings its words: what it asks, why, how to ask it, and good answers in both modes.

The forms, the guide and the plain prompts show them as they stand. Each test collects all faults, so that
one run names every question that needs mending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

import icp_tui.method.records  # noqa: F401 - declares the records
from icp_tui.errors import BadAnswer
from icp_tui.method.declaration import RECORDS, Question
from icp_tui.method.fields import Date, Link, Links, Money, Number, OneOf, Prose, Scale, Text
from icp_tui.texts import Words

MODES = ("b2b", "b2c")

READ_WITHOUT_CONTEXT = (Number, Money, Date, OneOf, Scale)
"""The kinds whose answers can be told right from wrong by themselves."""

SAME_IN_BOTH_CASES = {"profile.currency"}
"""Texts that do not depend on the case: both cases reckon in euros."""

ASKED: dict[str, Question] = {
    f"{kind}.{question.name}": question
    for kind, record in RECORDS.items()
    if record.__module__.startswith("icp_tui.")
    for question in record.questions.values()
    if not question.fixed
}


def _sentences(question: Question) -> Iterator[str]:
    yield from (str(words) for words in (question.ask, question.hint, question.why, question.how))


def _examples() -> Iterator[tuple[str, Question, str, str]]:
    for name, question in ASKED.items():
        for mode in MODES:
            for example in question.examples(mode):
                yield name, question, mode, str(example)


def _titles(kind: str, mode: str) -> set[str]:
    record = RECORDS[kind]
    return {str(example) for example in record.questions[record.title_field].examples(mode)}


def test_every_question_has_all_its_words() -> None:
    parts = ("label", "ask", "hint", "why", "how", *MODES)
    assert len(ASKED) > 80
    assert [(name, part) for name, q in ASKED.items() for part in parts if not getattr(q, part)] == []


def test_there_are_one_to_three_examples_and_none_is_empty() -> None:
    assert [(n, mode) for n, q in ASKED.items() for mode in MODES if len(q.examples(mode)) > 3] == []
    assert [name for name, _, _, example in _examples() if not example.strip()] == []


def test_labels_and_hints_fit_their_places_on_the_screen() -> None:
    assert {n: str(q.label) for n, q in ASKED.items() if cell_len(str(q.label)) > 18} == {}
    assert {n: str(q.hint) for n, q in ASKED.items() if cell_len(str(q.hint)) > 76} == {}
    narrow = {n: str(q.hint) for n, q in ASKED.items() if q.beside}
    assert {name: hint for name, hint in narrow.items() if cell_len(hint) > 30} == {}


def test_hints_say_more_than_the_question() -> None:
    assert [n for n, q in ASKED.items() if str(q.hint).casefold() in str(q.ask).casefold()] == []


def test_questions_end_with_a_question_mark_and_hints_without_a_full_stop() -> None:
    assert {n: str(q.ask) for n, q in ASKED.items() if not str(q.ask).endswith("?")} == {}
    assert {n: str(q.hint) for n, q in ASKED.items() if str(q.hint).endswith(".")} == {}


def test_reasons_and_advice_are_whole_sentences() -> None:
    ends = re.compile(r"[.?]”?$")
    told = [(name, str(words)) for name, q in ASKED.items() for words in (q.why, q.how)]
    assert [(name, text) for name, text in told if not ends.search(text)] == []


def test_reasons_and_advice_can_be_read_at_a_glance() -> None:
    told = [(name, str(words)) for name, q in ASKED.items() for words in (q.why, q.how)]
    assert [(name, len(text)) for name, text in told if len(text) > 180] == []


def test_sentences_are_joined_by_one_space_and_set_with_typographic_quotes() -> None:
    faults = re.compile(r"[.?!,;]”?[“A-Z]|  |\n|[\"']|^\s|\s$")
    told = [(name, sentence) for name, q in ASKED.items() for sentence in _sentences(q)]
    told += [(name, example) for name, _, _, example in _examples()]
    assert [(name, text) for name, text in told if faults.search(text)] == []


def test_quotes_are_opened_and_closed() -> None:
    told = [(name, sentence) for name, q in ASKED.items() for sentence in _sentences(q)]
    told += [(name, example) for name, _, _, example in _examples()]
    assert [(name, text) for name, text in told if text.count("“") != text.count("”")] == []


def test_every_example_can_be_typed_as_the_answer() -> None:
    refused = []
    for name, question, mode, example in _examples():
        if isinstance(question.kind, READ_WITHOUT_CONTEXT):
            try:
                assert question.kind.parse(example) is not None
            except BadAnswer as why:
                refused.append((name, mode, example, str(why)))
    assert refused == []


def test_examples_of_text_are_one_line_that_is_read_at_a_glance() -> None:
    long = [(n, e) for n, q, _, e in _examples() if len(e) > (100 if isinstance(q.kind, Prose) else 60)]
    assert long == []
    changed = [(n, e) for n, q, _, e in _examples() if isinstance(q.kind, Text) and q.kind.parse(e) != e]
    assert changed == []


def test_the_two_cases_are_told_apart() -> None:
    def shared(question: Question) -> set[Words]:
        return set(question.b2b) & set(question.b2c)

    told = {name: q for name, q in ASKED.items() if isinstance(q.kind, Text | Prose)}
    assert {name for name, question in told.items() if shared(question)} == SAME_IN_BOTH_CASES


def test_examples_of_links_are_titles_that_the_linked_records_give_as_examples() -> None:
    unknown = [
        (name, mode, example)
        for name, question, mode, example in _examples()
        if isinstance(question.kind, Link | Links)
        and question.kind.to
        and example not in _titles(question.kind.to, mode)
    ]
    assert unknown == []
