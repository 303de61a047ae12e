"""What a text declares otherwise than before: the words count, and not where or how they are laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from placet.language import load_rulebook
from placet.language.redeclared import Redeclared, find_redeclared

FIRST = """# Weirs

```placet
party UPL "Upland"
party LOW "Lowland"
field act : open-weir, dredge
field actor : party
relation owner : act to party
  from "owners.csv"
source minutes "Minutes of the commission" published 2001-03-01
statement low-2001 in minutes paragraph 2
  by LOW
  on 2001-02-01
  about weir
  says "No weir is opened before Lowland has been
    asked."
rule weir "Opening a weir"
  held by LOW
  says    low-2001
  when    act = open-weir and actor = UPL
  needs   consent of LOW
reading UPL of weir
  since 2002-01-01
  rejects
reading UPL of weir
  since 2002-01-01
  holds
```
"""
SECOND = """# Tolls

```placet
point toll "Who sets the toll?"
question who "Who is asked?"
  given act = dredge
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a rulebook of two files and a table."""
    folder = tmp_path / "weirs"
    folder.mkdir()
    (folder / "a.md").write_text(FIRST, "utf-8")
    (folder / "b.md").write_text(SECOND, "utf-8")
    (folder / "owners.csv").write_text("key,value\nopen-weir,UPL\n", "utf-8")
    return folder


def differs(folder: Path, then: dict[str, bytes]) -> tuple[Redeclared, ...] | None:
    """Return what a sound rulebook declares otherwise than some files did."""
    loaded = load_rulebook(folder)
    assert loaded.rulebook is not None, loaded.diagnostics
    return find_redeclared(then, loaded.trees)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Weirs", "# Weirs and more\n\nOf which there are five."),
        ("  held by LOW\n", "  held by LOW  # since the flood\n"),
        ("been\n    asked", "been asked"),
        ("  when    act", "  when act"),
        ('party LOW "Lowland"\n', '\n\nparty LOW "Lowland"\n'),
        ('party UPL "Upland"\nparty LOW "Lowland"', 'party LOW "Lowland"\nparty UPL "Upland"'),
        ("\n", "\r\n"),
    ],
)
def test_prose_layout_comments_and_order_are_no_difference(folder: Path, old: str, new: str) -> None:
    then = files(folder)
    changed = FIRST.replace(old, new)
    assert changed != FIRST
    (folder / "a.md").write_bytes(b"\xef\xbb\xbf" + changed.encode())
    assert differs(folder, then) == ()


def test_a_declaration_that_moved_to_another_file_is_no_difference(folder: Path) -> None:
    then = files(folder)
    point = 'point toll "Who sets the toll?"\n'
    (folder / "b.md").write_text(SECOND.replace(point, ""), "utf-8")
    (folder / "c.md").write_text(f"```placet\n{point}```\n", "utf-8")
    assert differs(folder, then) == ()


def test_what_is_added_changed_and_taken_away_is_told_with_its_title(folder: Path) -> None:
    then = files(folder)
    (folder / "a.md").write_text(
        FIRST.replace("consent of", "notification to").replace("No weir", "Never a weir"), "utf-8"
    )
    (folder / "b.md").write_text(SECOND.replace('toll "Who sets the toll?"', 'lock "Who works the lock?"'), "utf-8")
    assert differs(folder, then) == (
        Redeclared("statement", "low-2001", "changed", "Never a weir is opened before Lowland has been asked."),
        Redeclared("rule", "weir", "changed", "Opening a weir"),
        Redeclared("point", "toll", "removed", "Who sets the toll?"),
        Redeclared("point", "lock", "added", "Who works the lock?"),
    )
    (folder / "b.md").unlink()
    found = differs(folder, then)
    assert found is not None
    assert found[-1] == Redeclared("question", "who", "removed", "Who is asked?")


def test_a_relation_differs_where_only_a_row_of_its_table_does(folder: Path) -> None:
    then = files(folder)
    (folder / "owners.csv").write_text("key,value\nopen-weir,LOW\n", "utf-8")
    assert differs(folder, then) == (Redeclared("relation", "owner", "changed"),)


def test_readings_go_by_whose_they_are_and_their_order_counts(folder: Path) -> None:
    then = files(folder)
    (folder / "a.md").write_text(
        FIRST.replace("rejects", "swap").replace("holds", "rejects").replace("swap", "holds"), "utf-8"
    )
    assert differs(folder, then) == (Redeclared("reading", "UPL/weir/2", "changed", "", "UPL", "weir"),)
    (folder / "a.md").write_text(FIRST.replace("reading UPL of weir\n  since 2002-01-01\n  rejects\n", ""), "utf-8")
    assert differs(folder, then) == (Redeclared("reading", "UPL/weir/1", "removed", "", "UPL", "weir"),)


@pytest.mark.parametrize("text", [b"```placet\nparty\n```\n", b"\xff\xfe", b"```placet\nrle x\n```\n"])
def test_what_cannot_be_read_is_compared_with_nothing(folder: Path, text: bytes) -> None:
    assert differs(folder, {**files(folder), "b.md": text}) is None


def test_hidden_files_and_those_of_other_rulebooks_are_no_part_of_it(folder: Path) -> None:
    then = {**files(folder), ".git/x.md": b"\xff", "notes.txt": b"\xff"}
    (folder.parent / "locks").mkdir()
    (folder.parent / "locks" / "README.md").write_text('```placet\npoint sill "How high is it?"\n```\n', "utf-8")
    (folder / "b.md").write_text("```placet\nuse locks\n```\n" + SECOND, "utf-8")
    loaded = load_rulebook(folder)
    own = [tree for tree in loaded.trees if tree.folder == str(folder)]
    used = [tree for tree in loaded.trees if tree.folder != str(folder)]
    assert len(used) == 1
    assert find_redeclared(then, own, used) == ()
