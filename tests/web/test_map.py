"""The map in the pages: what it begins with where the address gives nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

RULEBOOK = """# Ferry

```placet
party A "Aland"
party B "Bland"
field act : sail, moor "What is done?"
field toward : party "Toward whom?"
```
"""


def cells(page: str) -> list[str]:
    """Return the marks of a map, row by row."""
    return re.findall(r'class="cell ([a-z-]+)"', page)


def test_a_map_without_parameters_begins_with_the_first_question_and_its_address_says_so(client: TestClient) -> None:
    answer = client.get("/korea/map")
    assert answer.url.path == "/korea/map"
    assert dict(answer.url.params) == {"question": "signature-000"}
    assert "Started from the question: Must Washington ask Tokyo" in answer.text
    assert "contested" in cells(answer.text)
    assert 'href="/korea/map?on=2026-01-15"' in answer.text
    kept = client.get("/korea/map?lang=ko")
    assert dict(kept.url.params) == {"question": "signature-000", "lang": "ko"}


@pytest.mark.parametrize("query", ["on=2014-11-17", "y=act", "act=strike", "reader=KOR", "question=signature-004"])
def test_a_map_that_is_given_anything_stays_as_it_is(client: TestClient, query: str) -> None:
    answer = client.get(f"/korea/map?{query}")
    assert answer.url.query.decode() == query
    assert ("Started from the question" in answer.text) == query.startswith("question=")


def test_a_rulebook_without_questions_has_a_map_all_the_same(tmp_path: Path) -> None:
    book = tmp_path / "ferry"
    book.mkdir()
    (book / "README.md").write_text(RULEBOOK, "utf-8")
    own = make_client(
        create_app(Settings(rulebooks=(str(book),), only_named=True, today=TODAY, data=tmp_path / "data"))
    )
    answer = own.get("/ferry/map")
    assert answer.status_code == 200
    assert not answer.url.query
    assert cells(answer.text)
