"""Files that are made to hold up or to break whoever reads them: a reason comes out, and soon."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.intake import Unreadable, pdf_apart, read_document
from placet.evidence.intake.sources import sources
from placet.evidence.intake.unreadable import MOST_ATTRIBUTES, MOST_LINES
from tests.evidence.intake.pdfs import make_pdf

SAID = "<h1>Ferry to stop</h1><p>The harbour office said on Monday that the ferry will stop running for good.</p>"


def page(more: str) -> bytes:
    return f"<html><body><article>{SAID}{more}</article></body></html>".encode()


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 8


MANY = " ".join(f"a{number}=1" for number in range(60_000))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (page(f"<p {MANY}>x</p>"), f"more than {MOST_ATTRIBUTES:,} attributes"),
        (page(f"""<p a=">" b='">' {MANY}>x</p>"""), f"more than {MOST_ATTRIBUTES:,} attributes"),
        (page(f"<p {MANY.replace('=1 ', '/')} >x</p>"), f"more than {MOST_ATTRIBUTES:,} attributes"),
        (page("<p " + 'a="1"' * 60_000 + ">x</p>"), f"more than {MOST_ATTRIBUTES:,} attributes"),
        (page(f"<script>let i = 1; if (i<2) {MANY}</script><p {MANY}>x</p>"), "attributes"),
        (page("<?>" * 700_000), "marks of elements"),
        (page("<b>" * 300_000), "nested without end"),
        (b"a\n" * (MOST_LINES + 1), f"more than {MOST_LINES:,} lines"),
    ],
)
def test_a_page_or_a_text_made_to_hold_up_its_reader_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(raw, "bomb")
    assert words in refused.value.message


@pytest.mark.parametrize(
    "more",
    [
        "<script>" + "if (i<length && j) { k = l } " * 12_000 + "</script>",
        '<p title=5"screen>A screen of five inches, they said.</p>' + "<p class='c' id=x>One more line.</p>" * 6000,
        f"<p>{'Words of a long paragraph in which nothing is marked. ' * 5000}</p>",
        f"<p data-x='{MANY}'>One more line.</p>",
    ],
)
def test_a_large_page_of_the_usual_kind_is_read(more: str) -> None:
    assert "The harbour office said" in read_document(page(more), "large.html").text


@pytest.mark.parametrize("codec", ["undefined", "idna", "punycode", "zlib", "unicode_escape", "raw_unicode_escape"])
def test_a_page_that_declares_what_is_no_encoding_of_pages_is_read(codec: str) -> None:
    raw = f'<html><head><meta charset="{codec}"></head>'.encode() + page("").replace(b"for good", b"for good \x80")
    assert "The harbour office said" in read_document(raw, "odd.html").text


def with_stream(pdf: bytes, stream: bytes, told: bytes) -> bytes:
    """Return a PDF with another content of its page; its table of places is wrong then, and found anew."""
    head, _, rest = pdf.partition(b"<< /Length ")
    return (
        head
        + b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), told, stream)
        + rest.partition(b"endstream")[2]
    )


SHORT = make_pdf([[(700, "The harbour office said on Monday that the ferry will stop.")]])


@pytest.mark.parametrize(
    "raw",
    [
        with_stream(SHORT, zlib.compress(b"BT /F1 9 Tf (said) Tj ET\n" * 3_000_000, 9), b"/Filter /FlateDecode"),
        with_stream(
            SHORT,
            zlib.compress(zlib.compress(b"BT /F1 9 Tf (said) Tj ET\n" * 3_000_000, 9), 9),
            b"/Filter [/FlateDecode /FlateDecode]",
        ),
    ],
)
def test_a_pdf_that_grows_without_end_is_refused_and_breaks_nothing(
    raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_apart, "MOST_MEMORY", 350_000_000)
    assert len(raw) < 400_000
    with pytest.raises(Unreadable, match="more memory or time"):
        read_document(raw, "bomb.pdf")


@pytest.mark.parametrize(
    ("told", "answered"),
    [
        (b"X: " + b"a" * 3_000_000 + b"\r\n", b""),
        (b"", b"X: " + b"a" * 3_000_000 + b"\r\n"),
        (b"", b"X: a\r\n" * 300_000),
        (b"", b"X:\r\n" + b" a\r\n" * 300_000),
    ],
)
def test_the_heading_of_a_page_in_an_archive_has_an_end(told: bytes, answered: bytes, tmp_path: Path) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + answered + b"\r\n" + page("")
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/ferry\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2013-03-04T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n"
    )
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(gzip.compress(record % (told, len(body), body), 1))
    (found,) = sources([path])
    with pytest.raises(Unreadable, match="the archive is damaged"):
        found.read()


def test_a_link_in_a_folder_that_leads_out_of_it_is_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Nobody is to read this, said the harbour office.", encoding="utf-8")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry will stop, said the harbour office.", encoding="utf-8")
    (folder / "inside.txt").symlink_to("ferry.txt")
    (folder / "outside.txt").symlink_to("../secret.txt")
    (folder / "round.txt").symlink_to("round.txt")
    (folder / "above").symlink_to("..")
    (folder / "below").mkdir()
    (folder / "beside").symlink_to("below")
    found = {Path(one.name).name: one for one in sources([folder])}
    assert set(found) == {"above", "ferry.txt", "inside.txt", "outside.txt", "round.txt"}
    assert found["inside.txt"].read() == found["ferry.txt"].read()
    out = "leads out of the folder"
    for name, words in (("above", out), ("outside.txt", out), ("round.txt", "no such file")):
        with pytest.raises(Unreadable, match=words):
            found[name].read()
    # Who names a link means what it leads to.
    (one,) = sources([folder / "outside.txt"])
    assert one.read().startswith(b"Nobody")


def test_a_pdf_is_read_apart_as_it_is_read_here_and_nothing_of_the_folder_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from placet.evidence.intake.pdf import read_pdf

    (tmp_path / "msgspec.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert pdf_apart.read_pdf_apart(SHORT) == read_pdf(SHORT)
