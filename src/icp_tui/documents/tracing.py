"""Which answer a line of a document came from.

A traced rendering carries, in front of the text of every answer, an invisible mark of private characters that
numbers its source. Escaped text never holds these characters, so no answer can forge a mark; taking the marks
out gives the very bytes of the rendering without trace.
"""

from __future__ import annotations

import re
from typing import Self

from icp_tui.documents.markdown import TRACE_FIRST, TRACE_LAST, Answer, Markdown

_DIGITS = {str(digit): chr(ord(TRACE_FIRST) + digit) for digit in range(10)}
_NUMBERS = str.maketrans({mark: digit for digit, mark in _DIGITS.items()})
_END = TRACE_LAST

_MARK = re.compile(f"([{TRACE_FIRST}-{_DIGITS['9']}]+){_END}")
_PRIVATE = re.compile(f"[{TRACE_FIRST}-{TRACE_LAST}]+")


class Traced(str):
    """A document with marks in it; `sources` are the sources that the marks number."""

    __slots__ = ("sources",)
    sources: tuple[str, ...]

    def __new__(cls, markdown: str, sources: tuple[str, ...]) -> Self:
        """A document with marks in it, and the sources that these number."""
        traced = super().__new__(cls, markdown)
        traced.sources = sources
        return traced


class Trace:
    """The sources met during one rendering."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def marked(self, answer: Answer, written: str) -> Markdown:
        """What was written of an answer, each of its lines with the mark of its source."""
        number = self._numbers.setdefault(answer.source, len(self._numbers))
        mark = "".join(_DIGITS[digit] for digit in str(number)) + _END
        # As plain text: what is added to Markdown would be escaped.
        return Markdown("\n".join(mark + line if line else line for line in str(written).split("\n")))

    def of(self, document: str) -> Traced:
        """The finished document with its sources."""
        return Traced(document, tuple(self._numbers))


def split_marks(line: str) -> tuple[str, str]:
    """The marks of a line, and the line without them."""
    if not _PRIVATE.search(line):
        return "", line
    return "".join(match[0] for match in _MARK.finditer(line)), _PRIVATE.sub("", line)


def without_private(text: str) -> str:
    """Text of a template, which must not hold marks of its own."""
    return _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", text)


def untrace(document: Traced) -> tuple[str, list[tuple[int, str]]]:
    """The document as it is rendered without trace, and its sources.

    Returns:
        The Markdown, and pairs of line number (from 0) and source in the order of the document, each pair
        once.
    """
    lines: list[str] = []
    found: dict[tuple[int, str], None] = {}
    for number, line in enumerate(document.split("\n")):
        marks, bare = split_marks(line)
        lines.append(bare)
        for match in _MARK.finditer(marks):
            found[number, document.sources[int(match[1].translate(_NUMBERS))]] = None
    return "\n".join(lines), list(found)
