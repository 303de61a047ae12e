"""Saved pages: the article, where it stands in the page, what the page says of itself, and walls in front of it."""

from __future__ import annotations

import html
import re

import pytest

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.intake import Unreadable, read_document
from placet.evidence.intake.offsets import source_span
from placet.model.documents import Document, Known, Metadata

PAGE = """<!doctype html><html lang="en"><head><title>Island ferry to stop | Harbour Post</title>
<meta charset="utf-8"><meta property="og:title" content="Island ferry to stop for good">
<meta property="og:site_name" content="Harbour Post">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Island ferry to stop for good","datePublished":"2013-03-04T07:15:00+09:00",
"author":[{"@type":"Person","name":"Ada Brook"},{"@type":"Person","name":"Cy Dale"}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Island ferry to stop for good</h1><p class="stamp">Posted on March 4, 2013</p>
<figure><img src="a.jpg"><figcaption>The ferry at the old quay on its last day but one.</figcaption></figure>
<p>The harbour office said on Monday that the ferry between the two islands &amp; the mainland will stop running at the
end of the month, and that the bridge which is to take its place will not be ready before the summer.</p>
<p>&ldquo;Nobody was asked,&rdquo; a deckhand <b>of the ferry</b> told this newspaper on the quay, and others who had
come to see the last boats leave said the same of the office and of the people who sit in it.</p>
<h2>A bridge too late</h2>
<p>The office answered that all had been told in writing, that the letters had been sent in May, and that it could not
say who had read them. It would write again, a spokesman said, before the last ferry leaves the harbour.</p>
<p><a href="/bridge">Bridge opens at last after nine years of works</a></p>
<div class="newsletter-signup"><p>The harbour in a letter every morning: leave your address here, dear reader.</p></div>
</article><footer><p>&copy; 2013 Harbour Post</p></footer></body></html>"""


def read(page: str, encoding: str = "utf-8", **more: object) -> Document:
    return read_document(page.encode(encoding), "ferry.html", **more)  # type: ignore[arg-type]


def words(document: Document, kind: str) -> list[str]:
    return [document.text[one.span.start : one.span.end] for one in document.paragraphs if one.kind == kind]


def test_the_article_is_told_from_what_is_around_it() -> None:
    document = read(PAGE)
    assert words(document, "title") == ["Island ferry to stop for good"]
    assert [one[:18] for one in words(document, "body")] == [
        "The harbour office",
        "“Nobody was asked,",
        "The office answere",
    ]
    assert words(document, "subtitle") == ["A bridge too late"]
    assert words(document, "dateline") == ["Posted on March 4, 2013"]
    assert not any("leave your address" in one for one in words(document, "body"))


def test_every_paragraph_is_found_again_in_the_page() -> None:
    document = read(PAGE)
    for paragraph in document.paragraphs:
        span = source_span(document, paragraph.span)
        assert span is not None
        shown = html.unescape(re.sub(r"<[^>]*>", "", PAGE[span.start : span.end]))
        assert shown.split() == document.text[paragraph.span.start : paragraph.span.end].split()


def test_what_the_tags_and_the_lines_say_is_known_with_its_ground() -> None:
    known = read(PAGE).metadata
    assert (known.title.ground, known.title.grade) == ("visible line", "stated")
    assert (known.outlet.value, known.outlet.ground, known.outlet.grade) == ("Harbour Post", "meta tag", "stated")
    assert (known.posted.value, known.posted.ground) == ("2013-03-04", "visible line")
    assert (known.byline.value, known.byline.ground) == ("Ada Brook, Cy Dale", "structured data")
    assert (known.language.value, known.language.ground) == ("en", "text")


def test_two_sources_that_differ_are_both_told() -> None:
    posted = read(PAGE.replace("March 4, 2013", "March 6, 2013")).metadata.posted
    assert posted.value == "2013-03-06"
    assert posted.note == "structured data datePublished: 2013-03-04T07:15+09:00"


def test_an_undated_page_stays_undated_whatever_days_its_story_names() -> None:
    page = PAGE.replace('"datePublished":"2013-03-04T07:15:00+09:00",', "")
    page = page.replace('<p class="stamp">Posted on March 4, 2013</p>', "").replace("on Monday", "on March 4, 2013")
    known = read(page).metadata
    assert (known.posted.value, known.posted.grade) == (None, "unknown")
    assert (known.modified.value, known.modified.grade) == (None, "unknown")


def test_the_day_in_an_address_is_inferred() -> None:
    page = PAGE.replace('"datePublished":"2013-03-04T07:15:00+09:00",', "")
    page = page.replace('<p class="stamp">Posted on March 4, 2013</p>', "")
    posted = read(page, address="https://post.example/2013/03/05/ferry.html").metadata.posted
    assert (posted.value, posted.ground, posted.grade) == ("2013-03-05", "address", "inferred")


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "2013-02-30", "soon", "", "9" * 400, "[]"])
def test_a_tag_that_holds_no_day_gives_none(value: str) -> None:
    page = PAGE.replace("2013-03-04T07:15:00+09:00", value)
    page = page.replace('<p class="stamp">Posted on March 4, 2013</p>', "")
    assert read(page).metadata.posted.value is None


def test_what_a_person_gives_goes_before_and_what_the_page_says_is_kept_beside_it() -> None:
    given = Metadata(posted=Known("2013-03-01", "given", "stated"))
    posted = read(PAGE, given=given).metadata.posted
    assert (posted.value, posted.ground) == ("2013-03-01", "given")
    assert "visible line: 2013-03-04" in posted.note


@pytest.mark.parametrize(
    ("encoding", "declared", "kept", "note"),
    [
        ("utf-8", "utf-8", "utf-8", ""),
        ("cp949", "euc-kr", "cp949", ""),
        ("cp932", "shift_jis", "cp932", ""),
        ("cp1252", "iso-8859-1", "cp1252", ""),
        ("utf-16", "utf-8", "utf-16-le", ""),
        ("utf-8", "iso-8859-1", "utf-8", "declares iso8859-1, but is utf-8"),
        ("cp1252", "utf-8", "cp1252", "declares utf-8, but is not; read as cp1252 by its look"),
        ("cp1252", "nonsense", "cp1252", "no encoding is declared; read as cp1252 by its look"),
    ],
)
def test_the_encoding_is_found_and_a_wrong_declaration_is_told(
    encoding: str, declared: str, kept: str, note: str
) -> None:
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"')
    page = page.replace("&ldquo;", "“").replace("&rdquo;", "”").replace("&copy;", "(c)")
    document = read(page, encoding)
    assert document.encoding == kept
    assert words(document, "body")[1].startswith("“Nobody was asked,” a deckhand of the ferry")
    assert document.notes == ((note,) if note else ())


def test_bytes_that_cannot_be_decoded_are_counted_and_marked() -> None:
    raw = PAGE.replace("&ldquo;Nobody", "“Nobody").encode("utf-8").replace(b"deckhand", b"deck\xffhand")
    document = read_document(raw, "ferry.html")
    assert "deck\ufffdhand" in document.text
    assert document.notes == ("1 place could not be decoded as utf-8, marked with \ufffd",)


def test_a_wall_in_front_of_the_article_is_a_doubt() -> None:
    wall = (
        "<html><body><article><h1>Island ferry to stop for good</h1><p>The harbour office said on Monday that the ferry"
        " of the two islands will stop running at the end of the month, and that the bridge is not ready.</p></article>"
        "<div><p>We use cookies and need your consent.</p><p>Subscribe to continue reading.</p></div></body></html>"
    )
    assert any("the article may lie behind that" in note for note in read(wall).notes)


WALLS = {
    "a search engine's": (
        "<title>Before you go on</title><h1>Before you go on to the Yonder Gazette</h1><p>We use cookies to keep our"
        " services up and to guard them against abuse.</p><p>If you choose “Accept all”, we will also use cookies to"
        " make our advertisements fit you.</p><p>Choose “More options” to look at your privacy settings.</p>"
    ),
    "a publisher's": (
        "<title>Yonder Gazette</title><div><h2>Part of the Yonder family</h2><p>We and our 241 partners keep and read"
        " information on your device, such as cookies, and use your personal data to measure what you read.</p><p>You"
        " can take your consent back at any time under privacy choices on our pages.</p></div>"
    ),
    "one line": "<form><p>We value your privacy. We and our partners use cookies. Reject all.</p></form>",
    "a check for robots": (
        "<title>Just a moment</title><h1>Your browser is being checked</h1><p>Please turn JavaScript on so that you"
        " can go on. Ray ID: 7a8b9c</p><p>Your browser will lead you to the page in a few seconds.</p>"
    ),
    "a Korean one": "<p>쿠키 사용에 동의해 주십시오. 동의하지 않으면 일부 기능을 쓸 수 없습니다.</p>",
    "a Japanese one": "<p>クッキーの使用に同意してください。設定はいつでも変更できます。</p>",
}


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_that_is_all_there_is_to_read_is_no_article(kind: str) -> None:
    with pytest.raises(Unreadable, match="a wall that asks for consent"):
        read(f"<html><body>{WALLS[kind]}</body></html>")


def test_an_article_about_consent_and_cookies_is_no_wall() -> None:
    article = (
        "<html><body><article><h1>Lawmakers weigh rules for cookies</h1><p>Websites must ask for consent before they"
        " keep cookies on a device, the privacy commissioner said on Monday.</p><p>“We want your data to be yours,”"
        " Commissioner Ada Holm told reporters about consent and privacy.</p><p>The ministry declined to comment on"
        " personal data.</p></article></body></html>"
    )
    assert "Ada Holm" in read(article).text


@pytest.mark.parametrize(
    ("window", "head", "title"),
    [
        ("Harbour talks | Yonder Gazette", "Harbour talks", "Harbour talks"),
        ("Harbour talks", "Harbour talks", "Harbour talks"),
        ("Yonder Gazette - Harbour talks", "Yonder Gazette", None),
    ],
)
def test_a_short_headline_is_known_by_the_title_of_the_window(window: str, head: str, title: str | None) -> None:
    page = (
        f'<html><head><title>{window}</title><meta property="og:site_name" content="Yonder Gazette"></head><body>'
        f"<article><h1>{head}</h1><p>The harbour office said on Monday that the ferry of the two islands will stop"
        " running at the end of the month.</p></article></body></html>"
    )
    assert read(page).metadata.title.value == title


def test_a_wall_with_nothing_behind_it_is_a_reason() -> None:
    with pytest.raises(Unreadable, match="a wall that asks for consent"):
        read("<html><body><script>go()</script><button>Accept all cookies</button></body></html>")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html><body></body></html>", "no text on the page"),
        ("<html><body>" + "<div>" * 5000 + "x" + "</div>" * 5000, "nested without end"),
        ("<html><body>" + "<b>x</b>" * 210_000, "more than 60,000 elements"),
        ("<html><body>" + "x" * 10_000_001, "more than the 10,000,000"),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_the_reason(page: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(page)
