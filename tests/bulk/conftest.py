"""Small rulebooks, and the command line in the test's own process, on a day that is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from placet.cli import main
from placet.cli.session import Settings
from placet.language import load_rulebook
from placet.model import Rulebook

Run = Callable[..., Result]
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def korea() -> Rulebook:
    """Return the rulebook that ships."""
    book = load_rulebook("korea").rulebook
    assert book is not None
    return book


@pytest.fixture(scope="session")
def river_folder() -> str:
    """Return the folder of a small rulebook with offices, a voice, numbers, sets and an uncertain day."""
    return str(PROJECT / "tests" / "cli" / "river")


@pytest.fixture(scope="session")
def river(river_folder: str) -> Rulebook:
    """Return that rulebook."""
    book = load_rulebook(river_folder).rulebook
    assert book is not None
    return book


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a call of `placet sweep` in a folder of its own; nothing it does may raise but its own end."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str, width: int = 100) -> Result:
        monkeypatch.setenv("COLUMNS", str(width))
        result = CliRunner().invoke(main, ["sweep", *args], obj=Settings(dt.date(2014, 6, 1)))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
