"""Addresses of an article that was removed: each says so in plain words, and the pages go on."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.store import open_store
from tests.evidence.review.desks import TEXT
from tests.web.evidence import client_at, decide, fill

AT = dt.datetime(2014, 5, 2, tzinfo=dt.UTC)
KEPT_ADDRESSES = (
    "sources/{sha}",
    "sources/{sha:.8}",
    "sources/{sha}.json",
    "sources/{sha}.csv",
    "review?document={sha}",
    "review?document={sha}&at=aa11",
    "search?words=ferry&document={sha}",
    "export?document={sha}",
)
KEPT_FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("sources/{sha}/describe", {"outlet": "Harbour Post"}),
    ("sources/{sha}/propose", {}),
    ("review", {"act": "accept", "at": "aa11", "document": "{sha}"}),
)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return client_at(tmp_path)


@pytest.fixture
def removed(client: TestClient, tmp_path: Path) -> str:
    """Store an article, look at its pages, decide on it and remove it; return its hash."""
    sha256 = fill(tmp_path).sha256
    decide(client, "name", "aa11", name="Ann")
    decide(client, "accept", "aa11")
    for address in KEPT_ADDRESSES:
        assert client.get(f"/korea/{address.format(sha=sha256)}").status_code == 200
    with open_store(tmp_path) as store:
        store.removals.remove([sha256], by="Ada", at=AT, why="50% of it is <b>wrong</b>", is_forced=True)
        store.removals.finish()
    return sha256


def test_every_address_of_a_removed_article_says_that_it_was_removed_by_whom_and_why(
    client: TestClient, removed: str
) -> None:
    answers = [client.get(f"/korea/{one.format(sha=removed)}") for one in KEPT_ADDRESSES]
    for path, fields in KEPT_FORMS:
        sent = {name: value.format(sha=removed) for name, value in fields.items()}
        answers.append(client.post(f"/korea/{path.format(sha=removed)}", data=sent))
    for answer in answers:
        assert answer.status_code == 404, answer.url
        assert re.search("“Ferry talks to resume in May” was removed on .*2014.* by Ada: 50% of it is", answer.text)
        assert "application/json" in answer.headers["content-type"] or "<b>wrong" not in answer.text


def test_that_it_was_removed_is_said_in_the_readers_language(client: TestClient, removed: str) -> None:
    for language, words in {"ko": "삭제", "ja": "削除"}.items():
        page = client.get(f"/korea/sources/{removed}", headers={"accept-language": language}).text
        assert re.search(f"{words}.*50% of it is", page)


def test_a_statement_of_a_removed_article_is_not_there_and_nothing_waits(client: TestClient, removed: str) -> None:
    assert client.get("/korea/review?at=aa11").status_code == 404
    assert client.post("/korea/review", data={"act": "accept", "at": "aa11"}).status_code == 404
    for page in ("review", "sources", "search?words=tolls", "export", "statements"):
        answer = client.get(f"/korea/{page}")
        assert answer.status_code == 200
        assert removed[:8] not in answer.text


def test_an_article_that_was_removed_can_be_added_again_and_it_is_told_who_removed_it_and_why(
    client: TestClient, removed: str
) -> None:
    again, other = (
        ("ferry.txt", TEXT.encode()),
        ("other.txt", b"Bridge opens\n\nThe harbour office said nothing of it."),
    )
    listed = client.post("/korea/sources", files=[("file", again), ("file", other)]).text
    alone = client.post("/korea/sources", files=[("file", again)])
    assert str(alone.url).endswith(f"/sources/{removed[:16]}")
    for page in (listed, alone.text):
        assert len(re.findall("removed before, on .*2014.* by Ada: 50% of it is &lt;b&gt;wrong", page)) == 1
        assert "(1 decision went with it)" in page
