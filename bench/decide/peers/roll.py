"""Which peers take part, and which of them are installed."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from bench.decide.peers.peer import Peer

ROLL = (
    ("bench.decide.peers.plain_peer", "PlainPeer"),
    ("bench.decide.peers.clingo_peer", "ClingoPeer"),
    ("bench.decide.peers.cedar_peer", "CedarReasonsPeer"),
    ("bench.decide.peers.cedar_peer", "CedarPeer"),
    ("bench.decide.peers.rego_peer", "RegoPeer"),
    ("bench.decide.peers.openfisca_peer", "OpenFiscaPeer"),
)
PACKAGES = ("clingo", "cedarpy", "regopy", "OpenFisca-Core")


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
