"""Tables of spreadsheets: read whole, or refused with the row; cells become answers as if they were typed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.errors import BadFile
from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import Customer, CustomerAnswer, Evidence, Finding, Problem, Profile, Rating
from icp_tui.method.records.customer_choices import CustomerGroup, Sign
from icp_tui.store.intake.columns import Brought, Place, bring, question_of
from icp_tui.store.intake.tables import MOST_ROWS, Table, read_table
from icp_tui.store.work import actions
from small import Small


def knows(heading: str) -> bool:
    return question_of(Customer, heading) is not None


def read(held: bytes | str) -> Table:
    return read_table(held.encode() if isinstance(held, str) else held, "t.csv", knows)


def refused(held: bytes | str) -> BadFile:
    with pytest.raises(BadFile) as error:
        read(held)
    assert error.value.what.startswith("Cannot import t.csv: ")
    assert error.value.means == "Nothing was imported." and error.value.do
    return error.value


# Reading

ROWS = [("Customer", "They pay"), ("Gefäß", "420,50"), ("Łódź 🚐", "2")]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_is_read_alike(coding: str, separator: str, end: str) -> None:
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in ROWS]
    table = read(end.join([*lines, ""]).encode(coding))
    assert [table.headings, *(row.cells for row in table.rows)] == ROWS


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    table = read('Customer,They pay\r\n"Two\r\nlines",1\r\n,\r\n\r\nC,3\r\n')
    assert [(row.number, row.cells[0]) for row in table.rows] == [(2, "Two\r\nlines"), (5, "C")]


def test_a_line_that_names_the_separator_is_no_row() -> None:
    assert read("sep=|\nCustomer|They pay\nA|1;2,3\n").rows[0].cells == ("A", "1;2,3")


def test_the_separator_is_the_one_that_makes_headings_known() -> None:
    assert read("Customer;They pay\nA, B, C;1,5\nD, E, F;2,5\n").headings == ("Customer", "They pay")
    assert read("Customer;They pay, often\nA;1\n").headings == ("Customer", "They pay, often")
    assert read("Customer\nA; B, C\n").rows[0].cells == ("A; B, C",)


def test_empty_cells_behind_the_headings_do_not_matter() -> None:
    assert read("Customer,They pay,,\nA,1,,\nB,2\n").rows[0].cells == ("A", "1")


CUT_UTF16 = "Customer\nA\nB".encode("utf-16")[:-1]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("Customer\nA\n\"B\nb\"\nGefäß\n".encode("latin-1"), "Row 4 is not UTF-8 text."),
        ("Customer;They pay\nA;1 €\n".encode("cp1252"), "Row 2 is not UTF-8 text."),
        (b"Cust\xf6mer\nA\n", "Row 1 is not UTF-8 text."),
        ("Customer\nA\nB\ud800\n".encode("utf-8", "surrogatepass"), "Row 3 is not UTF-8 text."),
        (CUT_UTF16, "Row 3 is not UTF-16 text."),
        ("Customer\nA\n".encode("utf-16-le"), "Row 1 holds a NUL"),
        ("Customer\nA\nB\0\n", "Row 3 holds a NUL"),
        ("Customer,They pay\nA,1\nB,2,3\nC\n", "Row 3: It has 3 cells; there are 2 headings."),
        ("Customer,They pay\nA,1\nC\n", "Row 3: It has 1 cell; there are 2 headings."),
        ('Customer\n"A\nB\n', "Row 2: Its quotes do not match"),
        ('Customer\n"A"b\n', "Row 2: Its quotes do not match"),
        ("Customer,,They pay\nA,b,1\n", "Column 2 has no heading."),
        ("Customer\n", "There is no row below"),
        (",,,\n1,2,3,4", "Row 2, the first that is not empty, is read as the headings"),
        ("", "It is empty."),
        (" \n,,\n", "It is empty."),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_with_its_row(held: bytes | str, said: str) -> None:
    assert said in refused(held).what


def test_all_wrong_rows_are_told_up_to_ten() -> None:
    what = refused("Customer,They pay\n" + "A,1,2\n" * 25).what
    assert "25 things are not right:" in what and "and 15 more" in what
    assert "Row 11:" in what and "Row 12:" not in what


def test_a_table_has_as_many_rows_as_there_is_room_for() -> None:
    assert len(read("Customer\n" + "A\n" * MOST_ROWS).rows) == MOST_ROWS
    assert "It has 10,001 rows." in refused("Customer\n" + "A\n" * (MOST_ROWS + 1)).what


def test_reading_leaves_the_limit_of_others_as_it_was() -> None:
    before = csv.field_size_limit()
    read("Customer\nA\n")
    refused('Customer\n"A\n' + "x" * 200_000)
    assert len(read("Customer\n" + "x" * 200_000).rows[0].cells[0]) == 200_000
    assert csv.field_size_limit() == before


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=5), separator=st.sampled_from(",;\t"))
def test_whatever_a_spreadsheet_writes_is_read_as_it_was(rows: list[tuple[str, str]], separator: str) -> None:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=separator).writerows([("Customer", "They pay"), *rows])
    kept = [row for row in rows if "".join(row).strip() and any(cell.strip() for cell in row)]
    if kept:
        assert [row.cells for row in read(held.getvalue()).rows] == kept
    else:
        assert "no row" in refused(held.getvalue()).what


@settings(max_examples=60, deadline=None)
@given(held=st.binary(max_size=60) | st.text('",;\n\rA\t', max_size=40).map(str.encode))
def test_any_bytes_are_a_table_or_refused_in_words(held: bytes) -> None:
    try:
        table = read(held)
    except BadFile as error:
        assert error.means == "Nothing was imported."
    else:
        assert table.rows and all(len(row.cells) == len(table.headings) for row in table.rows)


# Columns


@pytest.mark.parametrize("heading", ["price_paid", "Price Paid", "THEY PAY", " they  pay ", "théy-pay"])
def test_a_heading_names_a_field_by_name_or_label(heading: str) -> None:
    assert question_of(Customer, heading) is Customer.questions["price_paid"]


def test_every_field_is_found_by_its_name_and_a_label_never_hides_a_name() -> None:
    for kind in RECORDS.values():
        assert all(question_of(kind, name) is question for name, question in kind.questions.items())
    assert question_of(Profile, "Name") is Profile.questions["name"]


def brought(small: Small, text: str, kind: type = Customer, *, skip: bool = False, **given: str) -> Brought:
    parent = small.profile_id
    if kind is Problem:
        parent = small.first(Problem).parent_id
    place = Place(small.profile_id, kind, parent, given)
    table = read_table(text.encode(), "t.csv", lambda heading: question_of(kind, heading) is not None)
    return bring(small.workspace, place, table, "t.csv", pass_over=skip)


def wrong(small: Small, text: str, kind: type = Customer, *, skip: bool = False) -> BadFile:
    before = small.changes()
    with pytest.raises(BadFile) as error:
        brought(small, text, kind, skip=skip)
    assert small.changes() == before
    return error.value


def test_cells_are_read_as_if_they_were_typed(small: Small) -> None:
    text = "Customer;They pay;per;Customer since;Good signs\nA;1.900,50;a month;1.4.2022;buys, sends others\n"
    rows = brought(small, text).rows
    [made] = actions.add(small.workspace, small.profile_id, Customer, small.profile_id, rows)
    assert isinstance(made, Customer)
    assert (made.name, made.price_paid, str(made.since)) == ("A", 190_050, "2022-04-01")
    assert made.signs == (Sign.BUYS_REGULARLY, Sign.REFERS)
    assert made.customer_group is CustomerGroup.BEST


def test_what_looks_like_a_formula_is_text_and_control_signs_go(small: Small) -> None:
    rows = brought(small, 'Customer,In their words\n=1+1,"@x\x1b[31my\nz"\n').rows
    [made] = actions.add(small.workspace, small.profile_id, Customer, small.profile_id, rows)
    assert isinstance(made, Customer)
    assert (made.name, made.in_their_words) == ("=1+1", "@xy\nz")


def test_cells_that_cannot_be_read_are_told_with_row_and_column(small: Small) -> None:
    text = "Customer,They pay,Ease of sale\nA,much,9\n,3,2\nB,USD 4,2\n\x07,1,1\n"
    what = wrong(small, text).what
    assert "5 things are not right:" in what
    assert (
        "Row 2, “They pay”: Not a number." in what and "Row 2, “Ease of sale”: A number from 0 to 4" in what
    )
    assert "Row 3, “Customer”: There is nothing in it." in what
    assert "Row 4, “They pay”: This profile counts in EUR, not in USD; " in what
    assert "Row 5, “Customer”: There is nothing to read in it, only control signs." in what


def test_unknown_headings_are_told_with_what_they_may_mean_or_left_out(small: Small) -> None:
    text = "Customer,Umsatz,their pay\nA,1,2\n"
    error = wrong(small, text)
    assert "2 headings are not known:" in error.what and "did you mean “They pay”?" in error.what
    assert "name (Customer)" in error.do and "--skip-unknown" in error.do
    found = brought(small, text, skip=True)
    assert found.passed_over == ("Umsatz", "their pay") and found.rows == ({"name": "A"},)
    assert "not known" in wrong(small, "Umsatz,Preis\n1,2\n", skip=True).what


def test_two_columns_of_one_field_or_none_for_the_name_are_refused(small: Small) -> None:
    assert "“Customer” and “name” mean the same." in wrong(small, "Customer,name\nA,B\n").what
    assert "No column gives “name” (Customer)." in wrong(small, "They pay\n3\n").what
    assert brought(small, "They pay\n3\n", name="A").rows == ({"name": "A", "price_paid": "3"},)


def test_what_is_given_fills_empty_cells_only(small: Small) -> None:
    rows = brought(small, "Customer,Group\nA,\nB,candidate\n", customer_group="comparison").rows
    assert [row["customer_group"] for row in rows] == ["comparison", "candidate"]


def test_links_are_found_by_title_or_id(small: Small) -> None:
    problems = small.answers.of(Problem)
    text = f'what;proves_problems\nCase;"load REFUSED at the dock;{problems[1].id[-6:]}"\n'
    [row] = brought(small, text, Evidence).rows
    assert row["proves_problems"] == f"{problems[0].id} {problems[1].id}"
    assert "There is no problem “nowhere”" in wrong(small, "what,proves_problems\nA,nowhere\n", Evidence).what
    objective = small.first(Problem).parent_id
    twice = [{"what": "Sheets get lost"}]
    actions.add(small.workspace, small.profile_id, Problem, objective, twice)
    said = wrong(small, "what,proves_problems\nA,Sheets get lost\n", Evidence).what
    assert "Several are called “Sheets get lost”" in said
    [finding] = brought(small, "what,becomes\nA,Alarm noticed late\n", Finding).rows
    assert finding["becomes"] == problems[2].id


def test_names_that_are_there_already_are_told(small: Small) -> None:
    actions.add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "Łódź Foods"}])
    found = brought(small, "Customer\nlodz  foods\nB\nb\n")
    assert found.same == ((2, "lodz foods"), (4, "b"))


def test_a_rating_comes_once(small: Small) -> None:
    actions.add(small.workspace, small.profile_id, Rating, small.profile_id, [{"dimension": "able"}])
    what = wrong(small, "Dimension,Score\nready,1\nwilling,9\nReady,3\nable,3\n", Rating).what
    assert "Row 4: “Ready” stands in row 2 already." in what and "Row 5: “able” is there already." in what
    assert [row["dimension"] for row in brought(small, "Dimension\nready\n", Rating).rows] == ["ready"]


def test_a_profile_does_not_get_more_than_there_is_room_for(small: Small) -> None:
    actions.add(small.workspace, small.profile_id, Customer, small.profile_id, [{"name": "A"}])
    error = wrong(small, "Customer\n" + "A\n" * MOST_ROWS)
    assert "It has 10,000 rows." in error.what and "room for 9,999 more" in error.do


def test_an_answer_of_the_grid_needs_its_attribute() -> None:
    assert {q.name for q in CustomerAnswer.questions.values() if q.fixed} == {"attribute"}


def test_a_cell_that_is_too_long_is_told_with_its_length_and_place(small: Small) -> None:
    long = "x" * 100_001
    before = small.changes()
    with pytest.raises(BadFile) as error:
        brought(small, f"Customer,They pay,Why best\n{long},1,a\nB,{long},b\nC,1,{long}\n")
    for place in ("Row 2, “Customer”", "Row 3, “They pay”", "Row 4, “Why best”"):
        assert f"{place}: This is 100,001 characters long; an answer can have 100,000." in error.value.what
    assert small.changes() == before
    assert len(brought(small, f"Customer\n{long[1:]}\n").rows[0]["name"]) == 100_000
