"""The table aid of templates: tables that cannot be crooked.

Every row has every cell, cells are escaped, figures stand right, and what has no answer takes no room: an
unanswered column or row is left out, and a table without answers is nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def table(
    records: Iterable[object],
    columns: Mapping[str, object],
    right: Iterable[str],
    *,
    read: Callable[[object, str], object],
    write: Callable[[object], str],
) -> str:
    """A pipe table, one row a record.

    Args:
        records: The rows.
        columns: Key and heading of each column; `person.name` reads through a record inside the record.
        right: The keys of the columns that hold figures.
        read: How a key of a record is read.
        write: How a value is written into a cell; "" where there is no answer.

    Returns:
        The lines of the table, without a line end after the last; "" if no cell has an answer.

    Raises:
        ValueError: `right` names a column that there is not.
    """
    figures = set(right)
    if strangers := sorted(figures - set(columns)):
        raise ValueError(
            f"the table has no column `{strangers[0]}` to set right; it has {', '.join(columns)}"
        )

    def value(record: object, path: str) -> object:
        for key in path.split("."):
            record = None if record is None else read(record, key)
        return record

    rows = [{key: write(value(record, key)) for key in columns} for record in records]
    answered = [row for row in rows if any(row.values())]
    shown = [key for key in columns if any(row[key] for row in answered)]
    if not shown:
        return ""
    headings = {key: write(heading) for key, heading in columns.items()}
    rules = {key: "---:" if key in figures else "---" for key in columns}
    return "\n".join(f"| {' | '.join(line[key] for key in shown)} |" for line in (headings, rules, *answered))
