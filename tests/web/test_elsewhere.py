"""From page to page: a situation is carried along, names lead to their text, questions are sorted by how they stand."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

ONWARD = re.compile(r'<nav class="onward.*?</nav>', re.DOTALL)
PARTED = "question=signature-000"


def onward(client: TestClient, address: str) -> dict[str, str]:
    """Return where a page leads with the same situation, by page."""
    found = ONWARD.search(client.get(address).text)
    links = re.findall(r'href="([^"]+)"', found.group()) if found else []
    return {urlsplit(link).path.rpartition("/")[2]: html.unescape(link) for link in links}


@pytest.mark.parametrize(
    ("page", "others"),
    [
        ("ask", {"compare", "map", "timeline", "dossier"}),
        ("compare", {"ask", "map", "timeline", "dossier"}),
        ("map", {"ask", "compare", "timeline", "dossier"}),
        ("timeline", {"ask", "compare", "map", "dossier"}),
        ("dossier", {"ask", "compare", "map", "timeline"}),
    ],
)
def test_a_situation_is_carried_to_every_other_page_that_takes_one(
    client: TestClient, page: str, others: set[str]
) -> None:
    links = onward(client, f"/korea/{page}?{PARTED}&provoked=no&on=2015-06-01")
    assert set(links) == others
    for other, link in links.items():
        assert client.get(link).status_code == 200
        if other in ("timeline", "dossier", "ask"):
            assert parse_qs(urlsplit(link).query)["provoked"] == ["no"]
            assert parse_qs(urlsplit(link).query)["on"] == ["2015-06-01"]


def test_without_a_fact_there_is_nothing_to_carry_along(client: TestClient) -> None:
    assert onward(client, "/korea/ask") == {}
    assert onward(client, "/korea/compare") == {}


def test_a_contested_answer_leads_to_the_two_readers_who_part_over_that_kind_of_act(client: TestClient) -> None:
    link = onward(client, f"/korea/ask?{PARTED}")["compare"]
    asked = parse_qs(urlsplit(link).query)
    assert asked == {"one": ["USA.dod"], "other": ["JPN"], "on": ["2014-11-17"], "act": ["combat-sortie"]}
    assert client.get(link.replace("/compare?", "/compare.json?")).json()["regions"]


def test_an_agreed_answer_names_nobody_as_parted(client: TestClient) -> None:
    asked = parse_qs(urlsplit(onward(client, f"/korea/ask?{PARTED}&on=2014-11-11")["compare"]).query)
    assert not {"one", "other"} & set(asked)


def test_the_timeline_offers_a_comparison_only_where_the_answers_are_contested(client: TestClient) -> None:
    rows = re.findall(r"<tr>.*?</tr>", client.get(f"/korea/timeline?{PARTED}").text, re.DOTALL)
    contested = [row for row in rows if 'class="chip contested' in row]
    assert contested
    assert all(("/korea/compare?" in row) == (row in contested) for row in rows)


def test_what_happened_is_told_by_its_title_and_leads_to_its_text(client: TestClient) -> None:
    page = client.get(f"/korea/timeline?{PARTED}").text
    assert "JPN&#39;s reading of “Combat operations from bases in Japan”" in page
    link = re.search(r'href="(/korea/text\?name=JPN[^"]*)"', page)
    assert link is not None
    assert client.get(html.unescape(link.group(1))).status_code == 200


def test_questions_can_be_narrowed_to_those_that_stand_in_one_way(client: TestClient) -> None:
    every = client.get("/korea.json").json()["questions"]
    contested = client.get("/korea.json?verdict=contested").json()["questions"]
    assert contested == [one for one in every if one["verdict"] == "contested"]
    assert 0 < len(contested) < len(every)
    assert client.get("/korea?verdict=settled").status_code == 400


def test_before_anything_is_asked_no_field_is_marked_and_questions_are_offered(client: TestClient) -> None:
    page = client.get("/korea/ask").text
    assert 'class="matters matters"' not in page
    assert "/korea/ask?question=signature-000" in page.partition('id="answer"')[2]


def test_readers_are_offered_with_their_titles(client: TestClient) -> None:
    assert ">USA.dod · United States of America, Department of Defense</option>" in client.get("/korea/compare").text


def test_where_two_part_always_the_page_says_so_in_words(client: TestClient) -> None:
    page = client.get(f"/korea/compare?one=USA&other=JPN&{PARTED}").text
    assert "in every situation" in page
    assert "all of all" not in page
