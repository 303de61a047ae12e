"""The meaning itself: slow, obvious, one completion after the other. Every other engine is compared with it."""

from placet.engine.reference.evaluate import answer_question

__all__ = ["answer_question"]
