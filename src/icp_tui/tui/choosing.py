"""The attributes as lines to choose and weigh: which are chosen, what each weighs, what the answers say.

Pure. Every sign has a word or a place of its own beside its colour. The columns are as wide as the widest
answer in them, so nothing moves while one goes up and down.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from icp_tui.formats import fixed
from icp_tui.insight.attributes import (
    FEWEST_CHOSEN,
    MOST_CHOSEN,
    Comparison,
    Comparisons,
    HowMany,
    Label,
    how_many,
)
from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import NO_WORDS
from icp_tui.method.records import Trait
from icp_tui.texts import Words, _, count, interface_language, say
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import first_part
from icp_tui.tui.widgets.sheet import wrapped

BEYOND = 5
"""How far the bar goes beyond its end where there are too many."""

HEAVIEST = 5
"""The highest importance."""

SUGGESTED: tuple[tuple[Words, int], ...] = (
    (_("suggests {weight}"), 34),
    (_("→ {weight}"), 20),
    (NO_WORDS, 0),
)
"""How a suggested weight is said: in full, in short, not at all; and the columns each leaves the name."""

LEAST_TARGET = 10
"""Columns below which a target says too little to be shown."""


def head(found: Comparisons, inks: Inks, width: int) -> list[Text]:
    """How many are chosen, whether that is a good number, and what luck alone may have done."""
    chosen = sum(is_chosen(one) for one in found.attributes)
    state = how_many(chosen)
    ink = inks.good if state is HowMany.RIGHT else inks.warn
    bar = Text.assemble(("━" * min(chosen, MOST_CHOSEN), ink), ("─" * (MOST_CHOSEN - chosen), inks.rule))
    bar.append("━" * min(chosen - MOST_CHOSEN, BEYOND), inks.bad)
    counted = Text(count(chosen, "{n} chosen", "{n} chosen"), inks.strong)
    words = Text(_judged(chosen, state), inks.dim if state is HowMany.RIGHT else ink)
    return [Text.assemble("  ", counted, "  ", bar, "  ", words), *_luck(found, inks, width)]


def _judged(chosen: int, state: HowMany) -> str:
    match state:
        case HowMany.TOO_FEW:
            return count(
                FEWEST_CHOSEN - chosen,
                "choose {n} more: five to seven is best",
                "choose {n} more: five to seven is best",
            )
        case HowMany.RIGHT:
            return say("five to seven is best, ten at most")
        case HowMany.MANY:
            return say("fewer is clearer: five to seven is best")
    return say("too many: nobody keeps more than ten in mind")


def _luck(found: Comparisons, inks: Inks, width: int) -> list[Text]:
    """What to think of a distinctive one, where there is any."""
    if not any(one.label is Label.DISTINCTIVE for one in found.attributes):
        return []
    words = say(
        "Of {tested} tested, luck alone lets {luck} pass: does each make sense?",
        tested=found.tested,
        luck=fixed(found.luck, 2, interface_language()),
    )
    return [Text.assemble("  ", line) for line in wrapped(Text(words, inks.quiet), width - 2)]


def is_chosen(one: Comparison) -> bool:
    """Whether it is one of the few; what is protected never is (check L22)."""
    return one.attribute.chosen is YesNo.YES and one.label is not Label.PROTECTED


def rows(found: Sequence[Comparison], at: str | None, inks: Inks, width: int, mark: Text) -> list[Text]:
    """One line for each attribute in `width` columns; the one with the id `at` has the cursor's `mark`."""
    table, sizes = _fitted(found, inks, width - 4)
    drawn = []
    for one, cells in zip(found, table, strict=True):
        here = one.attribute.id == at
        if here:
            cells[0].stylize(inks.strong)
        box = "· " if one.label is Label.PROTECTED else "■ " if is_chosen(one) else "□ "
        line = Text.assemble(mark if here else "  ", (box, inks.accent if is_chosen(one) else inks.dim))
        parts = [cell(text, size) for text, size in zip(cells, sizes, strict=True) if size]
        drawn.append(line.append_text(Text("  ").join(parts)))
    return drawn


def _fitted(found: Sequence[Comparison], inks: Inks, width: int) -> tuple[list[list[Text]], list[int]]:
    """The cells of each attribute, and how broad each column is; 0 for one that is left out.

    The name comes first: for it the suggestion is shortened and left out, then the target is left out.
    """
    for words, least in SUGGESTED:
        table = [_cells(one, words, inks) for one in found]
        sizes = [max(row[n].cell_len for row in table) for n in range(len(table[0]))]
        room = width - sum(size + 2 for size in sizes[2:] if size)
        if room >= min(sizes[0], least):
            break
    target = min(sizes[1], room - 2 - sizes[0])
    sizes[:2] = [max(8, min(sizes[0], room)), target if target >= LEAST_TARGET else 0]
    return table, sizes


def cell(text: Text, width: int) -> Text:
    """`text` in exactly `width` columns, cut with a mark where it is longer."""
    text = text.copy()
    text.truncate(width, overflow="ellipsis")
    return text.append(" " * (width - text.cell_len))


def _cells(one: Comparison, suggested: Words, inks: Inks) -> list[Text]:
    """Name, target, what was said of it, its weight, the one suggested, must-have, what the answers say."""
    name = first_part(one.attribute.name or "…")
    target = Text(first_part(one.attribute.target or ""), inks.dim)
    if one.label is Label.PROTECTED:
        only = Text(say("description only"), inks.quiet)
        return [Text(name, inks.dim), target, Text(), Text(), Text(), Text(), only]
    weight, other = one.attribute.importance or 0, suggested_weight(one)
    return [
        Text(name),
        target,
        _trait(one, inks),
        Text.assemble(("■" * weight, inks.accent), ("□" * (HEAVIEST - weight), inks.dim)),
        Text(str(suggested).format(weight=other), inks.dim) if other else Text(),
        Text(say("must"), inks.strong) if one.attribute.must_have is YesNo.YES else Text(),
        _says(one, inks),
    ]


def _trait(one: Comparison, inks: Inks) -> Text:
    match one.attribute.trait:
        case Trait.WANTED:
            return Text(say("wanted"))
        case Trait.COMMON if is_chosen(one):
            return Text(say("! common"), inks.warn)
        case Trait.COMMON:
            return Text(say("common"), inks.dim)
    return Text("·", inks.dim)


def _says(one: Comparison, inks: Inks) -> Text:
    """What the answers say: the label and the lift; how frequent it is where nothing can be compared."""
    if one.label is Label.NO_COMPARISON:
        if not one.best.known:
            return Text(say("no answers yet"), inks.dim)
        return Text(say("{yes} of {known} have it", yes=one.best.yes, known=one.best.known), inks.dim)
    ink = {Label.DISTINCTIVE: inks.good, Label.HINT: inks.plain}.get(one.label, inks.dim)
    words = Text(str(one.label.words), ink)
    if one.lift is not None:
        words.append(f" {fixed(one.lift, 2, interface_language())}")
    return words


def suggested_weight(one: Comparison) -> int | None:
    """The importance that the answers suggest, where it is another than the one given."""
    return one.suggested_weight if one.suggested_weight != one.attribute.importance else None


def keys(suggested: int | None, inks: Inks, width: int) -> Text:
    """The keys of the board as far as they fit; one takes the weight `suggested` for this attribute."""
    first = [say("space choose"), say("w wanted"), say("c common"), say("1–5 weight"), say("m must-have")]
    form, take = [say("Enter form")], []
    if suggested:
        take = [say("s takes {weight}", weight=suggested)]
    fullest_first = (
        " · ".join(parts) for parts in ([*first, *form, *take], [*first, *(take or form)], first)
    )
    line = next((line for line in fullest_first if cell_len(line) + 2 <= width), " · ".join(first))
    return Text(f"  {line}", inks.dim)


def is_common(one: Comparison) -> bool:
    """Whether the lost have it as well, by what was said of it or by the answers."""
    return one.attribute.trait is Trait.COMMON or one.label is Label.COMMON_ONLY
