"""Tables to take away: the same rows in every form, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from placet.web import app as application
from placet.web.tables import FORMULA_OPENERS, Table, table_csv, table_value

ASKED = {"ask": "?question=signature-000", "timeline": "?question=signature-000", "map": "?question=signature-000"}
LISTS = [page for page in application.PAGES if "csv" in page.forms and page.path.count("{") <= 1]


@pytest.mark.parametrize("page", [page for page in LISTS if page.name in ("statements", "instruments", "check", "ask")])
def test_a_list_has_as_many_rows_as_csv_as_it_has_as_json(client: TestClient, page: application.Page) -> None:
    path = page.path.replace("{rulebook}", "korea")
    query = ASKED.get(page.name, "")
    told = client.get(f"{path}.csv{query}")
    assert told.headers["content-type"].startswith("text/csv")
    assert told.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(told.text)))
    value = client.get(f"{path}.json{query}").json()
    listed = value.get(page.name) or value.get("diagnostics")
    if page.name == "ask":
        listed = [need for one in value["readers"].values() for need in one["requirements"] or [None]]
    assert len(rows) == len(listed)


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-2", "@x", "\t=1", "\r=1", "|cmd", " =1", "＝1", "\u00a0=1", "%0"])
def test_a_text_that_opens_like_a_formula_is_disarmed(cell: str) -> None:
    (row,) = list(csv.reader(io.StringIO(table_csv(Table("t", ("a",), ((cell,),))))))[1:]
    assert row == [f"'{cell}"]


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=5))
def test_no_cell_of_text_can_ever_open_a_formula(rows: list[tuple[str, int]]) -> None:
    told = list(csv.reader(io.StringIO(table_csv(Table("t", ("text", "number"), tuple(rows))), newline="")))[1:]
    assert len(told) == len(rows)
    for (text, number), (cell, written) in zip(rows, told, strict=True):
        assert not cell.lstrip(" \u00a0\u3000").startswith(FORMULA_OPENERS)
        assert cell.removeprefix("'") == text.replace("\0", "\ufffd").removeprefix("'")
        assert written == str(number)


def test_a_table_as_plain_values_keeps_its_types() -> None:
    table = Table("t", ("a", "b", "c"), (("x", None, ("y", "z")), ("=", True, ())))
    assert table_value(table) == [{"a": "x", "b": None, "c": ["y", "z"]}, {"a": "=", "b": True, "c": []}]


def test_a_page_without_a_table_has_none(client: TestClient) -> None:
    assert client.get("/help.csv").status_code == 404


def test_a_day_that_is_only_known_to_the_year_is_shown_as_a_year(client: TestClient) -> None:
    page = client.get("/korea").text
    changes = page[page.index('id="changes"') :]
    assert "2024" in changes
    assert "1 Jan 2024" not in changes


def test_every_page_with_a_table_offers_it_at_its_foot(client: TestClient) -> None:
    for page in ("statements", "instruments", "review", "graph", "map"):
        text = client.get(f"/korea/{page}").text
        assert f'href="/korea/{page}.json' in text, page
        assert f'href="/korea/{page}.csv' in text, page
