"""Documents that know which answer each line came from, for the previews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icp_tui.documents.catalogue import make_document
from icp_tui.method.answers import Answers
from icp_tui.paths import user_templates_folder

if TYPE_CHECKING:
    from icp_tui.documents.tracing import Traced


def traced_document(answers: Answers, document: str = "playbook") -> tuple[str, list[tuple[int, str]]]:
    """The document as Markdown, and its sources as (line, "kind/record id/field").

    Raises:
        BadTemplate: the template is at fault.
    """
    from icp_tui.documents.tracing import untrace  # noqa: PLC0415 - Jinja2 and markdown-it, 110 ms

    made: str | Traced = make_document(answers, document, traced=True, user_templates=user_templates_folder())
    return untrace(made)  # type: ignore[arg-type]
