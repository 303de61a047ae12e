"""All situations at once: exact regions, with integer counts, in which answers part, and what parts them."""

from placet.engine.space.compare import Comparison, Piece, Region, Test, compare
from placet.engine.space.differences import Difference, Sides
from placet.engine.space.sides import FieldsDiffer, Perspective, Side, sides_of
from placet.engine.space.situations import Situations

__all__ = [
    "Comparison",
    "Difference",
    "FieldsDiffer",
    "Perspective",
    "Piece",
    "Region",
    "Side",
    "Sides",
    "Situations",
    "Test",
    "compare",
    "sides_of",
]
