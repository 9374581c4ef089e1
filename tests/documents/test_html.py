from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from icp_tui.documents.front_matter import split_front_matter
from icp_tui.documents.html import stylesheet, to_html
from icp_tui.documents.markdown import yaml

SECTIONS = "# Title\n\n## One\n\n### Deeper\n\n## Two\n\n## One\n\n## عربي & *more*\n"
VOID = {"meta", "hr", "br", "img", "link", "input"}


class Page(HTMLParser):
    """Reads a page and holds on to its elements; fails where one is closed that was not opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(markdown: str, language: str = "en") -> Page:
    read = Page(to_html(markdown, title="A & B <x>", language=language))
    assert read.open == []
    return read


@given(st.text(max_size=80), st.text(st.sampled_from("#*_[]()!<>|-\n `:ab~"), max_size=80))
@settings(max_examples=120, deadline=None)
def test_any_markdown_gives_a_well_formed_page_that_loads_nothing(any_text: str, spicy: str) -> None:
    for markdown in (any_text, spicy, f"[a]({any_text})", f"![{spicy}](https://e.x/p.png)"):
        read = page(markdown)
        assert not {tag for tag, _ in read.elements} & {
            "script",
            "img",
            "iframe",
            "link",
            "object",
            "form",
            "video",
        }
        loading = {"src", "srcset", "style", "background", "onclick", "onload"}
        assert not [attributes for _, attributes in read.elements if loading & attributes.keys()]
        ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_the_page_allows_its_own_stylesheet_and_nothing_else() -> None:
    html = to_html("x", title="t", language="en")
    style = html[html.index("<style>") + len("<style>") : html.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        m["content"] for m in page("x").all("meta") if m.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"@import|url\(|</", style)
    assert style == stylesheet()


def test_the_same_document_is_the_same_page() -> None:
    assert to_html(SECTIONS, title="t", language="en") == to_html(SECTIONS, title="t", language="en")


def test_the_page_says_its_language_direction_and_title() -> None:
    assert page("x", "pl").all("html") == [{"lang": "pl", "dir": "ltr"}]
    assert page("x", "ar-EG").all("html") == [{"lang": "ar-EG", "dir": "rtl"}]
    assert "A & B <x>" in page("x").text


def test_sections_are_listed_and_every_entry_leads_to_its_own_heading() -> None:
    read = page(SECTIONS)
    assert read.all("nav") == [{"aria-label": "Contents"}]
    targets = [a["href"] for a in read.all("a")]
    assert targets == ["#one", "#deeper", "#two", "#one-2", "#عربي-more"]
    ids = ["#" + str(attributes["id"]) for tag, attributes in read.elements if tag in ("h2", "h3")]
    assert targets == ids


def test_a_short_document_or_one_that_asks_has_no_contents() -> None:
    assert page("# Brief\n\n## A\n\n## B").all("nav") == []
    assert "<nav" not in to_html(SECTIONS, title="t", language="en", contents=False)


def test_ids_stay_unique_where_words_look_like_numbered_ids() -> None:
    read = page("## a\n\n## a 2\n\n## a\n\n## !!!\n\n## ???")
    assert [h["id"] for h in read.all("h2")] == ["a", "a-2", "a-3", "section", "section-2"]


def test_tables_say_their_columns_and_set_figures_right() -> None:
    read = page("| a | b |\n| --- | ---: |\n| x&#10;y | 2 |")
    assert read.all("th") == [
        {"dir": "auto", "scope": "col"},
        {"dir": "auto", "class": "figure", "scope": "col"},
    ]
    assert read.all("td")[1] == {"dir": "auto", "class": "figure"}
    assert {"class": "table", "role": "region", "tabindex": "0", "aria-label": "Table"} in read.all("div")
    assert "x\ny" in read.text


def test_pictures_become_links_and_html_is_text() -> None:
    read = page(
        "![plan](https://e.x/p.png) ![no](data:image/png;base64,x) [![in](u)](https://e.x) <b>bold</b>"
    )
    assert [a["href"] for a in read.all("a")] == ["https://e.x/p.png", "https://e.x"]
    assert "plan no in <b>bold</b>" in read.text


def test_what_is_said_about_the_document_stands_under_its_title_and_not_in_its_text() -> None:
    read = page(
        '---\ntitle: "x"\nversion: "1.2 <b>"\nnext review: 2027-02-15\nempty: ""\n---\n\n# Title\n\nBody'
    )
    assert " ".join(read.text.split()) == "A & B <x> Title Version 1.2 <b> Next review 2027-02-15 Body"
    assert [tag for tag, _ in read.elements if tag in ("header", "h1", "dl", "main")] == [
        "header",
        "h1",
        "dl",
        "main",
    ]


def test_a_rule_at_the_head_of_a_document_is_no_front_matter() -> None:
    for markdown in ("---\n\ntext\n\n---\n", "---\nkey: open", "text\n---\na: b\n---\n"):
        assert split_front_matter(markdown) == ({}, markdown)


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_front_matter_gives_back_what_the_filter_quoted(text: str) -> None:
    value = yaml(text)
    facts, body = split_front_matter(f"---\nnote: {value}\n---\n\n# Title\n")
    assert yaml(facts["note"]) == value
    assert body == "# Title\n"
