"""The database of the work and the folder of bytes beside it: what is kept, and what was decided about it by whom.

Nothing is decided here. What opens a store is light to import; the database's library is loaded when one is opened.
"""

from placet.store.home import find_home
from placet.store.records import Correction, Going, Kept, Listed, Removal
from placet.store.store import Store, open_store
from placet.store.trouble import DecidedOn, Removed, StoreTrouble

__all__ = [
    "Correction",
    "DecidedOn",
    "Going",
    "Kept",
    "Listed",
    "Removal",
    "Removed",
    "Store",
    "StoreTrouble",
    "find_home",
    "open_store",
]
