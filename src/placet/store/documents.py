"""Stored documents: added once by their hash, read back as they were, with metadata that a person may correct."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from placet.model.documents import Document, Known, Metadata, Paragraph, Span
from placet.store.bytes_folder import BytesFolder
from placet.store.records import METADATA_FIELDS, Correction, Kept, Listed, MetadataField, Removal
from placet.store.tables import PASSAGE_WORDS, document_metadata, documents, passages, proposal_runs, removals
from placet.store.trouble import Removed, StoreTrouble
from placet.store.words import index_words

if TYPE_CHECKING:
    from placet.store.store import Store


OVERTAKEN = "overtaken"
"""Stands for the version of the rules that proposed in a document, once something else is known of it: days are
reckoned from its own, and parties inferred from its outlet, so that what was proposed has to be proposed again."""


class Documents:
    """The documents of a store."""

    def __init__(self, store: Store, folder: BytesFolder) -> None:
        self._store = store
        self._folder = folder

    def add(self, document: Document, raw: bytes, *, at: dt.datetime, who: str = "") -> Kept:
        """Store a document with the bytes it was read from; the same bytes are stored once.

        What `document` holds on the ground `given` is kept also where the bytes were there already, as a correction.

        Args:
            document: what the bytes were read as.
            raw: the bytes.
            at: the time that is kept as the time of storing.
            who: the person who gave what is `given`.

        Raises:
            StoreTrouble: the folder or the database cannot be written.
        """
        return self.add_all([(document, raw)], at=at, who=who)[0]

    def add_all(self, read: Sequence[tuple[Document, bytes]], *, at: dt.datetime, who: str = "") -> tuple[Kept, ...]:
        """Store documents, each with the bytes it was read from, all of them or none; as `add` does for one.

        Raises:
            StoreTrouble: the folder or the database cannot be written.
        """
        if not read:
            return ()
        # INVARIANT: the bytes are on the disk before anything in the database says that they are.
        hashes = self._folder.keep_all([raw for _, raw in read])
        for (document, _), sha256 in zip(read, hashes, strict=True):
            if sha256 != document.sha256:
                raise ValueError(f"the document was read from other bytes: {document.sha256} is not {sha256}")
        moment = stamp(at)
        with self._store.writing() as connection:
            # Bytes that were there already may have been taken away since, with a document that was removed.
            self._folder.keep_all(
                [raw for (_, raw), sha256 in zip(read, hashes, strict=True) if not self._folder.has(sha256)]
            )
            return tuple(_add(connection, document, len(raw), who, moment) for document, raw in read)

    def has(self, sha256: str) -> bool:
        """Say whether bytes of that hash are stored."""
        with self._store.reading() as connection:
            return is_there(connection, sha256)

    def find(self, prefix: str) -> str:
        """Return the hash that begins so.

        Raises:
            Removed: none does, but one was removed that did.
            StoreTrouble: none or several do, or it is no beginning of a hash.
        """
        prefix = prefix.strip().lower()
        if not re.fullmatch(r"[0-9a-f]{4,64}", prefix):
            raise StoreTrouble(
                f"`{prefix}` is not the beginning of a document's hash",
                "Give at least four of its digits (0-9, a-f); `placet evidence list` shows them.",
            )
        with self._store.reading() as connection:
            found = connection.execute(
                select(documents.c.sha256, documents.c.name)
                .where(documents.c.sha256.startswith(prefix))
                .order_by(documents.c.sha256)
                .limit(6)
            ).all()
            removal = last_removal(connection, prefix) if not found else None
        if removal is not None:
            raise Removed(removal)
        if not found:
            raise StoreTrouble(f"no document begins with `{prefix}`", "`placet evidence list` shows all documents.")
        if len(found) > 1:
            several = ", ".join(f"`{row.sha256[:12]}` ({row.name})" for row in found[:5])
            more = " and more" if len(found) > 5 else ""
            raise StoreTrouble(f"several documents begin with `{prefix}`", f"Give more digits: {several}{more}.")
        return str(found[0].sha256)

    def get(self, sha256: str) -> Document:
        """Return a document, with the metadata that counts now.

        Args:
            sha256: its hash, or a beginning of it that no other document has.

        Raises:
            StoreTrouble: there is none, or several.
        """
        found = sha256 if len(sha256) == 64 and self.has(sha256) else self.find(sha256)
        with self._store.reading() as connection:
            row = connection.execute(select(documents).where(documents.c.sha256 == found)).one_or_none()
            if row is None:  # it was removed since it was found
                raise StoreTrouble(f"no document begins with `{sha256}`", "`placet evidence list` shows all documents.")
            paragraphs = _paragraphs(connection, found)
            metadata = _metadata(connection, [found])[found]
        return Document(
            sha256=row.sha256,
            name=row.name,
            media_type=row.media_type,
            text=row.text,
            paragraphs=paragraphs,
            metadata=metadata,
            extractor=row.extractor,
            offsets=msgspec.json.decode(row.offsets, type=tuple[tuple[int, int], ...]),
            encoding=row.encoding,
            notes=msgspec.json.decode(row.notes, type=tuple[str, ...]),
        )

    def list(self) -> tuple[Listed, ...]:
        """Return all documents without their texts, in the order in which they were stored."""
        counted = (
            select(passages.c.document, func.count().label("passages"), func.min(passages.c.id).label("first"))
            .group_by(passages.c.document)
            .subquery()
        )
        columns = [documents.c[name] for name in ("sha256", "name", "media_type", "size", "added_at", "extractor")]
        with self._store.reading() as connection:
            rows = connection.execute(
                select(
                    *columns,
                    func.length(documents.c.text).label("characters"),
                    func.coalesce(counted.c.passages, 0).label("passages"),
                )
                .outerjoin(counted, counted.c.document == documents.c.sha256)
                .order_by(documents.c.added_at, counted.c.first, documents.c.sha256)
            ).all()
            metadata = _metadata(connection, [row.sha256 for row in rows])
        return tuple(Listed(**row._asdict(), metadata=metadata[row.sha256]) for row in rows)

    def passages(self, sha256: str) -> tuple[Paragraph, ...]:
        """Return a document's paragraphs.

        Raises:
            StoreTrouble: there is no such document, or several.
        """
        found = self.find(sha256)
        with self._store.reading() as connection:
            return _paragraphs(connection, found)

    def raw(self, sha256: str) -> bytes:
        """Return the bytes that were stored.

        Raises:
            StoreTrouble: there is no such document, or its bytes are gone or damaged.
        """
        return self._folder.read(self.find(sha256))

    def correct(
        self, sha256: str, values: Mapping[MetadataField, str | None], *, who: str, at: dt.datetime, note: str = ""
    ) -> tuple[MetadataField, ...]:
        """Keep what a person says of a document instead of what was read; what counted before is kept too.

        Args:
            sha256: the document's hash, or a beginning of it.
            values: the new values; None: the person says that it is not known.
            who: the person.
            at: when.
            note: why, in the person's words.

        Returns:
            The fields that are different now.

        Raises:
            StoreTrouble: there is no such document, or the database cannot be written.
        """
        found = self.find(sha256)
        with self._store.writing() as connection:
            now = _metadata(connection, [found])[found]
            changed = tuple(
                field for field in METADATA_FIELDS if field in values and getattr(now, field).value != values[field]
            )
            given = Metadata(**{field: given_value(values[field], note) for field in changed})
            _write_metadata(connection, found, given, changed, who, stamp(at))
        return changed

    def history(self, sha256: str) -> tuple[Correction, ...]:
        """Return all values a document's metadata ever had, the oldest first.

        Raises:
            StoreTrouble: there is no such document, or several.
        """
        found = self.find(sha256)
        with self._store.reading() as connection:
            rows = connection.execute(
                select(document_metadata).where(document_metadata.c.document == found).order_by(document_metadata.c.id)
            ).all()
        return tuple(Correction(row.field, _known(row), row.who, row.at) for row in rows)


def given_value(value: str | None, note: str = "") -> Known:
    """Return a value as a person gives it; None: the person says that it is not known."""
    return Known(value, "given", "stated" if value is not None else "unknown", None, note)


def stamp(at: dt.datetime) -> str:
    """Return a time as it is kept: in UTC, to the second.

    >>> stamp(dt.datetime(2014, 11, 18, 6, 51, tzinfo=dt.timezone.utc))
    '2014-11-18T06:51:00Z'
    """
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def title_of(connection: Connection, sha256: str) -> str | None:
    """Return a stored document's title, as it counts now; None: it is not known."""
    return _metadata(connection, [sha256])[sha256].title.value


def _add(connection: Connection, document: Document, size: int, who: str, moment: str) -> Kept:
    sha256, metadata = document.sha256, document.metadata
    given = tuple(field for field in METADATA_FIELDS if getattr(metadata, field).ground == "given")
    if is_there(connection, sha256):
        now = _metadata(connection, [sha256])[sha256]
        changed = tuple(field for field in given if getattr(metadata, field).value != getattr(now, field).value)
        _write_metadata(connection, sha256, metadata, changed, who, moment)
        return Kept(sha256, is_new=False, given=changed)
    _write_document(connection, document, size, moment)
    read = tuple(field for field in METADATA_FIELDS if field not in given)
    _write_metadata(connection, sha256, metadata, read, "", moment)
    _write_metadata(connection, sha256, metadata, given, who, moment)
    return Kept(sha256, is_new=True, given=given, removal=last_removal(connection, sha256))


def is_there(connection: Connection, sha256: str) -> bool:
    """Say whether a document is stored."""
    return connection.execute(select(documents.c.sha256).where(documents.c.sha256 == sha256)).first() is not None


def last_removal(connection: Connection, prefix: str) -> Removal | None:
    """Return the last removal of a document whose hash begins so; None: there was none."""
    row = connection.execute(
        select(removals).where(removals.c.document.startswith(prefix)).order_by(removals.c.number.desc()).limit(1)
    ).first()
    return None if row is None else read_removal(row)


def read_removal(row: Row) -> Removal:
    """Return what a row of the table of removals says."""
    return Removal(row.document, row.title, row.by, row.at, row.why, row.decisions)


def write_reading(connection: Connection, document: Document, moment: str) -> None:
    """Put another reading of a stored document in the place of the one that is there.

    Of its metadata only what is another value or is otherwise known is written, beside what there is.
    """
    sha256 = document.sha256
    drop_passages(connection, sha256)
    connection.execute(update(documents).where(documents.c.sha256 == sha256).values(**_read_values(document)))
    _write_passages(connection, document)
    now = _metadata(connection, [sha256])[sha256]
    other = [field for field in METADATA_FIELDS if getattr(now, field) != getattr(document.metadata, field)]
    _write_metadata(connection, sha256, document.metadata, other, "", moment)


def drop_passages(connection: Connection, sha256: str) -> None:
    """Delete a document's passages, and first what the index of words holds of them, which has to be told what."""
    words = connection.execute(select(documents.c.text).where(documents.c.sha256 == sha256)).scalar_one()
    held = connection.execute(
        select(passages.c.id, passages.c.start, passages.c.end).where(passages.c.document == sha256)
    ).all()
    if held:
        connection.execute(
            text(f"INSERT INTO {PASSAGE_WORDS} ({PASSAGE_WORDS}, rowid, words) VALUES ('delete', :id, :words)"),  # noqa: S608 - a name of ours
            [{"id": row.id, "words": index_words(words[row.start : row.end])} for row in held],
        )
    connection.execute(delete(passages).where(passages.c.document == sha256))


def _write_document(connection: Connection, document: Document, size: int, moment: str) -> None:
    values = _read_values(document)
    connection.execute(
        insert(documents).values(
            sha256=document.sha256,
            name=document.name,
            media_type=document.media_type,
            size=size,
            added_at=moment,
            **values,
        )
    )
    _write_passages(connection, document)


def _read_values(document: Document) -> dict[str, str]:
    """Return what a reader makes of the bytes, as its row has it."""
    return {
        "text": document.text,
        "extractor": document.extractor,
        "encoding": document.encoding,
        "offsets": msgspec.json.encode(document.offsets).decode(),
        "notes": msgspec.json.encode(document.notes).decode(),
    }


def _write_passages(connection: Connection, document: Document) -> None:
    if not document.paragraphs:
        return
    connection.execute(
        insert(passages),
        [
            {
                "document": document.sha256,
                "number": one.number,
                "start": one.span.start,
                "end": one.span.end,
                "kind": one.kind,
            }
            for one in document.paragraphs
        ],
    )
    kept = connection.execute(
        select(passages.c.id, passages.c.start, passages.c.end).where(passages.c.document == document.sha256)
    ).all()
    connection.execute(
        text(f"INSERT INTO {PASSAGE_WORDS} (rowid, words) VALUES (:id, :words)"),  # noqa: S608 - a name of ours
        [{"id": row.id, "words": index_words(document.text[row.start : row.end])} for row in kept],
    )


def _write_metadata(
    connection: Connection, sha256: str, metadata: Metadata, fields: Iterable[MetadataField], who: str, moment: str
) -> None:
    rows = []
    for field in fields:
        known: Known = getattr(metadata, field)
        rows.append(
            {
                "document": sha256,
                "field": field,
                "value": known.value,
                "ground": known.ground,
                "grade": known.grade,
                "start": known.span.start if known.span is not None else None,
                "end": known.span.end if known.span is not None else None,
                "note": known.note,
                "who": who,
                "at": moment,
            }
        )
    if rows:
        connection.execute(insert(document_metadata), rows)
        connection.execute(update(proposal_runs).where(proposal_runs.c.document == sha256).values(rules=OVERTAKEN))


def _paragraphs(connection: Connection, sha256: str) -> tuple[Paragraph, ...]:
    rows = connection.execute(select(passages).where(passages.c.document == sha256).order_by(passages.c.number)).all()
    return tuple(Paragraph(row.number, Span(row.start, row.end), row.kind) for row in rows)


def _metadata(connection: Connection, hashes: Iterable[str]) -> dict[str, Metadata]:
    """Return the metadata that counts now, by document."""
    values: dict[str, dict[str, Known]] = {sha256: {} for sha256 in hashes}
    if not values:
        return {}
    chosen = select(document_metadata).order_by(document_metadata.c.id)
    if len(values) == 1:
        chosen = chosen.where(document_metadata.c.document == next(iter(values)))
    for row in connection.execute(chosen):
        if row.document in values:
            values[row.document][row.field] = _known(row)  # the last one counts
    return {sha256: Metadata(**known) for sha256, known in values.items()}


def _known(row: Row) -> Known:
    span = Span(row.start, row.end) if row.start is not None else None
    return Known(row.value, row.ground, cast("str", row.grade), span, row.note)  # type: ignore[arg-type]
