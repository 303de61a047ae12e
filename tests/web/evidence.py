"""A store with a small article of our own and what is proposed in it, behind the pages."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from starlette.testclient import TestClient

from placet.evidence.propose import RULES
from placet.evidence.review import Desk
from placet.model.documents import Document
from placet.store import open_store
from placet.web.app import create_app
from placet.web.settings import Settings
from tests.evidence.review.desks import ALL, stored
from tests.web.conftest import TODAY, make_client


def client_at(home: Path) -> TestClient:
    """Return a browser whose pages keep what is stored in a folder."""
    return make_client(create_app(Settings(today=TODAY, data=home)))


def fill(home: Path) -> Document:
    """Store the article with its proposals."""
    with open_store(home) as store:
        document = stored(store)
        proposals = tuple(msgspec.structs.replace(one, document=document.sha256) for one in ALL)
        Desk(store).propose(document, lambda _: proposals, RULES)
    return document


def decide(client: TestClient, act: str, at: str, **fields: str) -> str:
    """Send a decision and return the page that follows."""
    answer = client.post("/korea/review", data={"act": act, "at": at, **fields})
    assert answer.status_code == 200, answer.text
    return answer.text


def shown(page: str) -> str:
    """Return the id of the statement that a page of the review is about; empty: of none."""
    found = re.search(r'name="at" value="([^"]+)"', page)
    return found[1] if found else ""
