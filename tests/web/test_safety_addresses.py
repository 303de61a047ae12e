"""What an address, a name or a parameter can do to an answer: lead elsewhere, break a header, hold the server up."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import HERE, TODAY, make_client


@pytest.mark.parametrize(
    "address",
    [
        "//elsewhere.example?theme=dark",
        "//elsewhere.example/",
        "/%5celsewhere.example?theme=dark",
        "/%2f%2felsewhere.example?theme=dark",
        "/korea/ask//elsewhere.example?theme=dark",
        "/korea/?theme=dark",
        "/korea/ask?question=signature-000&lang=//elsewhere.example",
        "/korea/ask?question=signature-000&reader=&was=//elsewhere.example",
        "/help/%0d%0aSet-Cookie:%20a=b?theme=dark",
    ],
)
def test_no_address_leads_to_another_server(client: TestClient, address: str) -> None:
    answer = client.get(f"{HERE}{address}", follow_redirects=False)
    assert answer.status_code < 500
    leads = urlsplit(answer.headers.get("location", "/"))
    assert leads.hostname in (None, "127.0.0.1")
    assert not answer.headers.get("location", "/").startswith(("//", "/\\"))
    assert "a=b" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_rulebook_with_a_name_that_no_header_can_hold_can_be_taken_away(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / '한국 "x"'
    folder.mkdir()
    (folder / "rules.md").write_text('# Title\n\n```placet\nparty KOR "Korea"\n```\n', encoding="utf-8")
    app = create_app(Settings(rulebooks=(str(folder),), only_named=True, today=TODAY))
    name = app.state.worlds.names[0]
    answer = make_client(app).get(f"/{quote(name)}/statements.{suffix}")
    assert answer.status_code == 200
    if suffix == "csv":
        told = answer.headers["content-disposition"]
        assert told.isascii()
        assert name in unquote(told)


def test_a_fact_that_looks_like_a_formula_is_a_text_in_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_text(
        "# Title\n\n```placet\n"
        'party KOR "Korea"\n'
        'source s "Record"\n  by "Somebody"\n  published 2014-01-02\n'
        'statement said in s paragraph 1\n  by KOR\n  on 2014-01-01\n  says "=1+1"\n```\n',
        encoding="utf-8",
    )
    app = create_app(Settings(rulebooks=(str(tmp_path),), only_named=True, today=TODAY))
    answer = make_client(app).get(f"/{app.state.worlds.names[0]}/statements.csv")
    assert answer.status_code == 200
    assert ",'=1+1," in answer.text


LONG = "x" * 1900
PAGES = ["ask", "statements", "compare", "timeline", "map", "graph", "dossier"]


@pytest.fixture(scope="module")
def warm(app: Starlette) -> TestClient:
    """Return a client to which each of these pages has been shown once."""
    client = make_client(app)
    for page in PAGES:
        client.get(f"/korea/{page}")
    return client


@pytest.mark.parametrize(
    "query",
    [
        f"on={LONG}",
        f"known={'9' * 1900}",
        f"on={'2014-11-17~' * 100}",
        f"worth={'9' * 1500}",
        f"actor={'(' * 1500}",
        f"area={' ' * 1500}x",
        f"question={LONG}",
        f"reader={LONG}",
        f"page={'9' * 1900}",
        "was=" + "%26was%3D" * 200,
        "&".join(f"reader=r{number}" for number in range(1500)),
        "&".join(f"field.{number}=x" for number in range(1200)),
        f"lang={LONG}&theme={LONG}",
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_huge_parameter_is_refused_or_ignored_at_once(warm: TestClient, page: str, query: str) -> None:
    began = time.process_time()
    answer = warm.get(f"/korea/{page}?{query}")
    assert answer.status_code < 500
    assert time.process_time() - began < 3


def test_a_long_list_of_languages_is_read_at_once(client: TestClient) -> None:
    wanted = ",".join(["ko;q=0.0000001"] * 2000) + ";q=" + "1" * 4000
    assert client.get("/help", headers={"accept-language": wanted}).status_code == 200


def test_answers_that_differ_by_who_asks_say_so_to_caches(client: TestClient) -> None:
    for address in ("/", "/korea/ask?question=signature-000", "/no", "/korea/statements.csv"):
        answer = client.get(address)
        varies = {one.strip().lower() for one in answer.headers["vary"].split(",")}
        assert {"accept-language", "cookie", "hx-request"} <= varies
        assert answer.headers["cache-control"] in ("no-cache", "no-store")
    assert client.get("/no").headers["cache-control"] == "no-store"


def test_a_forged_version_of_a_missing_file_is_not_kept_for_good(client: TestClient) -> None:
    assert "immutable" not in client.get("/static/none.css?v=1").headers.get("cache-control", "")


@pytest.mark.parametrize("cookie", ["placet-language=../../etc", "placet-theme=x%22onload", "placet-language=" + LONG])
def test_a_cookie_is_only_ever_one_of_the_known_words(client: TestClient, cookie: str) -> None:
    answer = client.get("/help", headers={"cookie": cookie})
    assert answer.status_code == 200
    assert 'lang="en"' in answer.text
    assert 'data-theme="auto"' in answer.text


def test_a_forwarded_host_changes_no_address(client: TestClient) -> None:
    headers = {"x-forwarded-host": "elsewhere.example", "forwarded": "host=elsewhere.example"}
    assert "elsewhere.example" not in client.get("/korea", headers=headers).text


@pytest.mark.parametrize("address", ["/korea/timeline?on=2014-11-17&axis=on", "/korea/map?y=act&x=on&reader=KOR"])
def test_a_question_that_leaves_everything_open_does_not_hold_the_server_up(client: TestClient, address: str) -> None:
    client.get("/korea")
    began = time.process_time()
    answer = client.get(address)
    assert time.process_time() - began < 3
    assert answer.status_code in (200, 422)


def test_the_day_at_the_ends_of_the_calendar_is_taken(client: TestClient) -> None:
    for day in (dt.date.min, dt.date.max):
        for page in ("ask", "timeline", "graph", "instruments", "dossier"):
            query = f"on={day.isoformat()}" + (
                "&question=signature-000" if page not in ("graph", "instruments") else ""
            )
            assert client.get(f"/korea/{page}?{query}").status_code == 200, (page, day)
