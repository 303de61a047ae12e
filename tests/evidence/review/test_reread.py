"""Documents read anew: every decision stays with its very words, or is said to be lost; all is written or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text as sql

import placet.evidence.review.reread as module
import placet.store.readings
from placet.evidence.intake import Unreadable
from placet.evidence.intake.offsets import find_offsets
from placet.evidence.naming import name_proposal
from placet.evidence.propose import RULES
from placet.evidence.review import Desk
from placet.evidence.review.corrections import read_change
from placet.evidence.review.decide import accept, correct, duplicate, merge, reject, settle, split, split_at
from placet.evidence.review.reread import Reread, reread
from placet.evidence.review.words import content_words
from placet.model.decisions import Act, Link, Paraphrase, Undo
from placet.model.documents import Document, Known, Metadata, Paragraph, Span
from placet.model.proposals import Proposal, Speaker
from placet.model.statements import Standing
from placet.store import Store, StoreTrouble, open_store
from placet.store.search import Wanted
from placet.store.tables import TABLES

AT = dt.datetime(2014, 5, 1, tzinfo=dt.UTC)
LATER = dt.datetime(2014, 6, 1, tzinfo=dt.UTC)

LINES = (
    "Ferry talks to resume in May",
    "~ Share this page with your friends",
    "The harbour office said that the ferry would sail in spring, and that tolls would stay.",
    "Minister Oda said that nobody had been asked about the pier.",
    "~ Read also: the bridge opens at last",
    "The mayor said that a bridge would be cheaper for everybody.",
    "A spokesman said that the talks had not been easy at all.",
    "The captain said that the wind decides in the end, as ever.",
    "The captain said that the wind decides in the end, as ever.",
)
RAW = "\n".join(LINES).encode()

Read = Callable[[str], list[str]]


def everything(raw: str) -> list[str]:
    return raw.split("\n")


def article_alone(raw: str) -> list[str]:
    return [line for line in raw.split("\n") if not line.startswith("~")]


def read_by(read: Read, *, is_mapped: bool, version: int) -> Callable[..., Document]:
    """Return a reader of our own; `is_mapped`: it knows where in the file each letter stands."""

    def reader(raw: bytes, name: str, *, address: str | None = None) -> Document:
        source = raw.decode()
        lines = read(source)
        starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
        spans = [Span(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
        text = "\n".join(lines)
        return Document(
            sha256=hashlib.sha256(raw).hexdigest(),
            name=name,
            media_type="text/plain",
            text=text,
            paragraphs=tuple(Paragraph(at, span) for at, span in enumerate(spans, 1)),
            metadata=Metadata(title=Known(lines[0], "visible line", "stated", spans[0])),
            extractor=f"own reader {version}",
            offsets=find_offsets(text, spans, source) if is_mapped else (),
        )

    return reader


def found_in(document: Document) -> tuple[Proposal, ...]:
    """Propose what stands behind each `said`."""
    found = []
    for one in document.paragraphs:
        words = document.text[one.span.start : one.span.end]
        if (said := re.search(r"^(.*) said (that .*)\.$", words)) is not None:
            who, what = (Span(one.span.start + said.start(at), one.span.start + said.end(at)) for at in (1, 2))
            cue = Span(who.end + 1, who.end + 5)
            name = name_proposal(document.sha256, (what,), cue)
            speaker = Speaker("person", said[1], said[1], who, why="named here")
            found.append(Proposal(name, document.sha256, one.number, (what,), "indirect", cue, speakers=(speaker,)))
    return tuple(found)


@pytest.fixture(params=[True, False], ids=["with places in the file", "without"])
def is_mapped(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def store(tmp_path: Path, is_mapped: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Store the article as an older reader read it, which took what is beside an article for a part of it."""

    def propose_many(documents: Iterable[Document]) -> Iterator[tuple[Document, tuple[Proposal, ...]]]:
        for one in documents:
            yield one, found_in(one)

    monkeypatch.setattr(module, "propose_many", propose_many)
    monkeypatch.setattr(module, "read_document", read_by(article_alone, is_mapped=is_mapped, version=2))
    with open_store(tmp_path / "data") as opened:
        put(opened, RAW, is_mapped)
        yield opened


def put(store: Store, raw: bytes, is_mapped: bool) -> str:
    document = read_by(everything, is_mapped=is_mapped, version=1)(raw, "ferry.txt")
    store.documents.add(document, raw, at=AT)
    Desk(store).propose(document, found_in, "older rules")
    return document.sha256


def about(store: Store, who: str) -> Standing:
    """Return the first statement of a speaker."""
    return next(one for one in store.statements.standing() if one.proposed.speakers[0].text == who)


def decide(store: Store, by: str, act: Act) -> str:
    desk = Desk(store)
    (document,) = {one.statement.document for one in store.statements.standing()}
    at = AT + dt.timedelta(minutes=len(store.statements.decisions()))
    return desk.decide(act, by, at, document).id


def run(store: Store, *, is_forced: bool = False) -> Reread:
    (found,) = reread(store, [one.sha256 for one in store.documents.list()], is_forced=is_forced)
    if found.reading is not None:
        store.readings.replace([found.reading], at=LATER)
        Desk(store).freshen()
    return found


def told(store: Store) -> dict[str, tuple[object, ...]]:
    """Return what the decisions make of statements, by id, with the words that they are about."""
    return {
        one.id: (
            one.status,
            content_words(store.documents.get(one.statement.document), one.statement),
            one.statement.stance,
            [speaker.name for speaker in one.statement.speakers],
            one.paraphrases,
            one.links,
            one.others,
            one.made_of,
            one.settled.by if one.settled else "",
            one.is_changed,
            [(view.by, view.status) for view in one.views],
        )
        for one in store.statements.standing()
        if one.views or one.links or one.paraphrases
    }


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(sql(f"SELECT * FROM {name}"))]
            for name in sorted(TABLES.tables)
        }


def decided(store: Store) -> None:
    """Decide on statements in every way that is about the words of the article."""
    desk = Desk(store)
    (sha256,) = store.statements.documents()
    document = store.documents.get(sha256)
    names = {who: about(store, who).id for who in ("The harbour office", "Minister Oda", "The mayor", "A spokesman")}
    office, oda, mayor, spokesman = names.values()

    standing = desk.find(office)
    change = read_change(
        standing.statement, document, [("words", "tolls would stay"), ("speaker", "office:Harbour office")]
    )
    decide(store, "ann", correct(desk.review(sha256), office, change, "ann"))
    decide(store, "ben", reject(desk.review(sha256), office, "hearsay"))
    decide(store, "eve", settle(desk.review(sha256), office, "ann"))
    decide(store, "ann", Link(office, "straits", "leave"))
    decide(store, "ann", Paraphrase(office, "Prices are to remain."))
    decide(store, "ann", merge(desk.review(sha256), (oda, mayor)))
    decide(store, "ann", duplicate(desk.review(sha256), spokesman, office))
    first = decide(store, "ben", accept(desk.review(sha256), spokesman, "ben"))
    decide(store, "ben", Undo(first))


def test_every_decision_stays_with_its_words_wherever_they_stand_in_the_newer_text(store: Store) -> None:
    decided(store)
    before, record = told(store), store.statements.decisions()
    assert len(before) == 5
    found = run(store)
    assert (found.state, found.lost, found.before, found.after) == ("other text", (), "own reader 1", "own reader 2")
    assert found.kept == 7
    assert told(store) == before
    after = store.statements.decisions()
    assert [(one.id, one.by, one.at) for one in after] == [(one.id, one.by, one.at) for one in record]
    with store.reading() as connection:
        kept = connection.execute(sql("SELECT act FROM decisions ORDER BY number")).scalars().all()
    assert kept == [msgspec.json.encode(one.act).decode() for one in record]
    (listed,) = store.documents.list()
    assert listed.extractor == "own reader 2"
    assert "~" not in store.documents.get(listed.sha256).text


def test_what_nobody_decided_on_is_proposed_anew_and_nothing_that_somebody_did_a_second_time(store: Store) -> None:
    decided(store)
    run(store)
    standings = [one for one in store.statements.standing() if not one.made_of]
    words = [content_words(store.documents.get(one.statement.document), one.proposed) for one in standings]
    said = (re.search(r"said (that .*)\.$", line) for line in LINES)
    assert sorted(words) == sorted(one[1] for one in said if one is not None)
    assert all(one.is_current for one in standings)


def test_two_passages_of_the_same_words_are_told_apart_by_their_places_in_the_file_or_not_at_all(
    store: Store, is_mapped: bool
) -> None:
    first, second = (one for one in store.statements.standing() if one.proposed.speakers[0].text == "The captain")
    decide(store, "ann", accept(Desk(store).review(first.statement.document), second.id, "ann"))
    found = run(store)
    if is_mapped:
        assert found.state == "other text"
        assert [one.status for one in store.statements.standing()][-2:] == ["open", "accepted"]
    else:
        assert (found.state, [one.statement for one in found.lost]) == ("left", [second.id])


def test_a_document_read_anew_twice_keeps_what_was_carried_over_before(
    store: Store, is_mapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(store)
    before = told(store)
    run(store)

    def without_title(raw: str) -> list[str]:
        return ["A line of the reader's own", *article_alone(raw)[1:]]

    for version, read in enumerate((without_title, everything, article_alone), 3):
        monkeypatch.setattr(module, "read_document", read_by(read, is_mapped=is_mapped, version=version))
        assert run(store).state == "other text"
        assert told(store) == before
        assert len([one for one in store.statements.standing() if not one.made_of]) == 6


def test_rules_that_propose_otherwise_later_say_so_of_what_was_carried_over(store: Store) -> None:
    office = about(store, "The harbour office")
    decide(store, "ann", accept(Desk(store).review(office.statement.document), office.id, "ann"))
    run(store)
    document = store.documents.get(office.statement.document)
    other = [msgspec.structs.replace(one, stance="denies") for one in found_in(document)]
    Desk(store).propose(document, lambda _: other, "newer rules")
    now = about(store, "The harbour office")
    assert (now.id, now.status, now.is_changed, now.statement.stance) == (office.id, "accepted", True, "says")


def changed_word(raw: str) -> list[str]:
    """Read the article with another word in a statement, of the same length and in the same place."""
    return [line.replace("pier", "quay") for line in everything(raw)]


def test_where_a_decision_would_lose_its_words_the_document_is_left_and_it_is_said_which(
    store: Store, is_mapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "read_document", read_by(changed_word, is_mapped=is_mapped, version=2))
    decided(store)
    oda, mayor = about(store, "Minister Oda").id, about(store, "The mayor").id
    before = rows(store)
    found = run(store)
    assert (found.state, found.reading, found.kept) == ("left", None, 6)
    # The mayor's words are there, but what they were merged with is not.
    assert [one.statement for one in found.lost] == [oda, mayor]
    assert found.lost[0].words == "that nobody had been asked about the pier"
    assert rows(store) == before


def test_a_decision_that_loses_its_words_by_force_stays_on_record_and_passes_to_no_others(
    store: Store, is_mapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "read_document", read_by(changed_word, is_mapped=is_mapped, version=2))
    decided(store)
    lost = {about(store, "Minister Oda").id, about(store, "The mayor").id}
    before = {name: one for name, one in told(store).items() if name.partition(".")[0] not in lost}
    record = store.statements.decisions()
    found = run(store, is_forced=True)
    assert (found.state, len(found.lost)) == ("other text", 2)
    assert told(store) == before
    assert len(store.statements.decisions()) == len(record)
    assert {about(store, who).status for who in ("Minister Oda", "The mayor")} == {"open"}
    assert not lost & {one.id for one in store.statements.standing()}
    # Nor does it where the rules propose again.
    Desk(store).propose(store.documents.get(found.sha256), found_in, "newer rules")
    assert told(store) == before


def test_a_statement_that_was_split_keeps_its_document_as_it_is_unless_its_places_stay(
    store: Store, is_mapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = about(store, "The harbour office")
    document = store.documents.get(office.statement.document)
    pieces = split_at(office, document, ("that tolls",))
    decide(store, "ann", split(Desk(store).review(document.sha256), office.id, pieces))
    assert run(store).state == "left"

    def without_last(raw: str) -> list[str]:
        return everything(raw)[:-1] if is_mapped else [*everything(raw)[:-2], "The end of it."]

    monkeypatch.setattr(module, "read_document", read_by(without_last, is_mapped=is_mapped, version=2))
    before = told(store)
    assert run(store).state == "other text"
    assert told(store) == before


def test_what_another_document_is_said_to_repeat_is_not_lost_unsaid(store: Store, is_mapped: bool) -> None:
    captain = about(store, "The captain")
    office = about(store, "The harbour office")
    other = put(store, b"Later\nThe captain said that it all hangs on the wind.", is_mapped)
    (again,) = store.statements.standing(other)
    desk = Desk(store)
    desk.decide(duplicate(desk.review(other), again.id, office.id), "ann", AT, other)
    assert store.readings.repeated(captain.statement.document) == (office.id,)
    found = {one.sha256: one for one in reread(store, [captain.statement.document])}[captain.statement.document]
    assert found.reading is not None
    assert office.id in found.reading.names.values()


def test_words_are_found_in_the_newer_text_and_no_longer_in_the_older_one(store: Store) -> None:
    assert len(store.search.passages(Wanted("friends"))) == 1
    decided(store)
    run(store)
    assert store.search.passages(Wanted("friends")) == ()
    assert [one.paragraph for one in store.search.passages(Wanted("mayor"))] == [4]
    assert [one.status for one in (hit.standing for hit in store.search.statements(Wanted("tolls")).hits)] == [
        "accepted"
    ]


def test_what_a_person_said_of_a_document_stays_and_what_was_read_is_read_anew(
    store: Store, is_mapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sha256,) = store.statements.documents()
    store.documents.correct(sha256, {"posted": "2014-04-03"}, who="ann", at=AT)

    def without_title(raw: str) -> list[str]:
        return article_alone(raw)[1:]

    monkeypatch.setattr(module, "read_document", read_by(without_title, is_mapped=is_mapped, version=2))
    found = run(store)
    metadata = store.documents.get(sha256).metadata
    assert (metadata.posted.value, metadata.posted.ground) == ("2014-04-03", "given")
    assert metadata.title.value == LINES[2]
    assert found.fields == ("title",)
    titles = [one.known.value for one in store.documents.history(sha256) if one.field == "title"]
    assert titles == [LINES[0], LINES[2]]
    assert store.statements.rules_of(sha256) == RULES


def test_where_somebody_decides_meanwhile_or_the_writing_fails_nothing_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sha256,) = store.statements.documents()
    decided(store)
    (planned,) = reread(store, [sha256])
    assert planned.reading is not None
    decide(store, "zoe", accept(Desk(store).review(sha256), about(store, "The harbour office").id, "zoe", "ann"))
    before = rows(store)
    with pytest.raises(StoreTrouble, match="decided on meanwhile"):
        store.readings.replace([planned.reading], at=LATER)
    assert rows(store) == before

    def fail(*_: object) -> None:
        raise OSError("no space")

    (planned,) = reread(store, [sha256])
    monkeypatch.setattr(placet.store.readings, "keep_proposals", fail)
    assert planned.reading is not None
    with pytest.raises(StoreTrouble, match="cannot be used"):
        store.readings.replace([planned.reading], at=LATER)
    assert rows(store) == before


def test_a_file_that_cannot_be_read_today_and_one_whose_bytes_are_gone_are_left_and_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Document:
        raise Unreadable("it is a wall", "Save it again.")

    (sha256,) = store.statements.documents()
    with monkeypatch.context() as patched:
        patched.setattr(module, "read_document", refuse)
        (found,) = reread(store, [sha256])
    assert (found.state, found.message, found.reading) == ("unreadable", "it is a wall", None)
    (store.home / "bytes" / sha256[:2] / sha256).unlink()
    (found,) = reread(store, [sha256])
    assert found.state == "unreadable"
    assert "are gone" in found.message


def test_where_nothing_was_ever_proposed_nothing_is_now(store: Store, is_mapped: bool) -> None:
    raw = b"Later\nThe captain said that it all hangs on the wind."
    document = read_by(everything, is_mapped=is_mapped, version=1)(raw, "later.txt")
    store.documents.add(document, raw, at=AT)
    (found,) = reread(store, [document.sha256])
    assert (found.state, found.statements) == ("same text", None)
    assert found.reading is not None
    store.readings.replace([found.reading], at=LATER)
    assert store.statements.rules_of(document.sha256) is None
    assert store.documents.get(document.sha256).extractor == "own reader 2"


def test_a_removed_document_takes_with_it_what_was_carried_over(store: Store) -> None:
    decided(store)
    run(store)
    assert rows(store)["kept_names"]
    store.removals.remove(list(store.statements.documents()), by="ann", at=LATER, is_forced=True)
    assert {name for name, found in rows(store).items() if found} == {"removals", "unfinished_removals"}


def test_what_was_lost_is_not_taken_up_again_by_chance_where_later_texts_have_a_passage_in_its_place(
    store: Store, is_mapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    for version, read in enumerate((changed_word, everything, changed_word, everything), 2):
        oda = about(store, "Minister Oda")
        assert (oda.status, oda.id in seen) == ("open", False)
        seen.add(oda.id)
        decide(store, "ann", accept(Desk(store).review(oda.statement.document), oda.id, "ann"))
        monkeypatch.setattr(module, "read_document", read_by(read, is_mapped=is_mapped, version=version))
        assert [one.statement for one in run(store, is_forced=True).lost] == [oda.id]
