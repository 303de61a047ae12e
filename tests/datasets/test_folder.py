"""A rulebook that was made is put in place whole or not at all, and never over somebody else's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from placet.datasets.folder import MARK, FolderProblem, UnsoundRulebook, check_folder, write_folder

PAGES = {"README.md": '# A\n\n```placet\nparty USA "United States"\n```\n', "more.md": "Prose.\n"}


def test_a_rulebook_is_written_with_its_mark_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    made = write_folder(tmp_path / "book", PAGES, is_forced=False)
    assert made.rulebook.name == "book"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book"]
    assert (tmp_path / "book" / "README.md").read_text("utf-8").endswith(f"{MARK}\n")
    assert (tmp_path / "book" / "more.md").read_text("utf-8") == "Prose.\n"


def test_a_rulebook_with_an_error_is_never_put_in_place(tmp_path: Path) -> None:
    with pytest.raises(UnsoundRulebook, match="has an error"):
        write_folder(tmp_path / "book", {"README.md": "```placet\nparty\n```\n"}, is_forced=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_replaced_only_where_an_import_made_it_and_it_is_asked_for(tmp_path: Path) -> None:
    write_folder(tmp_path / "book", PAGES, is_forced=False)
    with pytest.raises(FolderProblem, match="is there already"):
        write_folder(tmp_path / "book", PAGES, is_forced=False)
    write_folder(tmp_path / "book", {"README.md": PAGES["README.md"]}, is_forced=True)
    assert [path.name for path in (tmp_path / "book").iterdir()] == ["README.md"]
    own = tmp_path / "own"
    own.mkdir()
    (own / "README.md").write_text("My work.\n", "utf-8")
    with pytest.raises(FolderProblem, match="no import has made it"):
        write_folder(own, PAGES, is_forced=True)
    assert (own / "README.md").read_text("utf-8") == "My work.\n"
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    with pytest.raises(FolderProblem, match="no import has made it"):
        check_folder(file, is_forced=True)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "book")
    with pytest.raises(FolderProblem, match="no import has made it"):
        check_folder(link, is_forced=True)


def test_what_stood_there_stays_where_the_new_rulebook_is_not_sound(tmp_path: Path) -> None:
    write_folder(tmp_path / "book", PAGES, is_forced=False)
    with pytest.raises(UnsoundRulebook):
        write_folder(tmp_path / "book", {"README.md": "```placet\nparty\n```\n"}, is_forced=True)
    assert (tmp_path / "book" / "more.md").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book"]


@pytest.mark.parametrize("name", ["no/such/place", "x" * 4000])
def test_a_place_that_cannot_be_written_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(FolderProblem):
        check_folder(tmp_path / name, is_forced=False)
