"""Settings that name what there is not, or one key for two commands, are refused in words."""

from __future__ import annotations

import pytest

from icp_tui.errors import WrongUse
from icp_tui.settings import Settings
from icp_tui.tui.remapping import check_settings
from icp_tui.tui.theme import THEMES


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
    check_settings(Settings(keys={"next_open": ("f11", "f3")}))


def test_a_key_that_two_commands_of_one_screen_want_is_refused_with_both_names() -> None:
    words = refused(Settings(keys={"next_open": ("f2",)}))
    assert "The key F2 is wanted by two commands: steps and next_open." in words


def test_a_key_can_mean_different_things_on_different_screens() -> None:
    check_settings(Settings(keys={"write": ("n",), "next_heading": ("ctrl+down",)}))


def test_two_commands_can_change_their_keys_with_each_other() -> None:
    check_settings(Settings(keys={"next_open": ("f2",), "steps": ("f3",)}))


def test_a_command_that_is_everywhere_conflicts_on_every_screen() -> None:
    assert "palette" in refused(Settings(keys={"palette": ("w",)}))
