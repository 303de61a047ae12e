"""One rulebook over many days: what has not changed since another day is not worked out again."""

from placet.engine.chronicle.chronicle import Chronicle

__all__ = ["Chronicle"]
