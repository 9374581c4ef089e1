"""The attributes for templates: the chosen ones with what bears them out, and how well customers fit.

A protected trait is only ever described: it has a name and a target here, and neither an importance nor a
figure, and is never among the chosen (check L22). What was not held against a comparison group has no lift.
"""

from __future__ import annotations

from decimal import Decimal

from icp_tui.documents.markdown import Answer
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.documents.wording import Wording
from icp_tui.formats import probability
from icp_tui.insight.attributes import (
    Comparison,
    Counted,
    Label,
    chosen,
    comparisons,
    is_protected,
)
from icp_tui.insight.customers import ENOUGH, best
from icp_tui.insight.fit import DEFAULT_BOUNDS, Tier, TierRow, by_tier, scored_attributes
from icp_tui.method.choices import YesNo
from icp_tui.method.records import Attribute, Trait


class AttributeContext:
    """The attributes of one profile as plain values."""

    def __init__(self, maker: RecordValues) -> None:
        """Hold the attributes of `maker.answers` against its customers."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording
        self.compared = comparisons(self.answers)
        self.of_attribute = {found.attribute.id: found for found in self.compared.attributes}

    def values(self) -> Values:
        """The attributes for templates.

        Returns:
            `chosen`, the most important first; `others`, not chosen; `described`, protected, with nothing but
            `title`, `name` and `target`; `compared`, whether there is a comparison group; `tested`, how many
            were held against it, and `luck`, how many of these luck alone would let pass; `hypothesis`, a
            sentence while fewer than ten best customers bear them out; `tiers`, see `_tier`.
        """
        told = [a for a in self.answers.of(Attribute) if says_something(self.answers, a)]
        selected = [a for a in chosen(self.answers) if a in told]
        luck = Decimal(str(self.compared.luck))
        return {
            "chosen": [self.attribute(attribute) for attribute in selected],
            "others": [
                self.attribute(attribute)
                for attribute in told
                if attribute not in selected and not is_protected(attribute)
            ],
            "described": [self._described(attribute) for attribute in told if is_protected(attribute)],
            "compared": any(
                found.comparison.known + found.comparison.unknown for found in self.compared.attributes
            ),
            "tested": self.compared.tested,
            "luck": self.wording.figure(luck, 2) if self.compared.tested else None,
            "hypothesis": self._hypothesis() if selected else None,
            "tiers": [self._tier(row) for row in self._tiers()],
        }

    def attribute(self, attribute: Attribute) -> Values:
        """An attribute with its `weight` in words, how many have it, and what that says.

        `best` and `comparison` are such as “9 of 10”, `lift` “2.71 times”, `says` the label in words with
        p, the chance that it is luck, and `label` the stored one; `ground` is how the target is known.
        """
        found = self.of_attribute[attribute.id]
        says = None if found.label is Label.NO_COMPARISON else self.wording.words(found.label.words)
        if says and found.p is not None:
            chance = probability(found.p, self.wording.language)
            says = self.wording.say("{label} (p {chance})", label=says, chance=chance)
        ground = self.answers.mark(attribute.id, "target").ground
        return {
            **self.maker.of(attribute),
            "weight": self._weight(attribute),
            "best": self._counted(attribute, found.best),
            "comparison": self._counted(attribute, found.comparison),
            "lift": self._lift(found),
            "label": found.label.value,
            "says": says,
            "ground": self.wording.words(ground.words) if ground else None,
        }

    def _described(self, attribute: Attribute) -> Values:
        made = self.maker.of(attribute)
        return {name: made[name] for name in ("title", "name", "target")}

    def _weight(self, attribute: Attribute) -> Answer | None:
        """What it counts in the score, such as “5 of 5, must have”."""
        if attribute.trait is Trait.COMMON:
            text = self.wording.say("none: merely common")
            return self.maker.answer(attribute, "trait", text)
        question = attribute.questions["importance"]
        importance = attribute.importance
        parts = [self.wording.answer(question, importance)] if importance is not None else []
        if attribute.must_have is YesNo.YES:
            parts.append(self.wording.say("must have"))
        return self.maker.answer(attribute, "importance", ", ".join(parts)) if parts else None

    def _counted(self, attribute: Attribute, found: Counted) -> Answer | None:
        """How many of the known have it, and of how many that is not known."""
        if not found.known:
            return None
        text = self.wording.say("{n} of {all}", n=found.yes, all=found.known)
        if found.unknown:
            text = self.wording.say("{counted}, {n} unknown", counted=text, n=found.unknown)
        return self.maker.answer(attribute, "name", text)

    def _lift(self, found: Comparison) -> Answer | None:
        if found.lift is None:
            return None
        # Labels turn at hundredths.
        times = self.wording.figure(Decimal(str(found.lift)), 2)
        return self.maker.answer(found.attribute, "name", self.wording.say("{n} times", n=times))

    def _hypothesis(self) -> str | None:
        """What too few best customers mean (R-061); None where there are enough."""
        number = sum(says_something(self.answers, customer) for customer in best(self.answers))
        if number >= ENOUGH:
            return None
        if not number:
            return self.wording.say(
                "No best customer bears this out yet: it is a hypothesis until there are ten."
            )
        return self.wording.count(
            number,
            "Only one best customer bears this out so far: it is a hypothesis until there are ten.",
            "Only {n} best customers bear this out so far: it is a hypothesis until there are ten.",
        )

    def _tiers(self) -> list[TierRow]:
        """The tiers in which there is a customer; none where no customer can be given one."""
        rows = [row for row in by_tier(self.answers) if row.count] if scored_attributes(self.answers) else []
        return rows if any(row.tier for row in rows) else []

    def _tier(self, row: TierRow) -> Values:
        """A tier: its `name` and `points`; `count`, `revenue` and `effort` of its customers."""
        says_when = any(c.per for c in row.customers if c.price_paid is not None)
        revenue = self.wording.money(row.revenue.value) if row.revenue.is_known else None
        if revenue and says_when:
            revenue = self.wording.say("{amount} a year", amount=revenue)
        hours = row.effort.value
        # A fraction takes the form of the many; gettext knows no other.
        number = int(hours) if hours == hours.to_integral_value() else 5
        effort = self.wording.count(
            number, "{n} hour a month", "{n} hours a month", n=self.wording.figure(hours)
        )
        return {
            "name": row.tier.value if row.tier else self.wording.say("not known yet"),
            "points": points(row.tier, self.wording),
            "count": row.count,
            "revenue": self.wording.at_least(revenue, row.revenue) if revenue else None,
            "effort": self.wording.at_least(effort, row.effort) if row.effort.is_known else None,
        }


def points(tier: Tier | None, wording: Wording) -> str | None:
    """Of how many points of 100 a tier is; None where it has no bounds."""
    least = {Tier.A: DEFAULT_BOUNDS.a, Tier.B: DEFAULT_BOUNDS.b, Tier.C: DEFAULT_BOUNDS.c}
    if tier in least:
        return wording.say("from {n}", n=wording.number(Decimal(least[tier])))
    return wording.say("below {n}", n=wording.number(Decimal(DEFAULT_BOUNDS.c))) if tier is Tier.D else None
