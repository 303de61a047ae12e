"""The pages of the export and of the search over stored articles."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.evidence.review.passages import read_passages
from placet.evidence.review.words import passage_hash
from placet.language import load_rulebook
from placet.web.app import create_app
from placet.web.export import FILE
from placet.web.settings import Settings
from tests.evidence.review.desks import LINES
from tests.evidence.suggest.books import straits
from tests.web.conftest import TODAY, make_client
from tests.web.evidence import fill


@pytest.fixture
def home(tmp_path: Path) -> Path:
    fill(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    straits(tmp_path / "straits")
    return tmp_path / "straits"


@pytest.fixture
def ann(home: Path, folder: Path) -> TestClient:
    client = make_client(create_app(Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, data=home)))
    client.post("/straits/review", data={"act": "name", "name": "Ann"})
    return client


def decide(client: TestClient, act: str, at: str, **fields: str) -> None:
    assert client.post("/straits/review", data={"act": act, "at": at, **fields}).status_code == 200


def mark(page: str) -> str:
    found = re.search(r'name="mark" value="(\w+)"', page)
    assert found is not None
    return found[1]


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_what_is_accepted_is_shown_as_text_with_what_is_missing_and_left_out(ann: TestClient) -> None:
    assert "No statement has been accepted." in ann.get("/straits/export").text
    assert ann.get("/straits/export/text").status_code == 404
    decide(ann, "accept", "aa11")
    decide(ann, "accept", "bb22")
    page = ann.get("/straits/export").text
    assert "1 statement to write · 0 are there already · 1 is left out" in plain(page)
    assert "The words of 1 statement are still missing" in plain(page)
    assert "by JPN" in page
    assert "for=PARTY" in page
    decide(ann, "word", "aa11", words="No crossing unless the harbour agrees.")
    decide(ann, "link", "aa11", about="leave")
    text = ann.get("/straits/export/text")
    assert text.headers["content-type"].startswith("text/markdown")
    assert "about leave" in text.text
    assert "No crossing unless the harbour agrees." in text.text
    assert "only with the harbour" not in text.text
    rows = ann.get("/straits/export.json").json()
    assert [(one["statement"], one["state"], one["about"]) for one in rows] == [
        ("aa11", "new", ["leave"]),
        ("bb22", "left out", []),
    ]
    assert ann.get("/straits/export.csv").text.count("\r\n") == 3


def test_the_text_is_added_to_the_rulebook_once_with_the_digits_of_its_passages(ann: TestClient, folder: Path) -> None:
    decide(ann, "accept", "aa11")
    decide(ann, "word", "aa11", words="No crossing unless the harbour agrees.")
    page = ann.get("/straits/export").text
    done = ann.post("/straits/export", data={"mark": mark(page)})
    assert "1 statement was added to statements-from-articles.md." in plain(done.text)
    loaded = load_rulebook(str(folder))
    assert loaded.rulebook is not None
    (name,) = set(loaded.rulebook.statements) - {"old-consent", "old-lamps"}
    assert read_passages(folder)[name] == passage_hash(LINES[2])
    before = (folder / FILE).read_bytes()
    after = ann.get("/straits/export").text
    assert "0 statements to write · 1 is there already" in plain(after)
    assert ann.post("/straits/export", data={"mark": mark(page)}).status_code == 409
    assert (folder / FILE).read_bytes() == before
    decide(ann, "correct", "bb22", **{"for": "KOR", "was.for": "none"})
    ann.post("/straits/export", data={"mark": mark(ann.get("/straits/export").text)})
    assert (folder / FILE).read_bytes().startswith(before.rstrip())
    assert len(read_passages(folder)) == 2


def test_nothing_is_written_but_what_was_seen(ann: TestClient, folder: Path) -> None:
    decide(ann, "accept", "aa11")
    seen = mark(ann.get("/straits/export").text)
    decide(ann, "word", "aa11", words="No crossing unless the harbour agrees.")
    for value in (seen, "", "x" * 99):
        assert ann.post("/straits/export", data={"mark": value}).status_code == 409
    assert not (folder / FILE).exists()


def test_a_source_that_the_rulebook_calls_otherwise_since_doubles_nothing(ann: TestClient, folder: Path) -> None:
    decide(ann, "accept", "aa11")
    ann.post("/straits/export", data={"mark": mark(ann.get("/straits/export").text)})
    text = (folder / FILE).read_text("utf-8")
    source = re.search(r"in ([\w-]+) paragraph", text)
    assert source is not None
    (folder / FILE).write_text(text.replace(f"source {source[1]} ", "source the-post ").replace(
        f"in {source[1]} ", "in the-post ").replace('file "ferry.txt"', 'file "other.txt"'), "utf-8")  # fmt: skip
    assert [one["state"] for one in ann.get("/straits/export.json").json()] == ["there"]


def test_a_rulebook_that_came_with_the_program_is_not_written_to(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placet.web.export.why_not_written", lambda _: "shipped")
    client = make_client(create_app(Settings(rulebooks=(str(folder),), only_named=True, data=home)))
    client.post("/straits/review", data={"act": "name", "name": "Ann"})
    decide(client, "accept", "aa11")
    page = client.get("/straits/export").text
    assert "came with the program" in page
    assert 'name="mark"' not in page
    assert client.post("/straits/export", data={"mark": "x"}).status_code == 409
    assert not (folder / FILE).exists()


def test_a_rulebook_of_one_file_is_taken_away_and_not_written_to(home: Path, folder: Path) -> None:
    settings = Settings(rulebooks=(str(folder / "README.md"),), only_named=True, data=home)
    app = create_app(settings)
    (name,) = app.state.worlds.names
    client = make_client(app)
    client.post(f"/{name}/review", data={"act": "name", "name": "Ann"})
    client.post(f"/{name}/review", data={"act": "accept", "at": "aa11"})
    assert "cannot be written to here" in client.get(f"/{name}/export").text
    assert client.get(f"/{name}/export/text").status_code == 200
    assert client.post(f"/{name}/export", data={"mark": "x"}).status_code == 409


def test_statements_and_passages_are_found_by_words_and_by_what_statements_have(ann: TestClient) -> None:
    page = ann.get("/straits/search?words=harbour").text
    assert '<mark class="hit">harbour</mark>' in page
    assert "Passages" in page
    assert re.search(r'href="/straits/sources/\w{16}#p-3"', page)
    found = ann.get("/straits/search.json?words=ferry&party=jpn").json()
    assert [one["statement"] for one in found["statements"]] == ["aa11"]
    assert found["passages"] == []
    assert [one["statement"] for one in ann.get("/straits/search.json?stance=declines").json()["statements"]] == [
        "bb22"
    ]
    rows = ann.get("/straits/search.csv?words=tolls").text.splitlines()
    assert [row.partition(",")[0] for row in rows] == ["kind", "statement", "passage"]
    assert "but the day is not known" in ann.get("/straits/search?from=2014-01-01").text
    assert "Nothing fits." in ann.get("/straits/search?words=nowhere").text
    assert "Nothing is searched for yet." in ann.get("/straits/search").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("words=%22", 200),
        ("words=*%20AND%20NEAR(", 200),
        ("speaker=%00%27%29", 200),
        ("party=%3Cscript%3E", 200),
        ("stance=shouts", 400),
        ("status=maybe", 400),
        ("from=soon", 400),
        ("from=2014-02-01&until=2014-01-01", 400),
        ("most=0", 400),
        ("most=501", 400),
        ("document=zz", 404),
        ("words=a&words=b", 400),
    ],
)
def test_bad_parameters_are_told_and_never_a_fault(ann: TestClient, query: str, status: int) -> None:
    for suffix in ("", ".json", ".csv"):
        assert ann.get(f"/straits/search{suffix}?{query}").status_code == status
    assert "<script>" not in ann.get(f"/straits/search?{query}").text.partition("<main")[2]


def test_without_a_store_both_pages_say_so_and_make_none(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "none"
    client = make_client(create_app(Settings(rulebooks=(str(folder),), only_named=True, data=home)))
    assert "No article is stored." in client.get("/straits/search?words=ferry").text
    assert "No statement has been accepted." in client.get("/straits/export").text
    assert client.get("/straits/search.json?words=ferry").json() == []
    assert not home.exists()


@pytest.mark.parametrize("address", ["search?words=ferry", "search.csv", "export", "export.json", "export/text"])
def test_of_a_rulebook_that_is_not_there_nothing_is_shown(ann: TestClient, address: str) -> None:
    assert ann.get(f"/nothing/{address}").status_code == 404
    assert ann.post("/nothing/export").status_code == 404
