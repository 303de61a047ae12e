"""Who is meant by the words at a cue, for which party they speak, through whom it came, and on which day."""

from placet.evidence.speakers.resolve import resolve

__all__ = ["resolve"]
