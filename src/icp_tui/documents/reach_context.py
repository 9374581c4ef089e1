"""Reach and use for templates: where to meet them, who else courts them, what was found out and learnt."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from icp_tui.documents.markdown import Answer
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.method.declaration import Record
from icp_tui.method.records import Channel, Competitor, Finding, Review, Stage, Touchpoint

R = TypeVar("R", bound=Record)

STAGES = (*Stage, None)


class ReachContext:
    """Channels, touchpoints, competitors, findings and reviews of one profile as plain values."""

    def __init__(self, maker: RecordValues) -> None:
        """Read the records of `maker.answers`."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording

    def values(self) -> Values:
        """`channels`, `touchpoints` by stage, `competitors`, `findings` and `reviews`, the latest one first.

        A channel also has its `place_and_kind`, such as “Trade fair (in real life)”; a finding its `origin`,
        such as “customer survey, 20 Oct 2026 (Quellmoor Foods)”, and `details` (`label`, `text`), what else
        is asked of a source like its own.
        """
        touchpoints = sorted(self._told(Touchpoint), key=lambda point: STAGES.index(point.stage))
        reviews = sorted(self._told(Review), key=lambda review: review.dated or dt.date.min, reverse=True)
        return {
            "channels": [self._channel(channel) for channel in self._told(Channel)],
            "touchpoints": [self.maker.of(point) for point in touchpoints],
            "competitors": [self.maker.of(competitor) for competitor in self._told(Competitor)],
            "findings": [self._finding(finding) for finding in self._told(Finding)],
            "reviews": [self.maker.of(review) for review in reviews],
        }

    def _told(self, kind: type[R]) -> list[R]:
        return [record for record in self.answers.of(kind) if says_something(self.answers, record)]

    def _channel(self, channel: Channel) -> Values:
        title = self.maker.title(channel)
        if channel.medium is None:
            return {**self.maker.of(channel), "place_and_kind": title}
        kind = self.wording.words(channel.medium.words)
        place = self.maker.answer(
            channel, "place", self.wording.say("{place} ({kind})", place=title, kind=kind)
        )
        return {**self.maker.of(channel), "place_and_kind": place}

    def _finding(self, finding: Finding) -> Values:
        made = self.maker.of(finding)
        return {
            **made,
            "origin": self._origin(finding),
            "details": [
                {"label": self.wording.words(question.label), "text": made[name]}
                for name, question in finding.questions.items()
                if question.only and question.asked_of(finding) and made[name]
            ],
        }

    def _origin(self, finding: Finding) -> Answer | None:
        """Where a finding comes from, when, and from or about whom."""
        made = self.maker.of(finding)
        text = ", ".join(str(made[name]) for name in ("source", "dated") if made[name])
        about = ", ".join(str(made[name]) for name in ("customer", "competitor") if made[name])
        if about:
            text = self.wording.say("{origin} ({about})", origin=text, about=about) if text else about
        return self.maker.answer(finding, "source", text) if text else None
