"""Drafts of the statement and the story, and how sentences and words are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.insight.composing import MOST_WORDS, compose_statement, compose_story, sentences, words
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.records import Attribute, Client, Mode, Profile

YES = YesNo.YES


def _answers(*attributes: Attribute, **profile: Any) -> Answers:
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c", **profile), *attributes])


def _chosen(*phrases: str, **profile: Any) -> Answers:
    """A profile with these phrases chosen, all of the same importance."""
    return _answers(
        *(
            Attribute(id=f"a{n}", parent_id="p", position=n, name=f"Name {n}", chosen=YES, phrase=phrase)
            for n, phrase in enumerate(phrases)
        ),
        **profile,
    )


# The statement

VANS = "runs 10 to 60 refrigerated vans"
SUPPLIES = "supplies supermarkets"
MANAGER = "names one fleet manager"
AUDIT = "faces an audit within a year"


def test_the_most_important_stand_first_and_the_rest_in_a_second_sentence() -> None:
    assert compose_statement(_chosen(VANS, SUPPLIES, MANAGER, AUDIT)) == (
        "Our ideal customer runs 10 to 60 refrigerated vans, supplies supermarkets and names one fleet "
        "manager. It faces an audit within a year."
    )


@pytest.mark.parametrize(
    ("phrases", "statement"),
    [
        ((), ""),
        ((VANS,), "Our ideal customer runs 10 to 60 refrigerated vans."),
        (
            (VANS, AUDIT),
            "Our ideal customer runs 10 to 60 refrigerated vans and faces an audit within a year.",
        ),
        (
            ("a", "b", "c", "d", "e", "f", "g", "h"),
            "Our ideal customer a, b and c. It d, e, f and g.",
        ),
        (("a", "b", "c", "d", "e"), "Our ideal customer a, b and c. It d and e."),
        (("a", "b", "c", "d", "e", "f"), "Our ideal customer a, b and c. It d, e and f."),
    ],
)
def test_any_number_of_attributes_makes_whole_sentences(phrases: tuple[str, ...], statement: str) -> None:
    assert compose_statement(_chosen(*phrases)) == statement


def test_importance_decides_what_comes_first_and_what_was_not_chosen_is_left_out() -> None:
    minor, major = (
        Attribute(id=phrase, parent_id="p", chosen=YES, importance=importance, phrase=phrase)
        for phrase, importance in ((SUPPLIES, 2), (VANS, 5))
    )
    dropped = Attribute(id="d", parent_id="p", chosen=YesNo.NO, importance=5, phrase="uses GPS")
    protected = Attribute(id="g", parent_id="p", chosen=YES, importance=5, name="Gender", phrase="is a woman")
    assert compose_statement(_answers(minor, major, dropped, protected)) == (
        "Our ideal customer runs 10 to 60 refrigerated vans and supplies supermarkets."
    )


def test_of_a_household_no_pronoun_is_guessed() -> None:
    family = ("has two children under eight", "lives 6 km or less from work", "has storage", "owns one car")
    assert compose_statement(_chosen(*family, mode=Mode.B2C)) == (
        "Our ideal customer has two children under eight, lives 6 km or less from work and has storage. "
        "Such a customer also owns one car."
    )
    seven = compose_statement(_chosen("a", "b", "c", "d", "e", "f", "g", mode=Mode.B2C))
    assert seven.endswith("Such a customer also d, e, f and g.")


def test_a_toy_maker_with_followers_and_a_large_budget_is_named_in_one_sentence() -> None:
    assert compose_statement(
        _chosen(
            "sells board games straight to families in Norway or Denmark",
            "is followed by 80,000 people or more",
            "spends EUR 2m. or more a year on its name",
        )
    ) == (
        "Our ideal customer sells board games straight to families in Norway or Denmark, is followed by "
        "80,000 people or more and spends EUR 2m. or more a year on its name."
    )


def test_a_young_coffee_seller_has_a_second_sentence_on_its_own_customers() -> None:
    composed = compose_statement(
        _chosen(
            "is a young Irish coffee seller",
            "can spend up to EUR 8,000",
            "looks for cups that cost little",
            "sells to people who care how a cup looks",
        )
    )
    assert composed == (
        "Our ideal customer is a young Irish coffee seller, can spend up to EUR 8,000 and looks for cups "
        "that cost little. It sells to people who care how a cup looks."
    )
    assert sentences(composed) == 2


@pytest.mark.parametrize(
    ("typed", "statement"),
    [
        ("Runs ten vans.", "Our ideal customer runs ten vans."),
        ("  runs ten vans ;", "Our ideal customer runs ten vans."),
        ("Our ideal customer runs ten vans.", "Our ideal customer runs ten vans."),
        ("It runs ten vans…", "Our ideal customer runs ten vans."),
        ("is run by Acme Ltd.", "Our ideal customer is run by Acme Ltd."),
        ("uses {braces} and 5% more", "Our ideal customer uses {braces} and 5% more."),
        ("…", ""),
    ],
)
def test_what_was_typed_as_a_whole_sentence_still_fits_in(typed: str, statement: str) -> None:
    attribute = Attribute(id="a", parent_id="p", chosen=YES, phrase=typed)
    assert compose_statement(_answers(attribute)) == statement


@pytest.mark.parametrize(
    ("name", "target", "part"),
    [
        ("Headcount", "20 to 200", "meets “Headcount: 20 to 200”"),
        ("Supplies supermarkets", "yes", "meets “Supplies supermarkets”"),
        ("Supplies supermarkets", None, "meets “Supplies supermarkets”"),
    ],
)
def test_an_attribute_without_a_phrase_is_named_with_its_target(
    name: str, target: str | None, part: str
) -> None:
    bare = Attribute(id="a", parent_id="p", chosen=YES, name=name, target=target)
    said = replace(bare, id="b", position=1, phrase="names one manager")
    assert compose_statement(_answers(bare, said)) == f"Our ideal customer {part} and names one manager."


def test_an_attribute_that_says_nothing_is_left_out() -> None:
    nothing = Attribute(id="a", parent_id="p", chosen=YES, target="10 to 60")
    assert compose_statement(_answers(nothing)) == ""


def test_the_least_important_give_way_where_sixty_words_are_not_enough() -> None:
    long = " ".join(["keeps", *["very"] * 12, "many", "vans"])
    composed = compose_statement(_chosen(*[long] * 7))
    assert words(composed) <= MOST_WORDS and composed.count("keeps") == 3
    endless = " ".join(["keeps"] * 70)
    assert compose_statement(_chosen(endless, VANS)) == f"Our ideal customer {endless}."


PHRASES = st.lists(
    st.sampled_from(
        [VANS, SUPPLIES, "earns EUR 3.5m a year.", "is run by Acme Inc.", "says “Stop.”", "…", ""]
    ),
    max_size=9,
)


@settings(max_examples=60)
@given(PHRASES, st.sampled_from([*Mode, None]))
def test_a_statement_has_two_sentences_and_sixty_words_at_most(phrases: list[str], mode: Mode | None) -> None:
    composed = compose_statement(_chosen(*phrases, mode=mode))
    assert sentences(composed) <= 2 and words(composed) <= MOST_WORDS
    assert ".." not in composed and "  " not in composed
    assert not composed or (composed.startswith("Our ideal customer ") and composed.endswith("."))


# The story

FIONA = {
    "story_name": "Fiona",
    "story_setting": "runs 25 chilled vans for a family firm",
    "story_passion": "is proud of her drivers",
    "story_frustration": "spends her Fridays looking for lost sheets",
    "story_first_look": "asks a colleague by message on her phone",
    "story_dream": "wants to lead all depots one day",
    "story_serves": "wants to supply strict retailers without a worry",
    "story_media": "reads the trade weekly",
    "story_moment": "hears of us in the week of the audit letter",
}


def test_the_story_is_one_paragraph_with_everything_in_it() -> None:
    assert compose_story(_answers(**FIONA)) == (
        "Fiona runs 25 chilled vans for a family firm, and is proud of her drivers. "
        "Yet Fiona spends her Fridays looking for lost sheets. "
        "Looking for an answer, Fiona asks a colleague by message on her phone. "
        "Fiona wants to lead all depots one day, and wants to supply strict retailers without a worry. "
        "Fiona also reads the trade weekly. "
        "One day, Fiona hears of us in the week of the audit letter."
    )


def test_without_answers_there_is_no_story_and_a_name_alone_is_none() -> None:
    assert compose_story(_answers()) == ""
    assert compose_story(_answers(story_name="Fiona")) == ""


def test_without_a_name_it_is_about_the_ideal_customer() -> None:
    story = compose_story(_answers(story_setting="lives near work", story_frustration="misses the bus"))
    assert story == "Our ideal customer lives near work. Yet our ideal customer misses the bus."


@pytest.mark.parametrize(
    ("slot", "story"),
    [
        ("story_frustration", "Fiona spends her Fridays looking for lost sheets."),
        ("story_media", "Fiona reads the trade weekly."),
        ("story_serves", "Fiona wants to supply strict retailers without a worry."),
        ("story_moment", "One day, Fiona hears of us in the week of the audit letter."),
    ],
)
def test_one_answer_alone_reads_as_a_beginning(slot: str, story: str) -> None:
    assert compose_story(_answers(story_name="Fiona", **{slot: FIONA[slot]})) == story


def test_an_answer_that_was_typed_as_a_sentence_does_not_say_the_name_twice() -> None:
    typed = {"story_setting": "Fiona runs 25 vans.", "story_passion": "She is proud of her drivers."}
    assert compose_story(_answers(story_name="Fiona", **typed)) == (
        "Fiona runs 25 vans, and is proud of her drivers."
    )


def _every_subset() -> Iterator[dict[str, str]]:
    slots = [slot for slot in FIONA if slot != "story_name"]
    for kept in product((True, False), repeat=len(slots)):
        yield {slot: FIONA[slot] for slot, keep in zip(slots, kept, strict=True) if keep}


@pytest.mark.parametrize("name", [{}, {"story_name": "Fiona"}, {"story_name": "  "}])
def test_whatever_is_left_out_the_rest_reads_whole(name: dict[str, str]) -> None:
    for answered in _every_subset():
        story = compose_story(_answers(**name, **answered))
        assert all(answer in story for answer in answered.values())
        assert bool(story) is bool(answered)
        assert not story or (story[0].isupper() and story.endswith("."))
        assert not any(fault in story for fault in ("..", " .", " ,", "  ", ",,", "{", "and,"))
        assert not story.startswith(("Yet ", "And ")) and (len(answered) > 1 or " also " not in story)
        assert sentences(story) <= 6


# Counting


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("…", 0),
        ("One sentence", 1),
        ("One sentence.", 1),
        ("One. Two! Three? Four", 4),
        ("one. two. three.", 3),
        ("They run vans (e.g. Fords), approx. 10, incl. two spare ones.", 1),
        ("They run approx. 10 vans. They wash them.", 2),
        ("They earn EUR 3.5m. They spend EUR 1m.", 2),
        ("They run 12. 10 of them are chilled.", 2),
        ("They score a 4. It pays.", 2),
        ("They sell cups, plates, etc. to hotels.", 1),
        ("They sell cups, plates, etc. They buy none.", 2),
        ("They sell to Acme Inc. and to Mr. Ott.", 1),
        ("They serve the U.S. market with J. Ott.", 1),
        ("They never say no. They ask no. 5 first.", 2),
        ("They wait… and wait. Then… They buy.", 3),
        ("They wait... and buy.", 1),
        ("From 10 … 20 vans", 1),
        ("They say “Stop.” and go. “Why now?” It is late.", 3),
        ("Really?! Yes.", 2),
        ("They run vans\nin two towns.\nThey wash them.", 2),
        ("They run vans\n\nThey wash them", 2),
        ("Our ideal customer:\n\n- runs vans\n- names one manager\n", 1),
        ("1. Runs vans\n2. Names a manager", 1),
        ("- Runs vans.\n- Names a manager.", 2),
        ("**They run vans.** They wash them.", 2),
        ("See www.example.org for more. Go there.", 2),
        ("Ask Mr.\u00a0Ott. He knows.", 2),
    ],
)
def test_sentences_are_counted_as_people_count_them(text: str, number: int) -> None:
    assert sentences(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("- – … “”", 0),
        ("Runs 10–60 vans", 3),
        ("Spends EUR\u00a01m a\nyear – at least.", 7),
        ("- one-off\n- “two”", 2),
    ],
)
def test_words_are_counted_without_dashes_and_bullets(text: str, number: int) -> None:
    assert words(text) == number


@settings(max_examples=60)
@given(st.text(st.sampled_from("aB1 .…!?“”\n-:"), max_size=40))
def test_no_text_has_more_sentences_than_words(text: str) -> None:
    assert sentences(text) <= words(text)
    assert (sentences(text) == 0) is (words(text) == 0)
