"""Registers in another order: by a column, both ways, the order in the address and in every form of the page."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

ROWS = re.compile(r'<tr id="([^"]+)">')


def ids(client: TestClient, address: str) -> list[str]:
    """Return the names of the rows of a page, in order."""
    answer = client.get(address)
    assert answer.status_code == 200
    return ROWS.findall(answer.text)


def test_the_latest_statements_come_first_where_the_address_says_so(client: TestClient) -> None:
    first, last = ids(client, "/korea/statements"), ids(client, "/korea/statements?sort=-day")
    assert sorted(first) == sorted(last)
    days = {one["statement"]: one["on"] for one in client.get("/korea/statements.json").json()["statements"]}
    known = [days[name] for name in last if days[name]]
    earliest = [str(day["earliest"] if isinstance(day, dict) else day)[:4] for day in known]
    assert earliest == sorted(earliest, reverse=True)
    assert first == ids(client, "/korea/statements?sort=day")


@pytest.mark.parametrize("sort", ["speaker", "-speaker", "grade", "-grade", "source", "-source"])
def test_json_and_csv_stand_in_the_order_of_the_page(client: TestClient, sort: str) -> None:
    names = ids(client, f"/korea/statements?sort={sort}")
    told = client.get(f"/korea/statements.json?sort={sort}").json()["statements"]
    assert [one["statement"] for one in told][: len(names)] == names
    rows = client.get(f"/korea/statements.csv?sort={sort}").text.splitlines()[1:]
    assert [row.partition(",")[0] for row in rows[:3]] == names[:3]


def test_the_head_of_a_column_says_how_it_stands_and_turns_it_around(client: TestClient) -> None:
    page = client.get("/korea/instruments?party=KOR").text
    assert "aria-sort" not in page
    assert 'href="/korea/instruments?party=KOR&amp;sort=title"' in page
    page = client.get("/korea/instruments?party=KOR&sort=title").text
    assert re.search(r'aria-sort="ascending"><a href="/korea/instruments\?party=KOR&amp;sort=-title"', page)
    titles = [one["title"] for one in client.get("/korea/instruments.json?sort=-title").json()["instruments"]]
    assert titles == sorted(titles, reverse=True)


def test_an_order_that_is_none_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.get("/korea/instruments?sort=colour")
    assert answer.status_code == 400
    assert "-title" in answer.text


def test_sources_stand_by_their_day_and_those_of_no_known_day_last_both_ways(client: TestClient) -> None:
    for sort, is_reversed in (("published", False), ("-published", True)):
        days = [one["published"] for one in client.get(f"/korea/sources.json?sort={sort}").json()]
        known = [str(day)[:4] for day in days if day]
        assert known == sorted(known, reverse=is_reversed)
        assert None not in days[: len(known)]
        assert len(known) < len(days)
    said = [one["in_rulebook"] for one in client.get("/korea/sources.json?sort=-said").json()]
    assert said == sorted(said, reverse=True)
