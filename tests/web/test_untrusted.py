"""A rulebook and an article written to harm who reads them: nothing of them runs, leads astray, or is fetched."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from pathlib import Path

import pytest
from lxml import html as markup
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client
from tests.web.evidence import fill

BAD = "</script><svg onload=alert(1)></textarea>{{7*7}}' onfocus=x <b"
"""What opens markup wherever it is not escaped; a text in curly marks may hold straight ones."""

RULES = f"""# <script>alert(1)</script> {BAD}

<img src=x onerror=alert(1)> [a](javascript:alert(1)) <javascript:alert(1)> [b](data:text/html,x) ![p](http://far.example/p)
[c](JaVa&#10;Script:x) [d](&#1;javascript:x) [e](more/rules.md#x) [f](../../secret.md)
[g](%2e%2e/secret.md) [h](rules.md) [i](rules.md?x=1) [j](\\\\far.example)

<style>*{{display:none}}</style><iframe src="http://far.example"></iframe>

```placet
party KOR “Korea {BAD} " onmouseover=x "”
  office min “=1+1 {BAD}”
party USA “@SUM(1) {BAD}”
voice scholar “{BAD}”
place sea “{BAD}”
field act : deploy, supply “which {BAD}”
field actor : party “who {BAD}”
point pt “{BAD}”
source record “=cmd {BAD}”
  by “-2+3 {BAD}”
  published 2014-11-18 basis “{BAD}”
  url “javascript:alert(1)”
  file “../../secret.txt”
instrument pact “+1 {BAD}”
  between KOR, USA
  signed 2000-01-01
  in force from 2000-01-01
  part one “{BAD}”
  cites record paragraph “{BAD}”
statement said in record paragraph “3 {BAD}”
  by KOR.min “{BAD}”
  relayed by “{BAD}”
  on 2014-11-17 basis “{BAD}”
  to “{BAD}”
  about leave, pt
  requires “=1+1 {BAD}”
statement denied in record paragraph 5
  by USA
  on 2014-11-17
  about leave, pt
  denies “@1 {BAD}”
rule leave “{BAD}”
  under pact one
  when act = deploy
  needs consent of KOR
  cites record paragraph 1
reading KOR of leave
  holds
  says said
reading USA of leave
  rejects
  says denied
question first “{BAD}”
  on 2014-11-18
  given act = deploy, actor = USA
  about pt, leave
```
"""
ARTICLE = f"""<html><head><title>{html.escape(BAD)}</title><link rel="canonical" href="javascript:alert(1)">
<meta property="og:site_name" content="{html.escape(BAD)}"><meta name="author" content="{html.escape(BAD)}"></head>
<body><article><h1>{html.escape(BAD)}</h1><p>The minister {html.escape(BAD)} said on Monday that the bridge will stay
shut until the summer, and that nobody need be asked about it.</p><iframe src="http://far.example"></iframe>
<img src="http://far.example/x.png"></article></body></html>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.md").write_text("# Secret\n", encoding="utf-8")
    (folder / "book").mkdir()
    (folder / "book" / "rules.md").write_text(RULES, encoding="utf-8")
    settings = Settings(rulebooks=(str(folder / "book"),), only_named=True, today=TODAY, data=folder / "data")
    return make_client(create_app(settings))


def faults(page: str) -> list[str]:
    """Return what on a page could run or be fetched without anybody's click, or leads to no page of a known kind."""
    found = []
    for one in markup.document_fromstring(page).iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag in ("style", "iframe", "object", "embed", "base", "img"):
            found.append(f"<{one.tag}>")
        if one.tag == "script" and one.get("src") is None and one.get("type") != "application/json":
            found.append("a script of its own")
        for name, value in one.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                found.append(f"{name}={value}")
            if name in ("href", "src", "action", "xlink:href") and not re.match(r"/(?!/)|#", value):
                is_link = one.tag == "a" and name == "href" and value.startswith("http://far.example/")
                found += [] if is_link else [f"{name}={value}"]
    return found


def test_on_no_page_anything_of_a_hostile_rulebook_or_article_is_more_than_text(desk: TestClient) -> None:
    sent = desk.post(
        "/book/sources", files={"file": (f"../../{BAD}.html", ARTICLE, "text/html")}, follow_redirects=False
    )
    assert sent.status_code == 303
    queue = ["/", "/book", sent.headers["location"], "/book/ask?question=first", "/book/text?file=rules.md"]
    kinds: Counter[str] = Counter()
    seen: set[str] = set()
    for address in queue:
        seen.add(address)
        answer = desk.get(address)
        assert answer.status_code in (200, 400), address
        if answer.headers["content-type"].startswith("text/html"):
            assert faults(answer.text) == [], address
            for link in re.findall(r'href="(/[^"#]+)', answer.text):
                link = html.unescape(link)
                kind = re.sub(r"=[^&]*|/codes/.*", "", link)
                kinds[kind] += 1
                if (
                    len(queue) < 45
                    and kinds[kind] == 1
                    and "lang=" not in link
                    and "theme=" not in link
                    and not link.startswith("/static")
                ):
                    queue.append(link)
        if answer.headers["content-type"].startswith("text/csv"):
            assert re.search(r'(?m)(?:^|,)"?[=@]', answer.text) is None, address
    assert len(seen) > 40


def test_a_link_of_the_text_leads_to_the_file_here_or_nowhere(desk: TestClient) -> None:
    page = desk.get("/book/text?file=rules.md").text
    assert '<a href="/book/text?file=rules.md">h</a>' in page
    assert not re.search(r"<a [^>]*>[efgij]</a>", page)
    assert "secret" not in "".join(re.findall(r'href="[^"]*"', page))


def test_two_who_write_to_the_store_at_once_both_are_kept(tmp_path: Path) -> None:
    app = create_app(Settings(rulebooks=("korea",), only_named=True, today=TODAY, data=tmp_path))
    statuses: list[int] = []

    def send(number: int) -> None:
        text = f"Bridge shut\n\nThe minister said on Monday that bridge {number} will stay shut until the summer."
        answer = make_client(app).post(
            "/korea/sources", files={"file": (f"{number}.txt", text, "text/plain")}, follow_redirects=False
        )
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert statuses == [303] * 8
    rows = make_client(app).get("/korea/sources.json", params={"which": "stored"}).json()
    assert len(rows) == 8


def test_what_is_remembered_of_searches_does_not_grow_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placet.web.evidence_desk.MOST_REMEMBERED", 10)
    fill(tmp_path)
    app = create_app(Settings(rulebooks=("korea",), only_named=True, today=TODAY, data=tmp_path))
    client = make_client(app)
    for number in range(30):
        assert client.get("/korea/search.json", params={"words": f"bridge{number}"}).status_code == 200
    assert 0 < len(app.state.evidence_kept) <= 11
