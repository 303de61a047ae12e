"""Documents in the store: once, whole, read back as they were, corrected on record."""

from __future__ import annotations

import msgspec
import pytest

from placet.model.documents import Known
from placet.store import Store, StoreTrouble
from tests.store.conftest import AT, LATER, Make

FERRY = "Ferry to stop\nThe harbour office said so.\n자위대가 온다. 自衛隊の派遣"


def test_a_document_comes_back_as_it_was_stored(store: Store, make: Make) -> None:
    document, raw = make(FERRY)
    assert store.documents.add(document, raw, at=AT).is_new
    assert store.documents.get(document.sha256) == document
    assert store.documents.get(document.sha256[:8]) == document
    assert store.documents.passages(document.sha256) == document.paragraphs
    assert store.documents.raw(document.sha256) == raw


def test_the_same_bytes_are_stored_once_and_that_is_said(store: Store, make: Make) -> None:
    document, raw = make(FERRY)
    store.documents.add(document, raw, at=AT)
    again = store.documents.add(document, raw, at=LATER)
    assert not again.is_new
    assert [one.added_at for one in store.documents.list()] == ["2014-11-19T08:30:00Z"]
    with store.reading() as connection:
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in ("documents", "passages")
        ]
    assert counts == [1, 3]


def test_several_documents_are_stored_together_or_none_of_them(store: Store, make: Make) -> None:
    first, second, third = (make(f"Title {number}\nWords of {number}.") for number in range(3))
    with pytest.raises(ValueError, match="other bytes"):
        store.documents.add_all([first, (second[0], third[1])], at=AT)
    assert store.documents.list() == ()
    kept = store.documents.add_all([first, second, first, third], at=AT)
    assert [one.is_new for one in kept] == [True, True, False, True]
    assert [store.documents.get(each[0].sha256) for each in (first, second, third)] == [first[0], second[0], third[0]]
    assert [store.documents.raw(each[0].sha256) for each in (first, second, third)] == [first[1], second[1], third[1]]
    assert store.documents.add_all([], at=AT) == ()


def test_documents_are_listed_in_the_order_in_which_they_were_stored(store: Store, make: Make) -> None:
    made = [make(f"Title {number}\nWords of {number}.") for number in range(6)]
    for document, raw in made:
        store.documents.add(document, raw, at=AT)
    listed = store.documents.list()
    assert [one.sha256 for one in listed] == [document.sha256 for document, _ in made]
    assert [(one.passages, one.characters, one.size) for one in listed[:1]] == [(2, 19, 19)]
    assert listed[0].metadata == made[0][0].metadata


def test_a_correction_counts_and_what_was_before_stays_on_record(store: Store, make: Make) -> None:
    document, raw = make(FERRY)
    store.documents.add(document, raw, at=AT)
    changed = store.documents.correct(
        document.sha256, {"posted": "2014-11-18", "title": "Ferry to stop"}, who="Ada", at=LATER, note="on the clipping"
    )
    assert changed == ("posted",)
    assert store.documents.get(document.sha256).metadata.posted == Known(
        "2014-11-18", "given", "stated", None, "on the clipping"
    )
    told = [
        (one.known.value, one.who, one.at) for one in store.documents.history(document.sha256) if one.field == "posted"
    ]
    assert told == [(None, "", "2014-11-19T08:30:00Z"), ("2014-11-18", "Ada", "2014-11-20T08:30:00Z")]


def test_what_is_given_with_bytes_that_were_there_already_is_kept_as_a_correction(store: Store, make: Make) -> None:
    document, raw = make(FERRY)
    store.documents.add(document, raw, at=AT)
    given = msgspec.structs.replace(
        document, metadata=msgspec.structs.replace(document.metadata, outlet=Known("Harbour Post", "given", "stated"))
    )
    assert store.documents.add(given, raw, at=LATER, who="Ada").given == ("outlet",)
    assert store.documents.add(given, raw, at=LATER, who="Ada").given == ()
    assert store.documents.get(document.sha256).metadata.outlet.value == "Harbour Post"


def test_a_beginning_that_two_documents_share_is_refused_with_both(store: Store, make: Make) -> None:
    # Four digits are asked for at least: two documents that share them are made by hand.
    one, other = make("One\nWords."), make("Another\nWords.")
    alike = msgspec.structs.replace(other[0], sha256=one[0].sha256[:6] + other[0].sha256[6:])
    store.documents.add(*one, at=AT)
    with store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO documents SELECT ?, 'other.txt', media_type, size, text, extractor, encoding, offsets, notes, "
            "added_at FROM documents",
            (alike.sha256,),
        )
    with pytest.raises(StoreTrouble, match="several documents begin") as caught:
        store.documents.find(one[0].sha256[:6])
    assert "other.txt" in caught.value.help
    assert store.documents.find(alike.sha256[:12]) == alike.sha256


@pytest.mark.parametrize("prefix", ["", "abc", "xyzw", "%%%%", "0" * 65])
def test_what_is_no_beginning_of_a_hash_is_refused(store: Store, prefix: str) -> None:
    with pytest.raises(StoreTrouble, match="not the beginning"):
        store.documents.find(prefix)


def test_an_unknown_document_is_told(store: Store) -> None:
    with pytest.raises(StoreTrouble, match="no document begins"):
        store.documents.get("0123456789ab")


@pytest.mark.parametrize(("words", "number"), [("harbour", 2), ('"衛 隊"', 3), ('"자 위 대"', 3), ("ferry", 1)])
def test_words_of_every_script_are_found_in_the_index(store: Store, make: Make, words: str, number: int) -> None:
    store.documents.add(*make(FERRY), at=AT)
    with store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT number FROM passage_words JOIN passages ON passages.id = passage_words.rowid "
            "WHERE passage_words MATCH ?",
            (words,),
        ).all()
    assert [row[0] for row in found] == [number]
