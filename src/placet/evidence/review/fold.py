"""From the proposals and the record of decisions to how every statement stands; nothing is remembered in between.

A person's last decision about a proposal that they have not taken back is their view of it. Where all views are the
same, that is how it stands; where they are not, it is disputed until somebody settles it, and then it says who did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from msgspec import UNSET

from placet.model.decisions import (
    Accept,
    Change,
    Correct,
    Decision,
    Duplicate,
    Link,
    Merge,
    Paraphrase,
    Reject,
    Settle,
    Split,
    Undo,
    Unlink,
    Verdict,
)
from placet.model.proposals import Proposal
from placet.model.statements import LinkState, Proposed, Standing, Status, View, digest_of


class Review(msgspec.Struct, frozen=True):
    """All proposals of one or several documents as they stand.

    Attributes:
        standings: by id, in the order of the text.
        decisions: the whole record, in order.
        undone: the ids of the decisions that do not count, having been taken back.
        newest: what is proposed now, by id: by the newest rules, with all that is known of the document.
    """

    standings: dict[str, Standing]
    decisions: tuple[Decision, ...] = ()
    undone: frozenset[str] = frozenset()
    newest: dict[str, Proposed] = {}

    @property
    def queue(self) -> tuple[Standing, ...]:
        """What waits for somebody: the open, the disputed, and what newer rules propose otherwise.

        Of what is accepted, that too over whose words or subjects people part.
        """
        return tuple(one for one in self.standings.values() if one.is_waiting)

    @property
    def statements(self) -> tuple[Standing, ...]:
        """What has been accepted."""
        return tuple(one for one in self.standings.values() if one.status == "accepted")

    def about(self, proposal: str) -> tuple[Decision, ...]:
        """Return all decisions about a proposal, those that were taken back included."""
        found = {one.id for one in self.decisions if proposal in one.proposals}
        for one in self.decisions:
            if isinstance(one.act, Undo) and one.act.decision in found:
                found.add(one.id)
        return tuple(one for one in self.decisions if one.id in found)


def fold(kept: Iterable[Proposed], decisions: Iterable[Decision]) -> Review:
    """Work out how everything stands.

    Args:
        kept: the proposals, the versions of one id in the order in which they were made.
        decisions: the record, in order.
    """
    record = tuple(decisions)
    undone = undone_in(record)
    return _Fold(record, undone).run(kept)


def undone_in(record: tuple[Decision, ...]) -> frozenset[str]:
    """Return the decisions that count no longer.

    A person takes back their own decisions only; what takes back an undo makes the decision count again.
    """
    by = {one.id: one.by for one in record}
    undone: set[str] = set()
    # What is undone can only lie before: seen from the end, whether an undo counts is known when it is reached.
    for one in reversed(record):
        if isinstance(one.act, Undo) and one.id not in undone and by.get(one.act.decision) == one.by:
            undone.add(one.act.decision)
    return frozenset(undone)


def changed(proposal: Proposal, change: Change) -> Proposal:
    """Return a proposal with what a change puts in the place of its values."""
    values = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    return msgspec.structs.replace(proposal, **values) if values else proposal


def piece_of(proposal: Proposal, change: Change) -> Proposal:
    """Return one of the statements that a proposal was split into."""
    piece = changed(proposal, change)
    name = f"{proposal.id}.{_short(proposal.id, change)}"
    return msgspec.structs.replace(piece, id=name, alternatives=(), doubts=(), maker="split")


def union_of(proposals: tuple[Proposal, ...], change: Change) -> Proposal:
    """Return the one statement that several proposals of a document were merged into."""
    first = proposals[0]
    content = tuple(sorted({span for one in proposals for span in one.content}))
    name = f"{first.id}.{_short(*sorted(one.id for one in proposals), change)}"
    whole = msgspec.structs.replace(first, id=name, content=content, alternatives=(), doubts=(), maker="merge")
    return changed(whole, change)


def _short(*parts: str | Change) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:6]


class _Fold:
    """One pass over a record."""

    def __init__(self, record: tuple[Decision, ...], undone: frozenset[str]) -> None:
        self.record = record
        self.undone = undone
        self.place = {one.id: at for at, one in enumerate(record)}
        self.by_id = {one.id: one for one in record}
        self.verdicts: dict[str, list[Decision]] = {}
        self.settles: dict[str, list[Decision]] = {}
        self.links: dict[str, dict[tuple[str, str], dict[str, Decision]]] = {}
        self.words: dict[str, dict[str, Decision]] = {}
        self.versions: dict[str, list[Proposed]] = {}
        for one in record:
            if one.id not in undone:
                self._file(one)

    def run(self, kept: Iterable[Proposed]) -> Review:
        for one in kept:
            self.versions.setdefault(one.proposal.id, []).append(one)
        standings = {name: standing for name in self.versions if (standing := self._made(name)) is not None}
        waiting = [*standings.values()]
        while waiting:
            whole = waiting.pop(0)
            for piece in self._parts(whole):
                # Two people who merge the same proposals, or split one alike, make the same statement.
                if piece.id not in standings:
                    standings[piece.id] = piece
                    waiting.append(piece)
        _break_circles(standings)
        in_order = sorted(standings.values(), key=_position)
        newest = {name: one for name, known in self.versions.items() for one in known if one.is_current}
        return Review({one.id: one for one in in_order}, self.record, self.undone, newest)

    def _file(self, one: Decision) -> None:
        match one.act:
            case Settle(proposal):
                self.settles.setdefault(proposal, []).append(one)
            case Link(proposal, rulebook, name) | Unlink(proposal, rulebook, name):
                said = self.links.setdefault(proposal, {}).setdefault((rulebook, name), {})
                said[one.by] = one
            case Paraphrase(proposal):
                self.words.setdefault(proposal, {})[one.by] = one
            case Undo():
                pass
            case _:
                for proposal in one.proposals:
                    self.verdicts.setdefault(proposal, []).append(one)

    def _made(self, name: str) -> Standing | None:
        """How something proposed stands; None where only older rules proposed it and nobody said anything of it."""
        versions = self.versions[name]
        current = [one for one in versions if one.is_current]
        newest = (current or versions)[-1]
        is_touched = any(name in known for known in (self.verdicts, self.links, self.words))
        if not current and not is_touched:
            return None
        standing = self._standing(newest, None)
        is_changed = bool(current) and bool(standing.views) and standing.digest != newest.digest
        return msgspec.structs.replace(standing, is_current=bool(current), is_changed=is_changed)

    def _standing(self, newest: Proposed, maker: Decision | None, made_of: tuple[str, ...] = ()) -> Standing:
        """How a proposal stands; `maker`: the decision that made it of others, whose author accepts it by that."""
        name = newest.proposal.id
        latest: dict[str, Decision] = {maker.by: maker} if maker is not None else {}
        for one in self.verdicts.get(name, ()):
            latest[one.by] = one
        views = tuple(self._view(one, name, newest, is_maker=one is maker) for one in latest.values())
        settled = self._settled(name, views)
        counting: View | None = None
        if settled is not None:
            counting = next(view for view in views if view.decision.id == settled.act.decision)  # type: ignore[union-attr]  # a settlement
        elif views and all(_is_same(view, views[0]) for view in views):
            counting = views[0]
        status: Status = counting.status if counting is not None else "disputed" if views else "open"
        version = self._version(name, _upon(counting.decision, name), newest) if counting is not None else newest
        links = self._links(name)
        paraphrases, words_of, words_settled_by = self._words(name)
        are_words_parted = not words_of and len({text for _, text in paraphrases}) > 1
        statement = version.proposal
        if counting is not None and counting.statement is not None:
            statement = counting.statement
        return Standing(
            id=name,
            status=status,
            statement=statement,
            proposed=version.proposal,
            digest=version.digest,
            rules=version.rules,
            views=views,
            settled=settled,
            others=counting.others if counting is not None else (),
            made_of=made_of,
            links=links,
            paraphrases=paraphrases,
            words_of=words_of,
            words_settled_by=words_settled_by,
            is_parted=are_words_parted or any(link.is_disputed for link in links),
        )

    def _view(self, one: Decision, name: str, newest: Proposed, *, is_maker: bool) -> View:
        base = self._version(name, _upon(one, name), newest).proposal
        if is_maker:
            return View(one.by, one, "accepted", base)
        match one.act:
            case Accept(_, _, taking):
                return View(one.by, one, "accepted", self._corrected(base, taking, one.by), taking=taking)
            case Correct(_, change, _, taking):
                statement = changed(self._corrected(base, taking, one.by), change)
                return View(one.by, one, "accepted", statement, taking=(*taking, one.id))
            case Reject(_, reason):
                return View(one.by, one, "rejected", reason=reason)
            case Duplicate(_, of):
                return View(one.by, one, "duplicate", others=(of,))
            case Split(_, pieces):
                return View(one.by, one, "split", others=tuple(piece_of(base, piece).id for piece in pieces))
            case Merge():
                union = self._union(one.act)
                return View(one.by, one, "merged", others=(union.id,) if union is not None else ())
        raise AssertionError("only verdicts are views")

    def _corrected(self, base: Proposal, taking: tuple[str, ...], by: str) -> Proposal:
        """Apply corrections; those a person has taken back count no longer for that person."""
        for name in taking:
            one = self.by_id.get(name)
            if one is None or not isinstance(one.act, Correct) or (name in self.undone and one.by == by):
                continue
            base = changed(base, one.act.change)
        return base

    def _settled(self, name: str, views: tuple[View, ...]) -> Decision | None:
        """The settlement that counts: of a view that is still held, and with nobody having decided otherwise since."""
        for settlement in reversed(self.settles.get(name, ())):
            assert isinstance(settlement.act, Settle)
            chosen = next((view for view in views if view.decision.id == settlement.act.decision), None)
            if chosen is None:
                continue
            since = [view for view in views if self.place[view.decision.id] > self.place[settlement.id]]
            return settlement if all(_is_same(view, chosen) for view in since) else None
        return None

    def _parts(self, whole: Standing) -> list[Standing]:
        """What was made of a proposal by splitting or merging it, as far as that is still held."""
        found: list[Standing] = []
        for view in whole.views:
            is_counting = whole.status == view.status and whole.others == view.others
            if not is_counting and whole.status != "disputed":
                continue
            act = view.decision.act
            if isinstance(act, Split) and view.status == "split":
                base = self._version(whole.id, act.upon, self.versions[whole.id][-1]).proposal
                proposals = [piece_of(base, piece) for piece in act.pieces]
                made_of: tuple[str, ...] = (whole.id,)
            elif isinstance(act, Merge) and view.status == "merged" and (union := self._union(act)) is not None:
                proposals, made_of = [union], act.proposals
            else:
                continue
            for proposal in proposals:
                made = Proposed(proposal, digest_of(proposal), "")
                self.versions.setdefault(proposal.id, [made])
                standing = self._standing(made, view.decision, made_of)
                if whole.status == "disputed":
                    standing = msgspec.structs.replace(standing, status="disputed")
                found.append(standing)
        return found

    def _union(self, act: Merge) -> Proposal | None:
        """What several proposals were merged into; None where one of them is not known here."""
        if any(name not in self.versions for name in act.proposals):
            return None
        upon = dict(zip(act.proposals, act.upon, strict=False))
        found = [self._version(name, upon.get(name, ""), self.versions[name][-1]) for name in act.proposals]
        return union_of(tuple(one.proposal for one in found), act.change)

    def _version(self, name: str, digest: str, newest: Proposed) -> Proposed:
        """The version of a proposal that somebody looked at, or the newest one."""
        return next((one for one in self.versions.get(name, ()) if one.digest == digest), newest)

    def _links(self, name: str) -> tuple[LinkState, ...]:
        found = []
        for (rulebook, target), said in sorted(self.links.get(name, {}).items()):
            by = tuple(person for person, one in said.items() if isinstance(one.act, Link))
            against = tuple(person for person, one in said.items() if isinstance(one.act, Unlink))
            if not by:
                continue
            settled = self._settled_among(name, said) if against else None
            if settled is None:
                found.append(LinkState(rulebook, target, by, against))
                continue
            settlement, chosen = settled
            on: Literal["about", "not about"] = "about" if isinstance(chosen.act, Link) else "not about"
            found.append(LinkState(rulebook, target, by, against, settlement.by, on))
        return tuple(found)

    def _words(self, name: str) -> tuple[tuple[tuple[str, str], ...], str, str]:
        """What a proposal says in whose own words; whose count, and who settled that, where people part."""
        said = {by: one for by, one in self.words.get(name, {}).items() if _text(one)}
        paraphrases = tuple((by, _text(one)) for by, one in said.items())
        settled = self._settled_among(name, said) if len({text for _, text in paraphrases}) > 1 else None
        return (paraphrases, settled[1].by, settled[0].by) if settled is not None else (paraphrases, "", "")

    def _settled_among(self, name: str, said: Mapping[str, Decision]) -> tuple[Decision, Decision] | None:
        """The settlement that counts among what people say, and what it is for.

        That is still said, and nobody has said anything else since.
        """
        for settlement in reversed(self.settles.get(name, ())):
            assert isinstance(settlement.act, Settle)
            chosen = next((one for one in said.values() if one.id == settlement.act.decision), None)
            if chosen is None:
                continue
            since = [one for one in said.values() if self.place[one.id] > self.place[settlement.id]]
            return (settlement, chosen) if all(one.act == chosen.act for one in since) else None
        return None


def _text(one: Decision) -> str:
    return one.act.text if isinstance(one.act, Paraphrase) else ""


def _upon(one: Decision, name: str) -> str:
    act = one.act
    if isinstance(act, Merge):
        return dict(zip(act.proposals, act.upon, strict=False)).get(name, "")
    return act.upon if isinstance(act, Verdict) else ""


def _is_same(one: View, other: View) -> bool:
    """Say whether two people make the same of a proposal; why somebody rejects it makes no difference."""
    return (one.status, one.statement, one.others) == (other.status, other.statement, other.others)


def _break_circles(standings: dict[str, Standing]) -> None:
    """Dispute duplicates that lead back to themselves: each would vanish on account of the other."""
    for name in [name for name, one in standings.items() if one.status == "duplicate" and _is_circle(standings, name)]:
        one = standings[name]
        standings[name] = msgspec.structs.replace(one, status="disputed", statement=one.proposed, others=())


def _is_circle(standings: Mapping[str, Standing], name: str) -> bool:
    seen: set[str] = set()
    at = name
    while at in standings and standings[at].status == "duplicate" and at not in seen:
        seen.add(at)
        at = standings[at].others[0]
    return at in seen


def _position(one: Standing) -> tuple[str, int, int, str]:
    statement = one.statement
    start = min((span.start for span in statement.content), default=0)
    return (statement.document, statement.paragraph, start, one.id)
