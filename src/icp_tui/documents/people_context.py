"""The people for templates: the ideal customer, who takes part in the purchase, and whom not to serve."""

from __future__ import annotations

from icp_tui.documents.markdown import Answer
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.insight.composing import compose_statement, compose_story
from icp_tui.method.records import Part, Persona, RedFlag, Severity

GRAVEST_FIRST = (Severity.KNOCK_OUT, Severity.PENALTY, Severity.NOTE, None)
"""The order of red flags; one that was not weighed comes last."""


class PeopleContext:
    """Statement and story, personas and red flags of one profile as plain values."""

    def __init__(self, maker: RecordValues) -> None:
        """Read the records of `maker.answers`."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording

    def values(self) -> Values:
        """`ideal`, `personas` and `buying_group` (`part`, `who`), `red_flags` and the `knock_outs` of them.

        `ideal` has `statement` and `story`, and in `statement_drafted` and `story_drafted` whether they were
        only put together from the answers.
        """
        personas = [p for p in self.answers.of(Persona) if says_something(self.answers, p)]
        flags = [flag for flag in self.answers.of(RedFlag) if says_something(self.answers, flag)]
        flags.sort(key=lambda flag: GRAVEST_FIRST.index(flag.severity))
        return {
            "ideal": {
                **self._told_or_drafted("statement"),
                **self._told_or_drafted("story"),
            },
            "personas": [self.maker.of(persona) for persona in personas],
            "buying_group": self._buying_group(personas),
            "red_flags": [self._flag(flag) for flag in flags],
            "knock_outs": [self._flag(flag) for flag in flags if flag.severity is Severity.KNOCK_OUT],
        }

    def _told_or_drafted(self, name: str) -> Values:
        """The consultant's own words; in a draft, else, what can be put together from the answers."""
        profile = self.answers.profile
        own = self.maker.of(profile)[name]
        if own is not None or not self.maker.mark_guesses:
            return {name: own, f"{name}_drafted": False}
        compose = compose_statement if name == "statement" else compose_story
        drafted = compose(self.answers)
        answer = self.maker.answer(profile, name, drafted) if drafted else None
        return {name: answer, f"{name}_drafted": bool(drafted)}

    def _buying_group(self, personas: list[Persona]) -> list[Values]:
        """Who plays each part in the purchase; `who` is empty where nobody is named."""
        if not any(persona.parts for persona in personas):
            return []
        return [
            {
                "part": self.wording.words(part.words),
                "who": [self.maker.title(persona) for persona in personas if part in (persona.parts or ())],
                # Without these there is no order (check L32).
                "needed": part in (Part.DECIDES, Part.PAYS),
            }
            for part in Part
        ]

    def _flag(self, flag: RedFlag) -> Values:
        """A red flag with how `grave` it is, such as “penalty, 10 points”."""
        return {**self.maker.of(flag), "grave": self._grave(flag)}

    def _grave(self, flag: RedFlag) -> Answer | None:
        if flag.severity is None:
            return None
        text = self.wording.words(flag.severity.words)
        if flag.severity is Severity.PENALTY and flag.points is not None:
            points = self.wording.count(int(flag.points), "{n} point", "{n} points")
            text = self.wording.say("{severity}, {points}", severity=text, points=points)
        return self.maker.answer(flag, "severity", text)
