"""What people make of proposed statements: a record of decisions, and from it how every statement stands.

`fold` works out everything from the proposals and the record; `Desk` keeps both in a store. No terminal and no page is
known here.
"""

from placet.evidence.review.decide import Refused
from placet.evidence.review.desk import Desk
from placet.evidence.review.fold import Review, changed, fold, piece_of, union_of

__all__ = ["Desk", "Refused", "Review", "changed", "fold", "piece_of", "union_of"]
