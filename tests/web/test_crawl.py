"""Every link on every page leads somewhere, in every language, and no page is large."""

from __future__ import annotations

import gzip
import html
import re
from collections import Counter

import pytest
from starlette.testclient import TestClient

MOST_PAGES = 120
PAGE_BYTES = 150_000


@pytest.mark.parametrize("start", ["/", "/?lang=ko", "/river-notice?lang=ja"])
def test_every_link_leads_to_a_page(client: TestClient, start: str) -> None:
    seen, queue = {start}, [start]
    kinds: Counter[str] = Counter()
    for address in queue:
        answer = client.get(address)
        # Where nothing is asked yet there is nothing to take away, and that is said.
        is_nothing = answer.status_code == 400 and address.endswith((".json", ".csv"))
        # A state that git keeps of a rulebook may be one that has errors by now.
        is_unsound = answer.status_code == 409 and "with=git" in address
        assert answer.status_code == 200 or is_nothing or is_unsound, f"{address}: {answer.status_code}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert answer.text.count("<h1") == 1, address
        ids = re.findall(r'\sid="([^"]*)"', answer.text)
        assert sorted(set(ids)) == sorted(ids), address
        for link in re.findall(r'href="([^"]+)"', answer.text):
            assert re.match("/|#|https?://|mailto:", link), f"{address}: {link}"
            found = html.unescape(link).partition("#")[0]
            kind = re.sub(r"=[^&]*|/codes/.*", "", found)
            # Of links that differ in a value alone two are enough.
            is_wanted = found.startswith("/") and "theme=" not in found and kinds[kind] < 2 and len(seen) < MOST_PAGES
            if is_wanted and found not in seen:
                seen.add(found)
                kinds[kind] += 1
                queue.append(found)
    assert len(seen) > 20


def test_the_first_visit_is_small(client: TestClient) -> None:
    page = client.get("/").text
    size = len(gzip.compress(page.encode()))
    for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        size += len(gzip.compress(client.get(name).content))
    assert size < PAGE_BYTES
