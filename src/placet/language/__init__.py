"""From a folder of Markdown to a checked rulebook: blocks, tokens, trees, names, types and dates.

`load_rulebook` is the way in; it returns the rulebook or everything that is wrong with it.
"""

from placet.language.load import Draft, Loaded, files_replaced, load_rulebook, load_text
from placet.language.shipped import shipped_rulebooks
from placet.language.values import UNKNOWN, Unknown, parse_day, parse_value

__all__ = [
    "UNKNOWN",
    "Draft",
    "Loaded",
    "Unknown",
    "files_replaced",
    "load_rulebook",
    "load_text",
    "parse_day",
    "parse_value",
    "shipped_rulebooks",
]
