"""The hand-made tables, each in the format of the real one, and rulebooks made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.datasets.atop import read_atop
from placet.datasets.coding import Coding, pages_of
from placet.datasets.folder import write_folder
from placet.datasets.states import usual_naming
from placet.model import Rulebook

HERE = Path(__file__).parent
MEMBERS = HERE / "members.csv"
BY_MEMBER = HERE / "by_member.csv"
BY_DIRECTED = HERE / "by_directed.csv"
UNTREATIES = HERE / "untreaties"
TODAY = dt.date(2020, 6, 1)

Making = Callable[[Path], Rulebook]


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """Return what makes a rulebook of a member-level table, by way of its folder."""

    def make(table: Path) -> Rulebook:
        coding = read_atop(table, TODAY)
        assert isinstance(coding, Coding), [str(fault) for fault in coding]
        pages = pages_of(coding, usual_naming())
        return write_folder(tmp_path / "made", pages, is_forced=(tmp_path / "made").exists()).rulebook

    return make


@pytest.fixture
def alliances(making: Making) -> Rulebook:
    """Return the rulebook of the hand-made alliances."""
    return making(MEMBERS)
