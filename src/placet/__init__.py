"""placet answers, for any set of agreements, who must be asked before a party may act, on whose reading and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placet.api import Book, FactError, RulebookError, load

__version__ = "0.7.0"

__all__ = ["Book", "FactError", "RulebookError", "__version__", "load"]


def __getattr__(name: str) -> object:
    """Import what `import placet` offers when it is first used, so that the command line starts quickly."""
    if name in ("Book", "FactError", "RulebookError", "load"):
        from placet import api

        return getattr(api, name)
    raise AttributeError(f"placet offers no {name}")
