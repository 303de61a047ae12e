"""Opening a store: made where there is none, brought up to date, and refused in words where it cannot be used."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import placet.store.bytes_folder
import placet.store.connect
from placet.store import StoreTrouble, find_home, open_store
from placet.store.schema import MIGRATIONS, VERSIONS
from tests.store.conftest import AT, Make


def test_the_home_is_what_the_variable_names_or_the_folder_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLACET_DATA", str(tmp_path / "x"))
    assert find_home() == tmp_path / "x"
    monkeypatch.delenv("PLACET_DATA")
    assert find_home().name == "placet"


def test_opening_twice_changes_nothing_and_the_second_time_loads_no_migrations(home: Path) -> None:
    open_store(home).close()
    before = (home / "placet.sqlite").read_bytes()
    script = (
        "import sys; from pathlib import Path; from placet.store import open_store; "
        "open_store(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(home)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert (home / "placet.sqlite").read_bytes() == before


def test_every_form_of_the_database_has_its_migration_and_the_last_is_the_newest() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])
    assert tuple(one.revision for one in script.walk_revisions())[::-1] == VERSIONS


def test_the_migrations_make_the_tables_that_the_code_speaks_of(home: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from placet.store.tables import TABLES

    with open_store(home) as store, store.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda _o, name, *_: "_words" not in str(name)}
        )
        found = compare_metadata(context, TABLES)
    # Indexes only make things quick; what they are called is the migrations' own.
    assert [one for one in found if "index" not in str(one[0])] == []


def test_a_migration_that_breaks_off_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import placet.store.schema

    migrate = placet.store.schema._migrate

    def broken(connection: object) -> None:
        migrate(connection)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(placet.store.schema, "_migrate", broken)
    with pytest.raises(KeyboardInterrupt):
        open_store(home)
    monkeypatch.undo()
    with open_store(home) as store:
        assert store.documents.list() == ()


def test_a_database_of_a_newer_version_is_refused(home: Path) -> None:
    open_store(home).close()
    with sqlite3.connect(home / "placet.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTrouble, match="made by a newer placet"):
        open_store(home)


def test_a_database_of_another_program_is_refused(home: Path) -> None:
    home.mkdir()
    with sqlite3.connect(home / "placet.sqlite") as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(StoreTrouble, match="another program"):
        open_store(home)


def test_a_damaged_database_is_refused(home: Path) -> None:
    home.mkdir()
    (home / "placet.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreTrouble, match="damaged"):
        open_store(home)


def test_a_database_that_another_program_writes_to_is_waited_for_and_then_told(
    home: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placet.store.connect, "WAIT_S", 0)
    with open_store(home) as store:
        other = sqlite3.connect(home / "placet.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(StoreTrouble, match="another program has been writing"):
                store.documents.add(*make("Title\nWords."), at=AT)
            assert store.documents.list() == ()
        finally:
            other.close()


def test_a_folder_that_cannot_be_written_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreTrouble, match="cannot be written"):
        open_store(home)


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for home in (tmp_path / "file", tmp_path / "file" / "placet"):
        with pytest.raises(StoreTrouble, match="is not a folder"):
            open_store(home)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "is full"), (errno.EACCES, "cannot be written"), (errno.EIO, "cannot be used")]
)
def test_a_disk_that_refuses_leaves_neither_bytes_nor_row(
    home: Path, make: Make, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with open_store(home) as store:
        monkeypatch.setattr(placet.store.bytes_folder.os, "fsync", refuse)
        with pytest.raises(StoreTrouble, match=words):
            store.documents.add(*make("Title\nWords."), at=AT)
        monkeypatch.undo()
        assert store.documents.list() == ()
        assert [path for path in (home / "bytes").rglob("*") if path.is_file()] == []


def test_stored_bytes_that_are_gone_or_damaged_are_told_and_mended_by_adding_them_again(home: Path, make: Make) -> None:
    document, raw = make("Title\nWords.")
    with open_store(home) as store:
        store.documents.add(document, raw, at=AT)
        path = home / "bytes" / document.sha256[:2] / document.sha256
        path.write_bytes(b"Title\nWorms.")
        with pytest.raises(StoreTrouble, match="damaged"):
            store.documents.raw(document.sha256)
        path.unlink()
        with pytest.raises(StoreTrouble, match="are gone"):
            store.documents.raw(document.sha256)
        assert not store.documents.add(document, raw, at=AT).is_new
        assert store.documents.raw(document.sha256) == raw
