"""Ready-made answers, offered while somebody types and never forced: which fit, and the place among them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rich.text import Text

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question
from icp_tui.tui.theme import Inks

MOST = 5
"""How many are shown at once."""

Offer = tuple[str, str]
"""A ready-made answer and one line about it."""


class Offers:
    """The state of one list of offers: nothing is chosen until one goes down into it."""

    def __init__(self, find: Callable[[str], Sequence[Offer]]) -> None:
        """Offer what `find` gives for the text typed so far."""
        self._find = find
        self._found: Sequence[Offer] = ()
        self.place: int | None = None

    def look_for(self, typed: str) -> None:
        """Offer what fits the text; an answer that is typed out needs no offer."""
        self._found = [offer for offer in self._find(typed) if offer[0] != typed.strip()]
        self.place = None

    @property
    def chosen(self) -> str | None:
        """The answer at the place; None while one only types."""
        return None if self.place is None else self._found[self.place][0]

    def move(self, steps: int) -> bool:
        """Go up or down among the offers; False where that leads out at the top, or there are none."""
        if not self._found:
            return False
        at = -1 if self.place is None else self.place
        if at + steps < 0:
            was_in, self.place = self.place is not None, None
            return was_in
        self.place = min(at + steps, len(self._found) - 1)
        return True

    @property
    def start(self) -> int:
        """Which offer stands in the first line that is shown."""
        return max(0, (self.place or 0) - MOST + 1)

    def choose_line(self, line: int) -> bool:
        """Choose the offer in a line that is shown (0 is the first); False where none stands there."""
        if not 0 <= line < len(self._found[self.start : self.start + MOST]):
            return False
        self.place = self.start + line
        return True

    @property
    def height(self) -> int:
        """How many lines are shown."""
        return min(len(self._found), MOST)

    def lines(self, inks: Inks) -> list[Text]:
        """At most `MOST` of the offers, around the place."""
        start = self.start
        made = []
        for place, (title, about) in list(enumerate(self._found))[start : start + MOST]:
            here = place == self.place
            line = Text.assemble(
                ("▸ " if here else "  ", inks.here), (title, inks.strong if here else inks.quiet)
            )
            made.append(line.append(f"   {about}", inks.dim))
        left = len(self._found) - start - MOST
        if left > 0 and made:
            made[-1].append(f"   … +{left}", inks.dim)
        return made


def offers_for(
    question: Question, answers: Answers, *, taken: Collection[str] = (), protected: bool = False
) -> Offers | None:
    """The offers of a question's library in the profile's mode; None where it has none."""
    if not question.library:
        return None
    # The words of all lists, 5 ms, that only a page with one needs.
    from icp_tui.method.library import matching, offered  # noqa: PLC0415

    entries = offered(question.library, answers.profile.mode, protected=protected)
    return Offers(
        lambda typed: [(str(entry.title), str(entry.hint)) for entry in matching(entries, typed, taken)]
    )
