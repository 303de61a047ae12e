"""The engines: the reference (slow, obvious) and `Decider` (fast); they answer alike."""

from placet.engine.decision.decide import Decider, Decision
from placet.engine.logic.diagram import DiagramTooLarge

__all__ = ["Decider", "Decision", "DiagramTooLarge"]
