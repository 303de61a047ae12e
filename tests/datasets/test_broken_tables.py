"""Whatever a table holds, it is either taken and makes a sound rulebook, or told; nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest

from placet.datasets.atop import read_atop
from placet.datasets.coding import Coding, pages_of
from placet.datasets.cow import read_cow
from placet.datasets.dyads import find_spells
from placet.datasets.folder import write_folder
from placet.datasets.states import usual_naming
from placet.datasets.untc import Treaty, read_declarations, read_treaty
from placet.datasets.untc_book import Participants, pages_of_treaties
from tests.datasets.conftest import BY_DIRECTED, BY_MEMBER, MEMBERS, TODAY, UNTREATIES

PIECES = (
    "", ",", ",,", "\n", '"', '""', "”", "“", "`", "```placet\n", "#", "0", "1", "-9", "9999", "20000", "1e9", "é",
    "\x1b", "\t", "{2}", "{x}", "|", "NA", "2016", "12", "31", " ", "\r", "party", "٣", "\u2028", "8 Nov 1988 a",
    "[1 May 1970]", "'",
)  # fmt: skip


def broken(text: str, rng: Random) -> str:
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(PIECES) + text[at + rng.choice((0, 1, 1, 3, 30)) :]
    return text


def alliances(path: Path, folder: Path, read: Callable[[Path], Coding | list[object]]) -> bool:
    found = read(path)
    if isinstance(found, list):
        assert found
        return False
    made = write_folder(folder, pages_of(found, usual_naming()), is_forced=False)
    find_spells(made.rulebook, 1950, 1961)
    return True


def treaty(path: Path, folder: Path, _read: object) -> bool:
    found = read_treaty(path)
    if not isinstance(found, Treaty):
        assert found
        return False
    write_folder(folder, pages_of_treaties([found], Participants(), TODAY), is_forced=False)
    return True


def declarations(path: Path, folder: Path, _read: object) -> bool:
    said = read_declarations(path)
    if not isinstance(said, tuple):
        assert said
        return False
    found = read_treaty(UNTREATIES / "treaties" / "90-1.csv")
    assert isinstance(found, Treaty)
    whole = msgspec.structs.replace(found, declarations=tuple(said[0]), empty=tuple(said[1]))
    write_folder(folder, pages_of_treaties([whole], Participants(), TODAY), is_forced=False)
    return True


CASES = {
    "atop": (MEMBERS, alliances, lambda path: read_atop(path, TODAY), 100),
    "cow by member": (BY_MEMBER, alliances, read_cow, 60),
    "cow by pair": (BY_DIRECTED, alliances, read_cow, 60),
    "treaty": (UNTREATIES / "treaties" / "90-1.csv", treaty, None, 100),
    "declarations": (UNTREATIES / "declarations" / "90-1.txt", declarations, None, 100),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_table_is_told_or_makes_a_sound_rulebook(case: str, tmp_path: Path) -> None:
    source, make, read, times = CASES[case]
    text = source.read_text("utf-8")
    taken = 0
    for seed in range(times):
        rng = Random(seed)
        path = tmp_path / source.name
        path.write_text(broken(text, rng), "utf-8", newline="")
        taken += make(path, tmp_path / f"made-{seed}", read)  # type: ignore[arg-type,operator]
    assert 0 < taken <= times
