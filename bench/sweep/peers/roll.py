"""Which peers take part, and which of them are installed."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from bench.sweep.peers.peer import Peer

ROLL = (
    ("bench.sweep.peers.polars_peer", "PolarsPeer"),
    ("bench.sweep.peers.duckdb_peer", "DuckdbPeer"),
    ("bench.sweep.peers.openfisca_peer", "OpenFiscaPeer"),
    ("bench.sweep.peers.columns_peer", "ColumnsPeer"),
    ("bench.sweep.peers.clingo_peer", "ClingoPeer"),
)


def load_peers() -> tuple[list[type[Peer]], list[str]]:
    """Return the peers that are installed, and what is missing."""
    found: list[type[Peer]] = []
    missing = []
    for module, name in ROLL:
        try:
            found.append(cast("type[Peer]", getattr(import_module(module), name)))
        except ModuleNotFoundError as error:
            missing.append(f"{name} ({error.name} is not installed)")
    return found, missing
