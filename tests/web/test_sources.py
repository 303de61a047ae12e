"""Sources: files stored or refused, the article with its marks, what a person adds, the passages of statements."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import time
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import placet.web.evidence_desk
from placet.evidence.propose import RULES
from placet.evidence.readers import PLAIN_READER
from placet.evidence.review import Desk
from placet.model.decisions import Accept
from placet.model.documents import Span
from placet.store import open_store
from placet.web.app import create_app
from placet.web.marking import nested
from placet.web.settings import Settings
from tests.evidence.review.desks import ALL, LINES
from tests.web.conftest import HERE, TODAY, make_client
from tests.web.evidence import client_at, fill

FERRY = (
    "Ferry talks to resume in May\n\nPosted April 3, 2014\n\n"
    "Japanese Transport Minister Kenji Oda said on Tuesday that the ferry would sail only with Seoul's consent. "
    "He added that tolls would stay as they are."
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def client(home: Path) -> TestClient:
    return client_at(home)


def send(client: TestClient, *files: tuple[str, bytes]) -> tuple[int, str, str]:
    answer = client.post("/korea/sources", files=[("file", one) for one in files])
    return answer.status_code, str(answer.url).removeprefix(HERE), answer.text


def test_looking_at_the_sources_makes_no_store(client: TestClient, home: Path) -> None:
    page = client.get("/korea/sources")
    assert page.status_code == 200
    assert "Charter of the United Nations" in page.text
    assert client.get("/korea/review").status_code == client.get("/korea/statements").status_code == 200
    assert not home.exists()


def test_a_file_is_stored_read_and_proposed_from_and_the_result_stays(client: TestClient, home: Path) -> None:
    _, address, page = send(client, ("ferry.txt", FERRY.encode()))
    assert re.fullmatch(r"/korea/sources/[0-9a-f]{16}", address)
    assert "Nothing has been proposed yet" in page
    page = client.post(f"{address}/propose").text
    for _ in range(200):
        if "data-working" not in page:
            break
        assert "being proposed" in page
        time.sleep(0.1)
        page = client.get(address).text
    assert page.count('class="entry open"') >= 2
    assert page.count('class="said open') == page.count('class="entry open"')
    with open_store(home) as store:
        assert len(store.statements.standing()) == page.count('class="entry open"')


def test_each_file_that_cannot_be_read_is_told_and_the_others_are_stored(client: TestClient) -> None:
    files = (("../../ferry.txt", FERRY.encode()), ("a.zip", b"PK\x03\x04 rest"), ("empty.txt", b"  \n"))
    status, _, page = send(client, *files)
    assert status == 200
    assert ">ferry.txt: stored<" in re.sub(r"\s+", " ", page)
    assert "a ZIP archive or an office document" in page
    assert "Save the page or the text again." in page
    rows = client.get("/korea/sources.json?which=stored").json()
    assert [(one["title"], one["published"]) for one in rows] == [("Ferry talks to resume in May", "2014-04-03")]
    assert send(client, ("a.zip", b"PK\x03\x04 rest"))[0] == 422
    assert send(client, ("", b""))[0] == 400
    assert client.post("/korea/sources", content=b"nonsense").status_code == 400


def test_a_file_larger_than_is_read_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/korea/sources", content=b"x", headers={"content-length": "70000000"})
    assert answer.status_code == 413


def test_a_page_with_script_in_it_is_shown_as_words(client: TestClient) -> None:
    raw = b"Ferry <script>alert(1)</script> talks\n\nThe <b>harbour</b> office said that it will close on Monday."
    _, address, page = send(client, ("x.txt", raw))
    assert "<script>alert" not in page
    assert "<b>harbour" not in page
    assert "&lt;b&gt;harbour" in client.get(address).text


def test_a_person_gives_the_day_that_the_page_does_not_say(client: TestClient) -> None:
    _, address, page = send(client, ("x.txt", b"Ferry to stop\n\nThe harbour office said that the ferry will stop."))
    assert "day not known" in page
    wrong = client.post(f"{address}/describe", data={"posted": "soon", "by": "ann"})
    assert (wrong.status_code, "`soon` is no day" in wrong.text or "<code>soon</code>" in wrong.text) == (400, True)
    assert client.post(f"{address}/describe", data={"posted": "2014-04-03"}).status_code == 400
    page = client.post(
        f"{address}/describe", data={"posted": "2014-04-03", "outlet": "Harbour Post", "why": "printed", "by": "Ann"}
    ).text
    assert re.search(r'class="lead">Harbour Post · [^<]*2014', page)
    assert "Harbour Post" in page
    assert re.search(r"Ann: <span lang=\"en\">posted</span> 2014-04-03 \(printed\)", page)
    row = client.get("/korea/sources.json?which=stored").json()[0]
    assert (row["published"], row["day_grade"], row["day_ground"], row["outlet"]) == (
        "2014-04-03",
        "stated",
        "given",
        "Harbour Post",
    )


def test_a_day_that_has_not_come_is_refused_and_one_that_is_none_is_taken_back(client: TestClient) -> None:
    raw = b"Ferry to stop\n\nPosted April 3, 2014\n\nThe harbour office said that the ferry will stop."
    _, address, page = send(client, ("x.txt", raw))
    assert "day not known" not in page
    early = client.post(f"{address}/describe", data={"posted": "2026-01-16", "by": "Ann"})
    assert early.status_code == 400
    assert "has not come yet" in early.text
    back = client.post(f"{address}/describe", data={"posted": "Unknown", "why": "the day of the print", "by": "Ann"})
    assert "day not known" in back.text
    assert re.search(r"Ann: <span lang=\"en\">posted</span> not known \(the day of the print\)", back.text)
    again = client.post(f"{address}/describe", data={"posted": "unknown", "by": "Ann"})
    assert again.status_code == 400


def test_sources_are_filtered_and_counted(client: TestClient, home: Path) -> None:
    fill(home)
    rows = client.get("/korea/sources.json?which=waiting").json()
    assert [(one["title"], one["proposed"], one["accepted"], one["waiting"]) for one in rows] == [(LINES[0], 3, 0, 3)]
    assert client.get("/korea/sources.json?words=strait+ferry").json() == rows
    own = client.get("/korea/sources.json?which=rulebook").json()
    assert "charter-text" in {one["source"] for one in own}
    assert all(one["proposed"] is None for one in own)
    assert client.get("/korea/sources?which=nonsense").status_code == 400


def test_the_article_and_the_register_point_at_each_other(client: TestClient, home: Path) -> None:
    document = fill(home)
    page = client.get(f"/korea/sources/{document.sha256[:16]}").text
    for number in ("1", "2", "3"):
        assert f'id="m-{number}"' in page
        assert f'href="#m-{number}"' in page
        assert f'id="s-{number}"' in page
        assert f'href="#s-{number}"' in page
    assert page.count("<mark") == page.count("</mark>") == 4
    rows = client.get(f"/korea/sources/{document.sha256[:16]}.json?status=open").json()
    assert [one["statement"] for one in rows] == ["aa11", "bb22", "cc33"]
    assert client.get("/korea/sources/ffff").status_code == 404
    assert client.get("/korea/sources/..%2f..%2fetc").status_code == 404


def test_marks_nest_however_the_places_overlap() -> None:
    text = "abcdefghij"
    marks = [(Span(1, 5), 1), (Span(3, 8), 2), (Span(3, 4), 3), (Span(9, 14), 4)]
    pieces = nested(text, Span(0, 10), marks)
    assert "".join(one.text for one in pieces) == text
    depth, opened, firsts = 0, [], []
    for one in pieces:
        depth += {"open": 1, "close": -1}.get(one.kind, 0)
        assert depth >= 0
        if one.kind == "open":
            opened.append(one.number)
            firsts += [one.number] if one.is_first else []
    assert depth in (0, 1)
    assert (opened, firsts) == ([1, 2, 3, 2, 4], [1, 2, 3, 4])


def test_a_statement_of_the_rulebook_leads_to_its_passage_or_says_how_to_recognise_it(
    client: TestClient, tmp_path: Path, home: Path
) -> None:
    page = client.get("/korea/statements?words=st05-abe-july").text
    assert 'id="st05-abe-july"' in page
    assert "The article is not stored." in page
    assert re.search(r"digits that only this passage has: *<code>[0-9a-f]{12}</code>", page)
    assert "<cite>" in page
    assert page.lower().count("how to recognise") == 1
    book = tmp_path / "straits"
    book.mkdir()
    (book / "README.md").write_text(
        '# Straits\n\n```placet\nparty JPN "Japan"\npoint leave "Leave"\nsource s1 "Ferry talks to resume in May"\n'
        '  published 2014-04-03\n  file "ferry.txt"\nstatement one in s1 paragraph 3\n  by JPN\n  on 2014-04-03\n'
        '  about leave\n  says "Nobody sails without leave."\n```\n'
    )
    document = fill(home)
    own = make_client(create_app(Settings(rulebooks=(str(book),), only_named=True, today=TODAY, data=home)))
    page = own.get("/straits/statements").text
    assert f'href="/straits/sources/{document.sha256[:16]}#p-3"' in page
    assert "<cite>Ferry talks to resume in May</cite>, 3 Apr 2014, ¶3" in " ".join(
        re.sub("</?span[^>]*>", "", page).split()
    )
    # The proof of an answer leads there, too; where the article is not stored, to the statement's row.
    passage = own.get("/straits/statements?passage=one", follow_redirects=False)
    assert passage.headers["location"] == f"/straits/sources/{document.sha256[:16]}#p-3"
    away = client.get("/korea/statements?passage=st05-abe-july", follow_redirects=False)
    assert away.headers["location"] == "/korea/statements#st05-abe-july"
    assert client.get("/korea/statements?passage=nothing").status_code == 404
    assert 'href="/korea/statements?passage=' in client.get("/korea/ask?question=signature-000").text
    assert "ow to recognise" not in page
    assert "perhaps this paragraph" in page
    row = own.get("/straits/sources.json").json()[0]
    assert (row["source"], row["in_rulebook"], row["stored"]) == ("s1", 1, document.sha256)
    assert "in the rulebook:" in own.get(f"/straits/sources/{document.sha256[:16]}").text


@pytest.mark.parametrize(
    ("query", "is_wanted"),
    [
        ("party=JPN", lambda one: any(who.split(".")[0] == "JPN" for who in one["speakers"])),
        ("grade=official", lambda one: one["grade"] == "official"),
        ("from=2014-07-01&until=2014-07-31", lambda one: one["on"].startswith("2014-07")),
        ("words=CONSENT", lambda one: "consent" in str(one).lower() or one["source"]),
    ],
)
def test_statements_are_filtered(client: TestClient, query: str, is_wanted: object) -> None:
    rows = client.get(f"/korea/statements.json?{query}").json()["statements"]
    assert rows
    assert all(is_wanted(one) for one in rows)  # type: ignore[operator]  # a predicate
    assert len(rows) < len(client.get("/korea/statements.json").json()["statements"])
    assert client.get("/korea/statements?from=2015-01-01&until=2014-01-01").status_code == 400


def test_without_the_part_evidence_the_pages_say_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placet.web.evidence_desk, "NEEDED", ("no_such_package_here",))
    page = client.get("/korea/sources")
    assert page.status_code == 200
    assert "pip install &#39;placet[evidence]&#39;" in page.text or "pip install 'placet[evidence]'" in page.text
    assert "Charter of the United Nations" in page.text
    assert client.get("/korea/statements").status_code == 200
    for answer in (client.get("/korea/review"), client.get("/korea/sources/abcd"), client.post("/korea/sources")):
        assert answer.status_code == 409
        assert "no_such_package_here" in answer.text


def test_an_article_that_an_older_reader_has_read_is_read_anew_and_keeps_what_was_decided(
    client: TestClient, home: Path
) -> None:
    _, address, page = send(client, ("ferry.txt", FERRY.encode()))
    assert "Read anew" not in page
    with open_store(home) as store:
        (listed,) = store.documents.list()
        desk = Desk(store)
        document = store.documents.get(listed.sha256)
        place = document.text.index("tolls would stay")
        proposal = msgspec.structs.replace(
            ALL[0], document=document.sha256, content=(Span(place, place + 16),), cue=None, speakers=()
        )
        desk.propose(document, lambda _: (proposal,), RULES)
        desk.decide(Accept(proposal.id), "Ann", dt.datetime(2014, 5, 1, tzinfo=dt.UTC), document.sha256)
    older(home, "extractor = 'placet plain 1', text = replace(text, 'tolls', 'toIls')")
    page = client.get(address).text
    assert "An older reader has read this article." in page
    refused = client.post(f"{address}/reread")
    assert (refused.status_code, "decisions would lose the words" in refused.text) == (409, True)
    older(home, "text = replace(text, 'toIls', 'tolls')")
    page = client.post(f"{address}/reread").text
    assert "Read anew" not in page
    assert "accepted" in page
    with open_store(home) as store:
        assert store.documents.list()[0].extractor == PLAIN_READER


def older(home: Path, values: str) -> None:
    """Change what is stored of all documents to what an older reader may have made of them."""
    with sqlite3.connect(home / "placet.sqlite") as connection:
        connection.execute(f"UPDATE documents SET {values}")
    connection.close()
