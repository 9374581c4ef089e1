"""What is no workspace of ours, or only a piece of one, is refused in words; not a byte of it changes."""

from __future__ import annotations

import gzip
import random
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from at_the_terminal import rounds
from pty_terminal import Terminal
from tallying import Tally

from icp_tui.errors import BadFile, IcpError
from icp_tui.opening import open_workspace
from icp_tui.store.work.library import summaries

pytestmark = pytest.mark.fault(15)


def garbage(path: Path, whole: bytes) -> None:
    path.write_bytes(random.Random(1).randbytes(40_000))


def text(path: Path, whole: bytes) -> None:
    path.write_text("SQLite format 4, more or less\n" * 20, encoding="utf-16")


def short(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:60])


def header_only(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:100])


def half(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2])


def a_page_less(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:-4096])


def a_byte_less(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:-1])


def header_and_garbage(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:100] + random.Random(2).randbytes(len(whole) - 100))


def header_and_nothing(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:100] + bytes(len(whole) - 100))


def archive(path: Path, whole: bytes) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("work.db", whole)


def packed(path: Path, whole: bytes) -> None:
    path.write_bytes(gzip.compress(whole))


def another_program(path: Path, whole: bytes) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE change (id TEXT PRIMARY KEY)")
        connection.execute("PRAGMA user_version = 1")


def another_program_while_it_works(path: Path, whole: bytes) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE song (title TEXT)")
        connection.execute("INSERT INTO song VALUES ('left in the journal')")
        held = {there: there.read_bytes() for there in path.parent.glob(f"{path.name}*")}
    for there, content in held.items():
        there.write_bytes(content)


KINDS: list[Callable[[Path, bytes], None]] = [
    garbage,
    text,
    short,
    header_only,
    half,
    a_page_less,
    a_byte_less,
    header_and_garbage,
    header_and_nothing,
    archive,
    packed,
    another_program,
    another_program_while_it_works,
]


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {there.name: there.read_bytes() for there in folder.iterdir() if there.is_file()}


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_it_is_refused_in_words_and_no_byte_changes(
    small_file: Path, tmp_path: Path, tally: Tally, make: Callable[[Path, bytes], None]
) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    path = folder / "work.db"
    make(path, small_file.read_bytes())
    before = held(folder)
    with pytest.raises(BadFile) as refused:
        open_workspace(path)
    assert refused.value.what
    assert refused.value.means
    assert refused.value.do
    tally.tried()
    assert held(folder) == before


@pytest.mark.parametrize("kinds", [KINDS[:2], pytest.param(KINDS[2:], marks=pytest.mark.long)], ids=len)
def test_the_program_refuses_it_at_once_and_without_a_traceback(
    small_file: Path, tmp_path: Path, tally: Tally, kinds: list[Callable[[Path, bytes], None]]
) -> None:
    whole = small_file.read_bytes()

    def start(folder: Path, seed: int) -> None:
        folder.mkdir()
        path = folder / "work.db"
        kinds[seed](path, whole)
        before = held(folder)
        with Terminal(path, home=folder, size=(200, 40)) as terminal:
            assert terminal.exit_code() == 1
            assert "work.db" in terminal.text
            assert terminal.left_on == []
            tally.heard(terminal.output)
        assert held(folder) == before
        tally.tried()

    rounds(tmp_path, range(len(kinds)), start)


def scrambled(whole: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed, or a piece of it missing, doubled or zeroed."""
    content = bytearray(whole)
    begin = chance.randrange(100, len(content))
    size = chance.choice((1, 8, 512, 4096))
    match chance.randrange(4):
        case 0:
            content[begin : begin + size] = chance.randbytes(len(content[begin : begin + size]))
        case 1:
            content[begin : begin + size] = bytes(len(content[begin : begin + size]))
        case 2:
            for _ in range(size):
                content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
        case _:
            del content[begin : begin + size]
    return bytes(content)


def open_and_read(path: Path) -> None:
    workspace = open_workspace(path)
    try:
        for row in summaries(workspace.database):
            workspace.answers(row.profile_id)
    finally:
        workspace.let_go()


def read_scrambled(small_file: Path, path: Path, tally: Tally, seeds: range) -> None:
    """Whatever is wrong with a file, it is said in words of ours, or nobody notices."""
    whole = small_file.read_bytes()
    for seed in seeds:
        for there in path.parent.glob(f"*{path.name}*"):
            there.unlink()
        path.write_bytes(scrambled(whole, random.Random(seed)))
        tally.tried()
        try:
            open_and_read(path)
        except IcpError as error:
            assert error.do
        except Exception as error:
            tally.lost(f"{seed}: {error!r}")


def test_a_scrambled_file_never_meets_a_defect(small_file: Path, path: Path, tally: Tally) -> None:
    read_scrambled(small_file, path, tally, range(60))


@pytest.mark.long
def test_four_hundred_scrambled_files_never_meet_a_defect(small_file: Path, path: Path, tally: Tally) -> None:
    read_scrambled(small_file, path, tally, range(1000, 1400))
