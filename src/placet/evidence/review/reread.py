"""Stored documents read anew by today's reader and rules: what becomes of each is known before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from placet.evidence.intake import Unreadable, read_document
from placet.evidence.intake.sources import is_web_archive
from placet.evidence.propose import RULES, propose_many
from placet.evidence.review.carry import carry, whole
from placet.evidence.review.fold import undone_in
from placet.evidence.review.places import is_same_text
from placet.evidence.review.words import content_words
from placet.model.decisions import Decision, Undo
from placet.model.documents import Document, Known
from placet.model.proposals import Proposal
from placet.model.statements import Proposed
from placet.store.records import METADATA_FIELDS, Reading
from placet.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from placet.store import Store

State = Literal["other text", "same text", "left", "unreadable"]


class Lost(msgspec.Struct, frozen=True):
    """A statement whose words the newer text does not have as they stood.

    Attributes:
        statement: its id.
        words: of its content.
        decisions: what was decided about it, and counts.
        is_repeated: whether somebody says that a statement of another document repeats it.
    """

    statement: str
    words: str
    decisions: tuple[Decision, ...]
    is_repeated: bool = False


class Reread(msgspec.Struct, frozen=True):
    """What becomes of a document that is read anew.

    Attributes:
        sha256: its hash.
        name: its file's name.
        title: its title as it is stored; None: not known.
        state: its text becomes another or stays the same; it is left as it is, for decisions would be lost; or its
            bytes cannot be read today.
        before: what read it.
        after: what reads it now; empty: it cannot be read.
        statements: how many were proposed in it, and how many are now; None: nothing has ever been.
        fields: the pieces of metadata that become others.
        kept: how many decisions are carried over, or stay as they are.
        lost: what would lose its decisions, or does.
        reading: what is written; None: nothing is.
        message: why it cannot be read.
        help: what to do about it.
    """

    sha256: str
    name: str
    title: str | None
    state: State
    before: str
    after: str = ""
    statements: tuple[int, int] | None = None
    fields: tuple[str, ...] = ()
    kept: int = 0
    lost: tuple[Lost, ...] = ()
    reading: Reading | None = None
    message: str = ""
    help: str = ""


def reread(store: Store, hashes: Iterable[str], *, is_forced: bool = False) -> Iterator[Reread]:
    """Say of each document what becomes of it where it is read anew; nothing is written.

    Args:
        store: where the documents are.
        hashes: their full hashes.
        is_forced: read anew also where decisions are lost by it.
    """
    waiting: list[tuple[Document, Document]] = []
    for sha256 in hashes:
        document = store.documents.get(sha256)
        try:
            waiting.append((document, _read(document, store.documents.raw(sha256))))
        except (Unreadable, StoreTrouble) as trouble:
            yield Reread(
                sha256,
                document.name,
                document.metadata.title.value,
                "unreadable",
                document.extractor,
                message=trouble.message,
                help=trouble.help,
            )
    pairs = {newer.sha256: document for document, newer in waiting}
    proposed = {sha256 for sha256 in pairs if store.statements.rules_of(sha256) is not None}
    for newer, found in propose_many(newer for _, newer in waiting if newer.sha256 in proposed):
        yield _planned(store, pairs[newer.sha256], newer, tuple(found), RULES, is_forced=is_forced)
    for document, newer in waiting:
        if newer.sha256 not in proposed:
            yield _planned(store, document, newer, (), "", is_forced=is_forced)


def _read(document: Document, raw: bytes) -> Document:
    """Return a stored document as it is read today; what a person said of it goes before what is read.

    Raises:
        Unreadable: it cannot be read today.
    """
    address = _address(document.name)
    newer = read_document(raw, document.name, address=address)
    known = {field: getattr(document.metadata, field) for field in METADATA_FIELDS}
    kept = {
        field: one
        for field, one in known.items()
        if one.ground == "given" or (one.ground == "address" and address is None)
    }
    return msgspec.structs.replace(newer, name=document.name, metadata=msgspec.structs.replace(newer.metadata, **kept))


def _address(name: str) -> str | None:
    """Return where on the web a page of a web archive was fetched; None: it is none, or its name was cut short.

    >>> _address("crawl.warc.gz#https://example.org/a"), _address("a.html")
    ('https://example.org/a', None)
    """
    archive, mark, address = name.partition("#")
    return address if mark and is_web_archive(Path(archive)) and "…" not in name else None


def _planned(
    store: Store, document: Document, newer: Document, found: tuple[Proposal, ...], rules: str, *, is_forced: bool
) -> Reread:
    sha256 = document.sha256
    proposed, decisions = store.statements.proposed(sha256), store.statements.decisions(sha256)
    repeated = store.readings.repeated(sha256)
    carried = carry(document, newer, proposed, decisions, repeated=repeated, names=store.readings.names(sha256))
    undone = undone_in(decisions)
    counting = [one for one in decisions if one.id not in undone and not isinstance(one.act, Undo)]
    lost = tuple(
        Lost(name, _words(document, proposed, name), about, is_repeated)
        for name in carried.lost
        for about in [tuple(one for one in counting if name in {whole(each) for each in one.proposals})]
        for is_repeated in [name in {whole(each) for each in repeated}]
        if about or is_repeated
    )
    is_left = bool(lost) and not is_forced
    stays = is_same_text(document, newer)
    reading = Reading(
        newer, found, rules, stays, carried.earlier, carried.names, carried.acts, decisions=len(decisions)
    )
    fields = [field for field in METADATA_FIELDS if _value(document, field) != _value(newer, field)]
    gone = {one.id for of in lost for one in of.decisions}
    return Reread(
        sha256,
        document.name,
        document.metadata.title.value,
        "left" if is_left else "same text" if stays else "other text",
        document.extractor,
        newer.extractor,
        statements=(sum(one.is_current for one in proposed), len(found)) if rules else None,
        fields=tuple(fields),
        kept=len(counting) - len(gone),
        lost=lost,
        reading=None if is_left else reading,
    )


def _value(document: Document, field: str) -> str | None:
    known: Known = getattr(document.metadata, field)
    return known.value


def _words(document: Document, proposed: Sequence[Proposed], name: str) -> str:
    return next((content_words(document, one.proposal) for one in reversed(proposed) if one.proposal.id == name), "")
