"""What is proposed in Korean and Japanese articles, and that no text whatever breaks it."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from random import Random

import msgspec
import pytest

from placet.evidence.eastern import propose
from placet.evidence.eastern.parties import parties_in
from placet.evidence.intake import read_document
from placet.model.documents import Document, Known
from tests.evidence.eastern.articles import article, table, told

TABLES = [("ko", "korean.md"), ("ja", "japanese.md")]
CASES = [(language, text, lines) for language, name in TABLES for text, lines in table(name)]
MARKS = [
    '"',
    "“",
    "”",
    "‘",
    "’",
    "'",
    "「",
    "」",
    "『",
    "』",
    "《",
    "》",
    "(",
    ")",
    "\n",
    "。",
    ".",
    "\u0000",
    "\ud800",
    "😀",
]


@pytest.mark.parametrize(("language", "text", "lines"), CASES, ids=[text[:20] for _, text, _ in CASES])
def test_the_statements_of_the_tables_are_found(language: str, text: str, lines: list[str]) -> None:
    found = [told(text, proposal) for proposal in propose(article(language, text))]
    assert (found or ["- nothing"]) == lines


@pytest.mark.parametrize(("language", "name"), TABLES)
def test_a_table_has_forty_texts_and_some_without_a_statement(language: str, name: str) -> None:
    texts = [(text, lines) for of, text, lines in CASES if of == language]
    assert len({text for text, _ in texts}) >= 40
    assert sum(lines == ["- nothing"] for _, lines in texts) >= 4


@pytest.mark.parametrize(("language", "name"), TABLES)
def test_the_statements_of_a_paragraph_do_not_depend_on_the_next_one(language: str, name: str) -> None:
    texts = [text for of, text, _ in CASES if of == language and "\n" not in text]
    for first, second in pairwise(texts):
        alone = [told(first, one) for one in propose(article(language, first))]
        both = f"{first}\n{second}"
        together = [told(both, one) for one in propose(article(language, both)) if one.paragraph == 1]
        assert together == alone


@pytest.mark.parametrize(("language", "name"), TABLES)
def test_no_text_breaks_it_and_every_span_lies_in_its_paragraph(language: str, name: str) -> None:
    rng = Random(4)
    texts = [text for of, text, _ in CASES if of == language]
    for _ in range(150):
        letters = list(rng.choice(texts) + rng.choice(texts))
        for _ in range(rng.randrange(8)):
            place = rng.randrange(len(letters))
            letters[place : place + rng.randrange(3)] = rng.choices(MARKS, k=rng.randrange(3))
        document = article(language, "".join(letters))
        ids = []
        for proposal in propose(document):
            paragraph = document.paragraphs[proposal.paragraph - 1].span
            spans = [*proposal.content, *([proposal.cue] if proposal.cue else [])]
            assert proposal.content
            assert all(paragraph.start <= span.start < span.end <= paragraph.end for span in spans)
            ids.append(proposal.id)
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("language", ["ko", "ja"])
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "“", "」」」", "が" * 3000, "다고 " * 800, "「" * 2000, '"라고 말했다' * 200]
)
def test_odd_texts_are_read(language: str, text: str) -> None:
    propose(article(language, text))


def test_a_decomposed_text_gives_the_same_statements() -> None:
    text = "국방부 관계자는 “결정된 바 없다”고 말했다."
    decomposed = unicodedata.normalize("NFD", text)
    (proposal,) = propose(article("ko", decomposed))
    composed = unicodedata.normalize("NFC", told(decomposed, proposal))
    assert composed == told(text, propose(article("ko", text))[0])


@pytest.mark.parametrize(("mark", "other"), [('""', "“”"), ('""', "「」"), ('""', "『』"), ('""', "‘’")])
def test_the_style_of_the_marks_does_not_matter(mark: str, other: str) -> None:
    text = f"국방부 관계자는 {mark[0]}결정된 바 없다{mark[1]}고 말했다."
    changed = text.replace(mark[0], other[0], 1).replace(mark[1], other[1])
    first, second = propose(article("ko", text))[0], propose(article("ko", changed))[0]
    assert msgspec.structs.replace(first, id="", document="") == msgspec.structs.replace(second, id="", document="")


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [("ko", "국방부 “결정된 바 없다”", "국방부"), ("ja", "防衛省「決まったことはない」", "防衛省")],
)
def test_a_heading_with_a_name_and_a_quotation_is_a_statement(language: str, text: str, who: str) -> None:
    (proposal,) = propose(article(language, text, kind="title"))
    assert proposal.speakers[0].name == who
    assert (proposal.form, proposal.cue, proposal.doubts) == ("direct", None, ("a heading",))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "국방부 관계자는 18일 “결정된 바 없다”고 말했다.\n“앞으로도 협의하겠다.”"),
        ("ja", "防衛省幹部は18日、「決まっていない」と述べた。\n「協議を続ける」"),
    ],
)
def test_a_paragraph_that_is_one_quotation_goes_on_with_the_last_speaker(language: str, text: str) -> None:
    first, second = propose(article(language, text))
    assert [one.name for one in second.speakers] == [one.name for one in first.speakers]
    assert second.spoken_for == first.spoken_for
    assert "a quotation without a verb of saying" in second.doubts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "외교부 대변인은 지난 주 화요일 “아니다”라고 말했다."),
        ("ja", "外務省報道官は先週火曜日、「違う」と述べた。"),
    ],
)
def test_a_day_is_resolved_from_the_day_of_posting_and_never_without_it(language: str, text: str) -> None:
    (dated,) = propose(article(language, text))
    (undated,) = propose(article(language, text, posted=None))
    assert (dated.said.value, dated.said.anchor) == ("2014-11-11", "2014-11-18")
    assert undated.said.value is None
    assert undated.said.expression == dated.said.expression


@pytest.mark.parametrize("state", ["중국", "일본", "러시아", "미국"])
def test_another_state_in_the_text_is_another_party(state: str) -> None:
    (proposal,) = propose(article("ko", f"{state} 외교부 대변인은 반대한다고 밝혔다."))
    assert [one.party for one in proposal.spoken_for] == [parties_in(state)[0].party]


def test_an_article_in_another_language_is_not_read() -> None:
    assert propose(article("de", "국방부는 이를 부인했다.")) == ()


KOREAN_PAGE = """<html lang="ko"><head><meta charset="{charset}"><title>국방부 "파병 요청 없었다"</title>
<meta property="og:title" content='국방부 "파병 요청 없었다"'><meta property="og:site_name" content="강변일보">
<meta property="article:published_time" content="2014-11-18T06:51:00+09:00"></head><body><article>
<h1>국방부 "파병 요청 없었다"</h1>
<p>국방부 관계자는 17일 기자들과 만나 "미국으로부터 파병 요청을 받은 적이 없다"고 말했다.
이 관계자는 앞으로도 협의는 계속하겠다고 덧붙였다.</p>
<p>일본 방위성은 한국의 동의 없이는 활동하지 않겠다는 입장을 밝혔다.
두 나라는 다음 달 서울에서 회의를 연다. 회의에는 두 나라 국방 당국자가 참석한다.</p>
<p>강 건너 마을에서는 주민들이 새 다리의 개통을 기다리고 있다.
다리는 내년 봄에 완공될 예정이며 공사는 순조롭게 진행되고 있다.</p>
</article><footer>강변일보</footer></body></html>"""
JAPANESE_PAGE = """<html lang="ja"><head><meta charset="{charset}"><title>防衛省「決まったことはない」</title>
<meta property="og:title" content="防衛省「決まったことはない」"><meta property="og:site_name" content="川辺新聞">
<meta property="article:published_time" content="2014-11-18T06:51:00+09:00"></head><body><article>
<h1>防衛省「決まったことはない」</h1>
<p>防衛省幹部は17日、記者団に「派遣について決まったことはない」と述べた。同幹部は、韓国との協議を続けると説明した。</p>
<p>韓国国防省は、事前の同意が必要だとの立場を示した。両国は来月、ソウルで会議を開く予定で、会議には両国の担当者が出席する。</p>
<p>川の向こうの町では、住民が新しい橋の開通を待っている。橋は来年の春に完成する見通しで、工事は順調に進んでいる。</p>
</article><footer>川辺新聞</footer></body></html>"""


def read(page: str, charset: str) -> Document:
    return read_document(page.format(charset=charset).encode(charset), "page.html")


@pytest.mark.parametrize(
    ("page", "charset", "language", "title", "who"),
    [
        (KOREAN_PAGE, "utf-8", "ko", '국방부 "파병 요청 없었다"', ["국방부 관계자", "국방부 관계자", "일본 방위성"]),
        (KOREAN_PAGE, "euc-kr", "ko", '국방부 "파병 요청 없었다"', ["국방부 관계자", "국방부 관계자", "일본 방위성"]),
        (JAPANESE_PAGE, "utf-8", "ja", "防衛省「決まったことはない」", ["防衛省幹部", "防衛省幹部", "韓国国防省"]),
        (JAPANESE_PAGE, "shift_jis", "ja", "防衛省「決まったことはない」", ["防衛省幹部", "防衛省幹部", "韓国国防省"]),
        (JAPANESE_PAGE, "euc-jp", "ja", "防衛省「決まったことはない」", ["防衛省幹部", "防衛省幹部", "韓国国防省"]),
    ],
)
def test_a_page_is_read_with_its_language_metadata_and_statements(
    page: str, charset: str, language: str, title: str, who: list[str]
) -> None:
    document = read(page, charset)
    metadata = document.metadata
    assert (metadata.language.value, metadata.title.value) == (language, title)
    assert metadata.posted.value is not None
    assert metadata.posted.value.startswith("2014-11-18")
    body = {paragraph.number for paragraph in document.paragraphs if paragraph.kind == "body"}
    found = [proposal for proposal in propose(document) if proposal.paragraph in body]
    assert [proposal.speakers[0].name for proposal in found] == who
    assert found[0].said.value == "2014-11-17"
    assert found[1].speakers[0].why == "the last unnamed source"


def test_the_encoding_makes_no_difference_to_what_is_proposed() -> None:
    for page, charset in ((KOREAN_PAGE, "euc-kr"), (JAPANESE_PAGE, "shift_jis")):
        first, second = read(page, "utf-8"), read(page, charset)
        assert first.text == second.text
        assert [told(first.text, one) for one in propose(first)] == [told(second.text, one) for one in propose(second)]


def test_a_plain_text_without_any_metadata_is_known_by_its_letters() -> None:
    text = "외교부 대변인은 일본의 동의가 필요하다고 밝혔다.\n\n국방부는 이 보도를 부인했다. 그러나 협의는 계속된다."
    document = read_document(text.encode(), "a.txt")
    assert document.metadata.language.value == "ko"
    assert document.metadata.posted.value is None
    assert [one.act for one in propose(document)] == ["state", "deny"]
    assert document.metadata.outlet == Known() or document.metadata.outlet.value is None
