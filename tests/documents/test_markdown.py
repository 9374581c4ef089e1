from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from icp_tui.documents.markdown import (
    Markdown,
    block,
    cell,
    code,
    fence,
    heading,
    inline,
    joined,
    link,
    quote,
    url,
    yaml,
)
from icp_tui.documents.parser import answer_parser, markdown_parser
from icp_tui.documents.prose import PICTURE, prose
from icp_tui.method.safe import safe_text

# Everything that means something to some Markdown parser, and letters for it to mean something to.
SPICE = st.sampled_from(
    [
        *"\\`*_[]<>&|~#+-=:.)(1!\"' \t\n\u3000\u00a0\uf8e0\uf8ea",
        *(
            "&amp;",
            "&#42;",
            "&copy",
            "**",
            "__",
            "~~",
            "```",
            "~~~",
            "---",
            "===",
            "<b>",
            "</b>",
            "<!--",
            "-->",
        ),
        *(":-", "-:", "1. ", "10) ", "- ", "+ ", "> ", "# ", "    ", "| a |", "|---|", "{{ x }}", "{% y %}"),
        *("a", "b c", "é", "日本語", "مرحبا", "e\u0301", "👩\u200d💻", "R&D", "$a$", "first_last@x.com"),
        *("\n\n", "\n    ", "  \n", "\\\n", "[a]: /u", "[a]", "[x](javascript:1)", "![i](u)"),
        *("<script>alert(1)</script>", "://", "HTTP://q", "www.a_b.c/d_e", "http://a.b/c_d_e", "https://X.y"),
        *("https://x.y/a?b=1&c=2#d", "http://xn--e1afmkfd.x", "https://a.b/%20"),
    ]
)
TEXT = st.one_of(
    st.lists(SPICE, max_size=14).map("".join),
    st.lists(st.one_of(SPICE, st.text(max_size=3)), max_size=10).map("".join),
).map(safe_text)

PARSERS = {
    "ours": markdown_parser(),
    "with HTML": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
    "with a linkifier": MarkdownIt("gfm-like", {"html": False}),
}
often = settings(max_examples=120, deadline=None)


def words(token: Token) -> str:
    """The text of a block, which must be nothing but text and addresses."""
    spans = token.children or []
    assert {span.type for span in spans} <= {"text", "softbreak", "hardbreak", "link_open", "link_close"}
    return "".join("\n" if span.type.endswith("break") else span.content for span in spans)


def blocks(tokens: list[Token]) -> list[str]:
    return [token.type for token in tokens]


PLACES: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "a paragraph": (inline, ["paragraph"]),
    "a heading": (lambda text: f"## {heading(text)}", ["heading"]),
    "a heading that forgot its filter": (lambda text: f"## {inline(text)}", ["heading"]),
    "a list item": (lambda text: f"- {inline(text)}", ["bullet_list", "list_item", "paragraph"]),
    "a numbered item": (lambda text: f"1. {inline(text)}", ["ordered_list", "list_item", "paragraph"]),
    "a quote": (lambda text: f"> {inline(text)}", ["blockquote", "paragraph"]),
}


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())
@pytest.mark.parametrize(("write", "around"), PLACES.values(), ids=PLACES.keys())
@given(text=TEXT.filter(bool))
@example(text="#######")
@example(text="# #")
@example(text=" a #")
@example(text="https://a.b/c.")
@settings(max_examples=120, deadline=None)
def test_text_reads_as_itself_in_its_place(
    parser: MarkdownIt, write: Callable[[str], str], around: list[str], text: str
) -> None:
    tokens = parser.parse(write(text))
    assert blocks(tokens) == [f"{b}_open" for b in around] + ["inline"] + [
        f"{b}_close" for b in reversed(around)
    ]
    assert words(tokens[len(around)]) == text


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())
@given(before=TEXT, text=TEXT)
@often
def test_cells_keep_their_text_and_the_table_its_shape(parser: MarkdownIt, before: str, text: str) -> None:
    tokens = parser.parse(f"| h | i |\n| --- | --- |\n| {cell(before)} | {cell(text)} |\n| z | z |\n")
    assert blocks(tokens).count("tr_open") == 3
    assert [words(token) for token in tokens if token.type == "inline"] == ["h", "i", before, text, "z", "z"]


@given(TEXT)
@example(":-")
@example("--")
@often
def test_a_line_after_a_line_with_a_pipe_makes_no_table(text: str) -> None:
    tokens = markdown_parser().parse(f"x \\| y\n{inline(text)}")
    assert words(tokens[1]) == ("x | y\n" + text if text else "x | y")


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())
@given(text=TEXT.filter(str.strip))
@often
def test_a_block_keeps_paragraphs_and_line_breaks(parser: MarkdownIt, text: str) -> None:
    lines = text.split("\n")
    answered = [number for number, line in enumerate(lines) if line.strip()]
    inner = "\n".join(lines[answered[0] : answered[-1] + 1])
    wanted = re.split(r"\n(?:[^\S\n]*\n)+", inner)
    for head, prefix in (("", ""), ("> ", "> "), ("- ", "  ")):
        tokens = parser.parse(f"{head}{block(text, prefix)}")
        assert [words(token) for token in tokens if token.type == "inline"] == wanted


@given(TEXT.filter(str.strip))
@often
def test_a_quotation_stands_alone(text: str) -> None:
    tokens = markdown_parser().parse(f"before\n{quote(text)}after")
    top = [token.type for token in tokens if token.level == 0 and token.nesting == 1]
    assert top == ["paragraph_open", "blockquote_open", "paragraph_open"]


@given(TEXT, TEXT)
@often
def test_a_link_label_reads_as_itself(text: str, after: str) -> None:
    spans = (
        markdown_parser().parse(f"{link(text, 'https://e.x/a b?c=(d)&copy;')}{inline(after)}")[1].children
        or []
    )
    assert spans[0].type == "link_open"
    assert spans[0].attrs["href"] == "https://e.x/a%20b?c=%28d%29&copy;"
    end = next(place for place, span in enumerate(spans) if span.type == "link_close")
    assert "".join(span.content for span in spans[1:end]) == (text or "https://e.x/a b?c=(d)&copy;")


@given(TEXT)
@often
def test_emphasis_around_text_holds(text: str) -> None:
    if not text:
        return
    spans = markdown_parser().parse(f"**{inline(text)}**")[1].children or []
    kept = [span for span in spans if span.type != "text" or span.content]
    assert (kept[0].type, kept[-1].type) == ("strong_open", "strong_close")
    assert "".join(span.content for span in kept[1:-1]) == text


@given(TEXT, TEXT)
@often
def test_two_answers_side_by_side_make_no_third_thing(first: str, second: str) -> None:
    if first + second == "":
        return
    tokens = markdown_parser().parse(inline(first) + inline(second))
    assert blocks(tokens) == ["paragraph_open", "inline", "paragraph_close"]
    assert words(tokens[1]) == first + second


@given(TEXT)
@often
def test_code_keeps_its_text(text: str) -> None:
    one_line = text.replace("\n", " ")
    kept = re.sub("[\uf8e0-\uf8ea]", "\ufffd", one_line)
    spans = markdown_parser().parse(f"x {code(text)} y")[1].children or []
    if one_line.strip(" "):
        assert [span.content for span in spans if span.type == "code_inline"] == [kept]
    tokens = markdown_parser().parse(f"{fence(text)}\n\nend")
    assert tokens[0].type == "fence"
    assert tokens[0].content == re.sub("[\uf8e0-\uf8ea]", "\ufffd", text) + "\n"
    assert tokens[2].content == "end"


@given(TEXT)
@often
def test_yaml_quotes_any_text_as_one_scalar(text: str) -> None:
    scalar = yaml(text)
    assert "\n" not in scalar
    assert json.loads(scalar) == text


@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=4))
@example([("", True), ("a # ", False)])
@often
def test_joining_text_with_markdown_escapes_the_text_alone(pieces: list[tuple[str, bool]]) -> None:
    text = "".join(piece for piece, _ in pieces)
    result = joined(inline(piece) if is_ready else piece for piece, is_ready in pieces)
    if not isinstance(result, Markdown):
        assert result == text
        assert not any(is_ready for _, is_ready in pieces)
        return
    tokens = markdown_parser().parse(f"# x{heading(result)}")
    assert blocks(tokens) == ["heading_open", "inline", "heading_close"]
    assert words(tokens[1]).rstrip() == f"x{text}".rstrip()


@pytest.mark.parametrize(
    "text",
    ["R&D", "5 * 3", "about ~40", "a -> b", "unit_price", "< 5 %", "Great!", "(see page 3)", "-5 %", "3.5"],
)
def test_what_cannot_be_mistaken_needs_no_backslash(text: str) -> None:
    assert inline(f"{text} or so").removesuffix(" or so") == text


def test_markdown_is_not_escaped_twice() -> None:
    once = inline("*a* | b")
    assert inline(once) == heading(once) == once
    assert cell(once) == once
    assert Markdown("**a** ") + "*b*" == "**a** \\*b\\*"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:1",
        "java\nscript:1",
        "data:text/html,x",
        "file:///etc",
        "//x",
        "[",
        "",
    ],
)
def test_only_web_mail_and_telephone_addresses_are_links(address: str) -> None:
    assert url(address) == ""
    tokens = markdown_parser().parse(link("label", address))
    assert "link_open" not in {span.type for span in tokens[1].children or []}


def test_an_address_without_a_scheme_is_a_web_address() -> None:
    assert link("Offer", "example.com/offer") == "[Offer](<https://example.com/offer>)"
    assert link("Nowhere", None) == "Nowhere"
    assert link("Mail", "mailto:a@b.c") == "[Mail](<mailto:a@b.c>)"


# Prose -------------------------------------------------------------------------------------------


@given(TEXT, st.integers(1, 5))
@example("- a\n  ***\n", 3)
@example("- ***\n", 3)
@example("```\nopen", 3)
@example("![](x)~~~~x~~~~", 3)
@example("[a]: javascript:1\n\n[a]", 3)
@example("> " * 60 + "deep", 3)
@settings(max_examples=200, deadline=None)
def test_prose_stays_below_its_heading_and_swallows_nothing(text: str, below: int) -> None:
    title, written = "#" * below + " Title", prose(text, below)
    tokens = markdown_parser().parse(f"{title}\n\n{written}\nafter *all*\n\n| a |\n|---|\n\n[a] end")
    ranks = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert ranks[0] == below
    assert all(rank > below for rank in ranks[1:])
    tail = [token for token in tokens if token.type == "inline"][-3:]
    assert [token.content for token in tail] == ["after *all*", "a", "[a] end"]
    assert all(token.level == 1 for token in (tail[0], tail[2]))
    assert [span.type for span in tail[2].children or []] == ["text"]


@given(TEXT)
@example("a ![p](https://e.x/p.png) [b](javascript:1)")
@settings(max_examples=200, deadline=None)
def test_prose_holds_no_html_no_picture_and_no_dangerous_link(text: str) -> None:
    tokens = PARSERS["with HTML"].parse(prose(text))
    spans = [span for token in tokens for span in token.children or []]
    assert not {token.type for token in [*tokens, *spans]} & {"html_block", "html_inline", "image"}
    targets = [str(span.attrs["href"]) for span in spans if span.type == "link_open"]
    assert all(target.startswith(("http://", "https://", "mailto:", "tel:")) for target in targets)


@given(
    st.lists(
        st.sampled_from(
            [
                "*a*",
                "**b**",
                "`c|d`",
                "~~e~~",
                "\n",
                "\n\n",
                "- ",
                "1. ",
                "> ",
                "## ",
                " f ",
                "&amp;",
                "_g_",
                "\\*",
                "[h](https://e.x)",
                "  \n",
                "\n\n    ",
                "|",
                "---",
            ]
        ),
        max_size=14,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_prose_says_the_same_words(text: str) -> None:
    def said(parser: MarkdownIt, source: str) -> str:
        tokens = parser.parse(source)
        spans = [
            span
            for token in tokens
            for span in token.children or [token]
            if token.type in ("inline", "fence")
        ]
        return re.sub(r"[\s*_~]", "", "".join(span.content for span in spans))

    assert said(markdown_parser(), prose(text)) == said(answer_parser(), text)


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("One *line*, R&D. https://e.x", "One *line*, R&D. <https://e.x>"),
        ("# A\n\n### B\n\nC\n===", "#### A\n\n###### B\n\n#### C"),
        ("- a\n  - b\n- c", "* a\n  * b\n* c"),
        ("3. a\n4. b", "3) a\n4) b"),
        ("- a\n\n* b", "* a\n\n+ b"),
        ("```py\nopen", "```py\nopen\n```"),
        ("~~~\n```\n~~~", "````\n```\n````"),
        ("a  \nb\nc", "a\\\nb\\\nc"),
        ("<b>x</b> <script>", "\\<b>x\\</b> \\<script>"),
        ("![plan](https://e.x/p.png)", "[plan](<https://e.x/p.png>)"),
        ("![](https://e.x/p.png)", f"[{PICTURE}](<https://e.x/p.png>)"),
        ("[notes](notes.md)", "notes (notes.md)"),
        ("[a]: https://e.x\n\n[a]", "\\[a\\]: <https://e.x>\n\n\\[a\\]"),
        ("    indented", "indented"),
        ("|a|b|\n|-|-:|\n|`x\\|y`|2|", "| a | b |\n| --- | --: |\n| `x\\|y` | 2 |"),
        ("> q\n\n---", "> q\n\n___"),
        ("<https://e.x> <me@e.x>", "<https://e.x> <me@e.x>"),
    ],
)
def test_prose_is_written_plainly(typed: str, document: str) -> None:
    assert prose(typed, 3).strip("\n") == document


def test_prose_in_a_list_item_stays_in_it() -> None:
    tokens = markdown_parser().parse(
        "- " + str(prose("one\n\n- two\n\n```\n\nthree", prefix="  ")) + "\nafter"
    )
    top = [token.type for token in tokens if token.level == 0 and token.nesting == 1]
    assert top == ["bullet_list_open", "paragraph_open"]


def test_prose_needs_a_heading_to_stand_below() -> None:
    with pytest.raises(ValueError, match="level 1 to 5"):
        prose("x", 6)


# Time --------------------------------------------------------------------------------------------

PATTERNS = [
    "a",
    "*",
    "_",
    "**a ",
    "[",
    "]",
    "[a](",
    "![",
    "`",
    "``a",
    "<",
    "<a ",
    "&",
    "&amp",
    "http://",
    "https://a.b-",
    "#",
    " #",
    "- ",
    "1. ",
    ">",
    "\n",
    " \n",
    "|",
    "|-",
    "\\",
    "~~",
    "\t",
    "(http://a.b",
    "a\n\n",
    "- a\n",
    "~~~a\n",
]


@pytest.mark.parametrize("write", [inline, cell, block, code, yaml, prose])
def test_writing_takes_time_in_proportion_to_the_text(write: Callable[[str], str]) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        for pattern in PATTERNS:
            write((pattern * length)[:length])
        return time.process_time() - started

    seconds(1_000)
    # Eight times the text: eight times the time, not sixty-four; with room for a busy machine.
    assert seconds(16_000) < 24 * max(seconds(2_000), 0.005)
