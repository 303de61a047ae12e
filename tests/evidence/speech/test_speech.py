"""Who is said to say what: sentences of our own in a table, and what must hold of every text."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy", reason="placet[evidence] is not installed")

from placet.evidence.propose import propose
from placet.evidence.speech import find, parse
from placet.evidence.speech.lexicon import read_lexicon
from placet.evidence.speech.quotes import find_quotations
from placet.evidence.speech.sentences import split_sentences
from placet.evidence.speech.tree import DEEPEST
from placet.evidence.speech.utterance import Parsed, Utterance
from placet.evidence.speech.verbal import MOST_CUES
from placet.model.documents import Document, Metadata, Paragraph, Span

TABLE = Path(__file__).with_name("sentences.md")


def document(*texts: str, kinds: tuple[str, ...] = ()) -> Document:
    paragraphs, at = [], 0
    for number, text in enumerate(texts):
        kind = kinds[number] if kinds else "body"
        paragraphs.append(Paragraph(number + 1, Span(at, at + len(text)), kind))
        at += len(text) + 1
    return Document("0" * 64, "own", "text/plain", "\n".join(texts), tuple(paragraphs), Metadata(), "test")


def read(*texts: str, kinds: tuple[str, ...] = ()) -> tuple[str, tuple[Utterance, ...]]:
    (parsed,) = parse([document(*texts, kinds=kinds)])
    return parsed.document.text, find(parsed)


def words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def row(text: str, utterance: Utterance) -> tuple[str, ...]:
    act = utterance.act + (", negated" if utterance.is_negated else "")
    act += f", {utterance.modality}" if utterance.modality else ""
    said = " … ".join(words(text, span) for span in utterance.content)
    return (said, words(text, utterance.cue), words(text, utterance.source), act, utterance.stance)


def table() -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "sentence":
            rows.setdefault(cells[0], []).append(tuple(cells[1:]))
    return rows


ROWS = table()
SILENT = [line[2:] for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]


@pytest.fixture(scope="module")
def found() -> dict[str, list[tuple[str, ...]]]:
    documents = [document(sentence) for sentence in ROWS]
    return {p.document.text: [row(p.document.text, u) for u in find(p)] for p in parse(documents)}


@pytest.mark.parametrize("sentence", ROWS)
def test_a_sentence_says_what_its_row_says(sentence: str, found: dict[str, list[tuple[str, ...]]]) -> None:
    assert found[sentence] == ROWS[sentence]


@pytest.mark.parametrize("sentence", SILENT)
def test_nobody_says_anything_in(sentence: str) -> None:
    assert not read(sentence)[1]


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no denying that the port was closed.",
        "If the port was sold, the mayor should have told the people of it.",
        "Asked if the council pressed Oslo, she left.",
    ],
)
def test_what_nobody_said_is_not_found(sentence: str) -> None:
    assert read(sentence)[1] == ()


@pytest.mark.parametrize("mark", ["(", ")", "x", "“", "a-"])
def test_a_long_run_without_a_space_is_few_tokens_and_hides_nothing_beside_it(mark: str) -> None:
    run = mark * (30_000 // len(mark))
    text, utterances = read(f"The envoy said the port was closed. {run} The mayor said it was open.")
    (parsed,) = parse([document(text)])
    assert len(parsed.paragraphs[0].parse) < 200
    assert "".join(token.text_with_ws for token in parsed.paragraphs[0].parse) == text
    assert {words(text, each.source) for each in utterances} >= {"The envoy"}


def test_of_a_thousand_cues_without_a_stop_more_are_read_than_anybody_writes_and_not_all() -> None:
    _, utterances = read('he said "a" ' * 1_000)
    assert MOST_CUES <= len(utterances) < 1_000


@pytest.mark.parametrize(
    "words",
    [
        "the said ",
        "on Monday he said on Tuesday ",
        "according to a source, ",
        "was quoted as saying ",
        "“‘",
    ],
)
def test_words_that_come_again_and_again_take_time_in_proportion(words: str) -> None:
    def seconds(length: int) -> float:
        began = time.process_time()
        propose(document((words * (length // len(words) + 1))[:length]))
        return time.process_time() - began

    seconds(100)  # the pipeline is read
    assert seconds(6_000) < 5


def test_what_lies_deeper_within_reports_than_anybody_writes_is_left_out() -> None:
    _, utterances = read("A guard said " * 30 + "the gate was shut.")
    assert 0 < len(utterances) <= DEEPEST + 1


def test_a_quotation_without_a_cue_in_the_next_paragraph_goes_on() -> None:
    text, utterances = read(
        "“The dam is safe,” the engineer said.", "“Nobody needs to leave the valley.”", "It rained."
    )
    assert [u.continues for u in utterances] == [None, 0]
    assert words(text, utterances[1].content[0]) == "“Nobody needs to leave the valley.”"
    assert utterances[1].cue is None


def test_a_cue_with_a_colon_at_the_end_takes_the_next_paragraph() -> None:
    text, utterances = read("The engineer added:", "“Nobody needs to leave the valley.”")
    assert [row(text, u)[:3] for u in utterances] == [("“Nobody needs to leave the valley.”", "added", "The engineer")]


def test_a_headline_names_who_says_it_before_or_behind_a_colon() -> None:
    text, utterances = read("Oslo: Talks with the rebels are over", kinds=("title",))
    assert words(text, utterances[0].content[0]) == "Talks with the rebels are over"
    assert words(text, utterances[0].source) == "Oslo"
    text, utterances = read("Talks with the rebels are over: minister", kinds=("title",))
    assert words(text, utterances[0].content[0]) == "Talks with the rebels are over"
    assert words(text, utterances[0].source) == "minister"


def test_furniture_and_bylines_are_not_read() -> None:
    _, utterances = read("The minister said that the dam is safe.", kinds=("furniture",))
    assert utterances == ()


def test_what_is_said_within_something_said_hangs_on_it() -> None:
    _, utterances = read("The official said that the ministry had told the embassy that the visa was void.")
    assert [u.parent for u in utterances] == [None, 0]


def test_a_source_that_tells_of_a_whole_statement_is_its_relay() -> None:
    text, utterances = read("According to a source at the embassy, the ministry said the deal was dead.")
    assert [words(text, r) for u in utterances for r in u.relays] == ["a source at the embassy"]


def test_two_readings_of_a_joined_clause_are_both_proposed_and_marked() -> None:
    text, utterances = read("The minister said the bases would stay open, but the talks would end in May.")
    assert [u.alternatives for u in utterances] == [(1,), (0,)]
    assert [words(text, u.content[0]) for u in utterances] == [
        "the bases would stay open, but the talks would end in May",
        "the bases would stay open",
    ]


def test_what_the_narrator_says_it_means_is_a_gloss_without_a_speaker() -> None:
    _, utterances = read("The move suggests that Oslo wants new talks.")
    assert [(u.is_gloss, u.source) for u in utterances] == [(True, None)]


def test_the_one_spoken_to_and_the_occasion_are_named() -> None:
    text, (utterance,) = read("The minister told reporters at a news conference that the dam was safe.")
    assert words(text, utterance.addressee) == "reporters"
    text, (utterance,) = read("“The dam is safe,” it said in a press release.")
    assert words(text, utterance.venue) == "in a press release"


def test_forms_are_told_apart() -> None:
    _, utterances = read("“Yes, it is safe,” she said.")
    assert utterances[0].form == "direct"
    _, utterances = read("She said it was “quite safe.”")
    assert utterances[0].form == "mixed"
    _, utterances = read("She said it was safe.")
    assert utterances[0].form == "indirect"


STYLES = ("“”‘’", "\"\"''", "„“‚‘", "«»‹›")
QUOTED = (
    "{0}The dam is safe,{1} the engineer said. {0}Nobody needs to leave.{1}",
    "The engineer said the dam was {0}quite safe{1} and that nobody {0}needs to leave.{1}",
    "{0}He told us, {2}It is safe,{3} and left,{1} the mayor said.",
)


@pytest.mark.parametrize("pattern", QUOTED)
def test_the_style_of_quotation_marks_changes_nothing(pattern: str) -> None:
    results = []
    for style in STYLES:
        _, utterances = read(pattern.format(*style))
        results.append([(u.content, u.cue, u.source, u.act, u.form, u.parent) for u in utterances])
    assert results[1:] == results[:1] * 3
    assert results[0]


def test_composed_and_decomposed_letters_say_the_same() -> None:
    sentence = "“Le barrage est sûr,” said René Müller, the maître of Orléans. Später said José, it isn’t."
    results = []
    for form in ("NFC", "NFD"):
        text, utterances = read(unicodedata.normalize(form, sentence))
        results.append([tuple(unicodedata.normalize("NFC", part) for part in row(text, u)) for u in utterances])
    assert results[0] == results[1]
    assert results[0]


def test_output_does_not_depend_on_how_many_are_parsed_at_once() -> None:
    documents = [document(*list(ROWS)[at : at + 9]) for at in range(0, 45, 9)]
    once = [find(p) for p in parse(documents, batch=128)]
    assert [find(p) for p in parse(documents, batch=1)] == once
    assert [find(p) for p in parse(documents, batch=10)] == once


def test_another_paragraph_changes_nothing_in_the_others() -> None:
    base = list(ROWS)[:12]
    alone = read(*base)[1]
    more = "Snow fell in the hills. It was cold."
    behind = read(*base, more)[1]
    assert behind == alone
    _, before = read(more, *base)
    shift = len(more) + 1
    assert [(u.paragraph - 1, u.content[0].start - shift, u.act) for u in before] == [
        (u.paragraph, u.content[0].start, u.act) for u in alone
    ]


def test_a_very_long_paragraph_is_read_in_pieces_and_keeps_its_places() -> None:
    sentence = "The minister said that the dam was safe. "
    text, utterances = read(sentence * 300)
    assert len(utterances) == 300
    assert {words(text, u.content[0]) for u in utterances} == {"that the dam was safe"}


ODD = (
    *("", " ", "\x00", "“", "”", "''", "“„»«", "'" * 50, '"' * 51, "“said", "said said said: “", "X:", ": x"),
    *("“A, he said. “B.”", "he said, ” B", "\ud7ff\U0001f600 said “\u202e", "e\u0301" * 40 + " said no", "He said:"),
    *("as X put it", "according to"),
)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_do_not_fail(text: str) -> None:
    whole, utterances = read(text, text)
    check(whole, utterances)


def check(text: str, utterances: tuple[Utterance, ...]) -> None:
    for number, utterance in enumerate(utterances):
        assert utterance.content
        for span in (*utterance.content, *utterance.relays):
            assert 0 <= span.start < span.end <= len(text)
        for span in (utterance.cue, utterance.source, utterance.addressee, utterance.venue):
            assert span is None or 0 <= span.start < span.end <= len(text)
        for other in (utterance.parent, utterance.continues, *utterance.alternatives):
            assert other is None or (0 <= other < len(utterances) and other != number)


WORDS = """
the minister said told denied that whether not “ ” \" ' ’ ‘ , . : ; ? — according to he Seoul U.S. claim view who in and
but added saying asked for call a statement ( ) -- reporters yes is was has e\u0301
"""
PIECES = st.lists(st.sampled_from([*WORDS.split(), "\n", "\t", "\u00a0", "\u200b"]), max_size=25).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_gives_spans_inside_it(texts: list[str]) -> None:
    text, utterances = read(*texts)
    check(text, utterances)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="“”\"'’‘«»ab s.,?!\n`", max_size=40))
def test_quotations_lie_in_the_text_and_within_one_another(text: str) -> None:
    quotations = find_quotations(text)
    for one in quotations:
        assert 0 <= one.start < one.inner[0] <= one.inner[1] <= one.end <= len(text)
    assert [q.start for q in quotations] == sorted(q.start for q in quotations)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("It's the ministers' talks.", []),
        ("“A,” he said. “B ‘c’ d.”", ["“A,”", "“B ‘c’ d.”", "‘c’"]),
        ("''A,'' he said.", ["''A,''"]),
        ("“A goes on into the next paragraph.", ["“A goes on into the next paragraph."]),
        ("A,” he said. “B.”", ["“B.”"]),
        ("In the ’90s he called it ‘odd’.", ["‘odd’"]),
        ("She doesn't 'know' it's so.", ["'know'"]),
    ],
)
def test_marks_are_paired_and_apostrophes_are_none(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


def test_sentences_are_not_cut_at_abbreviations_or_within_quotations() -> None:
    text = "Mr. Berg left the U.S. embassy. “It is late. We go,” he said. It rained."
    starts = split_sentences(text, list(find_quotations(text)))
    assert [text[start : start + 3] for start in starts] == ["Mr.", "“It", "It "]


def test_every_frame_of_the_lexicon_has_forms_and_a_stance() -> None:
    lexicon = read_lexicon()
    assert len(lexicon.verbs) > 500
    assert lexicon.verbs["concurred"].act == "agree"
    assert lexicon.nouns["claims"].act == "claim"


def test_the_pipeline_is_named_with_its_checksum() -> None:
    from placet.evidence.speech.parse import pipeline_checksum, pipeline_name

    assert pipeline_checksum()[:16] in pipeline_name()


def test_a_document_without_paragraphs_has_no_utterances() -> None:
    empty = Document("0" * 64, "own", "text/plain", "", (), Metadata(), "test")
    assert find(Parsed(empty, ())) == ()
