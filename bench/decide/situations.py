"""Make situations by the seed: never the same one twice, so that no engine can answer from memory."""

from __future__ import annotations

import random
from collections.abc import Iterator

from placet.model import Rulebook
from placet.model.conditions import Scalar


class SituationSource:
    """An endless supply of situations, each different from all before it."""

    def __init__(self, book: Rulebook, seed: int) -> None:
        self._random = random.Random(seed)
        self._domains = {field.id: book.domain(field.type) for field in book.fields.values()}
        self._given_out: set[tuple[Scalar, ...]] = set()

    def take(self, count: int) -> list[dict[str, Scalar]]:
        """Return `count` new situations in which every field is given."""
        return [next(self._fresh()) for _ in range(count)]

    def take_partial(self, count: int, share_unknown: float) -> list[dict[str, Scalar]]:
        """Return `count` new situations, each of whose fields is unknown with the given probability."""
        chance = self._random.random
        return [
            {field: value for field, value in situation.items() if chance() >= share_unknown}
            for situation in self.take(count)
        ]

    def _fresh(self) -> Iterator[dict[str, Scalar]]:
        while True:
            values = tuple(self._random.choice(domain) for domain in self._domains.values())
            if values not in self._given_out:
                self._given_out.add(values)
                yield dict(zip(self._domains, values, strict=True))
