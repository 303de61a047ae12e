"""Requests of every kind to every page, of words and ids that exist and of such as nobody types: none is a fault.

`PLACET_WEB_REQUESTS=3000` makes more of them.
"""

from __future__ import annotations

import html
import os
import random
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from placet.language import shipped_rulebooks
from placet.web.app import PAGES, create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client
from tests.web.evidence import fill

REQUESTS = int(os.environ.get("PLACET_WEB_REQUESTS") or 150)
PART = 50
ODD = (
    *("", "?", "0", "-1", "1", "99999999999", "1e9", "NaN", "1.5", "1_000", "+1", "0x10"),
    *("\u0665", "\uff15", "\u00b2"),
    *("2014-11-17", "2014-13-45", "2014", "0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01", "today"),
    *("yes", "none", "unknown", "all", "\0", "\ufffd", '"', "'", "<script>", "=1+1", "../../etc/passwd", "/etc", ".."),
    *("-", "%", "%s", "{0}"),
    *("{{7*7}}", "*", '" OR "', "NEAR(a b)", "a AND", "a*", "^a", "words:a", "(", "NOT", "\u65e5\u672c"),
    *("x" * 1999, "x" * 2100, " " * 50, "a,b,c", "KOR", "README.md", "svg", "vega", "\r\nX: y"),
    *("git:-x", "git:HEAD", "before:1:x"),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("any")
    shutil.copytree(shipped_rulebooks()["river-notice"], place / "river")
    fill(place / "data")
    return place


@pytest.fixture(scope="module")
def asked(home: Path) -> TestClient:
    settings = Settings(rulebooks=("korea", str(home / "river")), today=TODAY, data=home / "data")
    return make_client(create_app(settings), raises=False)


@pytest.fixture(scope="module")
def known(asked: TestClient) -> dict[str, list[str]]:
    """Return the values that links and forms of the pages give to each parameter."""
    values: dict[str, set[str]] = {"propose": set()}
    article = asked.get("/korea/sources.json", params={"which": "stored"}).json()[0]["stored"]
    values["hash"] = {article, article[:16], article[:4]}
    pages = ("ask?question=signature-000", "compare", "map", "timeline", "graph", "sources", "review", "statements",
             "instruments", "text", "dossier", "edit?file=README.md", f"sources/{article}")  # fmt: skip
    for page in pages:
        text = asked.get(f"/korea/{page}").text
        for link in re.findall(r'(?:href|action)="([^"]+)"', text):
            for name, value in parse_qsl(urlsplit(html.unescape(link)).query):
                values.setdefault(name, set()).add(value)
        for name, value in re.findall(r'name="([\w.-]+)"[^>]*value="([^"]*)"', text):
            values.setdefault(name, set()).add(html.unescape(value))
        for name, options in re.findall(r'<select[^>]*name="([\w.-]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
            values.setdefault(name, set()).update(map(html.unescape, re.findall(r'value="([^"]*)"', options)))
    return {name: sorted(found) for name, found in values.items()}


@pytest.mark.parametrize("part", range(-(-REQUESTS // PART)))
def test_no_request_to_any_page_is_a_fault(asked: TestClient, known: dict[str, list[str]], part: int) -> None:
    chance = random.Random(part)
    names = sorted(known)
    everything = sorted({value for values in known.values() for value in values})

    def value(name: str) -> str:
        listed = known.get(name, [])
        choice = chance.choice((listed, listed, everything, ODD))
        return chance.choice(choice or ODD)

    def some() -> list[tuple[str, str]]:
        chosen = (chance.choice(names) for _ in range(chance.randrange(8)))
        return [(name, value(name)) for name in chosen]

    for _ in range(PART):
        page = chance.choice(PAGES)
        method = chance.choice(page.methods)
        form = chance.choice(page.forms)
        book = chance.choice(("korea", "river", "general", "nobody", "..", "help"))
        path = page.path.replace("{rulebook}", book).replace("{code}", chance.choice(("E0301", "W0101", "x", "..")))
        path = path.replace("{hash}", chance.choice((*known["hash"], "0" * 16, "zz", "..")))
        path = path if form == "html" else f"{'/index' if path == '/' else path}.{form}"
        headers = chance.choice(({}, {"hx-request": "true"}, {"accept": "application/json"}, {"accept-language": "ja"}))
        told = some()
        sent = dict(some()) if method == "POST" else None
        answer = asked.request(method, path, params=told, data=sent, headers=headers)
        # What is left on the disk is no matter of the request.
        assert answer.status_code < 500 or answer.status_code == 507, (method, path, told, sent)
        assert "Traceback" not in answer.text
