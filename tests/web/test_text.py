"""The text of a rulebook as a page: prose, declarations with what they mean, the search, and where each name stands."""

from __future__ import annotations

import datetime as dt
import html
import re
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.passages import Declared, text_of, tokens_of
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

SMALL = """# A ford <script>alert(1)</script>

Who may cross, and *when*. [A link](javascript:alert(1))

```placet
party NOR "The northern bank"
party SOU "The southern bank"
field actor : party "Who crosses?"
field flood : yes or no "Is the river high?"
source pact-text "The pact"
  published 1900-01-01
instrument pact "The ford pact"
  between NOR, SOU
  in force from 1900-01-01
  cites pact-text
term unsafe means flood
# Nobody has ever asked for less.
rule crossing "Crossing the ford"
  under pact
  when actor = NOR and not unsafe
  needs consent of SOU
  needs notification to SOU 3 days before
statement sou-high in pact-text
  by SOU
  on 1901-02-03
  about crossing
  says "High is what reaches a rider's knee."
reading SOU of unsafe
  unsettled
  says sou-high
```

## Afterwards

Nothing else was agreed at the ford.
"""


@pytest.fixture
def ford(tmp_path: Path) -> TestClient:
    """Return a browser at a small rulebook of its own."""
    (tmp_path / "ford").mkdir()
    (tmp_path / "ford" / "README.md").write_text(SMALL, "utf-8")
    settings = Settings(rulebooks=(str(tmp_path / "ford"),), only_named=True, today=TODAY, data=tmp_path / "data")
    return make_client(create_app(settings))


def plain(page: str) -> str:
    """Return what a reader sees of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def test_prose_is_shown_without_its_markup_of_its_own(ford: TestClient) -> None:
    page = ford.get("/ford/text?file=README.md").text
    assert "<em>when</em>" in page
    assert "<script>alert" not in page
    assert "javascript:alert" not in re.sub(r">[^<]*<", "><", page)
    assert '<h3 id="s-afterwards">Afterwards</h3>' in page


def test_a_rule_is_said_in_a_sentence_with_its_readings(ford: TestClient) -> None:
    page = ford.get("/ford/text?file=README.md").text
    rule = plain(page.split('id="d-crossing"')[1].split("</article>")[0])
    assert "Under pact: consent of SOU is needed and notification to SOU is needed 3 days before" in rule
    assert "wherever actor is NOR and unsafe is not the case." in rule
    assert "SOU on unsafe: has not answered" in rule
    assert "# Nobody has ever asked for less." in rule


def test_every_name_has_one_anchor_and_an_address_that_leads_there(ford: TestClient, client: TestClient) -> None:
    answer = ford.get("/ford/text?name=crossing", follow_redirects=False)
    assert answer.headers["location"] == "/ford/text?file=README.md#d-crossing"
    world = client.app.state.worlds.show("korea").world  # type: ignore[attr-defined]  # the application's own
    text = text_of(world)
    for name, (place, number) in text.places.items():
        names = [one.name for one in text.files[place].pages[number - 1] if isinstance(one, Declared)]
        assert name in names or name.partition(".")[0] in names, name
    for kind in ("rules", "statements", "sources", "fields", "instruments", "questions", "points"):
        assert set(getattr(world.book, kind)) <= set(text.places)
    assert {reading.id for reading in world.book.readings} <= set(text.places)


def test_no_character_of_a_declaration_is_lost(client: TestClient) -> None:
    world = client.app.state.worlds.show("korea").world  # type: ignore[attr-defined]  # the application's own
    text = text_of(world)
    for file in text.files.values():
        for one in (one for page in file.pages for one in page if isinstance(one, Declared)):
            assert "".join(t.text for t in tokens_of(text, file, one)) == file.tree.text[one.start : one.end]


@pytest.mark.parametrize("rulebook", ["korea", "general", "river-notice", "guidelines-clause"])
def test_every_file_of_every_rulebook_can_be_read_in_every_language(client: TestClient, rulebook: str) -> None:
    world = client.app.state.worlds.show(rulebook).world  # type: ignore[attr-defined]  # the application's own
    for place, file in text_of(world).files.items():
        for number in range(1, len(file.pages) + 1):
            for code in ("en", "ko", "ja") if number == 1 else ("en",):
                answer = client.get(f"/{rulebook}/text?file={place}&page={number}&lang={code}")
                assert answer.status_code == 200, place
                ids = re.findall(r'\sid="([^"]*)"', answer.text)
                assert sorted(set(ids)) == sorted(ids), place
                assert answer.text.count("<h1") == 1


def test_a_file_of_a_used_rulebook_is_edited_in_its_own(client: TestClient) -> None:
    page = client.get("/korea/text?file=general/README.md").text
    assert 'href="/general/edit?file=README.md"' in page
    assert "/korea/edit" not in page


def test_the_search_finds_prose_and_declarations_and_marks_them(ford: TestClient) -> None:
    page = ford.get("/ford/text?q=FORD+crossing").text
    assert "1 passage has" in page
    assert "<mark>Crossing</mark>" in page
    assert "<mark>ford</mark>" in page
    found = ford.get("/ford/text.json?q=agreed").json()
    assert [(one["kind"], one["line"]) for one in found] == [("", 35)]
    assert "No passage has" in ford.get("/ford/text?q=zeppelin").text


@pytest.mark.parametrize("looked_for", ["consent", "peninsula", "minister"])
def test_what_is_shown_of_a_passage_begins_and_ends_with_whole_words(
    client: TestClient, project: Path, looked_for: str
) -> None:
    page = client.get(f"/korea/text?q={looked_for}").text
    shown = [html.unescape(re.sub("<[^>]*>", "", one)) for one in re.findall(r'<p class="passage".*?>(.*?)</p>', page)]
    cut_off = [one for one in shown if one.startswith("… ") or one.endswith(" …")]
    assert cut_off
    words = set(" ".join(path.read_text("utf-8") for path in (project / "rulebooks").rglob("*.md")).split())
    for one in cut_off:
        first, last = one.removeprefix("… ").split()[0], one.removesuffix(" …").split()[-1]
        assert first in words or not one.startswith("… "), one
        assert last in words or not one.endswith(" …"), one


def test_what_is_looked_for_is_no_markup(ford: TestClient) -> None:
    page = ford.get("/ford/text", params={"q": '<img src=x onerror="y">'}).text
    assert "<img" not in page


def test_the_same_as_values(ford: TestClient) -> None:
    one = ford.get("/ford/text.json?name=crossing").json()
    assert one["file"] == "README.md"
    assert one["line"] == 18
    assert one["readings"][0]["reader"] == "SOU"
    rows = ford.get("/ford/text.csv?file=README.md").text.splitlines()
    assert rows[0] == "kind,name,title,file,line,meaning,text"


@pytest.mark.parametrize(
    ("query", "status"),
    [("file=no.md", 404), ("file=../README.md", 404), ("name=nothing", 404), ("file=README.md&page=9", 400),
     ("q=ford&page=7", 400), ("q=a&page=x", 400)],
)  # fmt: skip
def test_what_is_not_there_is_said_plainly(ford: TestClient, query: str, status: int) -> None:
    assert ford.get(f"/ford/text?{query}").status_code == status


def test_a_large_text_is_searched_and_shown_quickly(tmp_path: Path) -> None:
    lines = [
        'party NOR "North"',
        'party SOU "South"',
        'field actor : party "Who?"',
        'source s "S"',
        "  published 1900-01-01",
    ]
    for at in range(1500):
        lines += [
            f'rule rule-{at} "Rule number {at}"',
            "  held by NOR",
            "  says said-1",
            "  when actor = NOR",
            "  needs consent of SOU",
        ]
    for at in range(15000):
        lines += [f"statement said-{at} in s", "  by NOR", f"  on {dt.date(1900, 1, 1) + dt.timedelta(at)}"]
        lines += [f"  about rule-{at % 1500}", f'  says "What was said for the {at}th time"']
    (tmp_path / "large.md").write_text("# Large\n\n```placet\n" + "\n".join(lines) + "\n```\n", "utf-8")
    client = make_client(create_app(Settings(rulebooks=(str(tmp_path / "large.md"),), only_named=True, today=TODAY)))
    addresses = ("/large/text?q=said+7777th", "/large/text?file=large.md&page=20", "/large/text?file=large.md&page=200")
    for address in addresses:
        assert client.get(address).status_code == 200
    for address in addresses:
        began = time.process_time()
        assert client.get(address.replace("7777", "8888").replace("page=20", "page=21")).status_code == 200
        assert time.process_time() - began < 0.25, address
