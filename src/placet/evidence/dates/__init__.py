"""Expressions of dates: find them in running text and say which day, week, month or year each means."""

from placet.evidence.dates.find import find_dates
from placet.evidence.dates.words import Tense

__all__ = ["Tense", "find_dates"]
