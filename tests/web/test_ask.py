"""Ask: the same answers as the command line, one way of writing an address, and what a new fact changed."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from placet.cli.main import main
from placet.cli.session import Settings
from tests.web.conftest import TODAY

SAME = [
    ("question=signature-000", ["signature-000"]),
    ("question=signature-001&on=2014-08-01", ["signature-001", "--on", "2014-08-01"]),
    ("question=signature-000&provoked=no&known=2014-11-10", ["signature-000", "provoked=no", "--known", "2014-11-10"]),
    ("question=signature-000&provoked=unknown", ["signature-000", "provoked=unknown"]),
    ("question=signature-000&provoked=", ["signature-000", "provoked=unknown"]),
    ("question=sc3-before", ["sc3-before"]),
    ("actor=USA&act=combat-sortie&origin=japan", ["actor=USA", "act=combat-sortie", "origin=japan"]),
    (
        "attacked=&attacked=KOR&attacked=UNC&actor=JPN&on=2015-06-01",
        ["attacked=KOR,UNC", "actor=JPN", "--on", "2015-06-01"],
    ),
    ("attacked=none&actor=JPN", ["attacked=none", "actor=JPN"]),
    ("field.actor=JPN&on=today", ["actor=JPN", "--on", "2026-01-15"]),
]


@pytest.mark.parametrize(("query", "words"), SAME)
def test_the_answer_is_that_of_the_command_line(client: TestClient, query: str, words: list[str]) -> None:
    told = CliRunner().invoke(main, ["ask", "korea", *words, "--json"], obj=Settings(TODAY))
    assert told.exit_code == 0, told.output
    assert client.get(f"/korea/ask.json?{query}").json() == json.loads(told.stdout)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("question=signature-000&actor=USA&provoked=yes&on=2014-11-17&known=all", "question=signature-000"),
        ("question=signature-000&provoked=", "question=signature-000&provoked=unknown"),
        ("act=enter&actor=JPN&recipient=&on=2015-06-01&known=", "actor=JPN&act=enter&on=2015-06-01"),
        ("question=sc3-before&known=all", "question=sc3-before&known=all"),
        ("attacked=UNC&attacked=KOR&on=2015-06-01", "attacked=KOR,UNC&on=2015-06-01"),
    ],
)
def test_a_question_has_one_address(client: TestClient, query: str, canonical: str) -> None:
    answer = client.get(f"/korea/ask?{query}")
    assert answer.status_code == 200
    assert str(answer.url).partition("?")[2] == canonical
    part = client.get(f"/korea/ask?{query}", headers={"hx-request": "true"})
    assert part.headers["hx-replace-url"] == f"/korea/ask?{canonical}"


def test_a_part_of_the_page_is_the_answer_alone(client: TestClient) -> None:
    part = client.get("/korea/ask?question=signature-000", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "contested" in part
    assert 'id="m-provoked"' in part


def test_a_new_fact_says_what_it_changed_and_for_whom(client: TestClient) -> None:
    part = client.get(
        "/korea/ask?question=signature-000&known=2014-11-10&was=question%3Dsignature-000",
        headers={"hx-request": "true"},
    ).text
    changed = re.search(r'<section class="changed".*?</section>', part, re.DOTALL)
    assert changed is not None
    assert "10 Nov 2014" in changed[0]
    assert "USA.dod" in changed[0]


@pytest.mark.parametrize("was", ["%ff%00", "actor=NOBODY", "question=none", "a" * 1500, "&".join(["actor=USA"] * 300)])
def test_what_cannot_be_read_of_before_is_left_aside(client: TestClient, was: str) -> None:
    answer = client.get("/korea/ask", params={"question": "signature-000", "was": was})
    assert answer.status_code == 200
    assert 'class="changed"' not in answer.text


def test_without_a_fact_nothing_is_answered_on_the_page_and_all_by_the_api(client: TestClient) -> None:
    assert "Say what is known of the situation" in client.get("/korea/ask").text
    assert client.get("/korea/ask.json").json()["verdict"]["kind"] == "open"


def test_the_unknown_that_matters_is_marked_and_the_rest_is_not(client: TestClient) -> None:
    page = client.get("/korea/ask?actor=JPN&act=share&on=2015-06-01").text
    marked = set(re.findall(r'<span class="matters matters" id="m-([\w-]+)"', page))
    missing = client.get("/korea/ask.json?actor=JPN&act=share&on=2015-06-01").json()["missing"]
    assert marked == {one["name"] for one in missing if one["kind"] == "field"}
    assert marked


def test_what_is_taken_away_asks_the_same(client: TestClient) -> None:
    page = client.get("/korea/ask?question=sc3-before&known=all&provoked=no").text
    command = re.search(r'id="take-command"[^>]*>([^<]+)<', page)
    python = re.search(r'id="take-python"[^>]*>([^<]+)<', page)
    assert command is not None
    assert python is not None
    words = command[1].replace("&#39;", "'").split()
    told = CliRunner().invoke(main, [*words[1:], "--json"], obj=Settings(TODAY))
    asked = client.get("/korea/ask.json?question=sc3-before&known=all&provoked=no").json()
    assert json.loads(told.stdout)["readers"] == asked["readers"]
    scope: dict[str, object] = {}
    exec(python[1].replace("&#34;", '"').replace("answer.verdict.kind", "kind = answer.verdict.kind"), scope)
    assert scope["kind"] == asked["verdict"]["kind"]


def test_every_requirement_that_others_have_is_explained_where_it_is_absent(client: TestClient) -> None:
    page = client.get("/korea/ask?question=signature-001").text
    japan = page[page.index('id="r-KOR"') : page.index('id="r-KOR.mnd"')]
    assert "consent of KOR" in japan
    america = page[page.index('id="r-USA"') : page.index('id="r-JPN"')]
    assert "Why not consent of KOR?" in america
    assert "KOR holds this rule, nobody else does" in america


def test_a_reader_for_whom_it_is_barred_says_by_which_rule(client: TestClient) -> None:
    page = client.get("/korea/ask?question=signature-001").text
    card = page.partition('id="r-JPN"')[2].partition("</article>")[0]
    barred = card.partition('class="barring"')[2].partition("</p>")[0]
    assert "No collective self-defence under the older reading of the constitution" in barred
    assert "csd-closed" in barred
    assert 'class="barring"' not in page.partition('id="r-USA"')[2].partition("</article>")[0]


def test_where_the_answer_lies_below_the_form_how_it_stands_is_sent_beside_it(client: TestClient) -> None:
    page = client.get("/korea/ask?question=signature-001").text
    assert '<span id="brief"><span class="chip contested small">' in page
    part = client.get("/korea/ask?question=signature-001", headers={"HX-Request": "true"}).text
    assert '<span id="brief" hx-swap-oob="innerHTML"><span class="chip contested small">' in part
