"""The simple Markdown of a long answer, set into a document whose structure it cannot disturb.

The answer is read by the parser of the documents and written again from what was understood, never patched
as text. So every block is closed, headings rank below the one they stand under, HTML is shown as text,
pictures become links, and only web, mail and telephone links stay links, whatever was typed. Words are
never lost: what the parser makes nothing of is written as text.

Two neighbouring answers whose lists follow each other without any words between are read as one list by
every Markdown parser; lists of templates use `-` and `1.`, those of answers `*` and `1)`, so these never
join.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from markdown_it.tree import SyntaxTreeNode

from icp_tui.documents.markdown import (
    Markdown,
    block,
    cell,
    code,
    escaped,
    fence,
    guarded,
    is_markdown,
    linked,
    standing_alone,
    url,
)
from icp_tui.documents.parser import answer_parser
from icp_tui.method.safe import safe_text

LOWEST_HEADING = 6
DEEPEST = 40
"""Levels of lists and quotes above which an answer is a picture made of signs, and is shown as typed."""

LONGEST, MOST_BRACKETS = 50_000, 1_000
"""Characters and opening brackets above which an answer is shown as typed: reading it as Markdown takes the
square of their number (a megabyte of “[” 70 s, 1,000 of them 20 ms)."""

PICTURE = "\N{FRAME WITH PICTURE}"
_ALIGNMENT = {"text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}
_LINE, _HARD_LINE = "\n", "\\\n"


def prose(text: str, below: int = 3, prefix: str = "") -> Markdown:
    """The simple Markdown of an answer as Markdown of the document.

    Args:
        text: What was typed. Emphasis, lists, links, quotes, code, tables and sub-headings are kept.
        below: The level of the heading that it stands under (1 to 5). The highest heading of the text
            becomes the next level, the others follow.
        prefix: What every line but the first begins with, as in `block`.

    Raises:
        ValueError: There is no heading level below `below`.
    """
    if below not in range(1, LOWEST_HEADING):
        raise ValueError(f"prose stands below a heading of level 1 to 5, not {below}")
    if is_markdown(text):
        return Markdown(text)
    return _prose(safe_text(text), below, prefix)


# The preview renders all answers again after a change in one of them.
@lru_cache(maxsize=1024)
def _prose(text: str, below: int, prefix: str) -> Markdown:
    if not text.strip():
        return Markdown()
    if len(text) > LONGEST or text.count("[") > MOST_BRACKETS:
        return standing_alone(block(text, prefix), prefix)
    tokens = answer_parser().parse(text)
    if any(token.level > DEEPEST for token in tokens):
        return standing_alone(block(text, prefix), prefix)
    tree = SyntaxTreeNode(tokens)
    ranks = [int(node.tag[1]) for node in tree.walk() if node.type == "heading"]
    written = "\n".join(_Writer(shift=below + 1 - min(ranks, default=1)).blocks(tree.children))
    written = ("\n" + prefix).join(written.split("\n"))
    if tree.children[0].type == "paragraph":
        return Markdown(written + "\n\n")
    return standing_alone(written, prefix)


class _Writer:
    """Writes what the parser understood; each block is a list of lines, its spans one string."""

    def __init__(self, shift: int) -> None:
        self.shift = shift
        self._writers: dict[str, Callable[[SyntaxTreeNode], list[str]]] = {
            "paragraph": self.paragraph,
            "heading": self.heading,
            "blockquote": self.blockquote,
            "fence": self.fence,
            # Not `---`, which would make a heading of the line before, nor `***`, which is no item of a list.
            "hr": lambda _: ["___"],
            "table": self.table,
        }

    def blocks(self, nodes: Sequence[SyntaxTreeNode], *, tight: bool = False) -> list[str]:
        """The lines of some blocks, a blank line between them unless they belong to a tight list."""
        lines: list[str] = []
        marker = ""
        for number, node in enumerate(nodes):
            if number and not tight:
                lines.append("")
            if node.type in ("bullet_list", "ordered_list"):
                marker = _other_marker(node.type, marker)
                lines += self.items(node, marker)
            else:
                marker = ""
                lines += self._writers[node.type](node)
        return lines

    def items(self, node: SyntaxTreeNode, marker: str) -> list[str]:
        """A list. Neighbouring lists get different markers, or they would be read as one."""
        tight = all(
            child.hidden for item in node.children for child in item.children if child.type == "paragraph"
        )
        number = int(node.attrs.get("start", 1))
        lines: list[str] = []
        for place, item in enumerate(node.children):
            if place and not tight:
                lines.append("")
            head = f"{number + place}{marker} " if node.type == "ordered_list" else f"{marker} "
            lines += _hanging(head, " " * len(head), self.blocks(item.children, tight=tight))
        return lines

    def paragraph(self, node: SyntaxTreeNode) -> list[str]:
        return spans(node).split("\n")

    def heading(self, node: SyntaxTreeNode) -> list[str]:
        level = min(LOWEST_HEADING, int(node.tag[1]) + self.shift)
        return [f"{'#' * level} {spans(node).replace(_HARD_LINE, ' ').replace(_LINE, ' ')}".rstrip()]

    def blockquote(self, node: SyntaxTreeNode) -> list[str]:
        return _hanging("> ", "> ", self.blocks(node.children))

    def fence(self, node: SyntaxTreeNode) -> list[str]:
        info = node.info.split()
        return str(fence(node.content.removesuffix("\n"), info[0] if info else "")).split("\n")

    def table(self, node: SyntaxTreeNode) -> list[str]:
        rows = [row for part in node.children for row in part.children]
        lines = [f"| {' | '.join(cell(Markdown(spans(box))) for box in row.children)} |" for row in rows]
        alignment = [_ALIGNMENT.get(str(box.attrs.get("style", "")), "---") for box in rows[0].children]
        return [lines[0], f"| {' | '.join(alignment)} |", *lines[1:]]


def spans(node: SyntaxTreeNode) -> str:
    """The text of a paragraph, heading or cell, line by line, with its emphasis, links and code."""
    written = "".join(_spans(node.children[0].children if node.children else [], ()))
    return "\n".join(guarded(line) for line in written.split("\n"))


def _spans(nodes: Sequence[SyntaxTreeNode], within: tuple[str, ...]) -> Iterator[str]:
    """The spans one after the other; `within` are the kinds of span around them."""
    for node in nodes:
        inner = (*within, node.type)
        match node.type:
            case "softbreak":
                # Whoever types three lines means three lines.
                yield _HARD_LINE
            case "hardbreak":
                yield _HARD_LINE
            case "text_special":
                # A backslash before a letter is itself text.
                yield node.markup if node.content != node.markup else escaped(node.content)
            case "code_inline":
                yield code(node.content)
            case "em" | "strong":
                yield node.markup + "".join(_spans(node.children, inner)) + node.markup
            case "s":
                # A second pair at the beginning of a line would make four, which open a code block.
                pair = "" if "s" in within else "~~"
                yield pair + "".join(_spans(node.children, inner)) + pair
            case "link":
                yield _link(str(node.attrs["href"]), "".join(_spans(node.children, inner)), node.markup)
            case "image":
                label = escaped(node.content, autolink=False) or PICTURE
                yield label if "link" in within else _link(str(node.attrs["src"]), label)
            case _:
                yield escaped(node.content, autolink="link" not in within)


def _link(address: str, label: str, markup: str = "") -> str:
    if markup == "autolink" and url(address):
        return f"<{url(address).removeprefix('mailto:')}>"
    return linked(Markdown(label or escaped(address, autolink=False)), address)


def _hanging(first: str, rest: str, lines: Sequence[str]) -> list[str]:
    """Lines set behind a marker."""
    heads = [first, *[rest] * (len(lines) - 1)]
    return [head + line if line else head.rstrip() for head, line in zip(heads, lines or [""], strict=True)]


def _other_marker(kind: str, previous: str) -> str:
    if kind == "ordered_list":
        return "." if previous == ")" else ")"
    return "+" if previous == "*" else "*"
