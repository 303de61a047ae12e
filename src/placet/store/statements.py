"""Stored statements: proposals as they were made, the record of decisions, and the table of how they stand.

The first two are kept for as long as their document is; the third is worked out of them by whoever decides what
decisions mean, handed over here, and known to be out of date as soon as either changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Select, Update, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from placet.model.decisions import Act, Decision
from placet.model.proposals import Proposal
from placet.model.statements import Proposed, Standing, Status, digest_of
from placet.store.records import Reading
from placet.store.search import tags_of
from placet.store.tables import (
    carried_acts,
    decisions,
    documents,
    kept_names,
    proposal_runs,
    proposals,
    statements,
    statements_built,
)
from placet.store.trouble import StoreTrouble
from placet.store.words import index_words

if TYPE_CHECKING:
    from placet.store.store import Store


class Row(msgspec.Struct, frozen=True):
    """A statement as it stands, with what it is searched by.

    Attributes:
        standing: the statement.
        passage: the words of its content.
        speaker: who speaks and through whom it came, in words.
        parties: for whom.
        first_day: the first day on which it can have been said, ISO 8601; None: not known.
        last_day: the last one.
    """

    standing: Standing
    passage: str
    speaker: str
    parties: tuple[str, ...]
    first_day: str | None = None
    last_day: str | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a statement stands, and what has become of it.

    Attributes:
        id: the statement's.
        document: the full hash of where it stands.
        status: what has become of it.
        is_changed: whether newer rules propose it otherwise than it was decided on.
        is_parted: whether people part over its words or over what it is about.
    """

    id: str
    document: str
    status: Status
    is_changed: bool = False
    is_parted: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide or to settle something; see `Standing.is_waiting`."""
        return self.status in ("open", "disputed") or self.is_changed or (self.status == "accepted" and self.is_parted)


class KeptProposals(msgspec.Struct, frozen=True):
    """What became of the proposals of a document that were handed to the store.

    Attributes:
        new: how many were not proposed before.
        other: how many were proposed with other values before.
        gone: how many were proposed before and are no longer.
        same: how many were there as they are.
    """

    new: int = 0
    other: int = 0
    gone: int = 0
    same: int = 0


class Statements:
    """The statements of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def propose(self, document: str, found: Sequence[Proposal], rules: str) -> KeptProposals:
        """Keep what was proposed in a document; what was proposed before stays, with what was decided about it.

        Args:
            document: its full hash.
            found: all proposals, in the order of the text.
            rules: the version of what proposed them.
        """
        with self._store.writing() as connection:
            return keep_proposals(connection, document, found, rules)

    def rules_of(self, document: str) -> str | None:
        """Return the version that proposed in a document last; None: nothing has.

        Where something else is known of the document since, it is no version: `placet.store.documents.OVERTAKEN`.
        """
        with self._store.reading() as connection:
            chosen = select(proposal_runs.c.rules).where(proposal_runs.c.document == document)
            rules = connection.execute(chosen).scalar()
        return str(rules) if rules is not None else None

    def proposed(self, document: str) -> tuple[Proposed, ...]:
        """Return all proposals of a document, those of older rules too, in the order in which they were made."""
        chosen = select(proposals).where(proposals.c.document == document).order_by(proposals.c.number)
        with self._store.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(
            Proposed(msgspec.json.decode(row.value, type=Proposal), row.digest, row.rules, row.is_current)
            for row in rows
        )

    def record(self, decision: Decision, document: str) -> None:
        """Add a decision to the record; the same one twice is there once."""
        with self._store.writing() as connection:
            act = msgspec.json.encode(decision.act).decode()
            row = {"id": decision.id, "document": document, "by": decision.by, "at": decision.at, "act": act}
            connection.execute(insert_or(decisions).values(**row).on_conflict_do_nothing(index_elements=["id"]))
            _call_stale(connection, document)

    def decisions(self, document: str | None = None) -> tuple[Decision, ...]:
        """Return the record, or what of it is about one document, in order, as it reads in the newest texts."""
        chosen = _record().order_by(decisions.c.number)
        if document is not None:
            chosen = chosen.where(decisions.c.document == document)
        with self._store.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(_decision(row) for row in rows)

    def find_decisions(self, prefix: str, most: int = 6) -> tuple[tuple[Decision, str], ...]:
        """Return the decisions whose ids begin so, each with the document that it is about."""
        chosen = (
            _record()
            .where(decisions.c.id.startswith(prefix, autoescape=True))
            .order_by(decisions.c.number)
            .limit(most if prefix else 0)
        )
        with self._store.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple((_decision(row), row.document) for row in rows)

    def ids_beginning(self, prefix: str, most: int = 6) -> tuple[str, ...]:
        """Return the ids of statements that begin so; the one that is just that comes first.

        What was made of a statement has its id and more behind a full stop: without one the statement itself is meant.
        """
        chosen = (
            select(statements.c.id)
            .where(statements.c.id.startswith(prefix, autoescape=True))
            .order_by(statements.c.id.contains("."), statements.c.id)
            .limit(most if prefix else 0)
        )
        with self._store.reading() as connection:
            found = tuple(connection.execute(chosen).scalars())
        return found if "." in prefix else tuple(one for one in found if "." not in one) or found

    def documents(self) -> tuple[str, ...]:
        """Return the documents in which something was proposed, in the order in which they were stored."""
        chosen = (
            select(documents.c.sha256)
            .join(proposal_runs, proposal_runs.c.document == documents.c.sha256)
            .order_by(documents.c.added_at, documents.c.sha256)
        )
        with self._store.reading() as connection:
            return tuple(connection.execute(chosen).scalars())

    def stale(self, form: int) -> tuple[str, ...]:
        """Return the documents whose statements are not as the record has them, by this form of working them out."""
        chosen = (
            select(proposal_runs.c.document)
            .outerjoin(statements_built, statements_built.c.document == proposal_runs.c.document)
            .where(statements_built.c.form.is_distinct_from(form))
            .order_by(proposal_runs.c.document)
        )
        with self._store.reading() as connection:
            return tuple(connection.execute(chosen).scalars())

    def rebuild(self, document: str, rows: Iterable[Row], form: int) -> None:
        """Put a document's statements as they stand in the place of those that are there."""
        with self._store.writing() as connection:
            connection.execute(
                text(
                    "DELETE FROM statement_words WHERE rowid IN"
                    " (SELECT number FROM statements WHERE document = :document)"
                ),
                {"document": document},
            )
            connection.execute(delete(statements).where(statements.c.document == document))
            for position, row in enumerate(rows):
                write_row(connection, document, position, row)
            connection.execute(
                insert_or(statements_built)
                .values(document=document, form=form)
                .on_conflict_do_update(index_elements=["document"], set_={"form": form})
            )

    def standing(self, document: str | None = None) -> tuple[Standing, ...]:
        """Return the statements as they stand, of one document or of all, in the order of the text."""
        chosen = (
            select(statements.c.value)
            .join(documents, documents.c.sha256 == statements.c.document)
            .order_by(documents.c.added_at, documents.c.sha256, statements.c.position)
        )
        if document is not None:
            chosen = chosen.where(statements.c.document == document)
        with self._store.reading() as connection:
            return tuple(msgspec.json.decode(value, type=Standing) for value in connection.execute(chosen).scalars())

    def places(self) -> tuple[Place, ...]:
        """Return where every statement stands and what has become of it, in the order of the text."""
        chosen = (
            select(
                statements.c.id,
                statements.c.document,
                func.json_extract(statements.c.value, "$.status").label("status"),
                func.coalesce(func.json_extract(statements.c.value, "$.is_changed"), 0).label("is_changed"),
                func.coalesce(func.json_extract(statements.c.value, "$.is_parted"), 0).label("is_parted"),
            )
            .join(documents, documents.c.sha256 == statements.c.document)
            .order_by(documents.c.added_at, documents.c.sha256, statements.c.position)
        )
        with self._store.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(Place(row.id, row.document, row.status, bool(row.is_changed), bool(row.is_parted)) for row in rows)

    def find(self, prefix: str) -> Standing:
        """Return the statement whose id begins so.

        Raises:
            StoreTrouble: none does, or several do.
        """
        wanted = prefix.strip()
        found = self.ids_beginning(wanted)
        whole = [name for name in found if name == wanted] or found
        if not whole:
            raise StoreTrouble(
                f"no statement's id begins with `{prefix}`", "`placet evidence statements` lists them with their ids."
            )
        if len(whole) > 1:
            several = ", ".join(f"`{name}`" for name in whole[:5])
            raise StoreTrouble(f"several statements begin with `{prefix}`", f"Give more of the id: {several}.")
        with self._store.reading() as connection:
            value = connection.execute(select(statements.c.value).where(statements.c.id == whole[0])).scalar_one()
        return msgspec.json.decode(value, type=Standing)


def keep_proposals(connection: Connection, document: str, found: Sequence[Proposal], rules: str) -> KeptProposals:
    """Keep what was proposed in a document, under the ids under which it goes on; see `Statements.propose`."""
    chosen = select(kept_names.c.made, kept_names.c.kept).where(kept_names.c.document == document)
    by_id = {one.id: one for one in renamed(found, {row.made: row.kept for row in connection.execute(chosen)})}
    if len(by_id) != len(found):
        raise ValueError("two proposals have one id")
    known = connection.execute(
        select(proposals.c.id, proposals.c.digest, proposals.c.is_current).where(proposals.c.document == document)
    ).all()
    versions = {(row.id, row.digest) for row in known}
    before = {row.id: row.digest for row in known if row.is_current}
    ever = {row.id for row in known}
    digests = {name: digest_of(one) for name, one in by_id.items()}
    kept = KeptProposals(
        new=sum(name not in ever for name in by_id),
        other=sum(name in ever and before.get(name) != digests[name] for name in by_id),
        gone=sum(name not in by_id for name in before),
        same=sum(before.get(name) == digests[name] for name in by_id),
    )
    gone = {(name, digest) for name, digest in before.items() if digests.get(name) != digest}
    for name, digest in sorted(gone):
        connection.execute(_of_version(name, digest).values(is_current=False))
    for name, one in by_id.items():
        value = msgspec.json.encode(one).decode()
        if (name, digests[name]) in versions:
            # Doubts and alternatives may differ under one digest: the newest are shown.
            connection.execute(_of_version(name, digests[name]).values(is_current=True, value=value))
        else:
            row = {"id": name, "digest": digests[name], "document": document, "rules": rules}
            connection.execute(insert(proposals).values(**row, is_current=True, value=value))
    run = {"document": document, "rules": rules}
    connection.execute(
        insert_or(proposal_runs).values(**run).on_conflict_do_update(index_elements=["document"], set_={"rules": rules})
    )
    _call_stale(connection, document)
    return kept


def carry_over(connection: Connection, reading: Reading) -> None:
    """Put what is carried over to another text of a document in the place of what was proposed in the text before."""
    document = reading.document.sha256
    connection.execute(delete(proposals).where(proposals.c.document == document))
    connection.execute(delete(kept_names).where(kept_names.c.document == document))
    for one in reading.earlier:
        row = {"id": one.proposal.id, "digest": one.digest, "document": document, "rules": one.rules}
        value = msgspec.json.encode(one.proposal).decode()
        connection.execute(insert(proposals).values(**row, is_current=False, value=value))
    for made, kept in reading.names.items():
        connection.execute(insert(kept_names).values(document=document, made=made, kept=kept))
    for decision, act in reading.acts.items():
        row = {"decision": decision, "document": document, "act": msgspec.json.encode(act).decode()}
        connection.execute(
            insert_or(carried_acts)
            .values(**row)
            .on_conflict_do_update(index_elements=["decision"], set_={"act": row["act"]})
        )


def renamed(found: Iterable[Proposal], names: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Return proposals, each under the id under which it goes on, where that is not the one that the rules make."""
    return tuple(
        msgspec.structs.replace(
            one,
            id=names.get(one.id, one.id),
            parent=names.get(one.parent, one.parent) if one.parent is not None else None,
            alternatives=tuple(names.get(name, name) for name in one.alternatives),
        )
        if names
        else one
        for one in found
    )


def _record() -> Select[Any]:
    """Ask for decisions, each with its act as it reads in the newest text of its document."""
    act = func.coalesce(carried_acts.c.act, decisions.c.act).label("act")
    return select(decisions.c.id, decisions.c.by, decisions.c.at, decisions.c.document, act).outerjoin(
        carried_acts, carried_acts.c.decision == decisions.c.id
    )


def _of_version(name: str, digest: str) -> Update:
    return update(proposals).where(proposals.c.id == name, proposals.c.digest == digest)


def _decision(row: Any) -> Decision:  # noqa: ANN401 - a row of the library's
    return Decision(row.id, row.by, row.at, msgspec.json.decode(row.act, type=Act))


def _call_stale(connection: Connection, document: str) -> None:
    connection.execute(delete(statements_built).where(statements_built.c.document == document))


def write_row(connection: Connection, document: str, position: int, row: Row) -> None:
    """Write how a statement stands, with the words it is searched by."""
    standing = row.standing
    made = connection.execute(
        insert(statements).values(
            id=standing.id,
            document=document,
            position=position,
            first_day=row.first_day,
            last_day=row.last_day,
            passage=row.passage,
            value=msgspec.json.encode(standing).decode(),
        )
    )
    assert made.inserted_primary_key is not None
    words = {
        "number": made.inserted_primary_key[0],
        "passage": index_words(row.passage),
        "speaker": index_words(row.speaker),
        "paraphrase": index_words(" ".join(text for _, text in standing.paraphrases)),
        "tags": tags_of(standing.status, standing.statement.stance, row.parties),
    }
    connection.execute(
        text(
            "INSERT INTO statement_words (rowid, passage, speaker, paraphrase, tags)"
            " VALUES (:number, :passage, :speaker, :paraphrase, :tags)"
        ),
        words,
    )
