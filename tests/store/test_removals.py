"""Documents that are removed: nothing of them is left, what people decided is not lost unsaid, and it is on record."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import event, text

import placet.store.bytes_folder
import placet.store.connect
import placet.store.removals
import placet.store.schema
from placet.evidence.review import Desk
from placet.model.decisions import Accept, Decision, Duplicate, Link, Paraphrase
from placet.model.proposals import Proposal
from placet.store import DecidedOn, Removed, Store, StoreTrouble, open_store
from placet.store.search import Wanted
from placet.store.tables import TABLES
from tests.evidence.review.desks import ALL, TEXT, stored
from tests.store.conftest import AT, LATER, Make

OTHER = "Bridge to open\nThe bridge office said that it opens.\n다리가 열린다. 橋が開く"


def article(store: Store) -> str:
    """Put the article with its proposals into a store."""
    document = stored(store)
    proposals = [msgspec.structs.replace(one, document=document.sha256) for one in ALL]
    Desk(store).propose(document, lambda _: proposals, "1")
    return document.sha256


def decided(store: Store) -> str:
    """Put the article into a store, decided on by two people."""
    sha256 = article(store)
    desk = Desk(store)
    desk.decide(Accept("aa11"), "ann", AT, sha256)
    desk.decide(Paraphrase("aa11", "Nobody weighs anchor unbidden."), "ann", LATER, sha256)
    desk.decide(Link("aa11", "straits", "leave"), "ben", LATER, sha256)
    return sha256


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with store.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]
            for name in sorted(TABLES.tables)
        }


def leave_deleted(store: Store) -> None:
    """Have the database leave deleted words where they are, as it does unless a system has it made otherwise."""
    store._engine.dispose()
    event.listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete = OFF"))


def files(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_nothing_of_a_removed_document_is_left_in_any_file(store: Store, make: Make, home: Path) -> None:
    leave_deleted(store)
    other, raw = make(OTHER)
    store.documents.add(other, raw, at=AT)
    before = rows(store)
    sha256 = decided(store)
    Desk(store).rebuild()  # what it writes over must not stay behind either
    store.removals.remove([sha256], by="ada", at=LATER, is_forced=True)
    assert b"harbour's consent" in b"".join(files(home).values())
    store.removals.finish()
    after = rows(store)
    assert after.pop("removals") == [(1, sha256, "Ferry talks to resume in May", "ada", "2014-11-20T08:30:00Z", "", 3)]
    assert {name: found for name, found in before.items() if name != "removals"} == after
    assert set(files(home / "bytes")) == {other.sha256}
    words = set(re.findall(r"\w{5,}", TEXT.casefold())) | {"weighs", "anchor", "aa11", "straits"}
    held = b"".join(files(home).values()).lower()
    kept = {"ferry", "talks", "resume", "added", "posted"}  # of the title, and of the form of the database
    assert [one for one in sorted(words - kept) if one.encode() in held] == []
    assert store.documents.get(other.sha256) == other


def test_searches_find_what_stayed_and_nothing_of_what_went(store: Store, make: Make) -> None:
    for words in (TEXT.split("\n")[2], "다리가 닫힌다", "橋が閉まる"):
        document, raw = make(f"Title\n{words}")
        store.documents.add(document, raw, at=AT)
        store.removals.remove([document.sha256], by="ada", at=LATER)
        # What comes next has the numbers of what went.
        other, other_raw = make(OTHER)
        store.documents.add(other, other_raw, at=AT)
        assert store.search.passages(Wanted(words.split()[-1].strip("."))) == ()
        assert [hit.paragraph for hit in store.search.passages(Wanted("橋"))] == [3]
        assert [hit.paragraph for hit in store.search.passages(Wanted("bridge"))] == [1, 2]
        store.removals.remove([other.sha256], by="ada", at=LATER)


def test_statements_of_a_removed_document_are_neither_found_nor_waited_for(store: Store) -> None:
    sha256 = article(store)
    store.removals.remove([sha256], by="ada", at=LATER)
    assert store.search.statements(Wanted("tolls")).hits == ()
    assert Desk(store).freshen() == 0
    assert (store.statements.standing(), store.statements.places(), store.statements.documents()) == ((), (), ())


def test_what_people_decided_on_is_refused_with_whose_it_is_and_nothing_is_changed(store: Store, make: Make) -> None:
    other, raw = make(OTHER)
    store.documents.add(other, raw, at=AT)
    sha256 = decided(store)
    before = rows(store)
    with pytest.raises(DecidedOn) as refused:
        store.removals.remove([other.sha256, sha256], by="ada", at=LATER)
    assert rows(store) == before
    free, going = refused.value.going
    assert (free.sha256, free.is_decided_on) == (other.sha256, False)
    assert [(one.by, one.count, one.last[:10]) for one in going.deciders] == [
        ("ann", 2, "2014-11-20"),
        ("ben", 1, "2014-11-20"),
    ]
    assert (going.statements, going.decisions, going.links, going.rulebooks) == (3, 3, 1, ("straits",))
    assert going.given == ("outlet",)


def test_of_several_all_are_removed_or_none(store: Store, make: Make) -> None:
    document, raw = make(OTHER)
    store.documents.add(document, raw, at=AT)
    with pytest.raises(StoreTrouble, match="is not stored any more"):
        store.removals.remove([document.sha256, "ab" * 32], by="ada", at=LATER)
    assert store.documents.has(document.sha256)
    sha256 = article(store)
    assert len(store.removals.remove([document.sha256, sha256, sha256], by="ada", at=LATER)) == 2
    assert store.documents.list() == ()


def test_decisions_go_only_with_their_document(store: Store) -> None:
    sha256 = decided(store)
    store.removals.remove([sha256], by="ada", at=LATER, is_forced=True)
    store.removals.finish()
    decided(store)
    with pytest.raises(Exception, match="only grows"), store.writing() as connection:
        connection.execute(text("DELETE FROM decisions"))
    assert len(store.statements.decisions()) == 3


def repeated_elsewhere(store: Store, desk: Desk, make: Make) -> Decision:
    """Store another article whose statement repeats one of the first, and return the decision that says so."""
    other, raw = make(OTHER)
    store.documents.add(other, raw, at=AT)
    said = Proposal(id="dd44", document=other.sha256, paragraph=2, content=(other.paragraphs[1].span,), form="indirect")
    desk.propose(other, lambda _: [said], "1")
    return desk.decide(Duplicate("dd44", "aa11"), "ann", AT, other.sha256)


def test_a_repetition_elsewhere_of_what_would_go_counts_until_it_is_undone(store: Store, make: Make) -> None:
    sha256, desk = article(store), Desk(store)
    decision = repeated_elsewhere(store, desk, make)
    with pytest.raises(DecidedOn) as refused:
        store.removals.remove([sha256], by="ada", at=LATER)
    assert refused.value.going[0].repeated_by == ("dd44",)
    desk.undo(decision.id, "ann", LATER)
    assert store.removals.remove([sha256], by="ada", at=LATER)[0].repeated_by == ()
    assert [one.id for one in store.statements.standing()] == ["dd44"]


def test_a_repetition_of_what_went_by_force_stays_on_record_and_can_be_undone(store: Store, make: Make) -> None:
    sha256, desk = article(store), Desk(store)
    decision = repeated_elsewhere(store, desk, make)
    store.removals.remove([sha256], by="ada", at=LATER, is_forced=True)
    assert desk.rebuild() == 1
    assert [one.status for one in store.statements.standing()] == ["duplicate"]
    desk.undo(decision.id, "ann", LATER)
    assert [one.status for one in store.statements.standing()] == ["open"]


@pytest.mark.parametrize("step", ["drop", "scrub"])
def test_a_removal_that_breaks_off_is_ended_when_the_store_is_next_opened(
    home: Path, make: Make, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object) -> bool:
        raise KeyboardInterrupt

    document, raw = make(OTHER)
    with open_store(home) as store:
        leave_deleted(store)
        store.documents.add(document, raw, at=AT)
        store.removals.remove([document.sha256], by="ada", at=LATER)
        place = placet.store.removals if step == "scrub" else placet.store.bytes_folder.BytesFolder
        monkeypatch.setattr(place, step, broken)
        with pytest.raises(KeyboardInterrupt):
            store.removals.finish()
        monkeypatch.undo()
    assert b"bridge office said" in files(home)["placet.sqlite"]
    with open_store(home) as store:
        assert rows(store)["unfinished_removals"] == []
    found = files(home)
    assert document.sha256 not in found
    assert b"bridge office said" not in b"".join(found.values())


def test_bytes_that_cannot_be_taken_away_are_told_and_the_store_opens_all_the_same(
    home: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    document, raw = make(OTHER)
    with open_store(home) as store:
        store.documents.add(document, raw, at=AT)
        store.removals.remove([document.sha256], by="ada", at=LATER)
        monkeypatch.setattr(Path, "unlink", refuse)
        with pytest.raises(StoreTrouble, match="cannot be written"):
            store.removals.finish()
    open_store(home).close()
    monkeypatch.undo()
    assert document.sha256 in files(home)
    open_store(home).close()
    assert document.sha256 not in files(home)


def test_a_program_that_still_reads_the_deleted_words_is_told_of(
    home: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placet.store.connect, "WAIT_S", 0)
    document, raw = make(OTHER)
    with open_store(home) as store:
        store.documents.add(document, raw, at=AT)
        reader = sqlite3.connect(store.path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        store.removals.remove([document.sha256], by="ada", at=LATER)
        with pytest.raises(StoreTrouble, match="still hold deleted words"):
            store.removals.finish()
        reader.close()
        store.removals.finish()
        assert rows(store)["unfinished_removals"] == []


def test_bytes_that_were_added_again_before_the_last_step_stay(store: Store, make: Make) -> None:
    document, raw = make(OTHER)
    store.documents.add(document, raw, at=AT)
    store.removals.remove([document.sha256], by="ada", at=LATER)
    store.documents.add(document, raw, at=LATER)
    store.removals.finish()
    assert store.documents.raw(document.sha256) == raw


def test_bytes_that_are_taken_away_while_they_are_added_are_stored_again(
    store: Store, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, raw = make(OTHER)
    store.documents.add(document, raw, at=AT)
    store.removals.remove([document.sha256], by="ada", at=LATER)
    keep_all = placet.store.bytes_folder.BytesFolder.keep_all
    calls = []

    def meanwhile(folder: placet.store.bytes_folder.BytesFolder, raws: list[bytes]) -> tuple[str, ...]:
        found = keep_all(folder, raws)
        calls.append(len(raws))
        if len(calls) == 1:
            store.removals.finish()
        return found

    monkeypatch.setattr(placet.store.bytes_folder.BytesFolder, "keep_all", meanwhile)
    store.documents.add(document, raw, at=LATER)
    assert calls == [1, 1]
    assert store.documents.raw(document.sha256) == raw


def test_who_removed_a_document_when_and_why_is_told_to_whoever_asks_for_it_or_adds_it_again(
    store: Store, make: Make
) -> None:
    document, raw = make(OTHER)
    assert store.documents.add(document, raw, at=AT).removal is None
    store.removals.remove([document.sha256], by="ada", at=AT, why="a page of another")
    for named in (document.sha256, document.sha256[:6].upper()):
        with pytest.raises(Removed, match="was removed on 2014-11-19 by ada: a page of another"):
            store.documents.find(named)
    removal = store.documents.add(document, raw, at=AT).removal
    assert removal is not None
    assert (removal.by, removal.why, removal.title, removal.decisions) == (
        "ada",
        "a page of another",
        "Bridge to open",
        0,
    )
    assert store.documents.add(document, raw, at=AT).removal is None  # it was there already
    store.removals.remove([document.sha256], by="ben", at=LATER)
    again = store.documents.add(document, raw, at=LATER).removal
    assert again is not None
    assert (again.by, again.at) == ("ben", "2014-11-20T08:30:00Z")


def test_what_is_proposed_or_decided_in_a_document_that_was_removed_meanwhile_is_refused_in_words(store: Store) -> None:
    sha256 = article(store)
    document = store.documents.get(sha256)
    store.removals.remove([sha256], by="ada", at=LATER)
    with pytest.raises(StoreTrouble, match="removed in the meantime"):
        Desk(store).propose(document, lambda _: ALL, "2")
    with pytest.raises(StoreTrouble, match="was removed on"):
        Desk(store).decide(Accept("aa11"), "ann", dt.datetime(2014, 12, 1, tzinfo=dt.UTC), sha256)


def test_a_store_of_the_form_before_keeps_all_it_has_and_can_remove(
    home: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    path = home / "placet.sqlite"
    engine = placet.store.connect.connect(path)
    monkeypatch.setattr(placet.store.schema, "VERSIONS", ("0001", "0002"))
    placet.store.schema.bring_up_to_date(engine, path)
    monkeypatch.undo()
    engine.dispose()
    document, _ = make(OTHER)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO documents VALUES (?, 'b.txt', 'text/plain', 9, ?, 'own 1', 'utf-8', '[]', '[]', ?)",
            (document.sha256, OTHER, "2014-11-19T08:30:00Z"),
        )
        connection.execute(
            "INSERT INTO decisions (id, document, by, at, act) VALUES ('d1', ?, 'ann', '2014', ?)",
            (document.sha256, '{"type":"accept","proposal":"aa11"}'),
        )
    connection.close()
    with open_store(home) as store:
        assert [one.by for one in store.statements.decisions()] == ["ann"]
        assert [one.sha256 for one in store.documents.list()] == [document.sha256]
        store.removals.remove([document.sha256], by="ada", at=LATER, is_forced=True)
        assert (store.documents.list(), store.statements.decisions()) == ((), ())
