"""Who is said to say what, as the grammar of a text shows it."""

from placet.evidence.speech.find import find
from placet.evidence.speech.parse import parse, pipeline_name

__all__ = ["find", "parse", "pipeline_name"]
