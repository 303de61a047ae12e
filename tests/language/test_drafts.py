"""A rulebook read with a draft: a file more, or a changed copy in the place of one of its own."""

from __future__ import annotations

from pathlib import Path

from placet.language import Draft, Loaded, files_replaced, load_rulebook
from tests.language.rulebook_text import BASE, codes, markdown

MORE = """\
instrument accord "An accord"
  between JPN, USA
  in force from 2030-01-01
rule more "More talk"
  under accord
  needs consultation with USA
"""


def book(folder: Path) -> Path:
    """A rulebook of two files, and of a third that both halves of it use."""
    place = folder / "book"
    (place / "deep").mkdir(parents=True)
    (place / "base.md").write_text(markdown(BASE), "utf-8")
    (place / "deep" / "more.md").write_text(markdown("term fights means combat"), "utf-8")
    return place


def draft(folder: Path, name: str, *blocks: str) -> str:
    path = folder / "drafts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(*blocks), "utf-8")
    return str(path)


def told(loaded: Loaded) -> list[tuple[str, str, int]]:
    """Return each diagnostic with the file and the line it is about."""
    return [
        (one.code, one.span.file, loaded.texts[one.span.file].count("\n", 0, one.span.start) + 1)
        for one in loaded.diagnostics
        if one.span is not None
    ]


def test_what_a_draft_declares_is_added_last(tmp_path: Path) -> None:
    added = draft(tmp_path, "clause.md", MORE, "reading JPN of talk\n  holds\n  since 2000-01-01")
    loaded = load_rulebook(book(tmp_path), drafts=[Draft(added)])
    assert loaded.rulebook is not None, loaded.diagnostics
    assert loaded.rulebook.name == "book"
    assert list(loaded.rulebook.rules) == ["talk", "more"]
    assert loaded.rulebook.rules["more"].where.file == "clause.md"
    assert [reading.of for reading in loaded.rulebook.readings] == ["talk"]


def test_a_draft_in_the_place_of_a_file_is_read_instead_of_it(tmp_path: Path) -> None:
    place = book(tmp_path)
    changed = draft(tmp_path, "base.md", BASE.replace("needs consultation with JPN", "needs consent of JPN"))
    before = (place / "base.md").read_bytes()
    loaded = load_rulebook(place, drafts=[Draft(changed, "base.md")])
    assert loaded.rulebook is not None, loaded.diagnostics
    assert loaded.rulebook.rules["talk"].needs[0].kinds == ("consent",)
    assert loaded.rulebook.rules["talk"].where.file == "base.md"
    assert "fights" in loaded.rulebook.terms
    assert (place / "base.md").read_bytes() == before


def test_what_is_wrong_with_a_draft_is_told_with_its_own_file_and_line(tmp_path: Path) -> None:
    broken = draft(tmp_path, "clause.md", 'rule more "More"\n  under pakt\n  needs consent of JPN')
    loaded = load_rulebook(book(tmp_path), drafts=[Draft(broken)])
    assert loaded.rulebook is None
    assert told(loaded) == [("E0309", broken, 5)]


def test_what_a_changed_file_takes_from_another_is_told_there(tmp_path: Path) -> None:
    place = book(tmp_path)
    changed = draft(tmp_path, "base.md", BASE.replace("term combat means act = strike\n", ""))
    loaded = load_rulebook(place, drafts=[Draft(changed, "base.md")])
    assert [Path(file).name for _, file, _ in told(loaded)] == ["more.md"]


def test_a_name_that_the_rulebook_has_is_an_error_that_says_how_it_is_changed(tmp_path: Path) -> None:
    twice = draft(tmp_path, "clause.md", 'rule talk "Again"\n  under pact\n  needs consent of JPN')
    [one] = load_rulebook(book(tmp_path), drafts=[Draft(twice)]).diagnostics
    assert one.code == "E0301"
    assert one.span is not None
    assert one.span.file == twice
    assert one.help.startswith("Give it another name; or, to change what the rulebook says, change it in a copy of")
    assert "that is called `base.md` too" in one.help


def test_a_name_that_a_draft_has_twice_is_told_as_ever(tmp_path: Path) -> None:
    twice = draft(tmp_path, "clause.md", MORE, 'place accord "A place"')
    [one] = load_rulebook(book(tmp_path), drafts=[Draft(twice)]).diagnostics
    assert (one.code, one.help) == ("E0301", "Give one of them another name.")


def test_a_draft_without_a_block_is_an_error(tmp_path: Path) -> None:
    path = Path(draft(tmp_path, "prose.md"))
    path.write_text("Nothing but prose.\n", "utf-8")
    loaded = load_rulebook(book(tmp_path), drafts=[Draft(str(path))])
    assert [one.code for one in loaded.diagnostics] == ["E0107"]
    assert str(path) in loaded.diagnostics[0].message


def test_a_draft_that_is_not_there_or_no_markdown_is_an_error(tmp_path: Path) -> None:
    place = book(tmp_path)
    (tmp_path / "clause.txt").write_text("x", "utf-8")
    assert codes(load_rulebook(place, drafts=[Draft(str(tmp_path / "none.md"))])) == ["E0101"]
    assert codes(load_rulebook(place, drafts=[Draft(str(tmp_path / "clause.txt"))])) == ["E0109"]


def test_a_draft_may_use_the_rulebook_it_is_for(tmp_path: Path) -> None:
    own = draft(tmp_path, "clause.md", "use book", MORE)
    loaded = load_rulebook(book(tmp_path), drafts=[Draft(own)])
    assert loaded.rulebook is not None, loaded.diagnostics
    assert list(loaded.rulebook.rules) == ["talk", "more"]


def test_a_folder_that_uses_the_rulebook_is_another_version_of_it(tmp_path: Path) -> None:
    book(tmp_path)
    (tmp_path / "clause").mkdir()
    (tmp_path / "clause" / "README.md").write_text(markdown("use book", MORE), "utf-8")
    loaded = load_rulebook(tmp_path / "clause")
    assert loaded.rulebook is not None, loaded.diagnostics
    assert list(loaded.rulebook.rules) == ["talk", "more"]


def test_a_draft_takes_the_place_of_the_file_that_is_called_like_it(tmp_path: Path) -> None:
    place = book(tmp_path)
    assert files_replaced(place, tmp_path / "drafts" / "base.md") == ("base.md",)
    assert files_replaced(place, tmp_path / "drafts" / "more.md") == ("deep/more.md",)
    assert files_replaced(place, tmp_path / "drafts" / "clause.md") == ()
    assert files_replaced(place / "base.md", "other/base.md") == ("base.md",)
    assert files_replaced("korea", "x/guidelines.md") == ("guidelines.md",)
    assert files_replaced("nowhere", "x/guidelines.md") == ()


def test_of_several_files_of_that_name_the_one_in_a_folder_of_the_same_name_is_meant(tmp_path: Path) -> None:
    place = book(tmp_path)
    (place / "other").mkdir()
    (place / "other" / "more.md").write_text("", "utf-8")
    assert files_replaced(place, tmp_path / "drafts" / "more.md") == ("deep/more.md", "other/more.md")
    assert files_replaced(place, tmp_path / "deep" / "more.md") == ("deep/more.md",)
