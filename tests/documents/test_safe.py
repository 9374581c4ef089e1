from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icp_tui.method.safe import REPLACEMENT, safe_text, text_of_file

ANY_TEXT = st.text(st.characters(), max_size=60)
HARMFUL = st.lists(
    st.sampled_from(
        ["\x1b", "\x1b[31m", "\x1b]0;t\x07", "\x9b", "\r", "\r\n", "\x85", "\u2028", "\u202e", "a", "\x00"]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(ANY_TEXT, HARMFUL))
@example("\x1b\x1b[0m[31m")
@settings(max_examples=150, deadline=None)
def test_making_text_safe_twice_changes_nothing_more(text: str) -> None:
    safe = safe_text(text)
    assert safe_text(safe) == safe


@given(st.one_of(ANY_TEXT, HARMFUL))
@settings(max_examples=150, deadline=None)
def test_safe_text_holds_nothing_that_moves_a_cursor_and_can_be_written_as_utf_8(text: str) -> None:
    safe = safe_text(text)
    safe.encode("utf-8")
    assert not [c for c in safe if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) <= 0x9F]


@given(
    st.text(st.characters(min_codepoint=0xA0, exclude_categories=["Cs", "Cn", "Cf", "Zl", "Zp"]), max_size=60)
)
@settings(max_examples=150, deadline=None)
def test_letters_of_all_scripts_are_kept(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻 and 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "e\u0301 n\u0303 क्\u200dष",
        "مرحبا\u200f (ABC)\u200e שלום",
        "می\u200cخواهم",
        "soft\u00adhyphen, fixed\u00a0space",
        "tab\tand\nline",
    ],
)
def test_joined_emoji_combining_marks_and_direction_marks_are_kept(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("dangerous", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://e.x\x07link\x1b]8;;\x1b\\", "link"),
        ("unfinished \x1b]0;title, and all of this stays", "unfinished ]0;title, and all of this stays"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("\ufeffpasted", "pasted"),
        ("half \ud83d pair \ufffe \U0010ffff", f"half {REPLACEMENT} pair {REPLACEMENT} {REPLACEMENT}"),
        ("nul\x00 bell\x07 csi\x9b", "nul bell csi"),
    ],
)
def test_what_could_do_harm_is_dropped_or_seen_to_be_lost(dangerous: str, safe: str) -> None:
    assert safe_text(dangerous) == safe


def test_the_quick_look_passes_nothing_that_the_slow_one_would_change() -> None:
    for letter in map(chr, range(0x110000)):
        if safe_text(f"{letter}\0") != letter:
            assert safe_text(letter) != letter, hex(ord(letter))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        ("Łódź\n\t漢字".encode(), "Łódź\n\t漢字"),
        (b"\x1b[2Ja\xc2\x9b", "a"),
        (b"a\xff\xed\xa0\x80", f"a{REPLACEMENT * 4}"),
        ("\u202eevil".encode(), "evil"),
    ],
)
def test_what_a_file_holds_is_read_as_harmless_text(raw: bytes, text: str) -> None:
    assert text_of_file(raw) == text
