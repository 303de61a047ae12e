"""Stored statements: what is proposed again, a record that only grows, and search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from placet.evidence.review import Desk, Refused
from placet.evidence.review.decide import accept, correct, reject
from placet.model.decisions import Act, Change, Decision, Duplicate, Paraphrase, Split, Undo
from placet.model.documents import Document, Paragraph, Span
from placet.model.proposals import Proposal, Said, Speaker, SpokenFor
from placet.store import Store, StoreTrouble, open_store
from placet.store.search import Wanted, marks_of, terms_of
from tests.evidence.review.desks import ALL, DECLINED, NEVER, ODA, TEXT, renamed, stored

NOON = dt.datetime(2014, 5, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def document(store: Store) -> Document:
    return stored(store)


def proposed(document: Document, *proposals: Proposal) -> list[Proposal]:
    return [msgspec.structs.replace(one, document=document.sha256) for one in proposals or ALL]


class Reviewed:
    """A desk with the article's statements proposed, and a clock that moves on with each decision."""

    def __init__(self, store: Store, document: Document) -> None:
        self.desk = Desk(store)
        self.document = document
        self.time = NOON
        self.propose(*ALL)

    def propose(self, *proposals: Proposal, rules: str = "1") -> tuple[int, int, int, int]:
        kept = self.desk.propose(self.document, lambda document: proposed(document, *proposals), rules)
        return kept.new, kept.other, kept.gone, kept.same

    def decide(self, act: Act, by: str = "ann") -> Decision:
        self.time += dt.timedelta(seconds=1)
        return self.desk.decide(act, by, self.time, self.document.sha256)

    @property
    def statuses(self) -> dict[str, str]:
        return {one.id: one.status for one in self.desk.store.statements.standing()}


@pytest.fixture
def reviewed(store: Store, document: Document) -> Reviewed:
    return Reviewed(store, document)


def test_proposing_again_duplicates_nothing_and_loses_no_decision(reviewed: Reviewed) -> None:
    desk = reviewed.desk
    reviewed.decide(accept(desk.review(reviewed.document.sha256), "aa11", "ann"))
    assert reviewed.propose(*ALL) == (0, 0, 0, 3)
    assert reviewed.propose(*ALL, rules="2") == (0, 0, 0, 3)
    assert reviewed.statuses == {"aa11": "accepted", "bb22": "open", "cc33": "open"}


def test_newer_rules_keep_what_was_decided_on_and_drop_what_was_not(reviewed: Reviewed) -> None:
    desk = reviewed.desk
    reviewed.decide(reject(desk.review(reviewed.document.sha256), "bb22"))
    assert reviewed.propose(renamed(ODA, "Mori"), rules="2") == (0, 1, 2, 0)
    assert reviewed.statuses == {"aa11": "open", "bb22": "rejected"}
    assert desk.find("aa11").statement.speakers[0].name == "Mori"
    assert not desk.find("bb22").is_current
    assert reviewed.propose(*ALL, rules="3") == (0, 3, 0, 0)
    assert reviewed.statuses == {"aa11": "open", "bb22": "rejected", "cc33": "open"}
    assert desk.find("aa11").statement.speakers[0].name == "Oda"


def test_the_record_of_decisions_refuses_to_be_altered_or_shortened(reviewed: Reviewed, store: Store) -> None:
    reviewed.decide(reject(reviewed.desk.review(reviewed.document.sha256), "bb22"))
    for order in ("UPDATE decisions SET by = 'eve'", "DELETE FROM decisions"):
        with pytest.raises(Exception, match="only grows"), store.writing() as connection:
            connection.execute(text(order))
    assert [one.by for one in store.statements.decisions()] == ["ann"]


def test_a_decision_is_recorded_once_and_read_back_as_it_was(reviewed: Reviewed, store: Store) -> None:
    review = reviewed.desk.review(reviewed.document.sha256)
    decision = reviewed.decide(correct(review, "aa11", Change(said=Said("2014-04", "month"), speakers=()), "ann"))
    store.statements.record(decision, reviewed.document.sha256)
    assert store.statements.decisions() == (decision,)


def test_the_table_of_statements_can_be_thrown_away_and_comes_back_the_same(reviewed: Reviewed, store: Store) -> None:
    desk = reviewed.desk
    review = desk.review(reviewed.document.sha256)
    reviewed.decide(Split("aa11", tuple(Change(content=(span,)) for span in ODA.content), ""))
    reviewed.decide(reject(review, "bb22", "nothing is said"), "ben")
    before = store.statements.standing()
    with store.writing() as connection:
        for table in ("statements", "statement_words", "statements_built"):
            connection.execute(text(f"DELETE FROM {table}"))
    assert store.statements.standing() == ()
    assert desk.freshen() == 1
    assert store.statements.standing() == before
    assert desk.rebuild() == 1
    assert store.statements.standing() == before


def test_a_table_left_behind_by_an_interruption_is_noticed(reviewed: Reviewed, store: Store) -> None:
    """A decision that was recorded while the program was ended before the table was written."""
    decision = reviewed.decide(reject(reviewed.desk.review(reviewed.document.sha256), "bb22"))
    later = Decision("f" * 12, "ann", decision.at, Undo(decision.id))
    store.statements.record(later, reviewed.document.sha256)
    assert reviewed.desk.find("bb22").status == "open"


def test_what_would_mean_nothing_is_refused_and_not_recorded(reviewed: Reviewed, store: Store) -> None:
    first = reviewed.decide(Duplicate("cc33", "bb22"))
    count = len(store.statements.decisions())
    for by, act in [
        ("ann", Duplicate("bb22", "cc33")),
        ("ann", Duplicate("bb22", "bb22")),
        ("ann", Duplicate("bb22", "zz")),
        ("ann", Split("aa11", (Change(stance="denies"),))),
        ("ben", Undo(first.id)),
        ("ann", Undo("000000000000")),
        (" ", Duplicate("bb22", "aa11")),
    ]:
        with pytest.raises(Refused):
            reviewed.decide(act, by)
    assert len(store.statements.decisions()) == count


def test_a_paraphrase_that_copies_the_article_is_refused(reviewed: Reviewed) -> None:
    copied = "Ferry would sail only with the harbour's consent, he says."
    with pytest.raises(Refused, match="taken from the article"):
        reviewed.decide(Paraphrase("aa11", copied))
    reviewed.decide(Paraphrase("aa11", "Without leave of the port nobody sails."))
    assert reviewed.desk.find("aa11").paraphrase == "Without leave of the port nobody sails."


def test_an_id_is_found_by_its_beginning_and_no_other(reviewed: Reviewed) -> None:
    assert reviewed.desk.find("cc").id == "cc33"
    for prefix in ("", "zz", "%"):
        with pytest.raises(StoreTrouble):
            reviewed.desk.find(prefix)


SEARCHES: list[tuple[Wanted, list[str]]] = [
    (Wanted("harbour"), ["aa11"]),
    (Wanted("HARBOUR tolls"), ["aa11"]),
    (Wanted('"tolls would stay"'), ["aa11"]),
    (Wanted('"would tolls stay"'), []),
    (Wanted("toll*"), ["aa11"]),
    (Wanted("toll"), []),
    (Wanted(speaker="oda"), ["aa11"]),
    (Wanted(speaker="spokesman"), ["bb22"]),
    (Wanted(party="JPN"), ["aa11"]),
    (Wanted(party="KOR"), []),
    (Wanted(stance="denies"), ["cc33"]),
    (Wanted(first_day="2014-04-01", last_day="2014-04-30"), ["aa11"]),
    (Wanted(first_day="2014-04-04"), []),
    (Wanted(last_day="2014-04-02"), []),
    (Wanted("never", status="open"), ["cc33"]),
    (Wanted("never", status="accepted"), []),
    (Wanted(status="open"), ["aa11", "bb22", "cc33"]),
    (Wanted('NEAR( OR "'), []),
    (Wanted("harbour", speaker="AND) ("), []),
]


@pytest.mark.parametrize(("wanted", "found"), SEARCHES)
def test_statements_are_found_by_what_is_wanted(reviewed: Reviewed, wanted: Wanted, found: list[str]) -> None:
    reviewed.desk.freshen()
    search = reviewed.desk.store.search
    assert [hit.standing.id for hit in search.statements(wanted).hits] == found
    within = msgspec.structs.replace(wanted, document=reviewed.document.sha256)
    assert [hit.standing.id for hit in search.statements(within).hits] == found


def test_statements_without_a_day_are_counted_where_days_are_asked_for(reviewed: Reviewed) -> None:
    found = reviewed.desk.store.search.statements(Wanted(first_day="2014-01-01"))
    assert (len(found.hits), found.undated) == (1, 2)


def test_passages_are_found_with_the_words_marked(store: Store, document: Document) -> None:
    (hit,) = store.search.passages(Wanted("Tolls sail"))
    assert hit.paragraph == 3
    assert [hit.snippet[mark.start : mark.end] for mark in hit.marks] == ["sail", "tolls"]
    assert document.text[hit.start :].startswith(hit.snippet)
    assert [one.paragraph for one in store.search.passages(Wanted("harbour", document=document.sha256))] == [3, 4]
    assert store.search.passages(Wanted("")) == ()


def test_a_long_passage_is_cut_around_what_was_found() -> None:
    from placet.store.search import SNIPPET, snippet_of

    passage = "word " * 200 + "needle " + "word " * 200
    snippet, start, marks = snippet_of(passage, terms_of("needle"))
    assert len(snippet) <= SNIPPET
    assert [snippet[mark.start : mark.end] for mark in marks] == ["needle"]
    assert passage[start:].startswith(snippet)


def test_marks_are_found_without_accents_and_in_scripts_without_spaces() -> None:
    assert [(m.start, m.end) for m in marks_of("Café and CAFE", terms_of("cafe"))] == [(0, 4), (9, 13)]
    assert [(m.start, m.end) for m in marks_of("日本の自衛隊が", terms_of("自衛隊"))] == [(3, 6)]


def test_the_statements_of_one_document_are_found_in_the_order_of_the_text(reviewed: Reviewed) -> None:
    wanted = Wanted(document=reviewed.document.sha256)
    assert [hit.standing.id for hit in reviewed.desk.store.search.statements(wanted).hits] == ["aa11", "bb22", "cc33"]
    assert TEXT[NEVER.content[0].start :].startswith("We were never asked")
    assert DECLINED.stance == "declines"


def test_a_paragraph_that_is_empty_or_spoken_by_several_does_no_harm(store: Store) -> None:
    document = stored(store, text="\n\nWe agree.", paragraphs=(Paragraph(1, Span(0, 0)), Paragraph(2, Span(2, 11))))
    several = Proposal(
        id="dd44",
        document=document.sha256,
        paragraph=2,
        content=(Span(2, 10),),
        form="direct",
        speakers=(Speaker("state", "Japan"), Speaker("state", "Korea")),
        spoken_for=(SpokenFor("JPN", "a state", "stated"), SpokenFor("KOR", "a state", "stated")),
    )
    Desk(store).propose(document, lambda _: [several], "1")
    for party in ("JPN", "KOR"):
        assert [hit.standing.id for hit in store.search.statements(Wanted(party=party)).hits] == ["dd44"]
