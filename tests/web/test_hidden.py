"""Characters that nobody sees are seen on the pages, and go back to the server as they were."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

WORDS = "nobody sails without \u202etnesnoc\u202c of the port"
RULEBOOK = f"""# A fer\u200bry

```placet
party PRT "Port"
field act : sail "What is done?"
source daily "Daily\u2066"
  published 2020-01-01
statement ferry in daily
  by PRT
  on 2020-01-01
  requires "{WORDS}"
instrument pact "Pact"
  between PRT
  in force from 2020-01-01
rule leave "Leave to sail"
  under pact
  when act = sail
  needs consent of PRT
  says ferry
```
"""


@pytest.fixture
def desk(tmp_path: Path) -> TestClient:
    """Return a browser at a rulebook with such characters in its prose, a title and a statement."""
    folder = tmp_path / "ferry"
    folder.mkdir()
    (folder / "README.md").write_text(RULEBOOK, "utf-8")
    settings = Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data")
    return make_client(create_app(settings))


@pytest.mark.parametrize("page", ["text?file=README.md", "statements", "ask?act=sail", "check", "text?q=port"])
def test_a_page_shows_them_by_their_numbers(desk: TestClient, page: str) -> None:
    answer = desk.get(f"/ferry/{page}")
    assert answer.status_code == 200
    assert "⟦U+202E⟧" in answer.text
    assert not any(mark in answer.text for mark in "\u202e\u202c\u2066")


def test_check_warns_and_explains(desk: TestClient) -> None:
    page = desk.get("/ferry/check").text
    assert page.count("/help/codes/W0102") == 3
    assert "U+202E (right-to-left override)" in page
    assert "characters stand here that nobody sees" in desk.get("/help/codes/W0102").text


def test_what_is_edited_goes_back_as_it_was(desk: TestClient) -> None:
    page = desk.get("/ferry/edit?file=README.md").text
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert area is not None
    assert html.unescape(area[1]).strip() == RULEBOOK.strip()
    assert "\u202e" not in page.replace(area[0], "")


def test_json_keeps_them(desk: TestClient) -> None:
    [statement] = desk.get("/ferry/statements.json").json()["statements"]
    assert statement["text"] == WORDS


def test_an_article_shows_them_too(desk: TestClient) -> None:
    said = "The minister said on Tuesday that the fer\u200bry would \u202eton\u202c sail."
    text = f"Ferry talks\n\nTokyo, April 3, 2014\n\n{said}\n"
    answer = desk.post("/ferry/sources", files=[("file", ("ferry.txt", text.encode(), "text/plain"))])
    assert answer.status_code == 200
    assert "ferry would" not in answer.text
    assert "⟦U+202E⟧ton⟦U+202C⟧" in answer.text
