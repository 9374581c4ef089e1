"""`import` takes in cases and tables, all of it or nothing, and `case` writes what `import` reads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from calling import Icp, Outcome

from icp_tui import paths
from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import Client, Customer, CustomerGroup, Problem, ProcessStep, Profile, Rating

PROFILE = "wholesalers-before-an-audit"
CUSTOMERS = "Customer;They pay;Customer since\r\nGefäß;420,50;1.4.2022\r\n;;\r\n=1+1;1.900;\r\n"


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """A table of two customers as a German Excel saves it."""
    path = tmp_path / "customers.csv"
    path.write_bytes(b"\xef\xbb\xbf" + CUSTOMERS.encode())
    return path


def table(icp: Icp, file: object, *more: str, stdin: str | bytes = "") -> Outcome:
    """A table of customers into the small profile."""
    return icp("import", str(file), "--profile", PROFILE, "--as", "customers", *more, stdin=stdin)


# A case


def test_a_case_comes_out_and_in_and_one_undo_takes_it_back(icp: Icp, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    assert "Wrote" in icp.done("case", PROFILE, "-o", str(path)).err
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    written = icp.done("case", "ColdLine").out
    assert path.read_text(encoding="utf-8") == written == icp.done("case", "coldline", "-o", "-").out
    said = icp.done("import", str(path))
    assert "There is a client “ColdLine” already; this is another one." in said.err
    first, *lines, last = said.out.splitlines()
    assert first.startswith("Imported 13 records from")
    assert [line.split("  ")[1] for line in lines] == [
        "Client “ColdLine”",
        "Profile “Wholesalers before an audit”",
    ]
    assert last == "Take it back with `icp-tui undo --library`."
    assert len(icp.done("list", "--json").json) == 2
    assert icp.done("case", lines[1].split()[0]).out == written
    icp.done("undo", "--library")
    assert len(icp.done("list", "--json").json) == 1
    icp.done("redo", "--library")
    assert len(icp.done("list", "--json").json) == 2


def test_a_dry_run_says_what_a_case_holds_and_changes_nothing(icp: Icp) -> None:
    sample = str(paths.sample_folder() / "coldline.json")
    before = icp.workspace.read_bytes()
    out = icp.done("import", sample, "--dry-run").out
    assert "Client “ColdLine”" in out and "22  Customers" in out and "Nothing was changed." in out
    found = icp.done("import", sample, "--dry-run", "--json").json
    assert found["dry_run"] and found["client"] == "ColdLine" and found["records"]["rating"] == 13
    assert icp.workspace.read_bytes() == before


def test_a_case_starts_a_workspace_where_there_is_none(empty: Icp, tmp_path: Path) -> None:
    case = json.dumps({"format": "icp-tui case 1", "client": {"name": "A", "profile": [{"name": "B"}]}})
    assert "B" in empty.done("import", "-", "--dry-run", stdin=case).out
    assert not empty.workspace.exists()
    assert "at $.client" in empty.refused(1, "import", "-", stdin=case.replace("name", "nmae"))
    assert not empty.workspace.exists()
    made = empty.done("import", "-", "--json", stdin=case).json
    answers = empty.answers()
    assert made["client_id"] == answers.client.id and made["profile_ids"] == [answers.profile_id]


def test_a_client_without_a_profile_is_written_by_its_id(icp: Icp) -> None:
    case = json.dumps({"format": "icp-tui case 1", "client": {"name": "Alone"}})
    made = icp.done("import", "-", "--json", stdin=case).json
    assert json.loads(icp.done("case", made["client_id"]).out)["client"] == {"name": "Alone"}


def test_of_two_clients_of_one_name_none_is_guessed(icp: Icp) -> None:
    icp.done("import", "-", stdin=icp.done("case", "ColdLine").out)
    assert "“ColdLine” means several" in icp.refused(2, "case", "ColdLine")
    assert "neither a client nor a profile" in icp.refused(1, "case", icp.short("Alarm noticed late"))
    assert "“nobody”" in icp.refused(1, "case", "nobody")
    assert "is a database" in icp.refused(1, "case", icp.answers().client.id, "-o", str(icp.workspace))


# A table


def test_a_table_becomes_records_in_one_action(icp: Icp, customers: Path) -> None:
    said = table(icp, customers)
    assert said.code == 0 and said.err == ""
    found = icp.answers().of(Customer)
    assert [(c.name, c.price_paid, c.customer_group) for c in found] == [
        ("Gefäß", 42_050, CustomerGroup.BEST),
        ("=1+1", 190_000, CustomerGroup.BEST),
    ]
    first, *lines, last = said.out.splitlines()
    assert first == f"Imported 2 records from {customers}:"
    assert lines == [f"{c.id[-6:]}  Customer “{c.name}”" for c in found]
    icp.done(*last.split("`")[1].split()[1:])
    assert icp.answers().of(Customer) == []


def test_a_dry_run_shows_how_each_cell_is_read(icp: Icp, customers: Path) -> None:
    before = icp.workspace.read_bytes()
    out = table(icp, customers, "--dry-run").out
    assert "would come in as 2 customers:" in out
    assert "row 2: Gefäß · " in out and "They pay: 420.50 · Customer since: 2022-04-01" in out
    assert "row 4: =1+1 · " in out and "They pay: 1900" in out and "Nothing was changed." in out
    found = table(icp, customers, "--dry-run", "--json").out
    assert json.loads(found)["rows"][1] == {"name": "=1+1", "price_paid": "1.900"}
    assert icp.workspace.read_bytes() == before


def test_a_table_comes_on_standard_input_and_names_already_there_are_told(icp: Icp) -> None:
    assert table(icp, "-", stdin=CUSTOMERS.encode()).code == 0
    again = table(icp, "-", "--json", stdin=CUSTOMERS.encode())
    assert "2 rows have a name that is there already: rows 2 “Gefäß”, 4 “=1+1”." in again.err
    assert [row["kind"] for row in again.json] == ["customer", "customer"]
    assert len(icp.answers().of(Customer)) == 4


def test_more_than_ten_records_are_counted(icp: Icp) -> None:
    out = table(icp, "-", stdin="name\n" + "\n".join(f"C{n}" for n in range(25))).out
    assert "C9" in out and "C10" not in out and "… and 15 more" in out


@pytest.mark.parametrize(
    ("kind", "parent", "row", "more", "made"),
    [
        ("Problems", "Pass every audit", "what,severity\nAlarm,4", (), Problem),
        ("process step", "Pass every audit", "What happens\nType", ("--set", "side=new"), ProcessStep),
        ("RATING", PROFILE, "dimension,score\nready,2", (), Rating),
    ],
)
def test_rows_hang_where_add_would_hang_them(
    icp: Icp, kind: str, parent: str, row: str, more: tuple[str, ...], made: type
) -> None:
    to = parent if parent == PROFILE else icp.short(parent)
    before = len(icp.answers().of(made))
    icp.done("import", "-", "--as", kind, "--to", to, *more, stdin=row)
    assert len(icp.answers().of(made)) == before + 1


def test_unknown_columns_are_refused_or_left_out(icp: Icp) -> None:
    text = "Customer,Umsatz\nA,5\n"
    wrong = ("import", "-", "--profile", PROFILE, "--as", "customer")
    assert "“Umsatz”" in icp.refused(1, *wrong, stdin=text)
    assert (
        "Left out, since no field is called so: “Umsatz”."
        in table(icp, "-", "--skip-unknown", stdin=text).err
    )
    assert [c.name for c in icp.answers().of(Customer)] == ["A"]


@pytest.mark.parametrize(
    ("words", "stdin", "code", "said"),
    [
        (("-",), "name\nA\n", 2, "If it is a table, say what its rows are"),
        (("-", "--as", "customer"), "name\nA\n", 2, "Into which profile does the table go?"),
        (("-", "--as", "customer", "--profile", "x", "--to", "y"), "name\nA\n", 2, "exclude each other"),
        (("-", "--as", "custmer", "--profile", PROFILE), "name\nA\n", 1, "Did you mean “customer”?"),
        (("-", "--as", "clients", "--profile", PROFILE), "name\nA\n", 2, "icp-tui new"),
        (("-", "--as", "problem", "--profile", PROFILE), "what\nA\n", 2, "after --to: objective"),
        (("-", "--as", "customer", "--profile", "nowhere"), "name\nA\n", 1, "“nowhere”"),
        (("-", "--as", "customer", "--profile", PROFILE), '{"format": 1}', 2, "is no table"),
        (("-", "--profile", PROFILE), '{"format": 1}', 2, "is a case file"),
        (("-",), '{"format": "icp-tui bundle 1"}\n{"id": 1}\n', 2, "`icp-tui merge FILE`"),
        (("-",), "SQLite format 3\0…", 2, "`icp-tui merge FILE`"),
        (("-",), "", 2, "standard input is no case file"),
        (("nowhere.csv",), "", 1, "There is no file nowhere.csv."),
        (("",), "", 2, "The name of the file is empty."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(
    icp: Icp, words: tuple[str, ...], stdin: str, code: int, said: str
) -> None:
    assert said in icp.refused(code, "import", *words, stdin=stdin)


def test_a_workspace_or_a_folder_is_not_imported(icp: Icp, tmp_path: Path) -> None:
    assert "`icp-tui merge FILE`" in icp.refused(2, "import", str(icp.workspace))
    assert "Cannot import" in icp.refused(1, "import", str(tmp_path))


def test_what_is_too_large_is_refused(icp: Icp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icp_tui.store.intake.case_json.LARGEST", 1_000_000)
    said = icp.refused(1, "import", "-", "--as", "customer", "--profile", PROFILE, stdin=b"x" * 1_000_001)
    assert "It is too large." in said and "At most 1 MB" in said


def test_every_kind_that_can_be_added_is_in_the_help_and_known_by_its_words(icp: Icp) -> None:
    said = icp.bare("add", "--help").out
    for kind in RECORDS.values():
        if kind not in (Client, Profile):
            assert kind.kind in said
            for word in (kind.kind, str(kind.singular), str(kind.plural).upper(), f"{kind.kind}s"):
                outcome = icp("add", word, "--to", "nowhere", "X")
                assert "no profile or record “nowhere”" in outcome.err, word
