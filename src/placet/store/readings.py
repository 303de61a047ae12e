"""Documents that are read anew: another reading of the stored bytes takes the place of the one that is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from placet.store.documents import is_there, stamp, write_reading
from placet.store.records import Reading
from placet.store.statements import carry_over, keep_proposals
from placet.store.tables import decisions, kept_names, proposals
from placet.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from placet.store.store import Store


class Readings:
    """How the documents of a store are read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(self, readings: Sequence[Reading], *, at: dt.datetime) -> None:
        """Put readings in the place of those that are there, all of them or none; the record of decisions stays.

        Raises:
            StoreTrouble: a document is not stored any more or has been decided on since its reading was worked out, or
                the database cannot be written.
        """
        with self._store.writing() as connection:
            for one in readings:
                sha256 = one.document.sha256
                counted = select(func.count()).where(decisions.c.document == sha256)
                if not is_there(connection, sha256) or connection.execute(counted).scalar() != one.decisions:
                    raise StoreTrouble(
                        f"the document `{sha256[:12]}` has been removed or decided on meanwhile",
                        "Nothing was read anew; give the command again.",
                    )
                write_reading(connection, one.document, stamp(at))
                if not one.is_same_text:
                    carry_over(connection, one)
                if one.rules:
                    keep_proposals(connection, sha256, one.found, one.rules)

    def repeated(self, document: str) -> tuple[str, ...]:
        """Return the ids of a document's statements that somebody calls repeated in another document."""
        of = func.json_extract(decisions.c.act, "$.of")
        # What was split from a statement has its id and more behind a full stop.
        whole = func.substr(of, 1, func.instr(of.op("||")("."), ".") - 1)
        chosen = (
            select(of)
            .where(func.json_extract(decisions.c.act, "$.type") == "duplicate", decisions.c.document != document)
            .where(whole.in_(select(proposals.c.id).where(proposals.c.document == document)))
            .distinct()
            .order_by(of)
        )
        with self._store.reading() as connection:
            return tuple(connection.execute(chosen).scalars())

    def names(self, document: str) -> dict[str, str]:
        """Return the ids that the rules make in a document's text, with those under which the statements go on."""
        chosen = select(kept_names.c.made, kept_names.c.kept).where(kept_names.c.document == document)
        with self._store.reading() as connection:
            return {row.made: row.kept for row in connection.execute(chosen)}
