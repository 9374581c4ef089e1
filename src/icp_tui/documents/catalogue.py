"""The documents that can be made of a profile, and how one is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from icp_tui.errors import BadTemplate, NotFound
from icp_tui.method.answers import Answers
from icp_tui.texts import Words, _, catalogue, say


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document: what it is called, whom it is for, and its template.

    What is `for_customers` leaves the house: nothing that the client or the consultant notes is in it.
    """

    id: str
    title: Words
    reader: Words
    template: str
    for_customers: bool = False


DOCUMENTS: Mapping[str, Document] = {
    document.id: document
    for document in (
        Document(
            "playbook",
            _("Sales playbook"),
            _("everyone who sells, does marketing, or is new here"),
            "playbook.md.j2",
        ),
        Document(
            "survey",
            _("Questions for our customers"),
            _("our customers, on paper or in a talk"),
            "survey.md.j2",
            for_customers=True,
        ),
        Document(
            "agenda",
            _("To ask the client"),
            _("whoever talks with the client next"),
            "agenda.md.j2",
        ),
    )
}


def document_named(name: str) -> Document:
    """The document with this id.

    Raises:
        NotFound: there is none.
    """
    if name not in DOCUMENTS:
        raise NotFound(
            say("There is no document “{name}”.", name=name),
            do=say("Choose one of these: {documents}.", documents=", ".join(DOCUMENTS)),
        )
    return DOCUMENTS[name]


def page_title(answers: Answers, document: str = "playbook") -> str:
    """What a browser shows as the page's name: the client's alone on what customers get to see.

    Raises:
        NotFound: there is no such document.
    """
    if document_named(document).for_customers:
        return answers.client.title
    return " – ".join(filter(None, (answers.client.title, answers.profile.title)))


def make_document(
    answers: Answers,
    document: str = "playbook",
    *,
    template: Path | None = None,
    language: str | None = None,
    traced: bool = False,
    user_templates: Path | None = None,
) -> str:
    """A document of a profile as Markdown. The same answers always give the same bytes.

    Args:
        answers: The profile with everything that hangs on it.
        document: Which document.
        template: A template file to use instead of the document's own.
        language: The document's language; the profile's where none is named.
        traced: Mark where each answer stands; the result is then a `Traced` (tracing.py), the sources being
            "kind/record id/field".
        user_templates: The consultant's own templates, which go before the built-in ones.

    Raises:
        NotFound: there is no such document.
        BadTemplate: the template is at fault, or answers are longer than a document can hold.
    """
    # Jinja2 and markdown-it: 110 ms, and only documents need them.
    from icp_tui.documents.context import context, language_of  # noqa: PLC0415
    from icp_tui.documents.render import render  # noqa: PLC0415

    kind = document_named(document)
    language = language or language_of(answers)
    values = context(answers, title=kind.title, reader=kind.reader, language=language)
    translate = catalogue(language).gettext
    name = template or kind.template
    try:
        if traced:
            return render(name, values, user_folder=user_templates, traced=True, translate=translate)
        return render(name, values, user_folder=user_templates, translate=translate)
    except BadTemplate as error:
        from icp_tui.documents.faults import too_long  # noqa: PLC0415 - seldom

        if told := too_long(error, answers):
            raise told from error
        raise
