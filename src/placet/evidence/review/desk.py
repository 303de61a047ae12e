"""The desk: what is proposed and decided is kept in a store, and the statements as they stand beside it.

The command line and the pages in a browser both work at it; whoever decides is named, and so is the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from placet.evidence.review.days import days_of
from placet.evidence.review.decide import Refused, check_act
from placet.evidence.review.fold import Review, fold
from placet.evidence.review.words import content_words, speaker_words
from placet.model.decisions import Act, Decision, Duplicate, Undo, make_decision
from placet.model.documents import Document
from placet.model.proposals import Proposal
from placet.model.statements import Standing

if TYPE_CHECKING:
    from placet.store import Store
    from placet.store.statements import KeptProposals

FORM = 2
"""The form of the table of statements as they stand; another one is worked out anew when it is next looked at."""

Proposer = Callable[[Document], Sequence[Proposal]]


class Desk:
    """Where a store's statements are proposed, looked at and decided on.

    Attributes:
        store: the store.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def propose(self, document: Document, proposer: Proposer, rules: str) -> KeptProposals:
        """Keep what is proposed in a stored document, by this version of the rules; what was decided stays decided."""
        kept = self.store.statements.propose(document.sha256, tuple(proposer(document)), rules)
        self.freshen()
        return kept

    def review(self, document: str) -> Review:
        """Return how everything of a document stands, by its full hash."""
        statements = self.store.statements
        return fold(statements.proposed(document), statements.decisions(document))

    def decide(self, act: Act, by: str, at: dt.datetime, document: str) -> Decision:
        """Record a decision.

        Args:
            act: what is decided.
            by: who decides.
            at: when, with its time zone.
            document: the full hash of the document that the statement stands in.

        Raises:
            Refused: it would mean nothing, or is not this person's to take.
        """
        review = self.review(document)
        if isinstance(act, Duplicate) and act.of not in review.standings:
            self._check_elsewhere(act.of)
        check_act(review, act, by, self.store.documents.get(document))
        decision = make_decision(act, by.strip(), at.astimezone(dt.UTC).isoformat(timespec="microseconds"))
        self.store.statements.record(decision, document)
        self.freshen()
        return decision

    def find(self, prefix: str) -> Standing:
        """Return the statement whose id begins so.

        Raises:
            StoreTrouble: none does, or several do.
        """
        self.freshen()
        return self.store.statements.find(prefix)

    def undo(self, prefix: str, by: str, at: dt.datetime) -> Decision:
        """Take back the decision whose id begins so, or the person's last one about a statement that does.

        Raises:
            Refused: there is none, several begin so, or it is somebody else's.
        """
        statements = self.store.statements
        found = statements.find_decisions(prefix)
        self.freshen()
        meant = statements.ids_beginning(prefix)
        if len(found) + len(meant) > 1 and prefix not in {*meant, *(one.id for one, _ in found)}:
            several = ", ".join(f"`{name}`" for name in (*meant, *(one.id for one, _ in found)))
            raise Refused(f"several statements and decisions begin with `{prefix}`", f"Give more of the id: {several}.")
        chosen = next((one for one in found if one[0].id == prefix or not meant), None)
        if chosen is not None:
            return self.decide(Undo(chosen[0].id), by, at, chosen[1])
        standing = self.find(prefix)
        review = self.review(standing.statement.document)
        own = [
            one
            for one in review.about(standing.id)
            if one.by == by and one.id not in review.undone and not isinstance(one.act, Undo)
        ]
        if not own:
            raise Refused(f"{by} has decided nothing about `{standing.id}`", "There is nothing to take back.")
        return self.decide(Undo(own[-1].id), by, at, standing.statement.document)

    def freshen(self) -> int:
        """Work out anew what is out of date in the table of statements; return of how many documents that was."""
        stale = self.store.statements.stale(FORM)
        for document in stale:
            self._rebuild(document)
        return len(stale)

    def rebuild(self) -> int:
        """Work out all statements anew; return of how many documents."""
        documents = self.store.statements.documents()
        for document in documents:
            self._rebuild(document)
        return len(documents)

    def _check_elsewhere(self, name: str) -> None:
        """Refuse a name that no statement of any document has."""
        if name not in self.store.statements.ids_beginning(name):
            raise Refused(f"there is no statement `{name}`", "`placet evidence statements` lists them with their ids.")

    def _rebuild(self, sha256: str) -> None:
        from placet.store.statements import Row

        document = self.store.documents.get(sha256)
        rows = []
        for standing in self.review(sha256).standings.values():
            statement = standing.statement
            first, last = days_of(statement.said)
            rows.append(
                Row(
                    standing,
                    content_words(document, statement),
                    speaker_words(statement),
                    tuple(dict.fromkeys(one.party for one in statement.spoken_for if one.party)),
                    first,
                    last,
                )
            )
        self.store.statements.rebuild(sha256, rows, FORM)
