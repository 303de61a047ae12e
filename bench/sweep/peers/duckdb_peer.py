"""The norms as one query of SQL over a table of situations in DuckDB's own memory."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from bench.decide.ground import Ground
from bench.sweep.peers.layers import Column, Conjunction, layers_of
from bench.sweep.peers.peer import Answers
from bench.sweep.question import Asked
from bench.sweep.situations import codes_of, pieces_of
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import ALWAYS

INSERTED = 1 << 20


class DuckdbPeer:
    """DuckDB: a table of small numbers, one query with a subquery for each layer of norms."""

    name = "DuckDB"
    how = "one query of SQL, table in memory"
    threads = 1
    most: int | None = None

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """Write the query."""
        self._ground = ground
        layers, self._asked = layers_of(ground, asked)
        query = "situations"
        for layer in layers:
            columns = ", ".join(f"{self._column(column)} AS {name}" for name, column in layer.items())
            query = f"(SELECT *, {columns} FROM {query})"
        self._query = query
        self._connection = duckdb.connect(config={"threads": self.threads})

    def take(self, stretches: Sequence[range]) -> None:
        """Fill the table."""
        connection = self._connection
        fields = ", ".join(f'"{field}" UTINYINT' for field in self._ground.domains)
        connection.execute(f"CREATE OR REPLACE TABLE situations ({fields})")
        for piece in pieces_of(stretches, INSERTED):
            connection.register("piece", codes_of(self._ground, piece))
            connection.execute("INSERT INTO situations SELECT * FROM piece")
            connection.unregister("piece")

    def answers(self, stretch: range) -> Answers:
        """Return the truths of a table that holds nothing but these situations."""
        self.take([stretch])
        found = self._connection.execute(f"SELECT {', '.join(self._asked)} FROM {self._query}").fetchnumpy()
        return np.stack([found[name] for name in self._asked], axis=1)

    def sweep(self, stretches: Sequence[range]) -> list[int]:
        """Return the sums over the table."""
        sums = ", ".join(f"count(*) FILTER (WHERE {name})" for name in self._asked)
        row = self._connection.execute(f"SELECT {sums} FROM {self._query}").fetchone()
        assert row is not None
        return [int(count) for count in row]

    def _column(self, column: Column) -> str:
        return " OR ".join(self._conjunction(each) for each in column) or "false"

    def _conjunction(self, of: Conjunction) -> str:
        parts = [] if of.condition == ALWAYS else [self._condition(of.condition)]
        parts += [*of.true, *(f"NOT {name}" for name in of.false)]
        return f"({' AND '.join(parts) or 'true'})"

    def _condition(self, of: Condition) -> str:
        match of:
            case Const(value=value):
                return "true" if value else "false"
            case Not(of=part):
                return f"(NOT {self._condition(part)})"
            case And(of=parts):
                return f"({' AND '.join(map(self._condition, parts))})"
            case Or(of=parts):
                return f"({' OR '.join(map(self._condition, parts))})"
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
                places = sorted(self._ground.domains[field].index(value) for value in values)
                return f'"{field}" IN ({", ".join(map(str, places))})' if places else "false"
        raise ValueError(f"{of} is no ground condition")
