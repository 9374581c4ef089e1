"""Settings that name what there is not, or one key for two commands, are refused in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from driving import opened

from icp_tui.errors import WrongUse
from icp_tui.method.records import Attribute, Objective
from icp_tui.settings import Settings
from icp_tui.store.work.actions import add
from icp_tui.tui.commands import key_of, keys_of, name_keys
from icp_tui.tui.remapping import check_settings
from icp_tui.tui.theme import THEMES
from small import Small


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    """Other tests read the usual keys again."""
    yield
    name_keys({})


def refused(settings: Settings) -> str:
    with pytest.raises(WrongUse) as caught:
        check_settings(settings)
    assert caught.value.means == "Nothing was opened."
    return str(caught.value)


def test_the_usual_settings_are_in_order() -> None:
    check_settings(Settings())


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_theme_can_be_named(theme: str) -> None:
    check_settings(Settings(theme=theme))


def test_an_unknown_theme_is_refused_with_the_one_that_was_meant() -> None:
    assert "Did you mean “paper”?" in refused(Settings(theme="papre"))


def test_a_theme_like_no_other_is_refused_with_all_that_there_are() -> None:
    assert "ink, paper, terminal" in refused(Settings(theme="zzz"))


def test_an_unknown_command_is_refused_with_the_one_that_was_meant() -> None:
    words = refused(Settings(keys={"next_opne": ("f3",)}))
    assert "There is no command “next_opne”" in words
    assert "Did you mean “next_open”?" in words


def test_a_command_can_have_another_key() -> None:
    check_settings(Settings(keys={"next_open": ("ctrl+u", "f3")}))


def test_a_key_that_two_commands_of_one_screen_want_is_refused_with_both_names() -> None:
    words = refused(Settings(keys={"next_open": ("f2",)}))
    assert "The key F2 is wanted by two commands: steps and next_open." in words


def test_a_key_can_mean_different_things_on_different_screens() -> None:
    check_settings(Settings(keys={"write": ("n",), "next_heading": ("ctrl+down",)}))


def test_two_commands_can_change_their_keys_with_each_other() -> None:
    check_settings(Settings(keys={"next_open": ("f2",), "steps": ("f3",)}))


def test_a_command_that_is_everywhere_conflicts_on_every_screen() -> None:
    assert "palette" in refused(Settings(keys={"palette": ("w",)}))


# Sentences that name a key


@pytest.fixture
def remapped() -> Settings:
    """Settings with other keys."""
    keys = {"bring_in": ("ctrl+x",), "undo": ("ctrl+u",), "steps": ("ctrl+e", "f2"), "new": ("a",)}
    return Settings(keys=keys)


async def test_sentences_name_the_keys_that_are_set(small: Small, remapped: Settings) -> None:
    add(small.workspace, small.profile_id, Attribute, small.profile_id, [{"name": "Vans"}])
    async with opened(small.workspace, small.profile_id, at="attributes", settings=remapped) as seen:
        assert "^x: ready-made" in seen.reads("#outline")
        assert "^e Steps" in seen.reads("#keys")
        await seen.press("f8")
        assert seen.told("^u brings it back")


@pytest.mark.parametrize("names", [{}, {"undo": ("ctrl+u",)}])
def test_the_usual_keys_are_named_where_none_is_set(names: dict[str, tuple[str, ...]]) -> None:
    name_keys(names)
    assert key_of("bring_in") == "^b"
    assert key_of("undo") == ("^u" if names else "^z")
    name_keys({})
    assert key_of("undo") == "^z"


async def test_headings_name_the_keys_that_turn_the_thread(small: Small) -> None:
    add(small.workspace, small.profile_id, Objective, small.profile_id, [{"result": "Sell"}])
    async with opened(small.workspace, small.profile_id, at="questions") as seen:
        assert "Alt+← →" in seen.reads("#head") and "^↑ ↓" in seen.reads("#head")
    keys = {"previous_objective": ("f13",), "next_objective": ("f14",), "next_problem": ("ctrl+shift+down",)}
    async with opened(
        small.workspace, small.profile_id, at="questions", settings=Settings(keys=keys)
    ) as seen:
        head = seen.reads("#head")
        assert "F13 F14" in head and "^↑ Shift+↓" in head
        assert "Alt+←" not in head


def test_keys_that_belong_together_are_named_briefly() -> None:
    name_keys({"move_up": ("ctrl+k",), "move_down": ("f5",), "to_next_objective": ("alt+n",)})
    assert keys_of("previous_objective", "next_objective") == "Alt+← →"
    assert keys_of("move_up", "move_down") == "^k F5"
    assert keys_of("to_previous_objective", "to_next_objective") == "Alt+Shift+← Alt+n"
