"""Intake: from a saved page, a PDF or a text to a document, with what is known of it and where that is from."""

from placet.evidence.intake.read import read_document
from placet.evidence.intake.sources import Source, sources
from placet.evidence.intake.unreadable import MOST_BYTES, Unreadable

__all__ = ["MOST_BYTES", "Source", "Unreadable", "read_document", "sources"]
