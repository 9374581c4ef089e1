"""Odd CSV and JSON files: each is refused with the place where it is wrong, or taken whole; never half."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tallying import Tally

from icp_tui import paths
from icp_tui.errors import BadFile
from icp_tui.method.length import LONGEST
from icp_tui.method.records import Customer
from icp_tui.store.intake.cases import as_json, case_of, import_case
from icp_tui.store.intake.columns import Place, bring, question_of
from icp_tui.store.intake.tables import read_table
from icp_tui.store.work.actions import add
from icp_tui.store.work.workspace import LIBRARY
from small import Small

pytestmark = pytest.mark.fault(27)

TABLE = 'Customer;They pay;Why best\r\nGefäß;420,50;"Two\r\nlines"\r\nŁódź;3;\r\nThree;2;x\r\n'
HEADINGS, *ROWS = TABLE.split("\r\n")

ODD_TABLES: dict[str, tuple[bytes, str]] = {
    "latin-1": (TABLE.replace("Ł", "L").replace("ź", "z").encode("latin-1"), "Row 2 is not UTF-8"),
    "cp1252, late": (TABLE.encode() + "Fünf;5;€\r\n".encode("cp1252"), "Row 5 is not UTF-8"),
    "a cell too many": (TABLE.encode() + b"Vier;4;x;y\r\n", "Row 5: It has 4 cells"),
    "a cell too few": (TABLE.encode() + b"Vier\r\n", "Row 5: It has 1 cell"),
    "a field of 200 kB": (
        TABLE.encode() + b"Vier;4;" + b"x" * 200_000 + b"\r\n",
        "Row 5, “Why best”: This is 200,000 characters",
    ),
    "a NUL": (TABLE.encode() + b"Vi\0er;4;x\r\n", "Row 5 holds a NUL"),
    "a lone surrogate": ((TABLE + "V\ud800;4;x\r\n").encode("utf-8", "surrogatepass"), "Row 5 is not UTF-8"),
    "an open quote": (TABLE.encode() + b'Vier;4;"x\r\nF;5;y\r\n', "Row 5: Its quotes do not match"),
    "UTF-16 without a mark": (TABLE.encode("utf-16-le"), "Row 1 holds a NUL"),
    "UTF-16 cut off": (TABLE.rstrip().encode("utf-16")[:-1], "Row 4 is not UTF-16"),
    "a bad amount at the end": (TABLE.encode() + b"Vier;4,x;\r\n", "Row 5, “They pay”: Not a number"),
    "no name at the end": (TABLE.encode() + b" ;4;\r\n", "Row 5, “Customer”: There is nothing in it"),
    "100,000 rows": (HEADINGS.encode() + b"\r\nA;1;\r\n" * 100_000, "It has 100,000 rows"),
    "one row of 100,000 cells": (TABLE.encode() + b";x" * 100_000, "Row 5: It has 100001 cells"),
    "a database": (b"SQLite format 3\0" + bytes(200), "Row 1 holds a NUL"),
    "nothing": (b"", "It is empty"),
}

GOOD_TABLES = {
    "a byte order mark": TABLE.encode("utf-8-sig"),
    "UTF-16": TABLE.encode("utf-16"),
    "old line ends": TABLE.replace("\r\n", "\r").encode(),
    "no line end": TABLE.encode().rstrip(),
}


def _bring(small: Small, held: bytes) -> None:
    place = Place(small.profile_id, Customer, small.profile_id, {})
    table = read_table(held, "t.csv", lambda heading: question_of(Customer, heading) is not None)
    brought = bring(small.workspace, place, table, "t.csv")
    add(small.workspace, small.profile_id, Customer, small.profile_id, brought.rows)


def _held(small: Small) -> list[str]:
    """All rows of all tables."""
    return list(small.workspace.database._connection.iterdump())


def _refused(small: Small, tally: Tally, name: str, said: str, run: Callable[[], object]) -> None:
    before = _held(small)
    tally.tried()
    try:
        run()
    except BadFile as error:
        if said not in error.what or error.means != "Nothing was imported." or not error.do:
            tally.lost(f"{name}: said {str(error)[:300]}")
        tally.heard(str(error))
    else:
        tally.lost(f"{name}: it was taken")
    if _held(small) != before:
        tally.lost(f"{name}: something of it was imported")


def test_an_odd_table_is_refused_with_its_row(small: Small, tally: Tally) -> None:
    for name, (held, said) in ODD_TABLES.items():
        _refused(small, tally, name, said, partial(_bring, small, held))


def test_a_table_saved_otherwise_is_taken_whole(small: Small, tally: Tally) -> None:
    for name, held in GOOD_TABLES.items():
        tally.tried()
        before = small.answers.records
        _bring(small, held)
        found = [(c.name, c.price_paid, c.why_best) for c in small.in_the_file.of(Customer)]
        if found != [("Gefäß", 42_050, "Two\nlines"), ("Łódź", 300, None), ("Three", 200, "x")]:
            tally.lost(f"{name}: {found}")
        small.workspace.undo(small.profile_id)
        if small.in_the_file.records != before:
            tally.lost(f"{name}: undo left something behind")


GOOD = (paths.sample_folder() / "coldline.json").read_text(encoding="utf-8")


def _sign(sign: str) -> bytes:
    """The case with a sign as JSON escapes it in the last text of the file."""
    case = json.loads(GOOD)
    case["client"]["profile"][0]["expansion_item"][-1]["what"] = f"abc{sign}"
    return json.dumps(case).encode()


AT = r"expansion_item[3].what: The text holds what is no letter"

ODD_CASES: dict[str, tuple[bytes, str]] = {
    "a byte order mark": (GOOD.encode("utf-8-sig"), "byte order mark"),
    "UTF-16": (GOOD.encode("utf-16"), "byte order mark"),
    "latin-1": (GOOD.encode("latin-1", "replace"), " is not UTF-8 text"),
    "half a letter": (_sign("\ud83d"), AT),
    "the other half": (_sign("\udc00"), AT),
    "a NUL": (_sign("\0"), AT),
    "a field of 200 kB": (_sign("x" * 200_000), "expansion_item[3].what: This is 200,003 characters long"),
    "a bare NUL": (GOOD.replace("expansion_item", "expansion\0item").encode(), "It is not JSON: line "),
    "100,000 brackets": (b"\n\n" + b"[" * 100_000, "nested too deeply from line 3 on"),
    "100,000 braces": (b'{"a":\n' * 100_000, "nested too deeply from line 101 on"),
    "deep inside": (GOOD.replace('"name"', '"name":' + "[" * 100_000, 1).encode(), "too deeply from line 4"),
    "a wrong last record": (GOOD.replace('"expansion_item"', '"expansion_itm"').encode(), "“expansion_itm”"),
    "an unknown format": (GOOD.replace("case 1", "case 9").encode(), "at $.format"),
    "too large": (b" " * 20_000_001, "too large"),
    "nothing": (b"", "line 1, column 1"),
}


def test_an_odd_case_is_refused_with_its_place(small: Small, tally: Tally, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    for name, (held, said) in ODD_CASES.items():
        path.write_bytes(held)
        _refused(small, tally, name, said, partial(import_case, small.workspace, path))


def test_a_case_with_the_longest_field_is_taken_whole(small: Small, tally: Tally, tmp_path: Path) -> None:
    case, path = json.loads(GOOD), tmp_path / "case.json"
    case["client"]["notes"] = "ł" * LONGEST
    path.write_text(json.dumps(case), encoding="utf-8")
    tally.tried()
    imported = import_case(small.workspace, path)
    if case_of(small.workspace, imported.client_id)["client"]["notes"] != "ł" * LONGEST:
        tally.lost("the field is not as it was")


def test_a_case_cut_short_or_with_bytes_changed_is_taken_whole_or_not_at_all(
    small: Small, tally: Tally, tmp_path: Path
) -> None:
    good = as_json(case_of(small.workspace, small.profile_id)).encode()
    path, chance = tmp_path / "case.json", random.Random(27)
    before = _held(small)
    for _ in range(150):
        held = bytearray(good)
        if chance.random() < 0.3:
            del held[chance.randrange(len(held)) :]
        for _ in range(chance.randrange(1, 4)):
            if held:
                held[chance.randrange(len(held))] = chance.randrange(256)
        path.write_bytes(held)
        tally.tried()
        try:
            imported = import_case(small.workspace, path)
        except BadFile as error:
            if error.means != "Nothing was imported.":
                tally.lost(error)
            if _held(small) != before:
                tally.lost("something of a refused file was imported")
                before = _held(small)
            continue
        if len(small.workspace.answers(imported.profile_ids[0]).records) != len(small.answers.records):
            tally.lost("a file was taken, but not whole")
        small.workspace.undo(LIBRARY)
        before = _held(small)
