r"""Any text as Markdown that reads as exactly that text.

Whatever a consultant types (`*`, `|`, `1.`, `<b>`, `[x](y)`) stands in the document as typed: it never turns
into emphasis, a list, a table, a link or HTML. This holds in paragraphs, headings, list items, quotes, table
cells and link labels, for CommonMark with tables and strikethrough, with or without a linkifier. What cannot
be mistaken is left alone, so that the Markdown itself stays pleasant to read: `R&D`, `5 * 3`, `~40`, `a -> b`
and `unit_price` need no backslash. All functions take time in proportion to the text.

Two places where text cannot come back unchanged, and what is done:

- A table cell and a heading are one line. Line ends in them are written as `&#10;`, which every parser reads
  as a line end inside the cell; the HTML export shows it as one.
- markdown-it-py shows the target of `<https://…>` decoded (`%20`, punycode). Only addresses that no decoder
  would change are written so; others stay plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from markupsafe import Markup

from icp_tui.method.safe import safe_text

# Private characters that carry the trace of a document (tracing.py). Text may hold them only as references.
TRACE_FIRST, TRACE_LAST = "\uf8e0", "\uf8ea"

_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_SPECIAL = re.compile(
    r"""
      [\\`\[\]|]                                # always means something
    | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])      # inside a word it means nothing
    | (?<!\x20)\* | \*(?!\x20)                  # nor between spaces
    | (?<!\x20)~ | ~(?!\d)                      # “about 40” cannot close a strikethrough
    | <(?![\x20\d=])                            # “< 5” starts no tag
    | &(?=\#?[A-Za-z0-9]{0,32}(?:;|\Z))         # only what is, or may become, a character reference
    | :(?=//) | (?<=[Ww]{3})\.                  # a linkifier would make it a link and eat the escapes in it
    """,
    re.VERBOSE,
)
_TRACE_CHARACTERS = re.compile(f"[{TRACE_FIRST}-{TRACE_LAST}]")

# An address that stands alone: after white space, a quote or a bracket, and followed by one or by the
# punctuation of a sentence.
_ADDRESS = re.compile(
    r"""
    (?<![^\s("'])
    https?://[a-z0-9-]++(?:\.[a-z0-9-]++)++(?::\d{1,5})?
    (?:[/?][A-Za-z0-9._/?@!$+,:=&\#-]*+)?
    """,
    re.VERBOSE,
)
_AFTER_ADDRESS = re.compile(r"[.,:!?]*(?:[\s)\"']|\Z)")

# What means something only where a line begins.
_OPENING = re.compile(
    r"""
      \#                                        # heading
    | >                                         # quote
    | [-+.)](?=[ \t]|\Z)                        # bullet, or the “.” behind a number that another answer gave
    | [-=:](?=[-=: \t]*\Z)                      # rule, underlined heading, delimiter row of a table
    | (?P<number>\d{1,9})(?=[.)](?:[ \t]|\Z))   # numbered item
    """,
    re.VERBOSE,
)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#].*)?")
_NOT_IN_A_LINK = re.compile(r"""[\s"'<>\\^`{|}\[\]()*~\uf8e0-\uf8ea]""")
_CLOSING_HASHES = re.compile(r"(?<=[ \t])#+(?=[ \t]*\Z)")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


class Answer(str):
    """Text of an answer that remembers its place in the workspace.

    `source` is opaque here, for example "problem/3f0c…/what". Operations on the text return plain `str`.
    """

    __slots__ = ("source",)
    source: str

    def __new__(cls, text: str, source: str) -> Self:
        """An answer's text and the place it comes from."""
        answer = super().__new__(cls, text)
        answer.source = source
        return answer


class Markdown(Markup):
    """Text that is Markdown already and is not escaped again.

    A `Markup`, so that Jinja2 lets it through; but plain text joined to it is escaped as Markdown.
    """

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """Markdown as it is; anything else as text."""
        return cls(s if is_markdown(s) else inline(str(s)))


def is_markdown(value: object) -> bool:
    """Whether a value is Markdown already: ours, or what a template's macro or block gave."""
    return hasattr(value, "__html__")


def inline(text: str, *, autolink: bool = True) -> Markdown:
    """Text for the place of a word: a paragraph, list item, quote, heading or cell. It stays on one line.

    Args:
        text: Any text; Markdown passes through.
        autolink: Write plain web addresses as links. Inside a link there must be none.
    """
    if is_markdown(text):
        return Markdown(text)
    lines = safe_text(text).split("\n")
    return Markdown("&#10;".join(_line(line, autolink=autolink) for line in lines))


def heading(text: str) -> Markdown:
    """Text for a heading, after its `#`s. Markdown is brought onto one line."""
    return Markdown(_with_closing_hashes(str(inline(text)).replace("\n", " ")))


def cell(text: str) -> Markdown:
    """Text for a table cell, between its pipes. Markdown is brought onto one line and its pipes escaped."""
    if is_markdown(text):
        return Markdown(re.sub(r"(?<!\\)\|", r"\\|", str(text).strip("\n").replace("\n", " ")))
    return inline(text)


def block(text: str, prefix: str = "") -> Markdown:
    """Text with its paragraphs and line breaks kept.

    Args:
        text: Any text; blank lines separate paragraphs.
        prefix: What every line but the first begins with: `"> "` in a quote, spaces in a list item.
    """
    if is_markdown(text):
        return Markdown(("\n" + prefix).join(str(text).split("\n")))
    paragraphs = [
        ("\\\n" + prefix).join(_line(line) for line in paragraph.split("\n"))
        for paragraph in _BLANK_LINES.split(_without_outer_blank_lines(safe_text(text)))
    ]
    return Markdown(f"\n{prefix.rstrip()}\n{prefix}".join(paragraphs))


def quote(text: str, prefix: str = "") -> Markdown:
    """Somebody's own words, as a block quote. It stands alone; `prefix` nests it as in `block`."""
    if not text.strip():
        return Markdown()
    return standing_alone(f"> {block(text, prefix + '> ')}", prefix)


def code(text: str) -> Markdown:
    """Text as a code span. Line ends become spaces; text of spaces only is written as plain text."""
    text = _TRACE_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", safe_text(text).replace("\n", " "))
    if not text.strip(" "):
        return inline(text)
    runs = _runs_of_ticks(text)
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    # A parser takes one space off each end where both ends have one, and cannot tell ticks from the fence.
    pad = " " if text[0] == "`" or text[-1] == "`" or text[0] == " " == text[-1] else ""
    return Markdown(f"{ticks}{pad}{text}{pad}{ticks}")


def fence(text: str, info: str = "") -> Markdown:
    """Text as a fenced code block, several lines; `info` is the language if there is one."""
    text = _TRACE_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", safe_text(text))
    ticks = "`" * max(3, 1 + max(_runs_of_ticks(text), default=0))
    return Markdown(f"{ticks}{re.sub('[^A-Za-z0-9_+-]', '', info)}\n{text}\n{ticks}")


def url(address: str) -> str:
    """An address that may stand in a link, or nothing: web, mail and telephone only."""
    address = safe_text(address).strip()
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    if scheme not in _LINK_SCHEMES:
        return ""
    return _NOT_IN_A_LINK.sub(lambda m: percent_encoded(m[0]), address)


def link(label: str, address: str | None) -> Markdown:
    """A link; an address without a scheme (`example.com/offer`) is a web address.

    Without an address there is the label alone; where the address must not be a link, it stands behind the
    label as text.
    """
    address = (address or "").strip()
    scheme = "https://" if _HOST.fullmatch(address) else ""
    return linked(inline(label or address, autolink=False), scheme + address)


def linked(label: Markdown, address: str) -> Markdown:
    """A link with a label that is Markdown already, as `link` makes it."""
    if target := url(address):
        # `&copy;` in an address stays those letters.
        literal = re.sub(r"&(?=#?[A-Za-z0-9]{1,32};)", "&amp;", target)
        return Markdown(f"[{label}](<{literal}>)")
    written = inline(address, autolink=False)
    return label if written in ("", label) else Markdown(f"{label} ({written})")


def yaml(text: str) -> Markdown:
    """Any text as a double-quoted YAML scalar, for front matter. JSON's way of quoting is YAML's, too."""
    quoted = json.dumps(safe_text(text), ensure_ascii=False)
    return Markdown(_TRACE_CHARACTERS.sub(lambda m: f"\\u{ord(m[0]):04x}", quoted))


def joined(parts: Iterable[object]) -> str:
    """Pieces set side by side: plain text while all are plain, Markdown as soon as one is.

    Plain text keeps the source of its first answer.
    """
    pieces = list(parts)
    if not any(is_markdown(piece) for piece in pieces):
        text = "".join(str(piece) for piece in pieces)
        source = next((piece.source for piece in pieces if isinstance(piece, Answer)), None)
        return text if source is None else Answer(text, source)
    written: list[str] = []
    for piece in pieces:
        if is_markdown(piece):
            written.append(str(piece))
        elif text := safe_text(str(piece)):
            lines = text.split("\n")
            first = escaped(lines[0]) if any(written) else _beginning(lines[0])
            written.append("&#10;".join([first, *map(escaped, lines[1:])]))
    return Markdown("".join(written))


def standing_alone(markdown: str, prefix: str = "") -> Markdown:
    """A block with a blank line before and after it, so that it neither joins nor swallows its neighbours.

    Inside a list item or quote (`prefix`) the template has written the marker, and the block follows it.
    """
    return Markdown(f"{markdown}\n\n" if prefix else f"\n\n{markdown}\n\n")


def guarded(line: str) -> str:
    """A line of Markdown, kept from beginning a block of its own, and from losing `#`s at its end."""
    opening = _OPENING.match(line)
    if opening:
        number = opening["number"] or ""
        line = f"{number}\\{line[len(number) :]}"
    return _with_closing_hashes(line)


def _with_closing_hashes(line: str) -> str:
    """A line whose last `#`s stay, even if it is a heading."""
    return _CLOSING_HASHES.sub(r"\\\g<0>", line)


def escaped(text: str, *, autolink: bool = True) -> str:
    """Text within a line; plain web addresses as links, white space as it is."""
    written, at = [], 0
    for match in _ADDRESS.finditer(text) if autolink else ():
        address = match[0].rstrip(".,:!?")
        end = match.start() + len(address)
        if "xn--" in address or not _AFTER_ADDRESS.match(text, end):
            continue
        written += [_literal(text[at : match.start()]), "<", address, ">"]
        at = end
    return "".join(written) + _literal(text[at:])


def _literal(text: str) -> str:
    """Text with what means something in Markdown made literal."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return _TRACE_CHARACTERS.sub(lambda m: _reference(m[0]), text)


# The preview renders all answers again after a change in one of them.
@lru_cache(maxsize=8192)
def _line(line: str, *, autolink: bool = True) -> str:
    """One whole line; white space at its ends is written as references, since parsers drop it."""
    core = line.rstrip()
    return _beginning(core, autolink=autolink) + _reference(line[len(core) :])


def _beginning(text: str, *, autolink: bool = True) -> str:
    """Text at the beginning of a line."""
    core = text.lstrip()
    lead = text[: len(text) - len(core)]
    body = escaped(core, autolink=autolink)
    return _reference(lead) + _with_closing_hashes(body) if lead else guarded(body)


def _reference(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _runs_of_ticks(text: str) -> set[int]:
    return {len(run) for run in re.findall("`+", text)}


def _without_outer_blank_lines(text: str) -> str:
    lines = text.split("\n")
    answered = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[answered[0] : answered[-1] + 1]) if answered else ""
