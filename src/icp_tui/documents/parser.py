"""The one way Markdown is read: by the preview, the HTML export, the checks and the tests.

CommonMark with tables and strikethrough. HTML is text, addresses become links only where the Markdown says
so, and nothing is fetched.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

MAX_NESTING = 100
"""Levels of blocks and spans; markdown-it-py drops in silence what lies deeper."""


@cache
def markdown_parser() -> MarkdownIt:
    """The parser of finished documents."""
    options = {"html": False, "linkify": False, "maxNesting": MAX_NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


@cache
def answer_parser() -> MarkdownIt:
    """The same for the simple Markdown of an answer, where nothing typed may disappear.

    Left out: link definitions (they would vanish, and reach across the document) and code by indentation
    (pasted text is often indented). Escapes and references are kept as they were typed.
    """
    options = {"html": False, "linkify": False, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    return parser.disable(["reference", "code", "text_join"])
