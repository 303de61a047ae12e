"""A progress bar on standard error, and a run that ends in good order when it is told to."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from placet.bulk.job import Progress
    from placet.evidence.archive import Progress as ArchiveProgress


_WINDOW_S = 1800.0
"""Over how much of the time past the time left is reckoned."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Take a request to end like an interruption from the keyboard, and say on a terminal that either was heard."""

    def interrupt(*_: object) -> None:
        if sys.stderr.isatty():
            # Written past the bar and its locks, as nobody knows what is being done at this moment.
            os.write(2, b"\r\x1b[2Kstopping; what is in work is ended first\n")
        raise KeyboardInterrupt

    before: dict[signal.Signals, signal.Handlers | Callable[[int, FrameType | None], object] | int | None] = {}
    try:
        for kind in (signal.SIGTERM, signal.SIGINT):
            before[kind] = signal.signal(kind, interrupt)
    except ValueError:  # not the main thread: whoever called decides
        yield
        return
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def progress_bar(
    noun: str = "rows", refused_word: str = "refused"
) -> Iterator[Callable[[Progress | ArchiveProgress], None]]:
    """Show a progress bar on standard error, if that is a terminal.

    Args:
        noun: what is counted.
        refused_word: what is said of those that could not be taken.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn(f"{{task.fields[rows]:,}} {noun}"),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[refused]}", style="red"),
        TimeRemainingColumn(),
    )
    # Parts may come a minute apart: what is left is reckoned from all that was seen, not from the last seconds.
    with Bar(*columns, console=console, transient=True, expand=True, speed_estimate_period=_WINDOW_S) as bar:
        task = bar.add_task("", total=None, rows=0, rate="", refused="")
        begun = time.monotonic()
        first: int | None = None

        def tell(now: Progress | ArchiveProgress) -> None:
            nonlocal first
            first = now.rows if first is None else first
            spent = time.monotonic() - begun
            rate = f"{(now.rows - first) / spent:,.0f} a second" if spent > 0 and now.rows > first else ""
            refused = f"{now.rejected:,} {refused_word}" if now.rejected else ""
            bar.update(task, completed=now.done, total=now.total or None, rows=now.rows, rate=rate, refused=refused)

        yield tell
