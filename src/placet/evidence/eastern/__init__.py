"""Korean and Japanese articles: what is quoted or stands before a verb of saying, who says it, for whom, when."""

from placet.evidence.eastern.proposing import LANGUAGES, propose

__all__ = ["LANGUAGES", "propose"]
