"""Phrases that name speakers, and the rules by which they are resolved: names, offices, relays, doubts, days."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placet.evidence.parties import code_of, find_named, home_of, state_name
from placet.evidence.parties.table import entries
from placet.evidence.propose import propose, propose_many, unread
from placet.evidence.speakers.division import read_phrase
from placet.model.documents import Document, Known, Metadata, Paragraph, Span
from placet.model.proposals import Proposal

PHRASES = [
    # words, then of each speaker: kind, name, title, parties
    ("Qatari army spokesperson Majed al-Ansari", "person|Majed al-Ansari|army spokesperson|QAT"),
    ("Oman’s foreign minister, Badr Albusaidi,", "person|Badr Albusaidi|foreign minister|OMN"),
    ("a spokesman for Prime Minister Fumio Hayashi", "office|spokesman for Prime Minister Fumio Hayashi||"),
    ("the presidents of Kenya and Uganda", "group|presidents of Kenya and Uganda||KEN UGA"),
    ("the US and Japanese defence ministers", "group|US and Japanese defence ministers||USA JPN"),
    ("a former Latvian defence minister", "anonymous|former Latvian defence minister||LVA"),
    ("two Thai officials and a Lao diplomat", "anonymous|two Thai officials||THA / anonymous|Lao diplomat||LAO"),
    ("Iran and Oman", "state|Iran||IRN / state|Oman||OMN"),
    ("Kim, Lee and Nakamura", "person|Kim|| / person|Lee|| / person|Nakamura||"),
    ("Ethiopia’s Ministry of Water and Energy", "body|Ethiopia’s Ministry of Water and Energy||ETH"),
    ("the Brazilian newspaper Folha", "outlet|Folha||"),
    ("Brazil’s ambassador to Guyana, Maria Duclos", "person|Maria Duclos|ambassador to Guyana|BRA"),
    ("some Iran experts in the U.S.", "group|Iran experts in the U.S.||"),
    ("Assistant Secretary of State for Asian and Pacific Affairs Joan Reed",
     "person|Joan Reed|Assistant Secretary of State for Asian and Pacific Affairs|USA"),

    ("guidelines issued by Chad and Mali", "document|guidelines issued by Chad and Mali||TCD MLI"),
    ("LIMA, May 3 — Peru’s transport minister", "office|Peru’s transport minister||PER"),
    ("Iceland’s ambassador to Peru Ari Jonsson", "person|Ari Jonsson|ambassador to Peru|ISL"),
    ("the Australian embassy", "body|Australian embassy||AUS"),
    ("The Australian embassy", "body|Australian embassy||AUS"),
    ("the navy’s spokesman, Captain Ari Jonsson", "person|Ari Jonsson|navy’s spokesman|"),
    ("a source in Washington", "anonymous|source in Washington||"),
    ("a government source in Washington", "anonymous|government source in Washington||USA"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), PHRASES)
def test_a_phrase_says_who_speaks_and_for_whom(words: str, expected: str) -> None:
    found = [
        f"{each.kind}|{each.name}|{each.title}|{' '.join(hint.party for hint in each.hints)}"
        for each in read_phrase(words, 0, find_named(words))
    ]
    assert " / ".join(found) == expected


PRIVATE = [
    "Jane Roe, a professor at the University of Oslo",
    "Rep. Taro Mori of Japan’s ruling party",
    "former Estonian foreign minister Urmas Kask",
    "retired Indian general V. Rao",
    "Human Rights Watch",
    "Hamas spokesman Abu Ubeida",
    "the chief executive of the Norwegian oil company",
]


@pytest.mark.parametrize("words", PRIVATE)
def test_who_holds_no_office_of_a_state_speaks_for_none_and_it_is_said_why(words: str) -> None:
    (phrase,) = read_phrase(words, 0, find_named(words))
    assert phrase.private


def test_every_state_has_its_own_codes_and_a_name() -> None:
    states = {each.party for each in entries() if each.how == "name"}
    assert len(states) >= 195
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in states)
    assert all(state_name(code) != code for code in states)
    assert code_of("JP") == "JPN"


def test_the_home_of_an_outlet_is_known_by_its_name_or_its_address() -> None:
    homes = ["The Hankyoreh", "english.example.co.kr", "Latvian Radio", "Nairobi Star", "Somewhere Weekly", ""]
    assert [home_of(name) for name in homes] == ["KOR", "KOR", "LVA", "KEN", "", ""]


def document_of(text: str, **known: str) -> Document:
    paragraphs = tuple(
        Paragraph(number, Span(match.start(), match.end()), "body")
        for number, match in enumerate(re.finditer(r"[^\n]+", text), 1)
    )
    metadata = Metadata(**{name: Known(value, "given", "stated") for name, value in known.items()})
    return Document("0" * 64, "own.txt", "text/plain", text, paragraphs, metadata, "test")


def proposals(text: str, **known: str) -> tuple[Proposal, ...]:
    return propose(document_of(text, **known))


def test_a_relay_stands_between_the_speaker_and_the_reader() -> None:
    text = "Kenya’s army said through the Kenyan embassy in Juba that the road was safe."
    (found,) = proposals(text, posted="2020-02-02")
    assert [each.kind for each in found.speakers] == ["body"]
    assert [each.party for each in found.spoken_for] == ["KEN"]
    assert any("embassy" in each.name for each in found.relays)


def test_one_who_tells_what_another_said_relays_it() -> None:
    text = "A Lithuanian diplomat said that Polish Prime Minister Jan Nowak had promised the road would be built."
    found = proposals(text)
    nested = next(each for each in found if each.parent is not None)
    assert [each.name for each in nested.speakers] == ["Jan Nowak"]
    assert [each.name for each in nested.relays] == ["Lithuanian diplomat"]


def test_who_speaks_to_an_agency_comes_through_it_and_it_speaks_for_no_state() -> None:
    (found,) = proposals("“The bridge is open,” Peruvian minister Rosa Quispe told Reuters.")
    assert [each.name for each in found.relays] == ["Reuters"]
    assert [each.party for each in found.spoken_for] == ["PER"]


def test_two_who_are_near_are_both_told() -> None:
    text = "Turkish minister Ali Kaya and Greek minister Petros Mavros met in Bern. He said the talks were good."
    found = next(each for each in proposals(text) if each.speakers and each.speakers[0].text == "He")
    assert any("may also be" in each for each in found.doubts)


def test_an_office_without_its_state_is_inferred_and_says_so() -> None:
    found = proposals("The foreign ministry said Norway would wait.", outlet="Aftenposten")
    assert [(each.party, each.grade) for each in found[0].spoken_for] == [("NOR", "inferred")]
    assert any("inference" in each for each in found[0].doubts)


def test_an_office_of_which_nothing_is_known_is_of_no_state() -> None:
    (found,) = proposals("The foreign ministry said it would wait.")
    assert found.spoken_for == ()


def test_the_day_on_which_a_page_was_modified_is_never_reckoned_from() -> None:
    found = proposals("Minister Rosa Quispe said on Monday that the road was open.", modified="2019-10-19")
    assert found[0].said.value is None
    assert found[0].said.expression == "Monday"
    assert found[0].said.constraint


def test_a_day_that_a_person_gives_resolves_what_was_open() -> None:
    found = proposals("Minister Rosa Quispe said on Monday that the road was open.", posted="2019-10-17")
    assert found[0].said.value == "2019-10-14"


def test_the_posting_day_is_no_saying_day_unless_the_words_say_so() -> None:
    plain = proposals("Minister Rosa Quispe said that the road was open.", posted="2019-10-17")
    told = proposals("Minister Rosa Quispe said today that the road was open.", posted="2019-10-17")
    assert plain[0].said.value is None
    assert told[0].said.value == "2019-10-17"


def test_a_day_reckoned_from_a_guess_says_so() -> None:
    document = document_of("Minister Rosa Quispe said on Monday that the road was open.")
    guessed = msgspec.structs.replace(document, metadata=Metadata(posted=Known("2019-10-17", "address", "guessed")))
    assert any("guess at the day of posting" in each for each in propose(guessed)[0].doubts)


def test_an_empty_text_gives_nothing() -> None:
    assert proposals("") == ()
    assert proposals("\n\n \n") == ()


def test_an_expression_within_what_is_said_is_not_the_day_of_saying() -> None:
    found = proposals("Minister Rosa Quispe said that the road had been opened on Monday.", posted="2019-10-17")
    assert found[0].said.value is None


def test_the_batch_changes_nothing() -> None:
    documents = [
        document_of(f"Kenyan minister Ann Kiprop said on Monday that {number} ships had sailed.", posted="2020-02-05")
        for number in range(2, 7)
    ]
    assert list(propose_many(documents, batch=1)) == list(propose_many(documents, batch=4))


def test_two_speakers_who_are_as_near_are_two_proposals_that_name_each_other() -> None:
    text = (
        "Foreign Minister Amos Otieno met Defence Minister Peter Obi in Nairobi.\n\n"
        "He said on Monday the port was safe."
    )
    first, second = proposals(text, posted="2020-02-05")
    assert first.content == second.content
    assert {each.name for each in (*first.speakers, *second.speakers)} == {"Amos Otieno", "Peter Obi"}
    assert first.alternatives == (second.id,)
    assert second.alternatives == (first.id,)
    assert any("both are near" in doubt for doubt in first.doubts)
    assert any(doubt.startswith("another reading of `He`") for doubt in second.doubts)
    assert first.said.value == second.said.value == "2020-02-03"


def test_a_speaker_with_no_rival_is_one_proposal() -> None:
    (only,) = proposals("Kenyan minister Ann Kiprop said on Monday that the port was safe.", posted="2020-02-05")
    assert only.alternatives == ()


def test_a_language_that_is_not_read_gives_nothing_and_says_why() -> None:
    document = document_of("La ministre a dit que oui.", language="fr")
    assert propose(document) == ()
    assert "`fr`" in unread(document)


def test_a_name_of_a_proposal_hangs_on_the_document_and_the_words_alone() -> None:
    document = document_of("Kenyan minister Ann Kiprop said the ships had sailed.", posted="2020-02-05")
    first = [each.id for each in propose(document)]
    assert first == [each.id for each in propose(msgspec.structs.replace(document, metadata=Metadata(), name="other"))]
    assert first != [each.id for each in propose(msgspec.structs.replace(document, sha256="1" * 64))]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(
    ["He", "the ministry", "said", "“", "”", "and", "Kenya’s", "Kim", "on Monday", "they", ",", ".", "who", "its",
     "told", "Reuters", "that", "the two", "U.S.", "\u200b", "—", "’s", "counterpart", "of", "\n"]
), max_size=40))  # fmt: skip
def test_no_text_whatever_breaks_it(words: list[str]) -> None:
    for each in proposals(" ".join(words), posted="2020-02-05"):
        for span in each.content:
            assert 0 <= span.start <= span.end
