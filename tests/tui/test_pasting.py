"""A paste is text: no escape in it becomes a key, wherever the pieces are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from icp_tui.tui.pasting import END, START, CleanParser, PasteCleaner


def heard(*pieces: str) -> list[events.Event]:
    parser = CleanParser()
    return [event for piece in pieces for event in parser.feed(piece) if isinstance(event, events.Event)]


def test_an_escape_in_a_paste_is_no_key() -> None:
    told = heard(f"{START}hello \x1b]\x11 world\x1b[31m!{END}")
    assert [type(event) for event in told] == [events.Paste]
    assert isinstance(told[0], events.Paste)
    assert told[0].text.startswith("hello")
    assert told[0].text.endswith("world!")


def test_keys_before_and_after_a_paste_stay_keys() -> None:
    told = heard(f"a{START}\x1b\x1a\x11b\nc{END}", "\x1b[B")
    assert [type(event).__name__ for event in told] == ["Key", "Paste", "Key"]


@given(st.lists(st.text("ab\n[201~\x11", max_size=12), max_size=4), st.data())
def test_pieces_cut_anywhere_give_the_same(texts: list[str], data: st.DataObject) -> None:
    sent = "".join(f"k{START}{text}{END}" for text in texts)
    whole = PasteCleaner().clean(sent)
    cleaner, pieces, rest = PasteCleaner(), [], sent
    while rest:
        length = data.draw(st.integers(1, len(rest)))
        pieces.append(cleaner.clean(rest[:length]))
        rest = rest[length:]
    assert "".join(pieces) == whole
    assert "\x11" not in whole


@given(st.text("ab\x1b[21~O", max_size=30))
def test_what_is_no_paste_passes_untouched(keys: str) -> None:
    if START not in keys:
        assert PasteCleaner().clean(keys) == keys
