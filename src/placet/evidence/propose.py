"""From a stored document to the statements that are proposed in it, by the language it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from placet.model.documents import Document
from placet.model.proposals import Proposal

RULES = "rules 7"
"""The version of the rules that propose: raised with every change that proposes something else."""

BATCH = 16
"""How many documents are read ahead and parsed together."""

MOST_READ = 500_000
"""How many characters a text may have in which statements are proposed; a long article has a tenth of that."""

MOST_IN_PARAGRAPH = 50_000
"""How many of them may stand in one paragraph: who is meant in it is looked for in all of it."""


def propose(document: Document) -> tuple[Proposal, ...]:
    """Return the statements proposed in a document, in the order of the text.

    English is read by its parse, Korean and Japanese by their reporting verbs; of other languages nothing is proposed,
    and `unread` says so.
    """
    return next(iter(propose_many([document])))[1]


def propose_many(
    documents: Iterable[Document], *, batch: int = BATCH
) -> Iterator[tuple[Document, tuple[Proposal, ...]]]:
    """Give each document with the statements proposed in it, in the order in which they come.

    Args:
        documents: any number, also without end.
        batch: how many are read ahead; what is proposed does not depend on it.
    """
    waiting: list[Document] = []
    for document in documents:
        waiting.append(document)
        if len(waiting) >= max(1, batch):
            yield from _propose(waiting)
            waiting = []
    yield from _propose(waiting)


def unread(document: Document) -> str:
    """Say why nothing is proposed in a document, for its language or its length; empty where it is read.

    >>> from placet.model.documents import Known, Metadata
    >>> unread(Document("", "a.txt", "text/plain", "", (), Metadata(language=Known("fr")), ""))
    'the text is in `fr`; statements are proposed in English, Korean and Japanese'
    """
    language = _language(document)
    longest = max((one.span.end - one.span.start for one in document.paragraphs), default=0)
    if len(document.text) > MOST_READ:
        most, what = MOST_READ, f"the text has {len(document.text):,} characters"
    elif longest > MOST_IN_PARAGRAPH:
        most, what = MOST_IN_PARAGRAPH, f"a paragraph has {longest:,} characters"
    elif language in {"en", "ko", "ja", ""}:
        return ""
    else:
        return f"the text is in `{language}`; statements are proposed in English, Korean and Japanese"
    return f"{what}, more than the {most:,} in which statements are proposed; give the article alone"


def _language(document: Document) -> str:
    return (document.metadata.language.value or "").lower().replace("_", "-").split("-", 1)[0]


def _propose(documents: list[Document]) -> Iterator[tuple[Document, tuple[Proposal, ...]]]:
    # where the language is not known, English is tried: its rules find nothing in a text they cannot read
    english = [document for document in documents if _language(document) in {"en", ""} and not unread(document)]
    found = _propose_english(english)
    for document in documents:
        language = _language(document)
        if unread(document):
            yield document, ()
        elif language in {"en", ""}:
            yield document, next(found)
        else:
            yield document, _propose_eastern()(document)


def _propose_english(documents: list[Document]) -> Iterator[tuple[Proposal, ...]]:
    if not documents:
        return
    from placet.evidence.speakers import resolve
    from placet.evidence.speech import find, parse

    for parsed in parse(documents):
        yield resolve(parsed, find(parsed))


def _propose_eastern() -> Callable[[Document], tuple[Proposal, ...]]:
    from placet.evidence.eastern import propose as propose_eastern

    return propose_eastern
