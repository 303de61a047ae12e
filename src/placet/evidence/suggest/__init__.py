"""What a statement may be about, and what it may repeat: suggestions for whoever decides, who alone decides.

They are worked out anew when they are looked at, out of the rulebook, the article and what is stored, and kept
nowhere. By default words speak: those that a statement shares with a rulebook's names, titles and statements. A model
can be asked besides; what it adds bears its name, and alters nothing of what the words say.
"""

from placet.evidence.suggest.look import Suggested, Suggester
from placet.evidence.suggest.repeats import Had, Repeat, find_repeats
from placet.evidence.suggest.subjects import WORDS, Subjects, Suggestion

__all__ = ["WORDS", "Had", "Repeat", "Subjects", "Suggested", "Suggester", "Suggestion", "find_repeats"]
