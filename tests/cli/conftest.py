"""Run the command line in the test's own process, on a day that is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from placet.cli import main
from placet.cli.session import Settings

Run = Callable[..., Result]


@pytest.fixture
def river() -> str:
    """Return the folder of a small rulebook."""
    return str(Path(__file__).parent / "river")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a call of the command line; nothing it does may raise but its own end."""

    def call(*args: str, stdin: str = "", width: int = 80, today: str = "2014-06-01") -> Result:
        monkeypatch.setenv("COLUMNS", str(width))
        result = CliRunner().invoke(main, list(args), input=stdin, obj=Settings(dt.date.fromisoformat(today)))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
