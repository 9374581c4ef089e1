"""The sales thread for templates: each objective with its process, problems, proof, questions and objections.

What belongs together stands together, and figures are worked out here, so that a template only has to
print. Nothing refers back to what holds it: a proof knows the titles of what it proves, not the records.
Records that say nothing yet are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from typing import TypeVar

from icp_tui.documents.markdown import Answer
from icp_tui.documents.processes import described_totals, differences
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.formats import rounded
from icp_tui.insight.chain import objective_of
from icp_tui.insight.value import Comparison, compare, cost_a_year, cost_of_problems, process_gain
from icp_tui.method.choices import Ground, Period, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    DiscoveryQuestion,
    Evidence,
    EvidenceKind,
    Objection,
    Objective,
    Permission,
    Problem,
    ProcessStep,
    QuestionStage,
    Side,
)

R = TypeVar("R", bound=Record)

ABOUT_A_CUSTOMER = frozenset(
    {EvidenceKind.NUMBER, EvidenceKind.CASE, EvidenceKind.QUOTE, EvidenceKind.REFERENCE_CALL}
)
"""Kinds of proof that can hardly be given without speaking of a customer."""

OPENING_QUOTES = {"“": "”", "„": "”“", "«": "»", "»": "«", '"': '"'}
"""Quotes that people put around what was said, with what may close them."""

NO_STEP: Values = {"title": None, "effort": None}
"""What stands beside the last steps of the longer process."""


class ThreadContext:
    """The objectives of one profile and what hangs on them, as plain values."""

    def __init__(self, maker: RecordValues) -> None:
        """Read the records of `maker.answers`."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording
        told = [objective for objective in self.answers.of(Objective) if self._has_words(objective)]
        self.objectives = [objective for objective in told if objective.can_help is not YesNo.NO]
        self.declined = [objective for objective in told if objective.can_help is YesNo.NO]
        self.proofs = sorted(self._told(self.answers.of(Evidence)), key=lambda proof: -(proof.strength or 0))
        self.objections = sorted(
            self._told(self.answers.of(Objection)), key=lambda said: -(said.times_heard or Decimal(0))
        )

    def _has_words(self, objective: Objective) -> bool:
        below = (ProcessStep, Problem, DiscoveryQuestion)
        return says_something(self.answers, objective) or any(
            self._told(self.answers.of(kind, objective.id)) for kind in below
        )

    def _told(self, records: Iterable[R]) -> list[R]:
        return [record for record in records if says_something(self.answers, record)]

    # What hangs on what

    def problems(self, objective: Objective) -> list[Problem]:
        """The problems on the way to an objective."""
        return self._told(self.answers.of(Problem, objective.id))

    def questions(self, objective: Objective) -> list[DiscoveryQuestion]:
        """The questions about an objective and its problems."""
        return self._told(self.answers.of(DiscoveryQuestion, objective.id))

    def questions_about(self, problem: Problem) -> list[DiscoveryQuestion]:
        """The questions that bring up a problem."""
        return self._told(self.answers.linking(DiscoveryQuestion, "problem", problem.id))

    def proofs_of(self, record: Problem | Objective) -> list[Evidence]:
        """The proofs of a problem; of an objective also those of its problems. The strongest first."""
        proved = {record.id}
        if isinstance(record, Objective):
            proved.update(problem.id for problem in self.problems(record))
        return [
            proof
            for proof in self.proofs
            if proved.intersection((*(proof.proves_objectives or ()), *(proof.proves_problems or ())))
        ]

    # As plain values

    def thread(self, objective: Objective, number: int) -> Values:
        """An objective with everything that hangs on it."""
        problems = [self.problem(problem) for problem in self.problems(objective)]
        proofs = [self.proof(proof) for proof in self.proofs_of(objective)]
        questions = [self.maker.of(question) for question in self.questions(objective)]
        said = [o for o in self.objections if objective_of(self.answers, o) == objective.id]
        return {
            **self.maker.of(objective),
            "number": number,
            **self._process(objective),
            "problems": problems,
            "problem_count": len(problems),
            "cost_a_year": self.cost_of([objective]),
            "proofs": proofs,
            "proof_count": len(proofs),
            "questions": questions,
            "question_count": len(questions),
            "question_groups": self._groups(objective),
            "objections": [self.objection(objection) for objection in said],
        }

    def cost_of(self, objectives: Iterable[Objective]) -> str | None:
        """What the problems of some objectives cost, such as “at least €7,680 a year (partly assumed)”.

        None where no cost is known.
        """
        problems = [problem for objective in objectives for problem in self.problems(objective)]
        total = cost_of_problems(problems)
        if not total.is_known:
            return None
        words = self.wording.say("{amount} a year", amount=self.wording.money(total.value))
        words = self.wording.at_least(words, total)
        counted = [problem for problem in problems if cost_a_year(problem) is not None]
        if self.maker.mark_guesses and any(map(self._cost_is_assumed, counted)):
            return self.wording.say("{cost} (partly assumed)", cost=words)
        return words

    def _cost_is_assumed(self, problem: Problem) -> bool:
        return any(self.maker.is_assumed(problem, field) for field in ("times", "cost_each"))

    def problem(self, problem: Problem) -> Values:
        """A problem with its cost, its questions and its proof."""
        cost = cost_a_year(problem)
        guess = self.maker.guess(problem, "times", "cost_each")
        return {
            **self.maker.of(problem),
            "how_often": self._how_often(problem),
            "cost_a_year": (
                None
                if cost is None
                else self.maker.answer(problem, "cost_each", self.wording.money(cost) + guess)
            ),
            "has_figures": any(
                value is not None for value in (problem.times, problem.cost_each, problem.severity)
            ),
            "ground": self._ground(problem),
            "questions": [self.maker.of(question) for question in self.questions_about(problem)],
            "proofs": [self.proof(proof) for proof in self.proofs_of(problem)],
        }

    def _ground(self, record: Record) -> str | None:
        """The weakest ground on which the answers of a record stand."""
        answered = [name for name in record.questions if getattr(record, name) is not None]
        grounds = [self.answers.mark(record.id, name).ground for name in answered]
        weakest = max((list(Ground).index(ground) for ground in grounds if ground), default=None)
        return None if weakest is None else self.wording.words(list(Ground)[weakest].words)

    def _how_often(self, record: Problem | ProcessStep) -> Answer | None:
        if record.times is None:
            return None
        often = self.wording.how_often(record.times, record.per)
        return self.maker.answer(record, "times", often + self.maker.guess(record, "times"))

    def _process(self, objective: Objective) -> Values:
        steps = self._told(self.answers.of(ProcessStep, objective.id))
        current = [step for step in steps if step.side is not Side.NEW]
        new = [step for step in steps if step.side is Side.NEW]
        sides = [[self.step(step) for step in side] for side in (current, new)]
        compared = compare(current, new)
        return {
            "current": sides[0],
            "new": sides[1],
            "side_by_side": [
                {"current": before or NO_STEP, "new": after or NO_STEP}
                for before, after in zip_longest(*sides)
            ],
            "current_takes": described_totals(compared.current, self.wording) if current else None,
            "new_takes": described_totals(compared.new, self.wording) if new else None,
            "differences": differences(compared, self.wording) if current and new else [],
            "gain": self._gain(compared),
            "changes": [change for step in new if (change := self._change(step))],
        }

    def _gain(self, compared: Comparison) -> Answer | None:
        """What the working time saved is worth to them in a month (formulas 7); None where none is."""
        profile = self.answers.profile
        gain = process_gain(compared, profile.hour_cost)
        if gain is None or gain <= 0:
            return None
        # A reckoned gain to the cent would claim more than anybody measured.
        text = self.wording.amount(rounded(gain, -2), Period.MONTH) + self.maker.guess(profile, "hour_cost")
        return self.maker.answer(profile, "hour_cost", text)

    def step(self, step: ProcessStep) -> Values:
        """A step of a process with what it takes, in words."""
        minutes, cost = None, None
        if step.minutes is not None:
            minutes = self.wording.minutes(step.minutes) + self.maker.guess(step, "minutes")
        if step.cost:
            cost = self.wording.money(step.cost) + self.maker.guess(step, "cost")
        takes = [part for part in (minutes, self._how_often(step), cost) if part]
        return {
            **self.maker.of(step),
            "how_often": self._how_often(step),
            "effort": self._effort(step, ", ".join(takes)),
        }

    def _effort(self, step: ProcessStep, takes: str) -> Answer | None:
        """Who does a step with what, and what it takes, such as “Driver · paper · 6 min, 3 times a day”."""
        text = " · ".join(part for part in (step.who, step.tool, takes) if part)
        return self.maker.answer(step, "minutes", text) if text else None

    def _change(self, step: ProcessStep) -> Answer | None:
        """Who must change what, and how much of it; None where nothing is asked."""
        if step.change_asked == 0 or (step.change_asked is None and not step.who_changes):
            return None
        text = step.who_changes or str(self.maker.title(step))
        if step.change_asked is not None:
            text = f"{text} ({step.change_asked})"
        return self.maker.answer(step, "who_changes", text)

    def _groups(self, objective: Objective) -> list[Values]:
        """The questions of an objective by the stage of the conversation, in its order."""
        asked = self.questions(objective)
        groups = [
            (stage, [question for question in asked if question.stage is stage])
            for stage in (*QuestionStage, None)
        ]
        return [
            {
                "stage": stage.value if stage else None,
                "questions": [self.maker.of(question) for question in questions],
            }
            for stage, questions in groups
            if questions
        ]

    def proof(self, proof: Evidence) -> Values:
        """A proof, with whether its source may be named."""
        return {**self.maker.of(proof), "may_be_named": self._naming(proof)}

    def _naming(self, proof: Evidence) -> bool | None:
        """Whether the customer may be named: silence is no permission; None where there is no customer."""
        if proof.permission is not None:
            return proof.permission is Permission.NAMED
        return False if proof.evidence_kind in ABOUT_A_CUSTOMER else None

    def objection(self, objection: Objection) -> Values:
        """An objection with its words in quotes, how often it was heard, and its proof."""
        told = {proof.id for proof in self.proofs}
        used = [proof for proof in self.answers.linked(objection, "evidence_used") if proof.id in told]
        return {
            **self.maker.of(objection),
            "said": self._said(objection),
            "heard": self._heard(objection),
            "proofs": [self.proof(proof) for proof in used if isinstance(proof, Evidence)],
        }

    def _said(self, objection: Objection) -> Answer:
        if not objection.words:
            return self.maker.title(objection)
        words = _without_quotes(objection.words)
        if words[:1] not in OPENING_QUOTES:
            words = self.wording.say("“{words}”", words=words)
        return self.maker.answer(objection, "words", words)

    def _heard(self, objection: Objection) -> Answer | None:
        times, day = objection.times_heard, objection.last_heard
        if times is not None and not times:
            text = self.wording.say("not heard from anyone yet")
        elif times is not None:
            text = self.wording.count(int(times), "heard once", "heard {n} times")
        else:
            text = ""
        if day:
            last = self.wording.say("last on {day}", day=self.wording.date(day))
            text = f"{text}, {last}" if text else last
        return self.maker.answer(objection, "times_heard", text) if text else None


def _without_quotes(words: str) -> str:
    """Somebody's words without one pair of quotes around them, so that every document sets its own."""
    inner = words[1:-1]
    around = inner and words[0] in OPENING_QUOTES and words[-1] in OPENING_QUOTES[words[0]]
    quotes = "".join((words[:1], words[-1:]))
    return inner if around and not any(quote in inner for quote in quotes) else words
