"""The scorecard: thirteen dimensions, each rated by one digit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from icp_tui.insight.framework import scorecard
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.records import Dimension, Rating
from icp_tui.tui import scoring
from icp_tui.tui.widgets.board import Spot
from icp_tui.tui.widgets.line_board import LineBoard, Painted


class Scorecard(LineBoard):
    """All dimensions, rated or not; a rating is made by its first digit."""

    def places(self, answers: Answers) -> Sequence[str]:
        """All dimensions in the order of the method."""
        return [dimension.value for dimension in Dimension]

    def place_of(self, record: Record) -> str | None:
        """The dimension that a rating rates."""
        return record.dimension.value if isinstance(record, Rating) and record.dimension else None

    def spot(self, answers: Answers, place: str) -> Spot:
        """The rating that counts for a dimension."""
        rating = scorecard(answers).row(_dimension(place)).rating
        return Spot(rating, Rating, answers.profile_id, {"dimension": place})

    def painted(self, answers: Answers, at: str | None, width: int, mark: Text) -> Painted:
        """The three groups, what the dimension in view asks, the scale."""
        card, inks = scorecard(answers), self.inks
        here = _dimension(at)
        foot = [*scoring.asked(here, inks, width), scoring.keys(inks, width)]
        groups = scoring.groups(card, inks)
        height = sum(1 + len(dimensions) for _, dimensions in groups) + len(foot)
        spaced = height + len(groups) <= self._room
        rows = scoring.rows(card, here, inks, width, mark)
        body: list[tuple[str | None, Text]] = []
        for heading, dimensions in groups:
            body += [(None, Text())] if spaced and body else []
            body.append((None, heading))
            body += [(dimension.value, rows[dimension]) for dimension in dimensions]
        return Painted([], body, [Text(), *foot] if spaced else foot)

    def typed(self, answers: Answers, place: str, key: str) -> None:
        """Rate by a digit, or take the score back."""
        if key in ("0", "1", "2", "3", "4"):
            self.post_message(self.Answered(self.spot(answers, place), "score", key))
        elif key in ("backspace", "delete"):
            self.post_message(self.Answered(self.spot(answers, place), "score", ""))


def _dimension(place: str | None) -> Dimension:
    return Dimension.of(place) or Dimension.READY
