"""Drafts of the statement and the story from the answers given, and how long a text is (R-214 to R-218).

A draft holds nothing that was not answered, and reads as whole sentences whatever is missing; with nothing
to say it is empty. What the consultant wrote in its place is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from icp_tui.insight.attributes import chosen
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.records import Attribute, Mode
from icp_tui.texts import say

MOST_WORDS = 60
"""How long a statement may be (check L30)."""

FIRST, SECOND = 3, 4
"""How many attributes the first sentence of a statement holds at most, and how many the second."""

_CLOSING = r"etc|inc|ltd|co|corp|p\.a|a\.m|p\.m|sr|jr|bn|ecc|itp|itd|tys|mln|mio"
_CAN_CLOSE = re.compile(_CLOSING, re.IGNORECASE)
"""Abbreviations with which a sentence can end."""

_NEVER_LAST = re.compile(
    r"(?i:e\.g|i\.e|approx|ca|cf|vs|incl|excl|mr|mrs|ms|dr|prof|st"
    r"|aprox|p\.ej|p\.ex|np|tzn|tj|mme|sig|z\.b|d\.h|bzw)|[A-Z]|(?:[A-Z]\.)+[A-Z]"
)
"""Abbreviations and initials, in the documents' languages and German, that never end a sentence."""

_LAST_BEFORE_A_CAPITAL = re.compile(rf"(?i:{_CLOSING}|no|nr|fig|max|min|ok)|[a-z]|(?:[a-z]\.)+[a-z]")
"""Those with which it can end, or that are words as well: a sentence ends with them before a capital only."""

_END = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<closed>[”“\"’'»›)\]*_]*+)(?=\s|$)")
_OPENING = "“„\"‘’'«‹([*_"
_LIST_ITEM = re.compile(r"\s*(?:[-*+•–]|\d{1,2}[.)])\s+")


def compose_statement(answers: Answers) -> str:
    """One or two sentences from the chosen attributes, the most important first (R-216).

    At most 60 words where that is possible: the least important attributes are left out for it. Empty where
    none is chosen.
    """
    phrases = [phrase for attribute in chosen(answers) if (phrase := _phrase(attribute))][: FIRST + SECOND]
    a_person = answers.profile.mode is Mode.B2C
    while len(phrases) > 1 and words(_statement(phrases, a_person=a_person)) > MOST_WORDS:
        phrases.pop()
    return _statement(phrases, a_person=a_person)


def compose_story(answers: Answers) -> str:
    """One paragraph from the answers of the story: setting and circle, trouble, dream, the moment (R-215).

    Without a name it tells of “our ideal customer”; empty where there is nothing but a name.
    """
    profile = answers.profile
    name = (profile.story_name or "").strip()
    who = name or say("our ideal customer")

    def slot(text: str | None) -> str:
        return _continuation(text, name)

    told: list[str] = []
    told += _plain(who, slot(profile.story_setting), slot(profile.story_passion))
    frustration = slot(profile.story_frustration)
    if frustration and told:
        told += [say("Yet {who} {does}.", who=who, does=frustration)]
    else:
        told += _plain(who, frustration)
    if first_look := slot(profile.story_first_look):
        told += [say("Looking for an answer, {who} {does}.", who=who, does=first_look)]
    told += _plain(who, slot(profile.story_dream), slot(profile.story_serves))
    media = slot(profile.story_media)
    if media and told:
        told += [say("{who} also {does}.", who=who, does=media)]
    else:
        told += _plain(who, media)
    if moment := slot(profile.story_moment):
        told += [say("One day, {who} {does}.", who=who, does=moment)]
    return " ".join(map(_whole, told))


def words(text: str) -> int:
    """How many words a text has; dashes and the marks of a list are none."""
    return sum(any(map(str.isalnum, part)) for part in text.split())


def sentences(text: str) -> int:
    """How many sentences a text has.

    Abbreviations (“approx. 10”, “e.g.”), decimals (“3.5”) and marks inside a quotation that goes on do not
    end one; a blank line does. A list is part of the sentence before it as long as its items have no full
    stops of their own. Words without a full stop at the end are a sentence too.
    """
    return sum(map(_sentences_of, _passages(text)))


def _phrase(attribute: Attribute) -> str:
    """How “Our ideal customer …” goes on for an attribute; from its name where no phrase was given."""
    if phrase := _continuation(attribute.phrase, ""):
        return phrase
    name, target = (attribute.name or "").strip(), (attribute.target or "").strip()
    if not name:
        return ""
    if not target or target.casefold() in ("yes", str(YesNo.YES.words).casefold()):
        return say("meets “{name}”", name=name)
    return say("meets “{name}: {target}”", name=name, target=target)


def _continuation(text: str | None, name: str) -> str:
    """What was typed as the rest of a sentence, without the beginning and the full stop typed with it."""
    rest = " ".join((text or "").split())
    for start in (name, say("our ideal customer"), "she", "he", "it"):
        if start and rest.casefold().startswith(f"{start} ".casefold()):
            rest = rest[len(start) :].lstrip()
            break
    else:
        # Typed as a line of its own; an abbreviation or a name of capitals keeps them.
        rest = rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest
    abbreviated = rest.endswith(".") and _CAN_CLOSE.fullmatch(_last_word(rest[:-1]))
    return rest if abbreviated else rest.rstrip(" .,;:…!?")


def _statement(phrases: Sequence[str], *, a_person: bool) -> str:
    """The sentences are whole in every language: nothing is put together but the answers."""
    match phrases[:FIRST]:
        case [a]:
            first = say("Our ideal customer {a}.", a=a)
        case [a, b]:
            first = say("Our ideal customer {a} and {b}.", a=a, b=b)
        case [a, b, c]:
            first = say("Our ideal customer {a}, {b} and {c}.", a=a, b=b, c=c)
        case _:
            return ""
    second = _of_a_person(phrases[FIRST:]) if a_person else _of_a_business(phrases[FIRST:])
    return " ".join(map(_whole, filter(None, (first, second))))


def _of_a_business(phrases: Sequence[str]) -> str:
    match phrases:
        case [a]:
            return say("It {a}.", a=a)
        case [a, b]:
            return say("It {a} and {b}.", a=a, b=b)
        case [a, b, c]:
            return say("It {a}, {b} and {c}.", a=a, b=b, c=c)
        case [a, b, c, d]:
            return say("It {a}, {b}, {c} and {d}.", a=a, b=b, c=c, d=d)
    return ""


def _of_a_person(phrases: Sequence[str]) -> str:
    """No pronoun: the phrases are of one person or family, and nobody knows which word is right for them."""
    match phrases:
        case [a]:
            return say("Such a customer also {a}.", a=a)
        case [a, b]:
            return say("Such a customer also {a} and {b}.", a=a, b=b)
        case [a, b, c]:
            return say("Such a customer also {a}, {b} and {c}.", a=a, b=b, c=c)
        case [a, b, c, d]:
            return say("Such a customer also {a}, {b}, {c} and {d}.", a=a, b=b, c=c, d=d)
    return ""


def _plain(who: str, first: str, second: str = "") -> list[str]:
    """One sentence of what there is of two answers; none where there is neither."""
    if first and second:
        return [say("{who} {first}, and {second}.", who=who, first=first, second=second)]
    return [say("{who} {does}.", who=who, does=does) for does in (first or second,) if does]


def _whole(sentence: str) -> str:
    """A sentence with a capital, and one full stop even after an abbreviation."""
    sentence = sentence[:1].upper() + sentence[1:]
    return sentence[:-1] if sentence.endswith("..") else sentence


def _passages(text: str) -> Iterator[str]:
    """The parts of a text that no sentence runs across: a list belongs to what it follows."""
    passage = ""
    gap = False
    for line in text.splitlines():
        item = _LIST_ITEM.match(line)
        if not line.strip():
            gap = True
            continue
        if gap and passage and not item and not passage.endswith(":"):
            yield passage
            passage = ""
        passage = " ".join([passage, *line[item.end() if item else 0 :].split()]).strip()
        gap = False
    if passage:
        yield passage


def _sentences_of(passage: str) -> int:
    ends = [end.end() for end in _END.finditer(passage) if _ends_sentence(passage, end)]
    starts = [0, *ends]
    return sum(words(passage[start:end]) > 0 for start, end in zip(starts, [*ends, None], strict=True))


def _ends_sentence(passage: str, end: re.Match[str]) -> bool:
    following = passage[end.end() :].lstrip().lstrip(_OPENING)[:1]
    if not following:
        return True
    if end["closed"]:
        return not following.islower()
    if end["stop"] != ".":
        return following.isupper() or not end["stop"].endswith(("…", "..."))
    word = _last_word(passage[: end.start()])
    if _NEVER_LAST.fullmatch(word):
        return False
    return following.isupper() or not _LAST_BEFORE_A_CAPITAL.fullmatch(word)


def _last_word(text: str) -> str:
    """The word at the very end; empty where there is a space."""
    return "" if text[-1:].isspace() else text.rpartition(" ")[2].strip(_OPENING)
