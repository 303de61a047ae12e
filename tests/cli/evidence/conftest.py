"""An article with its proposals, in a store of the test's own, where ann decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence.review.desks import store_with_proposals


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Store the article, and return its hash."""
    monkeypatch.setenv("PLACET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLACET_REVIEWER", "ann")
    return store_with_proposals()


def words(text: str) -> str:
    """Return the words of what was printed, however the lines were broken."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
