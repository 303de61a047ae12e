"""Where documents come from, and what is said of files that are none."""

from __future__ import annotations

import contextlib
import gzip
import importlib
import io
import os
from pathlib import Path

import pytest

pytest.importorskip("warcio", reason="the extra `evidence` is not installed")

from placet.evidence.intake import Unreadable, read_document, sources
from placet.evidence.intake.read import safe_name
from placet.evidence.intake.sources import size_of
from placet.evidence.intake.unreadable import MOST_BYTES

module = importlib.import_module("placet.evidence.intake.sources")  # the package has a function of that name

TEXT = b"Ferry to stop\n\nThe harbour office said on Monday that the ferry will stop running at the end of the month.\n"


def test_a_folder_is_read_as_a_whole_in_the_order_of_names_and_companions_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/style.css", ".hidden.txt", ".git/x.txt", "c.pdf", "a/a.txt", "picture.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT)
    found = [Path(one.name).relative_to(tmp_path).as_posix() for one in sources([tmp_path])]
    assert found == ["b.txt", "c.pdf", "a/a.txt", "a/z.html"]


def test_a_store_of_our_own_that_lies_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", "data/placet.sqlite", f"data/bytes/ab/{'ab' * 32}"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT)
    assert [Path(one.name).name for one in sources([tmp_path])] == ["a.txt"]


@pytest.mark.parametrize("name", ["", " "])
def test_a_name_that_is_empty_is_told_and_is_not_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(TEXT)
    (source,) = sources([name])
    with pytest.raises(Unreadable, match="no file is named"):
        source.read()
    assert size_of([name]) == 0


def test_what_is_not_there_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    missing, there = sources([tmp_path / "none.txt", tmp_path / "a.txt"])
    with pytest.raises(Unreadable, match="no such file"):
        missing.read()
    assert there.read() == TEXT


def test_what_is_piped_in_is_read() -> None:
    (source,) = sources(["-"], io.BytesIO(TEXT))
    assert (source.name, source.read()) == ("piped in", TEXT)


def test_a_file_that_is_too_large_is_told_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MOST_BYTES * 2)
    (source,) = sources([tmp_path / "large.txt"])
    with pytest.raises(Unreadable, match="100,000,000 bytes"):
        source.read()


def test_too_much_that_is_piped_in_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 20)
    (source,) = sources(["-"], io.BytesIO(TEXT))
    with pytest.raises(Unreadable, match="more than 20 bytes"):
        source.read()


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(TEXT)
    look = os.fstat
    looks = []

    def changing(handle: int) -> os.stat_result:
        looks.append(handle)
        if len(looks) == 2:
            with path.open("ab") as file:
                file.write(b"and more")
        return look(handle)

    monkeypatch.setattr(module.os, "fstat", changing)
    (source,) = sources([path])
    with pytest.raises(Unreadable, match="changed while it was read"):
        source.read()


def archive() -> list[bytes]:
    """Return the records of a web archive."""
    records = []
    for address, status, media in (
        ("https://post.example/2013/03/05/ferry", "200 OK", "text/plain; charset=utf-8"),
        ("https://post.example/gone", "404 Not Found", "text/html"),
        ("https://post.example/a.png", "200 OK", "image/png"),
        ("https://post.example/bridge", "200 OK", "text/plain"),
    ):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + TEXT
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2013-03-05T00:00:00Z\r\n"
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return records


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_an_archive_gives_its_pages_with_their_addresses(tmp_path: Path, name: str) -> None:
    packed = gzip.compress if name.endswith(".gz") else bytes
    (tmp_path / name).write_bytes(b"".join(packed(record) for record in archive()))
    found = list(sources([tmp_path]))
    assert [one.address for one in found] == ["https://post.example/2013/03/05/ferry", "https://post.example/bridge"]
    assert [one.read() for one in found] == [TEXT, TEXT]
    document = read_document(found[0].read(), found[0].name, address=found[0].address)
    assert document.metadata.posted.value == "2013-03-05"
    assert document.metadata.outlet.value == "post.example"


def test_how_far_one_has_come_is_told_in_bytes_of_what_lies_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_bytes(TEXT * 2)
    assert sum(one.passed for one in sources([tmp_path])) == size_of([tmp_path]) == 3 * len(TEXT)
    (tmp_path / "crawl.warc").write_bytes(b"".join(archive()))
    *_, last = passed = [one.passed for one in sources([tmp_path / "crawl.warc"])]
    assert 0 < sum(passed) <= size_of([tmp_path / "crawl.warc"])
    assert last >= 0
    assert size_of([tmp_path, "-"]) == 0
    assert size_of([tmp_path / "none.txt"]) == 0


def test_a_damaged_archive_gives_what_stands_before_the_fault_and_then_the_reason(tmp_path: Path) -> None:
    packed = [gzip.compress(record) for record in archive()]
    (tmp_path / "crawl.warc.gz").write_bytes(packed[0] + packed[1][:40] + b"\x00" * 400)
    good, broken = sources([tmp_path / "crawl.warc.gz"])
    assert good.read() == TEXT
    with pytest.raises(Unreadable, match="damaged from here on"):
        broken.read()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_page_within_which_an_archive_ends_is_not_taken_for_the_page(tmp_path: Path, name: str) -> None:
    packed = gzip.compress if name.endswith(".gz") else bytes
    first, *_, last = archive()
    cut = last[: last.index(TEXT) + len(TEXT) // 2]
    (tmp_path / name).write_bytes(packed(first) + packed(cut))
    good, broken = sources([tmp_path / name])
    assert good.read() == TEXT
    with pytest.raises(Unreadable, match="the archive ends within this page"):
        broken.read()


def test_a_page_that_was_sent_in_pieces_is_whole(tmp_path: Path) -> None:
    pieces = b"%x\r\n%b\r\n0\r\n\r\n" % (len(TEXT), TEXT)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces
    head, _, _ = archive()[0].partition(b"Content-Length")
    (tmp_path / "a.warc").write_bytes(head + b"Content-Length: %d\r\n\r\n" % len(answer) + answer + b"\r\n\r\n")
    assert [one.read() for one in sources([tmp_path / "a.warc"])] == [TEXT]


def test_of_an_archive_that_is_cut_off_the_library_writes_nothing_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = archive()[0]
    heading, body = whole.split(b"\r\n\r\n", 1)
    (tmp_path / "crawl.warc").write_bytes(heading + b"\r\n\r\n" + body.rstrip() + b" and more than was announced\r\n")
    for source in sources([tmp_path / "crawl.warc"]):
        with contextlib.suppress(Unreadable):
            source.read()
    assert capsys.readouterr().err == ""


def test_what_is_only_called_an_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc").write_bytes(b"nothing of it\r\n\r\n" * 3)
    (source,) = sources([tmp_path / "crawl.warc"])
    with pytest.raises(Unreadable, match="archive"):
        source.read()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04" + b"x" * 50, "office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08" + b"x" * 50, "compressed"),
        (bytes(range(256)) * 20, "much of it is no letter"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "web archive in one file"),
    ],
)
def test_what_is_neither_page_nor_pdf_nor_text_is_refused_with_the_reason(raw: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as caught:
        read_document(raw, "x")
    assert caught.value.help


def test_a_name_is_kept_so_that_it_can_be_shown() -> None:
    assert safe_name("a\x1b[2J\ud800\u202eb.txt") == "a\ufffd[2J\ufffd\ufffdb.txt"
    assert len(safe_name("x" * 5000)) == 200


def test_an_address_is_told_from_a_file_that_is_missing() -> None:
    with pytest.raises(Unreadable, match="it is an address, and nothing is fetched") as caught:
        next(iter(sources([Path("https://example.org/a.html")]))).read()
    assert caught.value.help == "Save the page in a browser, and give the file."
