"""Bringing a database to the newest form: nothing to do in most cases, and then nothing is loaded for it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from placet.store.connect import reading, writing
from placet.store.trouble import StoreTrouble

VERSIONS = ("0001", "0002", "0003", "0004")
"""All forms the database has had, in order; each has a file in `migrations/`."""

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Run the migrations that a database has not had yet, all of them or none.

    Raises:
        StoreTrouble: the database is of a newer version, damaged, locked, or cannot be written.
    """
    with reading(engine, path) as connection:
        if _version(connection, path) == VERSIONS[-1]:
            return
    with writing(engine, path) as connection:
        # Another program may have been quicker.
        if _version(connection, path) != VERSIONS[-1]:
            _migrate(connection)


def _version(connection: Connection, path: Path) -> str | None:
    """Return which form a database has; None: it is empty."""
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names:
        raise StoreTrouble(
            f"`{path}` is a database of another program", "Set PLACET_DATA to a folder of its own for placet."
        )
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version not in VERSIONS:
        raise StoreTrouble(
            f"the database `{path}` was made by a newer placet (form {version}; this one knows {VERSIONS[-1]})",
            "Install the newest placet, or set PLACET_DATA to another folder.",
        )
    return str(version) if version is not None else None


def _migrate(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    # As the library's own command `upgrade` does it, with the connection that holds the lock and no file beside.
    script = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])
    environment = EnvironmentContext(
        Config(), script, fn=lambda version, _: script._upgrade_revs(VERSIONS[-1], version)
    )
    with environment:
        environment.configure(connection=connection)
        environment.run_migrations()
