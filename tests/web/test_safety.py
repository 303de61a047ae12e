"""What protects the pages: hosts, origins, sizes, headers, and that no page needs more than the policy allows."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.safety import MOST_QUERY_BYTES
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

PAGES = [
    "/",
    "/korea",
    "/korea/ask?question=signature-000",
    "/korea/statements",
    "/korea/check",
    "/help/codes/E0301",
    "/no",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_safe_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_script_or_style_of_its_own_or_from_elsewhere(client: TestClient, address: str) -> None:
    text = client.get(address).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text) == []
    assert [found for found in re.findall(r"(?:src|href)=\"([^\"]+)\"", text) if not found.startswith(("/", "#"))] == []


@pytest.mark.parametrize(
    "host",
    [
        *("placet.example", "127.0.0.1.example", "localhost.example:80", "", "[::2]", "10.0.0.1", "0.0.0.0"),
        *("[::1].placet.example", "[::1]placet.example", "127.0.0.1:80@placet.example", "127.0.0.1:80.placet.example"),
        *("localhost:", "localhost:port", "localhost/", "[localhost]", "127.0.0.1 placet.example", "2130706433"),
    ],
)
def test_a_foreign_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "contested" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "[::1]:8765", "LOCALHOST"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/help", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://placet.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "http://[bad"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "http://placet.example"},
        {"origin": ""},
        {"referer": "http://placet.example/page"},
        {"referer": "http://127.0.0.1.placet.example/"},
        {"referer": "http://127.0.0.1@placet.example/"},
        [("origin", "http://127.0.0.1"), ("origin", "http://placet.example")],
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    ],
)
def test_a_page_of_another_site_cannot_write(
    client: TestClient, headers: dict[str, str] | list[tuple[str, str]]
) -> None:
    assert client.post("/korea/ask", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://127.0.0.1"},
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"},
        {"sec-fetch-site": "same-origin", "referer": "http://placet.example/"},
        {"referer": "http://127.0.0.1/korea/ask"},
    ],
)
def test_a_write_from_here_gets_as_far_as_the_page(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/korea/ask", headers=headers).status_code == 405


def test_a_further_name_is_answered_however_it_is_written() -> None:
    app = create_app(Settings(rulebooks=("korea",), only_named=True, today=TODAY, hosts=("Desk.Example",)))
    assert make_client(app).get("/help", headers={"host": "desk.example:8765"}).status_code == 200


def test_what_is_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/korea/ask", content=b"x" * 1_000_001).status_code == 413
    assert client.get("/help", headers={"content-length": "many"}).status_code == 400
    assert client.get(f"/help?x={'x' * MOST_QUERY_BYTES}").status_code == 414


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/help/codes/..%2f..%2fcodes",
        "/help/codes/E0301%00",
        "/../../etc/passwd",
        "/korea%2f..%2fgeneral",
    ],
)
def test_no_file_outside_is_reached_by_an_address(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_a_preference_is_kept_for_this_site_only(client: TestClient) -> None:
    kept = client.get("/help?lang=ko").headers["set-cookie"]
    assert "SameSite=strict" in kept
    assert "HttpOnly" in kept
    assert "set-cookie" not in client.get("/help?lang=xx").headers


def test_what_is_typed_comes_back_as_text(client: TestClient) -> None:
    answer = client.get("/korea/ask", params={"actor": '"><script>alert(1)</script>'})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text
