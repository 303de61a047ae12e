"""Documents taken out of the store for good: the text and all that was made of it; that it was removed is kept.

A removal has two steps. The first is one transaction: the rows go, and a note of what is still to do is written. The
second, after it, takes the bytes out of their folder and what the database's files still hold of the deleted rows out
of them. Whatever breaks off the second step, the note is there, and whoever opens the store next does what it says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select, text

from placet.store.bytes_folder import BytesFolder
from placet.store.connect import scrub
from placet.store.documents import drop_passages, is_there, last_removal, read_removal, stamp, title_of
from placet.store.records import Decider, Going, Removal
from placet.store.tables import (
    PASSAGE_WORDS,
    carried_acts,
    document_metadata,
    documents,
    kept_names,
    proposal_runs,
    proposals,
    removals,
    statements,
    statements_built,
    unfinished_removals,
)
from placet.store.tables import decisions as record
from placet.store.trouble import DecidedOn, StoreTrouble

if TYPE_CHECKING:
    from placet.store.store import Store


OF_A_DOCUMENT = (
    statements,
    statements_built,
    carried_acts,
    record,
    kept_names,
    proposals,
    proposal_runs,
    document_metadata,
)
"""The tables that have rows of a document, besides itself and its passages."""

_REPEATS = """
SELECT s.id FROM statements s
WHERE s.id IN (SELECT json_extract(act, '$.proposal') FROM decisions WHERE json_extract(act, '$.type') = 'duplicate')
  AND s.document != :document AND EXISTS (
    SELECT 1 FROM json_each(s.value, '$.views') AS views, json_each(views.value, '$.others') AS others
    WHERE others.value IN (SELECT id FROM statements WHERE document = :document)
  )
ORDER BY s.number
"""
"""The statements of other documents that somebody, and has not taken it back, calls a repetition of a document's."""


class Removals:
    """What is removed from a store."""

    def __init__(self, store: Store, folder: BytesFolder) -> None:
        self._store = store
        self._folder = folder

    def remove(
        self, hashes: Sequence[str], *, by: str, at: dt.datetime, why: str = "", is_forced: bool = False
    ) -> tuple[Going, ...]:
        """Remove documents with all that was made of them, all of them or none.

        Args:
            hashes: their full hashes.
            by: the person who removes them.
            at: when.
            why: why, in the person's words.
            is_forced: remove also what somebody has decided on.

        Returns:
            What went with each; `finish` does what is still to do.

        Raises:
            DecidedOn: somebody has decided on one of them, and nothing was removed.
            StoreTrouble: one is not stored any more, or the database cannot be written.
        """
        with self._store.writing() as connection:
            going = tuple(_going(connection, sha256) for sha256 in dict.fromkeys(hashes))
            if not is_forced and any(one.is_decided_on for one in going):
                raise DecidedOn(going)
            for one in going:
                connection.execute(insert(unfinished_removals).prefix_with("OR IGNORE").values(document=one.sha256))
                _delete(connection, one.sha256)
                connection.execute(
                    insert(removals).values(
                        document=one.sha256, title=one.title, by=by, at=stamp(at), why=why, decisions=one.decisions
                    )
                )
            # What is deleted from an index of words stays in it, marked, until its parts are made one.
            for index in (PASSAGE_WORDS, "statement_words"):
                connection.execute(text(f"INSERT INTO {index} ({index}) VALUES ('optimize')"))  # noqa: S608 - names of ours
        return going

    def record(self) -> tuple[Removal, ...]:
        """Return all removals there have been, in order."""
        with self._store.reading() as connection:
            rows = connection.execute(select(removals).order_by(removals.c.number)).all()
        return tuple(read_removal(row) for row in rows)

    def of(self, sha256: str) -> Removal | None:
        """Return the last removal of a document, by its full hash; None: it has never been removed."""
        with self._store.reading() as connection:
            return last_removal(connection, sha256)

    def finish(self) -> None:
        """Do what is still to do of removals: take away the bytes, and what the database's files hold of deleted rows.

        Raises:
            StoreTrouble: the bytes cannot be taken away, or another program holds the database; what is left to do
                stays on record.
        """
        with self._store.reading() as connection:
            # As text: it is asked whenever a store is opened, and a question that is made up first takes longer.
            waiting = connection.exec_driver_sql("SELECT document FROM unfinished_removals").scalars().all()
        if not waiting:
            return
        # INVARIANT: bytes are taken away only while nobody else can write, and only where no document has them:
        # the same ones may have been added again.
        with self._store.writing() as connection:
            for sha256 in waiting:
                if not is_there(connection, sha256):
                    self._folder.drop(sha256)
        if not scrub(self._store.path):
            raise StoreTrouble(
                f"another program is reading `{self._store.path}`, so that its files still hold deleted words",
                "Let it end; what is left to do is done when the store is next opened.",
            )
        with self._store.writing() as connection:
            connection.execute(delete(unfinished_removals).where(unfinished_removals.c.document.in_(waiting)))


def _going(connection: Connection, sha256: str) -> Going:
    """Return what goes with a document."""
    document = connection.execute(select(documents.c.name).where(documents.c.sha256 == sha256)).first()
    if document is None:
        raise StoreTrouble(
            f"the document `{sha256[:12]}` is not stored any more", "`placet evidence list` shows all documents."
        )
    kinds = func.json_extract(record.c.act, "$.type")
    of_document = record.c.document == sha256
    deciders = connection.execute(
        select(record.c.by, func.count().label("count"), func.max(record.c.at).label("last"))
        .where(of_document)
        .group_by(record.c.by)
        .order_by(func.min(record.c.number))
    ).all()
    linked = connection.execute(
        select(func.json_extract(record.c.act, "$.rulebook"))
        .where(of_document, kinds == "link")
        .order_by(record.c.number)
    ).scalars()
    links = [str(one) for one in linked]
    repeats = connection.execute(text(_REPEATS), {"document": sha256}).scalars()
    current = select(func.count()).where(proposals.c.document == sha256, proposals.c.is_current)
    given = (
        select(document_metadata.c.field)
        .where(document_metadata.c.document == sha256, document_metadata.c.ground == "given")
        .order_by(document_metadata.c.id)
    )
    return Going(
        sha256=sha256,
        name=document.name,
        title=title_of(connection, sha256),
        statements=connection.execute(current).scalar_one(),
        deciders=tuple(Decider(row.by, row.count, row.last) for row in deciders),
        links=len(links),
        rulebooks=tuple(dict.fromkeys(links)),
        repeated_by=tuple(repeats),
        given=tuple(dict.fromkeys(connection.execute(given).scalars())),
    )


def _delete(connection: Connection, sha256: str) -> None:
    """Delete all rows of a document, those of the indexes of words first."""
    drop_passages(connection, sha256)
    connection.execute(
        text("DELETE FROM statement_words WHERE rowid IN (SELECT number FROM statements WHERE document = :document)"),
        {"document": sha256},
    )
    for table in OF_A_DOCUMENT:
        connection.execute(delete(table).where(table.c.document == sha256))
    connection.execute(delete(documents).where(documents.c.sha256 == sha256))
