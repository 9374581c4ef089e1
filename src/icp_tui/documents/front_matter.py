"""The lines about a document at its head: version, period, status, date.

They stand between two lines of `---`, one `key: value` each, values quoted by the filter `yaml`. What does
not look so is part of the document.
"""

from __future__ import annotations

import json
import re

_BLOCK = re.compile(r"---\n((?:[^\W\d_][\w -]*+:(?: [^\n]*+)?\n)++)---(?:\n+|\Z)")


def split_front_matter(markdown: str) -> tuple[dict[str, str], str]:
    """What is said about the document, in its order, and the document itself."""
    block = _BLOCK.match(markdown)
    if not block:
        return {}, markdown
    facts = {}
    for line in block[1].splitlines():
        key, _, value = line.partition(":")
        facts[key.strip()] = _plain(value.strip())
    return facts, markdown[block.end() :]


def _plain(value: str) -> str:
    """A value without its quotes."""
    if value[:1] != '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
