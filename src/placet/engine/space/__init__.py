"""All situations at once: exact regions, with integer counts, in which answers part, and what parts them."""

from placet.engine.space.compare import Comparison, Region, Witness, compare
from placet.engine.space.conditions import Piece, Test
from placet.engine.space.differences import Difference, Sides
from placet.engine.space.over_time import Dispute, History, Spell, compare_over_time
from placet.engine.space.sides import FieldsDiffer, Perspective, Side, sides_of
from placet.engine.space.situations import Situations

__all__ = [
    "Comparison",
    "Difference",
    "Dispute",
    "FieldsDiffer",
    "History",
    "Perspective",
    "Piece",
    "Region",
    "Side",
    "Sides",
    "Situations",
    "Spell",
    "Test",
    "Witness",
    "compare",
    "compare_over_time",
    "sides_of",
]
