"""A run that is told to end: it hears it from the keyboard and from the machine, and says on a terminal that it did."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from placet.cli.progress import interruptible


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_request_to_end_is_an_interruption_and_is_acknowledged_on_a_terminal(
    kind: signal.Signals, is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[bytes] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    monkeypatch.setattr(os, "write", lambda _file, text: said.append(text))
    before = signal.getsignal(kind)
    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(kind)
    assert signal.getsignal(kind) == before
    assert [b"stopping; what is in work is ended first" in text for text in said] == [True] * is_terminal
