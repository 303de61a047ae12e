"""The parts of placet that not everybody has, and the command that installs one."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parents[2]
"""The project's folder, where placet runs from a clone."""
_BY_THEMSELVES = {"spark": "tools/bootstrap.sh spark", "suggest": ".venv/bin/python -m pip install '.[suggest]'"}
"""What `make parts` leaves out: large, or hardly ever wanted."""


def install_command(part: str, home: Path = _HERE) -> str:
    """Return the command that installs a part; in a clone it is typed in the project's folder.

    Args:
        part: one of the optional dependencies of the package, as `bulk`.
        home: where the project's folder would be.

    >>> install_command("bulk", Path("/nowhere"))
    "pip install 'placet[bulk]'"
    """
    if not (home / "tools" / "bootstrap.sh").is_file():
        return f"pip install 'placet[{part}]'"
    return _BY_THEMSELVES.get(part, "make parts")
