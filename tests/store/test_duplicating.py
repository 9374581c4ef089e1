"""A copy of a profile holds what the profile says, and nothing of what was deleted in it."""

from __future__ import annotations

from icp_tui.method.records import Attribute, Customer, CustomerAnswer
from icp_tui.store.work import actions
from small import Small


def test_the_answers_to_an_attribute_that_was_deleted_are_not_copied(small: Small) -> None:
    workspace, profile_id = small.workspace, small.profile_id
    kept, gone = actions.add(
        workspace, profile_id, Attribute, profile_id, [{"name": "Own vans"}, {"name": "Rented vans"}]
    )
    (customer,) = actions.add(workspace, profile_id, Customer, profile_id, [{"name": "Frigo"}])
    rows = [{"answer": "yes", "attribute": kept.id}, {"answer": "no", "attribute": gone.id}]
    actions.add(workspace, profile_id, CustomerAnswer, customer.id, rows)
    actions.delete(workspace, profile_id, gone)
    copy = workspace.answers(actions.duplicate(workspace, profile_id, "A copy"))
    assert [str(given.answer) for given in copy.of(CustomerAnswer)] == ["yes"]
    assert [one.title for one in copy.linked(copy.of(CustomerAnswer)[0], "attribute")] == ["Own vans"]
