"""Proofs by cases: `certificate` finds them with the fast engine, `check` verifies them without it."""

from placet.engine.proof.check import check_proof

__all__ = ["check_proof"]
