"""What a case says, whatever its keys are called: links are replaced by the path of what they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link, Links
from icp_tui.store.intake.case_json import children_of

Entry = dict[str, Any]


def _entries(kind: type[Record], entry: Entry, path: str) -> Iterator[tuple[type[Record], Entry, str]]:
    yield kind, entry, path
    for child in children_of(kind):
        for number, below in enumerate(entry.get(child.kind, [])):
            yield from _entries(child, below, f"{path}.{child.kind}[{number}]")


def content(case: dict[str, Any]) -> dict[str, Entry]:
    """Every record of a case by its path: its answers and marks."""
    found = list(_entries(RECORDS["client"], case["client"], "client"))
    at = {entry["key"]: path for _, entry, path in found if "key" in entry}
    said = {}
    for kind, entry, path in found:
        answers = {name: entry[name] for name in (*kind.questions, "_marks") if name in entry}
        for name, question in kind.questions.items():
            if name in entry and isinstance(question.kind, Link):
                answers[name] = at[entry[name]]
            elif name in entry and isinstance(question.kind, Links):
                answers[name] = [at[key] for key in entry[name]]
        said[path] = answers
    return said
