"""How complete each objective's thread is, from the objective to the answered objection (formulas 8).

Every problem needs a question that brings it up and a proof that it can be removed, and every objection an
answer; a link that has nothing at all is still required once. So 100 % means that nothing is missing
(R-204, R-205, R-210, R-213).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Choice
from icp_tui.method.records import (
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
    Side,
)
from icp_tui.texts import _


class ChainLink(Choice):
    """The links of the chain in their order (R-213)."""

    OBJECTIVE = "objective", _("objective")
    STEP = "step", _("step today")
    PROBLEM = "problem", _("problem")
    NEW_STEP = "new_step", _("new step")
    PROOF = "proof", _("proof")
    QUESTION = "question", _("question")
    OBJECTION = "objection", _("objection with an answer")


@dataclass(frozen=True, slots=True)
class Required:
    """A link that a thread needs, about its objective, a problem or an objection, and whether it is there."""

    link: ChainLink
    about: Record
    satisfied: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The thread of one objective: all links that it needs, in the order of the chain."""

    objective: Objective
    required: tuple[Required, ...]

    @property
    def satisfied(self) -> int:
        """How many of the links are there."""
        return sum(link.satisfied for link in self.required)

    @property
    def percent(self) -> int:
        """Satisfied of required links in whole percent; 100 only when all are."""
        return 100 * self.satisfied // len(self.required)

    def has(self, link: ChainLink) -> bool:
        """Whether a link is there, for every record that needs it."""
        return all(required.satisfied for required in self.required if required.link is link)


def helped_with(answers: Answers) -> list[Objective]:
    """The objectives that the client can help with, or may; the others are not sold from."""
    return [objective for objective in answers.of(Objective) if objective.can_help is not YesNo.NO]


def objective_of(answers: Answers, objection: Objection) -> str | None:
    """The id of the objective that an objection touches, itself or by its problem; None where it is none."""
    problem = answers.get(objection.problem)
    for touched in (objection.objective, problem.parent_id if problem else None):
        if touched and answers.get(touched):
            return touched
    return None


def chain(answers: Answers, objective: Objective) -> Chain:
    """Which links of an objective's thread are there. A record that was not given words yet is no link."""
    return Chain(objective, tuple(_required(answers, objective)))


def _required(answers: Answers, objective: Objective) -> Iterator[Required]:
    steps = answers.of(ProcessStep, objective.id)
    problems = [problem for problem in answers.of(Problem, objective.id) if problem.title]
    yield Required(ChainLink.OBJECTIVE, objective, bool(objective.title))
    yield Required(ChainLink.STEP, objective, _any(step for step in steps if step.side is not Side.NEW))
    yield Required(ChainLink.PROBLEM, objective, bool(problems))
    yield Required(ChainLink.NEW_STEP, objective, _any(step for step in steps if step.side is Side.NEW))
    for problem in problems:
        proofs = answers.linking(Evidence, "proves_problems", problem.id)
        yield Required(ChainLink.PROOF, problem, _any(proofs))
    if not problems:
        proofs = answers.linking(Evidence, "proves_objectives", objective.id)
        yield Required(ChainLink.PROOF, objective, _any(proofs))
    for problem in problems:
        questions = answers.linking(DiscoveryQuestion, "problem", problem.id)
        yield Required(ChainLink.QUESTION, problem, _any(questions))
    if not problems:
        questions = answers.of(DiscoveryQuestion, objective.id)
        yield Required(ChainLink.QUESTION, objective, _any(questions))
    objections = _objections(answers, objective)
    for objection in objections:
        answered = answers.is_answered(objection, Objection.questions["response"])
        yield Required(ChainLink.OBJECTION, objection, answered)
    if not objections:
        yield Required(ChainLink.OBJECTION, objective, satisfied=False)


def _any(records: Iterable[Record]) -> bool:
    return any(record.title for record in records)


def _objections(answers: Answers, objective: Objective) -> list[Objection]:
    """Those that touch an objective, itself or by its problem, and those that touch none: these meet all."""
    return [
        objection
        for objection in answers.of(Objection)
        if objection.title and objective_of(answers, objection) in (objective.id, None)
    ]
