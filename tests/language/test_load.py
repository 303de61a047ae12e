"""Loading a rulebook from disk, what it uses, and what can be wrong with its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from placet.language import Loaded, load_rulebook, shipped_rulebooks
from placet.language.files import MAX_FILE_BYTES
from tests.language.rulebook_text import BASE, codes, markdown


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def block(*lines: str) -> str:
    return markdown("\n".join(lines))


def messages(loaded: Loaded) -> list[str]:
    return [diagnostic.message for diagnostic in loaded.diagnostics]


def test_all_files_of_a_folder_are_one_rulebook_whatever_their_order(tmp_path: Path) -> None:
    book = write(
        tmp_path / "book",
        {"a.md": block("term t means actor = KOR"), "sub/z.md": markdown(BASE), ".hid/x.md": "```placet"},
    )
    loaded = load_rulebook(book)
    assert loaded.rulebook is not None, messages(loaded)
    assert loaded.rulebook.name == "book"
    assert loaded.rulebook.terms["t"].where.file == "a.md"
    assert loaded.rulebook.parties["KOR"].where.file == "sub/z.md"
    assert set(loaded.texts) == {f"{book}/a.md", f"{book}/sub/z.md"}


def test_one_file_is_a_rulebook_too(tmp_path: Path) -> None:
    write(tmp_path, {"small.md": markdown(BASE)})
    loaded = load_rulebook(tmp_path / "small.md")
    assert loaded.rulebook is not None
    assert loaded.rulebook.name == "small"
    assert list(loaded.texts) == [f"{tmp_path}/small.md"]


def test_diagnostics_stand_in_the_order_of_files_and_places(tmp_path: Path) -> None:
    book = write(tmp_path, {"b.md": block("term t means x1", "term u means x2"), "a.md": block("term v means x3")})
    places = [(d.span.file[-4:], d.span.start) for d in load_rulebook(book).diagnostics if d.span is not None]
    assert places == sorted(places)
    assert len(places) == 3


def test_the_shipped_rulebooks_are_found_by_name(tmp_path: Path) -> None:
    write(tmp_path, {"korea/README.md": markdown(BASE), "general/README.md": block('point p "P"')})
    loaded = load_rulebook("korea", shipped=tmp_path)
    assert loaded.rulebook is not None
    assert list(loaded.texts) == ["korea/README.md"]
    assert list(shipped_rulebooks(tmp_path)) == ["general", "korea"]


def test_every_shipped_rulebook_is_sound() -> None:
    for name in ("general", "korea"):
        loaded = load_rulebook(name)
        assert loaded.rulebook is not None, messages(loaded)


def test_an_unknown_name_is_answered_with_the_nearest_shipped_rulebook(tmp_path: Path) -> None:
    write(tmp_path, {"korea/README.md": markdown(BASE)})
    (diagnostic,) = load_rulebook("koera", shipped=tmp_path).diagnostics
    assert (diagnostic.code, diagnostic.help) == ("E0102", "Did you mean `korea`?")
    (diagnostic,) = load_rulebook("mekong", shipped=tmp_path).diagnostics
    assert (diagnostic.code, diagnostic.help) == ("E0102", "With placet come `korea`.")


@pytest.mark.parametrize("given", ["no/such/folder", "missing.md", "a\0b", "x" * 5000 + "/y"])
def test_a_path_that_is_not_there_is_told(given: str) -> None:
    assert codes(load_rulebook(given)) == ["E0101"]


def test_use_takes_in_a_rulebook_beside_this_one_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "one/README.md": block("use base", "use two", "term t means actor = KOR"),
            "two/README.md": block("use base", 'point p "P"'),
            "base/README.md": markdown(BASE),
        },
    )
    loaded = load_rulebook(tmp_path / "one")
    assert loaded.rulebook is not None, messages(loaded)
    assert loaded.rulebook.parties["KOR"].where.file == "base/README.md"
    assert loaded.rulebook.terms["t"].where.file == "README.md"


def test_use_finds_a_shipped_rulebook_where_none_lies_beside(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"shipped/base/README.md": markdown(BASE), "here/one/README.md": block("use base", "term t means combat")},
    )
    assert load_rulebook(tmp_path / "here/one", shipped=tmp_path / "shipped").rulebook is not None


def test_rulebooks_that_use_each_other_are_told(tmp_path: Path) -> None:
    write(tmp_path, {"one/README.md": block("use two"), "two/README.md": block("use one")})
    loaded = load_rulebook(tmp_path / "one")
    assert codes(loaded) == ["E0110"]
    assert "`one` → `two` → `one`" in messages(loaded)[0]
    write(tmp_path, {"self/README.md": block("use self")})
    assert messages(load_rulebook(tmp_path / "self")) == ["the rulebook `self` uses itself"]


def test_a_rulebook_to_be_used_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, {"one/README.md": block("use generel"), "general/README.md": block('point p "P"')})
    (diagnostic,) = load_rulebook(tmp_path / "one", shipped=tmp_path / "none").diagnostics
    assert (diagnostic.code, diagnostic.help) == ("E0111", "Did you mean `general`?")


def test_an_error_in_a_used_rulebook_is_told_at_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"one/README.md": block("use two"), "two/README.md": block("term t means nonsense")})
    loaded = load_rulebook(tmp_path / "one")
    assert loaded.rulebook is None
    assert codes(loaded) == ["E0317"]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(b"```placet\0\n")
    (tmp_path / "latin.md").write_bytes(b"one\ntwo \xe9\n")
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    loaded = load_rulebook(tmp_path)
    assert sorted(codes(loaded)) == ["E0103", "E0103", "E0104", "E0105", "E0106"]
    assert any("line 2" in message for message in messages(loaded))
    assert codes(load_rulebook(tmp_path / "latin.md")) == ["E0104"]


def test_what_is_no_rulebook_is_told(tmp_path: Path) -> None:
    assert codes(load_rulebook(tmp_path)) == ["E0107"]
    write(tmp_path, {"a.md": "# Only prose\n", "b.txt": markdown(BASE)})
    assert codes(load_rulebook(tmp_path)) == ["E0107"]
    assert codes(load_rulebook(tmp_path / "b.txt")) == ["E0109"]


def test_a_mark_at_the_beginning_of_a_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + f"```placet\n{BASE}```\n".encode())
    assert load_rulebook(tmp_path).rulebook is not None


def test_the_same_folder_gives_the_same_rulebook_by_any_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "book", {"a.md": markdown(BASE)})
    monkeypatch.chdir(tmp_path / "book")
    loaded = load_rulebook(".")
    assert loaded.rulebook is not None
    assert (loaded.rulebook.name, list(loaded.texts)) == ("book", ["a.md"])
