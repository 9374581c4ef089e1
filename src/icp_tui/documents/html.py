"""One Markdown document as one HTML file that needs nothing else.

It holds its stylesheet and loads nothing: no script, no font, no picture, and a policy that forbids them.
Headings can be linked to, a contents list leads to them, and each block is set in the direction of its own
letters. The same Markdown, title and language always give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from markdown_it.token import Token

from icp_tui import paths
from icp_tui.documents.front_matter import split_front_matter
from icp_tui.documents.markdown import url
from icp_tui.documents.parser import markdown_parser
from icp_tui.documents.prose import PICTURE
from icp_tui.texts import _

CONTENTS = _("Contents")
ABOUT = _("About this document")
TABLE = _("Table")

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
_IN_THE_TITLE = frozenset({"title", "language"})
_OWN_DIRECTION = frozenset(
    {
        "paragraph_open",
        "heading_open",
        "bullet_list_open",
        "ordered_list_open",
        "blockquote_open",
        "th_open",
        "td_open",
    }
)
_ALIGNED = {"text-align:right": "figure", "text-align:center": "middle"}
# Fewer sections are found without a list.
_FEWEST_SECTIONS = 4


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the contents: its level (2 or 3), its id and its words."""

    level: int
    slug: str
    words: str


def to_html(markdown: str, *, title: str, language: str, contents: bool = True) -> str:
    """A document as an HTML file.

    Args:
        markdown: The document, with or without front matter.
        title: What the browser shows as the name of the page.
        language: The language of the document ("en", "pl"), for reading aloud, hyphens and our own words.
        contents: Whether there is a contents list, if the document has enough sections for one.
    """
    facts, body = split_front_matter(markdown)
    parser = markdown_parser()
    tokens = _prepared(parser.parse(body), TABLE.in_(language))
    sections = list(_sections(tokens))
    # The heading of the whole document stands above what is said about it and above the contents.
    opening = 3 if tokens and tokens[0].tag == "h1" else 0

    def html_of(part: Sequence[Token]) -> str:
        return str(parser.renderer.render(part, parser.options, {}))

    chapters = sum(section.level == 2 for section in sections)
    show_contents = contents and chapters >= _FEWEST_SECTIONS
    direction = "rtl" if re.split("[-_]", language)[0] in _RIGHT_TO_LEFT else "ltr"
    style = stylesheet()
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(language)}" dir="{direction}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            f'<body class="{"with-contents" if show_contents else "plain"}">',
            "<header>",
            html_of(tokens[:opening]) + _facts(facts, ABOUT.in_(language)),
            "</header>",
            _contents(sections, CONTENTS.in_(language)) if show_contents else "",
            "<main>",
            html_of(tokens[opening:]) + "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


@cache
def stylesheet() -> str:
    """The stylesheet of documents."""
    return (paths.templates_folder() / "document.css").read_text(encoding="utf-8")


def _policy(style: str) -> str:
    """A content security policy that allows this stylesheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _prepared(tokens: Sequence[Token], table_name: str) -> list[Token]:
    """The tokens with ids, directions and scopes, tables that can be scrolled, and no pictures."""
    taken: set[str] = set()
    prepared: list[Token] = []
    for place, token in enumerate(tokens):
        if token.type in _OWN_DIRECTION:
            token.attrSet("dir", "auto")
        if token.type == "heading_open":
            token.attrSet("id", _slug(_words(tokens[place + 1]), taken))
        if token.type in ("th_open", "td_open"):
            _mark_cell(token)
        if token.type == "inline":
            token.children = list(_without_pictures(token.children or []))
        if token.type == "table_open":
            prepared.append(
                _raw(f'<div class="table" role="region" tabindex="0" aria-label="{escape(table_name)}">\n')
            )
        prepared.append(token)
        if token.type == "table_close":
            prepared.append(_raw("</div>\n"))
    return prepared


def _mark_cell(cell: Token) -> None:
    # The policy forbids the style attribute that the parser sets.
    kind = _ALIGNED.get(str(cell.attrs.pop("style", "")))
    if kind:
        cell.attrSet("class", kind)
    if cell.type == "th_open":
        cell.attrSet("scope", "col")


def _without_pictures(spans: Sequence[Token]) -> Iterator[Token]:
    """The spans of a block, pictures turned into links to them, for nothing may be loaded."""
    in_link = False
    for span in spans:
        if span.type in ("link_open", "link_close"):
            in_link = span.type == "link_open"
            if in_link:
                span.attrSet("rel", "noopener noreferrer")
                if span.info == "auto":
                    span.attrSet("class", "bare")
        if span.type != "image":
            yield span
            continue
        words = Token("text", "", 0, content=span.content or PICTURE)
        target = "" if in_link else url(str(span.attrs["src"]))
        if not target:
            yield words
            continue
        yield Token("link_open", "a", 1, attrs={"href": target, "rel": "noopener noreferrer"})
        yield words
        yield Token("link_close", "a", -1)


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _words(inline: Token) -> str:
    """The words of a heading, without what they are set in."""
    parts = (" " if span.type.endswith("break") else span.content for span in inline.children or [])
    return " ".join("".join(parts).split())


def _slug(words: str, taken: set[str]) -> str:
    """An id made of the words, in whatever script, that no other heading has."""
    stem = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", words).lower()).strip("-") or "section"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in ("h2", "h3") and token.level == 0:
            yield Section(int(token.tag[1]), str(token.attrs["id"]), _words(tokens[place + 1]))


def _facts(facts: Mapping[str, str], label: str) -> str:
    """What is said about the document, as a small list under its heading."""
    shown = [
        f'<div><dt dir="auto">{escape(key[:1].upper() + key[1:].replace("_", " "))}</dt>\n'
        f'<dd dir="auto">{escape(value)}</dd></div>\n'
        for key, value in facts.items()
        if value and key not in _IN_THE_TITLE
    ]
    return f'<dl class="facts" aria-label="{escape(label)}">\n{"".join(shown)}</dl>\n' if shown else ""


def _contents(sections: Sequence[Section], label: str) -> str:
    """The contents list, sub-sections inside their section."""
    lines = [f'<nav aria-label="{escape(label)}">', f"<p>{escape(label)}</p>", "<ol>"]
    inside = False
    for number, section in enumerate(sections):
        deeper = section.level == 3 and number > 0
        if deeper and not inside:
            lines.append("<ol>")
        elif number:
            lines.append("</li>" if deeper or not inside else "</li></ol></li>")
        inside = deeper
        lines.append(f'<li><a dir="auto" href="#{escape(section.slug)}">{escape(section.words)}</a>')
    lines.append("</li></ol></li>" if inside else "</li>")
    return "\n".join([*lines, "</ol>", "</nav>"])
