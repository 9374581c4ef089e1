"""Settings are used as they stand, or refused with their line; nothing is left out silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from icp_tui.errors import BadFile
from icp_tui.method.records import Language
from icp_tui.settings import LANGUAGES, MOST_BYTES, Settings, load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_or_with_an_empty_one_all_is_as_usual(file: Path) -> None:
    assert load_settings(file) == Settings()
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert load_settings(file) == Settings()


def test_everything_can_be_set(file: Path) -> None:
    file.write_text(
        '\ufefflanguage = "pl"\ntheme = "paper"\nauthor = "Zoë"\nplain_glyphs = true\nshow_preview = false\n'
        '[keys]\nnext_gap = ["f3", "ctrl+g"]\n"go.back" = "f9"\n',
        encoding="utf-8",
    )
    assert load_settings(file) == Settings(
        language="pl",
        theme="paper",
        author="Zoë",
        plain_glyphs=True,
        show_preview=False,
        keys={"next_gap": ("f3", "ctrl+g"), "go.back": ("f9",)},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "ink"\nlanguge = "en"', "line 2: there is no setting “languge”. Did you mean “language”?"),
        ("\n\nzzz = 1", "line 3: there is no setting “zzz”. There are: language, theme"),
        ("language = en", "line 1"),
        ('language = "de"', "line 1: “language” is one of en, es, pt, pl, it, fr, not “de”."),
        ("author = 3", "line 1: “author” takes a text in quotes."),
        ('\nplain_glyphs = "yes"', "line 2: “plain_glyphs” takes true or false."),
        ("show_preview = 1", "line 1: “show_preview” takes true or false."),
        ('keys = "f3"', "line 1: “keys” is a table"),
        ("[keys]\nnext_gap = 3", "line 2: “next_gap” takes a key"),
        ('[keys]\nnext_gap = ["f3", ""]', "line 2: “next_gap” takes a key"),
        ("[keys]\n[keys.next_gap]\nx = 1", "“next_gap” takes a key"),
        ("[colours]\nred = 1", "line 1: there is no setting “colours”"),
        ('author = "x"\nauthor = "y"\n', "line 2"),
        ('theme = ""\nauthor = "Ann\\nLee"', "line 2: “author” takes one line"),
        ('author = """Ann\u2028Lee"""', "line 1: “author” takes one line"),
        ('author = "Ann\\u001b[2J"', "line 1: “author” takes one line"),
        (f'author = "{"A" * 201}"', "line 1: “author” takes at most 200 letters."),
        (f"author = {'[' * 5000}", "its brackets are nested too deep."),
        (f"author = {'9' * 5000}", "holds a number that is too long."),
    ],
)
def test_a_mistake_is_named_with_its_line(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        load_settings(file)
    assert said in refused.value.what
    assert str(file) in refused.value.what
    assert refused.value.do


def test_a_long_name_of_one_line_is_taken_as_it_stands(file: Path) -> None:
    name = "Zoë van der Łęcka-Öztürk " * 8
    file.write_text(f'author = "{name}"', encoding="utf-8")
    assert load_settings(file).author == name


def test_a_file_that_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(b'theme = "ink"\nauthor = "Zo\xeb"')
    with pytest.raises(BadFile, match="line 2: is not UTF-8 text"):
        load_settings(file)
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(BadFile, match="too large"):
        load_settings(file)


def test_a_folder_in_the_place_of_the_file_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(BadFile, match="cannot be read"):
        load_settings(file)


def test_the_interface_and_the_documents_speak_the_same_languages() -> None:
    assert [language.value for language in Language] == list(LANGUAGES)
