"""The grid of customers and attributes as a plan: what stands where in how much room, and what is said of it.

Pure. Customers are rows, the best before the comparison group; attributes but protected ones are columns.
Widths are columns of the screen, so that wide letters keep everything below each other. Above and beside the
answers nothing scrolls away: the titles of the attributes, the names, and what the columns come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rich.cells import cell_len, chop_cells, set_cell_size

from icp_tui.formats import UNKNOWN, fixed, percent, probability
from icp_tui.insight.attributes import FEWEST, Comparison, Counted, Label, cells, comparisons
from icp_tui.insight.customers import best, comparison
from icp_tui.method.answers import Answers
from icp_tui.method.records import Customer, CustomerAnswer, Fit
from icp_tui.method.steps import page_named
from icp_tui.texts import Words, _, count, interface_language, say
from icp_tui.tui.widgets.lines import first_part

LEAST, EASY, MOST = 5, 8, 16
"""Widths of an attribute: with all in view at least, with some out of view, and at most."""

NAMES_LEAST, NAMES_MOST = 14, 32
"""Widths of the names."""

MARKS = 2
"""Columns for the marks of what is out of view: one behind the names, one at the end."""

ROOMY, SMALL, ROWS_LEAST = 24, 13, 3
"""Lines from which there is a line to spare, lines that are enough, and rows of answers that always stay."""

IN_BRIEF: Mapping[Label, tuple[Words, str]] = {
    Label.DISTINCTIVE: (Label.DISTINCTIVE.words, "■"),
    Label.HINT: (_("hint"), "◐"),
    Label.COMMON_ONLY: (_("common"), "="),
    Label.TOO_FEW: (_("too few"), "?"),
    Label.PICKED_BY: (_("not tested"), "!"),
}
"""What says a label in little room, and in hardly any; of the others there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid: of which customer and of which attribute, both from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """What the grid shows: the customers, the attributes compared, and what was answered.

    Attributes:
        customers: the rows, the best first.
        best: how many of them are the best; the others are there to compare.
        columns: the attributes that may be compared.
        protected: how many attributes are left out.
        tested: how many were held against each other.
        luck: how many of these luck alone would let pass.
        given: the newest record for (customer id, attribute id), emptied ones too.
    """

    customers: tuple[Customer, ...]
    best: int
    columns: tuple[Comparison, ...]
    protected: int
    tested: int
    luck: float
    given: Mapping[tuple[str, str], CustomerAnswer]

    @property
    def others(self) -> int:
        """How many customers are there to compare."""
        return len(self.customers) - self.best

    @property
    def filled(self) -> bool:
        """Whether there is a cell at all."""
        return bool(self.columns and self.customers)

    def fit(self, cell: Cell) -> Fit | None:
        """What is answered in a cell."""
        record = self.given.get((self.customers[cell.row].id, self.columns[cell.column].attribute.id))
        return record.answer if record else None

    @property
    def body(self) -> tuple[int | None, ...]:
        """The lines between head and foot: rows, and None for the line between the two groups."""
        between = (None,) if self.best and self.others else ()
        return (*range(self.best), *between, *range(self.best, len(self.customers)))


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands where.

    Attributes:
        names: columns of the names.
        width: columns of each attribute.
        first, shown: which attributes are in view.
        top, lines: which lines of the body are in view.
        head: lines of the titles.
        foot: lines of what the columns come to.
        rule, gap: whether a line stands above the foot, and an empty one below it.
        words: lines of what is said below.
        above, below, left, right: whether there is more out of view.
    """

    names: int
    width: int
    first: int
    shown: int
    top: int
    lines: int
    head: int
    foot: int
    rule: bool
    gap: bool
    words: int
    above: bool
    below: bool
    left: bool
    right: bool

    @property
    def columns(self) -> range:
        """The attributes in view."""
        return range(self.first, self.first + self.shown)

    def column_at(self, x: int) -> int | None:
        """The attribute at a column of the screen."""
        place = (x - self.names - 1) // self.width
        return self.first + place if 0 <= place < self.shown else None

    def line_at(self, y: int) -> int | None:
        """The line of the body at a line of the board."""
        return self.top + y - self.head if 0 <= y - self.head < self.lines else None


def table_of(answers: Answers) -> Table:
    """The grid of a profile."""
    found, first = comparisons(answers), best(answers)
    columns = tuple(c for c in found.attributes if c.label is not Label.PROTECTED)
    return Table(
        customers=(*first, *comparison(answers)),
        best=len(first),
        columns=columns,
        protected=len(found.attributes) - len(columns),
        tested=found.tested,
        luck=found.luck,
        given=cells(answers),
    )


# What stands where


def planned(table: Table, width: int, room: int, at: Cell, before: tuple[int, int] = (0, 0)) -> Plan:
    """The plan in which the cell `at` is in view; `before` is what was the first column and line so far."""
    names, each, shown = _widths(table, width)
    tall = max(2, *(len(headed(_title(c), each - 1, 3)) for c in table.columns))
    foot, body = len(figures(table)) + bool(table.others), len(table.body)
    for head, rule, gap, words in ((tall, 1, 1, 3), (tall, 1, 0, 3), (tall, 0, 0, 2), (2, 0, 0, 1)):
        if head + body + foot + rule + gap + words <= room:
            break
    else:
        head, rule, gap, words = (tall, 1, 0, 3) if room >= ROOMY else (2, 0, 0, 2 if room >= SMALL else 1)
        foot = max(0, min(foot, room - head - ROWS_LEAST - words))
    lines = max(1, min(body, room - head - foot - rule - gap - words))
    first = window(before[0], shown, len(table.columns), at.column)
    top = window(before[1], lines, body, table.body.index(at.row))
    return Plan(
        names=names,
        width=each,
        first=first,
        shown=shown,
        top=top,
        lines=lines,
        head=head,
        foot=foot,
        rule=bool(rule),
        gap=bool(gap),
        words=words,
        above=top > 0,
        below=top + lines < body,
        left=first > 0,
        right=first + shown < len(table.columns),
    )


def _widths(table: Table, width: int) -> tuple[int, int, int]:
    """Columns of the names and of each attribute, and how many attributes are in view."""
    many, room = len(table.columns), width - MARKS
    rows = figures(table)
    captions = [first_part(customer.title) for customer in table.customers] + [caption for caption, _ in rows]
    longest = max(NAMES_LEAST, *map(cell_len, captions))
    least = max(LEAST, 1 + max(cell_len(figure) for _, row in rows for figure in row))
    names = min(longest, NAMES_MOST, room // 3)
    if many * least + names > room:
        names = min(names, max(NAMES_LEAST, room - many * least))
    if many * least + names <= room:
        return names, min(MOST, (room - names) // many), many
    names = min(longest, max(NAMES_LEAST, room // 4))
    shown = min(many, max(1, (room - names) // max(EASY, least)))
    return names, min(MOST, (room - names) // shown), shown


def window(first: int, shown: int, many: int, at: int) -> int:
    """The first of `shown` of `many` in view, moved by no more than it takes to have `at` in view."""
    return max(0, min(max(first, at - shown + 1), at, many - shown))


def stepped(cell: Cell, steps: int, table: Table, *, down: bool) -> Cell:
    """The cell `steps` further along its row, or down its column, and on in the next; not beyond the ends."""
    rows, columns = len(table.customers), len(table.columns)
    place = cell.column * rows + cell.row if down else cell.row * columns + cell.column
    place = min(max(place + steps, 0), rows * columns - 1)
    return Cell(place % rows, place // rows) if down else Cell(place // columns, place % columns)


def moved(cell: Cell, rows: int, columns: int, table: Table) -> Cell:
    """The cell so many rows and columns away, or the last one in that direction."""
    return Cell(
        min(max(cell.row + rows, 0), len(table.customers) - 1),
        min(max(cell.column + columns, 0), len(table.columns) - 1),
    )


# What is read


def cut(text: str, width: int) -> str:
    """A text in `width` columns; what does not fit ends in “…”."""
    text = first_part(text)
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def fitted(text: str, width: int) -> str:
    """A text that takes exactly `width` columns."""
    return set_cell_size(cut(text, width), width)


@lru_cache(maxsize=256)
def headed(title: str, width: int, most: int) -> tuple[str, ...]:
    """A title in at most `most` lines of `width` columns; long words, and what is left over, end in “…”."""
    lines: list[str] = []
    # What is written without spaces is broken anywhere.
    words = (chop_cells(w, width) if cell_len(w) > len(w) else [cut(w, width)] for w in title.split())
    for part in chain.from_iterable(words):
        if lines and cell_len(f"{lines[-1]} {part}") <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    if len(lines) > most:
        lines[most - 1 :] = [cut(" ".join(lines[most - 1 :]), width)]
    return tuple(lines)


def figures(table: Table) -> list[tuple[str, list[str]]]:
    """What the columns come to: a caption, and a figure for each attribute."""
    rows = [(str(page_named("best_customers").title), [_share(c.best) for c in table.columns])]
    if table.others:
        rows += [
            (str(page_named("comparison_group").title), [_share(c.comparison) for c in table.columns]),
            (say("Lift"), [UNKNOWN if c.lift is None else _lift(c.lift) for c in table.columns]),
        ]
    return rows


def labels(table: Table, width: int) -> tuple[str, list[str]]:
    """What the comparison says of each attribute in `width` columns, in words or else by signs; a caption."""
    brief = [IN_BRIEF.get(c.label, (UNKNOWN, UNKNOWN)) for c in table.columns]
    words = [str(word) for word, _sign in brief]
    if max(map(cell_len, words)) <= width:
        return say("What it says"), words
    return say("■ distinctive ◐ hint"), [sign for _word, sign in brief]


def said(table: Table, cell: Cell, width: int, lines: int) -> list[str]:
    """What is said below the grid: the attribute whole, the customer, the finding, and how much is luck.

    Where there is less room, the intervals go first, then the customer; the finding stays.
    """
    found, customer = table.columns[cell.column], table.customers[cell.row]
    attribute, fit = _titled(found), table.fit(cell)
    answered = f"{first_part(customer.title) or '…'}: {fit.words if fit else say('no answer yet')}"
    whole, brief = _finding(found, ranges=True), _finding(found, ranges=False)
    caution, luck = _caution(table)
    for parts in (
        (attribute, answered, whole, caution),
        (attribute, whole, answered, caution),
        (attribute, answered, brief, caution),
        (attribute, brief, caution),
        (attribute, brief, luck),
    ):
        packed = _packed(parts, width)
        if len(packed) <= lines and all(cell_len(line) <= width for line in packed):
            return packed
    end = "   ".join(filter(None, (brief, luck)))
    if lines > 1:
        return [cut(attribute, width), cut(end, width)]
    left = width - cell_len(end) - 3
    return [cut(f"{cut(attribute, left)}   {end}" if left >= LEAST else end, width)]


def _title(found: Comparison) -> str:
    return first_part(found.attribute.title) or "…"


def _titled(found: Comparison) -> str:
    target = first_part(found.attribute.target or "")
    return say("{name} (target {target})", name=_title(found), target=target) if target else _title(found)


def _finding(found: Comparison, *, ranges: bool) -> str:
    """The label in words with its figures."""
    counts = _counted(found.best, ranges=ranges)
    if found.comparison.known or found.comparison.unknown:
        others = _counted(found.comparison, ranges=ranges)
        counts = say("{best} against {others}", best=counts, others=others)
    elif found.label is Label.NO_COMPARISON:
        return say("{best} of the best customers", best=counts) if found.best.known else ""
    if found.label is Label.PICKED_BY:
        return say("not tested, as they were picked by it: {figures}", figures=counts)
    if found.lift is None or found.p is None:
        return say("too few answers, each group needs {n}: {figures}", n=FEWEST, figures=counts)
    return say(
        "{label}: smoothed lift {lift}, p {p}, {figures}",
        label=found.label.words,
        lift=_lift(found.lift),
        p=probability(found.p, interface_language()),
        figures=counts,
    )


def _caution(table: Table) -> tuple[str, str]:
    """How much of it may be luck; without one of the groups, what to do about that. Whole, and in brief."""
    if not table.others:
        page = page_named("comparison_group").title
        words = say("No lift yet: name lost deals and poor fits on the page “{page}”.", page=page)
        return words, words
    if not table.best:
        page = page_named("best_customers").title
        words = say("No best customers yet: name them on the page “{page}”.", page=page)
        return words, words
    if not table.tested:
        return "", ""
    luck = fixed(table.luck, 2, interface_language())
    whole = count(
        table.tested,
        "Of {n} tested, about {luck} passes by luck alone.",
        "Of {n} tested, about {luck} pass by luck alone.",
        luck=luck,
    )
    return whole, say("Luck: {luck} of {n}.", luck=luck, n=table.tested)


def _packed(parts: Iterable[str], width: int) -> list[str]:
    """Parts in as few lines as can be, each part whole."""
    lines: list[str] = []
    for part in filter(None, parts):
        if lines and cell_len(lines[-1]) + 3 + cell_len(part) <= width:
            lines[-1] += f"   {part}"
        else:
            lines.append(part)
    return lines


def _counted(group: Counted, *, ranges: bool) -> str:
    words = say("{k} of {n}", k=group.yes, n=group.known)
    if not ranges or not group.known:
        return words
    low, high = (round(100 * bound) for bound in group.interval)
    return f"{words} ({low}–{percent(high, interface_language())})"


def _share(group: Counted) -> str:
    return f"{group.yes}/{group.known}" if group.known else UNKNOWN


def _lift(value: float) -> str:
    return fixed(value, 2, interface_language())
