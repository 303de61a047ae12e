"""What the pages are started with: which rulebooks, at which address, for which day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

LANGUAGES = {"en": "English", "ko": "한국어", "ja": "日本語"}
"""The languages that there are catalogues for, each by its own name."""

THEMES = ("auto", "light", "dark")


class Settings(msgspec.Struct, frozen=True):
    """What is decided when the pages are started.

    `rulebooks` are names or folders, the first of them the one that opens; all that come with placet can be reached
    besides unless `only_named` is set. `today` is the day it is (None: the calendar's). `hosts` are further names under
    which the pages may be asked for, beside the loopback ones and `host`. `data` is the folder of what is stored (None:
    the usual one). `look_again_s` is how long after a look at the files none is taken again. `tells_time` puts on
    every answer how long it took.
    """

    rulebooks: tuple[str, ...] = ("korea",)
    only_named: bool = False
    shipped: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8765
    hosts: tuple[str, ...] = ()
    today: dt.date | None = None
    data: Path | None = None
    max_body_bytes: int = 1_000_000
    look_again_s: float = 1.0
    tells_time: bool = False

    def day(self) -> dt.date:
        """Return the day it is."""
        return self.today if self.today is not None else dt.date.today()  # noqa: DTZ011 - a desk's own day is meant
