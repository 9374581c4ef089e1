"""The board on which attributes are chosen and weighed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from icp_tui.insight.attributes import Comparison, Comparisons, Label, comparisons
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.library import WHY_PROTECTED
from icp_tui.method.records import Attribute, Trait
from icp_tui.texts import say
from icp_tui.tui import choosing
from icp_tui.tui.widgets.board import Spot
from icp_tui.tui.widgets.line_board import LineBoard, Painted


class ChoiceBoard(LineBoard):
    """All attributes: which of them are chosen, how much each weighs, and what the answers say of it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start without attributes."""
        super().__init__(id=id, classes=classes)
        self._compared: tuple[Answers, Comparisons] | None = None

    def _found(self, answers: Answers) -> Comparisons:
        """What the answers say; worked out once for the same answers."""
        if self._compared is None or self._compared[0] is not answers:
            self._compared = (answers, comparisons(answers))
        return self._compared[1]

    def places(self, answers: Answers) -> Sequence[str]:
        """All attributes in their order."""
        return [attribute.id for attribute in answers.of(Attribute)]

    def place_of(self, record: Record) -> str | None:
        """Where an attribute stands."""
        return record.id if isinstance(record, Attribute) else None

    def spot(self, answers: Answers, place: str) -> Spot:
        """The attribute."""
        return Spot(answers.get(place), Attribute, answers.profile_id)

    def painted(self, answers: Answers, at: str | None, width: int, mark: Text) -> Painted:
        """The number chosen, the attributes, the keys."""
        found, inks = self._found(answers), self.inks
        if not found.attributes:
            words = say("There is nothing to choose from yet: the page “Collect” comes first.")
            return Painted([], [(None, Text(f"  {words}", inks.quiet))], [])
        head = choosing.head(found, inks, width)
        drawn = choosing.rows(found.attributes, at, inks, width, mark)
        here = next((one for one in found.attributes if one.attribute.id == at), None)
        foot = [choosing.keys(choosing.suggested_weight(here) if here else None, inks, width)]
        if self._room >= len(head) + len(drawn) + len(foot) + 2:
            head, foot = [*head, Text()], [Text(), *foot]
        ids = [one.attribute.id for one in found.attributes]
        return Painted(head, list(zip(ids, drawn, strict=True)), foot)

    def typed(self, answers: Answers, place: str, key: str) -> None:
        """Choose, weigh, or say what an attribute is good for."""
        one = next(one for one in self._found(answers).attributes if one.attribute.id == place)
        if one.label is Label.PROTECTED and key in ("space", "w", "c", "s", "m", *"12345"):
            self._say(str(WHY_PROTECTED))
            return
        match key:
            case "space":
                self._choose(answers, one)
            case "w":
                self._answer(answers, place, "trait", Trait.WANTED.value)
            case "c":
                self._answer(answers, place, "trait", Trait.COMMON.value)
                if one.attribute.chosen is YesNo.YES:
                    self._warn_of_common()
            case "1" | "2" | "3" | "4" | "5":
                self._answer(answers, place, "importance", key)
            case "0" | "backspace" | "delete":
                self._answer(answers, place, "importance", "")
            case "m":
                self._turn(answers, one.attribute, "must_have")
            case "s":
                self._take_suggested(answers, one)

    def _choose(self, answers: Answers, one: Comparison) -> None:
        if self._turn(answers, one.attribute, "chosen") and choosing.is_common(one):
            self._warn_of_common()

    def _take_suggested(self, answers: Answers, one: Comparison) -> None:
        if one.suggested_weight is None:
            self._say(say("The answers suggest no weight for this one."))
        else:
            self._answer(answers, one.attribute.id, "importance", str(one.suggested_weight))

    def _turn(self, answers: Answers, attribute: Attribute, field: str) -> bool:
        """Turn a yes on or off; gives whether it is on then."""
        on = getattr(attribute, field) is not YesNo.YES
        self._answer(answers, attribute.id, field, YesNo.YES.value if on else "")
        return on

    def _answer(self, answers: Answers, place: str, field: str, raw: str) -> None:
        self.post_message(self.Answered(self.spot(answers, place), field, raw))

    def _warn_of_common(self) -> None:
        self._say(say("It is common: it does not tell the best from the lost. Chosen all the same."))

    def _say(self, words: str) -> None:
        self.app.notify(words, severity="warning", timeout=5, markup=False)
