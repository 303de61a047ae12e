"""The application asked without a server, on a fixed day."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from placet.web.app import create_app
from placet.web.settings import Settings

with warnings.catch_warnings():
    # The client says that it would rather have another library than the one that is locked.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

TODAY = dt.date(2026, 1, 15)
HERE = "http://127.0.0.1"


def make_client(app: Starlette, *, raises: bool = True) -> TestClient:
    """Return a client of an application that asks from this machine."""
    return TestClient(app, base_url=HERE, raise_server_exceptions=raises, follow_redirects=True)


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is stored away from what the person who runs the tests has stored."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACET_DATA", str(tmp_path_factory.mktemp("web") / "data"))
        yield


@pytest.fixture(scope="session")
def app() -> Starlette:
    """Return the application with the rulebooks that ship."""
    return create_app(Settings(today=TODAY))


@pytest.fixture
def client(app: Starlette) -> TestClient:
    """Return a fresh browser, so to speak: no cookies."""
    return make_client(app)
