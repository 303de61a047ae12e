"""The connection to the database: how it is opened, how long it waits, and what its errors mean in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from placet.store.trouble import StoreTrouble, folder_trouble

WAIT_S = 15
"""How many seconds a writer waits for another one to end."""


def connect(path: Path) -> Engine:
    """Return the engine of a database file; nothing is opened yet."""
    engine = create_engine(f"sqlite+pysqlite:///{path}", connect_args={"timeout": WAIT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """Open a connection that sees one state of the database from its first question on."""
    with _told(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """Open a connection that alone may write; all that is done with it counts at its end, or nothing does."""
    with (
        _told(path),
        engine.connect().execution_options(begins_with="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


def scrub(path: Path) -> bool:
    """Write a database anew without what its files still hold of deleted rows.

    Returns:
        Whether nothing is left of them: not so while another program still reads the database as it was before.
    """
    with _told(path), closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        is_held, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_held


def _prepare(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 - the library's own record
    # The library would begin transactions by itself, and not before changes of tables; here all begin in `_begin`.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begins_with", "BEGIN"))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in words what the database or the machine refuses."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.DatabaseError):
            raise database_trouble(error.orig, path) from error
        raise
    except sqlite3.DatabaseError as error:  # while a connection is prepared
        raise database_trouble(error, path) from error
    except OSError as error:
        raise folder_trouble(error, path.parent) from error


def database_trouble(error: sqlite3.DatabaseError, path: Path) -> StoreTrouble:
    """Return what an error of the database means."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreTrouble(
            f"another program has been writing to `{path}` for {WAIT_S} seconds",
            "Wait until it has ended and say it again; nothing is half stored.",
        )
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        # All that refers to something else refers to a document.
        return StoreTrouble(
            "the document is not stored any more: it was removed in the meantime",
            "`placet evidence list` shows what is stored.",
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreTrouble(f"the disk with `{path}` is full", "Make room and say it again; nothing is half stored.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreTrouble(
            f"the database `{path}` is damaged, or is not one",
            "Put a copy of it back, or move it away and add the files again; the stored bytes beside it are kept.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoreTrouble(
            f"the database `{path}` cannot be opened for writing",
            "Give yourself the right to write there, or set PLACET_DATA to another folder.",
        )
    return StoreTrouble(f"the database `{path}` cannot do this: {error}", "Set PLACET_DATA to another folder to go on.")
