"""What one entry of a ready-made list is: a title, and what it fills in when it is taken.

An entry holds what is true of many clients. What only this client can say (a target, a price) is never filled
in, only hinted at, so that no playbook can print an example as a finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from icp_tui.texts import Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One ready-made answer.

    Attributes:
        title: what stands in the list, and becomes the record's title.
        answers: further fields with what they get: words, or the stored text of a choice or number.
        hint: one line shown beside it, at most 60 cells.
        protected: describes a personal trait that never enters a score (protection.py).
    """

    title: Words
    answers: tuple[tuple[str, Words | str], ...]
    hint: Words
    protected: bool = False
