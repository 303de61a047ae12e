"""Where what is stored lies: the folder that PLACET_DATA names, or else the platform's own for a program's data."""

from __future__ import annotations

import os
from pathlib import Path


def find_home() -> Path:
    """Return the folder of the store; it need not be there yet."""
    named = os.environ.get("PLACET_DATA")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return Path(user_data_path("placet", appauthor=False))
