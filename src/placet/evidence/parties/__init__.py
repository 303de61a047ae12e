"""For which party an office, a body or a state's name speaks: sourced tables, and where their words stand in a text."""

from placet.evidence.parties.find import Named, find_named, is_place
from placet.evidence.parties.table import code_of, home_of, home_of_address, outlet_home, state_name

__all__ = ["Named", "code_of", "find_named", "home_of", "home_of_address", "is_place", "outlet_home", "state_name"]
