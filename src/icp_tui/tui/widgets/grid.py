"""The grid of customers and attributes: one key answers a cell and steps on, and each shows what follows.

The cursor moves at once, however fast keys come; what is answered is shown as soon as it is saved. Who takes
an answer looks up what stands in its cell by then, so that two quick keys never make two records for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.geometry import Region

from icp_tui.insight.attributes import Label
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.records import Attribute, CustomerAnswer, Fit
from icp_tui.method.steps import page_named
from icp_tui.texts import say
from icp_tui.tui.gridding import (
    Cell,
    Plan,
    Table,
    cut,
    figures,
    fitted,
    headed,
    labels,
    moved,
    planned,
    said,
    stepped,
    table_of,
)
from icp_tui.tui.position import Position
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.board import Board, Spot
from icp_tui.tui.widgets.lines import Lines, first_part
from icp_tui.tui.widgets.sheet import wrapped

SIGNS = {Fit.YES: "●", Fit.PARTLY: "◐", Fit.NO: "○", Fit.UNKNOWN: "?", None: "·"}

ANSWERS = {fit.value: keys for fit, keys in zip(Fit, ("y1", "p2", "n3", "u?4"), strict=True)} | {"": "x0"}
"""The keys of each answer: its letter, or a digit for keyboards without Latin letters; last, to clear it."""

CLEARS = ("backspace", "delete")

ACROSS = {"left": -1, "right": 1}
DOWN = {"up": -1, "down": 1}
ON = {"space": 1, "tab": 1, "shift+tab": -1}
"""Keys that step on as an answer does, and leave the cell as it is."""

CURSOR, CURSOR_WIDTH = Style(reverse=True), 6
"""On the ink of the answer, so that one sees at a glance where it is, and still what it says."""


class Grid(Board):
    """Shows the grid, and what it comes to."""

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self._answers: Answers | None = None
        self._table: Table | None = None
        self._plan: Plan | None = None
        self._room = 0
        self._cell = Cell(0, 0)
        self._customer_id = self._attribute_id = ""
        self._down = False

    @property
    def takes_all(self) -> bool:
        """Twenty customers need the whole height."""
        return True

    def tell(self, answers: Answers, position: Position, *, room: int, narrow: bool) -> None:
        """Show the answers, with the cursor at the attribute of the position; the customer stays."""
        del narrow
        if answers is not self._answers or self._table is None:
            self._answers, self._table = answers, table_of(answers)
        self._room = room
        self._attribute_id = position.record_id or self._attribute_id
        self._find(self._table)
        self._draw()

    def stand_at(self, record: Record) -> None:
        """Put the cursor into the cell of an answer."""
        if isinstance(record, CustomerAnswer) and record.attribute and self._table:
            self._customer_id, self._attribute_id = record.parent_id, record.attribute
            self._find(self._table)
            self._draw()

    def _find(self, table: Table) -> None:
        """The cursor stays with its customer and its attribute; where one is gone, in its place."""
        if not table.filled:
            return
        rows = [customer.id for customer in table.customers]
        columns = [found.attribute.id for found in table.columns]
        column = columns.index(self._attribute_id) if self._attribute_id in columns else None
        if not self._customer_id:
            self._place(first_open(table, column), table)
            return
        cell = Cell(
            rows.index(self._customer_id) if self._customer_id in rows else self._cell.row,
            self._cell.column if column is None else column,
        )
        self._place(moved(cell, 0, 0, table), table)

    def _place(self, cell: Cell, table: Table) -> None:
        self._cell = cell
        self._customer_id = table.customers[cell.row].id
        self._attribute_id = table.columns[cell.column].attribute.id

    # What happens

    def on_key(self, event: events.Key) -> None:
        """Answer, clear, or go elsewhere."""
        table = self._table
        if table is not None and table.filled and self._does(event, table):
            event.stop()
            event.prevent_default()

    def _does(self, event: events.Key, table: Table) -> bool:
        """Do what a key says; False where it says nothing here."""
        key, typed = event.key, (event.character or "").casefold()
        raw = next((raw for raw, keys in ANSWERS.items() if typed and typed in keys), None)
        if key in CLEARS:
            raw = ""
        if raw is not None and "+" not in key:
            # The cursor goes on first: the answer is drawn where it then stands.
            answered = self._answered(raw, table)
            if raw:
                self._go(stepped(self._cell, 1, table, down=self._down), table)
            self.post_message(answered)
        elif key == "enter":
            self.post_message(self.Opened(self._column_spot(table)))
        elif key in ON:
            self._go(stepped(self._cell, ON[key], table, down=self._down), table)
        else:
            return self._moves(key, table)
        return True

    def _moves(self, key: str, table: Table) -> bool:
        """Move by a key; the next answers go on in the same direction."""
        page = self._plan.lines - 1 if self._plan else 1
        rows, columns = len(table.customers), len(table.columns)
        across = {**ACROSS, "home": -columns, "end": columns}
        down = {**DOWN, "pageup": -page, "pagedown": page, "ctrl+home": -rows, "ctrl+end": rows}
        if key not in across and key not in down:
            return False
        self._down = key in down
        self._go(moved(self._cell, down.get(key, 0), across.get(key, 0), table), table)
        return True

    def _answered(self, raw: str, table: Table) -> Board.Answered:
        """The answer to the cell in view."""
        place = (self._customer_id, self._attribute_id)
        spot = Spot(table.given.get(place), CustomerAnswer, place[0], {"attribute": place[1]})
        return self.Answered(spot, "answer", raw)

    def _column_spot(self, table: Table) -> Spot:
        attribute = table.columns[self._cell.column].attribute
        return Spot(attribute, Attribute, attribute.parent_id)

    def _go(self, cell: Cell, table: Table) -> None:
        """Put the cursor into a cell, and say so where the attribute is another."""
        other = cell.column != self._cell.column
        self._place(cell, table)
        self._draw()
        if other:
            self.post_message(self.Chosen(self._column_spot(table)))

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Go to what was clicked; a second click on a cell answers it, and each further one otherwise."""
        event.stop()
        table, plan = self._table, self._plan
        if table is None or plan is None:
            return
        line, column = plan.line_at(event.line), plan.column_at(event.column)
        row = None if line is None else table.body[line]
        cell = Cell(self._cell.row if row is None else row, self._cell.column if column is None else column)
        if cell != self._cell:
            self._go(cell, table)
        elif row is not None and column is not None:
            following = [*Fit, None]
            fit = following[(following.index(table.fit(cell)) + 1) % len(following)]
            self.post_message(self._answered(fit.value if fit else "", table))

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    def _by_wheel(self, event: events.MouseScrollDown | events.MouseScrollUp) -> None:
        """Go down or up."""
        event.stop()
        if self._table and self._table.filled:
            steps = 1 if isinstance(event, events.MouseScrollDown) else -1
            self._go(moved(self._cell, steps, 0, self._table), self._table)

    # Drawing

    def on_resize(self) -> None:
        """Fit the columns to another width."""
        self._draw()

    def _draw(self) -> None:
        table = self._table
        if table is None:
            return
        # Before the first layout there is no width yet; nearly all of the screen will be there.
        width = self.size.width or self.app.size.width - 4
        if not table.filled:
            self._plan = None
            self.show([Text(), *wrapped(Text(first_of_all(table), self.inks.quiet), max(20, min(width, 90)))])
            return
        before = (self._plan.first, self._plan.top) if self._plan else (0, 0)
        self._plan = planned(table, width, self._room, self._cell, before)
        self.show(painted(table, self._plan, self._cell, width, self.inks))

    def show(self, lines: Sequence[Text]) -> None:
        """Show these lines; only those that are others than before are painted again."""
        if len(lines) != len(self._lines):
            super().show(lines)
            return
        changed = [y for y, line in enumerate(lines) if line is not self._lines[y] and line != self._lines[y]]
        self._lines = lines
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))


def first_open(table: Table, column: int | None) -> Cell:
    """The first cell without an answer, of one attribute or of all; where there is none, the first."""
    columns = range(len(table.columns)) if column is None else [column]
    cells = [Cell(row, place) for row in range(len(table.customers)) for place in columns]
    return next((cell for cell in cells if table.fit(cell) is None), cells[0])


def first_of_all(table: Table) -> str:
    """What to do first, where there is nothing to compare yet."""
    if not table.customers:
        return say(
            "Here your customers come side by side. First name the best ones on the page “{best}”, and those "
            "you lost or regret on “{others}”.",
            best=page_named("best_customers").title,
            others=page_named("comparison_group").title,
        )
    page = page_named("attributes").title
    if table.protected:
        return say(
            "Protected personal traits are never compared, and there are no others yet. What else do the "
            "best customers share? Write it down on the page “{page}”.",
            page=page,
        )
    return say(
        "Your customers are here; what do the best of them share? Write it down on the page “{page}”, "
        "then come back to compare.",
        page=page,
    )


def painted(table: Table, plan: Plan, at: Cell, width: int, inks: Inks) -> list[Text]:
    """The whole grid with the cursor at a cell."""
    lines = [*_head(table, plan, at, inks), *_body(table, plan, at, width, inks)]
    if plan.rule:
        lines.append(Text("─" * width, inks.rule))
    lines += _foot(table, plan, at, inks)
    words = [Text(line) for line in said(table, at, width, plan.words)]
    words[0].stylize(inks.strong, 0, len(_title(table, at.column)))
    lines += [*([Text()] if plan.gap else []), *words]
    return [*lines, *(Text() for _ in range(plan.words - len(words)))]


def _head(table: Table, plan: Plan, at: Cell, inks: Inks) -> list[Text]:
    """The titles of the attributes; beside them the keys with their signs, and the group in view."""
    titles = {n: headed(_title(table, n), plan.width - 1, plan.head) for n in plan.columns}
    lines = []
    for number in range(plan.head):
        line = Text()
        if number == 0:
            line.append_text(_keys(plan.names, inks))
        elif number == plan.head - 1 and (row := table.body[plan.top]) is not None:
            line.append(_group(table, row, plan.names), inks.strong)
        line.append(" " * (plan.names - line.cell_len))
        line.append("‹" if plan.left and number == 0 else " ", inks.accent)
        for n, title in titles.items():
            # Titles stand on the line above the answers.
            place = number - plan.head + len(title)
            words = title[place] if place >= 0 else ""
            line.append(" " + fitted(words, plan.width - 1), inks.here if n == at.column else inks.dim)
        line.append("›" if plan.right and number == 0 else " ", inks.accent)
        lines.append(line)
    return lines


def _title(table: Table, column: int) -> str:
    return first_part(table.columns[column].attribute.title) or "…"


def _keys(width: int, inks: Inks) -> Text:
    """Which key is which sign, in the room there is."""
    wide = width >= 23
    return Text("  " if wide else " ").join(
        Text.assemble((keys[0], inks.dim), " " if wide else "", (SIGNS[fit], _ink(fit, inks)))
        for keys, fit in zip(ANSWERS.values(), SIGNS, strict=True)
    )


def _group(table: Table, row: int | None, width: int) -> str:
    """The name of a row's group, with how many they are where there is room."""
    is_best = row is not None and row < table.best
    title = str(page_named("best_customers" if is_best else "comparison_group").title)
    words = f"{title} {table.best if is_best else table.others}"
    return words if cell_len(words) <= width else cut(title, width)


def _body(table: Table, plan: Plan, at: Cell, width: int, inks: Inks) -> list[Text]:
    """The customers in view with their answers, and the line between the groups."""
    lines = []
    for number in range(plan.lines):
        row = table.body[plan.top + number]
        mark = "↑" if plan.above and number == 0 else "↓" if plan.below and number == plan.lines - 1 else " "
        if row is None:
            line = Text.assemble((_group(table, row, plan.names), inks.strong), " ")
            line.append("─" * (width - line.cell_len), inks.rule)
        else:
            name = fitted(table.customers[row].title or "…", plan.names)
            fits = tuple(table.fit(Cell(row, column)) for column in plan.columns)
            line = _row(name, mark, fits, at.column - plan.first if row == at.row else None, plan.width, inks)
        lines.append(line)
    return lines


# A key changes two rows of twenty.
@lru_cache(maxsize=256)
def _row(name: str, mark: str, fits: tuple[Fit | None, ...], at: int | None, width: int, inks: Inks) -> Text:
    """One customer with their answers; the cursor stands on one of them (`at`), or in another row."""
    line = Text.assemble((name, inks.plain if at is None else inks.strong), (mark, inks.accent))
    for place, fit in enumerate(fits):
        ink = _ink(fit, inks)
        if place == at:
            block = f"▸{SIGNS[fit]}".ljust(min(CURSOR_WIDTH, width - 1))
            line.append(block, ink + CURSOR).append(" " * (width - len(block)))
        else:
            line.append(f" {SIGNS[fit]}".ljust(width), ink)
    return line


def _ink(fit: Fit | None, inks: Inks) -> Style:
    match fit:
        case Fit.YES:
            return inks.good
        case Fit.PARTLY:
            return inks.warn
        case Fit.NO:
            return inks.plain
    return inks.dim


def _foot(table: Table, plan: Plan, at: Cell, inks: Inks) -> list[Text]:
    """What the columns come to; where there is little room, the last lines of it."""
    rows = [
        (caption, [(figure, inks.strong if n == at.column else inks.plain) for n, figure in enumerate(row)])
        for caption, row in figures(table)
    ]
    if table.others:
        caption, said_of = labels(table, plan.width - 1)
        inked = [_label_ink(found.label, inks) for found in table.columns]
        rows.append((caption, list(zip(said_of, inked, strict=True))))
    lines = []
    for caption, row in rows[len(rows) - plan.foot :]:
        line = Text.assemble((fitted(caption, plan.names), inks.dim), " ")
        for n in plan.columns:
            words, ink = row[n]
            line.append(" " + fitted(words, plan.width - 1), ink)
        lines.append(line)
    return lines


def _label_ink(label: Label, inks: Inks) -> Style:
    match label:
        case Label.DISTINCTIVE:
            return inks.good
        case Label.HINT | Label.TOO_FEW | Label.PICKED_BY:
            return inks.warn
    return inks.dim
